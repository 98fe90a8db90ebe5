"""Half of a full export in a process of its own, which hands over its records in encoded form.

Two processes cannot share a transaction, but their transactions may see the same (`mark_of_moment`); if they do not,
one process does it all.
"""

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

import msgspec
from django.db import connection

from cms.export.export import export_all
from cms.export.pages import Part
from cms.publishing.moment import mark_of_moment, one_moment
from site_builder.handover import Handover, may_start_a_process
from site_builder.store import Chunk, chunks_of

# The process that fills the store has the smaller part, because filling it takes its time too.
FIRST, SECOND = Part((0, 2, 4), 7), Part((1, 3, 5, 6), 7)
WORTH_A_PROCESS = 2000  # pages

_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(Chunk).decode


class HalfLost(Exception):
    """The other process ended before it had sent everything."""


class SecondHalf:
    """The other process, from the side of the one that fills the store. `folder` has room for what it hands over."""

    def __init__(self, folder: Path) -> None:
        # A connection to the database must not be in two processes.
        connection.close()
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._handover = Handover(folder)
        self._process = context.Process(target=_export, args=(theirs, self._handover), daemon=True)
        self._process.start()
        theirs.close()
        self._ended = False

    @staticmethod
    def is_worth_it(pages: int) -> bool:
        """Return whether a second process would save more than it costs, and may be had."""
        return pages > WORTH_A_PROCESS and may_start_a_process() and not connection.in_atomic_block

    def sees(self, mark: str) -> bool:
        """Return whether the other process sees the moment of this mark."""
        self._pipe.send(mark)
        try:
            return bool(self._pipe.recv())
        except (EOFError, OSError):
            return False

    def arrived(self) -> Iterator[Chunk]:
        """Yield what is there already."""
        while not self._ended and self._pipe.poll():
            yield from self._receive()

    def rest(self) -> Iterator[Chunk]:
        """Yield what is still to come. Raises HalfLost."""
        while not self._ended:
            yield from self._receive()

    def _receive(self) -> Iterator[Chunk]:
        try:
            place = self._pipe.recv()
            if place is None:
                self._ended = True
                return
            data = self._handover.get(place)
        except (EOFError, OSError) as error:
            raise HalfLost from error
        yield _decode(data)

    def kill(self) -> None:
        """End the other process wherever it is."""
        self._process.kill()
        self._process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.join()
        self._handover.close()


def _export(pipe: Connection, handover: Handover) -> None:
    """Hand over the second half of the pages, if this process sees what the other one sees."""
    with one_moment():
        same = mark_of_moment() == pipe.recv()
        pipe.send(same)
        if same:
            for chunk in chunks_of(export_all(SECOND)):
                pipe.send(handover.put(_encode(chunk)))
            pipe.send(None)
    os._exit(0)  # what the parent would do at its end is none of this process's business
