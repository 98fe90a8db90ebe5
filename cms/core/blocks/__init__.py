"""The body of a page as blocks: one module a block, with its form, its export and an example."""

from typing import Any

from cms.core.blocks import (
    attachments,
    contact,
    divider,
    figures,
    heading,
    html,
    image,
    images,
    notice,
    paragraph,
    questions,
    quote,
    steps,
    table,
    video,
)
from cms.core.blocks.base import BlockContext, BodyBlock

ALL_BLOCKS: tuple[BodyBlock, ...] = (
    paragraph.BLOCK, heading.BLOCK, image.BLOCK, images.BLOCK, table.BLOCK, quote.BLOCK, attachments.BLOCK,
    video.BLOCK, notice.BLOCK, questions.BLOCK, steps.BLOCK, figures.BLOCK, contact.BLOCK, divider.BLOCK, html.BLOCK,
)
BODY_BLOCKS = [(one.name, one.block) for one in ALL_BLOCKS]
EXPORTS = {one.name: one.export for one in ALL_BLOCKS}


def export_body(raw: list[dict[str, Any]], context: BlockContext) -> str:
    """Return a body's raw stream as safe HTML; a block that no longer exists is an error, not a gap."""
    parts = []
    for block in raw:
        export = EXPORTS.get(block["type"])
        if export is None:
            raise ValueError(f"正文里有未知的内容块“{block['type']}”。")
        parts.append(export(block["value"], context))
    return "\n".join(part for part in parts if part)


__all__ = ["ALL_BLOCKS", "BODY_BLOCKS", "BlockContext", "BodyBlock", "export_body"]
