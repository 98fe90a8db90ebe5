from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, items, listed, optional, text


def export(value: list[Any], context: BlockContext) -> str:
    entries = "".join(
        f'<li class="c-steps__item"><p class="c-steps__title">{text(item, "title")}</p>'
        f'{optional("<p>{}</p>", text(item, "text"))}</li>'
        for item in items(value)
    )
    return f'<ol class="c-steps">{entries}</ol>' if entries else ""


STEP = blocks.StructBlock(
    [
        ("title", blocks.CharBlock(label="步骤", max_length=60)),
        ("text", blocks.TextBlock(label="说明", required=False, rows=2)),
    ],
    label="步骤",
)

BLOCK = BodyBlock(
    name="steps",
    block=blocks.ListBlock(STEP, min_num=1, label="办事步骤", icon="list-ol"),
    export=export,
    example=listed({"title": "提出申请", "text": "到政务服务大厅或网上提交材料。"}),
)
