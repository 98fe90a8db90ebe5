"""The verifier that an auditor runs: a mirror, a public key, and nothing else."""

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from site_builder.freshness import renew
from site_builder.signing import Signer
from site_builder.verifier import __main__ as command
from site_builder.verifier.pack import pack
from tests.site_builder.cluster import Cluster, small, tombstone

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    cluster = small(tmp_path)
    layout = cluster.themes / "shared/layouts/page.html"
    fragment = '<div data-src="/_fragments/1.html"><!--#include virtual="/_fragments/1.html" --></div>'
    layout.write_text(layout.read_text().replace("<footer>", fragment + "<footer>"))
    cluster.build()
    return cluster


@pytest.fixture
def mirror(cluster: Cluster) -> Path:
    return cluster.root / "mirrors/portal"


@pytest.fixture
def run(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the command in this process; it gives the exit status and all that was said."""
    monkeypatch.setattr(command, "PAUSE", 0.0)

    def run(place: Any, *arguments: Any, now: datetime = NOON) -> tuple[int, str]:
        key = Signer(cluster.options().signing_key).public_key()
        given = [str(place), "--key", key, "--now", now.isoformat(), *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", ["verifier", *given])
        with pytest.raises(SystemExit) as ended:
            command.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


def test_a_mirror_as_signed_is_told_so(run: Run, mirror: Path) -> None:
    code, said = run(mirror)
    assert code == 0
    assert "与签名清单一致" in said
    assert "没有时效声明" in said


def test_what_differs_is_listed(run: Run, mirror: Path) -> None:
    (mirror / "index.html").write_text("别人写的")
    (mirror / "evil.php").write_text("别人放的")
    (mirror / "rss.xml").unlink()
    code, said = run(mirror)
    assert code == 1
    assert said.splitlines()[:3] == [
        "portal /evil.php：清单中没有这个文件", "portal /index.html：内容被改动", "portal /rss.xml：文件被删除"
    ]


def test_json_has_the_same(run: Run, mirror: Path) -> None:
    (mirror / "index.html").write_text("别人写的")
    found = json.loads(run(mirror, "--json")[1])
    assert [(each["path"], each["kind"]) for each in found["differences"]] == [("/index.html", "changed")]


def test_another_key_is_not_the_one(mirror: Path, run: Run, tmp_path: Path, cluster: Cluster) -> None:
    data = (mirror / "_manifest/root.json").read_bytes()
    other = Signer(tmp_path / "other.key")
    (mirror / "_manifest/root.sig").write_bytes(other.sign(data))
    code, said = run(mirror)
    assert code == 1
    assert "签名无效" in said
    # While a key is being replaced, both are right.
    assert run(mirror, "--key", other.public_key())[0] == 0


def test_another_sites_mirror_is_not_this_one(run: Run, mirror: Path, tmp_path: Path) -> None:
    assert run(mirror, "--site", "gaoping")[0] == 1
    seen = tmp_path / "seen.json"
    assert run(mirror, "--seen", seen)[0] == 0
    shutil.rmtree(mirror)
    shutil.copytree(mirror.parent / "gaoping", mirror)
    code, said = run(mirror, "--seen", seen)
    assert code == 1
    assert "清单属于另一个站点" in said


def test_an_older_release_is_refused_once_a_newer_was_seen(run: Run, cluster: Cluster, mirror: Path, tmp_path: Path) -> None:
    seen, old = tmp_path / "seen.json", tmp_path / "old"
    shutil.copytree(mirror, old)
    assert run(mirror, "--seen", seen)[0] == 0
    cluster.change(cluster.get("content:101"), title="新的一版")
    cluster.build()
    assert run(mirror, "--seen", seen)[0] == 0
    shutil.rmtree(mirror)
    old.rename(mirror)
    code, said = run(mirror, "--seen", seen)
    assert code == 1
    assert "退回旧版" in said
    assert run(mirror)[0] == 0  # nothing but what was seen before tells


def test_a_mirror_that_is_held_back_is_found(run: Run, cluster: Cluster, mirror: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen.json"
    renew(cluster.options().mirror("portal"), Signer(cluster.options().signing_key), NOON)
    assert run(mirror, "--seen", seen, "--require-fresh")[0] == 0
    code, said = run(mirror, "--seen", seen, now=NOON + timedelta(hours=2))
    assert (code, "镜像可能被冻结" in said) == (1, True)
    earlier = renew(cluster.options().mirror("portal"), Signer(cluster.options().signing_key), NOON - timedelta(minutes=5))
    assert earlier
    assert run(mirror, "--seen", seen)[0] == 1
    for file in (mirror / "_manifest").glob("fresh.*"):
        file.unlink()
    assert run(mirror, "--seen", seen)[0] == 1
    assert run(mirror, "--require-fresh")[0] == 1
    assert run(mirror)[0] == 0


@pytest.mark.parametrize("arguments", [
    ["/nowhere"], ["."], ["/nowhere", "--key", "short"], ["/nowhere", "--now", "noon"], ["http://127.0.0.1:1"],
])
def test_what_makes_no_sense_is_told_in_words(run: Run, arguments: list[str]) -> None:
    code, said = run(*arguments)
    assert code in (1, 2)
    assert "Traceback" not in said
    assert said


def test_a_broken_memory_is_named(run: Run, mirror: Path, tmp_path: Path) -> None:
    (tmp_path / "seen.json").write_text("[]")
    code, said = run(mirror, "--seen", tmp_path / "seen.json")
    assert (code, "seen.json 无法读取" in said) == (2, True)


class Server(SimpleHTTPRequestHandler):
    """A web server that puts fragments into pages, and has never heard of verifiers."""

    INCLUDE = re.compile(rb'<!--#include virtual="(/_fragments/\d+\.html)" -->')

    def do_GET(self) -> None:
        file = Path(self.directory, self.path.lstrip("/"))
        gone = Path(self.directory, "_gone", self.path.lstrip("/"))
        if "/_gone/" in self.path or "/_moved/" in self.path:
            file = Path(self.directory, "nowhere")
        elif gone.is_file():
            file = gone
        data = file.read_bytes() if file.is_file() else b"not here"
        data = self.INCLUDE.sub(lambda found: Path(self.directory, found[1].decode().lstrip("/")).read_bytes(), data)
        self.send_response((410 if file == gone else 200) if file.is_file() else 404)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def address(mirror: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(mirror)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_mirror_is_checked_over_the_web_with_fragments_put_into_its_pages(run: Run, address: str, mirror: Path) -> None:
    code, said = run(address)
    assert (code, "看不到清单以外" in said) == (0, True)
    (mirror / "index.html").write_text((mirror / "index.html").read_text().replace("portal网", "别的网"))
    (mirror / "rss.xml").unlink()
    code, said = run(address)
    assert code == 1
    assert said.splitlines()[:2] == ["portal /index.html：内容被改动", "portal /rss.xml：文件被删除"]


def test_what_was_withdrawn_is_checked_where_readers_find_it(run: Run, address: str, cluster: Cluster, mirror: Path) -> None:
    first, second = cluster.get("content:100"), cluster.get("content:101")
    cluster.remove(first, second)
    cluster.put(tombstone(1, first), tombstone(2, second, "moved", target=102))
    cluster.build()
    (gone,) = (mirror / "_gone").rglob("*.html")
    assert list((mirror / "_moved").rglob("*.html"))
    code, said = run(address)
    assert (code, "看不到跳转页" in said) == (0, True)
    gone.write_text("别人写的")
    assert run(address)[1].splitlines()[0] == f"portal /{gone.relative_to(mirror)}：内容被改动"


def test_one_packed_file_is_all_that_an_auditor_needs(cluster: Cluster, mirror: Path, tmp_path: Path) -> None:
    packed = tmp_path / "elsewhere/verifier.pyz"
    pack(packed)
    key = tmp_path / "key.txt"
    key.write_text(Signer(cluster.options().signing_key).public_key() + "\n")
    program = (
        "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    command = [sys.executable, "-c", program, packed, mirror, "--key", key]
    done = subprocess.run(command, cwd=packed.parent, env={}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "与签名清单一致" in done.stdout


def test_the_verifier_imports_nothing_but_pythons_own_and_cryptography() -> None:
    program = (
        "import sys, site_builder.verifier.__main__, site_builder.verifier.pack;"
        "print(*{name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"site_builder", "__main__"}
