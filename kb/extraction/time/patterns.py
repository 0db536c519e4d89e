"""The pieces that time expressions are made of, as bounded regular expressions.

Input: a text. Output: atoms by start, none overlapping, read by kb.extraction.time.finder.
Pure: no I/O; every repetition is bounded.
"""

import re
from collections.abc import Callable
from typing import Final

from kb.extraction.time import atoms as make
from kb.extraction.time.calendar_words import DAY_RE, MONTH_RE, WEEKDAY_RE, YEAR_RE, ZONE_RE
from kb.extraction.time.expression import Atom
from kb.extraction.time.words import NUMBERS, ORDINALS

_ORDINAL_WORDS: Final = "|".join(sorted(ORDINALS, key=len, reverse=True))
_HOUR_WORDS: Final = "|".join(word for word, n in NUMBERS.items() if 1 <= n <= 12 and word not in {"a", "an"})
NUM: Final = (
    r"(?:\d{1,3}(?:\.5)?|"
    + "|".join(sorted((w for w in NUMBERS if w not in {"zero", "a", "an"}), key=len, reverse=True))
    + r"|an?\s(?:few|couple\sof|dozen)|an?|several|many|some|few|couple\sof|dozens\sof)"
)
_UNITS: Final = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|quarters?|years?|decades?|centur(?:y|ies))"
)
_NOT_COUNTED: Final = (
    r"(?!\s?%|\s(?:percent|per\scent|million|billion|people|troops|soldiers|homes|dead"
    r"|were\skilled)|[.,]?\d|\w|\s?(?:st|nd|rd|th)\b)"
)
_PART_WORDS: Final = r"(?:morning|mid-?morning|afternoon|evening|night|midnight|noon|midday|dawn|lunchtime|dusk)"
_WHICH: Final = r"(?:this\spast|this\scoming|this|last|next|previous|preceding|current|following|that|the\ssame|same)"
_PERIOD: Final = (
    r"(?:week|weekend|month|year|quarter|decade|century|spring|summer|autumn|fall|winter|fiscal\syear|night|season)"
)
_DM: Final = (
    rf"(?:the\s)?(?P<d>{DAY_RE})(?:\s?(?:[-–—]|to"
    rf"|and)\s?(?:the\s)?(?P<d2>{DAY_RE}))?\s(?:of\s)?(?P<m>{MONTH_RE})(?:,?\s(?P<y>{YEAR_RE}))?"
)
_MD: Final = (
    rf"(?P<m>{MONTH_RE})\s(?P<d>{DAY_RE})(?:\s?(?:[-–—]|to|and|through)\s?(?P<d2>{DAY_RE})(?!\s{MONTH_RE}))?"
    rf"(?:,?\s(?:of\s)?(?P<y>{YEAR_RE})(?!\d))?"
)
_Builder = Callable[["re.Match[str]"], Atom | None]
_C: Final = re.compile
_I: Final = re.IGNORECASE
_CLOCK_TAIL: Final = rf"(?:\s?\(?(?P<z>{ZONE_RE}\b|local\stime|(?:[A-Z][a-z]+\s){{1,3}}[Tt]ime)\)?)?"
PATTERNS: Final[tuple[tuple[re.Pattern[str], _Builder], ...]] = (
    (_C(r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])"), make.iso_atom),
    (_C(rf"(?<![\w.,$€£]){_DM}(?![\w]|\s\d{{1,2}}(?:,\s\d{{4}}))"), make.date_atom),
    (_C(rf"\b{_MD}{_NOT_COUNTED}"), make.date_atom),
    (_C(rf"\b(?P<m>{MONTH_RE})\s(?P<o>{_ORDINAL_WORDS})\b(?:,?\s(?P<y>{YEAR_RE})\b)?", _I), make.ordinal_date_atom),
    (_C(rf"\b(?P<m>{MONTH_RE})(?:,|\sof)?\s(?P<y>{YEAR_RE})(?![\d,]*\d|\w)"), make.month_atom),
    (
        _C(
            rf"\b(?P<m>{MONTH_RE})\s(?:of\s)?(?P<which>(?:last|this|next|that|the\ssame|the\sfollowing"
            rf"|the\sprevious)\syear)\b"
        ),
        make.month_atom,
    ),
    (
        _C(
            rf"\b(?P<which>(?i:this\spast|this\scoming|this|last|next|past|coming|previous"
            rf"|following))\s(?P<m>{MONTH_RE})(?!\s\d|\w)"
        ),
        make.month_atom,
    ),
    (_C(rf"\b(?P<m>{MONTH_RE})(?!\w|['’]s\b(?=\s[A-Z]))"), make.bare_month_atom),
    (
        _C(rf"(?<![\w.,$€£:/-])(?P<y>{YEAR_RE})\s?[-–—/]\s?(?P<y2>{YEAR_RE}|\d\d)(?![\w%]|[.,]\d|-\d)"),
        make.year_range_atom,
    ),
    (
        _C(
            r"(?<![\w.,$€£¥#:/-])(?P<y>1[5-9]\d\d|20[0-6]\d)(?![\w%:]|[.,]\d|-\d|\s(?:people|troops"
            r"|soldiers|percent|per\scent|points|homes|"
            r"million|billion|euros|dollars|tons|tonnes|workers|km|metres|meters|cases|votes|miles"
            r"|families)\b)"
        ),
        make.year_atom,
    ),
    (_C(r"\b(?:the\s)?(?P<y>(?:1[5-9]|20)\d0)s\b|(?<!\w)['’](?P<yy>[1-9]0)s\b"), make.decade_atom),
    (_C(r"\b(?P<n>\d{1,2})(?:st|nd|rd|th)[\s-]century\b", _I), make.century_atom),
    (
        _C(
            rf"(?:\b(?P<which>(?i:this\spast|this\scoming|this|last|next|past|coming|previous"
            rf"|following))\s)?\b(?P<w>{WEEKDAY_RE})(?:\s(?P<p>(?i:{_PART_WORDS})))?(?!\w)"
        ),
        make.weekday_atom,
    ),
    (
        _C(
            rf"\b(?P<w>the\sday\sbefore\syesterday|the\sday\safter\stomorrow|today|yesterday"
            rf"|tomorrow)(?:\s(?P<p>{_PART_WORDS}))?\b",
            _I,
        ),
        make.day_word_atom,
    ),
    (_C(r"\b(?P<w>tonight|last\snight|overnight|this\s(?:morning|afternoon|evening))\b", _I), make.day_word_atom),
    (
        _C(
            r"\b(?:(?P<x>that|next|following|previous|same)\s)(?P<p>day|morning|afternoon|evening"
            r"|night)\b",
            _I,
        ),
        make.that_day_atom,
    ),
    (
        _C(
            r"\b(?P<p>dawn|daybreak|sunrise|first\slight|dusk|sunset|nightfall|noon|midday|midnight"
            r"|night-?\s?time)\b",
            _I,
        ),
        make.part_atom,
    ),
    (
        _C(
            r"\b(?:in|during|into|throughout|of)\sthe\s(?:early\s|late\s)?(?P<p>morning|afternoon"
            r"|evening|night|early\shours|small\shours|day)\b",
            _I,
        ),
        make.part_atom,
    ),
    (_C(r"\b(?:at|by|all|every)\s(?P<p>night)\b", _I), make.part_atom),
    (_C(rf"\b(?:the\s)?(?P<which>{_WHICH})\s(?P<u>{_PERIOD})\b(?![-‑])", _I), make.period_atom),
    (_C(r"\b(?:over|at|during|through|throughout|on)\sthe\sweekend\b", _I), make.the_weekend_atom),
    (_C(rf"\b(?P<u>spring|summer|autumn|fall|winter)(?:\sof)?\s(?P<y>{YEAR_RE})\b", _I), make.season_atom),
    (
        _C(
            r"\bthe\s(?P<u>spring|summer|autumn|fall|winter)(?=[,.;:)]|$|\s(?:and|when|but|as|that|by|with|who|which|because"
            r"|before|after|on|he|she|it|they|we)\b)",
            _I,
        ),
        make.bare_season_atom,
    ),
    (
        _C(
            r"\b(?:the\s)?(?P<e>start|beginning|end|middle|close|rest|remainder|turn|first\shalf"
            r"|second\shalf)\sof\sthe\s(?P<u>day|week|month|year|quarter|decade|century|summer|winter"
            r"|spring|autumn|weekend)\b",
            _I,
        ),
        make.edge_atom,
    ),
    (_C(r"\b(?P<u>year|month|week)(?:['’]s)?[\s-]end\b", _I), make.year_end_atom),
    (
        _C(
            rf"\b(?:the\s)?(?P<e>(?:first|second|third|fourth|final|last)\squarter|(?:first|second"
            rf"|latter)\shalf|Q[1-4])(?:\s(?:of\s)?(?:fiscal\s)?(?P<y>{YEAR_RE})\b)?(?!-"
            rf"|\s(?:of\s(?!the\syear)|final|goal|finals))",
            _I,
        ),
        make.quarter_atom,
    ),
    (
        _C(
            rf"\b(?:(?:more\sthan|less\sthan|nearly|almost|about|around|over|just|at\sleast|only"
            rf"|some)\s)?(?:(?P<n>{NUM})\s)?(?P<u>{_UNITS})\s(?P<x>ago|earlier|later|before|after"
            rf"|afterwards|from\snow|hence)\b",
            _I,
        ),
        make.shift_atom,
    ),
    (
        _C(
            rf"\b(?:(?:in|over|during|for|within|throughout)\s)?(?:just\s|about\s)?the\s(?P<x>past|last"
            rf"|next|coming|following|previous"
            rf"|preceding)\s(?:(?P<n>{NUM}(?:\sto\s{NUM})?)\s)?(?:trading\s"
            rf"|working\s)?(?P<u>{_UNITS})\b",
            _I,
        ),
        make.window_atom,
    ),
    (
        _C(
            rf"\b(?:(?:in|over|during|for)\s)?(?P<x>recent|past"
            rf"|coming)\s(?:(?P<n>{NUM})\s)?(?P<u>seconds|minutes|hours|days|nights|weeks|months|years"
            rf"|decades|centuries)\b",
            _I,
        ),
        make.window_atom,
    ),
    (_C(rf"\b(?P<x>within)\s(?:(?P<n>{NUM})\s)?(?:working\s|business\s)?(?P<u>{_UNITS})\b", _I), make.window_atom),
    (
        _C(
            rf"\bin\s(?:about\s|just\s"
            rf"|less\sthan\s)?(?P<n>{NUM})\s(?P<u>{_UNITS})['’]?(?:\stime)?\b(?!\s(?:of|ago|that"
            rf"|to\s\w+\s\w+s\b))",
            _I,
        ),
        make.in_future_atom,
    ),
    (
        _C(
            rf"\bfor\s(?:(?:the\s)?(?:more\sthan|less\sthan|nearly|almost|about|around|over|just"
            rf"|at\sleast|up\sto|another|some)\s)*(?:(?P<n>{NUM})\s)?(?:consecutive\s|straight\s|whole\s"
            rf"|full\s)?(?P<u>{_UNITS})\b",
            _I,
        ),
        make.duration_atom,
    ),
    (
        _C(
            rf"(?<![\d.,:$€£])(?P<h>[01]?\d"
            rf"|2[0-4])[:.h](?P<mi>[0-5]\d)(?::\d\d)?\s?(?P<ap>[ap]\.?m\b\.?){_CLOCK_TAIL}",
            _I,
        ),
        make.clock_atom,
    ),
    (
        _C(
            rf"(?<![\d.,:$€£])(?P<h>[01]?\d|2[0-4]):(?P<mi>[0-5]\d)(?::\d\d)?(?![\d:%])(?:\s?(?:hrs"
            rf"|hours))?{_CLOCK_TAIL}"
        ),
        make.clock_atom,
    ),
    (_C(rf"(?<![\d.,:$€£])(?P<h>0?[1-9]|1[0-2])\s?(?P<ap>[ap]\.?m\b\.?){_CLOCK_TAIL}", _I), make.clock_atom),
    (
        _C(
            rf"(?<![\d.,:$€£])(?P<mil>(?:[01]\d|2[0-3])[0-5]\d)\s?(?P<z>{ZONE_RE}\b|hours\b|hrs\b"
            rf"|local\stime)"
        ),
        make.clock_atom,
    ),
    (
        _C(
            rf"\b(?P<hw>{_HOUR_WORDS})\s(?:(?P<ap>[ap]\.m\.?)"
            rf"|o['’]clock(?:\sin\sthe\s(?P<q>morning|afternoon|evening))?)",
            _I,
        ),
        make.clock_atom,
    ),
    (_C(r"\b(?P<h>0?[1-9]|1[0-2])\so['’]clock\b", _I), make.clock_atom),
    (
        _C(
            r"\b(?P<h>Christmas(?:\s(?:Day|Eve))?|New\sYear['’]s\s(?:Day|Eve)"
            r"|Boxing\sDay)(?:,?\s(?P<y>(?:19|20)\d\d))?\b"
        ),
        make.holiday_atom,
    ),
    (
        _C(
            r"\b(?P<v>recently|currently|nowadays|presently|at\spresent|at\sthe\smoment|right\snow"
            r"|now(?!\sand\s(?:again|then))|(?<!as\s)soon(?!\sas)|so\sfar|previously|in\sthe\s(?:near\s"
            r"|foreseeable\s)?future|in\sdue\scourse|until\sfurther\snotice|at\s(?:that|the)\stime"
            r"|these\sdays|at\sany\stime|in\sthe\spast|eventually)\b",
            _I,
        ),
        make.vague_atom,
    ),
    (
        _C(
            r"\b(?:daily|nightly|weekly|monthly|annually|yearly|hourly|(?:every"
            r"|each)\s(?:other\s)?(?:day|night|week|month|year|hour|summer|winter|morning|evening"
            r"|weekend|few\sdays|few\syears|quarter|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
            r"|Sunday)|(?:once|twice|three\stimes)\sa\s(?:day|week|month|year)|a\s(?:day|week|month"
            r"|year)\s(?=earlier\sthan))\b",
            _I,
        ),
        make.set_atom,
    ),
)


def find_atoms(text: str) -> list[Atom]:
    """Return the atoms of *text* by start; where several overlap the longest stands, then the first pattern."""
    rows: list[tuple[int, int, int, Atom]] = []
    for rank, (pattern, build) in enumerate(PATTERNS):
        for match in pattern.finditer(text):
            atom = build(match)
            if atom is not None:
                rows.append((atom.start, -atom.end, rank, atom))
    rows.sort(key=lambda row: row[:3])
    atoms: list[Atom] = []
    for row in rows:
        atom = row[3]
        if not atoms or atom.start >= atoms[-1].end:
            atoms.append(atom)
        elif (
            atom.end - atom.start > atoms[-1].end - atoms[-1].start
            and atom.start > atoms[-1].start
            and (len(atoms) < 2 or atoms[-2].end <= atom.start)
        ):
            atoms[-1] = atom
    return atoms
