"""Pages of hits, their order, groups by site, and counts."""

import pytest

from search.conditions import Between, Condition, Constant, Either, Everything, OneOf, Phrase
from search.engines.base import Engine, Question, Refinement
from tests.contract.engines.entries import ask, entry, ids, word

ALL = Everything()
NOTHING = OneOf(field="id", values=("0",))


def test_hits_give_back_what_was_stored(engine: Engine) -> None:
    engine.replace([entry(1, "a", stored=b"\x00\xff\xfe bytes"), entry(2, "b", stored=b"x" * 100_000)], "")
    assert [stored for _, stored in engine.ask(Question(condition=ALL)).hits] == [b"x" * 100_000, b"\x00\xff\xfe bytes"]


def test_pages_follow_each_other(engine: Engine) -> None:
    engine.replace([entry(number, "a") for number in range(1, 26)], "")
    assert ask(engine, word("a"), size=10) == list(range(25, 15, -1))
    assert ask(engine, word("a"), start=10, size=10) == list(range(15, 5, -1))
    assert ask(engine, word("a"), start=20, size=10) == [5, 4, 3, 2, 1]
    assert ask(engine, word("a"), start=30, size=10) == []
    assert engine.ask(Question(condition=word("a"), start=30)).total == 25


def test_no_hits_may_be_asked_for(engine: Engine) -> None:
    engine.replace([entry(1, "a"), entry(2, "a")], "")
    found = engine.ask(Question(condition=ALL, size=0))
    assert (found.total, found.hits) == (2, ())


def test_equal_scores_are_ordered_by_id_however_they_came(engine: Engine) -> None:
    engine.replace([entry(number, "a") for number in (5, 9, 1)], "")
    engine.update([entry(7, "a"), entry(2, "a")], [], "")
    assert ask(engine, word("a")) == [9, 7, 5, 2, 1]
    assert ask(engine, word("a"), start=1, size=2) == [7, 5]


def test_any_number_of_equals_is_ordered(engine: Engine) -> None:
    engine.replace([entry(number, "a") for number in (*range(400, 200, -1), *range(1, 201))], "")
    assert ask(engine, ALL) == list(range(400, 390, -1))
    assert ask(engine, word("a"), start=395) == [5, 4, 3, 2, 1]


def test_by_time_the_newest_come_first(engine: Engine) -> None:
    engine.replace([
        entry(1, "a", numbers={"minute": 50}), entry(2, "a", numbers={"minute": 70}), entry(3, "a", numbers={"minute": 50}),
        entry(4, "a"), entry(5, "b", numbers={"minute": 90}), entry(6, "a", numbers={"minute": -3}),
    ], "")
    assert ask(engine, word("a"), sort="minute") == [2, 3, 1, 6, 4]
    assert ask(engine, word("a"), sort="minute", start=1, size=2) == [3, 1]


def test_counts_are_of_all_that_was_found(engine: Engine) -> None:
    engine.replace([entry(number, "a", site="x" if number % 3 else "y", theme=("01", "02")) for number in range(1, 13)], "")
    found = engine.ask(Question(condition=word("a"), size=1, counts={"site": None, "theme": None, "genre": None}))
    assert found.counts == {"site": {"x": 8, "y": 4}, "theme": {"01": 12, "02": 12}, "genre": {}}


def test_a_count_may_have_a_condition_of_its_own(engine: Engine) -> None:
    engine.replace([
        entry(1, "a", site="x", kind="k"), entry(2, "a", site="y", kind="k"), entry(3, "a", site="y", kind="l"), entry(4, "b", site="z"),
    ], "")
    chosen = Everything(must=(word("a"),), filters=(OneOf(field="site", values=("y",)),))
    found = engine.ask(Question(condition=chosen, counts={"site": word("a"), "kind": None}))
    assert found.total == 2
    assert found.counts == {"site": {"x": 1, "y": 2}, "kind": {"k": 1, "l": 1}}


def test_the_most_frequent_values_are_counted(engine: Engine) -> None:
    engine.replace([entry(number, "a", channel=[str(each) for each in range(number)]) for number in range(1, 9)], "")
    found = engine.ask(Question(condition=word("a"), counts={"channel": None}, most_counts=3))
    assert found.counts == {"channel": {"0": 8, "1": 7, "2": 6}}


def test_removed_entries_are_not_counted(engine: Engine) -> None:
    engine.replace([entry(1, "a", site="x"), entry(2, "a", site="y"), entry(3, "a", site="x")], "")
    engine.update([], [1, 2], "")
    found = engine.ask(Question(condition=ALL, counts={"site": None}))
    assert (found.total, found.counts) == (1, {"site": {"x": 1}})


def test_hits_by_site_are_the_best_of_each(engine: Engine) -> None:
    engine.replace([
        entry(1, "a", site="x"), entry(2, "a a a b", site="y"), entry(3, "b", site="z"), entry(4, "a c d e f", site="x"),
        entry(5, "a c d e f", site="y"), entry(6, "a c d e f g", site="x"), entry(7, "a c d e f g h", site="w"),
    ], "")
    question = Question(condition=word("a"), per_site=2)
    found = engine.ask(question)
    assert found.total == 6
    assert [sorted(group) for group in (ids(found)[:2], ids(found)[2:4], ids(found)[4:])] == [[2, 5], [1, 4], [7]]
    assert ask(engine, word("a"), per_site=1, start=1, size=1) == [1]
    assert ask(engine, word("a"), per_site=1, start=3) == []


def test_hits_by_site_may_be_sorted_by_time(engine: Engine) -> None:
    engine.replace([
        entry(1, "a", site="x", numbers={"minute": 1}), entry(2, "a", site="x", numbers={"minute": 9}),
        entry(3, "a", site="y", numbers={"minute": 5}), entry(4, "a", site="x", numbers={"minute": 7}),
    ], "")
    assert ask(engine, word("a"), per_site=2, sort="minute") == [2, 4, 3]


def refined(adds: tuple[Condition, ...] = (), demotes: Condition = NOTHING, most: int = 64) -> Refinement:
    return Refinement(adds=adds, demotes=demotes, factor=0.25, most=most)


def test_the_best_are_ordered_anew_by_what_is_added(engine: Engine) -> None:
    engine.replace([entry(1, "a", site="x"), entry(2, "a b", names="c"), entry(3, "b")], "")
    assert ask(engine, word("a")) == [1, 2]
    assert ask(engine, word("a"), refine=refined((word("b"), word("c", "names")))) == [2, 1]
    before, after = (engine.ask(Question(condition=word("a"), refine=how)) for how in (None, refined((word("b"),))))
    extra = dict(engine.ask(Question(condition=word("b"))).hits[::-1])
    scores_before, scores_after = ({stored: score for score, stored in found.hits} for found in (before, after))
    assert (before.total, after.total) == (2, 2)
    assert scores_after[b"1"] == pytest.approx(scores_before[b"1"])
    assert scores_after[b"2"] == pytest.approx(scores_before[b"2"] + next(score for score, stored in extra.items() if stored == b"2"))


@pytest.mark.parametrize("demotes", [
    OneOf(field="validity", values=("repealed", "expired")), OneOf(field="kind", values=("old",)), Between(field="date", end=3), word("y"),
])
def test_what_is_demoted_has_a_part_of_its_score(engine: Engine, demotes: Condition) -> None:
    engine.replace([entry(1, "a x"), entry(2, "a y", validity="repealed", kind="old", numbers={"date": 3}), entry(3, "z z")], "")
    plain = engine.ask(Question(condition=word("a"), refine=refined()))
    found = engine.ask(Question(condition=word("a"), refine=refined(demotes=demotes)))
    assert (set(ids(plain)), ids(found)) == ({1, 2}, [1, 2])
    assert found.hits[1][0] == pytest.approx(plain.hits[0][0] / 4)


def test_numbers_add_to_a_score_too(engine: Engine) -> None:
    engine.replace([entry(number, "a", numbers={"date": number} if number != 4 else {}) for number in range(1, 6)], "")
    adds = (Constant(of=Between(field="date", start=3), score=1.0), Constant(of=Between(field="date", start=2, end=2), score=2.0))
    found = ask(engine, word("a"), refine=refined(adds))
    assert (found[0], set(found[1:3]), set(found[3:])) == (2, {3, 5}, {1, 4})


def test_only_the_best_are_ordered_anew(engine: Engine) -> None:
    engine.replace([entry(number, " ".join(["a"] * (10 - number) + ["x"] * number), kind=str(number)) for number in range(1, 7)], "")
    assert ask(engine, word("a")) == [1, 2, 3, 4, 5, 6]
    late = Constant(of=OneOf(field="kind", values=("3", "6")), score=50.0)
    assert ask(engine, word("a"), refine=refined((late,), most=4)) == [3, 1, 2, 4, 5, 6]
    assert ask(engine, word("a"), start=2, size=3, refine=refined((late,), most=4)) == [2, 4, 5]
    assert ask(engine, word("a"), sort="minute", refine=refined((late,), most=4)) == [6, 5, 4, 3, 2, 1]


def test_a_site_with_few_hits_is_a_group_among_many_of_another(engine: Engine) -> None:
    many = [entry(number, "a", site="x") for number in range(1, 451)]
    engine.replace([*many, entry(451, "a a b", site="y"), entry(452, "b", site="z")], "")
    found = engine.ask(Question(condition=Either(of=(word("a"), word("b"))), per_site=2))
    assert (found.total, [int(stored) for _, stored in found.hits if int(stored) > 450]) == (452, [452, 451])
    assert sorted(int(stored) for _, stored in found.hits)[:2] == [449, 450]


def test_what_comes_first_may_be_told_and_changes_nothing(engine: Engine) -> None:
    def title(number: int) -> str:
        return " ".join(["a"] * (number % 3 + 1) + ["b"] * (number % 4 == 0))

    validity = {8: ("repealed",)}
    engine.replace([
        entry(number, title(number), site="xyz"[number % 3], validity=validity.get(number, ())) for number in range(1, 40)
    ], "")
    foremost = Constant(of=Everything(must=(word("b"),), never=(OneOf(field="validity", values=("repealed",)),)), score=1000.0)
    whole, first = Everything(must=(word("a"),), should=(foremost,)), Everything(must=(word("a"), foremost))
    late = refined((Constant(of=OneOf(field="site", values=("z",)), score=7.0),), most=12)
    for how in ({"size": 3}, {"size": 30}, {"start": 6, "size": 4}, {"start": 2, "size": 3, "refine": late}, {"size": 20, "refine": late},
                {"per_site": 2}, {"per_site": 6}, {"sort": "minute"}, {"size": 0}):
        plain, told = (engine.ask(Question(condition=whole, first=each, counts={"site": None}, **how)) for each in (None, first))
        assert (told.total, told.counts) == (plain.total, plain.counts)
        assert ids(told) == ids(plain)
        assert [score for score, _ in told.hits] == pytest.approx([score for score, _ in plain.hits], abs=0.01)


def test_passages_are_counted_in_every_page(engine: Engine) -> None:
    engine.replace([
        entry(number, "a b c" if number % 5 else "c a b", site="yx"[number % 2], year=str(2000 + number)) for number in range(1, 31)
    ], "")
    passage = Phrase(field="title", tokens=("a", "b", "c"))
    in_y = Everything(must=(passage,), filters=(OneOf(field="site", values=("y",)),))
    found = engine.ask(Question(condition=in_y, size=2, counts={"site": passage, "year": None}, most_counts=3))
    assert (found.total, found.counts) == (12, {"site": {"x": 12, "y": 12}, "year": {"2002": 1, "2004": 1, "2006": 1}})
