"""What every test may ask for."""

from pytest import Item

pytest_plugins = [
    "tests.services.postgres", "tests.services.demo", "tests.services.browser", "tests.services.node",
    "tests.services.nginx", "tests.services.s3", "tests.services.elasticsearch",
]

# The longest go first, so that at the end no core waits for one of them.
LONGEST = (
    "tests/services/test_postgresql.py", "tests/services/test_random_edits.py", "tests/site_builder/test_incremental.py", "tests/services/",
)


def pytest_collection_modifyitems(items: list[Item]) -> None:
    items.sort(key=lambda item: next((n for n, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST)))
