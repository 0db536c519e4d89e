"""How a number compares with the truth: "at least", "nearly", "or more".

Input: tokens around a number. Output: one of kb.model.extraction.COMPARATORS and
the tokens it takes, read by kb.extraction.quantity.
"""

from typing import Final

from kb.extraction.quantity.tokens import Token, at, matches
from kb.extraction.quantity.units import TIME_UNITS, unit_at

_BEFORE_FORMS: Final[dict[str, str]] = {
    "at_least": "at least|at the least|at the very least|at a minimum|no fewer than|no less than"
    "|not less than|not fewer than"
    "|a minimum of|minimum of|a minimum|not under",
    "more_than": "more than|over|above|upwards of|upward of|in excess of|exceeding|exceeded|exceeds|exceed|greater than"
    "|larger than|higher than|bigger than|longer than|well over|well above|just over|just above|slightly over"
    "|slightly more than|just more than|far more than|well more than|a little over|a little more than|little more than"
    "|beyond|surpassing|surpassed|topping|topped|surpass|surpasses|north of|better than",
    "less_than": "less than|fewer than|under|below|well under|well below|lower than|smaller than"
    "|shorter than|far fewer than"
    "|far less than|south of|a little under|slightly under|slightly less than|slightly below|a little less than",
    "at_most": "at most|at the most|no more than|not more than|no higher than|no longer than|a maximum of|maximum of"
    "|a maximum|no greater than|not exceeding|capped at|limited to",
    "up_to": "up to|as many as|as much as|as high as|as long as|anything up to|to as many as|as large as",
    "about": "about|around|some|roughly|approximately|approx|approx .|an estimated|estimated|circa|ca .|c .|closer to"
    "|in the region of|something like|more or less|an average of about|somewhere around|reportedly some|~|≈"
    "|an approximate|on the order of|perhaps|maybe",
    "nearly": "nearly|almost|close to|just under|just below|just short of"
    "|just less than|virtually|approaching|very nearly|not quite|well - nigh|practically",
}
_AFTER_FORMS: Final[dict[str, str]] = {
    "at_least": "or more|or greater|or higher|or above|plus|- plus|+|and above|and over|at least"
    "|at the least|and counting|or over",
    "at_most": "or fewer|or less|or under|or below|at most|at the most|at maximum|or lower",
    "about": "or so|or thereabouts|- odd|odd|- ish|ish",
}
_BEFORE: Final[dict[str, list[tuple[tuple[str, ...], str]]]] = {}
for _comparator, _forms in _BEFORE_FORMS.items():
    for _form in _forms.split("|"):
        _words = tuple(_form.split())
        _BEFORE.setdefault(_words[-1], []).append((_words, _comparator))
for _rows in _BEFORE.values():
    _rows.sort(key=lambda row: -len(row[0]))
_AFTER: Final = sorted(
    ((tuple(form.split()), comparator) for comparator, forms in _AFTER_FORMS.items() for form in forms.split("|")),
    key=lambda row: -len(row[0]),
)
_AFTER_FIRST: Final = frozenset(words[0] for words, _ in _AFTER)
_OVER_WHOM: Final = frozenset(  # "control over four mines" counts four
    "authority control dispute disputes influence jurisdiction power quarrel row rule sovereignty talks".split()
)
_HANDED: Final = frozenset("hand handed handing hands turned turning".split())  # "handed over $640"
_ALOFT: Final = frozenset(  # "were intercepted over five regions" counts five, "destroyed over 40 homes" more
    "intercepted down downed destroyed flew flying flown fly spotted dropped exploded detected".split()
)
_BELOW: Final = frozenset(
    "region regions province provinces oblast oblasts district districts state states county counties country "
    "countries area areas city cities town towns village villages neighbourhoods neighborhoods".split()
)
_STRETCHED: Final = frozenset(  # "lend 640 million over three years"; "lasted over three years" is more
    "after been cost costs for in is last lasted lasting lasts of served spending spent take taken takes taking took "
    "waited was were with".split()
)
_SPREAD: Final = frozenset({"scattered", "spread"})  # "over five districts"
_DRIVEN: Final = frozenset({"ran", "run", "running", "runs"})  # "ran over two children"
_LATELY: Final = frozenset({"overnight", "today", "yesterday"})  # "shot down overnight over four regions"
_RAZED: Final = frozenset({"destroyed"})  # as cities are too
_PASSIVE: Final = frozenset({"was", "were", "been", "being", "be"})
_ANAPHORS: Final = frozenset({"that", "this", "as"})  # "estimated half that": who estimated is told, no comparator
_PASSING: Final = frozenset("pass passes passed passing cross crosses crossed crossing".split())
_RISEN: Final = frozenset(  # before "past"
    "climb climbed climbing climbs creep crept go goes going gone grew grow growing grown jump jumped jumps push "
    "pushed pushes pushing rise risen rises rising rose soar soared surge surged surges went".split()
)
_TALLIES: Final = frozenset(  # what passes a number; a council passes 12 bylaws
    "arrests bookings cases casualties count dead deaths detainees displaced donations earnings evacuees fatalities "
    "figure infections injured injuries losses missing number numbers orders population revenue sales subscribers "
    "tally temperature temperatures toll total turnover visitors volume wounded".split()
)
_SUBJECT: Final = 8  # tokens before a verb that its subject is looked for in
_RISKY_AFTER: Final = frozenset({("plus",), ("odd",), ("at", "least"), ("at", "most"), ("ish",)})


def comparator_before(tokens: list[Token], start: int, floor: int) -> tuple[str, int] | None:
    """Return (comparator, index of its first token) of the words that end just before *start*.

    Args:
        floor: no token before this index may be taken.
    """
    if start <= floor or at(tokens, start).broken:
        return None
    for words, comparator in _BEFORE.get(tokens[start - 1].lower, ()):
        first = start - len(words)
        if first >= floor and matches(tokens, first, words):
            before = at(tokens, first - 1).lower
            if words == ("over",) and (before in _OVER_WHOM | _HANDED or _lies_over(tokens, first)):
                return None
            if words == ("estimated",) and at(tokens, start + 1).lower in _ANAPHORS:
                return None
            return comparator, first
    return ("more_than", start - 1) if _is_passed(tokens, start - 1) else None


def _lies_over(tokens: list[Token], over: int) -> bool:
    """Whether "over" says where or how long: above lands, across districts, for so many years, across somebody."""
    before = at(tokens, over - 1).lower
    unit = unit_at(tokens, over + 2)
    timed = unit is not None and unit[0] in TIME_UNITS
    if timed or before in _SPREAD:
        return before in _SPREAD or (at(tokens, over - 1).kind == "w" and before not in _STRETCHED)
    return before in _DRIVEN or _is_above(tokens, over)


def _is_above(tokens: list[Token], over: int) -> bool:
    """Whether something in the air is *over* so many lands: "exploded over two districts", not "destroyed over 40"."""
    over -= at(tokens, over - 1).lower in _LATELY
    verb = at(tokens, over - 1).lower
    if verb not in _ALOFT or not any(at(tokens, over + k).lower in _BELOW for k in (2, 3, 4)):
        return False
    return verb not in _RAZED or at(tokens, over - 2).lower in _PASSIVE


def _is_passed(tokens: list[Token], verb: int) -> bool:
    """Whether a tally goes beyond the number behind *verb*: "deaths have passed 60", "the toll rose past 60"."""
    if tokens[verb].lower == "past":
        return at(tokens, verb - 1).lower in _RISEN
    if tokens[verb].text not in _PASSING:
        return False
    for token in reversed(tokens[max(0, verb - _SUBJECT) : verb]):
        if token.text in {".", "!", "?", ";", ":"}:
            return False
        if token.lower in _TALLIES:
            return True
        if token.broken:
            return False
    return False


def comparator_after(tokens: list[Token], end: int) -> tuple[str, int] | None:
    """Return (comparator, index after it) of the words that begin at *end*."""
    token = at(tokens, end)
    if token.broken or token.lower not in _AFTER_FIRST:
        return None
    for words, comparator in _AFTER:
        if not matches(tokens, end, words):
            continue
        following = at(tokens, end + len(words))
        if words in _RISKY_AFTER and not (following.kind in {"s", ""} or following.broken) and words != ("odd",):
            continue
        if (words == ("+",) and not token.joined) or following.lower == "than":
            continue
        return comparator, end + len(words)
    return None
