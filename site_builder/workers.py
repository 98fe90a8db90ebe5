"""Finds out which outputs are stale and renders them into the staging folder, in several processes.

They are those of an executor: on this machine forked after everything is loaded, so that nothing is loaded twice; on other
machines see `cluster`. What they send back is small: digests and keys, never pages.
"""

import gc
import hashlib
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, NamedTuple

import msgspec

from cms.records import encode
from site_builder.apply import Known, Mirror
from site_builder.dependencies import Stale, find_stale
from site_builder.errors import BuilderError, TargetError, reason_of
from site_builder.frames import Used
from site_builder.handover import Handover, Place
from site_builder.manifest import Manifest
from site_builder.render import Rendered, Renderer
from site_builder.routes import Output
from site_builder.store import Made, Store
from site_builder.targets.base import Target
from site_builder.templating import place_in_template
from site_builder.writer import Staging

BATCH = 256
WITH_BODY = ("content", "content_data")
WORTH_FORKING = 2000  # below this many outputs starting processes costs more than it saves


class Failure(NamedTuple):
    """An output that could not be made, why, and whether that may pass by itself, as a full disk does."""

    output: Output
    cause: str
    passing: bool = False


class Batch(msgspec.Struct):
    """What became of some outputs of a site: how many were looked at, what was made by path, and those that failed."""

    site: str
    seen: int
    made: list[tuple[str, Made]]
    failed: list[Failure]
    frames: dict[str, tuple[bytes, Used]]  # those that nobody had before


class Job(NamedTuple):
    """All that is needed to render: shared with the workers by the fork. The outputs of a site are sorted by path."""

    renderer: Renderer
    store: Store
    outputs: Mapping[str, Sequence[Output]]
    known: Mapping[str, Known]
    mirror: Callable[[str], Mirror]
    full: bool


class Part(NamedTuple):
    """Some of a site's outputs: `BATCH` of them from `start`."""

    site: str
    start: int


class Share(NamedTuple):
    """Some outputs of a site, with what is remembered of them, and what of them is on the mirror, by path."""

    site: str
    outputs: Sequence[Output]
    remembered: Mapping[str, Made]
    files: Manifest


class Crew(NamedTuple):
    """Who renders: an executor, what it calls for a part and with which arguments, and how to wait for the encoded batch.

    No more than `ahead` parts are given to it before the first of them is waited for.
    """

    executor: Executor
    task: Callable[..., Any]
    arguments: Callable[[Part], tuple[Any, ...]]
    answer: Callable[[Future[Any]], bytes]
    ahead: int


Hire = Callable[[Job], AbstractContextManager[Crew]]
_decode = msgspec.msgpack.Decoder(Batch).decode
_shared: tuple[Job, Handover] | None = None  # set just before the fork: the way into the workers that copies nothing


def render_all(job: Job, workers: int, hire: Hire | None = None) -> Iterator[Batch]:
    """Yield what became of every output, site after site, rendered by processes of this machine or by another crew."""
    parts = [Part(site, start) for site, outputs in job.outputs.items() for start in range(0, len(outputs), BATCH)]
    if hire is None:
        if workers < 2 or sum(map(len, job.outputs.values())) < WORTH_FORKING:
            for part in parts:
                yield _render_part(job, part)
            return
        hire = partial(_forked, workers=workers)
    with hire(job) as crew:
        waiting: deque[Future[Any]] = deque()
        for part in parts:
            if len(waiting) == crew.ahead:
                yield _decode(crew.answer(waiting.popleft()))
            waiting.append(crew.executor.submit(crew.task, *crew.arguments(part)))
        while waiting:
            yield _decode(crew.answer(waiting.popleft()))


@contextmanager
def _forked(job: Job, *, workers: int) -> Iterator[Crew]:
    global _shared  # noqa: PLW0603
    handover = Handover(job.store.path.parent)
    _shared = job, handover
    try:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker) as executor:
            yield Crew(
                executor, _render_forked, lambda part: (part,), lambda future: handover.get(future.result()), sys.maxsize
            )
    finally:
        _shared = None
        handover.close()


def _start_worker() -> None:
    gc.disable()  # rendering makes no cycles worth collecting, and the process ends soon
    if _shared is not None:
        _shared[0].store.reopen()


def _render_forked(part: Part) -> Place:
    # Encoded here, because pickling a quarter of a million small objects would take as long as rendering them.
    if _shared is None:
        raise BuilderError("渲染进程没有得到任务")
    job, handover = _shared
    return handover.put(encode(_render_part(job, part)))


def _render_part(job: Job, part: Part) -> Batch:
    known, mirror = job.known[part.site], job.mirror(part.site)
    share = Share(part.site, job.outputs[part.site][part.start:part.start + BATCH], {} if job.full else known.outputs, known.files)
    return render_share(share, job.renderer, job.store, mirror.target, mirror.staging(known))


def render_share(share: Share, renderer: Renderer, store: Store, target: Target, staging: Staging) -> Batch:
    """Make what is stale among some outputs."""
    found = find_stale(share.outputs, share.remembered, renderer.queries)
    renderer.expect(store, {int(each.output.subject) for each in found if each.output.kind in WITH_BODY and not each.frame})
    batch = Batch(share.site, len(share.outputs), [], [], {})
    for stale in found:
        path = stale.output.path
        try:
            rendered = _reframe(renderer, target, stale) or renderer.render(stale.output)
            old = share.files.get(path)
            data, sha256, kind, used, cuts = rendered
            if old is None or old.sha256 != sha256:
                staging.write(path, data)
        except Exception as error:  # noqa: BLE001 - one broken page must not stop the others; it is reported
            passing = isinstance(error, TargetError)
            batch.failed.append(Failure(stale.output, _cause(error), passing))
            if passing:
                break  # a full disk is one for the other pages, too
            continue
        batch.made.append((path, Made(sha256, len(data), kind, encode(used), stale.cause, cuts)))
    staging.close()
    batch.frames = renderer.frames.take_news()
    return batch


def _reframe(renderer: Renderer, target: Target, stale: Stale) -> Rendered | None:
    """Return the page in its new frame if no more than that has changed, and what is on the mirror was made here."""
    made = stale.made
    if not stale.frame or made is None or not made.cuts or not target.near:
        return None
    page = target.read(stale.output.path)
    if page is None or hashlib.sha256(page).digest() != made.sha256:
        return None
    return renderer.reframe(page, made, stale.frame)


def _cause(error: Exception) -> str:
    if isinstance(error, BuilderError):
        return str(error)
    if isinstance(error, OSError) and error.errno:
        return f"读写文件失败：{reason_of(error)}"
    place = place_in_template(error)
    return f"{type(error).__name__}: {error}" + (f"（模板 {place}）" if place else "")
