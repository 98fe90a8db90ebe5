"""Brings the builder's store up to date from the CMS: everything the first time, then what the Change feed names."""

import gc
from collections.abc import Mapping
from contextlib import ExitStack
from typing import NamedTuple

from cms.export.export import export_all, export_keys
from cms.publishing.moment import mark_of_moment, one_moment
from cms.publishing.position import Position
from cms.publishing.read import News, count_pages, read_all, read_since
from cms.records import key_of
from site_builder.second_half import FIRST, SECOND, HalfLost, SecondHalf
from site_builder.store import Store, chunks_of


class Taken(NamedTuple):
    """The keys of the records that differ from those before, those that are gone included (None when not compared), and
    the sites of which the feed spoke."""

    keys: set[str] | None
    sites: set[str]


def refresh(store: Store, *, full: bool = False, compare: bool = False) -> Taken:
    """Take over what changed since the last time; with `compare` find out what differs also when all is taken over."""
    if full or store.change < 0:
        return _take_everything(store, compare)
    with one_moment():
        news = read_since(Position.of(store.change, store.missing()))
        if not news.everything:
            with store.transaction():
                return _take(store, news)
    return _take_everything(store, compare)


def _take(store: Store, news: News) -> Taken:
    """Export what the feed names."""
    records = list(export_keys(news.keys))
    keys = {key_of(record) for record in records}
    before = store.digests(keys | news.keys)
    store.put(records)
    store.remove(news.keys - keys)
    # A fact that was long under way may have a lower number than what the site shows already.
    _set_position(store, news, {site: max(number, store.change_of(site)) for site, number in news.by_site.items()})
    return Taken(_differing(before, store.digests(keys | news.keys)), set(news.by_site))


def _take_everything(store: Store, compare: bool) -> Taken:
    """Export the whole cluster, and drop what is no longer published."""
    gc.freeze()  # looking at all that is loaded for cycles, again and again, would take as long as exporting
    with ExitStack() as stack:
        half = stack.enter_context(SecondHalf(store.path.parent)) if SecondHalf.is_worth_it(count_pages()) else None
        stack.enter_context(one_moment())
        stack.enter_context(store.transaction())
        news = read_all()
        before = store.digests()
        taken = take_halves(store, half) if half and half.sees(mark_of_moment()) else store.put(export_all())
        store.remove(before.keys() - taken)
        _set_position(store, news, news.by_site)
        return Taken(_differing(before, store.digests()) if compare else None, set(news.by_site))


def _set_position(store: Store, news: News, by_site: Mapping[str, int]) -> None:
    store.set_changes(news.position.number, by_site)
    store.set_missing(news.position.note())
    store.note_news()


def _differing(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    return {key for key, _ in before.items() ^ after.items()}


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
