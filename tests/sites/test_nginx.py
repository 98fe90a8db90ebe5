"""Mirrors behind a real nginx with the generated configuration are what they are on the demo server, and on the disk."""

import gzip
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from site_builder.nginx import WebServer, nginx_configuration
from site_builder.redirect_map import write_redirects
from site_builder.redirects import moved_page
from site_builder.response_headers import file_headers, security_headers
from tests.services.demo import ROOT, Demo
from tests.services.http import Answer, get
from tests.services.nginx import Nginx, wait_for
from tests.services.programs import free_port
from tests.sites.facts import BuiltSite

pytestmark = pytest.mark.server

SAME_HEADERS = (
    "Content-Type", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Location", "Allow",
    "Content-Disposition", "X-Robots-Tag",
)
DESK, HOST = "https://desk.example.gov.cn", "www.example.gov.cn"
DEMO_SERVER = """
import sys
from pathlib import Path
from waitress import serve
from content_fixtures.demo.files import Mirror
from content_fixtures.demo.hosts import ByHost
root, desk = Path(sys.argv[1]), "https://desk.example.gov.cn"
sites = {"www.example.gov.cn": Mirror(root / "portal", desk), "gaoping.example.gov.cn": Mirror(root / "gaoping", desk)}
serve(ByHost(sites, Mirror(root / "none", desk)), host="127.0.0.1", port=int(sys.argv[2]))
"""
MOVED, NOT_YET = "/news/202601/t20260102_900001.html", "/news/202601/t20260102_900002.html"
GONE = "/news/202601/t20260102_900003.html"
ADDED = {
    f"_moved{MOVED}": moved_page("/news/index.html", "新闻"),
    "_moved/oldnews/index.html": moved_page("https://gaoping.example.gov.cn/news/index.html", "新闻"),
    f"_moved{NOT_YET}": b"<!DOCTYPE html><title>x</title>",
    f"_gone{GONE}": "<!DOCTYPE html><title>该信息已撤下</title>".encode(),
    "_gone/oldgone/index.html": b"<!DOCTYPE html><title>x</title>",
    "_files/a.1a2b.pdf": b"%PDF-1.4", "_files/a.1a2b.docx": b"PK", "_files/a.1a2b.html": b"<script>alert(1)</script>",
    "_files/a.1a2b.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "_files/a.1a2b.txt": b"text", "_files/a.1a2b": b"?",
    "_files/a.1a2b.PDF": b"%PDF-1.4", "_assets/state.css": b"", ".staging/index.html": b"secret", "news/.hidden.html": b"secret",
    "_fragments/.hidden.html": b"secret", "with space & more.html": b"<!DOCTYPE html>", "quiet/page.html": b"no index here",
}


class Ports(NamedTuple):
    nginx: int
    demo: int


@pytest.fixture(scope="module")
def mirrors(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give copies of two mirrors, with what takes the place of pages that moved or are gone, and other rarities."""
    folder = tmp_path_factory.mktemp("mirrors")
    for key in ("portal", "gaoping"):
        shutil.copytree(demo.mirrors / key, folder / key)
    for path, data in ADDED.items():
        file = folder / "portal" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    (folder / ".staging").mkdir()
    (folder / ".staging/index.html").write_bytes(b"secret")
    return folder


def web_server(mirrors: Path, nginx: Nginx) -> WebServer:
    return WebServer(
        sites=[(HOST, "portal"), ("gaoping.example.gov.cn", "gaoping")], public="https://{host}", mirrors=mirrors,
        redirects=mirrors.parent / "redirects.map", pictures=mirrors / "portal/_img", desk=DESK,
        admin="https://cms.example.gov.cn", application=["127.0.0.1:9"], listen=[f"127.0.0.1:{nginx.port}"],
    )


@pytest.fixture(scope="module")
def nginx_port(mirrors: Path, new_nginx: Callable[[], Nginx]) -> int:
    nginx = new_nginx()
    server = web_server(mirrors, nginx)
    write_redirects(mirrors, server.redirects)
    return nginx.start(nginx_configuration(server))


@pytest.fixture(scope="module")
def ports(mirrors: Path, nginx_port: int) -> Iterator[Ports]:
    """Give the ports of nginx and of the demo's server, both with the same mirrors."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", DEMO_SERVER, str(mirrors), str(port)], cwd=ROOT) as server:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield Ports(nginx_port, port)
        server.terminate()


@pytest.fixture
def paths(sites: dict[str, BuiltSite]) -> list[str]:
    """Return an address of every sort."""
    portal = sites["portal"]
    kinds: dict[str, str] = {}
    for path in sorted(portal.files):
        kinds.setdefault(path.split("/")[1].partition(".")[0] + path[path.rfind("."):], path)
    return ["/", "/news/", "/news", "/news?page=2", "/nowhere.html", "/_assets/nothing.css", "/_fragments/nothing.html", *kinds.values()]


ODD_PATHS = [
    f"/{path}".replace(" ", "%20") for path in ADDED if not path.startswith(("_moved", "_gone"))
] + [
    MOVED, GONE, NOT_YET, "/oldnews/", "/oldnews", "/oldnews/index.html", "/oldgone/", "/oldgone", "/quiet/", "/quiet",
    "/_gone" + GONE, "/_moved" + MOVED, "/_gone/", "/_moved", "/_assets/", "/_files/nothing.docx",
    "/../etc/passwd", "/news/../../etc/passwd", "/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/%00", "/index.html%00.txt", "//",
    "//news//", "//news", "//evil.example/..", "/./", "/news/../", "/news/%2e%2e/index.html", "/.git/config", "/%2estaging/index.html",
    "/news/.", "/" + "a" * 5000, "/" + "a" * 9000, "/" + "a/" * 2000, "/news/index.html/", "/news/index.html/x",
    "/index.html;x", "/%E6%96%B0", "/\\..\\x", "/index.html%20", "/a%0d%0aSet-Cookie:x", "/NEWS/", "/index.HTML",
]


def differences(ports: Ports, path: str, method: str) -> list[tuple[object, ...]]:
    real, ours = (get(port, HOST, path, method=method) for port in ports)
    found: list[tuple[object, ...]] = []
    if real.status != ours.status:
        return [(method, path[:80], real.status, ours.status)]
    if real.status in (200, 404, 410) and real.body != ours.body:
        found.append((method, path, real.status, real.body[:80], ours.body[:80]))
    if real.status not in (400, 414):  # these nginx answers before it knows the site
        for name in SAME_HEADERS:
            if real.headers.get(name) != ours.headers.get(name) and not (name == "Content-Type" and real.status in (301, 405)):
                found.append((method, path, name, real.headers.get(name), ours.headers.get(name)))
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_nginx_and_the_demo_server_give_the_same_answers(ports: Ports, paths: list[str], method: str) -> None:
    assert [each for path in paths for each in differences(ports, path, method)] == []


@pytest.mark.parametrize("path", ODD_PATHS, ids=lambda path: path[:40])
def test_they_answer_odd_addresses_alike(ports: Ports, path: str) -> None:
    assert differences(ports, path, "GET") == []


@pytest.mark.parametrize("path", ["/../etc/passwd", "/..%2f..%2fetc/passwd", "/%00", "/.staging/index.html", "/news/.hidden.html",
                                  "/_fragments/.hidden.html", "/_gone" + GONE])
def test_what_is_not_for_readers_is_not_served(nginx_port: int, path: str) -> None:
    answer = get(nginx_port, HOST, path)
    assert answer.status in (400, 404)
    assert b"secret" not in answer.body and b"root:" not in answer.body


def test_every_file_is_served_as_it_is_on_the_disk(nginx_port: int, mirrors: Path, sites: dict[str, BuiltSite]) -> None:
    portal = sites["portal"]
    wrong = [
        path for path in sorted(portal.files)[::5]
        if b"<!--#include" not in (data := (mirrors / "portal" / path[1:]).read_bytes()) and get(nginx_port, HOST, path).body != data
    ]
    assert wrong == []


def test_every_answer_has_the_security_headers(nginx_port: int) -> None:
    for path in ("/", "/nowhere.html", GONE, MOVED, "/news", "/_files/a.1a2b.pdf"):
        headers = get(nginx_port, HOST, path).headers
        assert {name: headers.get(name) for name in security_headers(DESK)} == security_headers(DESK)


def test_what_is_gone_says_so_with_its_own_page(nginx_port: int) -> None:
    answer = get(nginx_port, HOST, GONE)
    assert (answer.status, answer.body) == (410, ADDED[f"_gone{GONE}"])
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-cache", "noindex")


def test_what_moved_leads_to_its_new_address(nginx_port: int) -> None:
    for path, location in ((MOVED, "/news/index.html"), ("/oldnews/", "https://gaoping.example.gov.cn/news/index.html")):
        answer = get(nginx_port, HOST, path)
        assert (answer.status, answer.headers["Location"], answer.headers["Cache-Control"]) == (301, location, "no-cache")


def test_a_redirect_holds_for_its_site_alone(nginx_port: int) -> None:
    assert get(nginx_port, "gaoping.example.gov.cn", MOVED).status == 404


def test_until_the_map_is_read_the_page_of_a_moved_address_sends_readers_on(
    mirrors: Path, new_nginx: Callable[[], Nginx], tmp_path: Path
) -> None:
    nginx = new_nginx()
    (tmp_path / "empty.map").write_text("")
    server = web_server(mirrors, nginx)
    nginx.start(nginx_configuration(WebServer(**{**vars(server), "redirects": tmp_path / "empty.map"})))
    for path in (MOVED, "/oldnews/"):
        answer = get(nginx.port, HOST, path)
        assert (answer.status, answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == (200, "noindex", "no-cache")
        assert b'http-equiv="refresh"' in answer.body
    assert get(nginx.port, HOST, GONE).status == 410


@pytest.mark.parametrize("name", [path for path in ADDED if path.startswith("_files/")])
def test_uploads_are_harmless(nginx_port: int, name: str) -> None:
    headers = get(nginx_port, HOST, f"/{name}").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    for header, value in file_headers(f"/{name}").items():
        assert headers[header] == value
    assert name.lower().endswith((".pdf", ".txt")) or headers["Content-Disposition"] == "attachment"
    assert name.lower().endswith(".pdf") or "sandbox" in headers["Content-Security-Policy"]


def test_the_state_of_the_site_is_soon_asked_for_again(nginx_port: int, sites: dict[str, BuiltSite]) -> None:
    assert get(nginx_port, HOST, "/_assets/state.css").headers["Cache-Control"] == "public, max-age=60"
    other = next(path for path in sorted(sites["portal"].files) if path.startswith("/_assets/") and "state" not in path)
    assert "immutable" in get(nginx_port, HOST, other).headers["Cache-Control"]


def test_fragments_are_included(nginx_port: int, sites: dict[str, BuiltSite]) -> None:
    page = next(page for page in sites["portal"].pages if page.path.startswith("/news/city/") and page.kind == "content")
    assert b"<!--#include" in (sites["portal"].root / page.path.lstrip("/")).read_bytes()
    body = get(nginx_port, HOST, page.path).body
    assert b"<!--#include" not in body
    assert b"data-fragment" in body


def test_a_fragment_that_is_missing_leaves_the_rest_of_the_page(ports: Ports, mirrors: Path) -> None:
    page = b'<!DOCTYPE html><p>a<!--#include virtual="/_fragments/8.html" -->b<!--#include virtual="/_fragments/9.html" -->c'
    (mirrors / "portal/holes.html").write_bytes(page)
    for port in ports:
        assert get(port, HOST, "/holes.html").body == b"<!DOCTYPE html><p>abc"


def test_text_is_compressed_for_who_can_read_it(nginx_port: int) -> None:
    plain, small = get(nginx_port, HOST, "/news/"), get(nginx_port, HOST, "/news/", Accept_Encoding="gzip")
    assert (small.headers["Content-Encoding"], small.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 2


def test_a_reader_that_has_the_bytes_gets_none(ports: Ports) -> None:
    for port in ports:
        first = get(port, HOST, "/index.json")
        tag = {name.lower(): value for name, value in first.headers.items()}["etag"]
        again = get(port, HOST, "/index.json", If_None_Match=tag)
        assert (again.status, again.body, again.headers["Cache-Control"]) == (304, b"", "no-cache")


def test_unknown_hosts_see_no_mirror(nginx_port: int) -> None:
    for host in ("unknown.example.gov.cn", ".staging", "portal", "..", "www.example.gov.cn.evil.example", "default", ""):
        assert get(nginx_port, host, "/").status in (400, 404)


def test_a_host_is_known_in_capitals_and_with_a_port(nginx_port: int) -> None:
    for host in ("WWW.Example.gov.cn", "www.example.gov.cn:8080", "www.example.gov.cn."):
        assert get(nginx_port, host, "/").status == 200


def test_the_public_dynamic_host_passes_on_what_is_the_publics_and_nothing_else(nginx_port: int) -> None:
    # No application is running: what is passed on is answered with 502.
    passed: list[Answer] = [get(nginx_port, "desk.example.gov.cn", path) for path in ("/api/v1/sites/", "/search/?q=a", "/static/x")]
    assert [answer.status for answer in passed] == [502, 502, 502]
    for path in ("/", "/admin/", "/api/../admin/", "/django-admin/", "/documents/1/a.pdf", "/%2fadmin/"):
        assert get(nginx_port, "desk.example.gov.cn", path).status == 404
    assert get(nginx_port, "cms.example.gov.cn", "/admin/").status == 502


def test_the_command_writes_what_nginx_takes(demo: Demo, new_nginx: Callable[[], Nginx]) -> None:
    nginx = new_nginx()
    assert nginx.check(demo.manage("nginx_config", "--listen", f"127.0.0.1:{nginx.port}", "--application", "unix:/run/cms.sock")) == ""
    assert "跳转表没有变化" in demo.manage("nginx_config", "--redirects")


def test_nginx_takes_a_hundred_thousand_redirects(mirrors: Path, new_nginx: Callable[[], Nginx], tmp_path: Path) -> None:
    nginx = new_nginx()
    lines = [f'"portal/news/{n % 997}/t2026_{n}.html" "https://www.example.gov.cn/new/{n}.html";' for n in range(100_000)]
    (tmp_path / "redirects.map").write_text("\n".join([*lines, f'"portal/{"长" * 290}.html" "/";']))
    server = WebServer(**{**vars(web_server(mirrors, nginx)), "redirects": tmp_path / "redirects.map"})
    nginx.start(nginx_configuration(server))
    assert get(nginx.port, HOST, "/news/12/t2026_12.html").headers["Location"] == "https://www.example.gov.cn/new/12.html"
    assert get(nginx.port, HOST, "/%E9%95%BF" + "%E9%95%BF" * 289 + ".html").headers["Location"] == "/"


def test_with_certificates_everything_goes_by_https(mirrors: Path, new_nginx: Callable[[], Nginx], tmp_path: Path) -> None:
    nginx = new_nginx()
    for host in (HOST, "gaoping.example.gov.cn", "desk.example.gov.cn", "cms.example.gov.cn"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
             f"/CN={host}", "-keyout", str(tmp_path / f"{host}.key"), "-out", str(tmp_path / f"{host}.pem")],
            check=True, capture_output=True,
        )
    own = (str(tmp_path / "{host}.pem"), str(tmp_path / "{host}.key"))
    for certificate in (own, tuple(file.replace("{host}", HOST) for file in own)):
        text = nginx_configuration(WebServer(**{**vars(web_server(mirrors, nginx)), "certificate": certificate}))
        # The port 80 of the machine that tests run on is not ours.
        assert nginx.check(text.replace("listen 80", f"listen 127.0.0.1:{free_port()}").replace("    listen [::]:80", "#")) == ""
        assert "return 301 https://$host$request_uri;" in text and "Strict-Transport-Security" in text
