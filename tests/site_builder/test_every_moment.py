"""At every moment of a publication every link that a reader can come to leads somewhere: looked at after each single file."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from site_builder.plan import Operation
from site_builder.targets.folder import FolderTarget
from site_builder.writer import Staging
from tests.site_builder.cluster import Cluster, small
from tests.site_builder.editing import Editor
from tests.site_builder.whole import assert_old_or_new, assert_readable, mirrors_of

ROUNDS = 20


class Watched(FolderTarget):
    """A folder that is looked at after each file."""

    def __init__(self, root: Path, look: "Look") -> None:
        super().__init__(root)
        self._look = look

    def _apply_one_by_one(self, operations: Iterable[Operation], staging: Staging) -> None:
        for operation in operations:
            super()._apply_one_by_one([operation], staging)
            self._look(self.root.name + operation.path)


class Look:
    """Compares the mirrors with what they were and what they are to become."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.seen = cluster, 0
        self.files = self.old = self.new = mirrors_of(cluster.root)

    def __call__(self, path: str) -> None:
        file = self.cluster.root / "mirrors" / path
        self.files.pop(path, None)
        if file.is_file():
            self.files[path] = file.read_bytes()
            assert_readable({path: self.files[path]})
        assert_old_or_new(self.files, self.old, self.new)
        self.seen += 1

    def expect(self) -> None:
        """Hear that something was edited."""
        self.cluster.refresh()
        self.files = mirrors_of(self.cluster.root)
        self.old, self.new = dict(self.files), self.cluster.built_anew()


@pytest.mark.parametrize("stays", [False, True], ids=["by builds", "by a process that stays"])
def test_no_link_is_broken_after_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stays: bool) -> None:
    monkeypatch.setattr(os, "sync", lambda: None)  # no power is cut here
    cluster = small(tmp_path, articles=25)
    assert cluster.build().ok
    look, editor = Look(cluster), Editor(cluster, 4)
    watched: dict[str, Any] = {"target": lambda site: Watched(tmp_path / "mirrors" / site, look)}
    if stays:
        cluster.keep_up(**watched)
    for _ in range(ROUNDS):
        editor.edit()
        look.expect()
        if stays:
            cluster.keep_up()
        else:
            assert cluster.build(**watched).ok
        assert mirrors_of(tmp_path) == look.new
    assert look.seen > 10 * ROUNDS
