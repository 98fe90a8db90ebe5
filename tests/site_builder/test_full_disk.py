"""A disk that fills up, and has room again."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.errors import BuilderError
from site_builder.project import one_builder
from tests.services.programs import missing
from tests.site_builder.cluster import Cluster, article, small
from tests.site_builder.whole import assert_nothing_left, assert_old_or_new, assert_readable, mirrors_of

SIZE = 8 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a small file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        missing("the right to mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def publish(cluster: Cluster, *, stays: bool) -> str:
    """Publish as the project does; return what people are told."""
    try:
        with one_builder(cluster.root / "state"):
            reports = cluster.keep_up() if stays else [cluster.build()]
    except BuilderError as error:
        if cluster.upkeep:
            cluster.upkeep.forget()
        return str(error)
    return " ".join(error for report in reports for error in (*report.site_errors.values(), *(f.cause for f in report.failures)))


def fill(disk: Path, leave: int) -> Path:
    """Fill a disk but for some bytes; return the file that does it."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(disk).free - leave, 1))
    return filler


@pytest.mark.parametrize("stays", [False, True], ids=["a build", "a process that stays"])
def test_a_full_disk_is_told_harms_no_mirror_and_when_it_has_room_the_next_run_publishes(disk: Path, stays: bool) -> None:
    cluster = small(disk, articles=25)
    publish(cluster, stays=stays)
    publish(cluster, stays=stays)
    told = []
    for number, leave in enumerate(range(0, 500_000, 40_000)):
        old = mirrors_of(disk)
        cluster.put(article(5000 + number, cluster.get("channel:2"), body=f"<p>{'长' * 20_000}</p>"))
        cluster.change(cluster.get("site:portal"), operator=f"办公室{number}")
        filler = fill(disk, leave)
        told.append(publish(cluster, stays=stays))
        found = mirrors_of(disk)
        filler.unlink()
        assert publish(cluster, stays=stays) == ""
        new = cluster.built_anew()
        shutil.rmtree(disk / "fresh")
        assert mirrors_of(disk) == new
        assert_old_or_new(found, old, new)
        assert_readable(found)
        assert_nothing_left(disk)
        assert told[-1] or found == new
    assert told[0] and all("磁盘已满" in words or "disk is full" in words for words in told if words), told
