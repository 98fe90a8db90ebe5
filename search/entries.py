"""What an engine keeps of a document: words, keywords and numbers by field, and bytes that it gives back.

The fields are listed here once; engines make their schema from these tables, and its version is part of an index's name.
"""

from collections.abc import Mapping, Sequence

import msgspec

VERSION = 6  # one more whenever a field or the analysis changes: an index of another version is built anew

# Sequences of tokens (without white space), with positions, which phrases and scores are made of. `grams` are of all that a page says, its
# title, its names and its files too: what is looked for is in one list of places then, whichever part it stands in. `head_grams` are those
# of the title and the names alone.
WORDS = ("title", "names", "title_grams", "head_grams", "grams", "pinyin", "initials", "prefixes")
# Values as they are, for filters and counts; a document may have several of each.
KEYWORDS = (
    "id",  # the id in digits, to ask for one document
    "site", "kind", "channel", "organisation", "year", "theme", "theme_class", "genre", "audience", "category", "validity",
    "number", "flag",
)
# Whole numbers, one a document at most: days since 1970-01-01, and `minute` to sort by time.
NUMBERS = ("date", "created", "minute")


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A document as an engine keeps it. `stored` is the document itself, encoded; `digest` (hex) tells whether it is another one."""

    id: int
    words: Mapping[str, Sequence[str]]
    keywords: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    stored: bytes
    digest: str
