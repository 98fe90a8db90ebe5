"""What search answers with; the description is derived from these."""

from cms.records import Record


class Result(Record, frozen=True, kw_only=True):
    """A page that was found. `title_html` and `snippet_html` are safe HTML with `<mark>` around what was looked for."""

    id: int
    site: str
    kind: str
    title: str
    url: str
    date: str
    title_html: str
    snippet_html: str
    site_name: str = ""
    channel_title: str = ""
    source: str = ""
    organisation_names: tuple[str, ...] = ()
    number: str = ""
    index_number: str = ""
    validity: str = ""
    alias: bool = False


class FacetValue(Record, frozen=True, kw_only=True):
    """How many results a value of a facet leaves; about how many, if the number is an estimate."""

    value: str
    label: str
    count: int
    chosen: bool = False
    estimated: bool = False


class SearchResults(Record, frozen=True, kw_only=True, omit_defaults=False):
    """`count` is that of all pages together, an estimate if `estimated`.

    `best_bets` stand above the results, `did_you_mean` is a better spelling.
    """

    count: int
    next: str | None
    previous: str | None
    results: tuple[Result, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    did_you_mean: str
    best_bets: tuple[Result, ...]
    estimated: bool = False


class Suggestion(Record, frozen=True, kw_only=True):
    """Something to search for; with `url` a page to open at once."""

    text: str
    html: str = ""
    url: str = ""


class SuggestionList(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What who is typing may mean; `hot` are queries that are offered to everybody."""

    results: tuple[Suggestion, ...]
    hot: tuple[str, ...]


class RelatedList(Record, frozen=True, kw_only=True, omit_defaults=False):
    """Pages that are about the same as one, whose title and address these are; empty if it is not published."""

    title: str
    url: str
    results: tuple[Result, ...]
