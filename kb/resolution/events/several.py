"""Several blows that an article tells as one event: "three strikes", "a pair of bombings".

Input: an article's text, an event and its figures. Output: whether it counts several of its kind, read by
kb.resolution.events.profile: one of them is not all of them.
Pure. Never: counts people ("seven arrested", "45 bodies"), days or years ("a two-day strike"), or a plural alone, since
one night's "strikes" may be one strike.
"""

from collections.abc import Iterable
from typing import Final

from kb.language.lemma import lemma
from kb.model import Event, Figure
from kb.resolution.events.counted import kind_of
from kb.resolution.events.figures import word_forms

_FEW: Final = 2
_MANY: Final = 60


def counts_several(text: str, event: Event, figures: Iterable[Figure]) -> bool:
    """Say whether a figure of an event counts what one of its own words names, in the plural."""
    told = {span.of(text).casefold() for span in (event.trigger, *event.other_mentions)}
    plurals = {word for word in told if word.endswith("s") and lemma(word, "NOUN") != word}
    return any(
        figure.value is not None and not figure.unit and _FEW <= figure.value <= _MANY and plurals & _words(figure)
        for figure in figures
        if kind_of(word_forms(figure.of.casefold()), "death") is None
    )


def _words(figure: Figure) -> set[str]:
    return set(figure.of.casefold().split())
