"""Where figures end: with their unit or currency, "-seat" of "a 60-seat house"; without "another", "votes", "a ton".

Input: figures, each a number or a vague amount as the tags mark it; the words of the text.
Output: the same, longer, shorter, parted or joined as annotators cut them; read by kb.language.figures.
Pure. docs/reading.md has what it gives.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.language.drafts import Found

TIMES: Final = {  # by size
    word: rank
    for rank, words in enumerate(
        ("second seconds", "minute minutes", "hour hours", "day days", "week weeks", "month months", "year years")
    )
    for word in words.split()
}
_NUMBER: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half dozen".split()
)
_SCALES: Final = frozenset("hundred thousand million billion trillion dozen lakh crore".split())
_MANY: Final = frozenset("tens dozens hundreds thousands millions billions trillions lakhs crores".split())
_MONEY: Final = frozenset(  # no word that is often a verb or something else: "eleven won", "the $100 mark"
    "afghanis ariary baht balboas birr bitcoin bitcoins bolivares bolivars bolívares bolivianos cedi cedis cents "
    "colones crowns dalasi dinar dinars dirham dirhams dollar dollars dong drams euro euros forint forints franc "
    "francs gourdes guaranies guaraníes guilders hryvnia hryvnias kina kip koruna krona kronor krone kroner kronur "
    "kuna kwacha kwanza kyat lari lats lempiras leones leu lev leva lira liras manat meticais naira nakfa ouguiya "
    "pence peso pesos pound pounds pula quetzales rand reais rial rials riel riels ringgit riyal riyals rouble "
    "roubles ruble rubles rufiyaa rupee rupees rupiah shekel shekels shilling shillings soles somoni taka tala "
    "tenge tugrik tugriks vatu yen yuan zloty zlotys".split()
)
_UNITS: Final = frozenset(
    "acre acres centimeter centimeters centimetre centimetres cm degrees feet foot gigawatts gram grams hectare "
    "hectares inch inches kg kilo kilogram kilograms kilometer kilometers kilometre kilometres kilos km liter "
    "liters litre litres megawatts meter meters metre metres mile miles mm nights pct percent times ton tonne "
    "tonnes tons".split()
)
_WIDE: Final = frozenset({"cubic", "nautical", "square", "metric"})  # before a unit
_PAIRS: Final = {  # what a unit's first word goes on with
    "percentage": frozenset({"point", "points"}),
    "degrees": frozenset({"celsius", "fahrenheit", "centigrade"}),
}
_SPEEDS: Final = frozenset("kilometers kilometres km miles".split())
_COUNTED: Final = frozenset("goals matches pages people rounds runs seat seats vote votes wickets".split())  # no units
_PER: Final = frozenset("barrel bucket day family head household litre month person share ton tonne week year".split())
_EACH: Final = frozenset({"a", "an", "per"})
_ON_TOP: Final = frozenset("additional all another extra further other record these those".split())  # before a number
_LEAST: Final = (("at", "least"), ("at", "most"), ("fewer", "than"), ("less", "than"), ("more", "than"), ("up", "to"))
_ABOUT: Final = frozenset("about almost approximately around nearly roughly some".split())
_AFTER: Final = (
    ("at", "the", "most"),
    ("at", "the", "very", "least"),
    ("or", "less"),
    ("or", "more"),
    ("or", "so"),
)  # "1,200 [at the very least]"
_EMPTY: Final = frozenset("a additional an another extra far further more record than that the to too up".split())
_LENGTHS: Final = frozenset({"long", "old", "strong"})  # "a four-decade[-long] embargo", "an 18,000[-strong] force"
_NO_NOUN: Final = frozenset("a about and at by in more nearly of on or some than the to".split())  # behind a dash
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)")
_ORDINALS: Final = frozenset("first second third fourth".split())


def is_number(word: str) -> bool:
    """Whether a word in small letters is a number or begins one: "12th", "half", "two-thirds"."""
    return word[:1].isdigit() or word in _NUMBER or word.partition("-")[0] in _NUMBER


def well_ended(found: Sequence[Found], lower: Sequence[str], breaks: Sequence[bool]) -> list[Found]:
    """Return figures as annotators cut them; ordinals and words that count nothing are none.

    Args:
        found: figures in the order of the text: layer, label, first word, word after the last, score.
        lower: the words of the text in small letters.
        breaks: whether a paragraph begins with a word.
    """
    text = _Words(lower, breaks)
    out: list[Found] = []
    for layer, label, first, last, score in _parted(found, lower):
        start, end = text.trimmed(first, last)
        start, end = text.led(start, end), text.measured(start, end)
        if _EMPTY.issuperset(lower[start:end]) or text.is_ordinal(start):
            continue
        if out and _one(lower, out[-1], start, end):
            before = out.pop()
            start, score = min(before[2], start), min(before[4], score)
        out.append((layer, label, start, end, score))
    return out


def _parted(found: Sequence[Found], lower: Sequence[str]) -> list[Found]:
    """The figures; of "ten minutes about 300 metres" each number is one."""
    out: list[Found] = []
    for layer, label, start, end, score in found:
        middle = next((i for i in range(start + 1, end - 1) if _compares(lower, i)), None)
        if middle is not None and any(is_number(word) for word in lower[start:middle]):
            close = middle
            while close > start + 1 and not lower[close - 1][0].isalnum():
                close -= 1
            out.append((layer, label, start, close, score))
            start = middle
        out.append((layer, label, start, end, score))
    return out


def _compares(lower: Sequence[str], at: int) -> bool:
    return lower[at] in _ABOUT or tuple(lower[at : at + 2]) in _LEAST


def _one(lower: Sequence[str], before: Found, start: int, end: int) -> bool:
    """Whether a figure goes on with the one at start..end: "2 hours 19 minutes", or words of both."""
    if before[3] > start:
        return True
    larger, smaller = TIMES.get(lower[before[3] - 1], -1), TIMES.get(lower[end - 1], -1)
    return before[3] == start and larger > smaller >= 0


class _Words:
    """The words of a text, to look for what belongs to a figure."""

    def __init__(self, lower: Sequence[str], breaks: Sequence[bool]) -> None:
        self.lower = lower
        self.breaks = breaks

    def at(self, index: int) -> str:
        """The word, "" behind the end of the text or of a paragraph."""
        return "" if index >= len(self.lower) or self.breaks[index] else self.lower[index]

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A figure without "another" before it and "votes" or "a ton" behind."""
        lower = self.lower
        while end - start > 1 and any(is_number(word) for word in lower[start + 1 : end]):
            article = lower[start] in _EACH and end - start > 2 and lower[start + 1] in _ON_TOP
            if not article and lower[start] not in _ON_TOP:
                break
            start += 1
        if end - start > 1 and lower[end - 1] in _COUNTED and lower[end - 2][0].isalnum():
            end -= 1
        if end - start > 2 and lower[end - 1] in _PER and lower[end - 2] in _EACH and self._is_amount(end - 3):
            end -= 2
        if end - start > 1 and lower[end - 1] in _EACH and is_number(lower[end - 2]):
            end -= 1
        return start, end

    def _is_amount(self, index: int) -> bool:
        word = self.lower[index]
        return is_number(word) or word in _SCALES or word in _UNITS or word in _MONEY or word == "barrels"

    def led(self, start: int, end: int) -> int:
        """The first word, with "an estimated" before it."""
        if self.breaks[start] or start == 0:
            return start
        before = self.lower[start - 1]
        if self.lower[start] == "estimated":
            return start - 1 if before in _EACH else start
        if before == "estimated" and (is_number(self.lower[end - 1]) or self.lower[end - 1] in _SCALES):
            article = start > 1 and not self.breaks[start - 1] and self.lower[start - 2] in _EACH
            return start - 2 if article else start - 1
        return start

    def measured(self, start: int, end: int) -> int:
        """The word after the last one, unit and what compares behind it included."""
        last = self.lower[end - 1]
        number = is_number(last) or last in _SCALES
        end = self._hyphened(end, number=number) if self.at(end) == "-" else self._with_unit(end, number=number)
        last = self.lower[end - 1]
        if self.at(end) in _PAIRS.get(last, ()):
            end += 1
        if end - start > 1 and last in _SPEEDS and self.at(end) in ("an", "per") and self.at(end + 1) == "hour":
            end += 2
        if number or last in _UNITS or last in _MONEY:
            for words in _AFTER:
                if words == tuple(self.at(end + k) for k in range(len(words))):
                    return end + len(words)
        return end

    def _with_unit(self, end: int, *, number: bool) -> int:
        word, second = self.at(end), self.at(end + 1)
        if self.lower[end - 1] in _MANY:
            return end + 2 if word == "of" and second in _MONEY else end
        if not number:
            return end
        if word in _MONEY or word in _UNITS or (word in TIMES and self.lower[end - 1] in _SCALES):
            return end + 1
        nation = len(word) > 3 and word.isalpha() and second in _MONEY and second.endswith("s")
        return end + 2 if nation or (word in _WIDE and second in _UNITS) else end

    def _hyphened(self, end: int, *, number: bool) -> int:
        """The end of "60-seat" or "four-decade-long" of which the number is marked."""
        noun = self.at(end + 1)
        counts = number and noun.isalpha() and noun not in _NO_NOUN and not is_number(noun)
        aged = noun == "year" and self.at(end + 2) == "-"  # "30-year-old"
        if noun not in _LENGTHS and (aged or not counts):
            return end
        end += 2 + (noun in _WIDE and self.at(end + 2) in _UNITS)
        return end + 2 if self.at(end) == "-" and self.at(end + 1) in _LENGTHS else end

    def is_ordinal(self, start: int) -> bool:
        """Whether a figure only says which one: "the 2,000th", "third-quarter"."""
        first = self.lower[start]
        joined = first in _ORDINALS and self.at(start + 1) == "-"
        return _ORDINAL.fullmatch(first.replace(",", "")) is not None or joined
