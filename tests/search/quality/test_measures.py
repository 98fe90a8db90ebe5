import pytest

from search.documents import Document
from search.query import Query
from tests.search.quality.judgements import Judged, judged_queries
from tests.search.quality.judging import judge, table
from tests.search.quality.known_items import known_items
from tests.search.quality.laws import laws
from tests.search.quality.measures import ndcg, reciprocal_rank


def page(title: str, **values: str) -> Document:
    shared = {"id": 1, "site": "portal", "kind": "article", "url": "http://www.localhost/", "date": "2026-11-01"}
    return Document(title=title, **{**shared, **values})


def test_the_best_order_measures_one_and_a_worse_one_less():
    assert ndcg([3, 2, 1], [1, 2, 3]) == pytest.approx(1)
    assert ndcg([3, 1, 2], [1, 2, 3]) < 1
    assert ndcg([0, 0, 3], [3]) == pytest.approx(0.5)
    assert ndcg([], [3]) == 0


def test_what_stands_on_the_second_page_does_not_count():
    assert ndcg([0] * 10 + [3], [3]) == 0
    assert reciprocal_rank([0] * 10 + [3]) == 0


def test_without_anything_of_use_nothing_is_measured():
    with pytest.raises(ValueError, match="nothing"):
        ndcg([0], [])


def test_the_rank_is_that_of_the_first_hit_of_use():
    assert reciprocal_rank([1, 0, 2, 3]) == pytest.approx(1 / 3)


def test_a_pattern_without_a_site_means_every_site_and_the_highest_grade_counts():
    judged = Judged(words="停水", kind="topics", patterns=((3, "*/停水*"), (2, "portal/*水*")))
    assert judged.grade(page("停水通知")) == 3
    assert judged.grade(page("关于停水")) == 2
    assert judged.grade(page("关于停水", site="gaoping")) == 0


def test_what_the_limits_of_a_query_exclude_is_of_no_use():
    judged = Judged(words="停水", kind="limited", patterns=((3, "*/停水*"),), site="gaoping", year="2026")
    assert judged.grade(page("停水通知")) == 0
    assert judged.grade(page("停水通知", site="gaoping")) == 3
    assert judged.grade(page("停水通知", site="gaoping", date="2025-01-02")) == 0
    assert judged.query == Query(text="停水", site=("gaoping",), year=("2026",))


def test_every_text_with_the_words_answers_a_quotation():
    judged = Judged(words="“快进慢游”", kind="phrases", patterns=(), text="快进慢游")
    assert judged.grade(page("一条路", text="力争实现“快进慢游”。")) == 3
    assert judged.grade(page("一条路", text="快进")) == 0


def test_judging_sums_up_by_kind_and_keeps_what_is_held_out_apart():
    good, bad = page("停水通知"), page("停电通知", id=2)
    queries = [
        Judged(words="停水", kind="topics", patterns=((3, "*/停水*"),)),
        Judged(words="停电", kind="names", patterns=((3, "*/停电*"),), held_out=True),
    ]
    lines = {one.name: one for one in table(judge(lambda query: [good], queries, [good, bad]))}
    assert lines["topics"].ndcg == lines["(open)"].ndcg == 1
    assert lines["names"].rank == lines["(held out)"].ndcg == 0
    assert lines["(all)"].ndcg == 0.5


def test_there_are_enough_queries_of_every_kind_and_none_twice():
    queries = judged_queries()
    assert len(queries) >= 250
    assert len({(one.words, one.site, one.year, one.document_kind) for one in queries}) == len(queries)
    assert {one.kind for one in queries} == {
        "errors", "everyday", "fragments", "initials", "limited", "names", "numbers", "phrases", "pinyin", "scripts", "topics",
    }
    assert 0.15 < sum(one.held_out for one in queries) / len(queries) < 0.25


def test_known_items_are_the_same_every_time_and_not_the_titles_themselves():
    documents = laws(20)
    items = list(known_items(documents))
    assert items == list(known_items(laws(20)))
    assert {item.kind for item in items} == {"order", "phrase", "homophone", "initials"}
    for item in items:
        assert item.words != item.wanted.title
        if item.kind == "phrase":
            assert len(item.words) == 14
            assert item.words in item.wanted.text
