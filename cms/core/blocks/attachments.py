from html import escape
from typing import Any

from wagtail import blocks

from cms.core.blocks.base import BlockContext, BodyBlock, items, listed
from cms.core.blocks.choosers import DocumentChooserBlock
from cms.records import Attachment


def export(value: list[Any], context: BlockContext) -> str:
    files = [context.attachment(document_id) for document_id in items(value) if document_id]
    rows = "".join(entry(file) for file in files if file)
    return f'<ul class="c-attachments">{rows}</ul>' if rows else ""


def entry(file: Attachment) -> str:
    """Return one file with what a reader wants to know before opening it: kind, size and pages."""
    kind = file.filename.rpartition(".")[2].upper()
    pages = f"，{file.pages} 页" if file.pages else ""
    return (
        f'<li class="c-attachments__item"><a href="{escape(file.path)}" download="{escape(file.filename)}">'
        f'{escape(file.title)}</a> '
        f'<span class="c-attachments__meta">{escape(kind)}，{size(file.size)}{pages}</span></li>'
    )


def size(count: int) -> str:
    """Return a size in bytes as people say it."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB"


BLOCK = BodyBlock(
    name="attachments",
    block=blocks.ListBlock(DocumentChooserBlock(label="文件"), min_num=1, label="文中附件", icon="doc-full"),
    export=export,
    example=listed(1),
)
