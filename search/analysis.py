"""Turns documents into entries. What is typed is turned into tokens by the same functions, in `planning`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from cms.records import digest, encode
from cms.records.document_numbers import NumberError, Reference, parse
from search.documents import Document
from search.entries import Entry
from search.folding import fold
from search.pinyin import alike, initials_of, pairs_of, syllables_of
from search.segmentation import Units, all_words_in, cut, is_han, words_in

ALIKE = "~"  # before a pair of syllables that only sounds much like what a title has
START = "^"  # before the initials of what a title begins with
INITIALS = range(2, 13)  # letters
BEGINNING = 24  # characters of a title by which it is suggested
BETWEEN_PARTS = "|"
NAMES = 4096  # of organisations, channels and tags that are kept: most documents have the same
EPOCH = date(1970, 1, 1)


def entry_of(document: Document) -> Entry:
    """Return what an engine keeps of a document."""
    title = fold(document.title)
    names = [fold(name) for name in (*document.organisation_names, *document.tags, document.channel_title, document.source) if name]
    heads = [cut(title), *map(units_of_name, names)]
    texts = [cut(fold(text)) for text in (f"{document.summary}\n{document.text}", document.attachments)]
    words = {
        "title": all_words_in(title), "names": [word for name in names for word in words_of_name(name)],
        "title_grams": [*grams_of(heads[:1]), *characters_in(title)], "head_grams": grams_of(heads), "grams": grams_of([*heads, *texts]),
        "pinyin": [*pairs_of(sounds := syllables_of(title)), *alike_pairs(sounds)],
        "initials": sorted(_initials_in(title)),
        "prefixes": sorted({beginning for name in (title, *names) for beginning in beginnings_of(name)}),
    }
    return Entry(
        id=document.id, words=words, keywords=_keywords(document), numbers=_numbers(document), stored=encode(document),
        digest=digest(document).hex(),
    )


def warm_up() -> None:
    """Load the dictionaries, which the first document waits for otherwise."""
    entry_of(Document(id=0, site="", kind="", title="预备", url="", date="1970-01-01", text="正文"))


def grams_of(parts: Sequence[Units]) -> list[str]:
    """Return the pairs of parts in their places, then what is not Chinese alone."""
    return apart([*(part.places() for part in parts), list(dict.fromkeys(other for part in parts for other in part.alone()))])


def apart(parts: Iterable[Sequence[str]]) -> list[str]:
    """Return the tokens of parts with something between them that nobody types, so that no phrase begins in one and ends in another."""
    found: list[str] = []
    for part in filter(None, parts):
        if found:
            found.append(BETWEEN_PARTS)
        found += part
    return found


@lru_cache(NAMES)
def words_of_name(name: str) -> list[str]:
    return all_words_in(name)


@lru_cache(NAMES)
def units_of_name(name: str) -> Units:
    return cut(name)


def alike_pairs(syllables: tuple[str, ...]) -> list[str]:
    """Return the pairs of syllables in the form for what is mixed up; they share a field with the pairs as they are."""
    return [ALIKE + pair for pair in pairs_of(alike(syllables))]


def characters_in(text: str) -> list[str]:
    """Return the Chinese characters of a folded text, each once: somebody may type a single one."""
    return sorted({character for character in text if is_han(character)})


@lru_cache(NAMES)
def beginnings_of(name: str) -> frozenset[str]:
    """Return all by which a folded name is suggested while it is typed: its characters, its pinyin, its initials."""
    plain = "".join(name.split())
    syllables = syllables_of(name)
    forms = (plain, "".join(syllables), initials_of(syllables))
    return frozenset(form[:length] for form in forms for length in range(1, min(len(form), BEGINNING) + 1))


def number_keys(number: str) -> set[str]:
    """Return the keywords of a document number: one for each way to name it by part of its word, and with or without the year.

    A serial alone names nothing, also of an order, which has no year.
    """
    try:
        parsed = parse(number)
    except NumberError:
        return {fold(number)} if number else set()
    named = {reference_key(Reference(word, year, parsed.serial)) for word in parsed.words for year in (parsed.year, None)}
    return named | {reference_key(Reference("", parsed.year, parsed.serial))} if parsed.year else named


def reference_key(reference: Reference) -> str:
    """Return the keyword for what somebody typed to name a document."""
    return f"{reference.word}|{reference.year or ''}|{reference.serial}"


def index_number_keys(number: str) -> set[str]:
    """Return the keywords of an index number: all of it, and what is behind its organisation's code."""
    folded = fold(number)
    return {folded, folded.rpartition("/")[2]} if folded else set()


def day_of(text: str) -> int:
    """Return a day as a number; `text` is ISO 8601. Raises ValueError."""
    return (date.fromisoformat(text[:10]) - EPOCH).days


def _initials_in(title: str) -> set[str]:
    letters = initials_of(syllables_of(title))
    found = {START + letters[:length] for length in INITIALS if length <= len(letters)}
    place = 0
    for word in words_in(title):
        found.update(letters[place:place + length] for length in INITIALS if place + length <= len(letters))
        place += len(word) if is_han(word) else 1
    return found


def _keywords(document: Document) -> dict[str, list[str]]:
    values: dict[str, Iterable[str]] = {
        "id": [str(document.id)], "site": [document.site], "kind": [document.kind], "channel": map(str, document.channels),
        "organisation": document.organisations, "year": [document.date[:4]], "theme": [document.theme],
        "theme_class": [document.theme[:2]], "genre": [document.genre], "audience": document.audiences,
        "category": [document.category], "validity": [document.validity], "flag": ["alias"] if document.alias else [],
        "number": sorted(number_keys(document.number) | index_number_keys(document.index_number)),
    }
    return {name: kept for name, given in values.items() if (kept := [value for value in given if value])}


def _numbers(document: Document) -> dict[str, int]:
    numbers = {"date": day_of(document.date)}
    if document.created:
        numbers["created"] = day_of(document.created)
    if document.published:
        numbers["minute"] = int(datetime.fromisoformat(document.published).timestamp() // 60)
    return numbers
