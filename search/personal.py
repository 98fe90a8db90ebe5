"""What of a query may be kept: its words, unless they look like somebody's own data."""

import re
import unicodedata

LONGEST = 60  # characters; what is longer is a story rather than a query
# Mail addresses; and numbers of persons, phones, cards and accounts, also with blanks or dashes inside.
MAIL = re.compile(r"\S@\S")
NUMBER = re.compile(r"(?:\d[\s\-—.·]?){6,}[\dxX]")


def keepable(text: str) -> str:
    """Return a query as it is counted; empty if it must not be kept."""
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if len(plain) > LONGEST or MAIL.search(plain) or NUMBER.search(plain):
        return ""
    return plain
