"""Which outputs asked which question: found from what outputs remember, so that a change need not look at all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from site_builder.routes import Output, page_outputs
from site_builder.snapshot import Snapshot
from site_builder.touched import ALL, OF_PAGES, STRUCTURAL

NONE: frozenset[Output] = frozenset()
WITH_COUNTS = ("latest:", "newest:")
OF_TOMBSTONES = ("moved", "gone")


def stem_of(key: str) -> str:
    """Return the name under which a key of a question with several counts is touched: `latest:12:*`."""
    name, subject, _ = key.split(":", 2)
    return f"{name}:{subject}:{ALL}"


class Dependents:
    """Outputs by the keys they were made from.

    Left out is what every page asks about itself, and what only a changed site or channel answers otherwise: of a page
    that refers to no other nothing is kept.
    """

    def __init__(self) -> None:
        self._outputs: dict[str, set[Output]] = defaultdict(set)
        self._variants: dict[str, set[str]] = defaultdict(set)
        self._of_frames: set[str] = set()
        self._last_at: dict[tuple[str, str], Output] = {}  # of tombstones: one may stand where another stood

    def learn(self, output: Output, keys: Iterable[str]) -> None:
        """Note what an output was made from. What it once was made from may stay: it is compared, and found unchanged."""
        if output.kind in OF_TOMBSTONES:
            self._last_at[output.site, output.path] = output
        own = output.subject if output.kind in ("content", "content_data") else None
        for key in keys:
            name, _, rest = key.partition(":")
            if name in STRUCTURAL or (rest == own and name in OF_PAGES):
                continue
            self._outputs[key].add(output)
            if key.startswith(WITH_COUNTS):
                self._variants[stem_of(key)].add(key)

    def learn_frame(self, keys: Iterable[str]) -> None:
        """Note what a frame was made from; whatever touches it touches all pages in it."""
        for key in keys:
            self._of_frames.add(key)
            if key.startswith(WITH_COUNTS):
                self._variants[stem_of(key)].add(key)

    def touches_frames(self, keys: Iterable[str]) -> bool:
        return not self._of_frames.isdisjoint(keys)

    def expand(self, touched: Iterable[str]) -> Iterator[str]:
        """Yield touched keys, with those of several counts one by one."""
        for key in touched:
            if key.endswith(ALL):
                yield from self._variants.get(key, ())
            else:
                yield key

    def of(self, key: str, snapshot: Snapshot) -> Iterator[Output]:
        """Yield the outputs that may have asked a key."""
        for output in self._outputs.get(key, NONE):
            if self._last_at.get((output.site, output.path), output) == output:
                yield output
        name, _, subject = key.partition(":")
        if name in OF_PAGES:
            row = snapshot.rows.get(int(subject))
            if row is not None:
                yield from page_outputs(row)
