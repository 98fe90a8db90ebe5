"""Which outputs would be made again if the draft of a page were published now, and why.

The draft is published in a transaction that is rolled back, and what the Change feed then names is exported from it: the
way of a real publication, aliases and moved addresses included. The records go into a copy of the builder's store, in
which every output is looked at as a build would.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
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
from site_builder.build import make_renderer
from site_builder.dependencies import Stale, find_stale
from site_builder.errors import BuilderError
from site_builder.manifest import is_manifest_file
from site_builder.project import options
from site_builder.render import HTML, Renderer
from site_builder.routes import PAGES, Output, outputs_of
from site_builder.store import Store

KEY = re.compile(r"（[a-z]+:[^）]*）")
NAMES = {"home": "首页", "site_map": "网站地图", "not_found": "“页面不存在”的提示页"}
GONE = "不再存在"
NEW = "新页面"


def impact_of(page_id: int, *, user: Any = None) -> Impact:
    """Return what publishing the latest draft of a page would change on the mirrors; `user` is who would publish."""
    path = Path(settings.STATE_ROOT) / "builder.sqlite3"
    if not path.exists():
        return Impact(problem="镜像还没有生成过，发布后将首次生成全部页面。")
    try:
        keys, records = _records_of_draft(page_id, user)
        with _copy(path) as store:
            if store.change < 0:
                return Impact(problem="镜像还没有生成过，发布后将首次生成全部页面。")
            store.remove(keys - store.put(records))
            return _compare(store)
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


@contextmanager
def _copy(path: Path) -> Iterator[Store]:
    """Give a copy of the store that may be altered; the builder goes on with its own."""
    with TemporaryDirectory(dir=path.parent, prefix="impact-") as folder:
        copied = Path(folder) / path.name
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source, closing(sqlite3.connect(copied)) as target:
            source.backup(target)
        with closing(Store(copied)) as store:
            yield store


def _compare(store: Store) -> Impact:
    """Return the outputs that would be made again or deleted, on every site."""
    renderer = make_renderer(store, options(), store.snapshot())
    pages: list[ImpactedPage] = []
    files = 0
    for site in sorted(renderer.queries.snapshot.sites):
        wanted = list(outputs_of(renderer.queries.snapshot, site, renderer.asset_paths(site)))
        remembered = store.outputs(site)
        stale = find_stale(wanted, remembered, renderer.queries)
        seen = [each for each in stale if each.output.kind in PAGES]
        pages += [_page(each, renderer) for each in seen]
        gone = sorted(path for path in remembered.keys() - {each.path for each in wanted} if not is_manifest_file(path))
        lost = [path for path in gone if remembered[path].type == HTML and not path.startswith("/_")]
        base = renderer.queries.snapshot.sites[site].base_url
        pages += [ImpactedPage(site, path, base + path, path, GONE) for path in lost]
        files += len(stale) - len(seen) + len(gone) - len(lost)
    return Impact(tuple(pages), files)


def _page(stale: Stale, renderer: Renderer) -> ImpactedPage:
    output = stale.output
    base = renderer.queries.snapshot.sites[output.site].base_url
    reason = NEW if stale.made is None else KEY.sub("", stale.cause)
    return ImpactedPage(output.site, output.path, base + output.path, _title(output, renderer), reason)


def _title(output: Output, renderer: Renderer) -> str:
    snapshot = renderer.queries.snapshot
    if output.kind == "content":
        return snapshot.rows[int(output.subject)].card.title
    if output.kind == "channel":
        title = snapshot.channels[int(output.subject)].title
        return f"{title}（列表第 {output.number} 页）" if output.number else title
    return NAMES[output.kind]
