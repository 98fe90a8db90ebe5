"""Finds what the Change feed did not say, by comparing all records with the database, and says it."""

from cms.publishing.addresses import follow_everything
from cms.publishing.models import Action, Change
from cms.publishing.record import record_changes
from site_builder.refresh import Taken, refresh
from site_builder.store import Store

CAUSE = "核对"


def reconcile(store: Store) -> tuple[list[Taken], set[str]]:
    """Take over what the feed names and then everything; return both, and the keys that the feed did not name.

    For those there are facts in the feed afterwards, so that all its other readers hear of them, too.
    """
    record_changes(follow_everything(cause=CAUSE))
    known = refresh(store, compare=True)
    found = refresh(store, full=True, compare=True)
    lost = {key for key in found.keys or () if not key.startswith("media:")}  # files follow from what uses them
    record_changes(
        Change(site=_site_of(store, key), kind=key.partition(":")[0], object_key=key, action=Action.CHANGE, cause=CAUSE)
        for key in sorted(lost)
    )
    return [known, found], lost


def _site_of(store: Store, key: str) -> str:
    kind, _, name = key.partition(":")
    if kind == "content":
        row = store.row(int(name))
        return row.site if row else ""
    thing = (store.thing(key) or (None,))[0]
    return getattr(thing, "site", "") or (name if kind in ("site", "home", "switch") else "")
