"""Answers questions of people out of an engine."""

from collections.abc import Collection
from html import escape

import msgspec

from cms.records.search_words import SearchWordsRecord
from search.analysis import tokens_of
from search.conditions import Condition, Either, Everything, OneOf, Word
from search.documents import Document
from search.engines.base import Engine, Question
from search.query import FACETS, Query
from search.results import Count, Hit, Results

_decode = msgspec.msgpack.Decoder(Document).decode


def search(engine: Engine, query: Query, words: SearchWordsRecord) -> Results:
    """Return what is found."""
    filters = tuple(OneOf(field=name, values=getattr(query, name)) for name in FACETS if getattr(query, name))
    condition = Everything(must=tuple(map(_either, _groups(query.text, words))), filters=filters)
    found = engine.ask(Question(
        condition=condition, start=(query.page - 1) * query.size, size=query.size,
        sort="minute" if query.sort == "time" else "score", counts=dict.fromkeys(FACETS), per_site=3 if query.by_site else 0,
    ))
    documents = [(score, _decode(stored)) for score, stored in found.hits]
    facets = {
        name: tuple(Count(value=value, label=value, count=count) for value, count in found.counts.get(name, {}).items())
        for name in FACETS
    }
    bets = [bet.page for bet in words.best_bets if query.text in bet.queries]
    return Results(
        total=found.total, facets=facets, best_bets=tuple(by_id(engine, bets)),
        hits=tuple(Hit(document=each, score=score, title=escape(each.title), snippet=escape(each.summary)) for score, each in documents),
    )


def suggest(engine: Engine, text: str, sites: Collection[str], size: int) -> list[Document]:
    """Return pages whose title begins so."""
    filters = (OneOf(field="site", values=tuple(sites)),) if sites else ()
    found = engine.ask(Question(condition=Everything(must=(Word(field="prefixes", token=text.lower()),), filters=filters), size=size))
    return [_decode(stored) for _, stored in found.hits]


def related(engine: Engine, number: int, size: int) -> list[Document]:
    """Return pages whose titles have words of that of a page."""
    page = next(iter(by_id(engine, [number])), None)
    if page is None:
        return []
    own = (OneOf(field="id", values=(str(number),)),)
    found = engine.ask(Question(condition=Everything(must=(_either([page.title]),), never=own), size=size))
    return [_decode(stored) for _, stored in found.hits]


def by_id(engine: Engine, numbers: Collection[int]) -> list[Document]:
    """Return the documents of some pages, in the order of the numbers."""
    if not numbers:
        return []
    found = engine.ask(Question(condition=OneOf(field="id", values=tuple(map(str, numbers))), size=len(numbers)))
    documents = {document.id: document for document in (_decode(stored) for _, stored in found.hits)}
    return [documents[number] for number in numbers if number in documents]


def _groups(text: str, words: SearchWordsRecord) -> list[list[str]]:
    """Return for each word of a query all that mean the same."""
    groups = []
    for word in text.split():
        groups.append(next(([*group] for group in words.synonyms if word in group), [word]))
    return groups


def _either(words: list[str]) -> Condition:
    fields = ("title", "text", "attachments")
    options = []
    for word in words:
        tokens = tokens_of(word)
        options.append(Everything(must=tuple(Either(of=tuple(Word(field=f, token=each) for f in fields)) for each in tokens)))
    return Either(of=tuple(options))
