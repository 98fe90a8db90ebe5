"""Index numbers (索引号): `code/year-serial`, unique for ever, given out without a gap in safety.

A serial belongs to the code and not to the organisation's row, so that a number stays used when its document or
its organisation is deleted, or its code passes to a successor.
"""

from django.db import transaction
from django.db.models import F

from cms.accounts.models import Organisation
from cms.disclosure.models.sequence import IndexNumberSequence


def allot(organisation: Organisation, year: int) -> str:
    """Return the organisation's next index number of a year; it will never be given out again."""
    return allot_many(organisation, year, 1)[0]


def allot_many(organisation: Organisation, year: int, count: int) -> list[str]:
    """Return so many index numbers in a row; the update's row lock makes concurrent callers wait."""
    with transaction.atomic():
        sequence, _ = IndexNumberSequence.objects.get_or_create(code=organisation.code, year=year)
        IndexNumberSequence.objects.filter(pk=sequence.pk).update(last=F("last") + count)
        sequence.refresh_from_db(fields=["last"])
    first = sequence.last - count + 1
    return [f"{organisation.code}/{year}-{serial:05d}" for serial in range(first, sequence.last + 1)]
