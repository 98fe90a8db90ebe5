from html import escape
from typing import Any

from wagtail.contrib.table_block.blocks import TableBlock

from cms.core.blocks.base import BlockContext, BodyBlock, text

OPTIONS = {
    "minSpareRows": 0, "startRows": 4, "startCols": 3, "colHeaders": False, "rowHeaders": False,
    "contextMenu": [
        "row_above", "row_below", "---------", "col_left", "col_right", "---------", "remove_row", "remove_col",
    ],
    "editor": "text", "stretchH": "all", "height": 200, "language": "zh-CN", "renderer": "text",
    "autoColumnSize": False,
}


def export(value: dict[str, Any], context: BlockContext) -> str:
    """Return the table in a box of its own, so that a wide one scrolls without moving the page."""
    rows = value.get("data") or []
    top = bool(value.get("first_row_is_table_header"))
    side = bool(value.get("first_col_is_header"))
    caption = text(value, "table_caption")
    head = f"<thead>{row(rows[0], 'col', side=False, top=True)}</thead>" if top and rows else ""
    body = "".join(row(cells, "row", side=side, top=False) for cells in rows[1 if top else 0:])
    label = f"<caption>{caption}</caption>" if caption else ""
    return f'<div class="c-table" tabindex="0"><table>{label}{head}<tbody>{body}</tbody></table></div>'


def row(cells: list[Any], scope: str, *, side: bool, top: bool) -> str:
    parts = []
    for place, cell in enumerate(cells):
        content = escape("" if cell is None else str(cell)).replace("\n", "<br>")
        is_header = top or (side and place == 0)
        parts.append(f'<th scope="{scope}">{content}</th>' if is_header else f"<td>{content}</td>")
    return f"<tr>{''.join(parts)}</tr>"


BLOCK = BodyBlock(
    name="table",
    block=TableBlock(label="表格", icon="table", table_options=OPTIONS, help_text="可以直接粘贴电子表格里的内容。"),
    export=export,
    example={
        "data": [["品种", "价格（元/公斤）"], ["小麦", "2.48"], ["玉米", "2.21"]],
        "first_row_is_table_header": True, "first_col_is_header": True, "table_caption": "本周粮价",
    },
)
