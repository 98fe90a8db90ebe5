"""Turns a written skeleton into one telling of it.

In a skeleton `[一|二|三]` is a choice of words, `{town}` a fact, `{tons=20-60}` a number that keeps its name,
`{road=甲路|乙街}` a choice that keeps its name, `{d+5}` a day five days after publication (`D` with the year),
`{m-1}` a month, `{y}` a year and `{w}` the week of the month in words. `{wheat~2.50~0.06}` is the value of a series in
this period, around 2.50; with `~-1` behind it the value one period before, with `~change` the change in words.
"""

import math
import random
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+(?:\.(\d+))?)-(\d+(?:\.\d+)?)")
_TIME = re.compile(r"([dDmyw])([+-]\d+)?")
WEEKS = ("第一周", "第二周", "第三周", "第四周", "第五周")


class UnknownSlotError(KeyError):
    """A skeleton asks for a fact that nobody gave it."""


class Telling:
    """One telling of a skeleton: the same named slot has the same words from the title to the last line."""

    def __init__(self, rng: random.Random, moment: datetime, facts: Mapping[str, str], period: int = 0) -> None:
        self._rng = rng
        self._day = moment.date()
        self._words = dict(facts)
        self._period = period

    def know(self, name: str, words: str) -> None:
        """Add a fact, which may itself have choices and slots."""
        self._words[name] = self.tell(words)

    def prepare(self, texts: Iterable[str]) -> None:
        """Draw every named slot of a skeleton beforehand: a title may use what only the body defines."""
        for slot in (match[1] for text in texts for match in _SLOT.finditer(text)):
            if "=" in slot:
                self._word(slot)

    def tell(self, text: str) -> str:
        """Return the text with every choice made and every slot filled."""
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda match: self._rng.choice(match[1].split("|")), text)
        return _SLOT.sub(lambda match: self._word(match[1]), text)

    def _word(self, slot: str) -> str:
        name, has_values, values = slot.partition("=")
        if has_values and name not in self._words:
            self._words[name] = self.tell(self._draw(values))
        if name in self._words:
            return self._words[name]
        if "~" in slot:
            return self._series_word(*slot.split("~"))
        if time := _TIME.fullmatch(name):
            return _time_word(self._day, time[1], int(time[2] or 0))
        raise UnknownSlotError(f"文稿用到了没有给出的内容“{slot}”")

    def _series_word(self, name: str, base: str, swing: str, what: str = "0") -> str:
        decimals = len(base.partition(".")[2])
        if what != "change":
            return f"{_series_value(name, self._period + int(what), float(base), float(swing)):.{decimals}f}"
        now, before = (round(_series_value(name, self._period - back, float(base), float(swing)), decimals) for back in (0, 1))
        if now == before:
            return "持平"
        return f"{'上涨' if now > before else '下降'}{abs(now - before) / before * 100:.1f}%"

    def _draw(self, values: str) -> str:
        bounds = _RANGE.fullmatch(values)
        if not bounds:
            return self._rng.choice(values.split("|"))
        if bounds[2] is None:
            return str(self._rng.randint(int(bounds[1]), int(bounds[3])))
        return f"{self._rng.uniform(float(bounds[1]), float(bounds[3])):.{len(bounds[2])}f}"


def _series_value(name: str, period: int, base: float, swing: float) -> float:
    phase = sum(name.encode())
    return base + swing * (0.7 * math.sin((period + phase) / 6) + 0.3 * math.sin((period * 7 + phase) / 3))


def _time_word(day: date, unit: str, offset: int) -> str:
    if unit == "y":
        return str(day.year + offset)
    if unit == "m":
        return str((day.month - 1 + offset) % 12 + 1)
    if unit == "w":
        return WEEKS[(day.day - 1) // 7]
    moved = day + timedelta(days=offset)
    return f"{moved.year}年{moved.month}月{moved.day}日" if unit == "D" else f"{moved.month}月{moved.day}日"
