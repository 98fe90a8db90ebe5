"""Which migrations a database has seen, and whether this code knows them."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def last_migrations() -> dict[str, str]:
    """Return the last migration of each app that the database has seen."""
    loader = MigrationLoader(connection)
    last: dict[str, str] = {}
    for app, name in sorted(set(loader.applied_migrations) & set(loader.disk_migrations)):
        last[app] = name
    return last


def unknown_migrations(last: dict[str, str]) -> list[str]:
    """Return those migrations that this code does not have: a newer one wrote the database."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(map(tuple, migration.replaces))
    return [f"{app}.{name}" for app, name in sorted(last.items()) if (app, name) not in known]


def needs_migration() -> bool:
    """Return whether the code has migrations that the database has not seen."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
