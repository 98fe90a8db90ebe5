"""The light markup of the curated texts, as parts that become blocks of a page.

A line is a paragraph. `## ` and `### ` are headings, `- ` and `1. ` lists, `| a | b |` table rows (the first one is
the header, `|: ` the caption), `> ` a quotation, `!! ` a notice box, `问：` and `答：` a question with its answer.
"""

import html
import re
from dataclasses import dataclass

_ORDERED = re.compile(r"\d+\. ")


@dataclass(frozen=True)
class Part:
    """One block of a text: its kind, and its lines (or the cells of its rows)."""

    kind: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""


def parse(text: str) -> list[Part]:
    """Return the parts of a text; neighbouring lines of one list, table or dialogue are one part."""
    groups: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        kind, words = _classify(line)
        if groups and groups[-1][0] == kind and kind in {"list", "numbers", "table", "faq"}:
            groups[-1][1].append(words)
        else:
            groups.append((kind, [words]))
    return [_part(kind, lines) for kind, lines in groups]


def plain(parts: list[Part]) -> str:
    """Return the words of the paragraphs, for summaries."""
    return "".join(line for part in parts if part.kind == "paragraph" for line in part.lines)


def paragraphs_html(parts: list[Part]) -> str:
    """Return headings, paragraphs and lists as the HTML that a rich text field stores."""
    return "".join(_html(part) for part in parts)


def _html(part: Part) -> str:
    lines = [html.escape(line, quote=False) for line in part.lines]
    if part.kind in {"list", "numbers"}:
        tag = "ul" if part.kind == "list" else "ol"
        return f"<{tag}>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{tag}>"
    tag = {"heading": "h2", "subheading": "h3"}.get(part.kind, "p")
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def _classify(line: str) -> tuple[str, str]:
    for mark, kind in (("### ", "subheading"), ("## ", "heading"), ("- ", "list"), ("> ", "quote"), ("!! ", "notice")):
        if line.startswith(mark):
            return kind, line[len(mark):]
    if _ORDERED.match(line):
        return "numbers", _ORDERED.sub("", line, count=1)
    if line.startswith("|"):
        return "table", line
    if line.startswith(("问：", "答：")):
        return "faq", line
    return "paragraph", line


def _part(kind: str, lines: list[str]) -> Part:
    if kind != "table":
        return Part(kind, tuple(lines))
    caption = "".join(line[2:].strip() for line in lines if line.startswith("|:"))
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if not line.startswith("|:")]
    return Part("table", rows=tuple(rows), caption=caption)
