from pathlib import Path

import pytest

from content_fixtures.demo.files import Mirror
from site_builder.redirects import moved_page
from tests.content_fixtures.demo.request import Answer, ask

PAGE = b'<main>a</main><!--#include virtual="/_fragments/7.html" --><a href="/news/">more</a>'


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    root = tmp_path / "mirror"
    for path, data in {
        "index.html": b"home", "404.html": "没有".encode(), "news/index.html": PAGE, "_fragments/7.html": b"<ul>newest</ul>",
        "_assets/site.1a2b3c4d.css": b"a{}", "index.json": b"{}", "_img/a-320.webp": b"RIFF", "sitemap.xml": b"<x/>",
    }.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for path, data in {"_gone/x/a.html": b"gone", "_moved/x/b.html": moved_page("/news/", "n"), "_moved/y/index.html": b"broken"}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    (tmp_path / "secret.txt").write_text("secret")
    return Mirror(root, "http://desk.localhost:8000")


def get(mirror: Mirror, path: str, **headers: str) -> Answer:
    return ask(mirror, path, **headers)


@pytest.mark.parametrize("path", ["/", "/index.html"])
def test_a_folder_shows_its_index(mirror: Mirror, path: str) -> None:
    assert get(mirror, path).body == b"home"


def test_a_folder_without_a_slash_leads_to_the_one_with(mirror: Mirror) -> None:
    answer = get(mirror, "/news")
    assert (answer.status, answer.headers["Location"]) == (301, "/news/")


@pytest.mark.parametrize(("path", "kind"), [
    ("/", "text/html; charset=utf-8"), ("/index.json", "application/json; charset=utf-8"), ("/_img/a-320.webp", "image/webp"),
    ("/_assets/site.1a2b3c4d.css", "text/css; charset=utf-8"), ("/sitemap.xml", "application/xml; charset=utf-8"),
])
def test_content_types_name_the_charset_of_text(mirror: Mirror, path: str, kind: str) -> None:
    assert get(mirror, path).headers["Content-Type"] == kind


def test_fragments_are_included(mirror: Mirror) -> None:
    assert b"</main><ul>newest</ul><a" in get(mirror, "/news/").body


def test_a_fragment_that_is_gone_leaves_the_link(mirror: Mirror, tmp_path: Path) -> None:
    (tmp_path / "mirror/_fragments/7.html").unlink()
    assert get(mirror, "/news/").body == b'<main>a</main><a href="/news/">more</a>'


def test_what_is_not_there_shows_the_sites_own_page(mirror: Mirror) -> None:
    answer = get(mirror, "/nowhere.html")
    assert (answer.status, answer.body.decode()) == (404, "没有")


@pytest.mark.parametrize(("path", "status"), [
    ("/../secret.txt", 400), ("/news/../../secret.txt", 400), ("//../secret.txt", 400), ("/\0", 400), ("/news/\0.html", 400),
    ("/" + "a" * 5000, 404), ("/" + "a" * 9000, 414), ("/.staging/index.html", 404), ("/news/.hidden", 404),
])
def test_no_path_leads_out_of_the_folder(mirror: Mirror, path: str, status: int) -> None:
    assert get(mirror, path).status == status


@pytest.mark.parametrize("path", ["//news//", "/./news/", "/news/../news/index.html", "/news/x/.."])
def test_a_path_is_made_plain_before_it_is_looked_up(mirror: Mirror, path: str) -> None:
    assert get(mirror, path).status == 200


def test_a_redirect_leads_to_no_other_host(mirror: Mirror) -> None:
    assert get(mirror, "//news").headers["Location"] == "/news/"


def test_a_link_out_of_the_folder_is_not_followed(mirror: Mirror, tmp_path: Path) -> None:
    (tmp_path / "mirror/out.txt").symlink_to(tmp_path / "secret.txt")
    assert get(mirror, "/out.txt").status == 404


def test_a_reader_that_has_the_bytes_gets_none(mirror: Mirror) -> None:
    first = get(mirror, "/")
    again = get(mirror, "/", HTTP_IF_NONE_MATCH=f'"other", {first.headers["ETag"]}')
    assert (again.status, again.body) == (304, b"")
    assert get(mirror, "/", HTTP_IF_MODIFIED_SINCE=first.headers["Last-Modified"]).status == 304
    assert get(mirror, "/", HTTP_IF_MODIFIED_SINCE="nonsense").status == 200


def test_a_new_fragment_makes_its_page_new(mirror: Mirror, tmp_path: Path) -> None:
    first = get(mirror, "/news/")
    (tmp_path / "mirror/_fragments/7.html").write_bytes(b"<ul>newer</ul>")
    assert get(mirror, "/news/", HTTP_IF_NONE_MATCH=first.headers["ETag"]).status == 200
    assert "Last-Modified" not in first.headers


def test_only_addresses_with_a_digest_are_kept_for_ever(mirror: Mirror) -> None:
    assert "immutable" in get(mirror, "/_assets/site.1a2b3c4d.css").headers["Cache-Control"]
    assert get(mirror, "/").headers["Cache-Control"] == "no-cache"


def test_a_head_request_gets_headers_alone(mirror: Mirror) -> None:
    answer = get(mirror, "/", REQUEST_METHOD="HEAD")
    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (200, b"", "4")


def test_nothing_can_be_sent_to_a_mirror(mirror: Mirror) -> None:
    answer = get(mirror, "/", REQUEST_METHOD="POST")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/nowhere.html"])
def test_every_page_comes_with_its_security_policy(mirror: Mirror, path: str) -> None:
    headers = get(mirror, path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://desk.localhost:8000" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_gone_says_so_with_its_own_page(mirror: Mirror) -> None:
    answer = get(mirror, "/x/a.html")
    assert (answer.status, answer.body, answer.headers["Cache-Control"]) == (410, b"gone", "no-cache")


def test_what_moved_leads_to_its_new_address(mirror: Mirror) -> None:
    answer = get(mirror, "/x/b.html")
    assert (answer.status, answer.headers["Location"], answer.body) == (301, "/news/", b"")


@pytest.mark.parametrize("path", ["/y/index.html", "/y/", "/y"])
def test_a_page_of_a_moved_address_that_names_no_other_is_shown_as_it_is(mirror: Mirror, path: str) -> None:
    answer = get(mirror, path)
    assert (answer.status, answer.body, answer.headers["X-Robots-Tag"]) == (200, b"broken", "noindex")


@pytest.mark.parametrize("path", ["/_gone/x/a.html", "/_moved/x/b.html"])
def test_the_pages_of_old_addresses_have_no_address_of_their_own(mirror: Mirror, path: str) -> None:
    assert get(mirror, path).status == 404


def test_a_live_page_comes_before_all_that_is_said_of_its_address(mirror: Mirror, tmp_path: Path) -> None:
    (tmp_path / "mirror/x").mkdir()
    (tmp_path / "mirror/x/a.html").write_bytes(b"live")
    assert get(mirror, "/x/a.html").body == b"live"
