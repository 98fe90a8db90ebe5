from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, optional, text

KINDS = [("info", "提示"), ("warning", "注意"), ("important", "重要")]


def export(value: dict[str, Any], context: BlockContext) -> str:
    kind = value.get("kind") if value.get("kind") in dict(KINDS) else "info"
    title = optional('<p class="c-notice__title">{}</p>', text(value, "title"))
    return f'<div class="c-notice c-notice--{kind}">{title}{context.rich_text(value.get("text") or "")}</div>'


BLOCK = BodyBlock(
    name="notice",
    block=blocks.StructBlock(
        [
            ("kind", blocks.ChoiceBlock(label="类型", choices=KINDS, default="info")),
            ("title", blocks.CharBlock(label="标题", required=False, max_length=60)),
            ("text", blocks.RichTextBlock(label="内容", features=["bold", "link", "ul"])),
        ],
        label="提示框", icon="warning",
    ),
    export=export,
    example={"kind": "warning", "title": "停水提示", "text": "<p>请提前储水。</p>"},
)
