"""Which names a person is compared by: those that an article gives, and those that a nickname among them makes.

Input: names as written. Output: folded names, read by kb.resolution.profile.
Pure. Never: takes an office for a name ("the Chief Minister"); makes up a nickname that no article gives.

'José Adolfo "Fito" Macías' is also "jose adolfo macias" and "fito adolfo macias", and so is "José Adolfo Macías" whom
the article calls "Fito" elsewhere.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.language.text_keys import TITLES, person_key
from kb.language.text_keys import name_key as folded
from kb.resolution.names import GENERIC
from kb.resolution.romanise import alike

_QUOTED: Final = re.compile(r"(?<=\s)(?:[“\"«„]([^”\"»“]+)[”\"»“]|['‘]([^'’]+)['’]|\(([^()]+)\))(?=\s)")
_OFFICES: Final = (
    TITLES | GENERIC | frozenset("prime chief first deputy vice premier acting home trade affairs".split())
)
_LAST: Final = frozenset("minister president secretary chancellor ambassador governor mayor general premier".split())


def persons_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the folded names of a person, each once, as given first: without titles, each nickname also as a name."""
    found: dict[str, None] = {}
    made: dict[str, None] = {}
    for name in names:
        if key := person_key(name):
            found[key] = None
        if quoted := _QUOTED.search(name):
            plain = person_key(f"{name[: quoted.start()]} {name[quoted.end() :]}")
            made |= dict.fromkeys((plain, _instead(plain, person_key(next(filter(None, quoted.groups()))))))
    full = [name for name in found if " " in name]
    for single in found:
        if " " not in single and full and not any(alike(single, word) for name in full for word in name.split()):
            made[_instead(full[0], single)] = None
    return tuple(dict.fromkeys((*found, *filter(None, made))))


def _instead(name: str, nickname: str) -> str:
    """Return a name with a nickname in place of its first word, "" where that makes none."""
    _, _, rest = name.partition(" ")
    return f"{nickname} {rest}" if nickname and rest else ""


def office_alone(name: str) -> bool:
    """Say whether a name is nothing but the words of an office ("Chief Minister"); one word alone may be a name."""
    words = folded(name).split()
    return len(words) > 1 and words[-1] in _LAST and _OFFICES.issuperset(words)
