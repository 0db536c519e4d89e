"""Values of an extraction in words for reading: figures, times, what became of an event.

Pure. Never: adds a fact, or rounds a number.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kb.graph.reality import reality
from kb.model import Article, Event, Figure, Office, Statement, TimeValue

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


_NEUTRAL: Final = frozenset(  # cues that say no more than that it was said
    "said say says saying told tell tells telling added add adds adding wrote write writes writing stated state states "
    "reported report reports announced announces according".split()
) | {"according to"}
_NEGATIVE: Final[Mapping[str, str]] = {  # modality of what is told with "not" -> what that means
    "actual": "did not happen",
    "ongoing": "not going on",
    "planned": "not planned",
    "hoped": "not hoped for",
    "expected": "not expected",
    "promised": "promised not to happen",
    "requested": "asked not to happen",
    "required": "not required",
    "obligation": "must not happen",
    "possible": "may not happen",
    "hypothetical": "would not happen",
    "conditional": "would not happen",
    "suspended": "not suspended",
    "alleged": "said not to have happened",
}
_GONE: Final = re.compile(r"(?:ex|former|late|retired|outgoing|erstwhile|one-time|onetime)\b", re.IGNORECASE)
_REFUSED: Final = re.compile(r"(?:\w+\s+not|\w+n['’]t|never)\s+(?:\w+ly\s+)?$")
_LONGEST_CUE: Final = 30  # characters
_COUNTABLE: Final = frozenset("second minute hour day night week month year decade mile metre tonne barrel".split())


def number(value: float) -> str:
    """Return 7.0 as "7", 2500000.0 as "2,500,000", 3.5 as "3.5"."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.10g}"


def figure_words(figure: Figure, words: str) -> str:
    """Return "at least 12 killed", "3.5 percent", "14 of 23 drones", "6 more killed"; *words* stand for a vague one."""
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
    parts = [amount, unit, _difference(figure), figure.of]
    said = " ".join(part for part in parts if part)
    return said + (" (withdrawn by its source)" if figure.withdrawn else "")


def _difference(figure: Figure) -> str:
    if figure.change == "decrease":
        return "less" if figure.unit else "fewer"
    return "more" if figure.change else ""


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


def reality_words(event: Event, cues: Iterable[str] = ()) -> str:
    """Return "happened", "did not happen", "denied", "ongoing", "planned" ... as the text has it.

    Args:
        cues: of each statement that claims it, as kb.graph.reality has them: where all deny, it is denied.
    """
    if event.polarity == "negative":
        if reality(event.polarity, event.modality, cues) == "denied":
            return "denied"
        return _NEGATIVE[event.modality]
    return "happened" if event.modality == "actual" else event.modality


def office_words(office: Office) -> str:
    """Return "former mayor", "acting head of state" or the bare title."""
    told = office.status == "current" or office.status in office.role.casefold().split()
    gone = office.status == "former" and _GONE.match(office.role)
    return office.role if told or gone else f"{office.status} {office.role}"


def stance(article: Article, statement: Statement) -> str:
    """Return the words of a statement that say more than that it was made ("denied", "did not confirm"), else ""."""
    if statement.cue is None or statement.status == "not_reported_content":
        return ""
    start, line = statement.cue.start, article.text[: statement.cue.start]
    if refused := _REFUSED.search(line, max(0, start - 24)):
        start = refused.start()
    words = " ".join(article.text[start : statement.cue.end].split())
    return "" if words.casefold() in _NEUTRAL or statement.cue.end - start > _LONGEST_CUE else words
