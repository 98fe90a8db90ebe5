"""Whether a document is in force (有效性) on a day: what its editor chose and what its dates say, by one rule.

docs/disclosure-documents.md has the rule as a table. The expression for queries says the same as the function; a test
compares them for every choice and every order of dates.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Q, Value, When

from cms.disclosure.enums import Validity

if TYPE_CHECKING:
    from cms.disclosure.models import DocumentPage


def validity_on(
    day: date, choice: str, *, effective: date | None = None, expires: date | None = None, repealed: date | None = None
) -> Validity:
    """Return the validity on a day; the first rule that applies decides."""
    rules: tuple[tuple[bool, Any], ...] = (
        (choice == Validity.EXPIRED, Validity.EXPIRED),
        (choice == Validity.REPEALED and repealed is None, Validity.REPEALED),
        (repealed is not None and repealed <= day, Validity.REPEALED),
        (expires is not None and expires < day, Validity.EXPIRED),  # a document is in force on its last day
        (effective is not None and effective > day, Validity.PENDING),
        (choice == Validity.AMENDED, Validity.AMENDED),
        (choice == Validity.PENDING and effective is None, Validity.PENDING),
        (choice == Validity.UNMARKED and not (effective or expires or repealed), Validity.UNMARKED),
    )
    return next((validity for applies, validity in rules if applies), Validity(Validity.VALID))


def validity_case(day: date) -> Case:
    """Return the same as an expression over documents."""
    rules = (
        (Q(validity=Validity.EXPIRED), Validity.EXPIRED),
        (Q(validity=Validity.REPEALED, repealed=None), Validity.REPEALED),
        (Q(repealed__lte=day), Validity.REPEALED),
        (Q(expires__lt=day), Validity.EXPIRED),
        (Q(effective__gt=day), Validity.PENDING),
        (Q(validity=Validity.AMENDED), Validity.AMENDED),
        (Q(validity=Validity.PENDING, effective=None), Validity.PENDING),
        (Q(validity=Validity.UNMARKED, effective=None, expires=None, repealed=None), Validity.UNMARKED),
    )
    cases = [When(applies, then=Value(str(validity))) for applies, validity in rules]
    return Case(*cases, default=Value(str(Validity.VALID)), output_field=CharField())


def pages_that_turn(after: date, day: date) -> Iterator["DocumentPage"]:
    """Yield the live documents, aliases too, whose validity on a day is another one than on an earlier day."""
    from cms.disclosure.models import DocumentPage

    passed = (
        Q(effective__gt=after, effective__lte=day) | Q(repealed__gt=after, repealed__lte=day)
        | Q(expires__gte=after, expires__lt=day)
    )
    for page in DocumentPage.objects.filter(passed, live=True).order_by("pk").iterator():
        if page.validity_on(after) != page.validity_on(day):
            yield page
