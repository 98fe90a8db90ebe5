"""Whichever call of the disk fails during a small publication: mirrors stay whole, the words are clear, the next run finishes."""

from collections.abc import Iterator
from errno import EIO, ENOSPC
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cms.records import ArticleRecord, Notice, SwitchRecord
from site_builder.build import Report
from site_builder.errors import BuilderError
from site_builder.project import one_builder
from tests.site_builder.cluster import Cluster, article, picture, small, tombstone
from tests.site_builder.faults import Faults
from tests.site_builder.whole import assert_nothing_left, assert_old_or_new, assert_readable, mirrors_of

SIGNS = ("磁盘已满", "磁盘读写出错", "builder.sqlite3", "有页面无法生成")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder in memory: this is about calls, not about a disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def edit(cluster: Cluster, number: int) -> None:
    """Change a page, publish one with a picture, and withdraw the one before it."""
    cluster.change(cluster.get("content:101"), title=f"第{number}次改动")
    image, file = picture(f"p{number}")
    place = cluster.get("channel:2")
    cluster.put(file, article(5000 + number, place, lead=image, media=(file.path,)))
    for before in [page for page in cluster.of(ArticleRecord) if 5000 <= page.id < 5000 + number]:
        cluster.remove(before)
        cluster.put(tombstone(8000 + number, before))


def publish(cluster: Cluster, *, stays: bool) -> list[str]:
    """Publish as the project does; return what people are told."""
    try:
        with one_builder(cluster.root / "state"):
            reports: list[Report] = cluster.keep_up() if stays else [cluster.build()]
    except BuilderError as error:
        if cluster.upkeep:
            cluster.upkeep.forget()
        return [str(error)]
    causes = [failure.cause for report in reports for failure in report.failures]
    return causes + [error for report in reports for error in report.site_errors.values()]


@pytest.mark.parametrize("stays", [False, True], ids=["a build", "a process that stays"])
def test_whichever_call_fails_the_mirror_is_old_or_new_and_the_next_run_finishes(
    folder: Path, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster, faults = small(folder), Faults(monkeypatch)
    publish(cluster, stays=stays)
    publish(cluster, stays=stays)
    found = new = mirrors_of(folder)
    for number in count():
        if found == new:
            old = found
            edit(cluster, number)
            cluster.refresh()
            new = cluster.built_anew()
        code = (ENOSPC, EIO)[(number + stays) % 2]
        with faults.failing(number, code, cluster.store._connection):
            said = publish(cluster, stays=stays)
        found = mirrors_of(folder)
        assert_old_or_new(found, old, new)
        assert_readable(found)
        assert said or found == new, faults.failed
        for words in said:
            assert any(sign in words for sign in SIGNS), words
        # Where nothing was begun yet the next failure comes on top of this one, most times.
        if found != old or number % 7 == 0:
            assert publish(cluster, stays=stays) == [], (number, faults.failed)
            found = mirrors_of(folder)
            assert found == new, (number, faults.failed)
            assert_nothing_left(folder)
        if not faults.failed:
            break
    assert number > 50


def test_a_notice_of_a_frozen_site_that_could_not_be_written_comes_with_the_next_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster, faults = small(folder), Faults(monkeypatch)
    cluster.keep_up()
    assert cluster.upkeep is not None
    list(cluster.upkeep.publish_switches(["portal"]))
    assert not cluster.upkeep.due_switches(["portal"])
    cluster.put(SwitchRecord(site="portal", notices=(Notice(level="red", text="暴雨"),)))
    cluster.upkeep.take(cluster.refresh(), ["portal"])
    for number in count():
        try:
            with faults.failing(number, ENOSPC):
                is_done = all(report.ok for report in cluster.upkeep.publish_switches(["portal"]))
        except BuilderError:
            is_done = False
        if not faults.failed:
            break
        assert is_done or cluster.upkeep.due_switches(["portal"]), (number, faults.failed)
    assert number > 10
    assert "暴雨" in cluster.text("portal", "/_fragments/notice.html")
    assert not cluster.upkeep.due_switches(["portal"])
