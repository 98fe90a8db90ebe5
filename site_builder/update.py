"""Brings mirrors up to date with what changed since they were: the phases of a build for the files in question alone."""

from collections.abc import Collection, Iterable
from operator import attrgetter

from site_builder.apply import Known, Remembered, finish_interrupted, look_at_parts, remember
from site_builder.build import Clock, Options, Report, fingerprint, publish_all
from site_builder.errors import BuilderError
from site_builder.routes import PAGES, Output, outputs_of
from site_builder.warm import Warm
from site_builder.workers import Job


class MirrorDiffers(BuilderError):
    """A mirror is not as it was left: all of it has to be looked at, by a build."""

    def __init__(self, site: str) -> None:
        super().__init__(f"站点 {site} 的镜像与上次发布的不一致")
        self.site = site


def update(warm: Warm, options: Options, sites: Collection[str], *, only: Collection[str] | None = None) -> Report:
    """Bring the mirrors of some sites up to date. Raises MirrorDiffers before anything is done.

    A site that cannot be published keeps what is in question for the next time; so does every site of which `only` some
    kinds of outputs are published.
    """
    store = warm.store
    report = Report(change=store.change)
    report.pages, report.files = store.totals()
    clock = Clock(report, options.progress)
    clock.begin("查看镜像")
    known = {site: found for site in sorted(sites) if (found := _look(warm, options, site, report, partly=only is not None))}
    outputs = {site: sorted(_in_question(warm, site, only), key=attrgetter("path")) for site in known}
    clock.begin("生成并发布", sum(map(len, outputs.values())))
    job = Job(warm.renderer, store, outputs, known, options.mirror, options.full)
    done = list(publish_all(job, options, report))
    clock.begin("保存状态")
    remember(done, store)
    for mirror, _ in done if only is None else ():
        _settle(warm, mirror.site, outputs[mirror.site], known[mirror.site], report)
    _remember(warm, report)
    clock.end()
    options.progress.end()
    return report


def _in_question(warm: Warm, site: str, only: Collection[str] | None) -> Iterable[Output]:
    if only is None:
        return warm.pending[site].wanted.values()
    outputs = outputs_of(warm.snapshot, site, warm.renderer.asset_paths(site))
    return [output for output in outputs if output.kind in only]


def _look(warm: Warm, options: Options, site: str, report: Report, *, partly: bool) -> Known | None:
    mirror = options.mirror(site)
    try:
        finish_interrupted(mirror, warm.store)
        gone: set[str] = set() if partly else set(warm.pending[site].gone)
        known = look_at_parts(mirror, warm.store, gone)
    except BuilderError as error:
        report.fail(site, error)
        return None
    if known is None:
        raise MirrorDiffers(site)
    return known


def _settle(warm: Warm, site: str, outputs: list[Output], known: Known, report: Report) -> None:
    """Note what the files of a site that is up to date were made from, and count them."""
    new = [output for output in outputs if output.path not in known.outputs]
    gone = [output for output in warm.pending.pop(site).gone.values() if output.path in known.outputs]
    report.files += len(new) - len(gone)
    report.pages += sum(output.kind in PAGES for output in new) - sum(output.kind in PAGES for output in gone)
    remembered = Remembered(warm.store, site)
    for output in outputs:
        made = remembered.get(output.path)
        if made is not None:
            warm.learn(output, made.keys())


def _remember(warm: Warm, report: Report) -> None:
    store = warm.store
    complete = report.ok and not any(map(warm.is_pending, warm.snapshot.sites))
    with store.transaction():
        store.put_frames(warm.renderer.frames.remembered())
        store.set_built(fingerprint(store, warm.looks) if complete else "", report.pages, report.files)
