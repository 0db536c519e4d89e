"""Values of an extraction in words for reading: figures, times, what became of an event.

Pure. Never: adds a fact, or rounds a number.
"""

from collections.abc import Mapping
from typing import Final

from kb.model import Event, Figure, Office, TimeValue

_COMPARATOR: Final[Mapping[str, str]] = {
    "exactly": "",
    "at_least": "at least ",
    "more_than": "more than ",
    "less_than": "less than ",
    "at_most": "at most ",
    "up_to": "up to ",
    "about": "about ",
    "nearly": "nearly ",
    "more_than_half": "more than half ",
    "vague": "",
}


_COUNTABLE: Final = frozenset("second minute hour day night week month year decade mile metre tonne barrel".split())


def number(value: float) -> str:
    """Return 7.0 as "7", 2500000.0 as "2,500,000", 3.5 as "3.5"."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.10g}"


def figure_words(figure: Figure, words: str) -> str:
    """Return "at least 12 killed", "3.5 percent", "14 of 23 drones"; *words* stand for a vague one."""
    if figure.value is None:
        return f"{' '.join(words.split())} (no number given)"
    amount = _COMPARATOR[figure.comparator] + number(figure.value)
    if figure.upper is not None:
        amount += f" to {number(figure.upper)}"
    if figure.whole is not None:
        amount += f" of {number(figure.whole)}"
    unit = figure.unit
    if unit in _COUNTABLE and (figure.upper or figure.value) != 1:
        unit += "s"
    parts = [amount, unit, figure.of]
    said = " ".join(part for part in parts if part)
    return said + (" (withdrawn by its source)" if figure.withdrawn else "")


def time_words(time: TimeValue | None) -> str:
    """Return the interval as dates: "2024-05-01", "2024-05-01 to 2024-05-03", "by 2024-05-03"; "" if unknown."""
    if time is None:
        return ""
    begin, end = time.earliest_begin, time.latest_end
    if time.granularity in ("instant", "minute", "hour", "part_of_day", "night"):
        begin, end = begin.replace("T", " "), end.replace("T", " ")
    else:
        begin, end = begin[:10], end[:10]
    if begin and end:
        return begin if begin == end else f"{begin} to {end}"
    if begin:
        return f"from {begin}"
    return f"by {end}" if end else ""


def reality_words(event: Event) -> str:
    """Return "happened", "did not happen", "ongoing", "planned" ... as the text has it."""
    if event.polarity == "negative":
        return {"actual": "did not happen", "ongoing": "not going on"}.get(event.modality, f"not {event.modality}")
    return "happened" if event.modality == "actual" else event.modality


def office_words(office: Office) -> str:
    """Return "former mayor", "acting head of state" or the bare title."""
    return office.role if office.status == "current" else f"{office.status} {office.role}"
