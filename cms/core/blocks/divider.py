from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock


def export(value: Any, context: BlockContext) -> str:
    return '<hr class="c-divider">'


BLOCK = BodyBlock(
    name="divider",
    block=blocks.StaticBlock(label="分隔线", icon="horizontalrule", admin_text="一条分隔线。"),
    export=export,
    example=None,
)
