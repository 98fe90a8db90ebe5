"""Keeps the index as the Change feed says: what is withdrawn leaves at once, what is new comes when it is live on its mirror.

The position in the feed is the engine's note, written with what it speaks of. What is named but not live waits in the
note. Where a key can mean many pages (`everything`, a channel) all of them are compared by digest, some hundred at a time.
A page does not wait long for the text of its attachments: it is taken in without, noted, and tried again when nothing else is to do.
"""

import math
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from typing import NamedTuple

from django.conf import settings

from cms.publishing.moment import one_moment
from cms.publishing.read import News, latest_number, read_all, read_since
from cms.publishing.record import EVERYTHING
from search.engines.base import Engine
from search.entries import Entry
from search.locks import Lock, held
from search.notes import Facts, Note, read_note
from search.project import attachments
from search.published import live_numbers, not_live, published_among, published_pages
from search.source import Source
from search.sweep import Sweep

BATCH = 200  # pages taken in at once
AGAIN = 20  # pages tried again at once
MOST_WAITING = 5000  # keys of a site; beyond, comparing all of it is quicker
MANY = 500  # facts of no concern to search, after which the position is written down all the same
CONTENT, CHANNEL, STRUCTURE = "content:", "channel:", ("site:", "home:")

Advance = Callable[[int], None]


class NoIndex(Exception):
    """There is no index, or one of another version: it has to be built."""


class Reading(NamedTuple):
    """What is to be done: where the reader is, what waits or is new, what of it is gone, what is live and what is not."""

    news: News
    facts: Facts
    gone: set[int]
    ready: Facts
    later: Facts


class Indexer:
    """Brings an index up to date; between two steps it remembers no more than which comparison is under way.

    A step waits `patience` seconds for attachments that are still to be read.
    """

    def __init__(self, engine: Engine, patience: float = math.inf) -> None:
        self.engine = engine
        self._patience = patience
        self._sweep: Sweep | None = None

    def withdraw(self) -> None:
        """Take out the pages that the feed names and that are not published any more."""
        text = self.engine.note()
        note = read_note(text)
        if note is None:
            return
        news = read_since(note.position)
        gone = _gone(note.facts() | news.facts)
        if gone:
            with held(Lock.WRITE):
                # The note stays: the step that takes in what is new will come to these facts again.
                self.engine.update((), gone, self.engine.note())

    def follow(self) -> bool:
        """Take one step; return whether there is more to do at once. Raises NoIndex."""
        note = read_note(self.engine.note())
        if note is None:
            raise NoIndex
        with held(Lock.WRITE):
            return self._step(read_note(self.engine.note()) or note)

    def compare_everything(self) -> Sweep:
        """Begin to compare the whole index with the database; `follow` goes on with it."""
        source = Source()
        self._sweep = self._sweep_of(published_pages(sites=source.sites), source, {})
        return self._sweep

    def rebuild(self, advance: Advance = lambda count: None) -> int:
        """Build a new index beside the old one, which goes on answering and following; return the number of documents."""
        self._sweep = None
        # `last` ends after the moment: in a transaction that failed no lock of the database can be given back.
        with held(Lock.REBUILD), ExitStack() as last, one_moment():
            news = read_all()
            facts = not_live(news.by_site, MOST_WAITING)
            source = Source(self._patience)
            note = _note(news, facts, source, ())
            written = Written(source, facts, advance)
            # From its last document until it is in its place nobody may write into the one that it replaces.
            self.engine.replace(written.entries(lambda: last.enter_context(held(Lock.WRITE, wait=True))), note.text())
            if source.unread:
                self.engine.update((), (), _note(news, facts, source, tuple(sorted(source.unread))).text())
        return written.count

    def unread(self) -> int:
        """Return how many pages are in the index without the text of some attachment, until that is read."""
        note = read_note(self.engine.note())
        return len(note.unread) if note else 0

    def _step(self, note: Note) -> bool:
        with one_moment():
            source = Source(self._patience)
            reading = self._read(note, source)
            numbers = sorted(_numbers(reading.ready))[:BATCH]
            self._begin_sweep(reading, source)
            gone, put = set(reading.gone), dict(source.entries(numbers))
            gone |= set(numbers) - put.keys()
            done = {fact: number for fact, number in reading.facts.items() if _is_done(fact, reading, numbers)}
            again = () if self._sweep is not None or numbers or attachments().is_at_work() else note.unread[:AGAIN]
            completed, lost = _try_again(again, source, reading.later)
            gone |= lost
            if self._sweep is not None:
                changed, surplus = self._sweep.step(source)
                put |= {number: entry for number, entry in changed.items() if is_live(number, entry, reading.later)}
                gone |= surplus
                if self._sweep.is_over:
                    done |= {fact: n for fact, n in self._sweep.facts.items() if reading.facts.get(fact) == n}
        put |= completed
        left = {fact: number for fact, number in reading.facts.items() if fact not in done}
        unread = _still_unread(note, source.unread - gone, {*put, *gone, *again})
        self._write(put, gone, note, _note(reading.news, left, source, unread), len(reading.news.facts) > MANY)
        if self._sweep is not None and self._sweep.is_over:
            self._sweep = None
        return self._sweep is not None or any(fact in left for fact in reading.ready) or bool(completed and unread)

    def _write(self, put: dict[int, Entry], gone: set[int], before: Note, after: Note, is_far: bool) -> None:
        """Write what there is to write; a note alone only if that is worth it."""
        ends_sweep = self._sweep is not None and self._sweep.is_over
        if put or gone or ends_sweep or is_far or after.unread != before.unread:
            self.engine.update(put.values(), gone - put.keys(), after.text())

    def _read(self, note: Note, source: Source) -> Reading:
        news = read_since(note.position)
        if latest_number() < note.number:  # the database was restored from a backup: it has another feed
            news = read_all()
            news = news._replace(facts={("", EVERYTHING): 0})
        facts = _collapse(note.facts() | {fact: n for fact, n in news.facts.items() if _concerns(fact[1])})
        if note.addresses != settings.PUBLIC_BASE_URL_PATTERN:
            facts["", EVERYTHING] = 0
        for site in set(note.sites) ^ set(source.sites):
            facts.setdefault((site, EVERYTHING), 0)
        live = live_numbers()
        ready = {(site, key): number for (site, key), number in facts.items() if number <= live.get(site, number)}
        later = {fact: number for fact, number in facts.items() if fact not in ready}
        # A page that went from one site to another is to be live on both.
        elsewhere = _numbers(later)
        ready = {fact: number for fact, number in ready.items() if not _numbers({fact: number}) & elsewhere}
        return Reading(news, facts, _gone(facts), ready, later)

    def _begin_sweep(self, reading: Reading, source: Source) -> None:
        """Compare all that the broad ones among the facts may mean, unless a comparison is under way."""
        broad = {fact: number for fact, number in reading.ready.items() if not fact[1].startswith(CONTENT)}
        if self._sweep is not None or not broad:
            return
        whole = {site for site, key in broad if key == EVERYTHING}
        sites = source.sites if "" in whole else sorted(whole)
        channels = [source.place_of(int(key.removeprefix(CHANNEL))) for _, key in broad if key.startswith(CHANNEL)]
        wanted = published_pages(sites=sites, below=[place for place in channels if place])
        self._sweep = self._sweep_of(wanted, source, broad)

    def _sweep_of(self, wanted: list[int], source: Source, facts: Facts) -> Sweep:
        """Return a comparison of some pages; what is in the index and has no page comes before them."""
        digests = self.engine.digests()
        surplus = digests.keys() - set(published_pages(sites=source.sites))
        return Sweep(digests, [*sorted(surplus), *wanted], facts)


class Written:
    """All documents on their way into a new index: without those that wait until they are live."""

    def __init__(self, source: Source, waiting: Facts, advance: Advance) -> None:
        self._source, self._waiting, self._advance = source, waiting, advance
        self.count = 0

    def entries(self, at_end: Callable[[], object]) -> Iterator[Entry]:
        for entry in self._source.all_entries():
            self._advance(1)
            if is_live(entry.id, entry, self._waiting):
                self.count += 1
                yield entry
        at_end()


def _note(news: News, facts: Facts, source: Source, unread: tuple[int, ...]) -> Note:
    """Return the note of an index that is as far as the news."""
    return Note.of(news.position, facts, source.sites, str(settings.PUBLIC_BASE_URL_PATTERN), unread)


def _try_again(numbers: Collection[int], source: Source, later: Facts) -> tuple[dict[int, Entry], set[int]]:
    """Return of some pages those whose attachments are read by now, and those that are gone; what is not live will come by itself."""
    found = dict(source.entries(numbers))
    completed = {number: entry for number, entry in found.items() if number not in source.unread and is_live(number, entry, later)}
    return completed, set(numbers) - found.keys()


def _still_unread(note: Note, found: Collection[int], seen: Collection[int]) -> tuple[int, ...]:
    """Return what is to be tried again: what has not been seen, then what was found to be unread, so that all have their turn."""
    return (*(number for number in note.unread if number not in seen and number not in found), *sorted(found))


def is_live(number: int, entry: Entry, waiting: Facts) -> bool:
    """Return whether a page is on its mirror as it is in the database, for all that is known to wait."""
    sites = entry.keywords.get("site", ())
    return not any((site, key) in waiting for site in sites for key in (EVERYTHING, f"{CONTENT}{number}"))


def _concerns(key: str) -> bool:
    return key == EVERYTHING or key.startswith((CONTENT, CHANNEL))


def _numbers(facts: Facts) -> set[int]:
    """Return the ids of the pages that facts name one by one."""
    return {int(key.removeprefix(CONTENT)) for _, key in facts if key.startswith(CONTENT)}


def _gone(facts: Facts) -> set[int]:
    numbers = _numbers(facts)
    return numbers - published_among(numbers)


def _is_done(fact: tuple[str, str], reading: Reading, numbers: list[int]) -> bool:
    """Return whether nothing is left to do for a page that was named: it is gone, or was taken in."""
    if not fact[1].startswith(CONTENT):
        return False
    number = int(fact[1].removeprefix(CONTENT))
    return number in reading.gone or (fact in reading.ready and number in numbers)


def _collapse(facts: Facts) -> Facts:
    """Put `everything` in the place of all that waits of a site where that is too much."""
    by_site: dict[str, list[tuple[str, int]]] = {}
    for (site, key), number in facts.items():
        by_site.setdefault(site, []).append((key, number))
    found: Facts = {}
    for site, keys in by_site.items():
        if len(keys) > MOST_WAITING:
            found[site, EVERYTHING] = max(number for _, number in keys)
        else:
            found.update({(site, key): number for key, number in keys})
    return found
