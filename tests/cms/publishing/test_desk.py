"""The dashboard shows each member of staff what is theirs, and takes orders from those who may give them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.roles import Role
from cms.articles.models import ArticlePage
from cms.cluster.models import SiteProfile
from cms.publishing.models import Failure, Incident, Order, OrderKind, Outcome, Publisher
from cms.publishing.record import record_everything
from tests.cms.publishing.conftest import release

LogIn = Callable[..., Client]
WATCHERS = [Role.SECURITY, Role.AUDITOR]
OUTSIDERS = [Role.CONTRIBUTOR, Role.REVIEWER1]


@pytest.fixture(autouse=True)
def cluster(portal: SiteProfile, gaoping: SiteProfile) -> None:
    """Two sites."""


@pytest.fixture
def incident() -> Incident:
    return Incident.objects.create(site="gaoping", path="/a.html", kind="changed", found_at=timezone.now())


def desk(client: Client) -> str:
    response = client.get(reverse("publishing_desk"))
    assert response.status_code == 200
    return str(response.content.decode())


def order(client: Client, kind: str, site: str, **more: str) -> int:
    return client.post(reverse("publishing_order"), {"kind": kind, "site": site, **more}).status_code


def is_turned_away(client: Client, address: str, *, post: bool = False) -> bool:
    """Return whether Wagtail sent the user back with a message, as it does where rights are missing."""
    response = client.post(address) if post else client.get(address)
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


def catch_up() -> None:
    for site in ("portal", "gaoping"):
        release(site)


def test_the_backlog_counts_what_is_not_live(logged_in: LogIn, published: ArticlePage) -> None:
    catch_up()
    published.save_revision().publish()
    assert "1 项待发布" in desk(logged_in(Role.WEBMASTER, "portal"))
    release("portal")
    assert "已全部上线" in desk(logged_in(Role.WEBMASTER, "portal"))


def test_a_webmaster_sees_nothing_of_other_sites(logged_in: LogIn, incident: Incident, published: ArticlePage) -> None:
    release("portal", outcome=Outcome.FAILED, message="门户的错误")
    Order.objects.create(kind=OrderKind.VERIFY, site="portal", result="门户的结果")
    page = desk(logged_in(Role.WEBMASTER, "gaoping"))
    assert "/a.html" in page
    assert [word for word in ("门户的错误", "门户的结果", "晋城市</th>") if word in page] == []
    assert "/a.html" not in desk(logged_in(Role.WEBMASTER, "portal"))


@pytest.mark.parametrize("role", WATCHERS)
def test_watchers_see_all_sites_and_no_buttons(logged_in: LogIn, incident: Incident, role: Role) -> None:
    page = desk(logged_in(role))
    assert "晋城市" in page
    assert "高平市" in page
    assert "待确认" in page
    assert "publishing-orders" not in page
    assert "formaction" not in page


@pytest.mark.parametrize("role", OUTSIDERS)
def test_who_has_no_rights_is_turned_away_from_every_address(logged_in: LogIn, incident: Incident, role: Role) -> None:
    client = logged_in(role, "gaoping")
    assert is_turned_away(client, reverse("publishing_desk"))
    assert is_turned_away(client, reverse("publishing_desk_part"))
    assert is_turned_away(client, reverse("publishing_order"), post=True)
    assert is_turned_away(client, reverse("publishing_incident_seen", args=[incident.pk]), post=True)
    assert "发布情况" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_gets_anywhere_without_logging_in(client: Client, incident: Incident) -> None:
    for name, arguments in (("publishing_desk", []), ("publishing_desk_part", []), ("publishing_impact", [2])):
        assert client.get(reverse(name, args=arguments)).url.startswith(reverse("wagtailadmin_login"))
    assert client.post(reverse("publishing_order"), {"kind": "verify", "site": "portal"}).status_code == 302
    assert not Order.objects.exists()


def test_an_order_is_written_down_once(logged_in: LogIn) -> None:
    client = logged_in(Role.WEBMASTER, "gaoping")
    assert order(client, "verify", "gaoping") == 302
    assert order(client, "verify", "gaoping") == 302
    written = Order.objects.get()
    assert (written.kind, written.site, written.by.username) == ("verify", "gaoping", "webmaster-gaoping")
    Order.objects.update(finished_at=timezone.now(), ok=True, result="一致：12 个文件")
    assert "一致：12 个文件" in desk(client)
    order(client, "verify", "gaoping")
    assert Order.objects.count() == 2


def test_making_everything_anew_is_asked_back(logged_in: LogIn) -> None:
    client = logged_in(Role.EDITOR)
    response = client.post(reverse("publishing_order"), {"kind": "rebuild", "site": ""})
    assert "确认重新生成" in response.content.decode()
    assert not Order.objects.exists()
    assert order(client, "rebuild", "", confirmed="1") == 302
    assert Order.objects.get().site == ""


@pytest.mark.parametrize(("role", "own", "kind", "site"), [
    (Role.WEBMASTER, "gaoping", "verify", "portal"), (Role.WEBMASTER, "gaoping", "rebuild", ""),
    (Role.WEBMASTER, "gaoping", "verify", "nowhere"), (Role.WEBMASTER, "gaoping", "destroy", "gaoping"),
    (Role.AUDITOR, "", "verify", "portal"), (Role.SECURITY, "", "reconcile", ""), (Role.ADMINISTRATOR, "", "verify", "nowhere"),
    (Role.ADMINISTRATOR, "", "", ""),
])
def test_what_is_not_ones_to_order_is_not_written_down(logged_in: LogIn, role: Role, own: str, kind: str, site: str) -> None:
    order(logged_in(role, own), kind, site, confirmed="1")
    assert not Order.objects.exists()


def test_an_order_by_address_alone_is_not_given(logged_in: LogIn) -> None:
    client = logged_in(Role.ADMINISTRATOR)
    assert client.get(reverse("publishing_order"), {"kind": "verify", "site": ""}).status_code == 405


def test_an_incident_is_confirmed_by_those_who_run_its_site(logged_in: LogIn, incident: Incident) -> None:
    address = reverse("publishing_incident_seen", args=[incident.pk])
    for role, site in ((Role.WEBMASTER, "portal"), (Role.AUDITOR, ""), (Role.SECURITY, "")):
        logged_in(role, site).post(address)
        incident.refresh_from_db()
        assert incident.seen_at is None, role
    client = logged_in(Role.WEBMASTER, "gaoping")
    assert 'formaction="' in desk(client)
    client.post(address)
    logged_in(Role.ADMINISTRATOR).post(address)
    incident.refresh_from_db()
    assert incident.seen_by is not None
    assert incident.seen_by.username == "webmaster-gaoping"
    assert client.post(reverse("publishing_incident_seen", args=[999])).status_code == 404


def test_incidents_that_nobody_saw_come_first(logged_in: LogIn, incident: Incident) -> None:
    now = timezone.now()
    Incident.objects.create(site="gaoping", path="/b.html", kind="added", found_at=now, seen_at=now)
    page = desk(logged_in(Role.WEBMASTER, "gaoping"))
    assert page.index("/a.html") < page.index("/b.html")


def test_what_needs_a_person_stands_first(logged_in: LogIn, incident: Incident) -> None:
    client = logged_in(Role.WEBMASTER, "gaoping")
    page = desk(client)
    assert page.index("<h2>篡改事件") < page.index("<h2>待发布")
    Incident.objects.update(seen_at=timezone.now())
    page = desk(client)
    assert page.index("<h2>待发布") < page.index("<h2>篡改事件")


def test_an_error_leads_to_the_page_for_those_who_may_edit_it(logged_in: LogIn, published: ArticlePage) -> None:
    failed = release("portal", outcome=Outcome.FAILED, message="有页面无法生成，本站未发布")
    Failure.objects.create(release=failed, path="/x.html", page=published.pk, cause="<b>缺少</b>来源")
    edit = reverse("wagtailadmin_pages:edit", args=[published.pk])
    page = desk(logged_in(Role.WEBMASTER, "portal"))
    assert edit in page
    assert "&lt;b&gt;缺少&lt;/b&gt;来源" in page
    page = desk(logged_in(Role.AUDITOR))
    assert published.title in page
    assert edit not in page
    release("portal", minute=1)
    assert "后已上线" in desk(logged_in(Role.AUDITOR))


def test_a_publisher_that_was_not_seen_lately_counts_as_dead(logged_in: LogIn) -> None:
    now = timezone.now()
    Publisher.objects.create(name="a", host="cms-01", started=now, seen=now)
    Publisher.objects.create(name="b", host="cms-02", started=now, seen=now - timedelta(seconds=16))
    page = desk(logged_in(Role.ADMINISTRATOR))
    assert page.count("运行中") == 1
    assert page.count("没有应答") == 1
    Publisher.objects.filter(name="a").delete()
    assert "没有运行" in desk(logged_in(Role.WEBMASTER, "portal"))


def test_the_part_that_refreshes_itself_is_a_piece_of_the_page(logged_in: LogIn) -> None:
    html = logged_in(Role.ADMINISTRATOR).get(reverse("publishing_desk_part")).content.decode()
    assert "待发布" in html
    assert "<html" not in html
    assert "csrf" not in html


def test_the_first_page_of_the_admin_says_how_it_stands(
    logged_in: LogIn, published: ArticlePage, incident: Incident
) -> None:
    def home(role: Role, site: str = "") -> str:
        return str(logged_in(role, site).get(reverse("wagtailadmin_home")).content.decode())

    catch_up()
    published.save_revision().publish()
    assert "本站：1 项待发布" in home(Role.WEBMASTER, "portal")
    release("portal")
    assert "本站：已全部上线" in home(Role.WEBMASTER, "portal")
    assert "1 起篡改事件待确认" in home(Role.WEBMASTER, "gaoping")
    assert "2 个站点：已全部上线" in home(Role.ADMINISTRATOR)
    record_everything(cause="图片变更")
    assert "高平市：1 项待发布" in home(Role.ADMINISTRATOR)


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(logged_in: LogIn, published: ArticlePage) -> None:
    client = logged_in(Role.AUDITOR)

    def fill() -> None:
        for minute in range(3):
            failed = release("portal", outcome=Outcome.FAILED, minute=minute)
            Failure.objects.create(release=failed, path="/x.html", page=published.pk, cause="缺少来源")
            Incident.objects.create(site="portal", path="/a.html", kind="changed", found_at=timezone.now())
            Order.objects.create(kind=OrderKind.VERIFY, site="portal")
            Publisher.objects.create(name=f"{Publisher.objects.count()}", host="a", started=timezone.now(), seen=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("publishing_desk_part"))
        return len(captured)

    fill()
    few = queries()
    fill()
    assert queries() == few
