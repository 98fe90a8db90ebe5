"""What every test may ask for."""

import gc
from typing import Any

from pytest import Config, Item, hookimpl

pytest_plugins = [
    "tests.services.migrated", "tests.services.postgres", "tests.services.demo", "tests.services.browser", "tests.services.node",
    "tests.services.nginx", "tests.services.s3", "tests.services.elasticsearch",
]

# The longest go first, so that at the end no core waits for one of them.
LONGEST = (
    "tests/services/test_postgresql.py", "tests/services/test_random_edits.py", "tests/site_builder/test_incremental.py", "tests/services/",
)


def pytest_collection_modifyitems(items: list[Item]) -> None:
    """Order tests: those that leave an empty database come last in every process, because others expect what migrations put there."""
    items.sort(key=lambda item: (leaves_an_empty_database(item), rank(item)))


def pytest_collection_finish() -> None:
    """Keep the collector from looking, every few seconds, at half a million objects of which the test program is made."""
    gc.collect()
    gc.freeze()


def leaves_an_empty_database(item: Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def rank(item: Item) -> int:
    return next((number for number, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))


@hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Config, log: Any) -> Any:
    from tests.scheduling import Together

    return Together(config, log)
