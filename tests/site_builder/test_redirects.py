"""What sends readers on from an old address, and what cannot be made to send them elsewhere."""

import pytest
from hypothesis import given, strategies as st

from site_builder.errors import BuilderError
from site_builder.redirects import moved_location, moved_page
from tests.sites.facts import read_page


@pytest.mark.parametrize("location", [
    "/news/202601/t20260102_4.html",
    "/",
    "/a.html?b=1&c=2#d",
    "https://gaoping.example.gov.cn/news/index.html",
    "http://gaoping.localhost:8000/",
    "https://www.example.gov.cn",
])
def test_an_address_is_read_as_it_was_written(location: str) -> None:
    assert moved_location(moved_page(location, "标题")) == location


def test_an_address_is_sent_percent_encoded() -> None:
    assert moved_location(moved_page('/新闻/a b$c".html', "")) == "/%E6%96%B0%E9%97%BB/a%20b%24c%22.html"


@pytest.mark.parametrize("location", [
    "", "news.html", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "data:text/html,x", "https:///x", "https://",
    "https://user@evil.example/", "https://a b/", "/a\r\nSet-Cookie: x=1", "/a\nb", "/a\0", "ftp://a/", "/" + "长" * 700,
    "https://www.example.gov.cn\\@evil.example/",
])
def test_what_is_no_address_of_a_page_is_refused(location: str) -> None:
    with pytest.raises(BuilderError, match="不能转到"):
        moved_page(location, "标题")


@pytest.mark.parametrize("page", [
    b"",
    b"<!DOCTYPE html>",
    b'<link rel="canonical" href="/a.html">',
    moved_page("/a.html", "x").replace(b"/a.html", b"//evil.example/"),
    moved_page("/a.html", "x").replace(b"/a.html", b"javascript:alert(1)"),
    moved_page("/a.html", "x").replace(b"/a.html", b"/a&#10;b"),
    moved_page("/a.html", "x").replace(b"/a.html", b"/a&quot; $host"),
    moved_page("/a.html", "x").replace(b"/a.html", b"/\xff"),
    moved_page("/a.html", "x").replace(b'/a.html">', b""),
])
def test_an_altered_page_sends_nobody_anywhere(page: bytes) -> None:
    assert moved_location(page) is None


@given(st.text(), st.text())
def test_nothing_in_a_title_becomes_part_of_the_page(title: str, path: str) -> None:
    page = moved_page("/news/a.html", title + '"><script>alert(1)</script><link rel="canonical" href="/evil">' + path)
    assert moved_location(page) == "/news/a.html"
    facts = read_page("portal", "/old.html", page.decode("utf-8", "surrogatepass"))
    assert (facts.canonical, facts.links, facts.inline) == ("/news/a.html", ["/news/a.html"], [])


@given(st.text())
def test_any_location_is_refused_or_sent_as_plain_ascii(location: str) -> None:
    try:
        sent = moved_location(moved_page("/" + location, ""))
    except BuilderError:
        return
    assert sent is not None
    assert sent.isascii() and sent.isprintable() and not set(sent) & set(' "\'$\\<>{}') and not sent.startswith("//")


@given(st.binary())
def test_any_bytes_can_be_asked(page: bytes) -> None:
    moved_location(page)
