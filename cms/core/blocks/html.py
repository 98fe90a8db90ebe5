"""The body of an imported article: one block whose value is already safe HTML."""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.rich_text import extract_references_from_rich_text

from cms.core.blocks.base import BlockContext, BodyBlock
from cms.core.sanitise import clean_html


class SafeHtmlBlock(blocks.RawHTMLBlock):
    """Raw HTML for imports and for pasting; what a form sends is sanitised before it is stored."""

    def clean(self, value: Any) -> Any:
        return self.normalize(clean_html(str(super().clean(value)))[0])

    def extract_references(self, value: Any) -> Iterator[tuple[Any, str, str, str]]:
        # Pictures stand in it as in rich text; so the image library knows where each is used.
        if "<embed" in value:
            yield from extract_references_from_rich_text(str(value))


def export(value: str, context: BlockContext) -> str:
    return context.rich_text(value)


BLOCK = BodyBlock(
    name="html",
    block=SafeHtmlBlock(label="导入的网页内容", icon="code", help_text="保存时自动去除样式、脚本和外部资源。"),
    export=export,
    example="<p>市政府常务会议研究了供热改造工作。</p>",
)
