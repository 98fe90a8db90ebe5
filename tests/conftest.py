"""What every test may ask for."""

import gc
from pathlib import Path
from typing import Any

from pytest import Config, Item, hookimpl

BETWEEN_COLLECTIONS = 20_000  # objects; Python's own 700 has it look for garbage hundreds of times in a test
gc.disable()  # until all tests are collected: what is made until then stays

pytest_plugins = [
    "tests.layers", "tests.services.migrated", "tests.services.postgres", "tests.services.demo", "tests.services.browser",
    "tests.services.node", "tests.services.nginx", "tests.services.s3", "tests.services.elasticsearch",
]

# The longest go first, so that at the end no core waits for one of them.
LONGEST = (
    "tests/services/test_postgresql.py", "tests/services/test_random_edits.py", "tests/site_builder/test_incremental.py", "tests/services/",
)

# Whole clusters, processes that are killed, edits by the hundred: minutes in all, which `make test-quick` leaves out.
LONG = tuple(f"tests/{name}" for name in (
    "cms/api/test_hostile_requests.py", "cms/publishing/test_every_model.py", "cms/settings/test_production.py",
    "content_fixtures/test_cluster.py", "content_fixtures/test_seed.py", "search/quality/",
    "search/test_follower.py", "site_builder/test_cluster_build.py", "site_builder/test_drill.py",
    "site_builder/test_every_moment.py", "site_builder/test_faults.py", "site_builder/test_full_disk.py",
    "site_builder/test_impact.py", "site_builder/test_incremental.py", "site_builder/test_kill.py",
    "site_builder/test_project.py", "site_builder/test_publisher.py", "site_builder/test_publisher_duties.py",
    "site_builder/test_reader.py", "site_builder/test_tampering.py", "site_builder/test_verification.py",
))


def pytest_ignore_collect(collection_path: Path, config: Config) -> bool | None:
    """Leave long files alone where none is wanted: every process of a run would think up their hostile requests, for seconds."""
    wanted = config.option.markexpr
    place = collection_path.relative_to(config.rootpath).as_posix() + "/" * collection_path.is_dir()
    return True if place.startswith(LONG) and "not long" in wanted and " or " not in wanted else None


@hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[Item]) -> None:
    """Mark long tests, and order all: those that leave an empty database come last, because others expect what migrations put there."""
    for item in items:
        if item.nodeid.startswith(LONG) or "demo" in item.fixturenames:
            item.add_marker("long")
    items.sort(key=lambda item: (leaves_an_empty_database(item), rank(item)))


def pytest_collection_finish() -> None:
    """Keep the collector from looking, every few seconds, at half a million objects of which the test program is made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_COLLECTIONS)
    gc.enable()


def leaves_an_empty_database(item: Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def rank(item: Item) -> int:
    return next((number for number, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))


@hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Config, log: Any) -> Any:
    from tests.scheduling import Together

    return Together(config, log)
