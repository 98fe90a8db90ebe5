from pathlib import Path

import pytest

from site_builder.errors import BuilderError
from site_builder.redirect_map import redirect_map, reload_web_server, write_redirects
from site_builder.redirects import moved_page


@pytest.fixture
def mirrors(tmp_path: Path) -> Path:
    root = tmp_path / "mirrors"
    move(root, "portal/_moved/news/a.html", "/news/b.html")
    move(root, "gaoping/_moved/old/index.html", "https://www.example.gov.cn/new/index.html")
    move(root, ".staging/_moved/a.html", "/b.html")
    return root


def move(root: Path, path: str, location: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(moved_page(location, "标题"))


def test_each_old_address_has_a_line_and_a_folder_has_three(mirrors: Path) -> None:
    assert redirect_map(mirrors) == (
        '"gaoping/old" "https://www.example.gov.cn/new/index.html";\n'
        '"gaoping/old/" "https://www.example.gov.cn/new/index.html";\n'
        '"gaoping/old/index.html" "https://www.example.gov.cn/new/index.html";\n'
        '"portal/news/a.html" "/news/b.html";\n'
    )


def test_a_map_is_written_only_when_it_is_another(mirrors: Path, tmp_path: Path) -> None:
    file = tmp_path / "new/redirects.map"
    assert write_redirects(mirrors, file) and not write_redirects(mirrors, file)
    (mirrors / "portal/_moved/news/a.html").unlink()
    assert write_redirects(mirrors, file)
    assert "news" not in file.read_text()
    assert [each.name for each in file.parent.iterdir()] == ["redirects.map"]


def test_names_that_mean_something_to_nginx_are_left_to_their_pages(mirrors: Path) -> None:
    before = redirect_map(mirrors)
    for name in ('a"b.html', "a\\b.html", "a$b.html", "a\nb.html", "长" * 80 + "/" + "长" * 80 + "/" + "长" * 80 + "/" + "长" * 70):
        move(mirrors, f"portal/_moved/{name}", "/x.html")
    (mirrors / "portal/_moved/broken.html").write_bytes(b'<link rel="canonical" href="/x.html">')
    assert redirect_map(mirrors) == before


def test_addresses_that_differ_in_capitals_alone_are_one(mirrors: Path) -> None:
    move(mirrors, "portal/_moved/news/A.html", "/news/c.html")
    assert redirect_map(mirrors).count("portal/news/a.html") == 1


def test_no_mirrors_are_an_empty_map(tmp_path: Path) -> None:
    assert write_redirects(tmp_path / "nothing", tmp_path / "redirects.map")
    assert (tmp_path / "redirects.map").read_text() == ""


def test_a_map_that_cannot_be_written_is_a_clear_error(mirrors: Path) -> None:
    with pytest.raises(BuilderError, match="无法写入跳转表"):
        write_redirects(mirrors, mirrors / "portal/_moved/news/a.html/redirects.map")


def test_the_command_that_reloads_is_run_if_there_is_one(tmp_path: Path) -> None:
    reload_web_server("")
    reload_web_server(f"touch '{tmp_path}/a b'")
    assert (tmp_path / "a b").exists()


@pytest.mark.parametrize("command", ["false", "no-such-program-anywhere", "'", "sh -c 'echo kaputt >&2; exit 3'"])
def test_a_command_that_fails_is_a_clear_error(command: str) -> None:
    with pytest.raises(BuilderError, match="重新加载网站服务器失败"):
        reload_web_server(command)
