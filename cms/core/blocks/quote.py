from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, optional, text


def export(value: dict[str, Any], context: BlockContext) -> str:
    source = optional('<footer class="c-quote__source">{}</footer>', text(value, "source"))
    return f'<blockquote class="c-quote"><p>{text(value, "text")}</p>{source}</blockquote>'


BLOCK = BodyBlock(
    name="quote",
    block=blocks.StructBlock(
        [
            ("text", blocks.TextBlock(label="引文", rows=3)),
            ("source", blocks.CharBlock(label="出处", required=False, max_length=100)),
        ],
        label="引文", icon="openquote",
    ),
    export=export,
    example={"text": "绿水青山就是金山银山。", "source": "政府工作报告"},
)
