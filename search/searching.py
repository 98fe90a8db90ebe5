"""Answers questions of people out of an engine: the way into the core of search."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from cms.records.search_words import SearchWordsRecord
from search.conditions import Best, Condition, Constant, Either, Everything, OneOf, Word
from search.documents import Document
from search.engines.base import TOTAL, Engine, Found, Question
from search.folding import fold
from search.highlighting import Marker
from search.mishearing import is_misheard
from search.pinyin import LETTERS, pairs_of, readings_of, run_together
from search.planning import ALIASES, QUOTED, Plan, passages_of, phrase, pieces_of
from search.query import FACETS, Query
from search.results import Count, Hit, Results
from search.segmentation import pairs_in, passage_in, words_in
from search.spelling import meant
from search.synonyms import Synonyms
from search.vocabulary import builtin_synonyms

PER_SITE = 3
FEW = 3  # results; with no more, another spelling is offered if there is one
ENOUGH = 10  # results; with fewer, what meets the query less well is found too
NO_WORDS = SearchWordsRecord(site="")
WORDS_OF_A_TITLE = 12  # that pages are related by
SAME_CHANNEL = 2.0  # what it adds to a related page's score

_decode = msgspec.msgpack.Decoder(Document).decode


class Answer(NamedTuple):
    """What an engine found, and the documents of its hits."""

    found: Found
    documents: list[Document]

    @property
    def scored(self) -> Iterator[tuple[float, Document]]:
        return ((score, document) for (score, _), document in zip(self.found.hits, self.documents, strict=True))


def ask(engine: Engine, question: Question) -> Answer:
    found = engine.ask(question)
    return Answer(found, [_decode(stored) for _, stored in found.hits])


def search(engine: Engine, query: Query, words: SearchWordsRecord = NO_WORDS, *, today: date) -> Results:
    """Return what is found; what nothing meets as it stands is looked for loosely. Raises EngineError."""
    query = replace(query, text=run_together(query.text))
    others = Synonyms(builtin_synonyms(), _own(words))
    answer, better = _answer(engine, query, others, today)
    found, marker = answer.found, _marker(query, others)
    hits = tuple(_hit(score, document, marker) for score, document in answer.scored)  # first of all, for counts may still be on their way
    return Results(
        total=found.total, estimated=TOTAL in found.estimated, facets=_facets(query, found), did_you_mean=better, hits=hits,
        best_bets=tuple(by_id(engine, _best_bets(query, words))) if query.page == 1 else (),
    )


def _answer(engine: Engine, query: Query, others: Synonyms, today: date) -> tuple[Answer, str]:
    """Return what an engine finds, and a better spelling if it is so little that there may be one."""
    plan = Plan(query, others, today)
    answer = ask(engine, question_of(query, plan))

    def first_page() -> list[Document]:
        if query.page == 1:
            return answer.documents
        return ask(engine, replace(question_of(replace(query, page=1), plan), counts={})).documents

    heard = is_misheard(engine, plan, first_page, is_first=query.page == 1)
    if heard:
        answer = ask(engine, question_of(query, Plan(query, others, today, heard=True)))
    if not plan.may_be_loose or len(answer.documents) >= ENOUGH or answer.found.total >= ENOUGH:
        return answer, ""
    total = answer.found.total
    loosely = ask(engine, question_of(query, Plan(query, others, today, heard=heard, loose=True)))
    return loosely, _better(query, loosely.documents) if total <= FEW and query.page == 1 else ""


def suggest(engine: Engine, text: str, sites: Collection[str] = (), size: int = 8) -> list[Document]:
    """Return pages whose title, or whose organisation's name, may be what somebody is typing: Chinese, pinyin or initials."""
    typed = "".join(fold(run_together(text)).split())
    if not pairs_in(typed):
        return []
    ways: list[Condition] = [Word(field="prefixes", token=typed[:24], boost=3.0), phrase("title_grams", passage_in(typed), 1.0)]
    if LETTERS.fullmatch(typed):
        ways.append(Word(field="initials", token=typed[:12]))
        ways += [phrase("pinyin", pairs, 1.0) for syllables in readings_of(typed) if (pairs := pairs_of(syllables))]
    filters = (OneOf(field="site", values=tuple(sites)),) if sites else ()
    never = () if sites else (ALIASES,)
    found = ask(engine, Question(condition=Everything(must=(Best(of=tuple(ways)),), filters=filters, never=never), size=size * 2))
    documents = {document.title: document for document in reversed(found.documents)}
    return list(reversed(documents.values()))[:size]


def related(engine: Engine, number: int, size: int = 6) -> list[Document]:
    """Return pages that share words of their titles and tags with a page, those in the same channel before others."""
    page = next(iter(by_id(engine, [number])), None)
    if page is None:
        return []
    tokens = list(dict.fromkeys(word for text in (page.title, *page.tags) for word in words_in(fold(text)) if len(word) > 1))
    if not tokens:
        return []
    of = tuple(Best(of=(Word(field="title", token=each, boost=2.0), Word(field="names", token=each))) for each in tokens[:WORDS_OF_A_TITLE])
    beside = Constant(of=OneOf(field="channel", values=tuple(map(str, page.channels[-1:]))), score=SAME_CHANNEL)
    alike = Everything(
        must=(Either(of=of, least=1 if len(of) == 1 else 2),), should=(beside,),
        never=(OneOf(field="id", values=(str(number),)), ALIASES),
    )
    return ask(engine, Question(condition=alike, size=size)).documents


def by_id(engine: Engine, numbers: Collection[int]) -> list[Document]:
    """Return the documents of some pages, in the order of the numbers."""
    if not numbers:
        return []
    found = ask(engine, Question(condition=OneOf(field="id", values=tuple(map(str, numbers))), size=len(numbers)))
    documents = {document.id: document for document in found.documents}
    return [documents[number] for number in numbers if number in documents]


def question_of(query: Query, plan: Plan) -> Question:
    """Return what an engine is asked for a query."""
    counts = {name: plan.condition(without=name) if getattr(query, name) else None for name in FACETS}
    counts["theme_class"] = counts["theme"]
    return Question(
        condition=plan.condition(), first=plan.first(), start=(query.page - 1) * query.size, size=query.size,
        sort="minute" if query.sort == "time" else "score", counts=counts, per_site=PER_SITE if query.by_site else 0,
        refine=plan.refinement(),
    )


def _facets(query: Query, found: Found) -> dict[str, tuple[Count, ...]]:
    return {
        name: tuple(
            Count(
                value=value, label=value, count=count, chosen=value in getattr(query, name.removesuffix("_class")),
                estimated=name in found.estimated,
            ) for value, count in found.counts.get(name, {}).items()
        )
        for name in (*FACETS, "theme_class")
    }


def _hit(score: float, document: Document, marker: Marker) -> Hit:
    texts = (document.text, document.attachments)
    return Hit(
        document=document, score=score, title=marker.title(document.title),
        snippet=marker.passage(texts, document.summary or document.text or document.attachments),
    )


def _marker(query: Query, others: Synonyms) -> Marker:
    pieces = [*pieces_of(QUOTED.sub(" ", query.text)), *pieces_of(query.any)]
    found = list(pieces)
    for piece in pieces:
        for word in (piece, *others.cut(piece)):
            found += others.of(word)
    return Marker(found, map(fold, passages_of(query)))


def _better(query: Query, loosely: Sequence[Document]) -> str:
    """Return the query with each piece that no title has replaced by what was probably meant."""
    titles = [document.title for document in loosely]
    folded = [fold(title) for title in titles]
    pieces = pieces_of(query.text)
    better = [piece if any(piece in title for title in folded) else meant(piece, titles) or piece for piece in pieces]
    return "" if better == pieces else " ".join(better)


def _own(words: SearchWordsRecord) -> Mapping[str, Sequence[str]]:
    groups = [tuple(map(fold, group)) for group in words.synonyms]
    return {word: tuple(other for other in group if other != word) for group in groups for word in group}


def _best_bets(query: Query, words: SearchWordsRecord) -> list[int]:
    typed = " ".join(fold(query.text).split())
    return [bet.page for bet in words.best_bets if typed and typed in (" ".join(fold(each).split()) for each in bet.queries)]
