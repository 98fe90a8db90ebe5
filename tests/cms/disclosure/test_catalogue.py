"""The catalogue as entries and files: what is in it, and in what form."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from cms.accounts.models import Organisation
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.disclosure import catalogue as catalogue_module
from cms.disclosure.catalogue import EntryContext, catalogue
from cms.disclosure.catalogue_selection import Selection
from cms.disclosure.models import DocumentPage, DocumentRelation
from cms.records.catalogue import HEADINGS

MakeDocument = Callable[..., DocumentPage]


def titles(**conditions: Any) -> list[str]:
    return sorted(entry.title for entry in catalogue(Selection(**conditions), EntryContext(date(2026, 7, 1))))


def test_only_what_readers_can_open_is_in_it_and_each_document_once(
    make_document: MakeDocument, portal: SiteProfile, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    page = make_document(title="公开的")
    make_document(title="草稿", live=False)
    make_document(title="撤下的").unpublish()
    private = make_document(title="内部的")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    hidden = make_channel(portal, "停用栏目")
    make_document(title="停用栏目里的", parent=hidden)
    hidden.refresh_from_db()
    hidden.unpublish()
    page.create_alias(parent=make_channel(gaoping))
    assert titles() == ["公开的"]


def test_an_entry_says_what_the_page_says(make_document: MakeDocument, channel: ChannelPage) -> None:
    article = ChannelPage.objects.get(pk=channel.pk).add_child(instance=ArticlePage(title="一图读懂", source="市政府"))
    draft = ChannelPage.objects.get(pk=channel.pk).add_child(instance=ArticlePage(title="草稿", live=False))
    page = make_document(
        title="关于供热的通知", number="晋市政发〔2026〕5号", genre="05", keywords="供热，采暖", effective=date(2026, 9, 1),
        relations=[DocumentRelation(type="interprets", target=article), DocumentRelation(type="related", target=draft)],
    )
    (entry,) = catalogue(Selection(), EntryContext(date(2026, 7, 1)))
    assert (entry.identifier, entry.document_number, entry.genre) == (page.index_number, "晋市政发〔2026〕5号", "通知")
    assert entry.url == page.full_url
    assert entry.keywords == ("供热", "采暖")
    assert [(each.label, each.title, each.url) for each in entry.relation] == [("解读", "一图读懂", article.full_url)]
    assert (entry.validity, entry.validity_label) == ("pending", "尚未施行")


def test_conditions_narrow_it(
    make_document: MakeDocument, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    education = Organisation.objects.create(key="edu", name="晋城市教育局", short_name="教育局", code="111405JC00200")
    new_year = datetime(2025, 12, 31, 16, tzinfo=UTC)
    make_document(
        title="甲", theme="0201", genre="05", audiences=["面向公民/社会保障"], category="政策文件", published_at=new_year,
    )
    make_document(
        title="乙", theme="0202", joint_publishers=[education], created=date(2025, 12, 31), number="晋市政办〔2025〕11号",
        effective=date(2026, 1, 1), expires=date(2026, 6, 30), validity="valid", published_at=new_year - timedelta(minutes=1),
    )
    make_document(
        title="丙", theme="1103", publisher=education, parent=make_channel(gaoping), audiences=["面向企业/社会保障"], published_at=new_year,
    )
    assert titles(theme="02") == ["乙", "甲"] and titles(theme="0201") == ["甲"]
    assert titles(publisher="edu") == ["丙", "乙"] and titles(publisher="jincheng") == ["乙", "甲"]
    assert titles(sites=["gaoping"]) == ["丙"] and titles(sites=["gaoping", "portal"]) == ["丙", "乙", "甲"] and titles(sites=[]) == []
    assert titles(audience="面向公民/社会保障") == ["甲"] and titles(audience="社会保障") == []
    assert titles(audience="面向公民") == ["甲"] and titles(audience="面向企业") == ["丙"] and titles(audience="特定人群") == []
    assert titles(category="政策文件") == titles(genre="05") == ["甲"]
    assert titles(year=2025) == ["乙"] and titles(year=2026) == ["丙", "甲"] and titles(created_from=date(2026, 1, 1)) == ["丙", "甲"]
    assert titles(validity="expired") == ["乙"] and titles(validity="unmarked") == ["丙", "甲"]


@pytest.mark.parametrize("typed", [
    "晋市政办〔2025〕11号", "晋市政办[2025]11号", "[2025]11号", "2025年第11号", "政办11号", "市政办（２０２５）１１号", "11号",
])
def test_a_document_is_found_by_its_number_however_it_is_typed(make_document: MakeDocument, typed: str) -> None:
    make_document(title="它", number="晋市政办〔2025〕11号")
    make_document(title="别的", number="晋市政发〔2024〕111号")
    make_document(title="没有文号")
    assert titles(number=typed) == ["它"]


@pytest.mark.parametrize("typed", [
    "晋城市人民政府令第12号", "市政府12号令", "晋城市人民政府第12号", "第12号令", "市人民政府令（第１２号）", "第12号",
    "晋城市人民政府令第十二号", "第十二号令",
])
@pytest.mark.parametrize("number", ["晋城市人民政府令第12号", "市政府令第十二号"])
def test_an_order_is_found_by_parts_of_its_organs_name(make_document: MakeDocument, typed: str, number: str) -> None:
    make_document(title="它", number=number)
    make_document(title="别的", number="晋城市人民政府令第2号")
    assert titles(number=typed) == ["它"]


@pytest.mark.parametrize("typed", ["晋市政办〔2025〕1号", "政发11号", "晋市11号", "%号", "_〔2025〕11号"])
def test_another_number_finds_nothing(make_document: MakeDocument, typed: str) -> None:
    make_document(number="晋市政办〔2025〕11号")
    assert titles(number=typed) == []


def test_the_number_of_queries_depends_only_on_how_many_five_hundreds_there_are(
    make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(catalogue(Selection(), EntryContext()))
        return len(queries)

    make_document(relations=[])
    few = count()
    for _ in range(4):
        make_document()
    assert count() == few
    monkeypatch.setattr(catalogue_module, "AT_ONCE", 2)
    assert few < count() < 4 * few
    assert len(titles()) == 5


def export(tmp_path: Path, form: str, *more: str) -> bytes:
    file = tmp_path / f"catalogue.{form}"
    call_command("export_catalogue", str(file), "--format", form, *more, verbosity=0)
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    return file.read_bytes()


def test_a_file_of_each_format_has_the_same_documents(make_document: MakeDocument, tmp_path: Path, gaoping: SiteProfile) -> None:
    make_document(title="=HYPERLINK(0)", published_at=datetime(2026, 1, 2, tzinfo=UTC))
    page = make_document(title="关于“供热”的通知，\n二", published_at=datetime(2026, 1, 1, tzinfo=UTC))
    folders = {form: tmp_path / form for form in ("json", "csv", "xlsx")}
    for folder in folders.values():
        folder.mkdir()
    entries = json.loads(export(folders["json"], "json"))
    assert [entry["title"] for entry in entries] == ["=HYPERLINK(0)", "关于“供热”的通知，\n二"]
    assert entries[1]["identifier"] == page.index_number and entries[1]["relation"] == []
    table = list(csv.reader(io.StringIO(export(folders["csv"], "csv").decode("utf-8-sig"), newline="")))
    assert table[0] == list(HEADINGS)
    assert [row[1] for row in table[1:]] == ["'=HYPERLINK(0)", "关于“供热”的通知，\n二"]
    sheet = load_workbook(io.BytesIO(export(folders["xlsx"], "xlsx"))).active
    cells = [row[1] for row in sheet.iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("名称", "s"), ("=HYPERLINK(0)", "s"), ("关于“供热”的通知，\n二", "s"),
    ]
    for folder in folders.values():
        for file in folder.iterdir():
            file.unlink()
    assert json.loads(export(folders["json"], "json", "--site", "gaoping")) == []


def test_a_wrong_site_and_a_place_that_is_none_are_said_in_words(portal: SiteProfile, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有站点“nowhere”"):
        call_command("export_catalogue", str(tmp_path / "a.csv"), "--format", "csv", "--site", "nowhere")
    with pytest.raises(CommandError, match="不能写入"):
        call_command("export_catalogue", str(tmp_path / "no" / "a.csv"), "--format", "csv")
