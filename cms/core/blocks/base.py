"""What a block of a body is: its form in the admin, its export to HTML, and an example.

Exports work on the raw JSON of the stream, so that exporting a thousand pages needs neither Wagtail's values nor a
query. Every export gives safe HTML: what editors typed is escaped, rich text goes through the context, and there is no
style attribute and no script.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol
from uuid import UUID

from wagtail import blocks

from cms.records import Attachment, Image


class BlockContext(Protocol):
    """What an export may ask for while it writes HTML."""

    def rich_text(self, html: str) -> str:
        """Return Wagtail's rich text as safe HTML with links and pictures resolved."""

    def image(self, image_id: int) -> Image | None: ...

    def attachment(self, document_id: int) -> Attachment | None: ...

    def page_link(self, page_id: int) -> str:
        """Return the address that stands for a page until it is rendered: `ref:ID`."""


@dataclass(frozen=True)
class BodyBlock:
    """One kind of block; `name` is stored with the content and never changes."""

    name: str
    block: blocks.Block
    export: Callable[[Any, BlockContext], str]
    example: Any


def text(value: Mapping[str, Any], name: str) -> str:
    """Return a plain text field, escaped and with its lines kept apart."""
    return "<br>".join(escape(line.strip()) for line in str(value.get(name) or "").strip().splitlines())


def items(value: Iterable[Any] | None) -> list[Any]:
    """Return the values of a raw list block, which wraps each in its type and id."""
    return [item["value"] if isinstance(item, dict) and item.get("type") == "item" else item for item in value or ()]


def listed(*values: Any) -> list[dict[str, Any]]:
    """Return values as a raw list block; without ids Wagtail would take it for an older format."""
    return [{"type": "item", "value": value, "id": str(UUID(int=place))} for place, value in enumerate(values, 1)]


def optional(template: str, content: str) -> str:
    """Return the template around the content, or nothing when there is none."""
    return template.format(content) if content else ""
