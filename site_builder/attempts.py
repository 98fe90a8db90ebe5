"""Writes down for staff what became of the sites: reports of the builder as rows of the CMS."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.utils import timezone

from cms.publishing.models import Outcome
from cms.publishing.releases import Attempt, Broken, note_attempts, note_begin
from site_builder.build import Options, Report
from site_builder.manifest import ROOT, is_manifest_file
from site_builder.store import Store


@contextmanager
def noted(store: Store, options: Options, sites: Collection[str] | None = None) -> Iterator[Callable[[Report], None]]:
    """Give what notes a report of the work inside; `options.dry_run` is nobody's business."""
    if options.dry_run:
        yield lambda report: None
        return
    started = timezone.now()
    if sites is not None:
        note_begin({site: store.change_of(site) for site in sites})
    yield lambda report: note_attempts(attempts_of(report, store), started)


def attempts_of(report: Report, store: Store) -> list[Attempt]:
    """Return what became of each site that a report speaks of."""
    broken: dict[str, list[Broken]] = defaultdict(list)
    for failure in report.failures:
        page = int(failure.output.subject) if failure.output.subject.isdigit() else None
        broken[failure.output.site].append(Broken(failure.output.path, page, failure.cause))
    failed = [
        Attempt(
            site, store.change_of(site), Outcome.REFUSED if site in report.refused else Outcome.FAILED, message,
            broken=tuple(broken[site]),
        )
        for site, message in sorted(report.site_errors.items())
    ]
    return failed + [_live(report, site, store) for site in sorted(report.plans)]


def _live(report: Report, site: str, store: Store) -> Attempt:
    # The manifest's own files are no news to anybody.
    operations = [operation for operation in report.plans[site] if not is_manifest_file(operation.path)]
    deleted = sum(operation.delete for operation in operations)
    root = store.output(site, ROOT)
    return Attempt(
        site, store.change_of(site), Outcome.LIVE, rendered=report.made[site], written=len(operations) - deleted,
        deleted=deleted, bytes=report.sizes[site], root=root.sha256.hex() if root else "",
    )
