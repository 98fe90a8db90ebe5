import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from cms.accounts.models import Organisation
from cms.api import disclosure
from cms.cluster.models import ChannelPage, SiteProfile
from cms.core.spreadsheets import harmless
from cms.disclosure.models import DocumentPage
from cms.records.catalogue import HEADINGS, CatalogueEntry, row_of
from tests.cms.conftest import new_document
from tests.layers import layer

Ask = Callable[..., Any]
MakeDocument = Callable[..., DocumentPage]


@pytest.fixture
def titles(ask: Ask) -> Callable[..., list[str]]:
    return lambda **parameters: [entry["title"] for entry in ask("disclosure/", **parameters)["results"]]


def body(answer: Any) -> bytes:
    """Return all of an answer; of a file the end closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_an_entry_has_what_every_result_has_and_the_core_elements(ask: Ask, make_document: MakeDocument) -> None:
    page = make_document(title="关于供热的通知", number="晋市政发[2026]5号", effective=date(2020, 1, 1))
    answer = ask("disclosure/")
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    (entry,) = answer["results"]
    assert (entry["id"], entry["site"], entry["kind"], entry["title"]) == (page.pk, "portal", "document", "关于供热的通知")
    assert entry["url"] == page.full_url and entry["date"] == entry["date_issued"]
    assert entry["document_number"] == "晋市政发〔2026〕5号" and entry["validity"] == "valid"
    assert {
        "identifier", "description", "date_created", "publisher", "subject", "genre", "keywords", "format", "language", "relation",
    } <= set(entry)


def test_every_filter_of_the_catalogue_is_one_of_the_list(
    titles: Callable[..., list[str]], make_document: MakeDocument, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    education = Organisation.objects.create(key="edu", name="晋城市教育局", short_name="教育局", code="111405JC00200")
    make_document(
        title="甲", audiences=["面向公民/社会保障"], genre="05", category="政策文件",
        published_at=datetime(2025, 12, 31, 15, 59, tzinfo=UTC),
    )
    make_document(
        title="乙", theme="1103", joint_publishers=[education], created=date(2025, 3, 1), number="晋市政办〔2025〕11号",
        validity="repealed", parent=make_channel(gaoping), published_at=datetime(2026, 2, 5, tzinfo=UTC),
    )
    assert titles() == ["乙", "甲"] and titles(ordering="published") == titles(ordering="-created") == ["甲", "乙"]
    assert titles(site="gaoping") == titles(theme="11") == titles(publisher="edu") == titles(year=2026) == ["乙"]
    assert titles(validity="repealed") == titles(number="政办11号") == ["乙"]
    assert titles(from_="2026-02-01") == titles(created_to="2025-12-31") == ["乙"]
    assert titles(audience="面向公民/社会保障") == titles(genre="05") == titles(category="政策文件") == ["甲"]
    assert titles(to="2026-01-31") == titles(year=2025) == ["甲"]
    assert titles(created_from="2026-01-01") == ["甲"]


def test_the_list_is_in_bounded_parts(ask: Ask, make_document: MakeDocument) -> None:
    for number in range(3):
        make_document(title=str(number), published_at=datetime(2026, 1, number + 1, tzinfo=UTC))
    answer = ask("disclosure/", page=2, page_size=2)
    assert (answer["count"], [entry["title"] for entry in answer["results"]]) == (3, ["0"])
    assert answer["previous"] == "http://testserver/api/v1/disclosure/?page=1&page_size=2"


@pytest.mark.parametrize(("name", "value"), [
    ("page", "2"), ("page_size", "101"), ("theme", "99"), ("genre", "通知"), ("audience", "社会保障"), ("category", "无"), ("year", "26"),
    ("validity", "maybe"), ("number", "关于"), ("number", "9" * 41), ("number", "a\x00b"), ("created_from", "昨天"), ("format", "pdf"),
    ("publisher", "x' OR 1=1"), ("site", "nowhere"), ("ordering", "title"), ("colour", "red"), ("number", ""),
])
def test_a_bad_parameter_is_named_in_chinese(client: Client, make_document: MakeDocument, name: str, value: str) -> None:
    make_document()
    answer = client.get("/api/v1/disclosure/", {name: value})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(f"参数 {name}：")


def test_dates_of_documents_the_wrong_way_round_are_refused(ask: Ask, portal: SiteProfile) -> None:
    told = ask("disclosure/", 400, created_from="2026-02-01", created_to="2026-01-01")["detail"]
    assert told == "参数 created_from：起始日期不能晚于截止日期 created_to。"


def test_all_that_meets_the_conditions_is_had_as_a_file(client: Client, make_document: MakeDocument) -> None:
    make_document(title="=1+1", published_at=datetime(2026, 1, 2, tzinfo=UTC))
    make_document(title="通知", published_at=datetime(2026, 1, 1, tzinfo=UTC))
    answer = client.get("/api/v1/disclosure/?format=csv&page_size=1")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=catalogue.csv")
    table = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert (table[0], [row[1] for row in table[1:]]) == (list(HEADINGS), ["'=1+1", "通知"])
    sheet = load_workbook(io.BytesIO(body(client.get("/api/v1/disclosure/?format=xlsx&number=1号")))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [list(HEADINGS)]


HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "a\tb", "＝1", "　=前有空白", "_x003D_1", "“引号”，\"逗号\""]
FILTERS = [
    {}, {"site": "portal"}, {"theme": "02"}, {"genre": "05"}, {"publisher": "jincheng"},
    {"audience": "面向公民/社会保障"}, {"audience": "面向公民"},
    {"category": "政策文件"}, {"year": "2026"}, {"validity": "unmarked"}, {"number": "市政府令第三号"}, {"created_from": "2026-01-01"},
    {"created_to": "2025-12-31"}, {"from": "2026-02-04"}, {"to": "2026-02-03"}, {"ordering": "created"},
]


@layer
def hostile_documents(channel: ChannelPage, organisation: Organisation) -> None:
    for place, text in enumerate(HOSTILE):
        odd = {"genre": "05", "audiences": ["面向公民/社会保障"], "category": "政策文件", "created": date(2025, 3, 1)} if place % 2 else {}
        new_document(
            channel, organisation, title=text, summary=text, keywords="", number=f"市政府令第{place}号" if place else "",
            published_at=datetime(2026, 2, place + 1, 4, tzinfo=UTC), **odd,
        )


@pytest.mark.parametrize("asked", FILTERS, ids=lambda asked: "-".join(asked) or "all")
def test_the_files_have_what_the_list_has_however_hostile_it_is(client: Client, hostile_documents: None, asked: dict[str, str]) -> None:
    entries = client.get("/api/v1/disclosure/", {**asked, "page_size": 100}).json()["results"]
    assert entries
    rows = [list(HEADINGS), *(row_of(msgspec.convert(entry, CatalogueEntry)) for entry in entries)]
    table = body(client.get("/api/v1/disclosure/", {**asked, "format": "csv"})).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table, newline=""))) == [[harmless(cell) for cell in row] for row in rows]
    sheet = load_workbook(io.BytesIO(body(client.get("/api/v1/disclosure/", {**asked, "format": "xlsx"})))).active
    assert [[unescape(cell.value or "") for cell in row] for row in sheet.iter_rows()] == rows
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_file_that_would_be_too_long_is_refused_with_advice(
    client: Client, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "MOST_ROWS", 1)
    make_document()
    assert client.get("/api/v1/disclosure/?format=csv").status_code == 200
    make_document()
    answer = client.get("/api/v1/disclosure/?format=csv")
    assert answer.status_code == 400 and "分批下载" in answer.json()["detail"]
    assert client.get("/api/v1/disclosure/?format=csv&year=2025").status_code == 200


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_who_has_an_answer_gets_no_second_one_until_something_changes(
    client: Client, make_document: MakeDocument, form: str
) -> None:
    page = make_document()
    address = f"/api/v1/disclosure/?format={form}"
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    had = body(first)
    assert client.get(address, headers=known).status_code == 304
    page.unpublish()
    again = client.get(address, headers=known)
    assert again.status_code == 200 and body(again) != had


def test_the_number_of_queries_does_not_depend_on_that_of_documents(client: Client, make_document: MakeDocument) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/api/v1/disclosure/{address}")
            assert answer.status_code == 200
            body(answer)
        return len(queries)

    addresses = ("", "?publisher=jincheng&validity=unmarked&number=1号&page_size=100", "?format=csv", "?format=xlsx")
    make_document(number="晋市政发〔2026〕1号")
    few = [count(address) for address in addresses]
    for number in range(2, 12):
        make_document(number=f"晋市政发〔2026〕{number}号")
    assert [count(address) for address in addresses] == few
    assert max(few) <= 40
