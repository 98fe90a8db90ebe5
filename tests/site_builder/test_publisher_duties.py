"""What the publisher does besides following the feed: guarding, orders, freezing, the clock, and what was lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cms.accounts.models import Organisation
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.disclosure.models import DocumentPage
from cms.publishing.days import city_day
from cms.publishing.models import AnnouncedDay, Change, Incident, Order, OrderKind, Outcome, Release, SiteState, Switch
from site_builder import publisher as publishing
from site_builder.publisher import Publisher
from tests.site_builder.cluster import tree

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def root(settings: Any, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.REDIRECTS_FILE = project / "redirects.map"
    monkeypatch.setattr(publishing, "ROUND", 0.0)  # each look is a round
    return project


@pytest.fixture
def page(
    root: Path, make_site: Callable[[str], SiteProfile], make_channel: Callable[..., ChannelPage]
) -> ArticlePage:
    channel = make_channel(make_site("portal"))
    page = channel.add_child(instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")]))
    page.save_revision().publish()
    return page


@pytest.fixture
def publisher(page: ArticlePage) -> Iterator[Publisher]:
    said: list[str] = []
    found = Publisher(said.append, workers=1)
    found.said = said  # type: ignore[attr-defined]
    found.look()
    found.look()
    yield found
    found.close()


def mirror(root: Path) -> dict[str, bytes]:
    """Return the mirror without the statements that have a time in them."""
    return {path: data for path, data in tree(root / "mirrors/portal").items() if "/fresh." not in path}


def edit(page: ArticlePage, title: str) -> None:
    page.refresh_from_db()
    page.title = title
    page.save_revision().publish()


def order(publisher: Publisher, kind: Any, site: str = "portal") -> Order:
    found = Order.objects.create(kind=kind, site=site)
    publisher.look()
    found.refresh_from_db()
    return found


def test_what_somebody_does_to_a_mirror_is_undone_and_written_down(publisher: Publisher, root: Path) -> None:
    good, place = mirror(root), root / "mirrors/portal"
    assert publisher._watchman._guard.wait_until_watching(30)
    (place / "index.html").write_text("别人写的")
    (place / "evil.php").write_text("别人放的")
    (place / "rss.xml").unlink()
    for _ in range(100):
        if Incident.objects.exclude(restored_at=None).count() == 3:
            break
        publisher.rest(1)
    assert mirror(root) == good
    assert {incident.path for incident in Incident.objects.all()} == {"/index.html", "/evil.php", "/rss.xml"}


def test_the_publishers_own_work_is_no_incident(publisher: Publisher, page: ArticlePage) -> None:
    assert publisher._watchman._guard.wait_until_watching(30)
    edit(page, "新的标题")
    publisher.look()
    while publisher._watchman._guard.wait(1):
        publisher.rest(0)
    assert not Incident.objects.exists()


def test_a_release_is_written_down_and_the_site_is_live(publisher: Publisher, page: ArticlePage) -> None:
    edit(page, "新的标题")
    publisher.look()
    state, release = SiteState.objects.get(pk="portal"), Release.objects.first()
    assert release is not None and (release.outcome, release.change) == (Outcome.LIVE, state.change)
    assert state.change == Change.objects.latest("number").number
    assert 0 < release.rendered == release.written


def test_a_broken_page_is_written_down_with_its_cause(publisher: Publisher, page: ArticlePage) -> None:
    ArticlePage.objects.filter(pk=page.pk).update(source="")
    Change.objects.create(site="portal", kind="content", object_key=f"content:{page.pk}", action="change")
    for _ in range(3):
        publisher.look()
    release = Release.objects.get(outcome=Outcome.FAILED)
    assert "ContentSource" in release.failures.get(page=page.pk).cause


def test_a_frozen_site_waits_but_its_notices_do_not(publisher: Publisher, page: ArticlePage, root: Path) -> None:
    Switch.objects.create(site="portal", frozen=True, reason="演练", text="暴雨红色预警", level="red")
    edit(page, "冻结期间的标题")
    publisher.look()
    place = root / "mirrors/portal"
    assert "暴雨红色预警" in (place / "_fragments/notice.html").read_text()
    assert "冻结期间的标题" not in (place / "rss.xml").read_text()
    Switch.objects.get().delete()
    publisher.look()
    assert "冻结期间的标题" in (place / "rss.xml").read_text()
    assert "暴雨" not in (place / "_fragments/notice.html").read_text()


def test_a_notice_comes_down_by_itself(publisher: Publisher, root: Path) -> None:
    Switch.objects.create(site="portal", text="停水通知", level="general", until=timezone.now() + timedelta(hours=1))
    publisher.look()
    notice = root / "mirrors/portal/_fragments/notice.html"
    assert "停水通知" in notice.read_text()
    now = timezone.now()
    Switch.objects.update(until=now)
    publisher._looked = now - timedelta(seconds=5)
    publisher.look()
    assert "停水通知" not in notice.read_text()


def test_a_page_goes_live_when_it_is_due(publisher: Publisher, page: ArticlePage, root: Path) -> None:
    page.refresh_from_db()
    page.title, page.go_live_at = "定时的标题", timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    publisher.look()
    feed = root / "mirrors/portal/rss.xml"
    assert "定时的标题" not in feed.read_text()
    now = timezone.now()
    revision.refresh_from_db()
    revision.content["go_live_at"] = now.isoformat()
    revision.approved_go_live_at = now
    revision.save()
    publisher.look()
    assert "定时的标题" in feed.read_text()


def test_a_verification_finds_and_restores(publisher: Publisher, root: Path) -> None:
    good = mirror(root)
    assert order(publisher, OrderKind.VERIFY).ok
    publisher._watchman.stop()
    (root / "mirrors/portal/404.html").write_text("别人写的")
    (root / "mirrors/portal/_manifest/root.json").write_text("{}")
    done = order(publisher, OrderKind.VERIFY)
    assert (done.ok, "已恢复" in done.result) == (True, True), done.result
    assert mirror(root) == good


def test_a_rebuild_finds_nothing_to_write(publisher: Publisher, root: Path) -> None:
    good = mirror(root)
    done = order(publisher, OrderKind.REBUILD)
    assert done.ok and "其中 0 个与镜像不同" in done.result
    assert mirror(root) == good


def test_an_order_for_all_sites_becomes_one_for_each(publisher: Publisher) -> None:
    assert order(publisher, OrderKind.VERIFY, site="").ok
    publisher.look()
    assert [each.ok for each in Order.objects.filter(site="portal")] == [True]


def test_what_the_feed_never_said_is_found_by_a_reconciliation(publisher: Publisher, page: ArticlePage, root: Path) -> None:
    ArticlePage.objects.filter(pk=page.pk).update(title="悄悄改的标题")
    publisher.look()
    assert "悄悄改的标题" not in (root / "mirrors/portal/rss.xml").read_text()
    done = order(publisher, OrderKind.RECONCILE)
    assert done.ok and "1 项变更" in done.result
    publisher.look()
    assert "悄悄改的标题" in (root / "mirrors/portal/rss.xml").read_text()
    assert Change.objects.filter(cause="核对", object_key=f"content:{page.pk}").exists()
    assert "一致" in order(publisher, OrderKind.RECONCILE).result


def test_who_vouches_for_the_mirror_names_its_root(publisher: Publisher, page: ArticlePage, root: Path) -> None:
    edit(page, "新的标题")
    publisher.look()
    statement = (root / "mirrors/portal/_manifest/fresh.json").read_text()
    assert SiteState.objects.get(pk="portal").root in statement


def test_a_clock_that_is_set_back_neither_loses_nor_repeats_a_publication(
    publisher: Publisher, page: ArticlePage, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.refresh_from_db()
    page.title, page.go_live_at = "到点的标题", timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    real, feed = timezone.now, root / "mirrors/portal/rss.xml"
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=61))
    publisher.look()
    assert "到点的标题" in feed.read_text()
    changes, releases = Change.objects.count(), Release.objects.count()
    monkeypatch.setattr(timezone, "now", real)
    publisher.look()
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=61))
    publisher.look()
    assert (Change.objects.count(), Release.objects.count()) == (changes, releases)
    monkeypatch.setattr(timezone, "now", lambda: real() - timedelta(hours=1))
    page.refresh_from_db()
    page.title, page.go_live_at = "时钟调回之后的标题", None
    page.save_revision().publish()
    publisher.look()
    assert "时钟调回之后的标题" in feed.read_text()


def test_what_is_committed_elsewhere_while_the_publisher_rests_is_published_at_the_next_look(
    publisher: Publisher, page: ArticlePage, root: Path
) -> None:
    def edit_elsewhere() -> None:
        edit(page, "别处的标题")
        connection.close()

    thread = Thread(target=edit_elsewhere)
    thread.start()
    while thread.is_alive():
        publisher.rest(0.01)
    thread.join()
    publisher.look()
    assert "别处的标题" in (root / "mirrors/portal/rss.xml").read_text()


def test_validity_follows_the_day_on_pages_and_lists_by_itself(publisher: Publisher, page: ArticlePage, root: Path) -> None:
    today = city_day()
    organisation = Organisation.objects.create(key="jincheng", name="晋城市人民政府", short_name="市政府", code="111405JC00100")
    document = page.get_parent().specific.add_child(instance=DocumentPage(
        title="关于供热的通知", source="市政府", publisher=organisation, created=today - timedelta(days=9), theme="0201",
        effective=today + timedelta(days=1), body=[("html", "<p>正文</p>")],
    ))
    publisher.look()
    place = next(path for path in mirror(root) if path.endswith(f"_{document.pk}.json"))
    assert b'"validity":"pending"' in mirror(root)[place]
    # A day passes: what was tomorrow is today, and the feed has told of yesterday.
    DocumentPage.objects.filter(pk=document.pk).update(effective=today)
    AnnouncedDay.objects.update(day=today - timedelta(days=1))
    publisher.look()
    assert b'"validity":"valid"' in mirror(root)[place]
    facts = Change.objects.filter(cause="有效性到日").values_list("object_key", flat=True)
    assert list(facts) == [f"content:{document.pk}"]
    followed = mirror(root)
    Order.objects.create(kind=OrderKind.REBUILD, site="portal")
    publisher.look()
    assert mirror(root) == followed
