"""Whether two words for what a price, a share or a number did say that it went two ways: "rose", "fell".

Input: the lemmas of two events' words. Output: whether they are opposed; read by kb.resolution.events.happenings.
Pure. Never: takes a win and a loss for opposed, since one match is both.
"""

from typing import Final

_UP: Final = frozenset("rise climb jump surge soar increase rally raise lift hike rebound strengthen grow gain".split())
_DOWN: Final = frozenset(
    "fall drop slip plunge sink slump decline decrease tumble slide cut lower reduce weaken shrink dip".split()
)


def opposed(one: str, other: str) -> bool:
    """Say whether one goes up and the other down."""
    return (one in _UP and other in _DOWN) or (one in _DOWN and other in _UP)
