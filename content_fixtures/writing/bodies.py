"""Turns the parts of a text into the raw stream of a page's body."""

import html
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from content_fixtures.markup import Part, paragraphs_html
from content_fixtures.seeds import stable_uuid

RICH = {"paragraph", "heading", "subheading", "list", "numbers"}


def body(parts: Sequence[Part], *, name: str, picture: int | None = None, links: Sequence[tuple[str, int]] = ()) -> str:
    """Return the body as JSON; the picture stands after the first paragraph, links to pages at the end."""
    blocks: list[tuple[str, Any]] = []
    run: list[Part] = []
    for part in parts:
        if part.kind in RICH:
            run.append(part)
        else:
            blocks += _rich(run)
            run = []
            blocks.append(_block(part))
    blocks += _rich(run)
    if picture:
        blocks = _with_picture(blocks, picture)
    blocks += [("paragraph", f'<p>{html.escape(lead)}：<a linktype="page" id="{page}">查看全文</a></p>') for lead, page in links]
    return json.dumps(
        [{"type": kind, "value": value, "id": str(stable_uuid(name, place))} for place, (kind, value) in enumerate(blocks)],
        ensure_ascii=False,
    )


def _rich(run: Sequence[Part]) -> list[tuple[str, Any]]:
    return [("paragraph", paragraphs_html(list(run)))] if run else []


def _with_picture(blocks: list[tuple[str, Any]], picture: int) -> list[tuple[str, Any]]:
    image = ("image", {"image": picture, "caption": ""})
    if not blocks or blocks[0][0] != "paragraph":
        return [image, *blocks]
    first, closing, rest = blocks[0][1].partition("</p>")
    after = [("paragraph", rest)] if rest else []
    return [("paragraph", first + closing), image, *after, *blocks[1:]]


def _block(part: Part) -> tuple[str, Any]:
    if part.kind == "table":
        return "table", {
            "data": [list(row) for row in part.rows], "first_row_is_table_header": True, "first_col_is_header": True,
            "table_header_choice": "both", "table_caption": part.caption, "cell": [], "mergeCells": [],
        }
    if part.kind == "quote":
        return "quote", {"text": part.lines[0], "source": ""}
    if part.kind == "notice":
        return "notice", {"kind": "warning", "title": "提示", "text": f"<p>{html.escape(part.lines[0])}</p>"}
    return "questions", _questions(part.lines)


def _questions(lines: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": {"question": question[2:], "answer": f"<p>{html.escape(answer[2:])}</p>"}}
        for question, answer in pairwise(lines) if question.startswith("问：") and answer.startswith("答：")
    ]
