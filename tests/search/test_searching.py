"""Search as people use it, on the embedded engine and the one in memory."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cms.records.search_words import BestBet, SearchWordsRecord
from search.analysis import entry_of
from search.documents import Document
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.query import Query
from search.results import Results
from search.searching import related, search, suggest

MAKERS: dict[str, Callable[[Path], Engine]] = {"memory": lambda _: MemoryEngine(), "embedded": EmbeddedEngine}


def document(identity: int, title: str, text: str = "", **more: Any) -> Document:
    return Document(**{
        "id": identity, "site": "portal", "kind": "article", "title": title, "url": f"https://x/{identity}.html", "date": "2024-05-01",
        "published": "2024-05-01T08:30+08:00", "text": text, **more,
    })


PAGES = [
    document(1, "关于印发晋城市非法集资举报奖励办法的通知", "鼓励群众举报非法集资线索。",
             kind="document", number="晋市政办发〔2010〕11号", validity="valid"),
    document(2, "关于印发晋城市非法集资举报奖励办法的通知", "鼓励群众举报。",
             kind="document", number="晋市政办〔2018〕87号", validity="repealed"),
    document(3, "皇城相府景区恢复开放", "游客请提前预约 <b>门票</b> & 停车", site="tourism"),
    document(4, "不动产权证书办理指南", "申请人须携带身份证。", kind="guide", site="gaoping"),
    document(5, "皇城相府景区恢复开放", "引用", site="yangcheng", alias=True),
    document(6, "供水管理办法", "供水单位应当保障水质。", kind="document", number="晋城市人民政府令第63号", validity="valid"),
    document(7, "河道管理办法", "保护河道。", kind="document", number="高平市人民政府令第63号", validity="valid", site="gaoping"),
]


@pytest.fixture(params=list(MAKERS))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    engine = MAKERS[request.param](tmp_path)
    engine.replace(map(entry_of, PAGES), "")
    return engine


TODAY = date(2026, 11, 1)
NO_WORDS = SearchWordsRecord(site="")


def answer(engine: Engine, query: Query, words: SearchWordsRecord = NO_WORDS) -> Results:
    return search(engine, query, words, today=TODAY)


def found(engine: Engine, text: str = "", words: SearchWordsRecord = NO_WORDS, **more: Any) -> list[int]:
    return [hit.document.id for hit in answer(engine, Query(text=text, **more), words).hits]


@pytest.mark.parametrize("text", [
    "皇城相府", "相府 皇城", "開放 景區", "ＨＵＡＮＧchengxiangfu".lower(), "hcxf", "皇城向府景区恢复", '"恢复开放"', "门票",
])
def test_a_page_is_found_however_it_is_typed(engine: Engine, text: str) -> None:
    assert found(engine, text)[0] == 3


@pytest.mark.parametrize("text", [
    "晋市政办发〔2010〕11号", "[2010]11号", "2010年11号", "政办11号", "晋市政办发2010年第11号", "（2010）11号",
    "晋市政办发〔二〇一〇〕十一号", "政办第十一号",
])
def test_a_document_number_is_found_in_every_spelling(engine: Engine, text: str) -> None:
    assert found(engine, text)[0] == 1
    assert found(engine, number=text) == [1]


def test_other_documents_are_no_answer_to_a_number_that_nobody_has(engine: Engine) -> None:
    engine.update([entry_of(document(90, "92名护林员到岗", "晋城市护林"))], [], "")
    assert found(engine, "晋市政办〔2018〕92号") == found(engine, "晋市政办[2018]92号") == []
    assert found(engine, "护林员 92号") == [90]


def test_a_number_may_have_blanks_where_it_is_asked_for_alone(engine: Engine) -> None:
    assert found(engine, number="晋市政办 2010 11") == found(engine, "晋市政办 2010 11")[:1] == [1]


@pytest.mark.parametrize("text", [
    "晋城市人民政府令第63号", "晋城市人民政府第63号令", "晋城市人民政府 63号令", "晋城市政府令63号", "晋城市人民政府第63号",
    "晋城市人民政府令（第63号）", "晋城市人民政府令第六十三号", "晋城市人民政府第六三号令",
])
def test_an_order_is_found_by_its_organ_and_its_number(engine: Engine, text: str) -> None:
    assert found(engine, text)[0] == 6
    assert found(engine, number=text) == [6]


@pytest.mark.parametrize("text", ["第63号令", "63号令", "市政府令第63号", "第六十三号令", "市政府令第六十三号"])
def test_without_its_place_an_order_is_one_of_several(engine: Engine, text: str) -> None:
    assert sorted(found(engine, text)[:2]) == sorted(found(engine, number=text)) == [6, 7]


def test_what_is_in_force_stands_above_what_is_not(engine: Engine) -> None:
    assert found(engine, "非法集资举报奖励")[:2] == [1, 2]


def test_an_alias_is_found_on_its_own_site_only(engine: Engine) -> None:
    assert found(engine, "皇城相府", site=("yangcheng",)) == [5]


def test_counts_ignore_their_own_choice(engine: Engine) -> None:
    results = answer(engine, Query(phrase="举报", validity=("valid",)))
    assert {count.value: (count.count, count.chosen) for count in results.facets["validity"]} == {
        "valid": (1, True), "repealed": (1, False),
    }
    assert [(count.value, count.count) for count in results.facets["site"]] == [("portal", 1)]


def test_dates_are_days_with_their_ends(engine: Engine) -> None:
    assert found(engine, "皇城相府", start="2024-05-01", end="2024-05-01")[0] == 3
    assert found(engine, "皇城相府", start="2024-05-02") == []


def test_marks_are_on_the_original_and_all_else_is_escaped(engine: Engine) -> None:
    hit = answer(engine, Query(text="遊客")).hits[0]
    assert hit.snippet == "<mark>游客</mark>请提前预约 &lt;b&gt;门票&lt;/b&gt; &amp; 停车"


def test_synonyms_and_best_bets(engine: Engine) -> None:
    words = SearchWordsRecord(site="", synonyms=(("红本本", "不动产权证书"),), best_bets=(BestBet(queries=("旅游",), page=3),))
    assert found(engine, "红本本")[:1] != [4]
    assert found(engine, "红本本", words)[0] == 4
    assert [each.id for each in answer(engine, Query(text="旅游"), words).best_bets] == [3]


def test_a_better_spelling_is_offered(engine: Engine) -> None:
    assert answer(engine, Query(text="黄城相府")).did_you_mean == "皇城相府"


@pytest.mark.parametrize("prefix", ["皇城", "huangcheng", "hcx", "皇"])
def test_titles_are_suggested(engine: Engine, prefix: str) -> None:
    assert [each.title for each in suggest(engine, prefix)] == ["皇城相府景区恢复开放"]


def test_alike_pages_are_related_those_of_the_same_channel_first(engine: Engine) -> None:
    assert related(engine, 77) == []
    assert related(engine, 3) == []  # but for its own alias
    engine.update([entry_of(document(number, title, channels=(1, channel))) for number, title, channel in (
        (200, "城区供热管网改造公告", 7), (201, "高平供热管网改造公告", 8), (202, "泽州供热管网改造公告", 7), (203, "供水价格听证", 7),
    )], [], "")
    assert [each.id for each in related(engine, 200)] == [202, 201]
    assert next(each.id for each in related(engine, 201)) in (200, 202)


@pytest.mark.parametrize("text", [
    "", " ", '"', "title:*", "((((", "\x00\x01", "a" * 200, "号" * 200, "-" * 200, "𠮷🙂", '"" "" “', "AND OR NOT",
])
def test_hostile_text_is_harmless(engine: Engine, text: str) -> None:
    answer(engine, Query(text=text, phrase=text, any=text, none=text, number=text))
    suggest(engine, text)


def test_a_passage_is_found_in_files_too_but_not_across_parts(engine: Engine) -> None:
    engine.update([entry_of(document(20, "供水价格听证会公告", "正文写到这里结束", attachments="附件从方案开始，逐户登记水表"))], [], "")
    assert found(engine, '"从方案开始"') == [20]
    assert found(engine, phrase="逐户登记") == [20]
    assert found(engine, '"结束附件"') == []
    assert found(engine, '"公告正文"') == []


def test_a_title_with_a_wrong_homophone_is_found_among_many_that_have_its_words(engine: Engine) -> None:
    many = [document(number, f"城市管理条例问答之{number}", "城市 条例 管理") for number in range(30, 50)]
    engine.update(map(entry_of, [*many, document(50, "城市供水管理条例", "居民生活用水。")]), [], "")
    assert found(engine, "城市公水管理条例")[0] == 50


@pytest.mark.parametrize("text", [
    "金于9月1日前发放到位", "于9月1日前发放到位", "9月1日前发放", "补贴资金于9月1", "资金，于9月1日", "增长3.5%，其中", "采用BIM和GIS",
])
def test_a_passage_may_begin_and_end_beside_a_number(engine: Engine, text: str) -> None:
    engine.update([entry_of(document(90, "补贴发放公告", "补贴资金于9月1日前发放到位，增长3.5%，其中采用BIM和GIS技术。"))], [], "")
    assert found(engine, f'"{text}"') == [90]


@pytest.mark.parametrize("text", ["于9月1日前发放到", "9月2日", "1日前发放", "3.5%"])
def test_a_number_is_only_found_whole_and_in_its_place(engine: Engine, text: str) -> None:
    engine.update([entry_of(document(90, "补贴发放公告", "补贴资金于19月21日前发放，2个9月，另有5.3%、3和5"))], [], "")
    assert found(engine, f'"{text}"') == []


def test_a_number_beside_words_may_stand_elsewhere(engine: Engine) -> None:
    engine.update([entry_of(document(90, "2026年公务员招考公告", "报名时间另行通知"))], [], "")
    assert found(engine, "2026公务员招考") == found(engine, "公务员招考2026") == found(engine, "2026年公务员") == [90]


@pytest.mark.parametrize("query, marked", [
    ('"切身利益，各部门"', "<mark>切身利益。各部门</mark>"),
    ('"部门(3.5万"', "<mark>部门（３．５万</mark>"), ('"3.5"', "（<mark>３．５</mark>万"),
])
def test_a_passage_is_marked_whatever_its_punctuation(engine: Engine, query: str, marked: str) -> None:
    engine.update([entry_of(document(90, "通报", "共35万人，关系切身利益。各部门（３．５万人）要重视"))], [], "")
    [hit] = answer(engine, Query(text=query)).hits
    assert marked in hit.snippet and hit.snippet.count("<mark>") == 1


@pytest.mark.parametrize("text, marked", [
    ("環境整治", "<mark>環境</mark>"), ("⼤氣汙染", "<mark>⼤氣</mark>"), ("無關文字", ""),
])
def test_other_forms_of_characters_are_marked_as_they_stand(engine: Engine, text: str, marked: str) -> None:
    engine.update([entry_of(document(90, "环境通报", f"（{text}）", tags=("大气",)))], [], "")
    snippet = next(hit.snippet for hit in answer(engine, Query(text="环境 大气")).hits if hit.document.id == 90)
    assert marked in snippet and snippet.count("<mark>") == bool(marked)


def test_a_copied_passage_is_above_titles_with_its_words(engine: Engine) -> None:
    passage = "热力企业应当在供暖期前完成管网注水打压"
    titles = [document(number, "热力企业供暖管网注水打压公告", "供暖期前完成") for number in range(60, 80)]
    rules = document(80, "城区集中供热管理办法", f"第九条 {passage}，并公示检修电话。" + "其他规定。" * 500)
    engine.update(map(entry_of, [*titles, rules]), [], "")
    assert found(engine, passage)[0] == 80


def test_pages_of_results_do_not_repeat_each_other(engine: Engine) -> None:
    notices = [document(number, f"防汛物资储备通知{number}", "储备防汛物资。" * (number % 7 + 1)) for number in range(100, 190)]
    engine.update(map(entry_of, notices), [], "")
    pages = [found(engine, "防汛物资储备", page=page) for page in range(1, 10)]
    assert len({number for page in pages for number in page}) == sum(map(len, pages)) == 90


def test_pages_with_all_words_in_the_title_come_first_unless_they_are_repealed(engine: Engine) -> None:
    often = "供热收费标准。" * 20
    engine.replace(map(entry_of, [
        document(1, "热力公司答记者问", often), document(2, "供热的收费", "标准见附件。"), document(3, "供热收费标准", "一户一表。"),
        document(4, "供热收费标准（旧）", often, kind="document", validity="repealed"),
        *(document(number, f"第{number}号简报", often) for number in range(5, 30)),
    ]), "")
    hits = found(engine, "供热 标准", size=30)
    assert (hits[0], len(hits), 4 in hits[1:]) == (3, 29, True)


def test_a_passage_of_the_last_year_comes_before_older_ones(engine: Engine) -> None:
    text = "各单位应当如实填报数据。"
    pages = [document(1, "新的", text, date="2026-03-01"), document(2, "旧的", text * 3, date="2020-03-01")]
    engine.replace(map(entry_of, pages), "")
    assert found(engine, '"应当如实填报"') == [1, 2]
    assert found(engine, phrase="应当如实填报") == [1, 2]
