"""Offices that one person at a time has.

Input: offices as they were read, each with whether the words beside it tell its body.
Output: the same, read by kb.extraction.offices.
Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.model.extraction import Office

FAR: Final = 0.75  # an office this much less sure than that of another holder is of another country

_ALONE: Final = re.compile(r"president|prime minister|king|queen|emperor|chancellor|emir|sultan", re.IGNORECASE)


def one_at_a_time(read: Sequence[tuple[Office, bool]]) -> list[tuple[Office, bool]]:
    """Take the country from a president where another person is far more surely president of it.

    Args:
        read: offices and whether words beside them tell their body.
    """
    surest: dict[tuple[str, str], Office] = {}
    for office, told in read:
        if told and _alone(office):
            key = _key(office)
            surest[key] = max(surest.get(key, office), office, key=lambda o: o.confidence)
    return [
        (replace(o, country=""), told) if _alone(o) and _second(o, told, surest.get(_key(o), o)) else (o, told)
        for o, told in read
    ]


def _alone(office: Office) -> bool:
    return bool(office.country) and office.status == "current" and _ALONE.fullmatch(office.role) is not None


def _key(office: Office) -> tuple[str, str]:
    return office.role.lower(), office.country


def _second(office: Office, told: bool, surest: Office) -> bool:
    return surest.person != office.person and (not told or office.confidence < FAR * surest.confidence)
