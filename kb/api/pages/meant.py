"""What a question was taken for, in words: a name that leads to its page, words instead of the pattern that finds them.

Input: slots and notes of kb.service.answering. Output: Meants and pieces, for the page of questions.
Pure. Never: shows a pattern; what cannot be said in words stands in the SPARQL.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

_NAMED: Final = re.compile(
    r"(?<=, not |....; )(?P<words>[^;]+), (?P<id>entity-[0-9a-f]+)"
    r"|(?P<article>article-[0-9a-f]+)(?: \((?P<title>.+?)\))?(?= says: )"
)
_THING: Final = re.compile(r"(?P<words>.+), (?P<id>entity-[0-9a-f]+)")
_CODES: Final = re.compile(r"[a-z]+(?:[_,][a-z]+)+")  # event types
_MARKS: Final = frozenset("|\\^$*+[](){}")
_ENDS: Final = re.compile(r"\\b|\^|\$")
_CHOICE: Final = re.compile(r"\(([^()]*)\)|([^()]+)")
_SAID: Final = frozenset(["cues"])  # slots that what was understood says in words
_MOST: Final = 12  # words of a pattern


@dataclass(frozen=True, slots=True)
class Meant:
    """One slot: its name, what stands in it, and the id of the entity that this is, "" for none."""

    name: str
    words: str
    id: str = ""


def meant(slots: Mapping[str, str]) -> Iterator[Meant]:
    """Yield what slots say, in their order; nothing for a pattern that no list of words tells."""
    for slot, value in slots.items():
        if slot in _SAID:
            continue
        if thing := _THING.fullmatch(value):
            yield Meant(slot, thing["words"], thing["id"])
        elif _CODES.fullmatch(value):
            yield Meant(slot, value.replace("_", " ").replace(",", ", "))
        elif _MARKS.isdisjoint(value) or _described(value):
            yield Meant(slot, value)
        elif words := beginnings(value):
            yield Meant("words with", ", ".join(words))


def noted(note: str) -> Iterator[tuple[str, str]]:
    """Yield what a note says in pieces, each with the id of the entity or article that it calls so, "" for none.

    "Derna is taken to be the city, not Derna (person), entity-5c1f" is two, the second "Derna (person)".
    """
    end = 0
    for thing in _NAMED.finditer(note):
        yield note[end : thing.start()], ""
        yield thing["words"] or thing["title"] or "an article without title", thing["id"] or thing["article"]
        end = thing.end()
    if end < len(note):
        yield note[end:], ""


def _described(value: str) -> bool:
    """Say whether brackets are those of a described name, as in "Derna (city, LY)", and no pattern's."""
    return re.fullmatch(r"[^|\\^$*+\[\]{}()]+ \([^|\\^$*+\[\]{}()]+\)", value) is not None


def beginnings(pattern: str) -> list[str]:
    """Return the words that alternatives of a pattern spell, each once; none if it holds more than alternatives.

    "dead|bod(y|ies)" are dead, body and bodies.
    """
    found: list[str] = []
    for one in _alternatives(_ENDS.sub("", pattern)):
        parts = [(inner.split("|") if inner else [plain]) for inner, plain in _CHOICE.findall(one)]
        found += ["".join(letters) for letters in product(*parts)]
    if any(not word.replace(" ", "").replace("-", "").isalpha() for word in found):
        return []
    return list(dict.fromkeys(found))[:_MOST]


def _alternatives(pattern: str) -> list[str]:
    """Split at the bars that stand in no brackets."""
    found, depth = [""], 0
    for letter in pattern:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found
