from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, text

LEVELS = [("h2", "一级"), ("h3", "二级"), ("h4", "三级")]


def export(value: dict[str, Any], context: BlockContext) -> str:
    level = value.get("level") if value.get("level") in dict(LEVELS) else "h2"
    return f"<{level}>{text(value, 'text')}</{level}>"


BLOCK = BodyBlock(
    name="heading",
    block=blocks.StructBlock(
        [
            ("text", blocks.CharBlock(label="小标题", max_length=100)),
            ("level", blocks.ChoiceBlock(label="级别", choices=LEVELS, default="h2")),
        ],
        label="小标题", icon="title",
    ),
    export=export,
    example={"text": "一、总体要求", "level": "h2"},
)
