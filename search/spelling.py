"""A better spelling of what was typed (您是不是要找), out of the titles and names that there are."""

from difflib import SequenceMatcher

import msgspec

from search import pinyin
from search.conditions import Either, Word
from search.documents import Document
from search.engines.base import Engine, Question
from search.normalising import normalise
from search.segmentation import units

SHORTEST, LONGEST = 2, 30  # characters of what is corrected
CANDIDATES = 20  # documents whose titles and names are looked at
_decoder = msgspec.msgpack.Decoder(Document)


def better_spelling(engine: Engine, text: str) -> str:
    """Return the part of a title or name that sounds like the text, or is one character off; empty if there is none."""
    typed = "".join(units(normalise(text)))
    if not SHORTEST <= len(typed) <= LONGEST or typed.isdigit():
        return ""
    sounds = (pinyin.split(typed) or [typed]) if typed.isascii() else pinyin.syllables(typed, plainly=True)
    if len(sounds) < SHORTEST:
        return ""
    pairs = tuple(dict.fromkeys(pinyin.pairs(sounds)))
    condition = Either(of=tuple(Word(field="pinyin", token=pair) for pair in pairs), least=max(1, len(pairs) // 2))
    found = engine.ask(Question(condition=condition, size=CANDIDATES))
    best, distance = "", 2.0
    for _, stored in found.hits:
        document = _decoder.decode(stored)
        for name in (document.title, *document.organisation_names):
            part, away = _closest(name, typed, sounds)
            if away < distance:
                best, distance = part, away
    return best


def _closest(name: str, typed: str, sounds: list[str]) -> tuple[str, float]:
    """Return the part of a name that is most like what was typed, and how far away it is: syllables, and a bit for characters."""
    folded = normalise(name)
    if len(folded) != len(name) or typed in folded:
        return "", 9.0
    best, distance = "", 9.0
    size = len(sounds)
    for start in range(len(folded) - size + 1):
        part = folded[start:start + size]
        heard = pinyin.syllables(part, plainly=True)
        wrong = sum(first != second for first, second in zip(heard, sounds, strict=False)) if len(heard) == size else size
        if wrong > max(0, (size - 1) // 3):
            continue
        away = wrong + 0.5 * (1 - SequenceMatcher(None, part, typed).ratio())
        if away < distance:
            best, distance = name[start:start + size], away
    return best, distance
