"""Lines to import, and a short way to import them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cms.articles.imports.importing import Summary, import_articles
from cms.cluster.models import SiteProfile

BODY = "<h2>一、总体要求</h2>\n<p>各县（市、区）要落实责任。</p>\n<ul><li>供热</li><li>供水</li></ul>"


@dataclass
class Imported:
    """What an import said."""

    summary: Summary
    problems: dict[int, str]

    @property
    def counts(self) -> tuple[int, int, int, int]:
        said = self.summary
        return said.created, said.updated, said.unchanged, said.bad


def make_line(**fields: Any) -> dict[str, Any]:
    """Return a good line with some fields changed; None leaves a field out."""
    line = {
        "site": "portal", "site_name": "晋城在线", "section": "news/headlines", "section_name": "要闻动态", "slug": "a-1",
        "title": "市政府部署供热改造", "date": "2026-01-02T08:30", "author": "", "source": "市人民政府办公厅",
        "tags": ["供热"], "summary": "部署供热改造。", "body": BODY, **fields,
    }
    return {name: value for name, value in line.items() if value is not None}


Run = Callable[..., Imported]


@pytest.fixture
def run(portal: SiteProfile, gaoping: SiteProfile) -> Run:
    """Return a function that imports lines (as dicts or raw) on two sites."""

    def run_import(lines: Iterable[Any], *, folder: Path | None = None, dry_run: bool = False) -> Imported:
        raw = (line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
        problems: dict[int, str] = {}
        summary = import_articles(
            raw, folder=folder, dry_run=dry_run, report=problems.__setitem__, advance=lambda lines, size: None
        )
        return Imported(summary, problems)

    return run_import
