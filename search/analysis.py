"""Turns documents into entries, and what is typed into tokens."""

import re
import unicodedata
from datetime import date, datetime

from cms.records import digest, encode
from search.documents import Document
from search.entries import Entry

PIECE = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")


def tokens_of(text: str) -> list[str]:
    """Return pairs of Chinese characters (single ones where they stand alone), and words of letters and digits."""
    found: list[str] = []
    for piece in PIECE.findall(unicodedata.normalize("NFKC", text).lower()):
        pairs = piece[0] > "z" and len(piece) > 1
        found += [piece[at:at + 2] for at in range(len(piece) - 1)] if pairs else [piece]
    return found


def entry_of(document: Document) -> Entry:
    """Return what an engine keeps of a document."""
    title = unicodedata.normalize("NFKC", document.title).lower()
    words = {
        "title": tokens_of(document.title), "text": tokens_of(f"{document.summary} {document.text}"),
        "attachments": tokens_of(document.attachments), "prefixes": [title[:end] for end in range(1, min(len(title), 20) + 1)],
    }
    keywords = {
        "id": [str(document.id)], "site": [document.site], "kind": [document.kind], "channel": [str(each) for each in document.channels],
        "organisation": list(document.organisations), "year": [document.date[:4]], "validity": [document.validity],
    }
    day = date.fromisoformat(document.date)
    numbers = {"date": (day - date(1970, 1, 1)).days}
    if document.published:
        numbers["minute"] = int(datetime.fromisoformat(document.published).timestamp() // 60)
    return Entry(
        id=document.id, words={name: [each for each in tokens if not each.isspace()] for name, tokens in words.items()},
        keywords={name: [value for value in values if value] for name, values in keywords.items()}, numbers=numbers,
        stored=encode(document), digest=digest(document).hex(),
    )
