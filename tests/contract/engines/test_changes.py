"""What updates and replacements leave behind, in which order, and when they fail."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.conditions import Between, Constant, Either, Everything, OneOf
from search.engines.base import Engine, EngineError, Question, Refinement
from search.entries import Entry
from tests.contract.engines.entries import ask, entry, ids, word

ALL = Everything()


def test_an_engine_without_an_index_says_so(engine: Engine) -> None:
    assert engine.note() == ""
    assert engine.digests() == {}
    with pytest.raises(EngineError):
        engine.ask(Question(condition=ALL))


def test_the_first_update_makes_an_index(engine: Engine) -> None:
    engine.update([entry(1, "a")], [5], "one")
    assert ask(engine, ALL) == [1]
    assert engine.note() == "one"


def test_an_index_may_be_empty(engine: Engine) -> None:
    engine.replace([], "nothing")
    found = engine.ask(Question(condition=ALL, counts={"site": None}))
    assert (found.total, found.hits, found.counts) == (0, (), {"site": {}})
    assert (engine.note(), engine.digests()) == ("nothing", {})


def test_an_entry_is_replaced_by_one_of_the_same_id(engine: Engine) -> None:
    engine.replace([entry(1, "old", digest="01" * 16), entry(2, "other")], "one")
    engine.update([entry(1, "new", digest="02" * 16)], [], "two")
    assert ask(engine, word("old")) == []
    assert ask(engine, word("new")) == [1]
    assert engine.ask(Question(condition=ALL)).total == 2
    assert engine.digests() == {1: "02" * 16, 2: entry(2).digest}


def test_what_is_removed_and_put_is_there(engine: Engine) -> None:
    engine.replace([entry(1, "old"), entry(2, "gone")], "one")
    engine.update([entry(1, "new")], [1, 2, 77], "two")
    assert ask(engine, ALL) == [1]
    assert ask(engine, word("new")) == [1]


def test_of_entries_with_the_same_id_the_last_one_stays(engine: Engine) -> None:
    engine.replace([entry(1, "a"), entry(1, "b")], "one")
    assert engine.ask(Question(condition=ALL)).total == 1
    engine.update([entry(2, "c"), entry(2, "d")], [], "two")
    assert engine.ask(Question(condition=ALL)).total == 2
    assert (ask(engine, word("b")), ask(engine, word("c")), ask(engine, word("d"))) == ([1], [], [2])


def test_removals_are_seen_before_additions(engine: Engine) -> None:
    engine.replace([entry(1, "a"), entry(2, "b")], "one")
    seen: list[list[int]] = []

    def additions() -> Iterator[Entry]:
        seen.append(ask(engine, ALL))
        assert engine.note() == "one"
        yield entry(3, "c")

    engine.update(additions(), [1], "two")
    assert seen == [[2]]
    assert (ask(engine, ALL), engine.note()) == ([3, 2], "two")


def test_additions_that_fail_leave_the_old_note(engine: Engine) -> None:
    engine.replace([entry(1, "a"), entry(2, "b")], "one")

    def broken() -> Iterator[Entry]:
        yield entry(3, "c")
        raise LookupError("broken")

    with pytest.raises(LookupError):
        engine.update(broken(), [1], "two")
    assert engine.note() == "one"
    assert 1 not in ask(engine, ALL)
    engine.update([entry(3, "c")], [1], "two")
    assert (ask(engine, ALL), engine.note()) == ([3, 2], "two")


def test_the_old_index_answers_until_the_new_one_is_whole(engine: Engine) -> None:
    engine.replace([entry(1, "a")], "one")

    def entries() -> Iterator[Entry]:
        yield entry(2, "a")
        assert ask(engine, ALL) == [1]
        engine.update([entry(5, "a")], [], "meanwhile")
        assert ask(engine, ALL) == [5, 1]
        assert engine.note() == "meanwhile"
        yield entry(3, "a")

    engine.replace(entries(), "two")
    assert (ask(engine, ALL), engine.note()) == ([3, 2], "two")


def test_a_replacement_that_fails_leaves_the_old_index(engine: Engine) -> None:
    engine.replace([entry(1, "a")], "one")

    def broken() -> Iterator[Entry]:
        yield entry(2, "b")
        raise LookupError("broken")

    with pytest.raises(LookupError):
        engine.replace(broken(), "two")
    assert (ask(engine, ALL), engine.note()) == ([1], "one")
    engine.replace([entry(2, "b")], "three")
    assert (ask(engine, ALL), engine.note()) == ([2], "three")


def test_digests_are_those_of_the_entries(engine: Engine) -> None:
    engine.replace((entry(number, "a", digest=f"{number * 7919:032x}") for number in range(1, 1201)), "one")
    engine.update([], range(1000, 1201), "two")
    assert engine.digests() == {number: f"{number * 7919:032x}" for number in range(1, 1000)}


def test_many_small_updates_are_like_one(engine: Engine) -> None:
    for number in range(1, 31):
        engine.update([entry(number, "a"), entry(number + 100, "b")], [number - 3], str(number))
    assert engine.note() == "30"
    assert set(engine.digests()) == {28, 29, 30, *range(101, 131)}
    assert ask(engine, word("a")) == [30, 29, 28]


def test_a_note_may_be_any_text(engine: Engine) -> None:
    note = '{"number": 12, "unseen": [3, 4]} 汉字 "quoted"\n' + "x" * 50_000
    engine.update([], [], note)
    assert engine.note() == note


def test_large_ids_are_kept(engine: Engine) -> None:
    large = 2**53 + 1
    engine.replace([entry(large, "a"), entry(1, "a")], "one")
    assert ids(engine.ask(Question(condition=ALL))) == [large, 1]
    assert set(engine.digests()) == {1, large}


def test_every_answer_is_of_one_state_however_others_write_and_ask(engine: Engine) -> None:
    engine.replace([entry(number, "old", site="x", numbers={"minute": number}) for number in range(1, 60)], "")
    seek = Either(of=(word("old"), word("new")))
    adds = (word("old"), Constant(of=Between(field="minute", start=30), score=1.0))
    refine = Refinement(adds=adds, demotes=OneOf(field="id", values=("0",)), factor=1.0, most=64)

    def asked(_: int) -> tuple[int, int, set[int], int]:
        found = engine.ask(Question(condition=seek, size=60, refine=refine, counts={"site": None}))
        grouped = engine.ask(Question(condition=seek, per_site=60))
        return found.total, len(found.hits), set(ids(found)), len(grouped.hits)

    with ThreadPoolExecutor(3) as others:
        answers = [others.submit(asked, number) for number in range(60)]
        for number in range(1, 12):
            engine.update([entry(number, "new", site="x", numbers={"minute": number})], [60 - number], "")
        for answer in answers:
            total, hits, found, grouped = answer.result()
            assert total == hits == len(found) and 48 <= total <= 59 and 48 <= grouped <= 59
