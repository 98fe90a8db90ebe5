"""The engine of this project and the texts of its attachments, as the settings say.

    SEARCH_ROOT/index/     the embedded engine's index, which nobody else may write into
    SEARCH_ROOT/texts/     what attachments say, read once for each content
    SEARCH_ROOT/*.lock     who writes
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.attachments import Attachments
from search.engines.base import Engine

MEMORY = "memory:"  # an index that lives as long as the process, for tests


def engine() -> Engine:
    """Return the engine; what it cannot do now it says itself, by EngineError."""
    return _open(str(settings.ELASTICSEARCH_URL), Path(settings.SEARCH_ROOT) / "index")


def is_of_this_process() -> bool:
    """Return whether no other process could see or build the index."""
    return str(settings.ELASTICSEARCH_URL).startswith(MEMORY)


def attachments() -> Attachments:
    """Return what reads files, and remembers what they say."""
    return _texts(Path(settings.SEARCH_ROOT) / "texts")


@lru_cache(maxsize=2)
def _texts(folder: Path) -> Attachments:
    return Attachments(folder)


@lru_cache(maxsize=8)
def _open(address: str, folder: Path) -> Engine:
    if address.startswith(MEMORY):
        from search.engines.memory import MemoryEngine

        return MemoryEngine()
    if address:
        from search.engines.elasticsearch import ElasticsearchEngine

        return ElasticsearchEngine(address)
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder)
