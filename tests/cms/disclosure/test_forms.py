"""The form of a document as an editor meets it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.models import Organisation, User
from cms.cluster.models import ChannelPage
from cms.disclosure.classifications import NORMATIVE
from cms.disclosure.models import DocumentPage
from cms.publishing.days import city_day

MakeDocument = Callable[..., DocumentPage]
COUNTS = (
    "body-count", "attachments-TOTAL_FORMS", "attachments-INITIAL_FORMS", "relations-TOTAL_FORMS", "relations-INITIAL_FORMS",
    "comments-TOTAL_FORMS", "comments-INITIAL_FORMS",
)


@pytest.fixture
def editor(client: Client, channel: ChannelPage, wang: User) -> Client:
    client.force_login(wang)
    return client


@pytest.fixture
def publish(editor: Client, channel: ChannelPage, organisation: Organisation) -> Callable[..., Any]:
    """Return what fills in the form of a new document and presses the button that publishes it."""
    address = reverse("wagtailadmin_pages:add", args=["disclosure", "documentpage", channel.pk])

    def fill(**given: str) -> Any:
        return editor.post(address, {
            "title": "关于供热的通知", "publisher": str(organisation.pk), "created": "2026-01-05", "theme": "0201", "validity": "valid",
            "method_": "主动公开", "language": "汉语", "published_at": "2026-01-05 08:00", "action-publish": "action-publish",
            **dict.fromkeys(COUNTS, "0"), **given,
        })

    return fill


def test_a_pasted_number_is_put_right(publish: Callable[..., Any]) -> None:
    assert publish(number="晋市政发（２０２６）第０５号").status_code == 302
    assert DocumentPage.objects.get().number == "晋市政发〔2026〕5号"


def test_a_number_that_cannot_be_put_right_is_refused_at_the_field(publish: Callable[..., Any]) -> None:
    page = publish(number="市政府5号文")
    assert page.status_code == 200 and "缺少年份" in page.content.decode()
    assert not DocumentPage.objects.exists()


def test_a_number_that_is_taken_is_refused_and_the_other_document_named(
    publish: Callable[..., Any], make_document: MakeDocument
) -> None:
    make_document(title="关于供水的通知", number="晋市政发〔2026〕5号")
    page = publish(number="晋市政发[2026]5号")
    assert page.status_code == 200 and "已由《关于供水的通知》" in page.content.decode()
    assert DocumentPage.objects.count() == 1


def test_a_draft_cannot_take_a_number_either(publish: Callable[..., Any], make_document: MakeDocument) -> None:
    make_document(title="关于供水的通知", number="晋市政发〔2026〕5号")
    page = publish(number="晋市政发[2026]5号", **{"action-publish": ""})
    assert "已由《关于供水的通知》" in page.content.decode()


def test_what_was_repealed_cannot_be_called_valid_and_what_will_be_can(publish: Callable[..., Any]) -> None:
    page = publish(repealed=str(city_day()))
    assert page.status_code == 200 and "废止日期已到" in page.content.decode()
    assert publish(repealed=str(city_day() + timedelta(days=1))).status_code == 302


@pytest.mark.parametrize(("given", "expires"), [
    ({"title": "晋城市供热管理办法", "category": NORMATIVE, "effective": "2026-01-01"}, "2030-12-31"),
    ({"title": "晋城市供热管理办法（试行）", "category": NORMATIVE, "effective": "2026-01-01"}, "2027-12-31"),
    ({"title": "晋城市供热管理办法", "category": "政策文件", "effective": "2026-01-01"}, ""),
    ({"title": "晋城市供热管理办法", "category": NORMATIVE, "effective": ""}, ""),
    ({"title": "晋城市供热管理办法", "category": NORMATIVE, "effective": "2026-13-45"}, ""),
    ({"title": "晋城市供热管理办法", "category": NORMATIVE, "effective": "9999-01-01"}, ""),
    ({}, ""),
])
def test_how_long_a_normative_document_is_in_force_is_proposed(editor: Client, given: dict[str, str], expires: str) -> None:
    proposal = editor.get(reverse("disclosure_expiry"), given).json()
    assert proposal["expires"] == expires
    assert bool(proposal["words"]) == bool(expires)


def test_the_form_knows_where_to_ask_and_nobody_outside_may(editor: Client, channel: ChannelPage) -> None:
    html = editor.get(reverse("wagtailadmin_pages:add", args=["disclosure", "documentpage", channel.pk])).content.decode()
    assert 'data-expiry-url="/admin/disclosure/expiry/"' in html and "disclosure/expiry.js" in html
    assert Client().get(reverse("disclosure_expiry")).status_code == 302


def test_the_organisation_that_numbered_a_document_is_not_among_the_others(
    publish: Callable[..., Any], organisation: Organisation
) -> None:
    page = publish(joint_publishers=str(organisation.pk))
    assert page.status_code == 200 and "联合发文机关只填其他单位" in page.content.decode()
