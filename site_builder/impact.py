"""Which outputs would be made again if the draft of a page were published now, and why.

The draft is published in a transaction that is rolled back, and what the Change feed then names is exported from it: the
way of a real publication, aliases and moved addresses included. The records are laid over the cluster that this process
keeps in memory (`forecast.py`).
"""

import gc
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from cms.export.export import export_keys
from cms.publishing.impact import Impact, ImpactedPage
from cms.publishing.models import Change
from cms.publishing.read import latest_number
from cms.publishing.record import EVERYTHING
from cms.records import AnyRecord
from site_builder.build import Options
from site_builder.dependencies import Stale
from site_builder.errors import BuilderError
from site_builder.forecast import Difference, Forecast
from site_builder.project import options
from site_builder.render import HTML
from site_builder.routes import PAGES, Output
from site_builder.snapshot import Snapshot

KEY = re.compile(r"（[a-z]+:[^）]*）")
NAMES = {
    "home": "首页", "catalogue": "政府信息公开目录", "site_map": "网站地图", "search": "搜索页", "not_found": "“页面不存在”的提示页",
}
GONE = "不再存在"
NEW = "新页面"

_lock = Lock()
_kept: Forecast | None = None


def impact_of(page_id: int, *, user: Any = None) -> Impact:
    """Return what publishing the latest draft of a page would change on the mirrors; `user` is who would publish."""
    path = Path(settings.STATE_ROOT) / "builder.sqlite3"
    if not path.exists():
        return Impact(problem="镜像还没有生成过，发布后将首次生成全部页面。")
    try:
        keys, records = _records_of_draft(page_id, user)
        with _lock:
            forecast = _forecast(path)
            if forecast.change < 0:
                return Impact(problem="镜像还没有生成过，发布后将首次生成全部页面。")
            return _tell(forecast.differences(keys, records))
    except ValidationError as error:
        return Impact(problem=f"草稿还不能发布：{''.join(error.messages)}")
    except (BuilderError, sqlite3.Error) as error:
        return Impact(problem=f"暂时无法计算影响：{error}")


def _records_of_draft(page_id: int, user: Any) -> tuple[set[str], list[AnyRecord]]:
    """Return the keys that publishing the draft would report, and their records as they would be then."""
    with transaction.atomic():
        before = latest_number()
        page = Page.objects.get(pk=page_id).specific
        revision = page.get_latest_revision() or page.save_revision(user=user)
        # What waits for a date is shown as it will be on that date.
        revision.content["go_live_at"] = revision.content["expire_at"] = None
        revision.publish(user=user, skip_permission_checks=True)
        keys = set(Change.objects.filter(number__gt=before).values_list("object_key", flat=True)) - {EVERYTHING}
        records = list(export_keys(keys))
        transaction.set_rollback(True)
    return keys, records


def _forecast(path: Path) -> Forecast:
    """Return the forecast of this process, brought up to date; call it with the lock held. Raises BuilderError."""
    global _kept  # noqa: PLW0603 - a cluster in memory is kept for the next question
    chosen = options()
    if _kept is not None:
        if _kept.store.path == path and _kept.options.themes == chosen.themes and _kept.is_current() and _kept.follow():
            return _kept
        _kept.close()
        _kept = None
        gc.unfreeze()
        gc.collect()
    _kept = _read(path, chosen)
    _kept.follow()  # what was written while it was being read
    return _kept


def _read(path: Path, chosen: Options) -> Forecast:
    """Read the cluster without the collector, which would look at all that is to stay again and again, then and later."""
    gc.disable()
    try:
        found = Forecast(path, chosen)
        gc.freeze()
        return found
    finally:
        gc.enable()


def _tell(differences: Iterable[tuple[Difference, Snapshot]]) -> Impact:
    """Return the outputs that would be made again or deleted, on every site."""
    pages: list[ImpactedPage] = []
    files = 0
    for found, snapshot in differences:
        site, base = found.site, snapshot.sites[found.site].base_url
        seen = [each for each in found.stale if each.output.kind in PAGES]
        pages += [_page(each, snapshot) for each in seen]
        lost = sorted(path for path, made in found.gone.items() if made.type == HTML and not path.startswith("/_"))
        pages += [ImpactedPage(site, path, base + path, path, GONE) for path in lost]
        files += len(found.stale) - len(seen) + len(found.gone) - len(lost)
    return Impact(tuple(pages), files)


def _page(stale: Stale, snapshot: Snapshot) -> ImpactedPage:
    output = stale.output
    base = snapshot.sites[output.site].base_url
    reason = NEW if stale.made is None else KEY.sub("", stale.cause)
    return ImpactedPage(output.site, output.path, base + output.path, _title(output, snapshot), reason)


def _title(output: Output, snapshot: Snapshot) -> str:
    if output.kind == "content":
        return snapshot.rows[int(output.subject)].card.title
    if output.kind == "channel":
        title = snapshot.channels[int(output.subject)].title
        return f"{title}（列表第 {output.number} 页）" if output.number else title
    if output.kind == "filed":
        title = snapshot.filed(output.subject).label
        return f"目录：{title}（第 {output.number} 页）" if output.number else f"目录：{title}"
    return NAMES[output.kind]
