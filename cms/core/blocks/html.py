"""The body of an imported article: one block whose value is already safe HTML."""

import re
from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.images import get_image_model

from cms.core.blocks.base import BlockContext, BodyBlock
from cms.core.sanitise import clean_html

PICTURE = re.compile(r'<embed [^>]*\bid="(\d+)"')


class SafeHtmlBlock(blocks.RawHTMLBlock):
    """Raw HTML for imports and for pasting; what a form sends is sanitised before it is stored."""

    def clean(self, value: Any) -> Any:
        return self.normalize(clean_html(str(super().clean(value)))[0])

    def extract_references(self, value: Any) -> Iterator[tuple[Any, str, str, str]]:
        # So the image library knows where each picture is used. Wagtail's own look into rich text wants `<embed … />`,
        # which is not how sanitised HTML is written.
        for number in dict.fromkeys(PICTURE.findall(str(value))):
            yield get_image_model(), number, "", ""


def export(value: str, context: BlockContext) -> str:
    return context.rich_text(value)


BLOCK = BodyBlock(
    name="html",
    block=SafeHtmlBlock(label="导入的网页内容", icon="code", help_text="保存时自动去除样式、脚本和外部资源。"),
    export=export,
    example="<p>市政府常务会议研究了供热改造工作。</p>",
)
