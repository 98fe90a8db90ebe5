"""The engine of this project, as the settings say."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine

MEMORY = "memory:"  # an index that lives as long as the process, for tests


def engine() -> Engine:
    """Return the engine; what it cannot do now it says itself, by EngineError."""
    return _open(str(settings.ELASTICSEARCH_URL), Path(settings.SEARCH_ROOT))


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
