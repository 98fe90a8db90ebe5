"""The builder of this project: its folders and limits as the settings say, and the CMS behind it."""

import os
import secrets
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.publishing.position import TABLE, Position
from cms.records import digest_of_bytes
from site_builder.build import Options, Report, build, is_current
from site_builder.compiling import compiled_meanwhile
from site_builder.errors import BuilderError, reason_of
from site_builder.manifest import ROOT
from site_builder.store import Store
from site_builder.targets.addresses import bucket_place, targets_at
from site_builder.targets.base import Target

Tell = Callable[[str], None]

PATIENCE = timedelta(seconds=10)  # without a sign of another publisher's after which it is taken to be gone


def options(**chosen: Any) -> Options:
    """Return the options that the settings give, with some chosen otherwise. Raises TargetError."""
    found: dict[str, Any] = {
        "state": Path(settings.STATE_ROOT), "mirrors": Path(settings.MIRRORS_ROOT), "themes": Path(settings.THEMES_ROOT),
        "media": Path(settings.MEDIA_ROOT), "workers": settings.BUILD_WORKERS or os.cpu_count() or 1,
        "ceiling": settings.DELETION_CEILING, "key": Path(settings.SIGNING_KEY_FILE) if settings.SIGNING_KEY_FILE else None,
        "target": _target(Path(settings.STATE_ROOT)),
    }
    return Options(**{**found, **chosen})


def _target(state: Path) -> Callable[[str], Target] | None:
    """Return what gives the target of a site, None for folders."""
    if bucket_place(settings.PUBLISH_TARGET) is None:
        return None
    state.mkdir(parents=True, exist_ok=True)
    return targets_at(settings.PUBLISH_TARGET, settings.S3_ADDRESSING, f"{os.uname().nodename}:{name_of(state)}")


def open_store() -> Store:
    return Store(Path(settings.STATE_ROOT) / "builder.sqlite3")


def publish_project(chosen: Options, tell: Tell) -> Report:
    """Build, then let those who follow the mirrors take in what is live; `tell` hears what goes wrong with them."""
    report = build_project(chosen, tell)
    if not chosen.dry_run:
        load_cms()
        from cms.publishing.followers import told

        with told(tell) as followers:
            followers.follow()
    return report


def build_project(chosen: Options, tell: Tell = lambda words: None) -> Report:
    """Take over what changed in the CMS and build.

    When nothing changed the CMS is not even loaded: asking for the number of the last change needs a connection only.
    Raises BuilderError.
    """
    with one_builder(chosen.state):
        store = open_store()
        try:
            feed, made_by = look_at_feed(store), exporter()
            anew = chosen.full or feed.is_another or store.change < 0 or store.exported_with() != made_by
            news = anew or feed.has_news or feed.is_new_day
            if not news and is_current(store, chosen):
                pages, files = store.totals()
                return Report(change=store.change, pages=pages, files=files)
            chosen.progress.begin("导出内容")
            if news:
                with compiled_meanwhile(chosen.themes, chosen.state) if anew else nullcontext():
                    load_cms()
                from cms.publishing.days import record_new_day
                from site_builder.refresh import refresh

                record_new_day(timezone.now())
                refresh(store, full=anew)
                store.set_exported_with(made_by)
            return _build_and_tell(store, chosen, tell)
        finally:
            store.close()


def _build_and_tell(store: Store, chosen: Options, tell: Tell) -> Report:
    """Build what is not published from elsewhere, and write down for staff what became of it."""
    elsewhere = published_elsewhere(name_of(chosen.state))
    for site in elsewhere.keys() & set(chosen.sites):
        raise BuilderError(f"站点 {site} 正由 {elsewhere[site]} 上的发布进程负责，不能同时在这里发布。")
    chosen = replace(chosen, elsewhere=frozenset(elsewhere))
    if not apps.ready:
        return _build_for_looks(store, chosen)
    from cms.publishing.followers import told
    from site_builder.attempts import noted

    if not chosen.dry_run:
        with told(tell) as followers:
            followers.withdraw()
    with noted(store, chosen) as note:
        report = build(store, chosen)
        note(report)
    return report


def _build_for_looks(store: Store, chosen: Options) -> Report:
    """Build after templates or code have changed; of that staff need no release, only the right digest of each root."""
    report = build(store, chosen)
    roots = [(root.sha256.hex(), site) for site in report.plans if (root := store.output(site, ROOT))]
    if not chosen.dry_run:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE publishing_sitestate SET root = %s WHERE site = %s", roots)
    return report


def published_elsewhere(name: str) -> dict[str, str]:
    """Return by site the host of another publisher that seems to hold it.

    For commands that run once and cannot watch whether it lives: they go by the time of day, and so may be refused once.
    """
    query = (
        "SELECT s.site, p.host FROM publishing_sitestate s JOIN publishing_publisher p ON p.name = s.holder_id"
        " WHERE p.name <> %s AND p.seen > %s"
    )
    since = timezone.now() - PATIENCE
    with connection.cursor() as cursor:
        cursor.execute(query, [name, connection.ops.adapt_datetimefield_value(since)])
        return dict(cursor.fetchall())


def name_of(state: Path) -> str:
    """Return the name under which whoever publishes with this state folder is known to others."""
    file = state / "publisher.name"
    if not file.exists():
        temporary = file.with_suffix(".new")
        temporary.write_text(secrets.token_hex(8))
        temporary.rename(file)
    return file.read_text()


@contextmanager
def one_builder(state: Path) -> Iterator[None]:
    """Hold the lock of the builder; a second builder at the same time is an error, and so is what the machine refuses inside."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = os.open(state / "build.lock", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _lock(lock)
            yield
        finally:
            os.close(lock)
    except OSError as error:
        raise BuilderError(f"读写文件失败，发布没有完成：{reason_of(error)}") from error


def _lock(lock: int) -> None:
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except BlockingIOError as error:
        raise BuilderError("另一个生成任务正在运行，请等它结束。") from error


class Feed(NamedTuple):
    """Whether the Change feed has something that the store has not, or ends before it: then it is that of a database
    which was restored; and whether it has not told yet what begins and ends with today."""

    has_news: bool
    is_another: bool
    is_new_day: bool


def look_at_feed(store: Store) -> Feed:
    """Look by plain SQL, which works before the CMS's models are loaded. Raises BuilderError."""
    position = Position.of(store.change, store.missing())
    condition, parameters = position.ahead()
    query = (  # the names of the tables and the condition are ours; every value is a parameter
        f"SELECT EXISTS (SELECT 1 FROM {TABLE} WHERE {condition}), (SELECT MAX(number) FROM {TABLE}),"  # noqa: S608
        " EXISTS (SELECT 1 FROM publishing_announcedday WHERE day IN (%s, %s))"
    )
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    days = [connection.ops.adapt_datefield_value(day) for day in (today, today + timedelta(days=1))]
    try:
        with warnings.catch_warnings(), connection.cursor() as cursor:
            warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
            cursor.execute(query, [*parameters, *days])
            news, last, told = cursor.fetchone()
            return Feed(bool(news), (last or 0) < position.number, not told)
    except DatabaseError as error:
        raise BuilderError(f"无法读取数据库（是否已运行 manage.py migrate？）：{error}") from error


def exporter() -> str:
    """Return what stands for all that shapes records and is in no feed: the CMS's code, and settings they contain."""
    sources = sorted((Path(settings.BASE_DIR) / "cms").rglob("*.py"))
    code = digest_of_bytes(b"\0".join([source.read_bytes() for source in sources]))
    return f"{settings.PUBLIC_BASE_URL_PATTERN} {settings.DESK_URL} {code.hex()}"


def load_cms() -> None:
    if not apps.ready:
        import django

        settings.INSTALLED_APPS = settings.CONTENT_APPS
        django.setup()
