"""Keeps the numbers of changes from going backwards when an older database comes back."""

from django.db import connection, transaction

from cms.publishing.models import Change
from cms.publishing.record import record_everything

MARGIN = 100  # changes of which no mirror tells, but another publisher may


def lift_above(number: int) -> int:
    """Go on counting above a number that somebody has seen already, with a change that lets all compare everything.

    Whoever checks mirrors takes a lower number for an attack, and a publisher would skip it as old news. Return the number
    of the last change.
    """
    with transaction.atomic():
        _set_last(number + MARGIN)
        record_everything(cause="恢复")
    return Change.objects.latest("number").number


def _set_last(number: int) -> None:
    table = Change._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'number'), %s)", [table, number])
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
