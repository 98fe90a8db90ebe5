"""The one way in: search, suggest while somebody types, and find what is alike."""

import msgspec

from search import highlighting, pinyin
from search.analysis import MOST_PREFIX
from search.conditions import Condition, Constant, Either, Everything, OneOf, Phrase, Word
from search.documents import Document
from search.engines.base import Engine, Found, Question
from search.normalising import normalise
from search.planning import plan
from search.query import FACETS, Query, check
from search.results import Count, Hit, Results
from search.segmentation import cut, grams, units
from search.spelling import better_spelling
from search.wording import Wording, take_apart
from search.words import Words

RELAXED = 0.6  # of the words are enough when no document has all
FEW = 3  # hits below which a better spelling is looked for
MOST_ALIKE = 30  # words that likeness is told by
_decoder = msgspec.msgpack.Decoder(Document)


def search(engine: Engine, query: Query, *, words: Words | None = None, today: str = "") -> Results:
    """Answer a query; `words` are what editors say, `today` (ISO) is the day. QueryError for a query that makes no sense."""
    check(query)
    words = _normalised(words) if words else Words()
    found = engine.ask(plan(query, words, today=today))
    wording = take_apart(query.text)
    if not found.total and len(wording.words) + len(wording.chunks) > 0:
        found = engine.ask(plan(query, words, today=today, share=RELAXED))
    marks = _marks(query, wording, words)
    return Results(
        total=found.total, hits=tuple(_hit(score, stored, marks) for score, stored in found.hits),
        facets={field: _counts(field, found, query) for field in FACETS},
        did_you_mean=better_spelling(engine, query.text) if found.total < FEW and query.page == 1 else "",
        best_bets=_best_bets(engine, query, words) if query.page == 1 else (),
    )


def suggest(engine: Engine, prefix: str, *, site: tuple[str, ...] = (), limit: int = 8) -> tuple[str, ...]:
    """Return titles that begin, or have a part, with what is typed so far: characters, pinyin or initials."""
    typed = "".join(units(normalise(prefix)[:200]))
    if not typed or limit < 1:
        return ()
    begins: list[Condition] = [Constant(of=Word(field="prefixes", token=typed[:2 * MOST_PREFIX]), score=8.0)]
    if len(units(typed)) > 1:
        begins.append(Constant(of=Phrase(field="title_grams", tokens=tuple(grams(typed))), score=4.0))
    sounds = pinyin.split(typed) if typed.isascii() else None
    if sounds and len(sounds) > 1:
        begins.append(Constant(of=Phrase(field="pinyin", tokens=tuple(pinyin.pairs(sounds))), score=4.0))
    preferred = Constant(of=OneOf(field="kind", values=("organisation", "guide", "topic")), score=1.0)
    filters: tuple[Condition, ...] = (OneOf(field="site", values=site),) if site else ()
    never: tuple[Condition, ...] = () if site else (OneOf(field="flag", values=("alias",)),)
    condition = Everything(must=(Either(of=tuple(begins)),), should=(preferred,), filters=filters, never=never)
    found = engine.ask(Question(condition=condition, size=limit * 4))
    return tuple(dict.fromkeys(_decoder.decode(stored).title for _, stored in found.hits))[:limit]


def related(engine: Engine, number: int, *, limit: int = 6) -> tuple[Document, ...]:
    """Return documents whose titles, names and texts are like those of the one with this id; nothing if there is none."""
    own = documents(engine, (number,))
    if not own:
        return ()
    document = own[0]
    # The longer a word the rarer it is; the engine weighs the rest.
    titles = cut(normalise(document.title))
    tags = [word for tag in document.tags for word in cut(normalise(tag))]
    tokens = sorted({word for word in (*titles, *tags) if len(word) > 1}, key=lambda word: (-len(word), word))[:MOST_ALIKE]
    alike = [Word(field=field, token=token, boost=boost) for token in tokens for field, boost in (("title", 3.0), ("names", 2.0))]
    if not alike:
        return ()
    never = (OneOf(field="id", values=(str(number),)), OneOf(field="flag", values=("alias",)))
    found = engine.ask(Question(condition=Everything(must=(Either(of=tuple(alike)),), never=never), size=limit * 2))
    once = {each.title: each for each in (_decoder.decode(stored) for _, stored in found.hits) if each.title != document.title}
    return tuple(once.values())[:limit]


def documents(engine: Engine, numbers: tuple[int, ...]) -> tuple[Document, ...]:
    """Return the documents with these ids that there are, in this order."""
    condition = OneOf(field="id", values=tuple(map(str, numbers)))
    found = {each.id: each for each in map(_decoder.decode, (
        stored for _, stored in engine.ask(Question(condition=condition, size=len(numbers))).hits
    ))}
    return tuple(found[number] for number in numbers if number in found)


def _normalised(words: Words) -> Words:
    return Words(
        synonyms={normalise(key).strip(): tuple(normalise(each) for each in values) for key, values in words.synonyms.items()},
        best_bets={normalise(key).strip(): values for key, values in words.best_bets.items()},
    )


def _marks(query: Query, wording: Wording, words: Words) -> tuple[str, ...]:
    own = (*wording.marks, *take_apart(query.any).marks, normalise(query.phrase).strip())
    synonyms = (synonym for mark in own for synonym in words.synonyms.get(mark, ()))
    return tuple(dict.fromkeys(mark for mark in (*own, *synonyms) if mark))


def _hit(score: float, stored: bytes, marks: tuple[str, ...]) -> Hit:
    document = _decoder.decode(stored)
    text = f"{document.summary} {document.text}" if document.summary not in document.text[:400] else document.text
    return Hit(
        document=document, score=score, title=highlighting.title(document.title, marks),
        snippet=highlighting.passage(text.strip() or document.attachments, marks),
    )


def _counts(field: str, found: Found, query: Query) -> tuple[Count, ...]:
    counted = dict(found.counts.get(field, {}))
    if field == "theme":
        counted = {**found.counts.get("theme_class", {}), **counted}
    chosen = getattr(query, field)
    for value in chosen:
        counted.setdefault(value, 0)
    return tuple(Count(value=value, label=value, count=count, chosen=value in chosen) for value, count in counted.items())


def _best_bets(engine: Engine, query: Query, words: Words) -> tuple[Document, ...]:
    numbers = words.best_bets.get(normalise(query.text).strip(), ())
    return documents(engine, numbers) if numbers else ()
