"""Questions to an engine, made of queries."""

from search import numbers
from search.analysis import day
from search.conditions import Between, Condition, Constant, Either, Everything, OneOf, Weighted
from search.engines.base import Question
from search.matching import match, phrase, word
from search.normalising import normalise
from search.query import FACETS, Query, QueryError
from search.wording import Wording, take_apart
from search.words import Words

OUT_OF_FORCE = ("repealed", "expired")  # ranked below what is in force
OUT_OF_FORCE_WEIGHT = 0.5
RECENT = ((0, 0.6), (1, 0.4), (2, 0.2))  # years ago, and what that adds: enough to order equals
PER_SITE = 3


def plan(query: Query, words: Words, *, today: str = "", share: float = 1.0) -> Question:
    """Return the question. `today` (ISO) makes newer documents count a little more; `share` of the words is enough."""
    asked = conditions_of(query, words, share)
    filters = filters_of(query)
    years = [(str(int(today[:4]) - ago), extra) for ago, extra in RECENT] if today else []
    recent = tuple(Constant(of=OneOf(field="year", values=(year,)), score=extra) for year, extra in years)

    def condition(without: str | None = None) -> Condition:
        kept = tuple(each for field, each in filters if field != without)
        never = _excluded(query)
        if not asked:
            return Everything(filters=kept, never=never)
        scored = Weighted(
            of=Everything(must=asked, should=recent), where=OneOf(field="validity", values=OUT_OF_FORCE), boost=OUT_OF_FORCE_WEIGHT,
        )
        return Everything(must=(scored,), filters=kept, never=never)

    chosen = {field for field, _ in filters}
    counted = (*FACETS, "theme_class")
    return Question(
        condition=condition(), start=(query.page - 1) * query.size, size=query.size,
        sort="minute" if query.sort == "time" or not asked else "score", per_site=PER_SITE if query.by_site else 0,
        counts={field: condition(_facet(field)) if _facet(field) in chosen else None for field in counted},
    )


def _facet(field: str) -> str:
    return "theme" if field == "theme_class" else field


def conditions_of(query: Query, words: Words, share: float) -> tuple[Condition, ...]:
    """Return what the words of a query ask for; nothing if there are none."""
    found: list[Condition] = []
    wording = take_apart(query.text)
    if wording != Wording():
        found.append(match(wording, words, title_only=query.title_only, share=share))
    if (exact := normalise(query.phrase).strip()) and take_apart(exact) != Wording():
        found.append(phrase(exact.replace('"', " "), title_only=query.title_only))
    if any_of := take_apart(query.any).words:
        found.append(Either(of=tuple(word(each, words, title_only=query.title_only) for each in any_of)))
    return tuple(found)


def filters_of(query: Query) -> list[tuple[str, Condition]]:
    """Return the conditions that do not score, each with the facet it is of."""
    filters: list[tuple[str, Condition]] = [
        (field, _values(field, getattr(query, field))) for field in FACETS if getattr(query, field)
    ]
    for field, start, end in (("date", query.start, query.end), ("created", query.created_start, query.created_end)):
        if start or end:
            filters.append(("", Between(field=field, start=_day(start), end=_day(end))))
    if query.number.strip():
        filters.append(("", OneOf(field="number", values=numbers.keywords_asked(normalise(query.number)))))
    return filters


def _values(field: str, values: tuple[str, ...]) -> Condition:
    if field != "theme":
        return OneOf(field=field, values=values)
    return Either(of=(
        OneOf(field="theme", values=values), OneOf(field="theme_class", values=tuple(each for each in values if len(each) == 2)),
    ))


def _excluded(query: Query) -> tuple[Condition, ...]:
    """Return what must not be: words that were excluded, and aliases unless somebody searches within sites."""
    unwanted = tuple(phrase(chunk, title_only=query.title_only) for chunk in take_apart(query.none).chunks)
    return unwanted if query.site else (*unwanted, OneOf(field="flag", values=("alias",)))


def _day(iso: str) -> int | None:
    if iso and (number := day(iso)) is None:
        raise QueryError(f"日期“{iso}”不正确，请写成 2026-01-31 的样子。")
    return number if iso else None
