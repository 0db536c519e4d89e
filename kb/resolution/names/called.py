"""Which names a person is compared by: those that an article gives, and those that a nickname among them makes.

Input: names as written; an article and what was read from it. Output: folded names, read by kb.resolution.profile;
nicknames, read by kb.resolution.article.
Pure. Never: takes an office for a name ("the Chief Minister"); makes up a nickname that no article gives.

'José Adolfo "Fito" Macías' is also "jose adolfo macias" and "fito adolfo macias", and so is "José Adolfo Macías" whom
the article calls "Fito" elsewhere.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.language.text_keys import TITLES, person_key
from kb.language.text_keys import name_key as folded
from kb.model import Article, Extraction
from kb.resolution.names.bodies import GENERIC
from kb.resolution.names.romanise import alike

_QUOTED: Final = re.compile(r"(?<=\s)(?:[“\"«„]([^”\"»“]+)[”\"»“]|['‘]([^'’]+)['’]|\(([^()]+)\))(?=\s)")
_OFFICES: Final = (
    TITLES | GENERIC | frozenset("prime chief first deputy vice premier acting home trade affairs".split())
)
_LEFT: Final = 90  # characters behind a name in which the text says so
_CALLED: Final = re.compile(
    r"\s*[,(–—]\s*(?:(?:also|better|widely|commonly|popularly|who\s+is|who\s+was|a\s+man)\s+)*"
    r"(?:known\s+(?:(?:widely|locally|simply|to\s+all)\s+)?as|alias|aka|a\.k\.a\.|nicknamed|dubbed|called)\s+"
    r"[“\"‘'«]?(?P<called>[^\W\d_a-z][\w’-]*(?:\s+[^\W\d_a-z][\w’-]*){0,2})[”\"’'»]?(?=\s*[,;.)–—\n]|\s+and\b|\s*$)"
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


def nicknames(article: Article, extraction: Extraction) -> dict[str, tuple[str, ...]]:
    """Return local id of a person -> what else the text says that he is called: "Adolfo Macías, alias Fito"."""
    persons = {one.id for one in extraction.entities if one.type == "person" and one.named}
    found: dict[str, tuple[str, ...]] = {}
    for mention in extraction.mentions:
        if mention.kind == "name" and mention.entity in persons:
            said = _CALLED.match(article.text, mention.span.end, mention.span.end + _LEFT)
            if said and said["called"] not in found.get(mention.entity, ()):
                found[mention.entity] = (*found.get(mention.entity, ()), said["called"])
    return found
