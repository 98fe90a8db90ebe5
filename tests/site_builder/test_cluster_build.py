"""Builds on a Dask cluster: a scheduler and two workers, each a process of its own."""

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import Options, Report, build
from site_builder.cluster import SOFTWARE, Errand, hire_cluster, run_errand
from site_builder.errors import BuilderError
from tests.services.demo import ROOT, Demo
from tests.services.programs import free_port
from tests.site_builder.cluster import Cluster, article, small, tree

pytestmark = pytest.mark.filterwarnings("default")  # what Dask warns of is not ours to mend


class Machines:
    """The processes of a cluster."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2])

    def hire(self, cwd: Path = ROOT) -> None:
        """Start a worker that runs the code in a folder."""
        self.workers.append(self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1",
            "--local-directory", str(self._folder), cwd=cwd,
        ))

    def wait_for(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            if count:
                client.wait_for_workers(count, timeout=60)

    def _start(self, *words: str, cwd: Path = ROOT) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:], "--no-dashboard"]
        # The order of sets differs from process to process, as it does between machines.
        environment = {**os.environ, "PYTHONPATH": str(cwd), "PYTHONHASHSEED": "random"}
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(command, cwd=cwd, env=environment, stdout=log, stderr=log)

    def stop(self) -> None:
        for process in [*self.workers, self._scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    started = Machines(tmp_path_factory.mktemp("dask"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Give two workers that tests leave alive."""
    started = Machines(tmp_path_factory.mktemp("dask"))
    started.hire()
    started.hire()
    started.wait_for(2)
    yield started
    started.stop()


def build_on(cluster: Cluster, address: str, **chosen: Any) -> Report:
    cluster.refresh()
    options: Options = cluster.options(**chosen)
    return build(cluster.store, cluster.options(hire=hire_cluster(address, options), **chosen))


def test_two_workers_build_what_one_process_does(two: Machines, tmp_path: Path) -> None:
    cluster = small(tmp_path, articles=700)
    report = build_on(cluster, two.address)
    assert report.ok, report
    assert report.rendered == report.files > 1400
    assert tree(tmp_path / "mirrors") == cluster.built_anew()
    assert list((tmp_path / "state").glob(".build-*")) == []
    assert list((tmp_path / "mirrors").rglob(".build-*")) == []


def test_they_make_again_what_changed_and_nothing_else(two: Machines, tmp_path: Path) -> None:
    cluster = small(tmp_path, articles=30)
    cluster.build()
    assert build_on(cluster, two.address).rendered == 0
    cluster.change(cluster.get("content:105"), title="改过的标题")
    cluster.remove(cluster.get("content:110"))
    report = build_on(cluster, two.address)
    assert 0 < report.rendered < report.files
    assert report.deleted
    # A layout is another frame around pages whose main part stays.
    layout = cluster.themes / "shared/layouts/page.html"
    layout.write_text(layout.read_text().replace("<footer>", "<footer>新页脚"))
    report = build_on(cluster, two.address)
    assert report.ok and report.written
    assert tree(tmp_path / "mirrors") == cluster.built_anew()


def test_a_broken_page_is_told_as_it_is_at_home(two: Machines, tmp_path: Path) -> None:
    cluster = small(tmp_path)
    cluster.put(article(900, cluster.get("channel:2"), body="<p>正文</p>", source=""))
    there = build_on(cluster, two.address, dry_run=True)
    here = cluster.build(dry_run=True)
    assert {failure.output.path: failure.cause for failure in there.failures} == {
        failure.output.path: failure.cause for failure in here.failures
    }
    assert there.failures


class Killer:
    """A progress that kills a worker as soon as some outputs have come back."""

    def __init__(self, victim: "subprocess.Popen[bytes]") -> None:
        self.victim = victim

    def begin(self, phase: str, total: int = 0) -> None: ...

    def advance(self, count: int) -> None:
        if self.victim.poll() is None:
            self.victim.send_signal(signal.SIGKILL)
            self.victim.wait()

    def end(self) -> None: ...


def test_a_worker_that_dies_midway_is_replaced_by_the_others(machines: Machines, tmp_path: Path) -> None:
    machines.hire()
    machines.hire()
    machines.wait_for(2)
    cluster = small(tmp_path, articles=2500)
    report = build_on(cluster, machines.address, progress=Killer(machines.workers[0]))
    assert machines.workers[0].returncode == -signal.SIGKILL
    assert report.ok, report
    assert tree(tmp_path / "mirrors") == cluster.built_anew()


def test_when_all_workers_die_the_build_ends_and_mirrors_stay(machines: Machines, tmp_path: Path) -> None:
    machines.hire()
    machines.wait_for(1)
    cluster = small(tmp_path, articles=2500)
    with pytest.raises(BuilderError, match="没有工作进程"):
        build_on(cluster, machines.address, progress=Killer(machines.workers[0]))
    assert not (tmp_path / "mirrors/portal").exists()
    assert cluster.build().ok
    assert tree(tmp_path / "mirrors") == cluster.built_anew()


def test_a_cluster_without_workers_is_an_error_and_not_a_long_wait(machines: Machines, tmp_path: Path) -> None:
    machines.wait_for(0)
    with pytest.raises(BuilderError, match="没有工作进程"):
        build_on(small(tmp_path), machines.address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "127.0.0.1"])
def test_a_wrong_address_is_named(tmp_path: Path, address: str) -> None:
    with pytest.raises(BuilderError, match="无法连接集群调度器"):
        build_on(small(tmp_path), address)


def copy_of_the_code(folder: Path) -> Path:
    for name in ("site_builder", "cms"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_a_worker_with_other_code_takes_no_part(machines: Machines, tmp_path: Path) -> None:
    other = copy_of_the_code(tmp_path / "code")
    with (other / "site_builder/feeds.py").open("a") as file:
        file.write("\n# another version\n")
    machines.hire(other)
    machines.wait_for(1)
    cluster = small(tmp_path / "data")
    with pytest.raises(BuilderError, match="程序版本"):
        build_on(cluster, machines.address)
    assert not (tmp_path / "data/mirrors/portal").exists()


def test_a_worker_without_the_shared_folder_takes_no_part(tmp_path: Path) -> None:
    errand = Errand("x", tmp_path / "s", small(tmp_path / "d").options(), (tmp_path / "nowhere/.build-x",), "", SOFTWARE, 1)
    with pytest.raises(BuilderError, match=r"看不到共享目录 .*nowhere"):
        run_errand(errand, b"")
    assert not (tmp_path / "s").exists()


def test_the_command_builds_on_a_cluster(two: Machines, demo: Demo, tmp_path: Path) -> None:
    shutil.copytree(demo.data, tmp_path / "data")
    copy = dataclasses.replace(demo, data=tmp_path / "data")
    shutil.rmtree(copy.mirrors)
    assert "写入" in copy.manage("build", "--full", "--cluster", two.address)
    assert tree(copy.mirrors) == tree(demo.mirrors)
