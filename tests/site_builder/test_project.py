"""From the CMS's database to the mirrors, by the project's own settings."""

import io
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from cms.accounts.models import Organisation
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.core.bulk import insert_pages
from cms.disclosure.models import DocumentPage
from cms.export.export import export_all
from cms.publishing.days import city_day
from cms.publishing.leases import Leases, enlist
from cms.publishing.models import AnnouncedDay, Publisher
from cms.publishing.moment import mark_of_moment, one_moment
from cms.records import ArticleRecord, ChannelRecord
from site_builder.errors import BuilderError
from site_builder.project import build_project, one_builder, open_store, options
from site_builder.refresh import refresh, take_halves
from site_builder.second_half import SecondHalf
from site_builder.store import Store


@pytest.fixture
def page(channel: ChannelPage) -> ArticlePage:
    return channel.add_child(instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")]))


def address(project: Path, page: ArticlePage) -> Path:
    """Return where a page is on the mirror, from the address that the admin links to."""
    return project / "mirrors/portal" / page.full_url.partition(":8000/")[2]


def run(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("build", *arguments, stdout=out, stderr=out, verbosity=0)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_what_is_published_is_on_the_mirror(project: Path, page: ArticlePage) -> None:
    assert build_project(options()).ok
    assert "正文" in address(project, page).read_text()


def test_an_edit_reaches_the_mirror_and_its_withdrawal_too(project: Path, page: ArticlePage) -> None:
    build_project(options())
    page.title = "新的消息"
    page.save_revision().publish()
    report = build_project(options())
    assert 0 < report.rendered < report.files
    assert "新的消息" in (project / "mirrors/portal/rss.xml").read_text()
    place = address(project, page)
    page.unpublish()
    build_project(options())
    assert not place.exists()


def test_nothing_new_is_told_without_a_build(project: Path, page: ArticlePage) -> None:
    first = build_project(options())
    second = build_project(options())
    assert (second.rendered, second.written, second.files, second.pages) == (0, 0, first.files, first.pages)


def test_only_what_changed_is_exported(project: Path, page: ArticlePage, channel: ChannelPage) -> None:
    build_project(options())
    page.title = "另一个标题"
    page.save_revision().publish()
    store = open_store()
    assert refresh(store).keys == {f"content:{page.pk}"}
    assert refresh(store).keys == set()
    store.close()


def test_without_a_publisher_a_build_follows_the_day_first(
    project: Path, page: ArticlePage, channel: ChannelPage, organisation: Organisation
) -> None:
    today = city_day()
    document = ChannelPage.objects.get(pk=channel.pk).add_child(instance=DocumentPage(
        title="通知", source="市政府", publisher=organisation, created=today, theme="0201", expires=today, validity="valid",
    ))
    build_project(options())
    place = address(project, document)
    stated = place.with_suffix(".json")
    assert b'"validity":"valid"' in stated.read_bytes()
    # Two days pass in which nobody builds: what ended today ended the day before yesterday.
    DocumentPage.objects.filter(pk=document.pk).update(expires=today - timedelta(days=2))
    AnnouncedDay.objects.update(day=today - timedelta(days=2))
    report = build_project(options())
    assert 0 < report.rendered < report.files
    assert b'"validity":"expired"' in stated.read_bytes()
    assert build_project(options()).rendered == 0
    whole = {file: file.read_bytes() for file in (project / "mirrors").rglob("*.html")}
    assert build_project(options(full=True)).written == 0
    assert {file: file.read_bytes() for file in whole} == whole


def test_the_command_ends_with_one_line_of_json(project: Path, page: ArticlePage) -> None:
    code, text = run("--json")
    assert code == 0
    line = json.loads(text.strip().splitlines()[-1])
    assert {"pages", "files", "written", "deleted", "bytes", "seconds", "change"} <= set(line)


def test_a_broken_page_is_named_with_its_address_in_the_admin(project: Path, page: ArticlePage, settings: Any) -> None:
    ArticlePage.objects.filter(pk=page.pk).update(source="")
    code, text = run()
    assert code == 1
    assert f"{settings.ADMIN_URL}/admin/pages/{page.pk}/edit/" in text
    assert "ContentSource" in text
    assert not (project / "mirrors/portal").exists()


def test_explain_says_why_key_by_key(project: Path, page: ArticlePage) -> None:
    run()
    page.title = "改过的标题"
    page.save_revision().publish()
    run()
    out = io.StringIO()
    call_command("explain", "portal", "/rss.xml", stdout=out)
    assert "全站最新信息" in out.getvalue()
    assert "不会重新生成" in out.getvalue()


def test_explaining_what_is_not_there_is_an_error_in_words(project: Path, page: ArticlePage) -> None:
    run()
    with pytest.raises(CommandError, match="没有文件"):
        call_command("explain", "portal", "/nothing.html")
    with pytest.raises(CommandError, match="没有站点"):
        call_command("explain", "nowhere", "/index.html")


def test_a_second_builder_at_the_same_time_is_told_to_wait(project: Path, page: ArticlePage) -> None:
    with one_builder(project / "state"), pytest.raises(BuilderError, match="另一个生成任务"):
        build_project(options())


def test_what_another_publisher_holds_is_left_to_it(project: Path, page: ArticlePage) -> None:
    enlist("another", "other-host")
    assert Leases("another").share(["portal"]) == {"portal"}
    assert build_project(options()).ok
    assert not (project / "mirrors/portal").exists()
    with pytest.raises(BuilderError, match="other-host"):
        build_project(options(sites=("portal",), full=True))
    Publisher.objects.update(seen=timezone.now() - timedelta(seconds=11))
    assert build_project(options()).ok
    assert (project / "mirrors/portal/index.html").exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_page_moved_while_a_build_reads_is_seen_in_one_place(
    make_site: Callable[[str], SiteProfile], make_channel: Callable[..., ChannelPage]
) -> None:
    profile = make_site("portal")
    old, new = make_channel(profile, "要闻动态"), make_channel(profile, "通知公告")
    page = old.add_child(instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")]))

    def move() -> None:
        ArticlePage.objects.get(pk=page.pk).move(ChannelPage.objects.get(pk=new.pk), pos="last-child")
        connection.close()

    with one_moment():
        records = export_all()
        seen: list[Any] = []
        for record in records:
            seen.append(record)
            if isinstance(record, ChannelRecord):
                mover = threading.Thread(target=move)
                mover.start()
                mover.join()
                break
        seen += records
    (article,) = [record for record in seen if isinstance(record, ArticleRecord)]
    assert article.channel == old.pk
    assert Page.objects.get(pk=page.pk).get_parent().pk == new.pk


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("lost", [False, True])
def test_two_processes_export_what_one_does(
    make_site: Callable[[str], SiteProfile], make_channel: Callable[..., ChannelPage], tmp_path: Path, lost: bool
) -> None:
    place = make_channel(make_site("portal"))
    pages = [ArticlePage(title=f"第{n}号", slug=f"n{n}", source="市政府", body=[("html", "<p>文</p>")]) for n in range(30)]
    insert_pages((place, page) for page in pages)
    whole, halves = Store(tmp_path / "whole.sqlite3"), Store(tmp_path / "halves.sqlite3")
    keys = whole.put(export_all())
    with SecondHalf(tmp_path) as half, one_moment():
        assert half.sees(mark_of_moment())
        if lost:
            half.kill()
        assert take_halves(halves, half) == keys
    rows = [
        {row.id: row.digest for row in store.snapshot().rows.values()} for store in (whole, halves)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 30


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_process_that_sees_another_moment_is_not_used(make_site: Callable[[str], SiteProfile], tmp_path: Path) -> None:
    make_site("portal")
    with SecondHalf(tmp_path) as half:
        assert not half.sees("another")


def test_a_reconciliation_publishes_what_the_feed_never_said(project: Path, page: ArticlePage) -> None:
    build_project(options())
    ArticlePage.objects.filter(pk=page.pk).update(title="悄悄改的标题")
    build_project(options())
    assert "悄悄改的标题" not in (project / "mirrors/portal/rss.xml").read_text()
    out = io.StringIO()
    call_command("reconcile", stdout=out)
    assert f"补登变更：content:{page.pk}" in out.getvalue()
    assert "悄悄改的标题" in (project / "mirrors/portal/rss.xml").read_text()
    call_command("reconcile", stdout=out)
    assert "0 项变更" in out.getvalue()
