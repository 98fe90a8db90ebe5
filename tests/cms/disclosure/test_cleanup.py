"""What is due to be cleaned up, in the admin: to whom it is shown, and how it is downloaded."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.accounts.roles import Role, create_user
from cms.cluster.models import ChannelPage, SiteProfile
from cms.disclosure.classifications import NORMATIVE
from cms.disclosure.cleanup import Reason, cleanup_list, count_reasons
from cms.disclosure.expiry import months_after
from cms.disclosure.models import DocumentPage
from cms.publishing.days import city_day

MakeDocument = Callable[..., DocumentPage]
DAY = date(2026, 7, 1)
LONG_AGO = date(2024, 1, 1)


def due(day: date = DAY) -> dict[str, str]:
    return {page.title: page.reason for page in cleanup_list(["portal", "gaoping"], day)}


def test_a_reminder_comes_six_months_before_a_document_expires(make_document: MakeDocument) -> None:
    make_document(title="甲", expires=date(2027, 1, 1))
    make_document(title="乙", expires=date(2027, 1, 2))
    make_document(title="丙", expires=DAY)
    assert due() == {"甲": Reason.EXPIRING, "丙": Reason.EXPIRING}


def test_what_has_ended_is_listed_until_it_is_marked(make_document: MakeDocument) -> None:
    make_document(title="到期", validity="valid", expires=DAY - timedelta(days=1), created=LONG_AGO)
    make_document(title="废止", validity="amended", repealed=DAY, created=LONG_AGO)
    make_document(title="已标失效", validity="expired", expires=LONG_AGO, created=LONG_AGO)
    make_document(title="已标废止", validity="repealed", repealed=LONG_AGO, created=LONG_AGO)
    assert due() == {"到期": Reason.OVERDUE, "废止": Reason.OVERDUE}


def test_normative_documents_in_force_are_looked_at_every_year(make_document: MakeDocument) -> None:
    make_document(title="没看过", category=NORMATIVE, created=date(2025, 6, 30))
    make_document(title="看过", category=NORMATIVE, created=LONG_AGO, reviewed=date(2025, 7, 1))
    make_document(title="很久前看过", category=NORMATIVE, created=LONG_AGO, reviewed=date(2025, 6, 30))
    make_document(title="新的", category=NORMATIVE, created=date(2025, 7, 1))
    make_document(title="不再有效", category=NORMATIVE, created=LONG_AGO, validity="repealed")
    make_document(title="不是规范性文件", created=LONG_AGO)
    assert due() == {"没看过": Reason.UNREVIEWED, "很久前看过": Reason.UNREVIEWED}


def test_drafts_and_aliases_are_not_listed_and_other_sites_neither(
    make_document: MakeDocument, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    below = make_channel(gaoping)
    page = make_document(title="市里", expires=DAY)
    page.create_alias(parent=below)
    make_document(title="高平", expires=DAY, parent=ChannelPage.objects.get(pk=below.pk))
    make_document(title="草稿", expires=DAY, live=False)
    assert set(due()) == {"市里", "高平"}
    assert [page.title for page in cleanup_list(["gaoping"], DAY)] == ["高平"]
    assert count_reasons(["portal", "gaoping"], DAY) == {"expiring": 2}
    assert count_reasons([], DAY) == {}


def someone(role: Role, site: str = "") -> Client:
    client = Client()
    client.force_login(create_user(f"{role}{site}", role=role, site_key=site, password="long-enough-1"))
    return client


@pytest.fixture
def two_sites(make_document: MakeDocument, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]) -> None:
    soon = months_after(city_day(), 3)
    make_document(title="市里的通知", expires=soon, number="晋市政发〔2026〕5号")
    make_document(title="=高平的通知", expires=soon, parent=make_channel(gaoping))
    make_document(title="已过期的通知", expires=city_day() - timedelta(days=1), validity="valid")


@pytest.mark.usefixtures("two_sites")
def test_a_webmaster_sees_the_own_site_and_the_cluster_all() -> None:
    address = reverse("disclosure_cleanup")
    own = someone(Role.WEBMASTER, "gaoping").get(address).content.decode()
    assert "=高平的通知" in own and "市里的通知" not in own
    for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.AUDITOR):
        everything = someone(role).get(address).content.decode()
        assert "=高平的通知" in everything and "市里的通知" in everything


@pytest.mark.usefixtures("two_sites")
def test_nobody_gets_at_another_site_by_asking_for_it() -> None:
    webmaster = someone(Role.WEBMASTER, "gaoping")
    answer = webmaster.get(reverse("disclosure_cleanup"), {"site": "portal", "export": "csv"})
    assert "市里的通知" not in b"".join(answer.streaming_content).decode()
    contributor = someone(Role.CONTRIBUTOR, "portal")
    assert contributor.get(reverse("disclosure_cleanup"), follow=True).redirect_chain
    assert "文件清理目录" not in contributor.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.usefixtures("two_sites")
def test_the_list_is_narrowed_and_downloaded_without_formulas() -> None:
    chief = someone(Role.ADMINISTRATOR)
    answer = chief.get(reverse("disclosure_cleanup"), {"reason": "expiring", "export": "csv"})
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert table[0] == ["索引号", "名称", "文号", "发布机构", "清理原因", "有效期至", "标注", "今日有效性", "上次清理", "站点"]
    assert {row[1] for row in table[1:]} == {"市里的通知", "'=高平的通知"}
    answer = chief.get(reverse("disclosure_cleanup"), {"site": "gaoping", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [(row[1].value, row[1].data_type) for row in sheet.iter_rows()] == [("名称", "s"), ("=高平的通知", "s")]


@pytest.mark.usefixtures("two_sites")
def test_the_first_page_reminds_who_runs_the_site_and_nobody_else() -> None:
    home = reverse("wagtailadmin_home")
    chief = someone(Role.ADMINISTRATOR).get(home).content.decode()
    assert "六个月内到期：2 件" in chief and "已到期或已废止，标注未改：1 件" in chief
    webmaster = someone(Role.WEBMASTER, "gaoping").get(home).content.decode()
    assert "六个月内到期：1 件" in webmaster and "标注未改" not in webmaster
    assert "六个月内到期" not in someone(Role.CONTRIBUTOR, "portal").get(home).content.decode()


@pytest.mark.usefixtures("two_sites")
def test_the_catalogue_is_listed_narrowed_and_downloaded_in_three_formats() -> None:
    editor, address = someone(Role.WEBMASTER, "gaoping"), reverse("disclosure_catalogue")
    page = editor.get(address)
    assert "市里的通知" in page.content.decode() and "下载 JSON" in page.content.decode()
    expired = editor.get(address, {"today": "expired", "export": "json"})
    assert "已过期的通知" in (found := b"".join(expired.streaming_content).decode()) and "市里的通知" not in found
    for form in ("csv", "xlsx"):
        answer = editor.get(address, {"site": "portal", "export": form})
        assert answer.headers["Content-Disposition"].startswith(f"attachment; filename=catalogue.{form}")
        assert b"".join(answer.streaming_content)
    part = b"".join(editor.get(address, {"theme": "11", "export": "json"}).streaming_content)
    assert part == b"[]\n"
