"""The body of a page as blocks: one module a block, with its form, its export and an example."""

from wagtail import blocks

BODY_BLOCKS = [
    ("paragraph", blocks.RichTextBlock(label="正文段落")),
    ("html", blocks.RawHTMLBlock(label="导入的正文")),
]
