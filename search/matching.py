"""How well a document answers what was typed: conditions with scores for words, phrases, sounds and numbers.

The boosts say: a title before names, names before text; a word before the same characters across words; what stands together
before what does not. They are rules of thumb, kept few, and judged by the tests in tests/search/quality.
"""

import math

from search import numbers, pinyin
from search.analysis import MOST_INITIALS, NGRAM, initial_tokens
from search.conditions import Best, Condition, Constant, Either, Everything, OneOf, Phrase, Word
from search.segmentation import cut, grams, units
from search.wording import LETTERS, Wording, needed
from search.words import Words

TITLE, NAMES, TEXT, ATTACHMENTS = 4.0, 2.0, 1.0, 0.6
ACROSS = 0.5  # of a word's boost, when its characters are there but not as a word
TOGETHER = 0.5  # of a chunk's characters, all in a row
SOUND = 0.5
SYNONYM = 0.6
NUMBER = 200.0  # a document whose number is asked for stands first
FEWEST_SOUNDS = 3  # pairs of syllables of which a title is told from others by its sound


def word(token: str, words: Words, *, title_only: bool) -> Condition:
    """Return where a word, or a synonym of it, counts how much."""
    found = [*_places(token, 1.0, title_only), *_letters(token)]
    for synonym in words.synonyms.get(token, ()):
        parts = cut(synonym) or units(synonym)
        found.append(Everything(must=tuple(Best(of=tuple(_places(part, SYNONYM, title_only)), rest=0.1) for part in parts)))
    return Best(of=tuple(found), rest=0.1)


def _places(token: str, factor: float, title_only: bool) -> list[Condition]:
    found: list[Condition] = [Word(field="title", token=token, boost=TITLE * factor)]
    if not title_only:
        found += [
            Word(field="names", token=token, boost=NAMES * factor), Word(field="text", token=token, boost=TEXT * factor),
            Word(field="attachments", token=token, boost=ATTACHMENTS * factor),
        ]
    if len(units(token)) > 1:
        found.append(run(token, "title_grams", TITLE * factor * ACROSS))
        if not title_only:
            found.append(run(token, "text_grams", TEXT * factor * ACROSS))
    return found


def run(text: str, field: str, boost: float) -> Condition:
    """Return the condition that characters stand in a row."""
    tokens = tuple(grams(text))
    # A longer run scores the sum of its pairs; it shall count like a word, whatever its length.
    return Phrase(field=field, tokens=tokens, boost=boost / math.sqrt(len(tokens)))


def phrase(text: str, *, title_only: bool) -> Condition:
    """Return where an exact phrase counts how much."""
    if len(units(text)) == 1:
        return Best(of=tuple(_places(units(text)[0], 1.0, title_only)))
    title = run(text, "title_grams", TITLE)
    return title if title_only else Best(of=(title, run(text, "text_grams", TEXT * 2)), rest=0.1)


def _letters(token: str) -> list[Condition]:
    """Return what Latin letters may mean beside themselves: pinyin, or initials of a title."""
    if not LETTERS.fullmatch(token):
        return []
    found: list[Condition] = [Word(field="prefixes", token=token[:MOST_INITIALS], boost=1.0)]
    if len(token) >= NGRAM:
        found.append(Phrase(field="initials", tokens=tuple(initial_tokens(token)), boost=1.0))
    sounds = pinyin.split(token)
    if sounds and len(sounds) > 1:
        found.append(Phrase(field="pinyin", tokens=tuple(pinyin.pairs(sounds)), boost=1.0))
    return found


def match(wording: Wording, words: Words, *, title_only: bool, share: float = 1.0) -> Condition:
    """Return the condition for all of a text: at least `share` of its words, or its sound in a title, or its number."""
    judged = {token: word(token, words, title_only=title_only) for token in wording.words}
    must = [judged[token] for token in needed(wording.words)]
    rest = tuple(condition for token, condition in judged.items() if token not in needed(wording.words))
    least = max(1, math.ceil(len(must) * share))
    ways: list[Condition] = [Everything(must=(Either(of=tuple(must), least=least),), should=rest)] if must else []
    for chunk in wording.chunks:
        ways += _together(chunk, title_only)
        ways += _synonyms_of_all(chunk, words, title_only)
    ways += _by_sound(wording, share)
    if wording.letters and (wording.letters,) != wording.chunks:
        ways += _letters(wording.letters)
    if number := number_asked(" ".join(wording.chunks)):
        ways.append(Constant(of=number, score=NUMBER))
    found = tuple(phrase(each, title_only=title_only) for each in wording.phrases)
    return Everything(must=(*found, *((Either(of=tuple(ways)),) if ways else ())))


def _together(chunk: str, title_only: bool) -> list[Condition]:
    """Return the chunk's characters in a row: a way to be found of its own, because words at its ends may be cut off."""
    if len(units(chunk)) < 3:
        return []
    tokens = tuple(grams(chunk))
    fields = [("title_grams", TITLE)] if title_only else [("title_grams", TITLE), ("text_grams", TEXT)]
    return [Phrase(field=field, tokens=tokens, boost=boost * TOGETHER) for field, boost in fields]


def _synonyms_of_all(chunk: str, words: Words, title_only: bool) -> list[Condition]:
    if chunk in cut(chunk):
        return []
    return [
        Everything(must=tuple(Best(of=tuple(_places(part, SYNONYM, title_only))) for part in cut(synonym) or units(synonym)))
        for synonym in words.synonyms.get(chunk, ())
    ]


def _by_sound(wording: Wording, share: float) -> list[Condition]:
    """Return titles that sound like what was typed, though written with other characters or with some of them wrong."""
    pairs = list(dict.fromkeys(
        pair for chunk in wording.chunks for pair in pinyin.pairs(pinyin.syllables(chunk, plainly=True)) if not chunk.isascii()
    ))[:40]
    if len(pairs) < (FEWEST_SOUNDS if share == 1.0 else 1):
        return []
    return [Either(
        of=tuple(Word(field="pinyin", token=pair, boost=SOUND) for pair in pairs), least=math.ceil(len(pairs) * min(share, 0.7)),
    )]


def number_asked(text: str) -> Condition | None:
    """Return the documents that have this document or index number, if it is one."""
    compact = text.replace(" ", "")
    if found := numbers.INDEX_NUMBER.fullmatch(compact):
        return OneOf(field="number", values=(compact, found[1] or found[2]))
    parsed = numbers.parse(text)
    return OneOf(field="number", values=(numbers.keyword_asked(parsed),)) if parsed else None
