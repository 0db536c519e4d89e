"""Who an article says has died, and who it says speaks: the dead of one day are not who speaks a month later.

Input: an article and what was read from it. Output: local id of a person -> the day by which he had died; who speaks;
kept in profiles and compared by kb.resolution.doing.
Pure. Never: takes a death that is denied, planned or feared; takes what the dead are quoted with for a sign of life.
"""

import re
from datetime import date
from typing import Final

from kb.model import Article, Extraction, Statement

_DEATHS: Final = frozenset({"death", "killing", "murder", "assassination", "execution"})
_SUFFERING: Final = frozenset({"patient", "target"})
_BEFORE: Final = re.compile(r"\b(?:had|has|have|having|once|always|often|who)\s+(?:\w+\s+)?$", re.IGNORECASE)
_DEAD: Final = re.compile(
    r"\b(?:late|slain|murdered|assassinated|executed|killed|dead|deceased|martyred)\s+(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_NEAR: Final = 31  # days before the article within which a dated statement was made


def deaths(article: Article, extraction: Extraction) -> dict[str, str]:
    """Return local id of a person with a name -> ISO day by which he had died, as the article says.

    Of whom the article says both that he died and that he speaks it says neither: one of the two is misread.
    """
    named = _named(extraction)
    alive = _speakers(article, extraction)
    found: dict[str, str] = {}
    for event in extraction.events:
        if event.type not in _DEATHS or event.modality != "actual" or event.polarity != "positive":
            continue
        told = event.time.latest_end[:10] if event.time else ""
        if len(day := told or article.published[:10]) == len("2025-01-01"):
            ends = (role.entity for role in event.roles if role.role in _SUFFERING)
            found.update((one, min(day, found.get(one, day))) for one in ends if one in named and one not in alive)
    return found


def speaking(article: Article, extraction: Extraction) -> frozenset[str]:
    """Return local ids of persons with a name whom the article lets speak about its day, and does not call dead.

    What somebody "had said", or said in a year that the text names, is no sign of life on that day.
    """
    dead = deaths(article, extraction).keys() | {
        mention.entity
        for mention in extraction.mentions
        if _DEAD.search(article.text, max(0, mention.span.start - 40), mention.span.start)
    }
    return (_speakers(article, extraction) & _named(extraction)) - dead


def days_after(death: str, day: str) -> int:
    """Return how many days *day* is after *death*, both ISO dates; 0 where either is unknown or not a day."""
    try:
        return (date.fromisoformat(day) - date.fromisoformat(death)).days
    except ValueError:
        return 0


def _named(extraction: Extraction) -> frozenset[str]:
    return frozenset(one.id for one in extraction.entities if one.type == "person" and one.named)


def _speakers(article: Article, extraction: Extraction) -> frozenset[str]:
    told = (statement for statement in extraction.statements if _now(article, statement))
    return frozenset(speaker for statement in told for speaker in statement.speakers)


def _now(article: Article, statement: Statement) -> bool:
    if statement.cue is None or statement.basis != "explicit" or statement.status != "reported":
        return False
    if _BEFORE.search(article.text, max(0, statement.cue.start - 24), statement.cue.start):
        return False
    at = statement.time.latest_end if statement.time else ""
    return not at or days_after(at[:10], article.published[:10]) <= _NEAR
