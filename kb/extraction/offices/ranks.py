"""Ranks of an army or a police force beside other roles: "Defence Minister General NAME" is a minister and a general.

Input: the words of a role. Output: the words without the rank behind them; read by the stages of kb.extraction.offices.
Pure. Never: takes a "prosecutor general" for a soldier.
"""

import re
from typing import Final

GRADE: Final = (  # of an army or a police force
    r"(?:(?:Lieutenant|Major|Brigadier|Staff|Master|Chief|Senior|Vice|Rear|Deputy|Additional|Assistant|Detective|Lance|"
    r"Lt|Maj|Brig)\.?[- ]){0,2}"
    r"(?:General|Colonel|Lieutenant|Captain|Major|Brigadier|Commander|Commodore|Admiral|Sergeant|Corporal|Inspector|"
    r"Superintendent|Constable|(?:Gen|Col|Capt|Cmdr|Adm|Sgt|Lt|Maj)\.?)"
)
_RANK: Final = re.compile(rf"(?:^|\s+)(?P<rank>{GRADE})$")
_CIVIL: Final = re.compile(  # no general among soldiers
    r"\b(?:attorney|prosecutor|procurator|solicitor|advocate|secretary|director|governor|consul|auditor|comptroller|"
    r"controller|accountant|registrar|inspector|surgeon|postmaster|commissioner|ombudsman|vicar|president|manager)"
    r"s?[- ]general$",
    re.IGNORECASE,
)
_FORCE: Final = re.compile(r"(?:(?:royal|federal|national|state)\s)?(?:army|navy|air force|police)", re.IGNORECASE)
_RETIRED: Final = re.compile(r"\.?\s*\((?:retd?|retired|ret['’]d)\.?\)", re.IGNORECASE)


def is_retired(text: str, end: int) -> bool:
    """Say whether a rank that ends there was held: "Brig. Gen. (retd) NAME"."""
    return _RETIRED.match(text, end) is not None


def is_rank(role: str) -> bool:
    """Say whether a role is a rank and nothing else: "Lt. Gen", "Colonel"."""
    return _RANK.fullmatch(role) is not None


def without_rank(role: str) -> str:
    """Return a role without the rank that stands behind it; the whole of a civil one, and of a rank alone.

    "Police Superintendent" is a rank of the police, and "police" is no role.
    """
    found = _RANK.search(role)
    if found is not None and _FORCE.fullmatch(role[: found.start()]):
        return role
    return role if found is None or not found.start("rank") or _CIVIL.search(role) else role[: found.start()]
