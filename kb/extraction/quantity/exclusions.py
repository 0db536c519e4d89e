"""Numbers that count nothing: dates, clock times, years, ages, names, scores, phone numbers.

Input: the text, or tokens around a number. Output: spans and verdicts read by
kb.extraction.quantity.finder.
Pure: no I/O; every pattern is bounded.
"""

import re
from typing import Final

from kb.extraction.quantity.numbers import read_number
from kb.extraction.quantity.tokens import Token, at
from kb.extraction.quantity.values import HYPHENS
from kb.extraction.time.calendar_words import (
    CLOCK_RE,
    DAY_RE,
    MONTH_RE,
    MONTHS,
    WEEKDAY_RE,
    WEEKDAYS,
    YEAR_RE,
    ZONE_RE,
)

_DAY = rf"{DAY_RE}(?![\d,.]*\d|\w)"
_MASKS: Final = (
    re.compile(
        rf"\b{MONTH_RE}\s+(?:of\s+)?{_DAY}(?:(?:\s?[-–—]\s?|\s(?:to|and|or|through)\s){_DAY})?(?:,?\s{YEAR_RE}\b)?"
    ),
    re.compile(
        rf"(?<![\w.,])(?:{_DAY}(?:\s?[-–—]\s?|\s(?:to|and|or|,)\s))?{_DAY}\s(?:of\s)?{MONTH_RE}\b(?:,?\s{YEAR_RE}\b)?"
    ),
    re.compile(rf"\b{MONTH_RE},?\s(?:of\s)?{YEAR_RE}\b"),
    re.compile(
        r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|(?<![\d/])\d{1,2}/\d{1,2}/\d{2,4}(?![\d/])|(?<!\d)\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"
    ),
    re.compile(
        rf"(?<![\d.,:$€£])(?:{CLOCK_RE}(?<=m|\.)|(?:[01]?\d|2[0-3])[:h][0-5]\d)(?:\s{ZONE_RE}\b)?(?![\d%])",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\d)\d{{3,4}}\s?(?:{ZONE_RE}\b|hrs\b|local time)"),
    re.compile(rf"(?<![\d$€£,.]){YEAR_RE}\s?[-–—/]\s?(?:{YEAR_RE}|\d\d)(?![\d,.]*\d|\s?%)"),
    re.compile(rf"(?<![\d,.]){YEAR_RE}s\b|['’]\d0s\b"),
    re.compile(r"\+\d{1,3}[\s().-]{1,2}\d[\d\s().-]{5,16}\d|(?<![\d,.])\d{3,5}[-.\s]\d{3,4}[-.]\d{3,4}(?!\d)"),
    re.compile(r"\bhttps?://\S{1,300}|\bwww\.\S{1,200}|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}"),
    re.compile(rf"\b{WEEKDAY_RE},?\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)\b"),
    re.compile(
        r"(?<!\S)\d{1,5}[a-z]?\s(?:[A-Z][\w’'.-]{0,20}\s){1,3}(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Boulevard|Square|Drive)\b"
    ),
    re.compile(r"\b(?:24/7|9/11|7/7|50/50|\d{1,3}/\d{1,3}(?=[\s.,]))"),
)
_DESIGNATORS: Final = frozenset(
    "boeing airbus flight route highway article section chapter page paragraph clause verse "
    "psalm resolution no number nos "
    "channel apollo windows formula interstate motorway a-level regulation directive decree law act amendment title "
    "proposition protocol protocols federation iphone galaxy playstation xbox version volume "
    "issue catch mark covid sars "
    "olympics studio firm figure exhibit case bill senate docket box suite apartment apt flat".split()
)
_CAPITAL_DESIGNATORS: Final = frozenset(
    "group area camp district zone day week year stage phase type level category class unit "
    "reactor gate platform terminal "
    "sector ward block precinct season episode round part line bus train seat room building "
    "pier berth site grade division "
    "league tier priority step lot model series battalion brigade regiment company squadron world war ii union local "
    "committee court radio tv hall stadium field school hospital dam mine plant tower house store league group".split()
)
_COUNTED: Final = frozenset(
    "people persons civilians soldiers troops fighters workers employees staff officers "
    "policemen police migrants refugees "
    "students pupils children women men families households homes houses buildings patients cases deaths dead injured "
    "wounded killed missing victims casualties jobs protesters demonstrators residents voters "
    "votes seats members delegates "
    "prisoners detainees inmates passengers vehicles cars trucks tanks drones missiles rockets "
    "shells aircraft flights ships "
    "boats animals cattle sheep trees schools shops villages tonnes tons euros dollars rubles pounds yen others more "
    "additional new rebels militants militiamen guests runners athletes fans spectators copies "
    "tickets companies firms".split()
)
_VERBS_IN_S: Final = frozenset("is was has does says as this its his us across less towards perhaps versus".split())
_YOUNG: Final = frozenset(
    "children people patients kids adults minors girls boys women men citizens residents voters those anyone everyone "
    "youths teenagers pupils students population applicants workers persons mothers pensioners them".split()
)
_YEAR_BEFORE: Final = frozenset(
    "in since by until till from during the of to and for before after late early mid circa this that its a his their "
    "january february march april may june july august september october november december spring summer autumn fall "
    "winter through between around about".split()
)
_MATCH_WORDS: Final = frozenset(
    "win wins won victory victories defeat defeats defeated beat beats beating lost lose loss "
    "losing draw drew drawn lead led "
    "leading trail trailed trailing up down aggregate penalties shootout score scored "
    "scoreline tie tied thrashing rout "
    "edged upset triumph set sets record".split()
)
_AGE_AFTER: Final = frozenset("and who said from told was is were has had a an the whose with also".split())
_REPORTED: Final = frozenset("high highs low lows profit profits loss losses revenue earnings results sales".split())
_DEBTS: Final = frozenset("bond bonds eurobond eurobonds note notes bill bills loan loans debt paper".split())
_AGED: Final = frozenset("aged age ages".split())
_DYING: Final = frozenset("die dies died dead".split())  # "at 88"
_THE: Final = frozenset("the their its of".split())
_NO_ONE_BEFORE: Final = frozenset(
    "no this that the each every any some which another first last new old good right wrong big single whose as square "
    "only latest next other day such better either what".split()
)
_NO_ONE_AFTER: Final = frozenset(
    "of another day 's ’s can should must would could may might who that which is was has "
    "wants knows is else by the to or thing way two side hand".split()
)


def is_span_of(tokens: list[Token], end: int, unit_end: int) -> bool:
    """Say whether a hyphened stretch of time only says of what a result or record is: "nine-month profit"."""
    told = at(tokens, end).text in HYPHENS and at(tokens, unit_end).lower in _REPORTED
    return told and at(tokens, unit_end + 1).text not in HYPHENS  # "a 10-week high-school course"


def masked_spans(text: str) -> list[tuple[int, int]]:
    """Return the characters that are dates, clock times, addresses and the like, merged, by start."""
    found = sorted((m.start(), m.end()) for mask in _MASKS for m in mask.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_name_or_ordinal(tokens: list[Token], start: int, end: int) -> bool:  # noqa: PLR0911 - one return a rule
    """Say whether letters, dots or hyphens tie the number to a name, model, law or list ("F-16", "No. 5", "4th")."""
    first, before, before2 = tokens[start], at(tokens, start - 1), at(tokens, start - 2)
    digits = first.kind == "n"
    if digits and first.joined and before.kind == "w":
        return True
    if digits and first.joined and before.text == "#":
        return True
    if digits and first.joined and before.text in {"-", "‑", "/", "_"} and before.joined and before2.kind in "wn":
        return before2.kind == "w" and before2.lower not in {"mid", "to", "minus", "a"}
    if digits and first.joined and before.text in {".", ":"} and before.joined and before2.kind == "n":
        return True
    if before.lower in _DESIGNATORS and not first.broken and not (before.lower == "no" and not digits):
        return before.lower not in {"number", "case", "firm", "figure", "issue", "act", "law", "mark"} or _names(
            before, at(tokens, end)
        )
    if (
        before.text == "."
        and before2.lower in {"no", "nos", "art", "sec", "ch", "para", "p", "pp", "vol", "fig"}
        and digits
    ):
        return True
    if before.lower in _CAPITAL_DESIGNATORS and before.text[:1].isupper() and not _opens_clause(tokens, start - 1):
        return at(tokens, end).kind in {"s", ""} or not _is_plural(at(tokens, end))
    after = at(tokens, end)
    if digits and after.joined and after.kind == "w":
        return True
    return (
        digits
        and after.joined
        and after.text in {".", ")"}
        and _starts_line(tokens, start)
        and not at(tokens, end + 1).joined
    )


def _names(before: Token, after: Token) -> bool:
    return before.text[:1].isupper() or after.kind in {"s", ""} or not _is_plural(after)


def _is_plural(token: Token) -> bool:
    if token.kind != "w" or token.lower in _VERBS_IN_S:
        return False
    return token.lower.endswith(("s", "children", "women", "people")) or token.lower in _COUNTED


def _opens_clause(tokens: list[Token], index: int) -> bool:
    return index <= 0 or tokens[index].broken or tokens[index - 1].text in {".", "!", "?", "“", '"'}


def _starts_line(tokens: list[Token], index: int) -> bool:
    return tokens[index].broken or index == 0


def is_model(tokens: list[Token], start: int, end: int) -> bool:
    """Say whether a bare number ends a name ("Nikkei 225", "S&P 500") or a compound ("one-way")."""
    token, before, after = tokens[start], at(tokens, start - 1), at(tokens, end)
    if (
        after.text in {"-", "‑"}
        and after.joined
        and at(tokens, end + 1).lower in {"way", "off", "time", "on", "nil", "all"}
    ):
        return True
    if token.kind != "n" or "," in token.text or token.broken or before.kind != "w" or before.broken:
        return False
    if before.text.islower() or _opens_clause(tokens, start - 1) or before.lower in MONTHS | WEEKDAYS:
        return False
    counted = after.kind == "w" and not after.broken and (_is_plural(after) or after.lower == "of")
    return not counted and after.text not in {"%", "°", "-"}


def is_year(tokens: list[Token], start: int, end: int, compared: bool) -> bool:
    """Say whether four bare digits are a year rather than a count."""
    token = tokens[start]
    if token.kind != "n" or len(token.text) != 4 or not token.text.isdigit() or end != start + 1:
        return False
    value = int(token.text)
    if not 1400 <= value <= 2199:
        return False
    after, before = at(tokens, end), at(tokens, start - 1)
    counted = after.kind == "w" and not after.broken and after.lower in _COUNTED
    if 1900 <= value <= 2060:
        return not counted or before.lower in {"the", "in", "since", "of"}
    if counted or (compared and after.kind == "w" and after.lower.endswith("s")):
        return before.lower in {"the", "in"}
    return not (_is_plural(after) and before.lower not in _YEAR_BEFORE)


def is_maturity(tokens: list[Token], start: int, end: int) -> bool:
    """Say whether four digits before a currency are the year in which a debt falls due: "its 2032 dollar bond"."""
    token = tokens[start]
    due = token.kind == "n" and len(token.text) == 4 and token.text.isdigit() and 1990 <= int(token.text) <= 2150
    return due and at(tokens, end).lower in _DEBTS


def is_age(tokens: list[Token], start: int, end: int, value: float) -> bool:  # noqa: PLR0911 - one return a rule
    """Say whether the number is somebody's age."""
    before, after = at(tokens, start - 1), at(tokens, end)
    following = [at(tokens, end + k).lower for k in range(4)]
    old = following[:2] in (["years", "old"], ["year", "old"], ["year", "olds"])
    if old or following[:3] == ["years", "of", "age"]:
        return True
    if following[0] in {"-", "‑"} and following[1] in {"year", "month", "week"} and following[2] in {"-", "‑", "old"}:
        return following[2] == "old" or following[3] in {"old", "olds"}
    if before.lower in _AGED or (before.lower == "of" and at(tokens, start - 2).lower in _AGED):
        return True
    counted = at(tokens, start - 3).lower in _THE  # "put the dead at 19"
    if before.lower == "at" and at(tokens, start - 2).lower in _DYING and not counted:
        return value <= 115 and not _is_plural(after)
    if before.lower in {"between", "to", "and", "-", "–", "over", "under", "from"}:
        nearby = {at(tokens, start - k).lower for k in range(2, 5)}
        if nearby & _AGED:
            return True
    if not 0 < value <= 115 or value != int(value):
        return False
    if before.lower in {"under", "over", "below", "above", "between"} and at(tokens, start - 2).lower in _YOUNG:
        beyond = at(tokens, end + 2) if before.lower == "between" else after
        return not _is_plural(beyond) and not beyond.lower.startswith("per")
    if before.text == "(" and after.text == ")" and at(tokens, start - 2).text[:1].isupper():
        return True
    if before.text != "," or not _ends_name(tokens, start - 2):
        return False
    return after.text in {",", ".", ")", ";", "”", '"', "—", "–"} or (
        after.lower in _AGE_AFTER and at(tokens, start).kind == "n"
    )


def _ends_name(tokens: list[Token], index: int) -> bool:
    token = at(tokens, index)
    return token.kind == "w" and token.text[:1].isupper() and token.lower not in WEEKDAYS and token.lower not in MONTHS


def is_score(tokens: list[Token], start: int, middle: int, end: int, low: float, high: float) -> bool:
    """Say whether "N-M" is the result of a match or vote, or a period in play, rather than a range."""
    if high <= low:
        return True
    after = at(tokens, end)
    if after.kind == "w" and not after.broken and after.lower in _MATCH_WORDS:
        return True
    if any(at(tokens, start - k).lower in _MATCH_WORDS for k in range(1, 4)):
        return not _is_plural(after)
    counts = _is_plural(after) or after.lower in {"per", "percent", "million", "billion", "km"}
    return not (after.kind == "w" and not after.broken and counts)


def is_vote(tokens: list[Token], start: int, end: int) -> bool:
    """Say whether votes for and against stand at "N-M", each a count of its own."""
    near = {at(tokens, start - k).lower for k in range(1, 4)} | {at(tokens, end + k).lower for k in range(2)}
    return bool(near & {"vote", "votes", "voted", "voting", "majority"})


def is_pronoun_one(tokens: list[Token], start: int, end: int) -> bool:
    """Say whether "one" stands for somebody or something instead of counting."""
    if end != start + 1 or tokens[start].lower != "one":
        return False
    before, after = at(tokens, start - 1), at(tokens, end)
    whole = read_number(tokens, end + 1) if (before.lower, after.lower) == ("only", "in") else None
    if whole is not None and whole.value < 1900:
        return False  # "only one in ten"
    if before.lower in _NO_ONE_BEFORE or (before.text in {"-", "‑"} and before.joined):
        return True
    if after.text in {"'", "’"} or after.lower in _NO_ONE_AFTER:
        return not (after.lower == "of" and at(tokens, end + 1).lower == "every")
    return after.broken or (after.kind in {"s", "w"} and before.lower == "at")


def is_clock_word(tokens: list[Token], end: int) -> bool:
    """Say whether "o'clock" or "a.m." follows, or half past and the like."""
    after = at(tokens, end)
    if after.lower in {"o'clock", "o’clock", "am", "pm", "noon", "midnight"}:
        return True
    return after.lower in {"a", "p"} and at(tokens, end + 1).text == "." and at(tokens, end + 2).lower == "m"
