"""Entries for the contract of engines: short, and with words that no analysis made."""

from typing import Any

from search.conditions import Condition, Word
from search.engines.base import Engine, Found, Question
from search.entries import Entry


def entry(
    number: int, title: str = "", *, names: str = "", numbers: dict[str, int] | None = None, digest: str = "", stored: bytes = b"",
    **keywords: Any,
) -> Entry:
    """Return an entry with the words of `title` and `names`, split at spaces; other names are fields of keywords."""
    return Entry(
        id=number, words={field: words.split() for field, words in (("title", title), ("names", names)) if words},
        keywords={
            "id": (str(number),), **{field: (value,) if isinstance(value, str) else tuple(value) for field, value in keywords.items()},
        },
        numbers=numbers or {}, stored=stored or str(number).encode(), digest=digest or f"{number:032x}",
    )


def word(token: str, field: str = "title", boost: float = 1.0) -> Word:
    return Word(field=field, token=token, boost=boost)


def ids(found: Found) -> list[int]:
    """Return the ids of the hits in order."""
    return [int(stored) for _, stored in found.hits]


def ask(engine: Engine, condition: Condition, **how: Any) -> list[int]:
    return ids(engine.ask(Question(condition=condition, **how)))
