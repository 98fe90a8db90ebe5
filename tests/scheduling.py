"""Which process runs which tests: those of a file that stand together in the order run in one, after each other.

xdist's own groups are read from the ids of tests, where pytest no longer lets anybody write them.
"""

from xdist.scheduler import LoadScopeScheduling


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out runs of tests of the same file in the order of the collection."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        self._scopes: dict[str, str] = {}
        self._last = ""
        self._run = 0

    def _split_scope(self, nodeid: str) -> str:
        # First asked of every test in its turn, later of any.
        if nodeid not in self._scopes:
            file = nodeid.partition("::")[0]
            if file != self._last:
                self._last, self._run = file, self._run + 1
            self._scopes[nodeid] = f"{file}, {self._run}"
        return self._scopes[nodeid]
