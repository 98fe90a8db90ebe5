"""Takes out of a question the words by which people ask, so that what they ask about is left: 身份证丢了怎么补 → 身份证丢 补."""

import re
from pathlib import Path

FILE = Path(__file__).parent / "question_words.txt"
LINES = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
ASKING = sorted((word for line in LINES for word in line.split()), key=len, reverse=True)
# 了 and 吧 inside a word are left alone.
KEPT = ("了解", "为了", "除了", "罢了", "了结", "酒吧", "网吧", "吧台", "吗啡")
PATTERN = re.compile("|".join((f"(?P<kept>{'|'.join(KEPT)})", *ASKING)))
MARKS = re.compile(r"[？?！!]")


def without_asking(text: str) -> str:
    """Return what is asked about; all of the text if nothing would be left."""
    left = PATTERN.sub(lambda found: found["kept"] or " ", MARKS.sub(" ", text))
    return " ".join(left.split()) or text
