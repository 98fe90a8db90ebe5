from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, text

FIELDS = [("name", "单位"), ("address", "地址"), ("phone", "电话"), ("hours", "时间"), ("email", "邮箱")]


def export(value: dict[str, Any], context: BlockContext) -> str:
    rows = "".join(
        f'<div class="c-contact__item"><dt>{label}</dt><dd>{text(value, name)}</dd></div>'
        for name, label in FIELDS if value.get(name)
    )
    return f'<dl class="c-contact">{rows}</dl>' if rows else ""


BLOCK = BodyBlock(
    name="contact",
    block=blocks.StructBlock(
        [(name, blocks.CharBlock(label=label, required=name == "name", max_length=150)) for name, label in FIELDS],
        label="联系方式", icon="mail",
    ),
    export=export,
    example={"name": "市政务服务中心", "address": "凤台街", "phone": "0356-0000000", "hours": "工作日 9:00—17:00"},
)
