"""What mirrors state about a file: its digest and, for a PDF, its pages."""

import hashlib
from typing import Any, BinaryIO


def sha256_of(file: Any) -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def count_pages(file: BinaryIO) -> int:
    """Return the number of pages of a PDF, or 0 if it cannot be told (encrypted, damaged)."""
    from pypdf import PdfReader  # slow to load, and only an upload needs it
    from pypdf.errors import PyPdfError

    file.seek(0)
    try:
        return len(PdfReader(file).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return 0
    finally:
        file.seek(0)
