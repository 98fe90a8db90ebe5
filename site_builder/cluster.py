"""Renders on the workers of a Dask cluster, which may be on other machines: they share DATA_ROOT and have the same code.

A worker gets the folders once and, for each part, the outputs with what is remembered of them. It reads the records from
the store, writes into the staging folder, and sends back what a process of this machine would. Before it does anything
it makes sure that folders, code, themes and store are the very same.
"""

import platform
import secrets
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import site_builder
from cms import records
from cms.records import digest_of_bytes, encode
from site_builder.build import Options, digest_of_looks, make_renderer
from site_builder.errors import BuilderError
from site_builder.manifest import Entry
from site_builder.render import Renderer
from site_builder.routes import Output
from site_builder.store import Made, Store
from site_builder.targets.memory import MemoryTarget
from site_builder.workers import BATCH, Crew, Hire, Job, Part, Share, render_share
from site_builder.writer import Staging

PATIENCE = 5.0  # seconds: for the scheduler to answer, and between two looks whether there still are workers
AHEAD = 4  # parts for each worker that wait at it, so that it never waits for this process
MATTERS = ("Jinja2", "MarkupSafe", "msgspec")  # packages that shape bytes


def _loaded_code() -> str:
    sources = [file for package in (site_builder, records) for file in Path(str(package.__file__)).parent.rglob("*.py")]
    return digest_of_bytes(b"\0".join([source.read_bytes() for source in sorted(sources)])).hex()[:12]


# Of what this process runs: the files may be newer by the time that a build comes.
SOFTWARE = {
    "Python": ".".join(platform.python_version_tuple()[:2]), **{name: version(name) for name in MATTERS}, "程序": _loaded_code(),
}


class Errand(NamedTuple):
    """What a worker is told once a build: where everything is, what it must find there, and who asks."""

    token: str
    store: Path
    options: Options
    tokens: tuple[Path, ...]
    looks: str
    software: dict[str, str]
    change: int


class Parcel(msgspec.Struct, array_like=True):
    """A part as it is sent: outputs, what is remembered of them, what is on the mirror, and where new files go."""

    site: str
    outputs: list[Output]
    remembered: dict[str, Made]
    files: dict[str, Entry]
    near: bool
    staging: str
    whole: bool


def hire_cluster(address: str, options: Options) -> Hire:
    """Return what renders on the cluster whose scheduler is at this address, such as `tcp://10.0.0.5:8786`."""
    return partial(_hired, address=address, options=options)


@contextmanager
def _hired(job: Job, *, address: str, options: Options) -> Iterator[Crew]:
    client = _connect(address)
    try:
        hands = sum(worker["nthreads"] for worker in _workers(client).values())
        if not hands:
            raise BuilderError(f"集群 {address} 没有工作进程，请先启动 dask worker。")
        with _errand(job, options) as errand:
            yield Crew(
                client.get_executor(pure=False), run_errand, lambda part: (errand, _pack(job, part)), partial(_wait, client),
                AHEAD * hands,
            )
    finally:
        client.close(timeout=PATIENCE)


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise BuilderError(
            "在集群上生成需要 Dask，本机没有安装。请在 .venv 中安装 requirements-dev.txt 所列版本的 distributed。"
        ) from error
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BuilderError(f"无法连接集群调度器 {address}：{error}。地址的形式是 tcp://主机:8786。") from error


def _workers(client: Any) -> dict[str, Any]:
    return dict(client.scheduler_info(n_workers=-1)["workers"])


@contextmanager
def _errand(job: Job, options: Options) -> Iterator[Errand]:
    """Leave a token in each of the folders that workers must see too, for as long as they work."""
    token = secrets.token_hex(8)
    folders = {job.store.path.parent} | {job.mirror(site).folder.parent for site in job.outputs}
    tokens = tuple(folder / f".build-{token}" for folder in sorted(folders))
    try:
        for file in tokens:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        plain = Options(options.state, options.mirrors, options.themes, options.media)
        yield Errand(token, job.store.path, plain, tokens, digest_of_looks(options), SOFTWARE, job.store.change)
    finally:
        for file in tokens:
            file.unlink(missing_ok=True)


def _pack(job: Job, part: Part) -> bytes:
    known, mirror = job.known[part.site], job.mirror(part.site)
    outputs = list(job.outputs[part.site][part.start:part.start + BATCH])
    paths = [output.path for output in outputs]
    remembered = {} if job.full else {path: made for path in paths if (made := known.outputs.get(path))}
    files = {path: Entry(old.sha256, old.size, old.type) for path in paths if (old := known.files.get(path))}
    staging = mirror.staging(known)
    return encode(Parcel(
        part.site, outputs, remembered, files, mirror.target.near, str(staging.folder), staging.whole
    ))


def _wait(client: Any, future: Future[Any]) -> bytes:
    """Return what a worker sent. Dask gives the part of a worker that died to another one, as long as there is one."""
    while True:
        try:
            return bytes(future.result(PATIENCE))
        except TimeoutError:
            if client.status != "running":
                raise BuilderError("与集群调度器的连接已断开，没有发布未完成的站点。") from None
            if not _workers(client):
                raise BuilderError("集群中已没有工作进程，没有发布未完成的站点。") from None
        except BuilderError:
            raise
        except Exception as error:
            raise BuilderError(
                f"集群没有完成任务（每台机器上要有同一版本的程序）：{type(error).__name__}: {error}"
            ) from error


# What follows runs in the workers.

class _Desk(NamedTuple):
    """What a worker opened for a build and needs for every part of it."""

    token: str
    renderer: Renderer
    store: Store


_decode = msgspec.msgpack.Decoder(Parcel).decode
_desk: _Desk | None = None
# A worker may have several threads; a renderer and its store are for one, always the same.
_thread = ThreadPoolExecutor(1, thread_name_prefix="render")


def run_errand(errand: Errand, parcel: bytes) -> bytes:
    """Render a part; return the encoded batch. Raises BuilderError where this worker must not take part."""
    return _thread.submit(_run, errand, parcel).result()


def _run(errand: Errand, parcel: bytes) -> bytes:
    global _desk  # noqa: PLW0603
    if _desk is None or _desk.token != errand.token:
        if _desk is not None:
            _desk.store.close()
            _desk = None
        _desk = _open(errand)
    site, outputs, remembered, files, near, staging, whole = msgspec.structs.astuple(_decode(parcel))
    target = errand.options.mirror(site).target if near else MemoryTarget()
    share = Share(site, outputs, remembered, files)
    return encode(render_share(share, _desk.renderer, _desk.store, target, Staging(Path(staging), whole=whole)))


def _open(errand: Errand) -> _Desk:
    """Open the store and make the renderer, if all is as whoever asked has it."""
    here = platform.node()
    for token in errand.tokens:
        if not token.exists():
            raise BuilderError(f"工作进程 {here} 看不到共享目录 {token.parent}：所有机器要在同一位置挂载 DATA_ROOT。")
    # Before the store is opened: code of another version would throw it away.
    for name, wanted in errand.software.items():
        if SOFTWARE.get(name) != wanted:
            raise BuilderError(f"工作进程 {here} 的{name}版本是 {SOFTWARE.get(name)}，应为 {wanted}，请更新并重新启动它。")
    if digest_of_looks(errand.options) != errand.looks:
        raise BuilderError(f"工作进程 {here} 的模板（{errand.options.themes}）与发起生成的机器不同，请更新。")
    store = Store(errand.store)
    if store.change != errand.change:
        raise BuilderError(f"工作进程 {here} 看到的内容停在变更 {store.change}，应为 {errand.change}：共享目录没有及时更新。")
    return _Desk(errand.token, make_renderer(store, errand.options, store.snapshot()), store)
