"""Whether a body's name says that it is a news outlet: "Prairie Ledger", "Interfax news agency", "South Seas Radio".

Input: names. Output: yes or no, read by kb.extraction.names.entities.
Pure. Never: looks a name up.
"""

from typing import Final

_LAST: Final = frozenset(
    (
        "broadcaster channel chronicle courier dispatch examiner gazette herald journal ledger magazine news "
        "newspaper newsroom newswire observer online post press presse radio sentinel telegraph television times "
        "tribune tv weekly wire"
    ).split()
)
_TWO_LAST: Final = frozenset(
    (first, last)
    for first in ("news", "press", "wire", "broadcasting", "radio", "television", "media")
    for last in ("agency", "bureau", "corporation", "desk", "network", "service", "services")
)
_FIRST: Final = frozenset(["agence", "radio", "tele", "televisión", "canal"])
_NONE: Final = frozenset(["university", "social", "sensor", "wireless"])  # a publisher, what is no outlet


def is_outlet(name: str) -> bool:
    """Say whether a name of several words is a newspaper's, agency's or station's."""
    words = name.casefold().split()
    if len(words) < 2 or _NONE & set(words):
        return False
    return words[-1] in _LAST or tuple(words[-2:]) in _TWO_LAST or words[0] in _FIRST
