"""Whether two words say that two things were done: a price "rose" or "fell", work was "suspended" or jobs were "cut".

Input: the lemmas of two events' words. Output: whether they are opposed; read by kb.resolution.events.happenings.
Pure. Never: takes a win and a loss for opposed, since one match is both.
"""

from typing import Final

_UP: Final = frozenset(
    "rise climb jump surge soar increase rally raise lift hike rebound recover strengthen grow gain".split()
)
_DOWN: Final = frozenset(
    "fall drop slip plunge sink slump decline decrease tumble slide cut lower reduce weaken shrink dip".split()
)
_PAUSED: Final = frozenset("suspend halt pause idle furlough".split())  # and goes on one day
_ENDED: Final = frozenset("cut axe shed slash eliminate dismiss sack fire layoff lay oust redundancy".split())
_OPPOSED: Final = ((_UP, _DOWN), (_PAUSED, _ENDED))


def opposed(one: str, other: str) -> bool:
    """Say whether one goes up and the other down, or one is for a while and the other for good."""
    return any((one in these and other in those) or (one in those and other in these) for these, those in _OPPOSED)
