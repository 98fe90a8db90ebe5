"""What of a query may be kept: its words, unless they look like somebody's own data."""

import re
import unicodedata

LONGEST = 60  # characters; what is longer is a story rather than a query
# Mail addresses; numbers of persons, phones, cards and accounts, also with blanks or dashes inside; and plates of cars.
MAIL = re.compile(r"\S@\S")
DATE = re.compile(r"\b(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}\b")
NUMBER = re.compile(r"(?:\d[\s\-—.·]?){6,}[\dxX]")
PLATE = re.compile(r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][a-z][\s·•.-]?(?=[a-z]{0,3}\d)[a-z\d]{5,6}(?![a-z\d])")


def keepable(text: str) -> str:
    """Return a query as it is counted; empty if it must not be kept."""
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if len(plain) > LONGEST or MAIL.search(plain) or NUMBER.search(DATE.sub(" ", plain)) or PLATE.search(plain):
        return ""
    return plain
