"""Questions in the language of Elasticsearch, and its answers as ours."""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from elasticsearch.dsl import Search, query
from elasticsearch.dsl.aggs import Filter, Global, Terms
from elasticsearch.dsl.query import Query

from search.conditions import Best, Between, Condition, Constant, Either, Everything, OneOf, Phrase, Word
from search.engines.base import Counts, Found, Question, Refinement
from search.engines.elastic.layout import NUMBER, STORED, cut, join, stored

NOTHING = query.MatchNone()
GROUP = "best"
ORDERS: dict[str, list[Any]] = {
    "score": [{"_score": "desc"}, {NUMBER: "desc"}],
    "minute": [{"minute": {"order": "desc", "missing": "_last"}}, {NUMBER: "desc"}],
}
PATIENCE = "3s"  # for the server itself; what it has not found by then nobody waits for


def search(question: Question) -> Search[Any]:
    """Return a question as a request, still without client and index."""
    order = ORDERS[question.sort]
    # A part of the answer must not look like all of it.
    made: Search[Any] = Search().query(translate(question.condition)).source([STORED])
    made = made.extra(track_total_hits=True, timeout=PATIENCE, from_=question.start, size=question.size)
    made = made.params(allow_partial_search_results=False, preference="one")
    if question.per_site:
        inner = {"name": GROUP, "size": question.per_site, "sort": order, "_source": [STORED]}
        made = made.collapse("site", inner_hits=inner)
    # The server does not order anew what is sorted by an id, too.
    again = question.refinement
    made = made.extra(rescore=list(rescoring(again))) if again else made.sort(*order)
    for field, own in question.counts.items():
        values = Terms(field=field, size=question.most_counts)
        if own is None:
            made.aggs.bucket(field, values)
        else:  # of all documents, whatever the question itself leaves out
            made.aggs.bucket(field, Global(aggs={field: Filter(translate(own), aggs={field: values})}))
    return made


def rescoring(refinement: Refinement) -> Iterator[dict[str, Any]]:
    """Yield the two steps in which the best hits are ordered anew."""
    added = query.Bool(should=_all(refinement.adds), minimum_should_match=1)
    demoted = query.ConstantScore(filter=translate(refinement.demotes), boost=refinement.factor)
    for mode, asked in (("total", added), ("multiply", demoted)):
        yield {"window_size": refinement.most, "query": {"rescore_query": asked.to_dict(), "score_mode": mode}}


def found(question: Question, answer: dict[str, Any]) -> Found:
    hits = [(hit["_score"] or 0.0, stored(hit["_source"])) for hit in _hits(question, answer)]
    by_field = {field: _counts(field, answer["aggregations"][field]) for field in question.counts}
    return Found(hits, lambda: Counts(total=answer["hits"]["total"]["value"], by_field=by_field))


def _hits(question: Question, answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for hit in answer["hits"]["hits"]:
        if question.per_site:
            yield from hit["inner_hits"][GROUP]["hits"]["hits"]
        else:
            yield hit


def _counts(field: str, part: dict[str, Any]) -> dict[str, int]:
    while "buckets" not in part:
        part = part[field]
    return {bucket["key"]: bucket["doc_count"] for bucket in part["buckets"]}


@singledispatch
def translate(condition: Condition) -> Query:
    """Return a condition as a query with the same documents and the same scores."""
    raise TypeError(f"no such condition: {condition!r}")


@translate.register
def _(word: Word) -> Query:
    return query.Term(word.field, {"value": cut(word.token), "boost": word.boost})


@translate.register
def _(phrase: Phrase) -> Query:
    if not all(token.split() == [token] for token in phrase.tokens) or not phrase.tokens:
        return NOTHING  # no entry has a token that is empty or has blanks, and the server would read it as none or several
    if not phrase.slop:
        return query.MatchPhrase(phrase.field, {"query": join(phrase.tokens), "boost": phrase.boost})
    # A phrase with slop of Elasticsearch's own would also take words in another order.
    words = [{"span_term": {phrase.field: cut(token)}} for token in phrase.tokens]
    return query.SpanNear(clauses=words, slop=phrase.slop, in_order=True, boost=phrase.boost)


@translate.register
def _(one_of: OneOf) -> Query:
    return _unscored(query.Terms(one_of.field, list(one_of.values)))


@translate.register
def _(between: Between) -> Query:
    ends = {name: end for name, end in (("gte", between.start), ("lte", between.end)) if end is not None}
    return _unscored(query.Range(between.field, ends) if ends else query.Exists(field=between.field))


@translate.register
def _(best: Best) -> Query:
    return query.DisMax(queries=_all(best.of), tie_breaker=best.rest) if best.of else NOTHING


@translate.register
def _(either: Either) -> Query:
    return query.Bool(should=_all(either.of), minimum_should_match=max(1, either.least)) if either.of else NOTHING


@translate.register
def _(everything: Everything) -> Query:
    must, filters = _all(everything.must), _all(everything.filters)
    # Without any of these two, one of `should` would have to hold.
    return query.Bool(
        must=must, filter=filters if must or filters else [query.MatchAll()], should=_all(everything.should),
        must_not=_all(everything.never), minimum_should_match=0,
    )


@translate.register
def _(constant: Constant) -> Query:
    return query.ConstantScore(filter=translate(constant.of), boost=constant.score)


def _all(conditions: Iterable[Condition]) -> list[Query]:
    return [translate(condition) for condition in conditions]


def _unscored(made: Query) -> Query:
    return query.Bool(filter=[made])
