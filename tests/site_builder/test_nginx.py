"""The text for nginx: what comes out of the database cannot say anything else in it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from site_builder.nginx import ConfigurationRefused, WebServer, nginx_configuration
from site_builder.response_headers import security_headers

DESK = "https://desk.example.gov.cn"


def text(**chosen: Any) -> str:
    usual: dict[str, Any] = {
        "sites": [("www.example.gov.cn", "portal")], "public": "https://{host}", "mirrors": Path("/srv/mirrors"),
        "redirects": Path("/srv/redirects.map"), "pictures": Path("/srv/images"), "desk": DESK, "admin": "https://cms.example.gov.cn:8443",
    }
    return nginx_configuration(WebServer(**{**usual, **chosen}))


@pytest.mark.parametrize("host", [
    "", "a b.cn", "a;b.cn", "a{b}.cn", "a$host.cn", '"a.cn', "a.cn;}", "a.cn\nserver {", "~^.*$", "*.cn", ".cn", "a..cn", "-a.cn", "a_b.cn",
    "default", "hostnames", "include", "volatile", "a/b.cn", "a.cn:80", "user@a.cn", "a.cn#", "a.cn\\", "a" * 64 + ".cn",
    "a." * 130 + "cn", "长" * 99,
])
def test_a_hostile_host_is_refused_by_name(host: str) -> None:
    with pytest.raises(ConfigurationRefused, match="域名"):
        text(sites=[(host, "portal")])


@given(st.text(max_size=40))
def test_no_host_brings_anything_with_it(host: str) -> None:
    try:
        written = text(sites=[(host, "portal")])
    except ConfigurationRefused:
        return
    line = next(line for line in written.splitlines() if line.endswith(" portal;"))
    assert set(line.strip().removesuffix(" portal;")) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert written.count("{") == text().count("{")


@pytest.mark.parametrize("key", ["", "..", "a/b", ".staging", "a b", "a;", "$host", "站点"])
def test_a_key_that_is_no_folder_of_a_mirror_is_refused(key: str) -> None:
    with pytest.raises(ConfigurationRefused, match="站点标识"):
        text(sites=[("www.example.gov.cn", key)])


@pytest.mark.parametrize("chosen", [
    {"mirrors": Path("/srv/$host")}, {"mirrors": Path("relative")}, {"redirects": Path("/a\nb")}, {"pictures": Path("/a$")},
    {"application": ["127.0.0.1:8001; }"]}, {"application": ["unix:/a b"]}, {"listen": ["80; }"]}, {"listen": ["*"]},
    {"desk": "ftp://a.cn"}, {"desk": "https://a b"}, {"admin": "cms.example.gov.cn"}, {"admin": "https://a:b/"},
    {"certificate": ("/a", "b")}, {"public": "https://{host};"},
])
def test_what_would_not_be_safe_is_refused(chosen: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationRefused):
        text(**chosen)


def test_a_quote_in_a_path_stays_in_the_path() -> None:
    assert 'root "/srv/a \\"b; }/$mirror";' in text(mirrors=Path('/srv/a "b; }'))


@pytest.mark.parametrize("sites", [
    [("www.example.gov.cn", "portal"), ("WWW.example.gov.cn", "gaoping")], [("desk.example.gov.cn", "portal")],
    [("cms.example.gov.cn", "portal")],
])
def test_a_host_has_one_meaning(sites: list[tuple[str, str]]) -> None:
    with pytest.raises(ConfigurationRefused, match="用了两次"):
        text(sites=sites)


def test_hosts_are_written_as_browsers_send_them() -> None:
    assert "xn--" in text(sites=[("晋城.政务", "portal")])
    assert "m-www.example.gov.cn portal;" in text(public="https://m-{host}:8443")


def test_every_security_header_is_there() -> None:
    assert all(f'"{value}"' in text() for value in security_headers(DESK).values())


def test_the_application_is_told_its_address_and_not_what_a_reader_says() -> None:
    written = text(application=["10.0.0.1:8001", "10.0.0.2:8001"])
    assert "proxy_set_header Host cms.example.gov.cn:8443;" in written
    assert "proxy_set_header X-Forwarded-Proto https;" in written
    assert "server 10.0.0.2:8001;" in written


def test_a_cluster_without_sites_has_its_dynamic_hosts() -> None:
    assert "server_name desk.example.gov.cn;" in text(sites=[])
