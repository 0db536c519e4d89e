"""Numbers of the base in words for people, as lines and tables have them.

Input: figures of the catalog, numbers. Output: text, for templates by kb.api.pages.wording.
Pure.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.projections.catalog.records import FigureRecord

_BEGINS: Final = re.compile(r"[A-Z][a-z]+(?:[ -]|\Z)")  # "Fourteen people", "More than 50" as a sentence begins
_NOTHING_TELLING: Final = frozenset({"", "people", "persons"})
_CURRENCY: Final = re.compile(r"[A-Z]{3}")  # ISO 4217


def amount(figure: FigureRecord) -> str:
    """Return a number as a line has it: with what it counts, and where it has a unit with that alone."""
    return f"{figure.words} {figure.difference}".rstrip() if figure.unit else amid(figure.told)


def amid(number: str) -> str:
    """Return "At least 14", as a sentence begins, as "at least 14"; "A$84 million" as it is."""
    return f"{number[0].lower()}{number[1:]}" if _BEGINS.match(number) else number


def measure(unit: str) -> str:
    """Return a unit for a heading, "" for a currency by its code: its numbers have its sign or its name."""
    return "" if _CURRENCY.fullmatch(unit) else unit


def amounts(figures: Iterable[FigureRecord]) -> list[str]:
    """Return the numbers of a line, each once: one without what it counts, or of mere people, is left out beside the
    same number of something. What its own source has taken back is not told."""
    told: dict[tuple[object, ...], dict[str, str]] = {}
    for one in figures:
        if one.withdrawn:
            continue
        of = (one.value, one.upper, one.comparator, one.unit, one.change, one.words if one.value is None else "")
        told.setdefault(of, {}).setdefault(one.counts.casefold(), amount(one))
    kept: list[str] = []
    for some in told.values():
        telling = [words for counts, words in some.items() if counts not in _NOTHING_TELLING]
        kept += telling or list(some.values())[:1]
    return list(dict.fromkeys(kept))


def signed(number: float, places: int | None = None) -> str:
    """Return a number with its sign, which is a minus and no hyphen; as short as it is, or with some places."""
    return (f"{number:+g}" if places is None else f"{number:+.{places}f}").replace("-", "\u2212")
