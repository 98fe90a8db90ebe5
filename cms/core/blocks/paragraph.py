from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock

FEATURES = ["h2", "h3", "h4", "bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]


def export(value: str, context: BlockContext) -> str:
    return context.rich_text(value)


BLOCK = BodyBlock(
    name="paragraph",
    block=blocks.RichTextBlock(label="正文", icon="pilcrow", features=FEATURES),
    export=export,
    example="<p>全市小麦机收进度过半，<b>泽州县</b>日收获面积超过五万亩。</p>",
)
