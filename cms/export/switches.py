"""What is switched on for each site in an emergency, as records."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from cms.export.context import ExportContext
from cms.publishing.models import Switch
from cms.records import LEVELS, Notice, SwitchRecord


def export_switches(context: ExportContext) -> Iterator[SwitchRecord]:
    """Yield what is switched on, for each site where anything is: the cluster's switch together with its own."""
    rows = {switch.site: switch for switch in Switch.objects.all()}
    now = timezone.now()
    for key in context.profiles:
        switches = [rows[scope] for scope in ("", key) if scope in rows]
        notices = sorted(
            (_notice(switch) for switch in switches if is_shown(switch, now)), key=lambda notice: LEVELS.index(notice.level)
        )
        record = SwitchRecord(site=key, notices=tuple(notices), mourning=any(switch.mourning for switch in switches))
        if record.notices or record.mourning:
            yield record


def is_shown(switch: Switch, now: datetime) -> bool:
    """Return whether the notice of a switch is on the pages at a moment."""
    has_begun = switch.since is None or switch.since <= now
    return bool(switch.text) and has_begun and (switch.until is None or now < switch.until)


def _notice(switch: Switch) -> Notice:
    return Notice(
        level=switch.level or LEVELS[-1], text=switch.text, url=switch.url, since=_time(switch.since), until=_time(switch.until)
    )


def _time(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else ""
