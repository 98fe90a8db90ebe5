from collections.abc import Iterable

import pytest

from content_fixtures.accounts import demo_accounts
from content_fixtures.demo.files import Application, Environ, StartResponse
from content_fixtures.demo.hosts import ByHost, Desk
from content_fixtures.demo.start_page import Place, StartPage
from tests.content_fixtures.demo.request import ask


def saying(word: str) -> Application:
    def application(environ: Environ, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return [word.encode()]

    return application


@pytest.fixture
def by_host() -> ByHost:
    return ByHost({"www.localhost": saying("portal"), "cms.localhost": saying("admin")}, saying("start"))


@pytest.mark.parametrize(("host", "answer"), [
    ("www.localhost:8000", b"portal"), ("WWW.localhost", b"portal"), ("cms.localhost:9000", b"admin"), ("localhost:8000", b"start"),
    ("127.0.0.1:8000", b"start"), ("[::1]:8000", b"start"), ("192.0.2.7", b"start"), ("", b"start"),
])
def test_the_host_says_who_answers(by_host: ByHost, host: str, answer: bytes) -> None:
    assert ask(by_host, "/", HTTP_HOST=host).body == answer


def test_an_unknown_site_is_named_with_those_that_exist(by_host: ByHost) -> None:
    answer = ask(by_host, "/", HTTP_HOST="gaopin.localhost:8000")
    assert answer.status == 404
    assert "没有名为 gaopin.localhost 的站点" in answer.body.decode()
    assert "www.localhost" in answer.body.decode()


@pytest.mark.parametrize(("path", "status"), [("/api/v1/sites/", 200), ("/admin/", 404), ("/documents/1/a.pdf", 404), ("/", 404)])
def test_the_public_host_shows_nothing_of_the_staff(path: str, status: int) -> None:
    assert ask(Desk(saying("django")), path).status == status


def test_the_start_page_names_every_site_and_account() -> None:
    place = Place("portal", "晋城市人民政府", "www.localhost", "")
    text = ask(StartPage([place], "cms.localhost", "desk.localhost", 8123), "/").body.decode()
    assert 'href="http://www.localhost:8123/"' in text
    assert 'href="http://cms.localhost:8123/admin/"' in text
    assert all(account.username in text and account.password in text for account in demo_accounts())
    assert "127.0.0.1 cms.localhost desk.localhost www.localhost" in text


def test_other_paths_lead_to_the_start_page() -> None:
    answer = ask(StartPage([], "cms.localhost", "desk.localhost", 8000), "/admin/")
    assert (answer.status, answer.headers["Location"]) == (302, "/")
