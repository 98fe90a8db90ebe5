"""A number that was free when the editor wrote it and is another document's when it is published: told, nothing half done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms.accounts.models import User
from cms.accounts.roles import Role, create_user
from cms.cluster.models import ChannelPage
from cms.disclosure.models import DocumentPage
from cms.publishing.models import Change
from cms.publishing.schedule import refusal_of, run_due

MakeDocument = Callable[..., DocumentPage]
OLD, TAKEN, FREE = "晋市政发〔2026〕5号", "晋市政发〔2026〕6号", "晋市政发〔2026〕7号"


@pytest.fixture
def contributor(channel: ChannelPage) -> User:
    return create_user("li", role=Role.CONTRIBUTOR, site_key="portal", password="long-enough-word")


@pytest.fixture
def webmaster(client: Client, contributor: User, wang: User) -> Client:
    client.force_login(wang)
    return client


@pytest.fixture
def late(make_document: MakeDocument, contributor: User) -> DocumentPage:
    """A live document with a draft that wants a number which another document gets before it is published."""
    page = make_document(title="关于供水的通知", number=OLD)
    page.number = TAKEN
    page.title = "关于供水的通知（改）"
    page.save_revision(user=contributor)
    make_document(title="关于供热的通知", number=TAKEN)
    return DocumentPage.objects.get(pk=page.pk)


def told(response: Any) -> str:
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def assert_names_the_holder(words: str) -> None:
    assert "《关于供水的通知（改）》不能保存或发布" in words
    assert TAKEN in words and "《关于供热的通知》" in words


def assert_nothing_happened(page: DocumentPage, changes: int) -> None:
    page.refresh_from_db()
    assert (page.number, page.title, Change.objects.count()) == (OLD, "关于供水的通知", changes)


def approval(page: DocumentPage) -> str:
    state = page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def test_an_approval_says_who_has_the_number_and_leaves_the_document_in_review(
    webmaster: Client, late: DocumentPage, contributor: User
) -> None:
    late.get_workflow().start(late, contributor)
    changes, editing = Change.objects.count(), reverse("wagtailadmin_pages:edit", args=[late.pk])
    response = webmaster.post(approval(late), {"comment": ""}, headers={"referer": f"http://testserver{editing}"})
    assert (response.status_code, response.url) == (302, f"http://testserver{editing}")
    assert_names_the_holder(told(response))
    assert_nothing_happened(late, changes)
    assert late.workflow_in_progress and late.current_workflow_task_state.status == "in_progress"


def test_an_approval_with_a_comment_in_its_window_goes_to_a_page_that_says_it(
    webmaster: Client, late: DocumentPage, contributor: User
) -> None:
    late.get_workflow().start(late, contributor)
    response = webmaster.post(approval(late), {"comment": "同意"}, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.json() == {"step": "success", "redirect": reverse("wagtailadmin_home")}
    html = webmaster.get(response.json()["redirect"]).content.decode()
    assert_names_the_holder(html)


def test_an_approval_in_the_editor_shows_the_reason(webmaster: Client, late: DocumentPage, contributor: User) -> None:
    late.get_workflow().start(late, contributor)
    changes, editing = Change.objects.count(), reverse("wagtailadmin_pages:edit", args=[late.pk])
    form = _editor_form(webmaster, editing) | {"action-workflow-action": "true", "workflow-action-name": "approve"}
    response = webmaster.post(editing, form)
    assert response.status_code == 200 and "《关于供热的通知》" in response.content.decode()
    assert_nothing_happened(late, changes)


def test_bulk_publishing_publishes_all_or_says_which_one_cannot_be(
    webmaster: Client, late: DocumentPage, make_document: MakeDocument
) -> None:
    other = make_document(title="关于供气的通知", live=False)
    changes, listing = Change.objects.count(), reverse("wagtailadmin_explore", args=[late.get_parent().pk])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = webmaster.post(f"{address}?id={other.pk}&id={late.pk}&next={listing}", {"include_descendants": ""})
    assert (response.status_code, response.url) == (302, listing)
    assert_names_the_holder(told(response))
    assert_nothing_happened(late, changes)
    assert not DocumentPage.objects.get(pk=other.pk).live


def test_a_copy_has_no_number_and_may_be_published(webmaster: Client, late: DocumentPage) -> None:
    form = {
        "new_title": "关于供水的通知（二）", "new_slug": "copy", "new_parent_page": late.get_parent().pk,
        "copy_subpages": "", "publish_copies": "on",
    }
    assert webmaster.post(reverse("wagtailadmin_pages:copy", args=[late.pk]), form).status_code == 302
    copy = DocumentPage.objects.get(title="关于供水的通知（二）")
    assert (copy.live, copy.number, copy.held_number) == (True, "", None)


def schedule_all(*pages: DocumentPage) -> None:
    """Let the newest revision of each be due, the first page first."""
    for place, page in enumerate(pages, 1):
        due = timezone.now() - timedelta(minutes=9 - place)
        Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=due)


def test_what_cannot_go_live_at_its_time_stops_nothing_else_and_is_told_where_it_is_edited(
    webmaster: Client, late: DocumentPage, make_document: MakeDocument
) -> None:
    other = make_document(title="关于供气的通知", live=False)
    other.save_revision()
    schedule_all(late, other)
    problems = run_due(timezone.now())
    assert len(problems) == 1 and "《关于供热的通知》" in problems[0]
    assert DocumentPage.objects.get(pk=other.pk).live
    late.refresh_from_db()
    assert late.number == OLD and run_due(timezone.now()) == []
    editing = reverse("wagtailadmin_pages:edit", args=[late.pk])
    assert "定时发布失败：文号" in webmaster.get(editing).content.decode()
    history = webmaster.get(reverse("wagtailadmin_pages:history", args=[late.pk])).content.decode()
    assert "定时发布失败：文号" in history


def test_the_warning_ends_when_the_document_is_published(late: DocumentPage) -> None:
    schedule_all(late)
    run_due(timezone.now())
    assert "《关于供热的通知》" in refusal_of(late)
    late.number = FREE
    late.save_revision().publish()
    assert refusal_of(late) == ""


def test_the_command_for_cron_names_what_is_refused_and_publishes_the_rest(
    late: DocumentPage, make_document: MakeDocument
) -> None:
    other = make_document(title="关于供气的通知", live=False)
    other.save_revision()
    schedule_all(late, other)
    with pytest.raises(CommandError, match="《关于供热的通知》"):
        call_command("publish_scheduled")
    assert DocumentPage.objects.get(pk=other.pk).live


def _editor_form(client: Client, address: str) -> dict[str, str]:
    """Return what the editor's form would send if nothing was touched."""
    form = client.get(address).context["form"]
    values = {form.add_prefix(name): form.initial.get(name) for name in form.fields}
    sent = {name: _as_sent(value) for name, value in values.items() if value not in (None, "", [])}
    for formset in form.formsets.values():
        sent |= {f"{formset.prefix}-{count}_FORMS": "0" for count in ("TOTAL", "INITIAL")}
    return sent | {"body-count": "0"}


def _as_sent(value: Any) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if hasattr(value, "hour") else str(value)
