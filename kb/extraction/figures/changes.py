"""Figures that are differences: "six more than the governor said", "rose by 3 percent", "another four were hurt".

Input: a quantity and the text around it. Output: one of kb.model.extraction.CHANGES, or "" for an amount of its own;
read by kb.extraction.figures.stage and by the adapters of other extractors.
Pure. Never: computes the number that the difference leads to.
"""

import re
from typing import Final

from kb.extraction.quantity import Quantity

_REACH: Final = 90  # characters on either side
_SPAN: Final = "second|minute|hour|day|night|week|month|quarter|season|year|decade|century"
_SMALL: Final = "one|two|three|four|five|six|seven|eight|nine|ten|half|twice|double|triple"
_THAN: Final = re.compile(  # no span of time after it: "killed 17 people more than a week ago"
    r"[^\S\n]+(?:[a-z][\w-]*\s+){0,2}?(?:(?P<increase>more|higher|greater|above)|(?P<decrease>fewer|less|lower|below))\s+than\b"
    rf"(?!\s+(?:an?|the\s+past|\d[\d,.]*|{_SMALL})\s+(?:\w+\s+)?(?:{_SPAN}|dozen|hundred|thousand|million|billion|decades)s?\b)"
    rf"(?!\s+(?:\d|{_SMALL}\b))",
    re.IGNORECASE,
)
_ON_TOP: Final = re.compile(
    r"[^\S\n]+(?:(?P<increase>more|further|additional|extra)|(?P<decrease>fewer))\b(?!\s+(?:than|or)\b)"
)
_ANOTHER: Final = re.compile(
    r"\b(?:another|a\s+further|further|an?\s+additional|an\s+extra)\s+"
    r"(?:(?:at\s+least|about|around|some|more\s+than|up\s+to|nearly|almost)\s+)?$",
    re.IGNORECASE,
)
_UP: Final = (
    r"rose|rises?|risen|rising|gr[eo]ws?|grown|growing|increas(?:e[sd]?|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?"
    r"|surg(?:e[sd]?|ing)|soar(?:s|ed|ing)?|expand(?:s|ed|ing)?|gain(?:s|ed|ing)?|up"
)
_DOWN: Final = (
    r"f[ae]lls?|fallen|falling|drop(?:s|ped|ping)?|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|shr[aiu]nks?|shrinking"
    r"|slid|slip(?:s|ped|ping)?|plung(?:e[sd]?|ing)|plummet(?:s|ed|ing)?|tumbl(?:e[sd]?|ing)|down"
)
_RAISED: Final = r"rais(?:e[sd]?|ing)|lift(?:s|ed|ing)?|boost(?:s|ed|ing)?|hik(?:e[sd]?|ing)|swell(?:s|ed)?"
_LOWERED: Final = r"cut(?:s|ting)?|reduc(?:e[sd]?|ing)|lower(?:s|ed|ing)?|slash(?:es|ed|ing)?|trim(?:s|med|ming)?"
_RISE: Final = r"increase|rise|growth|jump|surge|hike|gain"
_FALL: Final = r"decrease|drop|fall|decline|reduction|cut|plunge|slump"
_BY: Final = re.compile(
    rf"\b(?:(?P<increase>{_UP}|{_RAISED})|(?P<decrease>{_DOWN}|{_LOWERED}))\b(?:\s+[^\s.;:,]+){{0,5}}?\s+by\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
_DONE_TO: Final = re.compile(  # "gunned down by four men": by whom, not by how much
    r"\b(?:beat(?:en)?|blown|bought|broken|brought|called|carved|caught|chased|covered|dragged|drawn|dug|followed|given"
    r"|gunned|hacked|held|hunted|kept|knocked|laid|locked|made|mow(?:ed|n)|opened|picked|pinned|propped|pulled|put|rounded"
    r"|run|sealed|set|shaken|shot|shouted|shut|signed|split|stopped|struck|swallowed|taken|thrown|tied|torn|tracked|turned"
    r"|voted|washed|woken|worn|wrestled)\s+$",
    re.IGNORECASE,
)
_STRAIGHT: Final = re.compile(rf"\b(?:(?P<increase>{_UP})|(?P<decrease>{_DOWN}))\s+(?:[a-z]+ly\s+)?$", re.IGNORECASE)
_VALUED: Final = re.compile(  # of currencies and shares, which lose percents and not goods
    r"\b(?:(?P<increase>strengthen(?:s|ed|ing)?|appreciat(?:e[sd]?|ing)|firm(?:s|ed)|add(?:s|ed))"
    r"|(?P<decrease>weaken(?:s|ed|ing)?|depreciat(?:e[sd]?|ing)|eas(?:e[sd]|ing)|los(?:es|t|ing)|shed(?:s|ding)?))"
    r"\s+(?:[a-z]+ly\s+)?$",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(  # "closed [0.4 percent] lower"
    r"\s+(?:(?P<increase>higher|stronger|firmer|up)|(?P<decrease>lower|weaker|down))\b(?!\s+than\b|\s+(?:to|the)\b)"
)
_OF: Final = re.compile(rf"\b(?:(?P<increase>{_RISE})|(?P<decrease>{_FALL}))\s+of\s+$", re.IGNORECASE)
_NOUN: Final = re.compile(
    rf"[\s-]+(?:[a-z][\w-]*\s+)?(?:(?P<increase>{_RISE})|(?P<decrease>{_FALL}))\b(?!\s+(?:the|an?|its|their|his|her)\b)",
    re.IGNORECASE,
)
_SUNK: Final = re.compile(rf"\b(?:{_DOWN}|{_LOWERED}|los[et]s?|shed)\b[^.,;:]*$", re.IGNORECASE)
_SHARE: Final = re.compile(r"\s+of\b")  # "countries that grow 60 percent of the cocoa"
_TIME: Final = re.compile(rf"(?:{_SPAN})s?")
_LEVELLED: Final = re.compile(r"percent(?:age_point)?|(?:basis_)?point|[A-Z]{3}(?: per .*)?")
_LEVEL: Final = (
    r"(?:to|by|from|of|at|in|for|with|on|than|and|about|over|up|down|between|the|an?|its|their|his|her|some)\b"
)
_MOVED: Final = re.compile(  # "raised pensions [15 percent]"; "cut the 15 percent tariff" is no difference
    rf"\b(?:(?P<increase>{_RAISED})|(?P<decrease>{_LOWERED}))\s+(?:(?:the|its|their|his|her)\s+)?"
    rf"(?:(?!{_LEVEL})[a-z][\w’'-]*\s+){{1,3}}?(?:of\s+[a-z][\w’'-]*\s+)?(?:another\s+)?$",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"\W*$|[.,;:)]|\s+(?:to|from|on|against|this|last|next|and|but|as|after|since|when|while|for|because|starting|over)\b"
)


def change_of(text: str, quantity: Quantity) -> str:
    """Return which way a number is a difference: "increase", "decrease", or "" for an amount of its own.

    What can also be a height, a haul or a number of things done ("fell 40 metres", "dropped 30 bombs") is a difference
    after "by" alone; a share or a sum of money after the verb, too, and before "increase".
    """
    start, end = quantity.span.start, quantity.span.end
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if _ANOTHER.search(before):
        return "" if _TIME.fullmatch(quantity.unit) else "decrease" if _SUNK.search(before) else "increase"
    levelled = _LEVELLED.fullmatch(quantity.unit)
    rules = [_THAN.match(after), _ON_TOP.match(after), _by(before) if levelled is None else _BY.search(before)]
    if levelled:
        rules += [None if _SHARE.match(after) else _STRAIGHT.search(before), _OF.search(before), _NOUN.match(after)]
        shared = not quantity.unit[:1].isupper()
        rules.append(_MOVED.search(before) if shared and _DONE.match(after) else None)
        rules += [_VALUED.search(before) if _DONE.match(after) else None, _ENDED.match(after)] if shared else []
    elif not quantity.unit:
        rules.append(_OF.search(before))
    found = next(filter(None, rules), None)
    return "" if found is None else "increase" if found["increase"] else "decrease"


def _by(before: str) -> re.Match[str] | None:
    """Return by how much something rose or fell; none where it was done by so many: "picked up by three boats"."""
    found = _BY.search(before)
    adverb = found is not None and found[0].split()[0].lower() in ("up", "down")
    return None if found is None or (adverb and _DONE_TO.search(before, 0, found.start())) else found
