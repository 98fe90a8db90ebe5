from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, items, listed, text


def export(value: list[Any], context: BlockContext) -> str:
    entries = "".join(
        f'<details class="c-faq__item"><summary class="c-faq__question">{text(item, "question")}</summary>'
        f'<div class="c-faq__answer">{context.rich_text(item.get("answer") or "")}</div></details>'
        for item in items(value)
    )
    return f'<div class="c-faq">{entries}</div>' if entries else ""


QUESTION = blocks.StructBlock(
    [
        ("question", blocks.CharBlock(label="问题", max_length=200)),
        ("answer", blocks.RichTextBlock(label="回答", features=["bold", "link", "document-link", "ul", "ol"])),
    ],
    label="问答",
)

BLOCK = BodyBlock(
    name="questions",
    block=blocks.ListBlock(QUESTION, min_num=1, label="一问一答", icon="help"),
    export=export,
    example=listed({"question": "补贴何时发放？", "answer": "<p>每年六月底前。</p>"}),
)
