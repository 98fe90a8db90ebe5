"""The plain text of safe HTML."""

import html
import re

# Records hold sanitised HTML (well formed, without scripts), so that tags can be told from text by their brackets alone.
BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|tr|td|th|table|ul|ol|div|section|figure|figcaption|blockquote|dt|dd)>|<br\s*/?>")
TAG = re.compile(r"<[^<>]*>")
SPACES = re.compile(r"\s+")


def plain(markup: str) -> str:
    """Return the words of HTML in one line; where a block ends there is a space, within a line there is none."""
    return SPACES.sub(" ", html.unescape(TAG.sub("", BLOCK_END.sub(" ", markup)))).strip()
