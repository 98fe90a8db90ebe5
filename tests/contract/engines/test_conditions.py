"""Which documents a condition finds, and in which order."""

import pytest

from search.conditions import Best, Between, Condition, Constant, Either, Everything, OneOf, Phrase, Word
from search.engines.base import Engine, Question
from tests.contract.engines.entries import ask, entry, word

ALL = Everything()


def scores(engine: Engine, condition: Condition) -> list[float]:
    return [score for score, _ in engine.ask(Question(condition=condition)).hits]


def test_a_word_is_found_in_its_field_only(engine: Engine) -> None:
    engine.replace([entry(1, "apple pear", names="plum"), entry(2, "plum", names="apple"), entry(3, "fig", names="fig")], "")
    assert ask(engine, word("apple")) == [1]
    assert ask(engine, word("apple", "names")) == [2]
    assert ask(engine, word("app")) == []


def test_everything_without_conditions_is_every_document(engine: Engine) -> None:
    engine.replace([entry(number, "a") for number in (3, 1, 2)], "")
    assert ask(engine, ALL) == [3, 2, 1]
    assert engine.ask(Question(condition=ALL, size=1)).total == 3


def test_a_rare_word_counts_more_than_a_frequent_one(engine: Engine) -> None:
    engine.replace([entry(1, "often x"), entry(2, "often y"), entry(3, "rare z"), entry(4, "often q")], "")
    assert ask(engine, Either(of=(word("often"), word("rare")))) == [3, 4, 2, 1]


def test_a_word_counts_more_in_a_short_field_and_when_it_comes_twice(engine: Engine) -> None:
    engine.replace([entry(1, "a b c d e f"), entry(2, "a b"), entry(3, "a b a c d e"), entry(4, "g h")], "")
    assert ask(engine, word("a")) == [2, 3, 1]


def test_scores_are_those_of_bm25(engine: Engine) -> None:
    engine.replace([entry(number, f"a {number}" if number <= 100 else f"b {number}") for number in range(1, 201)], "")
    # idf = ln(1 + (200 - 100 + 0.5) / (100 + 0.5)) = ln 2; every field has the average length, so that 2.2·tf / (tf + 1.2) is 1.
    assert scores(engine, word("a"))[0] == pytest.approx(0.6931, rel=0.02)
    assert scores(engine, word("a", boost=3))[9] == pytest.approx(2.0794, rel=0.02)


def test_a_boost_turns_the_order(engine: Engine) -> None:
    engine.replace([entry(1, "a", names="x"), entry(2, "x", names="a"), entry(3, "x", names="x")], "")
    assert ask(engine, Either(of=(word("a", boost=3), word("a", "names")))) == [1, 2]
    assert ask(engine, Either(of=(word("a"), word("a", "names", boost=3)))) == [2, 1]


def test_a_phrase_is_in_order_and_without_gaps(engine: Engine) -> None:
    engine.replace([entry(1, "a b c"), entry(2, "b a c"), entry(3, "a x b c"), entry(4, "c b a")], "")
    assert ask(engine, Phrase(field="title", tokens=("a", "b"))) == [1]
    assert ask(engine, Phrase(field="title", tokens=("b", "a"))) == [4, 2]
    assert ask(engine, Phrase(field="title", tokens=("a", "b", "c"))) == [1]
    assert ask(engine, Phrase(field="title", tokens=("c", "c"))) == []


def test_slop_lets_others_stand_between(engine: Engine) -> None:
    engine.replace([entry(1, "a x b"), entry(2, "a x y b"), entry(3, "a x y z b"), entry(4, "q")], "")
    assert set(ask(engine, Phrase(field="title", tokens=("a", "b"), slop=1))) == {1}
    assert set(ask(engine, Phrase(field="title", tokens=("a", "b"), slop=2))) == {1, 2}


def test_a_phrase_of_one_token_is_a_word(engine: Engine) -> None:
    engine.replace([entry(1, "a b"), entry(2, "c")], "")
    assert ask(engine, Phrase(field="title", tokens=("b",))) == [1]


def test_best_takes_the_best_and_a_share_of_the_rest(engine: Engine) -> None:
    engine.replace([entry(1, "a", names="x"), entry(2, "a", names="a"), entry(3, "x", names="x"), entry(4, "x", names="x")], "")
    both = (word("a"), word("a", "names"))
    assert ask(engine, Best(of=both)) == [2, 1]
    alone, shared = scores(engine, Best(of=both)), scores(engine, Best(of=both, rest=0.5))
    assert shared[0] > alone[0]
    assert shared[1] == pytest.approx(alone[1])


def test_either_asks_for_so_many_at_least(engine: Engine) -> None:
    engine.replace([entry(1, "a"), entry(2, "a b"), entry(3, "a b c")], "")
    of = (word("a"), word("b"), word("c"))
    assert set(ask(engine, Either(of=of))) == {1, 2, 3}
    assert set(ask(engine, Either(of=of, least=2))) == {2, 3}
    assert ask(engine, Either(of=of, least=3)) == [3]


def test_everything_has_all_none_and_extras(engine: Engine) -> None:
    engine.replace([entry(1, "a b", site="x"), entry(2, "a c", site="x"), entry(3, "a b", site="y"), entry(4, "b", site="x")], "")
    assert ask(engine, Everything(must=(word("a"), word("b")))) == [3, 1]
    assert ask(engine, Everything(must=(word("a"),), never=(word("b"),))) == [2]
    assert ask(engine, Everything(must=(word("a"),), should=(word("c"),))) == [2, 3, 1]
    assert ask(engine, Everything(must=(word("a"),), filters=(OneOf(field="site", values=("y",)),))) == [3]
    assert ask(engine, Everything(should=(word("c"),))) == [2, 4, 3, 1]
    assert ask(engine, Everything(never=(word("a"),))) == [4]


def test_filters_do_not_score(engine: Engine) -> None:
    engine.replace([entry(1, "a b"), entry(2, "a c"), entry(3, "d e")], "")
    plain = scores(engine, word("a"))
    filters = (Either(of=(word("b"), word("c"))), Between(field="date", end=5))
    assert scores(engine, Everything(must=(word("a"),), filters=filters[:1])) == pytest.approx(plain)
    assert scores(engine, Everything(filters=filters[:1])) == [0.0, 0.0]


def test_keywords_are_whole_values(engine: Engine) -> None:
    engine.replace([
        entry(1, site="portal", theme=("01", "02")), entry(2, site="portal two", theme=("02",)), entry(3, site="Portal"),
    ], "")
    assert ask(engine, OneOf(field="site", values=("portal",))) == [1]
    assert ask(engine, OneOf(field="site", values=("portal two", "Portal", "none"))) == [3, 2]
    assert ask(engine, OneOf(field="theme", values=("02",))) == [2, 1]
    assert ask(engine, OneOf(field="theme", values=())) == []


def test_keywords_and_numbers_score_nothing(engine: Engine) -> None:
    engine.replace([entry(1, site="x", numbers={"date": 5}), entry(2, site="y", numbers={"date": 6})], "")
    condition = Either(of=(OneOf(field="site", values=("x",)), Between(field="date", start=0)))
    assert ask(engine, condition) == [2, 1]
    assert scores(engine, condition) == [0.0, 0.0]


def test_ranges_have_their_ends(engine: Engine) -> None:
    engine.replace([entry(each, numbers={"date": each * 10}) for each in (1, 2, 3)] + [entry(4), entry(5, numbers={"date": -7})], "")
    assert ask(engine, Between(field="date", start=10, end=20)) == [2, 1]
    assert ask(engine, Between(field="date", start=20)) == [3, 2]
    assert ask(engine, Between(field="date", end=10)) == [5, 1]
    assert ask(engine, Between(field="date")) == [5, 3, 2, 1]
    assert ask(engine, Between(field="date", start=30, end=10)) == []


def test_a_constant_scores_the_same_for_all(engine: Engine) -> None:
    engine.replace([entry(1, "a a b"), entry(2, "a"), entry(3, "c")], "")
    assert scores(engine, Constant(of=word("a"), score=2.5)) == [2.5, 2.5]
    assert ask(engine, Constant(of=word("a"), score=2.5)) == [2, 1]
    both = Everything(must=(word("a"),), should=(Constant(of=OneOf(field="id", values=("1",)), score=9.0),))
    assert ask(engine, both) == [1, 2]


def test_conditions_nest(engine: Engine) -> None:
    engine.replace([entry(1, "a b"), entry(2, "c d"), entry(3, "a d"), entry(4, "e")], "")
    pairs = Either(of=(Everything(must=(word("a"), word("b"))), Everything(must=(word("c"), word("d")))))
    assert ask(engine, pairs) == [2, 1]
    assert ask(engine, Everything(must=(Best(of=(pairs, word("e"))),), never=(word("c"),))) == [1, 4]


@pytest.mark.parametrize("token", [
    "title:*", "*", "a*", "(a", "a) OR (b", "a AND b".replace(" ", "-"), "~2", '"', "'", "\\",
        "+a", "-a", "/.*/", "{a}", "[a", "^9", "\x00",
    "\u202e", "𠮷", "a" * 5_000, "汉" * 2_000, "{\"match_all\":{}}", "_exists_", "",
])
def test_hostile_tokens_are_only_tokens(engine: Engine, token: str) -> None:
    engine.replace([entry(1, "a b", site="x"), entry(2, "c", site="y")], "")
    assert ask(engine, word(token)) == []
    assert ask(engine, Phrase(field="title", tokens=(token, "b"))) == []
    assert ask(engine, OneOf(field="site", values=(token,))) == []


@pytest.mark.parametrize("token", ["title:*", "(a", "+a", "𠮷", "a/b", "晋市政发〔2020〕1号", '"'])
def test_strange_tokens_are_found_as_they_are(engine: Engine, token: str) -> None:
    engine.replace([entry(1, f"x {token} y", site=token), entry(2, "c", site="y")], "")
    assert ask(engine, Word(field="title", token=token)) == [1]
    assert ask(engine, OneOf(field="site", values=(token,))) == [1]
