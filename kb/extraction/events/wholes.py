"""Parts that were at quite another time than what they are said to be part of: the vote of 2020 is none of this week's.

Input: two Events of one Document. Output: yes or no, read by kb.extraction.events.stage.
Pure. Never: compares times that no words of the text give for the event itself.
"""

from datetime import date
from typing import Final

from kb.extraction.dating.measured import of_comparison, set_against
from kb.extraction.document import Document
from kb.model import Event, TimeValue

YEARS: Final = frozenset({"year", "decade", "century"})
_APART: Final = 60  # days between two events of which neither is part of the other


def of_another_time(event: Event, whole: Event | None) -> bool:
    """Say whether the text dates both, and more than two months lie between them."""
    if whole is None:
        return False
    one, other = _days(event.time), _days(whole.time)
    if one is None or other is None:
        return False
    return (max(one[0], other[0]) - min(one[1], other[1])).days > _APART


def shares_time(document: Document, event: Event, whole: Event) -> bool:
    """Say whether a part was when its whole was: of a whole only known by its year, what is told in its sentences.

    The cup of a final that recalls one of 1966 was not handed over in 1966.
    """
    if whole.time is None or event.modality != whole.modality:
        return False
    if whole.type == "disease_outbreak" and whole.time.granularity in ("day", "part_of_day") and whole.time.latest_end:
        return False  # nobody dies of it on the day that it was declared on
    words, text = whole.time.words, document.text
    if words is not None and (set_against(text, words) or of_comparison(text, words, event.trigger.end)):
        return False  # "turnout was lower than in the vote of 2019"
    told = (span for span in (whole.trigger, *whole.other_mentions))
    here = document.sentence_of[document.tokens(event.trigger)[0]]
    beside = any(document.sentence_of[document.tokens(span)[0]] == here for span in told)
    return beside or whole.time.granularity not in YEARS


def _days(time: TimeValue | None) -> tuple[date, date] | None:
    if time is None or time.basis == "inferred" or not time.earliest_begin or not time.latest_end:
        return None
    try:
        return date.fromisoformat(time.earliest_begin[:10]), date.fromisoformat(time.latest_end[:10])
    except ValueError:
        return None
