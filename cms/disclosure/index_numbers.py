"""Index numbers (索引号): `code/year-serial`, unique for ever, given out without a gap in safety.

A serial belongs to the code and not to the organisation's row, so that a number stays used when its document or
its organisation is deleted, or its code passes to a successor.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from cms.accounts.models import Organisation
from cms.disclosure.fields import split_index_number
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


@transaction.atomic
def claim(numbers: Iterable[str]) -> None:
    """Take the numbers that documents bring along out of circulation: none of them can be given out afterwards.

    Nobody knows which numbers of the past were used, so one up to the last of its series is refused; what comes from
    elsewhere therefore comes in one call, or in order. Raises ValidationError.
    """
    series: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for number in numbers:
        code, year, serial = split_index_number(number)
        if serial in series[code, year]:
            raise ValidationError(f"索引号 {number} 重复。")
        series[code, year].add(serial)
    for (code, year), serials in sorted(series.items()):
        IndexNumberSequence.objects.get_or_create(code=code, year=year)
        # One statement compares and moves the counter, so that of two callers with one number only one comes through.
        ahead = IndexNumberSequence.objects.filter(code=code, year=year, last__lt=min(serials))
        if not ahead.update(last=max(serials)):
            raise ValidationError(f"索引号 {code}/{year}-{min(serials):05d} 已经用过，或在已用的流水号之前，不能再用。")
