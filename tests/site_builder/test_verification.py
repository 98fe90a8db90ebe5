"""manage.py verify, by the project's own settings and database."""

import io
import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.publishing.models import Incident, SiteState, Tampering
from site_builder import verification
from site_builder.incidents import mark_restored, record, restore
from site_builder.project import build_project, options
from site_builder.signing import Signer
from site_builder.verifier.differences import Difference, Kind
from tests.site_builder.cluster import tree


@pytest.fixture
def mirror(channel: ChannelPage, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(verification, "PAUSE", 0.0)
    channel.add_child(instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")]))
    assert build_project(options()).ok
    return project / "mirrors/portal"


def run(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify", *arguments, stdout=out, stderr=out, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_mirrors_as_signed_are_told_so(mirror: Path) -> None:
    code, said = run("--json")
    assert code == 0
    assert "与签名清单一致" in said
    line = json.loads(said.splitlines()[-1])
    listed = [path for path in tree(mirror) if not path.startswith("_manifest/")]
    assert (line["sites"], line["files"], line["differences"], line["left"]) == (1, len(listed), [], 0)


def test_differences_are_listed_and_the_exit_status_is_one(mirror: Path) -> None:
    (mirror / "index.html").write_text("别人写的")
    (mirror / "evil.php").write_text("别人放的")
    code, said = run("--site", "portal", "--json")
    assert code == 1
    assert said.splitlines()[:2] == ["portal /evil.php：清单中没有这个文件", "portal /index.html：内容被改动"]
    assert [each["kind"] for each in json.loads(said.splitlines()[-1])["differences"]] == ["added", "changed"]
    assert not Incident.objects.exists()


def test_repair_restores_every_byte_and_writes_incidents(mirror: Path) -> None:
    good = tree(mirror)
    (mirror / "index.html").write_text("别人写的")
    (mirror / "evil.php").write_text("别人放的")
    (mirror / "rss.xml").unlink()
    (mirror / "_manifest/root.sig").write_bytes(b"")
    code, said = run("--repair")
    assert (code, "已恢复 4 处。" in said) == (0, True)
    assert tree(mirror) == good
    found = {incident.path: incident for incident in Incident.objects.all()}
    assert {path: incident.kind for path, incident in found.items()} == {
        "/index.html": Tampering.CHANGED, "/evil.php": Tampering.ADDED, "/rss.xml": Tampering.DELETED,
        "/_manifest/root.sig": Tampering.CHANGED,
    }
    assert all(incident.restored_at for incident in found.values())
    assert len(found["/index.html"].expected) == len(found["/index.html"].found) == 64
    assert run()[0] == 0


@pytest.mark.parametrize("lost", ["mirror", "store", "both"])
def test_repair_ends_right_whatever_is_lost(mirror: Path, lost: str) -> None:
    good = tree(mirror)
    SiteState.objects.filter(site="portal").update(change=1, root="0" * 64)
    (mirror / "index.html").write_text("别人写的")
    if lost != "store":
        shutil.rmtree(mirror)
    if lost != "mirror":
        for file in (mirror.parent.parent / "state").glob("builder.sqlite3*"):
            file.unlink()
    assert run("--repair")[0] == 0
    assert tree(mirror) == good


def test_an_old_release_is_told_by_what_the_database_says_when_the_store_is_gone(mirror: Path, tmp_path: Path) -> None:
    shutil.copytree(mirror, tmp_path / "old")
    page = ArticlePage.objects.get()
    page.title = "新的消息"
    page.save_revision().publish()
    build_project(options())
    good = tree(mirror)
    root = (mirror / "_manifest/root.json").read_bytes()
    assert SiteState.objects.get(site="portal").root == sha256(root).hexdigest()
    shutil.rmtree(mirror)
    shutil.copytree(tmp_path / "old", mirror)
    for file in (tmp_path / "state").glob("builder.sqlite3*"):
        file.unlink()
    code, said = run()
    assert (code, "退回旧版" in said) == (1, True)
    assert run("--repair")[0] == 0
    assert tree(mirror) == good


def test_a_store_older_than_the_mirror_is_not_believed(mirror: Path, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "state", tmp_path / "earlier")
    page = ArticlePage.objects.get()
    page.title = "新的消息"
    page.save_revision().publish()
    build_project(options())
    good = tree(mirror)
    shutil.rmtree(tmp_path / "state")
    shutil.copytree(tmp_path / "earlier", tmp_path / "state")
    assert run()[0] == 0
    (mirror / "index.html").write_text("别人写的")
    assert run("--repair")[0] == 0
    assert tree(mirror) == good


def test_a_new_key_is_used_by_a_full_build(mirror: Path, settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_KEY_FILE = str(tmp_path / "keys/new.key")
    Signer(Path(settings.SIGNING_KEY_FILE))
    code, said = run()
    assert (code, "签名密钥已更换" in said) == (1, True)
    assert build_project(options(full=True)).written == 1
    assert run()[0] == 0


def test_what_cannot_be_verified_is_told_in_words(mirror: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有站点 nowhere 的镜像；现有：portal"):
        call_command("verify", "--site", "nowhere")
    (tmp_path / "state/signing.key").write_bytes(b"short")
    with pytest.raises(CommandError, match=r"签名密钥 .* 无法使用"):
        call_command("verify")
    (tmp_path / "state/signing.key").unlink()
    with pytest.raises(CommandError, match="还没有签名密钥"):
        call_command("verify")


def test_the_public_key_is_printed_of_the_old_key_and_of_a_new_one(mirror: Path, tmp_path: Path) -> None:
    out, new = io.StringIO(), tmp_path / "new.key"
    call_command("public_key", stdout=out)
    call_command("public_key", "--new", str(new), stdout=out)
    assert out.getvalue().split() == [Signer(tmp_path / "state/signing.key").public_key(), Signer(new).public_key()]
    assert new.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="已经存在"):
        call_command("public_key", "--new", str(new))


@pytest.mark.django_db
def test_what_is_not_restored_yet_is_written_down_once() -> None:
    found = [Difference("portal", "/a.html", Kind.CHANGED, "1" * 64, "2" * 64), Difference("portal", "/b.html", Kind.ADDED)]
    first = record(found, timezone.now())
    assert [each.pk for each in record(found, timezone.now())] == [each.pk for each in first]
    assert mark_restored(first, found[:1], timezone.now()) == 1
    assert Incident.objects.get(restored_at=None).path == "/a.html"
    assert len(record(found, timezone.now())) == 2
    assert Incident.objects.count() == 3


@pytest.mark.django_db
def test_an_incident_is_there_before_it_is_restored_and_stays_open_when_it_is_not() -> None:
    found = [Difference("portal", "/" + "长" * 600, Kind.NOT_A_FILE), Difference("portal", "/\udcff", Kind.ADDED)]

    def fail() -> list[Difference]:
        assert Incident.objects.filter(restored_at=None).count() == 2
        return found[:1]

    assert list(restore(found, fail)) == found[:1]
    assert Incident.objects.filter(restored_at=None).count() == 1


@pytest.mark.django_db
def test_a_statement_of_freshness_that_ran_out_is_no_incident() -> None:
    assert record([Difference("portal", "/_manifest/fresh.json", Kind.FROZEN)], timezone.now()) == []
