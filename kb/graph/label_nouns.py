"""The noun of an event's label and what joins to it who takes part: "burning of stalls", "phone call to Ada Obi".

Input: the local name of a type, the article's own word. Output: nouns and prepositions, read by kb.graph.labels.
Pure. Never: looks at who takes part, only at whether anybody does.
"""

import re
from collections.abc import Mapping
from typing import Final

FIGHTING: Final = frozenset({"fighting", "war"})  # which are between one side and the other
_NOUN: Final[Mapping[str, str]] = {  # where the type's name is none, two, or says what stands behind it anyway
    "departure_travel": "departure",
    "fire_explosion": "fire",
    "launch_product": "launch",
    "missing": "disappearance",
    "offer_of_terms": "offer",
    "police_raid": "raid",
    "run_off": "run-off",
}
_NOUN_BEFORE: Final[Mapping[str, str]] = {  # where it is said to what or whom
    "aid_delivery": "delivery",
    "embankment_breach": "breach",
    "withdrawal_of_figure": "withdrawal",
}
_NOUN_OF: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {  # type -> words of the article and their noun
    "alert": (re.compile(r"warn"), "warning"),
    "damage": (re.compile(r"f[ae]ll"), "fall"),
    "loss_of_business": (re.compile(r"loss"), "loss"),
    "manhunt": (re.compile(r"search"), "search"),
    "transfer": (re.compile(r"hand(?:s|ed|ing)?\s(?:\w+\s)?over|handover"), "handover"),
    "production": (re.compile(r"buil[dt]|construct"), "construction"),
}
_BURNING: Final = re.compile(r"burn|torch|(?:set|setting|sets)\b.*\b(?:fire|ablaze|alight)")
_BURSTING: Final = re.compile(r"explo|blast|bl[eo]w|detonat|burst")
_FIRES: Final = frozenset({"fire", "fire_explosion"})
_BEFORE_TARGET: Final[Mapping[str, str]] = {  # how the noun takes what it is done to, where not by "of"
    **dict.fromkeys(("attack", "air_strike", "drone_attack", "missile_strike", "chemical_attack", "cyberattack"), "on"),
    **dict.fromkeys(("raid", "ban", "vote"), "on"),
    **dict.fromkeys(("tax_change", "agreement", "talks"), "on"),
    **dict.fromkeys(("investigation",), "into"),
    **dict.fromkeys(("protest", "rally", "complaint", "charge", "appeal", "strike", "sanction"), "against"),
    **dict.fromkeys(FIGHTING, "against"),
    **dict.fromkeys(("visit", "phone_call"), "to"),
    **dict.fromkeys(("stone_throwing", "fire"), "at"),
    **dict.fromkeys(("injury", "damage", "harm"), "to"),
}  # fmt: skip
_WITH: Final = frozenset(
    "agreement conversation interview meeting phone_call press_conference signing summit conference talks truce".split()
)
_OF_DOER: Final = frozenset(  # what one does to nobody else: "resignation of Ada Obi"
    "arrival defeat departure departure_travel election_result escape flight flight_to_shelter illness migration "
    "resignation retirement return return_home sickness travel withdrawal".split()
)
_BY: Final[Mapping[str, str]] = {
    "breakdown_of_talks": "",  # talks break down between all
    "curfew": "imposed by",
    "state_of_emergency": "declared by",
}


def noun_of(kind: str, word: str, *, undergone: bool, sites: bool) -> str:
    """Return the noun of a label, a type's name where there is no better one.

    Args:
        word: of the article, for the event.
        undergone: whether it is said to what or whom it is done.
        sites: whether these are buildings, roads and the like.
    """
    told = word.casefold()
    if kind in _FIRES and _BURSTING.match(told):
        return "explosion"
    if kind in _FIRES and undergone:
        return "burning" if not sites or _BURNING.match(told) else "fire"
    if kind in _NOUN_OF and _NOUN_OF[kind][0].match(told):
        return _NOUN_OF[kind][1]
    return (_NOUN_BEFORE.get(kind) if undergone else None) or _NOUN.get(kind, kind)


def before_undergone(kind: str) -> str:
    """Return the word between a noun and what it is done to: "attack [on] Osk"."""
    return _BEFORE_TARGET.get(kind, "of")


def before_shared(kind: str, *, named: bool) -> str:
    """Return the word between a noun and the one party to it that is told of: "talks [with] Osk"."""
    if kind in FIGHTING:
        return "involving"
    return "by" if kind == "discussion" else "with" if kind in _WITH and named else "of"


def before_doer(kind: str, *, undergone: bool) -> str:
    """Return the words between a noun and who does it, "" where nobody does it alone: "curfew [imposed by] Osk"."""
    return "of" if kind in _OF_DOER and not undergone else _BY.get(kind, "by")
