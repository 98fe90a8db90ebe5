"""What the judged queries look into: the documents of the demo as `manage.py seed --size demo` makes it, and a few imported articles.

Seeding takes the better part of a minute, so its documents are kept under `var/`, named by a digest of whatever they are made by.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from search.documents import Document
from tests.search.quality.known_items import read_articles
from tests.services.demo import ROOT, Demo

KEPT = ROOT / "var" / "search-quality"
IMPORTED = Path(__file__).parent / "imported.jsonl"
FIRST_IMPORTED = 1_000_000  # above the ids of the demo's pages
MADE_BY = ("content_fixtures", "cms/export", "cms/records", "cms/disclosure", "search/documents.py", "search/source.py")


def corpus() -> list[Document]:
    """Return all documents that are judged."""
    imported = [msgspec.structs.replace(one, id=one.id + FIRST_IMPORTED) for one in read_articles(IMPORTED)]
    return [*_seeded(), *imported]


def _seeded() -> list[Document]:
    path = KEPT / f"{_digest()}.msgpack"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob("*.msgpack"):
            old.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            _export(Demo(Path(folder), 8000), Path(folder) / "documents")
            (Path(folder) / "documents").replace(path)
    return msgspec.msgpack.decode(path.read_bytes(), type=list[Document])


def _export(demo: Demo, path: Path) -> None:
    demo.manage("migrate", "--verbosity", "0")
    demo.manage("seed", "--size", "demo")
    subprocess.run(
        [sys.executable, "-m", "tests.search.quality.exporting", str(path)], cwd=ROOT, env=demo.environment, check=True
    )


def _digest() -> str:
    """Return a digest of every file that the documents are made by."""
    digest = hashlib.sha256()
    for name in MADE_BY:
        top = ROOT / name
        files = sorted(path for path in top.rglob("*") if path.suffix in {".py", ".yaml"}) if top.is_dir() else [top]
        for path in files:
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
