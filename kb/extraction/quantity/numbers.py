"""One bare number, in digits, in words or as a fraction, read from tokens.

Input: tokens from an index. Output: Number, read by kb.extraction.quantity.finder.
Number words are text2num's; grouping, scales, dozens and fractions are ours.
Pure: no I/O; looks at most a dozen tokens ahead.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.extraction.quantity.tokens import Token, at

_UNITS: Final = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_NUMBER_WORDS: Final = _UNITS | {"hundred", "thousand", "million", "billion", "trillion"}
STARTS: Final = _UNITS | {
    "a",
    "an",
    "half",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quarter",
    "third",
}
SCALES: Final = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "dozen": 12.0,
}
_SHORT_SCALES: Final = {"m": 1e6, "b": 1e9, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "t": 1e12}
_FRACTION: Final = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
_FRACTION.update({f"{word}s": parts for word, parts in list(_FRACTION.items()) if not word.endswith("s")})
_VULGAR: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅕": 0.2}
_WESTERN: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN: Final = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_RUN: Final = 12  # number words read at once
_DIGITS: Final = 18
_SMALL: Final = {word: n for n, word in enumerate("one two three four five six seven eight nine".split(), start=1)}
_AFTER_SHARE: Final = frozenset(
    "of more less fewer higher lower larger smaller in on at after before since by from to and "
    "while as over compared".split()
)
_SLASHED: Final = {
    ("1", "2"),
    ("1", "3"),
    ("2", "3"),
    ("1", "4"),
    ("3", "4"),
    ("1", "5"),
    ("2", "5"),
    ("3", "5"),
    ("4", "5"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the tokens it takes.

    Attributes:
        value: its value, scales applied.
        end: index after its last token.
        form: "digits", "words" or "fraction".
        scaled: a scale word ("million", "dozen") is part of it.
    """

    value: float
    end: int
    form: str
    scaled: bool = False


def read_number(tokens: list[Token], index: int, *, money: bool = False) -> Number | None:
    """Return the number that begins at *index*, None if none does.

    Args:
        money: a currency sign stands before it, so "61m" and "61b" are scales.
    """
    token = at(tokens, index)
    if token.kind == "n":
        return _digits(tokens, index, money)
    if token.kind == "w" and token.lower in STARTS:
        return _article_scale(tokens, index) or _fraction(tokens, index) or _words(tokens, index)
    return None


def digits_value(text: str) -> float | None:
    """Return the value of digits with separators, None if they are grouped as no number is."""
    if text in _VULGAR:
        return _VULGAR[text]
    if "," in text:
        if not (_WESTERN.fullmatch(text) or _INDIAN.fullmatch(text)):
            return None
        text = text.replace(",", "")
    return float(text) if len(text) <= _DIGITS else None


def _digits(tokens: list[Token], index: int, money: bool) -> Number | None:
    value = digits_value(tokens[index].text)
    if value is None:
        return None
    end = index + 1
    following = at(tokens, end)
    if following.text in _VULGAR and not following.broken:
        value, end = value + _VULGAR[following.text], end + 1
    elif following.text == "/" and following.joined:
        return _slashed(tokens, index)
    elif following.kind == "n" and following.text == "000" and len(tokens[index].text) <= 3 and not following.broken:
        value, end = value * 1000, end + 1
    elif _and_a_half(tokens, end):
        value, end = value + 0.5, end + 3
    return _scaled(tokens, value, end, "digits", money)


def _slashed(tokens: list[Token], index: int) -> Number | None:
    over = at(tokens, index + 2)
    pair = (tokens[index].text, over.text)
    if pair not in _SLASHED or not over.joined:
        return None
    return Number(int(pair[0]) / int(pair[1]), index + 3, "fraction")


def _scaled(tokens: list[Token], value: float, end: int, form: str, money: bool = False) -> Number | None:
    scaled = False
    for _ in range(3):  # "5 lakh crore"
        token = at(tokens, end)
        hyphen = token.text in {"-", "‑"} and at(tokens, end + 1).lower in SCALES
        if hyphen:
            token = at(tokens, end + 1)
        if token.broken or token.lower not in SCALES:
            break
        value, end, scaled = value * SCALES[token.lower], end + 1 + hyphen, True
        if at(tokens, end).lower == "dozen":
            break
    token = at(tokens, end)
    if not scaled and form == "digits" and token.joined and _short_scale(tokens, end, money):
        value, end, scaled = value * _SHORT_SCALES[token.text], end + 1, True
    return Number(value, end, form, scaled) if math.isfinite(value) else None


def _short_scale(tokens: list[Token], index: int, money: bool) -> bool:
    """Say whether the letter written to the number is a scale: "$61m", "2.3m people", "40k homes"."""
    token, following = tokens[index], at(tokens, index + 1)
    if token.text not in _SHORT_SCALES:
        return False
    if money or token.text in {"k", "K"}:
        return True
    counted = (
        following.kind == "w" and not following.broken and (following.lower == "people" or following.lower[-1:] == "s")
    )
    return counted and token.text in {"m", "M", "b"} and following.lower not in _ATHLETICS


_ATHLETICS: Final = frozenset("hurdles metres finals finalists races sprints champions is was has as".split())


def _and_a_half(tokens: list[Token], index: int) -> bool:
    return [at(tokens, index + k).lower for k in range(3)] == ["and", "a", "half"]


def _article_scale(tokens: list[Token], index: int) -> Number | None:
    """ "a hundred", "a half million", "a dozen", and bare "million" before a hyphen ("million-dollar")."""
    token = tokens[index]
    after = at(tokens, index + 1).lower
    if token.lower in {"a", "an"}:
        if after == "half" and at(tokens, index + 2).lower in SCALES:
            return _scaled(tokens, 0.5, index + 2, "words")
        if after in SCALES and after not in {"mn", "bn", "tn"}:
            return _continued(tokens, index + 1)
        if after == "score" and at(tokens, index + 2).lower in {"of", "or"}:
            return Number(20.0, index + 2, "words", True)
        return None
    if token.lower in {"million", "billion", "trillion"} and at(tokens, index - 1).lower not in {"multi", "a", "per"}:
        hyphen = after in {"-", "‑"} or at(tokens, index + 1).lower in {"dollar", "pound", "euro"}
        return Number(SCALES[token.lower], index + 1, "words", True) if hyphen else None
    return None


def _continued(tokens: list[Token], index: int) -> Number | None:
    """ "[a] hundred and twenty thousand": the article counts as one."""
    if at(tokens, index).lower == "dozen":
        return Number(12.0, index + 1, "words", True)
    run, end = _run(tokens, index)
    value, taken = _longest(("one", *run))
    if value is None:
        return _scaled(tokens, 1.0, index, "words")
    return _scaled(tokens, value, index + _tokens_of(tokens, index, taken - 1, end), "words")


def _words(tokens: list[Token], index: int) -> Number | None:
    token = tokens[index]
    if token.lower not in _UNITS:
        return None
    run, end = _run(tokens, index)
    value, taken = _longest(tuple(run))
    if value is None:
        return None
    end = index + _tokens_of(tokens, index, taken, end)
    big = any(word in SCALES for word in run[:taken])
    if _and_a_half(tokens, end):
        value, end = value + 0.5, end + 3
    number = _scaled(tokens, value, end, "words")
    return Number(number.value, number.end, "words", number.scaled or big) if number else None


def _run(tokens: list[Token], index: int) -> tuple[list[str], int]:
    """Return the number words from *index*, hyphens left out, and the index after them."""
    words: list[str] = []
    while len(words) < _RUN:
        token = at(tokens, index)
        if words and token.broken:
            break
        if token.lower in _NUMBER_WORDS:
            words.append(token.lower)
            index += 1
        elif words and token.text in {"-", "‑"} and token.joined and _goes_on(tokens, index):
            index += 1
        elif words and token.lower == "and" and words[-1] in {"hundred", "thousand", "million"}:
            if at(tokens, index + 1).lower not in _UNITS:
                break
            words.append("and")
            index += 1
        else:
            break
    return words, index


def _goes_on(tokens: list[Token], index: int) -> bool:
    return at(tokens, index + 1).joined and at(tokens, index + 1).lower in _NUMBER_WORDS


def _tokens_of(tokens: list[Token], index: int, words: int, end: int) -> int:
    """Return how many tokens hold the first *words* number words from *index*."""
    seen, position = 0, index
    while position < end and seen < words:
        seen += tokens[position].kind == "w"
        position += 1
    return position - index


@lru_cache(maxsize=4096)
def _longest(words: tuple[str, ...]) -> tuple[float | None, int]:
    """Return (value, words taken) of the longest prefix that text2num reads as one number."""
    from text_to_num import text2num

    for taken in range(len(words), 0, -1):
        if words[taken - 1] == "and":
            continue
        try:
            return float(text2num(" ".join(words[:taken]), "en")), taken
        except ValueError:
            continue
    return None, 0


def _fraction(tokens: list[Token], index: int) -> Number | None:
    """ "half", "a third", "two-thirds", "three quarters", and "half a million", "a quarter of a million"."""
    first, second, third = (at(tokens, index + k) for k in range(3))
    if first.lower == "half":
        return _half(tokens, index)
    hyphen = second.text in {"-", "‑"}
    part = third if hyphen else second
    if part.broken or part.lower not in _FRACTION:
        return None
    count = {"a": 1, "an": 1}.get(first.lower) or _SMALL.get(first.lower, 0)
    parts = _FRACTION[part.lower]
    if not count or count >= parts or (count > 1) != part.lower.endswith("s") or part.lower.startswith("half"):
        if not (first.lower in {"a", "one"} and part.lower == "half"):
            return None
        count = 1
    end = index + (3 if hyphen else 2)
    value = count / parts
    after = [at(tokens, end + k).lower for k in range(3)]
    if after[:2] == ["of", "a"] and after[2] in SCALES:
        return _scaled(tokens, value, end + 2, "words")
    if count == 1 and first.lower in {"a", "an"} and not _is_share(tokens, index, end):
        return None
    return Number(value, end, "fraction")


def _half(tokens: list[Token], index: int) -> Number | None:
    after = [at(tokens, index + k).lower for k in range(1, 4)]
    if after[0] in {"a", "an"} and after[1] in SCALES:
        return _scaled(tokens, 0.5, index + 2, "words")
    if after[0] in SCALES and after[0] != "hundred":
        return _scaled(tokens, 0.5, index + 1, "words")
    before = at(tokens, index - 1)
    if before.lower in {
        "first",
        "second",
        "other",
        "better",
        "opening",
        "latter",
        "early",
        "late",
        "time",
        "each",
        "in",
    }:
        return None
    if at(tokens, index + 1).text in {"-", "‑", "'", "’"} or after[0] in {
        "time",
        "brother",
        "sister",
        "mast",
        "way",
        "past",
    }:
        return None
    return Number(0.5, index + 1, "fraction")


def _is_share(tokens: list[Token], start: int, end: int) -> bool:
    """Tell "a third of voters", "by a third", "nearly a third" from "a third term"."""
    before, after = at(tokens, start - 1).lower, at(tokens, end)
    if at(tokens, end - 1).lower == "second" or after.text.startswith(("-", "'", "’")):
        return False
    if before in {"for", "to"} and after.lower != "of":
        return False
    if after.lower in _AFTER_SHARE or after.kind in {"s", ""} or after.broken:
        return True
    return before in {"nearly", "almost", "about", "roughly", "than"}
