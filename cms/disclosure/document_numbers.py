"""Which document has a document number (文号): one alone, however many editors save at the same moment."""

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from cms.disclosure.models import DocumentPage

LOCK = 0x6587  # 文: apart from other locks of this kind


def holder_of(held: str, *, besides: int | None) -> "DocumentPage | None":
    """Return the document that has a number already (`held_as`); nobody else gets an answer about it until the transaction ends.

    In SQLite writing transactions come one after the other from their beginning. In PostgreSQL the second waits here
    for the first, and then sees what that one saved.
    """
    from cms.disclosure.models import DocumentPage

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, held])
    return DocumentPage.objects.filter(held_number=held).exclude(pk=besides).first()


def refusal(number: str, holder: "DocumentPage") -> str:
    """Return why a second document cannot have the number, in words that name the first."""
    return (
        f"文号“{number}”已由《{holder.title}》（索引号 {holder.index_number}，{'已发布' if holder.live else '未发布'}）使用。"
        "联合发文只编一个文号；如果是重复录入，请改正其中一件。"
    )
