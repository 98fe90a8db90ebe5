"""What was typed, taken apart: exact phrases, words, letters and numbers."""

import re

import msgspec

from search.normalising import normalise
from search.segmentation import cut, units

QUOTED = re.compile(r'["“”「」『』]([^"“”「」『』]*)["“”「」『』]')
LETTERS = re.compile(r"[a-z]{2,60}")
MOST_WORDS = 24  # that a query is judged by; further ones would only cost time


class Wording(msgspec.Struct, frozen=True):
    """A text of a query, normalised. `chunks` are what spaces separate; `words` what these are cut into, each once."""

    phrases: tuple[str, ...] = ()
    chunks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        """Return all as one run of letters if there is nothing but letters and signs, as initials are typed; empty otherwise."""
        letters = "".join(unit for chunk in self.chunks for unit in units(chunk))
        return letters if LETTERS.fullmatch(letters) and not self.phrases else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what is to be marked in titles and texts."""
        return tuple(dict.fromkeys((*self.phrases, *self.chunks, *self.words)))


def take_apart(text: str) -> Wording:
    text = normalise(text)
    phrases = tuple(phrase.strip() for phrase in QUOTED.findall(text) if units(phrase))
    chunks = tuple(dict.fromkeys(chunk for chunk in QUOTED.sub(" ", text).split() if units(chunk)))
    words = tuple(dict.fromkeys(word for chunk in chunks for word in cut(chunk) or units(chunk)))
    return Wording(phrases, chunks, words[:MOST_WORDS])


def needed(words: tuple[str, ...]) -> list[str]:
    """Return the words that a document must have: single characters only if there is nothing else."""
    return [word for word in words if len(word) > 1 or word.isascii()] or list(words)
