"""Whether who did harm is told as somebody's claim alone: "gunmen killed 17, the governor said".

Input: an event with its figures. Output: whether a label has to leave out who did it; read by kb.graph.labels.
Pure. Never: says whether the claim is true; speaks of arrests, rulings and the like, which who makes them announces.
"""

from collections.abc import Iterable
from typing import Final

from kb.language.event_types import EventTypes
from kb.model import Event, Figure

_HARM: Final = frozenset(  # classes and types of which who did it is an accusation
    "attack armed_conflict death injury damage fire_explosion abuse kidnapping sexual_violence theft torture".split()
)


def accused(event: Event, figures: Iterable[Figure]) -> bool:
    """Say whether an event did harm as somebody says, or did not, or as far as somebody counts it.

    A title that tells it without saying who says so leaves that to the text, as titles do.

    Args:
        event: with its sources.
        figures: those of this event.
    """
    claimed = event.sources or event.polarity != "positive" or event.modality == "alleged"
    if not (claimed or any(figure.sources for figure in figures)):
        return False
    types = EventTypes.load()
    return event.type in _HARM or (event.type in types and types.coarse(event.type) in _HARM)
