"""Makes queries out of documents whose answer is known: the document itself.

Four kinds: a title's words out of order, fourteen characters out of the text, a title with one wrong homophone, and the
initials of a title's first eight syllables. Nothing is left to chance: a document always gives the same queries.
"""

import hashlib
import html
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from pypinyin import lazy_pinyin

from search.documents import Document
from search.query import Query
from tests.search.quality.judging import Ask
from tests.search.quality.measures import mean, reciprocal_rank

LEAST = {"order": 0.97, "phrase": 0.97, "homophone": 0.98, "initials": 0.9}  # MRR@10
PHRASE, SYLLABLES = 14, 8
CHINESE = re.compile(r"[\u4e00-\u9fff]")
RUN = re.compile(rf"[\u4e00-\u9fff]{{{PHRASE},}}")
TAG = re.compile(r"<[^>]+>")
# Words that people do not take apart: regions, and what titles of regulations are made of. The rest is taken in twos.
COMMON = (
    "中华人民共和国|人民代表大会常务委员会|人民代表大会|常务委员会|人民政府|办公室|自治区|自治州|自治县|"
    "规范性文件|非物质文化遗产|突发事件|停车场|养老|机动车|非机动车|生活垃圾|公共文化|地下水|饮用水|营商环境|"
    "风景名胜区|未成年人|老年人|残疾人|消费者|劳动者|妇女|职工|城市|城镇|城乡|农村|农业|农民|社会|公共|"
    "环境|资源|土地|房屋|建筑|物业|森林|道路|交通|旅游|教育|科技|文化|卫生|医疗|体育|安全|生产|食品|"
    "药品|消防|价格|财政|预算|审计|统计|档案|信访|献血|供热|供水|燃气|民宿|审查|备案|监督|检查|处罚|"
    "许可|登记|保护|管理|促进|建设|使用|保障|服务|保险|发展|利用|防治|治理|预防|鼓励|规范|加强|关于|"
    "实施|条例|办法|规定|决定|细则|若干|暂行|试行|水"
)
WHOLE = re.compile(f"[\u4e00-\u9fff]{{2,4}}?[省市县]|内蒙古自治区|{COMMON}|[^\u4e00-\u9fff]+|(?:(?!{COMMON})[\u4e00-\u9fff]){{1,2}}")


@dataclass(frozen=True)
class Item:
    """A query, and the document that whoever asks it has in mind."""

    kind: str
    words: str
    wanted: Document


def read_articles(path: Path) -> list[Document]:
    """Return the articles of a file in the import format (a JSON object a line) as documents, ids by line."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [article(number, msgspec.json.decode(line)) for number, line in enumerate(lines, 1)]


def article(number: int, values: dict[str, Any]) -> Document:
    """Return an article in the import format as search knows it once it is imported."""
    text = re.sub(r"\s+", " ", html.unescape(TAG.sub(" ", values["body"]))).strip()
    return Document(
        id=number, site=values["site"], kind="article", title=values["title"], date=values["date"][:10],
        published=f"{values['date']}+08:00", url=f"http://{values['site']}.localhost/{values['section']}/{values['slug']}.html",
        text=text, summary=values.get("summary", ""), source=values["source"], tags=tuple(values["tags"]),
    )


def known_items(documents: Sequence[Document]) -> Iterator[Item]:
    """Yield up to four queries for each document; what is too short for a kind gives none of it."""
    for document in documents:
        rng = random.Random(hashlib.sha256(document.title.encode()).digest())
        for kind, words in (
            ("order", _out_of_order(document.title, rng)), ("phrase", _phrase(document.text, rng)),
            ("homophone", _wrong_homophone(document.title, rng)), ("initials", _initials(document.title)),
        ):
            if words:
                yield Item(kind, words, document)


def measure_known(ask: Ask, items: Sequence[Item]) -> dict[str, float]:
    """Return MRR@10 by kind.

    Another document with the same title, phrase or initials is as good: nothing in the query tells which was meant.
    """
    ranks: dict[str, list[float]] = {}
    for item in items:
        ranks.setdefault(item.kind, []).append(rank(ask, item))
    return {kind: mean(some) for kind, some in ranks.items()}


def rank(ask: Ask, item: Item) -> float:
    """Return one over the place at which the document that was meant stands, 0 beyond the tenth."""
    return reciprocal_rank([_is_meant(item, hit) for hit in ask(Query(text=item.words))], least=1)


def _is_meant(item: Item, hit: Document) -> int:
    same = {
        "phrase": lambda: item.words in re.sub(r"\s", "", hit.text), "initials": lambda: _initials(hit.title) == item.words,
    }
    return int(hit.id == item.wanted.id or hit.title == item.wanted.title or (item.kind in same and same[item.kind]()))


def _out_of_order(title: str, rng: random.Random) -> str:
    words = WHOLE.findall(title)
    if len(words) < 3:
        return ""
    mixed = words
    while mixed == words:
        mixed = rng.sample(words, len(words))
    return " ".join(word.strip("《》（）“” ") for word in mixed).strip()


def _phrase(text: str, rng: random.Random) -> str:
    runs = RUN.findall(text)
    if not runs:
        return ""
    run = rng.choice(runs)
    start = rng.randrange(len(run) - PHRASE + 1)
    return run[start:start + PHRASE]


def _wrong_homophone(title: str, rng: random.Random) -> str:
    """Return the title with one character replaced by another that is read the same, tones aside."""
    places = [place for place, character in enumerate(title) if CHINESE.match(character) and _homophones(character)]
    if not places:
        return ""
    place = rng.choice(places)
    return title[:place] + rng.choice(_homophones(title[place])) + title[place + 1:]


def _initials(title: str) -> str:
    syllables = lazy_pinyin("".join(CHINESE.findall(title)))[:SYLLABLES]
    return "".join(syllable[0] for syllable in syllables) if len(syllables) == SYLLABLES else ""


@cache
def _readings() -> dict[str, list[str]]:
    """Return the 3,755 common characters (the first level of GB 2312) by their reading."""
    common = [bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    readings: dict[str, list[str]] = {}
    for character in filter(None, common):
        readings.setdefault(lazy_pinyin(character)[0], []).append(character)
    return readings


@cache
def _homophones(character: str) -> tuple[str, ...]:
    return tuple(one for one in _readings().get(lazy_pinyin(character)[0], ()) if one != character)
