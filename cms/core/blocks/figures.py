from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, items, listed, optional, text


def export(value: list[Any], context: BlockContext) -> str:
    entries = "".join(entry(item) for item in items(value))
    return f'<dl class="c-figures">{entries}</dl>' if entries else ""


def entry(item: dict[str, Any]) -> str:
    unit = optional('<span class="c-figures__unit">{}</span>', text(item, "unit"))
    note = optional('<dd class="c-figures__note">{}</dd>', text(item, "note"))
    return (
        f'<div class="c-figures__item"><dt class="c-figures__label">{text(item, "label")}</dt>'
        f'<dd class="c-figures__value">{text(item, "value")}{unit}</dd>{note}</div>'
    )


FIGURE = blocks.StructBlock(
    [
        ("label", blocks.CharBlock(label="指标", max_length=40)),
        ("value", blocks.CharBlock(label="数值", max_length=20)),
        ("unit", blocks.CharBlock(label="单位", required=False, max_length=20)),
        ("note", blocks.CharBlock(label="说明", required=False, max_length=60, help_text="例如 同比增长 5.2%。")),
    ],
    label="数据",
)

BLOCK = BodyBlock(
    name="figures",
    block=blocks.ListBlock(FIGURE, min_num=1, label="数据展示", icon="decimal"),
    export=export,
    example=listed({"label": "粮食总产量", "value": "96.4", "unit": "万吨", "note": "同比增长 2.1%"}),
)
