"""Records in, mirrors out: the phases of a build, in order.

A full build is an incremental build that remembers nothing; there is no second way.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import msgspec

from cms.records import digest_of_bytes
from site_builder.apply import (
    Applied,
    Known,
    Mirror,
    Prepared,
    carry_out,
    drop_interrupted,
    finish_interrupted,
    is_as_left,
    look,
    prepare,
    remember,
)
from site_builder.assets import Asset, Assets, build_assets, source_digest
from site_builder.compiling import cache_folder
from site_builder.errors import BuilderError, PlanRefused, TargetError
from site_builder.journal import Journal
from site_builder.plan import Operation
from site_builder.progress import Progress, Silent
from site_builder.render import Renderer, code_digest
from site_builder.routes import PAGES, Output, outputs_of, paths_of
from site_builder.signing import Signer
from site_builder.snapshot import Snapshot
from site_builder.store import Made, Store
from site_builder.targets.base import Target
from site_builder.targets.folder import FolderTarget
from site_builder.templating import Theme
from site_builder.workers import Failure, Hire, Job, render_all


@dataclass(frozen=True)
class Options:
    """What a build is told: folders, how much to do, and how."""

    state: Path
    mirrors: Path
    themes: Path
    media: Path
    sites: tuple[str, ...] = ()
    elsewhere: frozenset[str] = frozenset()  # sites that are published from another machine
    full: bool = False
    dry_run: bool = False
    workers: int = os.cpu_count() or 1
    ceiling: float = 0.5
    scan: bool = False  # read the mirrors instead of trusting that they are as they were left
    key: Path | None = None
    progress: Progress = field(default_factory=Silent)
    target: Callable[[str], Target] | None = None
    hire: Hire | None = None  # who renders, if not processes of this machine
    may_publish: Callable[[str], bool] | None = None  # asked before a mirror is touched: has another machine taken the site?

    def includes(self, site: str) -> bool:
        return site not in self.elsewhere and (not self.sites or site in self.sites)

    @property
    def signing_key(self) -> Path:
        return self.key or self.state / "signing.key"

    def mirror(self, site: str) -> Mirror:
        target = self.target(site) if self.target else FolderTarget(self.mirrors / site)
        # Beside the mirrors, because a file moves into place only within one file system.
        # A trial has a folder of its own: in the site's there may be what an interrupted build has to finish.
        staging = self.mirrors / ".staging" / (f"{site}.trial" if self.dry_run else site)
        return Mirror(site, target, staging, Journal(self.state / "journal" / f"{site}.msgpack"))


@dataclass
class Report:
    """What a build did."""

    change: int = -1
    pages: int = 0
    files: int = 0
    rendered: int = 0
    written: int = 0
    deleted: int = 0
    bytes: int = 0
    failures: list[Failure] = field(default_factory=list)
    site_errors: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # of those sites the ones whose plan deletes too much
    passing: set[str] = field(default_factory=set)  # and those that only could not be written or read now
    plans: dict[str, list[Operation]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)  # by site: bytes written, and files rendered
    made: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.failures and not self.site_errors

    @property
    def failed_sites(self) -> set[str]:
        """Return the sites that were not published."""
        return set(self.site_errors)

    def fail(self, site: str, error: BuilderError) -> None:
        """Note why a site was not published."""
        self.site_errors[site] = str(error)
        if isinstance(error, PlanRefused):
            self.refused.add(site)
        if isinstance(error, TargetError):
            self.passing.add(site)


class Clock:
    """Notes how long each phase took."""

    def __init__(self, report: Report, progress: Progress) -> None:
        self._report, self._progress = report, progress
        self._phase, self._since = "", time.perf_counter()

    def begin(self, phase: str, total: int = 0) -> None:
        self.end()
        self._phase, self._since = phase, time.perf_counter()
        self._progress.begin(phase, total)

    def end(self) -> None:
        if self._phase:
            spent = self._report.seconds.get(self._phase, 0.0)
            self._report.seconds[self._phase] = round(spent + time.perf_counter() - self._since, 3)
            self._phase = ""


def is_current(store: Store, options: Options) -> bool:
    """Return whether a build would do nothing: no change, the same themes and code, every mirror as it was left."""
    anew = options.full or options.dry_run or options.scan
    if anew or store.built() != fingerprint(store, digest_of_looks(options)):
        return False
    return all(is_as_left(options.mirror(site), store) for site in store.sites_with_outputs())


def digest_of_looks(options: Options) -> str:
    """Return what stands for all that gives content its form: the builder's code and the themes."""
    parts = [code_digest()]
    for path in sorted(options.themes.rglob("*")):
        if path.is_file():
            parts += [str(path.relative_to(options.themes)).encode(), path.read_bytes()]
    return digest_of_bytes(b"\0".join(parts)).hex()


def fingerprint(store: Store, looks: str) -> str:
    """Return what stands for all that a build is made from."""
    return f"{store.change} {looks}"


def build(store: Store, options: Options) -> Report:
    """Render what is stale and bring the mirrors up to date; a site with a broken page stays as it was."""
    report = Report(change=store.change)
    clock = Clock(report, options.progress)
    mark = fingerprint(store, digest_of_looks(options))
    clock.begin("读取内容")
    snapshot = store.snapshot()
    sites = [key for key in sorted(snapshot.sites) if options.includes(key)]
    renderer = make_renderer(store, options, snapshot)
    clock.begin("查看镜像")
    known, outputs = _look(store, options, renderer, sites, report)
    clock.begin("生成并发布", sum(map(len, outputs.values())))
    done = list(publish_all(Job(renderer, store, outputs, known, options.mirror, options.full), options, report))
    clock.begin("保存状态")
    if not options.dry_run:
        remember(done, store)
        _remember(store, renderer, report, mark if report.ok and not (options.sites or options.elsewhere) else "")
    clock.end()
    options.progress.end()
    return report


def make_renderer(store: Store, options: Options, snapshot: Snapshot) -> Renderer:
    """Return what renders a snapshot, with its themes and their assets."""
    names = {site.theme for site in snapshot.sites.values()}
    assets = {name: _assets(store, options.themes, name) for name in sorted(names)}
    cache = cache_folder(options.state)
    themes = {name: Theme(options.themes, name, found.address, found.digest, cache) for name, found in assets.items()}
    return Renderer(snapshot, themes, assets, options.media, store.frames())


def _assets(store: Store, themes: Path, name: str) -> Assets:
    source = source_digest(themes, name)
    data = store.assets(name, source)
    if data is None:
        data = msgspec.msgpack.encode(build_assets(themes, name))
        store.put_assets(name, source, data)
    return Assets(name, msgspec.msgpack.decode(data, type=list[Asset]))


def _look(
    store: Store, options: Options, renderer: Renderer, sites: Sequence[str], report: Report
) -> tuple[dict[str, Known], dict[str, list[Output]]]:
    """Return by site what the mirror is, and every output that it should have, sorted by path."""
    known: dict[str, Known] = {}
    outputs: dict[str, list[Output]] = {}
    for site in sites:
        mirror = options.mirror(site)
        found = sorted(outputs_of(renderer.queries.snapshot, site, renderer.asset_paths(site)), key=attrgetter("path"))
        try:
            if options.scan and not options.dry_run:
                drop_interrupted(mirror)
            elif not options.dry_run:
                finish_interrupted(mirror, store)
            known[site] = look(mirror, store, paths_of(found), scan=options.scan)
        except BuilderError as error:
            report.fail(site, error)
            continue
        outputs[site] = found
        report.files += len(found)
        kinds = Counter(map(attrgetter("kind"), found))
        report.pages += sum(kinds[kind] for kind in PAGES)
    return known, outputs


def _make(job: Job, options: Options, report: Report) -> Iterator[tuple[str, dict[str, Made]]]:
    """Make what is stale; yield each site, as soon as it is complete, with what was made for it by path."""
    rest = dict.fromkeys(job.outputs)
    for site, batches in groupby(render_all(job, options.workers, options.hire), key=attrgetter("site")):
        del rest[site]
        made: dict[str, Made] = {}
        for batch in batches:
            made.update(batch.made)
            report.failures += batch.failed
            report.rendered += len(batch.made) + len(batch.failed)
            job.renderer.frames.learn(batch.frames)
            options.progress.advance(batch.seen)
        yield site, made
    for site in rest:  # none of whose files was in question
        yield site, {}


def publish_all(job: Job, options: Options, report: Report) -> Iterator[tuple[Mirror, Applied]]:
    """Publish what is stale: new mirrors one after the other while the pages of those that follow are still being rendered,
    the others side by side when all of that is done, because pages of one site link to new pages of another."""
    waiting = []
    for plan in _prepare_all(job, options, report):
        if options.dry_run:
            plan.staging.clear()
            _count(report, plan)
        elif plan.staging.whole:
            yield from _carry_out([plan], report)
        else:
            waiting.append(plan)
    yield from _carry_out(waiting, report)


def _prepare_all(job: Job, options: Options, report: Report) -> Iterator[Prepared]:
    """Render and plan site after site; one that cannot be published stays as it is."""
    signer = Signer(options.signing_key)
    for site, made in _make(job, options, report):
        mirror, known = options.mirror(site), job.known[site]
        broken = [failure for failure in report.failures if failure.output.site == site]
        try:
            if broken:
                kind = TargetError if all(failure.passing for failure in broken) else BuilderError
                raise kind("有页面无法生成，本站未发布")
            if options.may_publish and not options.may_publish(site):
                raise BuilderError("另一台机器上的发布进程已接手本站")
            plan = prepare(mirror, job.store, signer, made, known, ceiling=options.ceiling, dry_run=options.dry_run)
        except BuilderError as error:
            report.fail(site, error)
            mirror.staging(known).clear()  # it may take the room that is missing
            continue
        report.made[site] = len(made)
        yield plan


def _carry_out(plans: Sequence[Prepared], report: Report) -> Iterator[tuple[Mirror, Applied]]:
    for plan, error in carry_out(plans):
        if error is not None:
            report.fail(plan.mirror.site, error)
            continue
        _count(report, plan)
        yield plan.mirror, plan.applied


def _count(report: Report, plan: Prepared) -> None:
    site, applied = plan.mirror.site, plan.applied
    report.written += applied.written
    report.deleted += applied.deleted
    report.bytes += applied.size
    report.sizes[site] = applied.size
    report.plans[site] = applied.operations


def _remember(store: Store, renderer: Renderer, report: Report, mark: str) -> None:
    with store.transaction():
        store.put_frames(renderer.frames.remembered())
        store.set_built(mark, report.pages, report.files)
