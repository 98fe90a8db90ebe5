"""The text of a PDF."""

import re

import pypdfium2

from search.extraction.limits import MOST_PAGES, Collector, Unreadable

PASSWORD, SECURITY = 4, 5  # what PDFium calls the reasons why it opens no file
HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
# A line ends where the paper does, not where a sentence or a word does.
BROKEN = re.compile(rf"(?<={HAN})[ \t]*\r?\n[ \t]*(?={HAN})")


def read(data: bytes) -> str:
    """Return the text of the first pages; raise Unreadable if it is no PDF or needs a password."""
    collected = Collector()
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in range(min(len(document), MOST_PAGES)):
                collected.add(_read_page(document, number) + "\n")
                if collected.is_full:
                    break
    except pypdfium2.PdfiumError as error:
        if error.err_code in (PASSWORD, SECURITY):
            raise Unreadable("文件已加密") from error
        raise Unreadable("PDF 已损坏") from error
    return collected.text()


def _read_page(document: pypdfium2.PdfDocument, number: int) -> str:
    """Return the text of a page, nothing of a broken one."""
    try:
        page = document[number]
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""  # the other pages may be whole
    try:
        return join_lines(words.get_text_range())
    finally:
        words.close()
        page.close()


def join_lines(text: str) -> str:
    """Return a text with those lines joined that end in the middle of Chinese words, as far as can be seen."""
    return BROKEN.sub("", text)
