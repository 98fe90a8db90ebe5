"""An index in memory that looks at every entry for every question: for tests, and as the definition of what engines answer."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from search.conditions import (
    Best,
    Between,
    Condition,
    Constant,
    Either,
    Everything,
    OneOf,
    Phrase,
    Word,
    idf,
)
from search.engines.base import Counts, Engine, EngineError, Found, Question, Refinement
from search.entries import Entry

K1 = 1.2
B = 0.75
Scores = dict[int, float]  # by id, of those that a condition holds for


class MemoryEngine(Engine):
    """Keeps entries in a dict; every change puts a new dict in its place, so that a question sees one state."""

    def __init__(self) -> None:
        self._state: tuple[dict[int, Entry], str] | None = None

    def update(self, put: Iterable[Entry], remove: Iterable[int], note: str) -> None:
        entries, old_note = self._state or ({}, "")
        gone = set(remove)
        kept = {number: entry for number, entry in entries.items() if number not in gone}
        self._state = kept, old_note
        self._state = {**kept, **{entry.id: entry for entry in put}}, note

    def replace(self, entries: Iterable[Entry], note: str) -> None:
        self._state = {entry.id: entry for entry in entries}, note

    def ask(self, question: Question) -> Found:
        if self._state is None:
            raise EngineError("还没有建立索引。")
        entries = self._state[0]
        judge = Judge(entries)
        scores = judge.scores(question.condition)
        order = sorted(scores, key=_order(question, scores, entries))
        if refinement := question.refinement:
            best = order[:refinement.most]
            scores |= judge.refined(refinement, {number: scores[number] for number in best})
            order[:len(best)] = sorted(best, key=_order(question, scores, entries))
        ranked = [entries[number] for number in order]
        if question.per_site:
            groups = by_site(ranked, question.per_site)[question.start:question.start + question.size]
            chosen = [entry for group in groups for entry in group]
        else:
            chosen = ranked[question.start:question.start + question.size]
        by_field = {
            field: count(field, [entries[each] for each in (scores if own is None else judge.scores(own))], question.most_counts)
            for field, own in question.counts.items()
        }
        hits = [(scores[entry.id], entry.stored) for entry in chosen]
        return Found(hits, lambda: Counts(total=len(scores), by_field=by_field))

    def digests(self) -> dict[int, str]:
        return {number: entry.digest for number, entry in self._state[0].items()} if self._state else {}

    def note(self) -> str:
        return self._state[1] if self._state else ""


def _order(question: Question, scores: Scores, entries: Mapping[int, Entry]) -> Callable[[int], tuple[float, int]]:
    if question.sort == "minute":
        return lambda number: (-entries[number].numbers.get("minute", -math.inf), -number)
    return lambda number: (-scores[number], -number)


def by_site(ranked: Sequence[Entry], most: int) -> list[list[Entry]]:
    """Return the best of each site, sites in the order of their best."""
    groups: dict[str, list[Entry]] = {}
    for entry in ranked:
        group = groups.setdefault(next(iter(entry.keywords.get("site", ())), ""), [])
        if len(group) < most:
            group.append(entry)
    return list(groups.values())


def count(field: str, entries: Sequence[Entry], most: int) -> dict[str, int]:
    counter = Counter(value for entry in entries for value in set(entry.keywords.get(field, ())))
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


class Judge:
    """Says for which of some entries a condition holds, and with what score."""

    def __init__(self, entries: Mapping[int, Entry]) -> None:
        self._entries = entries
        self._rules: dict[type[Condition], Callable[[Any], Scores]] = {
            Word: self._word, Phrase: self._phrase, OneOf: self._one_of, Between: self._between, Best: self._best,
            Either: self._either, Everything: self._everything, Constant: self._constant,
        }

    def scores(self, condition: Condition) -> Scores:
        return self._rules[type(condition)](condition)

    def refined(self, refinement: Refinement, scores: Scores) -> Scores:
        found = dict(scores)
        for condition in refinement.adds:
            added = self.scores(condition)
            found = {number: score + added.get(number, 0.0) for number, score in found.items()}
        demoted = self.scores(refinement.demotes)
        return {number: score * refinement.factor if number in demoted else score for number, score in found.items()}

    def _word(self, word: Word) -> Scores:
        return self._bm25(word.field, (word.token,), 0, word.boost)

    def _phrase(self, phrase: Phrase) -> Scores:
        return self._bm25(phrase.field, phrase.tokens, phrase.slop, phrase.boost)

    def _bm25(self, field: str, tokens: tuple[str, ...], slop: int, boost: float) -> Scores:
        streams = {number: entry.words.get(field, ()) for number, entry in self._entries.items()}
        average = sum(map(len, streams.values())) / len(streams) if streams else 0.0
        idf = sum(self._idf(token, streams) for token in tokens)
        found = {}
        for number, stream in streams.items():
            if times := occurrences(stream, tokens, slop):
                room = K1 * (1 - B + B * len(stream) / average)
                found[number] = boost * idf * (K1 + 1) * times / (times + room)
        return found

    def _idf(self, token: str, streams: Mapping[int, Sequence[str]]) -> float:
        with_it = sum(token in stream for stream in streams.values())
        return idf(len(streams), with_it)

    def _one_of(self, one_of: OneOf) -> Scores:
        wanted = set(one_of.values)
        return {
            number: 0.0 for number, entry in self._entries.items() if wanted.intersection(entry.keywords.get(one_of.field, ()))
        }

    def _between(self, between: Between) -> Scores:
        return {number: 0.0 for number, entry in self._entries.items() if between.holds(entry.numbers.get(between.field))}

    def _best(self, best: Best) -> Scores:
        gathered = self._gathered(best.of)
        return {number: max(each) + best.rest * (sum(each) - max(each)) for number, each in gathered.items()}

    def _either(self, either: Either) -> Scores:
        return {number: sum(each) for number, each in self._gathered(either.of).items() if len(each) >= either.least}

    def _gathered(self, conditions: Iterable[Condition]) -> dict[int, list[float]]:
        gathered: dict[int, list[float]] = {}
        for condition in conditions:
            for number, score in self.scores(condition).items():
                gathered.setdefault(number, []).append(score)
        return gathered

    def _everything(self, everything: Everything) -> Scores:
        found = dict.fromkeys(self._entries, 0.0)
        for condition in everything.must:
            scores = self.scores(condition)
            found = {number: score + scores[number] for number, score in found.items() if number in scores}
        for condition in everything.filters:
            found = {number: found[number] for number in found.keys() & self.scores(condition).keys()}
        for condition in everything.never:
            found = {number: found[number] for number in found.keys() - self.scores(condition).keys()}
        for condition in everything.should:
            scores = self.scores(condition)
            found = {number: score + scores.get(number, 0.0) for number, score in found.items()}
        return found

    def _constant(self, constant: Constant) -> Scores:
        return dict.fromkeys(self.scores(constant.of), constant.score)


def occurrences(stream: Sequence[str], tokens: tuple[str, ...], slop: int) -> int:
    """Return how often the tokens stand in a stream, in order, with at most `slop` others between them."""
    return sum(_stands_at(stream, start, tokens, slop) for start, token in enumerate(stream) if token == tokens[0])


def _stands_at(stream: Sequence[str], start: int, tokens: tuple[str, ...], slop: int) -> bool:
    place = start
    for number, token in enumerate(tokens[1:], 1):
        last = start + number + slop
        place = next((each for each in range(place + 1, min(last + 1, len(stream))) if stream[each] == token), -1)
        if place < 0:
            return False
    return True
