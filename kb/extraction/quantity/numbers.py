"""One bare number, in digits, in words or as a fraction, read from tokens.

Input: tokens from an index. Output: Number, read by kb.extraction.quantity.finder.
Number words are text2num's; grouping, scales, dozens and fractions are ours.
Pure: no I/O; looks at most a dozen tokens ahead.
"""

import re
from functools import lru_cache
from typing import Final

from kb.extraction.quantity.fractions import read_fraction
from kb.extraction.quantity.scales import SCALES, Number, with_scale
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
_VULGAR: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅕": 0.2}
_WESTERN: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN: Final = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_DECIMAL_COMMA: Final = re.compile(r"[0-9]{1,3},[0-9]{1,2}")  # "7,5 percent"
_RUN: Final = 12  # number words read at once
_DIGITS: Final = 18
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


def read_number(tokens: list[Token], index: int, *, money: bool = False) -> Number | None:
    """Return the number that begins at *index*, None if none does.

    Args:
        money: a currency sign stands before it, so "61m" and "61b" are scales.
    """
    token = at(tokens, index)
    if token.kind == "n":
        return _digits(tokens, index, money)
    if token.kind == "w" and token.lower in STARTS:
        return _article_scale(tokens, index) or read_fraction(tokens, index) or _words(tokens, index)
    return None


def digits_value(text: str) -> float | None:
    """Return the value of digits with separators, None if they are grouped as no number is."""
    if text in _VULGAR:
        return _VULGAR[text]
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif "," in text:
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
    return with_scale(tokens, value, end, "digits", money)


def _slashed(tokens: list[Token], index: int) -> Number | None:
    over = at(tokens, index + 2)
    pair = (tokens[index].text, over.text)
    if pair not in _SLASHED or not over.joined:
        return None
    return Number(int(pair[0]) / int(pair[1]), index + 3, "fraction")


def _and_a_half(tokens: list[Token], index: int) -> bool:
    return [at(tokens, index + k).lower for k in range(3)] == ["and", "a", "half"]


def _article_scale(tokens: list[Token], index: int) -> Number | None:
    """ "a hundred", "a half million", "a dozen", and bare "million" before a hyphen ("million-dollar")."""
    token = tokens[index]
    after = at(tokens, index + 1).lower
    if token.lower in {"a", "an"}:
        if after == "half" and at(tokens, index + 2).lower in SCALES:
            return with_scale(tokens, 0.5, index + 2, "words")
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
        return with_scale(tokens, 1.0, index, "words")
    return with_scale(tokens, value, index + _tokens_of(tokens, index, taken - 1, end), "words")


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
    number = with_scale(tokens, value, end, "words")
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
