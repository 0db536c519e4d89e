"""Several blows that an article tells as one event: "three strikes", "a week of bombings", "the two earthquakes".

Input: an article's text, an event and its figures. Output: whether it counts several of its kind, read by
kb.resolution.events.profile: one of them is not all of them.
Pure. Never: counts people ("seven arrested", "45 bodies"), days or years ("a two-day strike"), or a plural alone, since
one night's "strikes" may be one strike.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.language.lemma import lemma
from kb.model import Event, Figure, Span
from kb.resolution.events.counted import kind_of
from kb.resolution.events.figures import word_forms

_FEW: Final = 2
_MANY: Final = 60
_KNOWN: Final = re.compile(  # what was told of before is counted by words that no figure is read from
    r"\b(?:both|twin|(?:the|these|those|all) (?:two|three|four|five|six|seven|eight|nine|ten))\s+$", re.IGNORECASE
)
_STRETCH: Final = re.compile(r"\b(?:weeks?|months?|years?|decades?) of(?: \w+)?\s+$", re.IGNORECASE)
_BOTH: Final = re.compile(r"\b(?:both|the (?:two|three|four|five))\s+$", re.IGNORECASE)
_ONGOING: Final = frozenset(  # what is told in the plural and goes on for weeks as one
    "clash demonstration discussion fire flood hostility negotiation protest rain rally riot talk wildfire".split()
)
_BEFORE: Final = 30  # letters before a word in which these stand


def counts_several(text: str, event: Event, figures: Iterable[Figure], others: Iterable[Event] = ()) -> bool:
    """Say whether an event's own words count several in the plural, or a figure of it counts what one of them names.

    "Both attacks" counts none that was told by itself, in the singular, before another of its type was.

    Args:
        text: of its article.
        event: one of the article's.
        figures: its own.
        others: the events of the article.
    """
    spans = [span for span in (event.trigger, *event.other_mentions) if _is_plural(span.of(text).casefold())]
    if not _is_plural(event.trigger.of(text).casefold()):
        beside = [one.trigger.start for one in others if one.id != event.id and one.type == event.type]
        spans = [span for span in spans if not _sums_up(text, event, span, beside)]
    for span in spans:
        before = text[max(span.start - _BEFORE, 0) : span.start]
        lasts = lemma(span.of(text).casefold(), "NOUN") in _ONGOING
        if _KNOWN.search(before) or (not lasts and _STRETCH.search(before)):
            return True
    plurals = {span.of(text).casefold() for span in spans}
    return any(
        figure.value is not None and not figure.unit and _FEW <= figure.value <= _MANY and plurals & _words(figure)
        for figure in figures
        if kind_of(word_forms(figure.of.casefold()), "death") is None
    )


def _sums_up(text: str, event: Event, span: Span, beside: Iterable[int]) -> bool:
    """Whether words behind an event and another of its type, told from *beside* on, are of both."""
    before = text[max(span.start - _BEFORE, 0) : span.start]
    return bool(_BOTH.search(before)) and any(event.trigger.start < start < span.start for start in beside)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and lemma(word, "NOUN") != word


def _words(figure: Figure) -> set[str]:
    return set(figure.of.casefold().split())
