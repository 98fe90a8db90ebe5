"""What every test may ask for."""

from pytest import Item, mark

pytest_plugins = [
    "tests.services.postgres", "tests.services.demo", "tests.services.browser", "tests.services.node",
    "tests.services.nginx", "tests.services.s3", "tests.services.elasticsearch",
]

# The longest go first, so that at the end no core waits for one of them.
LONGEST = (
    "tests/services/test_postgresql.py", "tests/services/test_random_edits.py", "tests/site_builder/test_incremental.py", "tests/services/",
)


def pytest_collection_modifyitems(items: list[Item]) -> None:
    """Order tests, and say which have to run in one process: those of a file, but those apart that leave an empty database.

    Such come last in every process, because other tests expect what migrations put there.
    """
    for item in items:
        item.add_marker(mark.xdist_group(f"{item.path}, {leaves_an_empty_database(item)}"))
    items.sort(key=lambda item: (leaves_an_empty_database(item), rank(item)))


def leaves_an_empty_database(item: Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def rank(item: Item) -> int:
    return next((number for number, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))
