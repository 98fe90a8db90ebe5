"""An index on Elasticsearch: its settings, its fields, and entries as its documents."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import Binary, Keyword, Long, Mapping, Text

from search.entries import KEYWORDS, NUMBERS, WORDS, Entry

LAYOUT = 1  # one more whenever something here changes: an index of another layout is built anew

# Fields that are the engine's own.
NUMBER, STORED, DIGEST = "entry_number", "entry_stored", "entry_digest"
# The server cuts a token of more than 255 units of UTF-16 in pieces; ours end before, so that positions stay as they are.
LONGEST_TOKEN = 120


def mapping() -> Mapping:
    """Return the fields.

    Tokens come from our own analysis, with a space between them; nothing is folded or dropped here. Positions, lengths and
    BM25 with 1.2 and 0.75 are what Elasticsearch does by itself.
    """
    made = Mapping()
    made.meta("dynamic", "strict")
    # The words would be most of what is stored, and nobody reads them back.
    made.meta("_source", includes=[STORED, DIGEST])
    for name in WORDS:
        made.field(name, Text(analyzer="whitespace", index_options="positions"))
    for name in KEYWORDS:
        made.field(name, Keyword())
    for name in (*NUMBERS, NUMBER):
        made.field(name, Long())
    made.field(STORED, Binary())
    made.field(DIGEST, Keyword(index=False))
    return made


def body(meta: dict[str, Any], *, shards: int) -> dict[str, Any]:
    """Return settings and mappings for a new index.

    It shows what is new when it is told to, not by the clock, and has a copy as soon as there is a second node.
    """
    return {
        "settings": {
            "number_of_shards": shards, "auto_expand_replicas": "0-1", "refresh_interval": "-1",
        },
        "mappings": {**mapping().to_dict(), "_meta": meta},
    }


def cut(token: str) -> str:
    return token[:LONGEST_TOKEN]


def join(tokens: Iterable[str]) -> str:
    return " ".join(map(cut, tokens))


def document(entry: Entry) -> dict[str, Any]:
    """Return an entry as a document of the index."""
    return {
        **{name: join(tokens) for name, tokens in entry.words.items()},
        **{name: list(values) for name, values in entry.keywords.items()},
        **entry.numbers,
        NUMBER: entry.id, STORED: b64encode(entry.stored).decode(), DIGEST: entry.digest,
    }


def stored(source: dict[str, Any]) -> bytes:
    return b64decode(source[STORED])
