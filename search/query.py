"""What somebody searches for, in the words of a search page; `planning` turns it into conditions."""

from typing import Literal

import msgspec

MOST_CHARACTERS = 200  # of each field of text; what is longer is an error of whoever asks
MOST_HITS = 1000  # as far as anyone can turn the pages
Sort = Literal["relevance", "time"]


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """All conditions hold together. Dates are ISO days, their ends included; facets are several values of which one holds.

    `text` is what is typed into the box: words (all of them), "exact phrases" in quotation marks, a document or index number.
    `phrase`, `any`, `none` are the fields of the advanced form. `number` is a document number in any spelling, or part of one.
    `theme` takes codes of two digits (a class) or four.
    """

    text: str = ""
    phrase: str = ""
    any: str = ""
    none: str = ""
    title_only: bool = False
    number: str = ""
    site: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    validity: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    created_start: str = ""
    created_end: str = ""
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    by_site: bool = False


FACETS = ("site", "kind", "channel", "organisation", "year", "theme", "genre", "audience", "category", "validity")
