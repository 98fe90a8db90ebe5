"""Brings the builder's store up to date from the CMS: everything the first time, then what the Change feed names."""

import gc
from contextlib import ExitStack

from cms.export.export import export_all, export_keys
from cms.publishing.read import count_pages, latest_number, read_since
from site_builder.moment import one_moment
from site_builder.second_half import FIRST, SECOND, HalfLost, SecondHalf
from site_builder.store import Store, chunks_of


def refresh(store: Store, *, full: bool = False) -> int:
    """Take over what changed since the last time; return how many records were taken over or dropped."""
    if full or store.change < 0:
        return _take_everything(store)
    with one_moment():
        news = read_since(store.change)
        if not news.everything:
            with store.transaction():
                taken = store.put(export_keys(news.keys))
                gone = news.keys - taken
                store.remove(gone)
                store.set_changes(news.number, news.by_site)
            return len(taken) + len(gone)
    return _take_everything(store)


def _take_everything(store: Store) -> int:
    """Export the whole cluster, and drop what is no longer published."""
    gc.freeze()  # looking at all that is loaded for cycles, again and again, would take as long as exporting
    with ExitStack() as stack:
        half = stack.enter_context(SecondHalf(store.path.parent)) if SecondHalf.is_worth_it(count_pages()) else None
        stack.enter_context(one_moment())
        stack.enter_context(store.transaction())
        number, by_site = latest_number(), read_since(0).by_site
        taken = take_halves(store, half) if half and half.sees(number) else store.put(export_all())
        gone = store.keys() - taken
        store.remove(gone)
        store.set_changes(number, by_site)
    return len(taken) + len(gone)


def take_halves(store: Store, half: SecondHalf) -> set[str]:
    """Take over the first half from this process and the second from the other; return the keys."""
    taken: set[str] = set()
    try:
        for chunk in chunks_of(export_all(FIRST)):
            taken |= store.insert(chunk)
            for other in half.arrived():
                taken |= store.insert(other)
        for other in half.rest():
            taken |= store.insert(other)
    except HalfLost:
        # Whatever stopped the other process shows itself here, where it can be reported.
        taken |= store.put(export_all(SECOND))
    return taken
