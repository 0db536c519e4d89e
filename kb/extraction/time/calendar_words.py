"""The words English news uses for months, weekdays, parts of the day and time zones.

Output: tables and regular fragments read by kb.extraction.layout.dateline and kb.extraction.time.
Never: looks at a text or a clock.
"""

from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "weds", "wed"),
            ("thursday", "thurs", "thur", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}

ZONE_MINUTES: Final = {  # offset from UTC, minutes
    "gmt": 0,
    "utc": 0,
    "z": 0,
    "wat": 60,
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "sast": 120,
    "cat": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "eat": 180,
    "trt": 180,
    "gst": 240,
    "pkt": 300,
    "ist": 330,
    "npt": 345,
    "ict": 420,
    "wib": 420,
    "sgt": 480,
    "hkt": 480,
    "awst": 480,
    "pht": 480,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "brt": -180,
    "art": -180,
    "edt": -240,
    "est": -300,
    "cdt": -300,
    "cst": -360,
    "mdt": -360,
    "mst": -420,
    "pdt": -420,
    "pst": -480,
    "et": -300,
    "pt": -480,
}

MONTH_RE: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY_RE: Final = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\b\.?)"
)
ZONE_RE: Final = (
    r"(?:GMT|UTC|BST|WAT|CES?T|SAST|CAT|EES?T|MSK|EAT|TRT|GST|PKT|IST|NPT|ICT|WIB|SGT|HKT|PHT|JST|KST|A[EW][SD]T"
    r"|NZ[SD]T|BRT|ART|[ECMP][SD]T|[EP]T)(?:[+-]\d{1,2}(?::?\d{2})?)?"
)
CLOCK_RE: Final = (
    r"(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?|(?:0?[1-9]|1[0-2])\s?[ap]\.?m\b\.?)"
)
DAY_RE: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR_RE: Final = r"(?:1[5-9]\d\d|20\d\d|21\d\d)"
