"""One match of a time pattern into an Atom.

Input: matches of kb.extraction.time.patterns. Output: Atoms, None where the match is
no time after all.
"""

import re
from typing import Final

from kb.extraction.time.calendar_words import MONTHS, WEEKDAYS
from kb.extraction.time.expression import Atom
from kb.extraction.time.results import is_result
from kb.extraction.time.words import (
    HOLIDAYS,
    NOW,
    NUMBERS,
    ORDINALS,
    SOON,
    edge_name,
    number_of,
    part_of,
    unit_of,
    which_of,
)


def _month(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def _group(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "").lower()


def _int(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else 0


def date_atom(match: re.Match[str]) -> Atom | None:
    which = which_of(_group(match, "which").removesuffix(" year"))
    return Atom(
        "date",
        match.start(),
        match.end(),
        year=_int(_group(match, "y")),
        month=_month(match["m"]),
        day=_int(_group(match, "d")),
        last_day=_int(_group(match, "d2")),
        which=which,
    )


def ordinal_date_atom(match: re.Match[str]) -> Atom | None:
    return Atom(
        "date",
        *match.span(),
        month=_month(match["m"]),
        day=ORDINALS[match["o"].lower()],
        year=_int(_group(match, "y")),
    )


def iso_atom(match: re.Match[str]) -> Atom | None:
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Atom("date", *match.span(), year=int(match["y"]), month=month, day=day)


def month_atom(match: re.Match[str]) -> Atom | None:
    which = which_of(re.sub(r"\s?year$", "", _group(match, "which")))
    of_year = _group(match, "which").endswith("year")
    return Atom(
        "month",
        *match.span(),
        month=_month(match["m"]),
        year=_int(_group(match, "y")),
        which=which,
        unit="year" if of_year else "",
    )


_NEEDS_PREPOSITION: Final = frozenset(
    {"may", "march", "mar", "jan", "jun", "sun", "sat", "dec", "sep", "nov", "oct", "apr", "aug", "feb"}
)
_PREPOSITION: Final = re.compile(
    r"(?i)(?:\b(?:in|since|until|till|by|of|from|to|through|for|before|after|during|early|late|mid|and|between|around|last|next|this|or|ended|ending)"
    r"[\s-]|[-–/])$"
)


_OF_A_MONTH: Final = re.compile(  # behind "the March"
    r"\s(?:parliamentary\s|presidential\s|general\s|local\s|legislative\s|municipal\s|peace\s)?(?:by-)?(?:agreement|attack|"
    r"budget|ceasefire|conference|congress|convention|coup|deadline|earthquake|elections?|figures|floods?|"
    r"hearing|meeting|offensive|polls?|protests?|quake|referendum|report|ruling|run-?off|summit|talks|trial|truce|vote)\b"
)


def bare_month_atom(match: re.Match[str]) -> Atom | None:
    word = match["m"].lower().rstrip(".")
    if word in _NEEDS_PREPOSITION and not _PREPOSITION.search(match.string, max(0, match.start() - 9), match.start()):
        named = match.string[max(0, match.start() - 4) : match.start()].casefold() == "the "
        if not (named and match["m"][0].isupper() and _OF_A_MONTH.match(match.string, match.end())):
            return None
    return Atom("month", *match.span(), month=_month(word))


_NAMED: Final = re.compile(  # "the 2018 World Cup" is a name
    r"\s(?:[A-Z][\w.'’-]{0,20}\s){0,3}(?:World\sCups?|Olympics?|Olympic|Paralympics|Games|Championships?|Cup|Grand\sPrix|FIFA|UEFA"
    r"|Eurovision|Expo|Awards?|Prize|Oscars|Act)\b"
)


def year_atom(match: re.Match[str]) -> Atom | None:
    if _NAMED.match(match.string, match.end()):
        return None
    return Atom("year", *match.span(), year=int(match["y"]))


def year_range_atom(match: re.Match[str]) -> Atom | None:
    first, second = int(match["y"]), match["y2"]
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    if last <= first or last - first > 120:
        return None
    return Atom("year", *match.span(), year=first, number=last)


def decade_atom(match: re.Match[str]) -> Atom | None:
    digits = match["y"] or match["yy"]
    return Atom("decade", *match.span(), year=int(digits) if len(digits) == 4 else 1900 + int(digits))


def century_atom(match: re.Match[str]) -> Atom | None:
    number = _int(match["n"])
    return Atom("century", *match.span(), number=number) if 1 <= number <= 22 else None


def weekday_atom(match: re.Match[str]) -> Atom | None:
    if match["w"].rstrip(".") == "Sun" and match.string[max(0, match.start() - 4) : match.start()] == "the ":
        return None  # the star
    return Atom(
        "weekday",
        *match.span(),
        weekday=WEEKDAYS[match["w"].lower().rstrip(".")],
        which=which_of(_group(match, "which")),
        part=part_of(_group(match, "p")),
    )


def day_word_atom(match: re.Match[str]) -> Atom | None:
    word = re.sub(r"\s+", " ", match["w"].lower())
    offsets = {
        "today": 0,
        "yesterday": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
        "tonight": 0,
        "last night": -1,
        "overnight": -1,
    }
    part = "night" if word in {"tonight", "last night", "overnight"} else part_of(_group(match, "p"))
    if word.startswith("this "):
        return Atom("day_word", *match.span(), number=0, part=part_of(word[5:]))
    return Atom(
        "day_word", *match.span(), number=offsets[word], part=part, unit="overnight" if word == "overnight" else ""
    )


def part_atom(match: re.Match[str]) -> Atom | None:
    word = re.sub(r"\s+", " ", match["p"].lower())
    return Atom("part", *match.span(), part=part_of(word))


def that_day_atom(match: re.Match[str]) -> Atom | None:
    which = {"next": "following", "following": "following", "previous": "previous", "same": "same", "that": "same"}
    return Atom(
        "part",
        *match.span(),
        part="day" if match["p"].lower() == "day" else part_of(match["p"]),
        which=which[match["x"].lower()],
    )


def period_atom(match: re.Match[str]) -> Atom | None:
    which = which_of(match["which"])
    told = which == "next" and match[0][:4].lower() == "the "  # "closed the next month": after the one told
    return Atom("period", *match.span(), which="following" if told else which, unit=unit_of(match["u"]))


def the_weekend_atom(match: re.Match[str]) -> Atom | None:
    return Atom("period", *match.span(), which="this", unit="weekend")


def season_atom(match: re.Match[str]) -> Atom | None:
    return Atom("season", *match.span(), unit=match["u"].lower(), year=int(match["y"]))


_IN_SEASON: Final = re.compile(r"(?i)\b(?:in|by|since|until|after|before|over|during|through|throughout|early|late)\s$")


def bare_season_atom(match: re.Match[str]) -> Atom | None:
    """ "in the autumn"; "over the fall" may be one of a government."""
    before = _IN_SEASON.search(match.string, max(0, match.start() - 12), match.start())
    season = match["u"].lower()
    if before is None or (season == "fall" and before.group().lower() != "in "):
        return None
    return Atom("period", *match.span(), unit=season)


def edge_atom(match: re.Match[str]) -> Atom | None:
    return Atom("period", *match.span(), which="this", unit=unit_of(match["u"]), part=edge_name(match["e"]))


def year_end_atom(match: re.Match[str]) -> Atom | None:
    return Atom("period", *match.span(), which="this", unit=unit_of(match["u"]), part="end")


def quarter_atom(match: re.Match[str]) -> Atom | None:
    return Atom(
        "period", *match.span(), which="this", unit="year", part=edge_name(match["e"]), year=_int(_group(match, "y"))
    )


_LASTING: Final = re.compile(
    r"\b(?:for|spen[dt]|spends|spending|served?|serves|serving|wait(?:s|ed|ing)?|last(?:s|ed|ing)?|took|takes?|taking)\s$",
    re.IGNORECASE,
)


def shift_atom(match: re.Match[str]) -> Atom | None:
    after = match["x"].lower()
    if after in {"before", "after", "afterwards"} and _LASTING.search(
        match.string, max(0, match.start() - 12), match.start()
    ):
        return Atom(
            "duration", match.start(), match.end("u"), unit=unit_of(match["u"]), number=number_of(_group(match, "n"))
        )
    direction = 1 if after in {"later", "after", "afterwards", "from now", "hence"} else -1
    which = "" if after in {"ago", "from now", "hence"} else "reference"
    single = which == "reference" and not match["u"].lower().endswith("s")  # "the week before" is one week
    return Atom(
        "shift",
        *match.span(),
        unit=unit_of(match["u"]),
        number=number_of(_group(match, "n")) or int(single),
        direction=direction,
        which=which,
    )


def window_atom(match: re.Match[str]) -> Atom | None:
    word = re.sub(r"\s+", " ", match["x"].lower())
    direction = 1 if word in {"next", "coming", "following", "within"} else -1
    unit = unit_of(match["u"])
    single = not match["u"].lower().endswith("s")  # "the past year" is one year, "the past years" are some
    if unit == "day" and single and not _group(match, "n"):
        return None  # "the next day" leans on another day
    number = number_of(_group(match, "n")) if _group(match, "n") else int(single)
    return Atom("window", *match.span(), unit=unit, number=number, direction=direction, which=word)


def in_future_atom(match: re.Match[str]) -> Atom | None:
    return Atom("shift", *match.span(), unit=unit_of(match["u"]), number=number_of(match["n"]), direction=1, which="in")


def duration_atom(match: re.Match[str]) -> Atom | None:
    return Atom("duration", *match.span(), unit=unit_of(match["u"]), number=number_of(_group(match, "n")))


def clock_atom(match: re.Match[str]) -> Atom | None:
    groups = match.groupdict()
    if groups.get("mil"):
        hour, minute = int(groups["mil"][:-2]), int(groups["mil"][-2:])
    else:
        spoken = groups.get("hw")
        hour = NUMBERS.get(spoken.lower(), 0) if spoken else int(groups["h"])
        minute = int(groups.get("mi") or 0)
    half = (groups.get("ap") or groups.get("ap2") or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute) or is_result(match.string, *match.span()):
        return None
    return Atom("clock", *match.span(), minutes=hour * 60 + minute, zone=(groups.get("z") or "").strip(" ()"))


def vague_atom(match: re.Match[str]) -> Atom | None:
    word = re.sub(r"\s+", " ", match["v"].lower())
    direction = 1 if word in SOON else 0 if word in NOW else -1
    return Atom("vague", *match.span(), direction=direction, which=word)


def set_atom(match: re.Match[str]) -> Atom | None:
    return Atom("set", *match.span())


def holiday_atom(match: re.Match[str]) -> Atom | None:
    month, day = HOLIDAYS[match["h"].lower().replace("’", "'")]
    return Atom("date", *match.span(), month=month, day=day, year=_int(_group(match, "y")), part="holiday")
