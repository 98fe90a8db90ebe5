"""Documents as entries: the tokens of every field, made by the same functions that a query's words go through."""

import re
from datetime import date
from functools import lru_cache

from cms.records.base import digest, encode
from search import numbers, pinyin
from search.documents import Document
from search.entries import VERSION, Entry
from search.normalising import normalise
from search.segmentation import cut_finely, grams, units

EPOCH = date(1970, 1, 1).toordinal()
MOST_PREFIX = 12  # characters, or letters of pinyin, of a beginning that suggestions are found by
MOST_INITIALS = 10
# Where the name of the matter begins in an official title: behind who says it, and how.
CORE = re.compile(r"关于(?:印发|公布|转发|发布|下达|调整|修改|做好|开展|进一步)?|《|:|\s")
NGRAM = 3  # letters of initials that stand together


def entry_of(document: Document) -> Entry:
    """Return what an engine keeps of a document."""
    title, text = normalise(document.title), normalise(f"{document.summary} {document.text}")
    attachments = normalise(document.attachments)
    names = normalise(" ".join((*document.organisation_names, document.source, document.channel_title, *document.tags)))
    sounds = pinyin.syllables(title)
    return Entry(
        id=document.id,
        words={
            "title": cut_finely(title), "text": cut_finely(text), "attachments": cut_finely(attachments), "names": cut_finely(names),
            "pinyin": sound_tokens(title, sounds), "initials": initial_tokens(pinyin.initials(sounds)), "title_grams": grams(title),
            "text_grams": grams(f"{text} {attachments}"), "prefixes": beginnings(title),
        },
        keywords={field: values for field, values in _keywords(document).items() if values},
        numbers=_numbers(document), stored=encode(document), digest=digest((VERSION, document)).hex(),
    )


def sound_tokens(title: str, sounds: list[str]) -> list[str]:
    """Return pairs of syllables as they are read, then those that differ when each character is read alone."""
    read = pinyin.pairs(sounds)
    known = set(read)
    return [*read, *(pair for pair in pinyin.pairs(pinyin.syllables(title, plainly=True)) if pair not in known)]


def initial_tokens(letters: str) -> list[str]:
    """Return each three letters that stand together; fewer are one token."""
    return [letters[start:start + NGRAM] for start in range(max(len(letters) - NGRAM + 1, 1))] if letters else []


def beginnings(title: str) -> list[str]:
    """Return what somebody may have typed of a title so far, in characters, pinyin or initials, from where its matter begins."""
    starts = [0, *(found.end() for found in CORE.finditer(title))][:3]
    tokens: dict[str, None] = {}
    for start in starts:
        rest = "".join(units(title[start:start + 2 * MOST_PREFIX]))
        sounds = pinyin.syllables(rest[:MOST_PREFIX])
        for word, most in ((rest, MOST_PREFIX), ("".join(sounds), 2 * MOST_PREFIX), (pinyin.initials(sounds), MOST_INITIALS)):
            tokens |= dict.fromkeys(word[:length] for length in range(1, min(len(word), most) + 1))
    return list(tokens)


def _keywords(document: Document) -> dict[str, list[str]]:
    return {
        "id": [str(document.id)], "site": [document.site], "kind": [document.kind], "channel": [str(each) for each in document.channels],
        "organisation": list(document.organisations), "year": [(document.created or document.date)[:4]],
        "theme": [document.theme] if document.theme else [], "theme_class": [document.theme[:2]] if document.theme else [],
        "genre": [document.genre] if document.genre else [], "audience": list(document.audiences),
        "category": [document.category] if document.category else [], "validity": [document.validity] if document.validity else [],
        "number": number_keywords(document.number, document.index_number), "flag": ["alias"] if document.alias else [],
    }


def number_keywords(number: str, index_number: str) -> list[str]:
    """Return the keywords of a document number and of an index number, whole and its latter part."""
    found = numbers.keywords_of(normalise(number))
    if index_number:
        index = normalise(index_number).replace(" ", "")
        found += dict.fromkeys((index, index.rpartition("/")[2]))
    return found


def _numbers(document: Document) -> dict[str, int]:
    found = {"date": day(document.date), "created": day(document.created), "minute": minute(document.published or document.date)}
    return {field: number for field, number in found.items() if number is not None}


@lru_cache(maxsize=20_000)
def day(iso: str) -> int | None:
    """Return the days since 1970 of an ISO day; None if there is none."""
    try:
        return date.fromisoformat(iso[:10]).toordinal() - EPOCH
    except ValueError:
        return None


def minute(iso: str) -> int | None:
    """Return the minutes since 1970 of a time of Shanghai (its own minutes, not UTC's), of midnight if it is only a day."""
    number = day(iso)
    if number is None:
        return None
    clock = iso[11:16]
    return number * 1440 + (int(clock[:2]) * 60 + int(clock[3:5]) if len(clock) == 5 else 0)
