"""What a description with an owner is: "his party" the body that he leads, "the party's founder" who founded it.

"His country" is the one whose office he holds.

Input: mention candidates, the offices and events of a Document.
Output: Owned, read by kb.extraction.names.coreference.
Never: chooses between two bodies or two persons.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.stage import Candidate

HOLDS: Final = 0.5  # how likely the links of an office to its holder and its body must be
DOES: Final = 0.5  # and those of an event
BODIES: Final = frozenset(  # nouns of bodies of which somebody has one
    "party union club company firm movement federation association foundation organisation organization".split()
)
LANDS: Final = frozenset({"country", "homeland", "nation"})
MADE: Final = frozenset({"found", "co-found", "cofound", "establish", "create", "start"})
MAKERS: Final = frozenset({"founder", "creator"})
_OWN: Final = re.compile(r"(?:['’]s?)?\s")
_OF: Final = re.compile(r"\sof\s(?:the\s|his\s|her\s|their\s)?")
_OF_BODY: Final = re.compile(r",?\s(?:of|from)\s(?:the\s)?|\s\(")
_NO_PARTY: Final = re.compile(
    r"\b(?:Ministry|Department|Office|Court|University|College|School|Bank|Police|Hospital|Institute|Agency|Authority|"
    r"Army|Navy|Force|Commission|Council|Parliament|Congress|Senate|Assembly|Inc|Ltd|Group|Corporation|Company)\b"
)
_CALLED: Final = re.compile(r",?\s(?:the\s)?")


@dataclass(frozen=True, slots=True)
class Owned:
    """Bodies and those who lead or made them.

    Attributes:
        bodies: proposal of whoever has an office, or of whose party it is -> proposals of the names of those bodies.
        lands: proposal of whoever has an office -> proposals of the names of the countries whose it is.
        makers: proposal of a body -> proposals of the names of those who founded it.
        owner: proposal of a description -> proposal of what owns it.
    """

    bodies: Mapping[int, frozenset[int]] = field(default_factory=dict)
    lands: Mapping[int, frozenset[int]] = field(default_factory=dict)
    makers: Mapping[int, frozenset[int]] = field(default_factory=dict)
    owner: Mapping[int, int] = field(default_factory=dict)

    def of(self, candidate: Candidate, home: Mapping[int, Cluster]) -> frozenset[int]:
        """Return the proposals of the names that a description with an owner can be of; none where nothing tells.

        Args:
            home: proposal -> its cluster, of all that is settled.
        """
        owner = home.get(self.owner.get(candidate.proposal, -1))
        if owner is None:
            return frozenset()
        known = self.makers if _noun(candidate) in MAKERS else self.bodies if _noun(candidate) in BODIES else {}
        known = self.lands if _noun(candidate) in LANDS else known
        return frozenset().union(*(known.get(member.proposal, frozenset()) for member in owner.members))


NOTHING: Final = Owned()


def _noun(candidate: Candidate) -> str:
    return candidate.words.casefold().rpartition(" ")[2]


def owned(document: Document, candidates: Sequence[Candidate]) -> Owned:
    """Return who leads and who founded which body, and what stands beside its owner."""
    wanted = [c for c in candidates if c.kind == "nominal" and _noun(c) in BODIES | MAKERS | LANDS]
    if not wanted:
        return NOTHING
    names = {c.proposal: c for c in candidates if c.kind in ("name", "acronym")}
    bodies = [
        *_held(document, names),
        *_told(candidates, document.text),
        *_of_bodies(candidates, document.text),
    ]
    lands = {c.proposal: c for c in candidates if c.named and c.group == "country"}
    states = _gathered(_held(document, lands, "country"))
    return Owned(
        _gathered(bodies), states, _gathered(_made(document, candidates, names)), dict(_owners(document, candidates))
    )


def _gathered(rows: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for key, value in rows:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _owners(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield descriptions with whoever stands before them as their owner, or behind "of"."""
    for one, other in pairwise(candidates):
        between = document.text[one.span.end : other.span.start]
        if other.kind == "nominal" and _OWN.fullmatch(between) and (one.kind == "pronoun" or between != " "):
            yield other.proposal, one.proposal
        elif one.kind == "nominal" and _OF.fullmatch(between):
            yield one.proposal, other.proposal


def _held(document: Document, names: Mapping[int, Candidate], group: str = "organisation") -> Iterator[tuple[int, int]]:
    """Yield whoever holds an office and the named body whose it is: "[Sanseito]'s founder, [Ana Paz]"."""
    for index, _ in document.analysis.layer("office"):
        links = [r for r in document.relations_of.get(index, ()) if r.score >= HOLDS]
        bodies = [r.tail for r in links if r.label == "body" and r.tail in names]
        bodies = [body for body in bodies if names[body].group == group]
        yield from ((r.tail, body) for r in links if r.label == "holder" for body in bodies)


def _told(candidates: Sequence[Candidate], text: str) -> Iterator[tuple[int, int]]:
    """Yield whose party is called what: "[Ana Paz], [whose] party, [Popular Force], holds"."""
    for (owner, noun), (_, name) in pairwise(pairwise(candidates)):
        if noun.kind != "nominal" or name.kind not in ("name", "acronym") or name.group != "organisation":
            continue
        own = _OWN.fullmatch(text, owner.span.end, noun.span.start)
        if own and _noun(noun) in BODIES and _CALLED.fullmatch(text, noun.span.end, name.span.start):
            yield owner.proposal, name.proposal


def _of_bodies(candidates: Sequence[Candidate], text: str) -> Iterator[tuple[int, int]]:
    """Yield persons with the body that their name stands before: "[Ana Paz] of the [Alliance for Change]"."""
    for person, body in pairwise(candidates):
        named = person.kind == "name" and body.kind in ("name", "acronym")
        named = named and (person.group, body.group) == ("person", "organisation")
        beside = named and _OF_BODY.fullmatch(text, person.span.end, body.span.start)
        if beside and not _NO_PARTY.search(body.words):
            yield person.proposal, body.proposal


def _made(
    document: Document, candidates: Sequence[Candidate], names: Mapping[int, Candidate]
) -> Iterator[tuple[int, int]]:
    """Yield bodies with the persons who founded them: "the [party] founded by [Ana Paz]"."""
    group = {c.proposal: c.group for c in candidates}
    for trigger, marked in document.analysis.layer("trigger"):
        if head_token(document.doc, marked.start, marked.end).lemma_ not in MADE:
            continue
        links = [r for r in document.relations_of.get(trigger, ()) if r.score >= DOES]
        makers = [r.tail for r in links if r.label == "agent" and r.tail in names and group[r.tail] == "person"]
        made = [r.tail for r in links if r.label == "patient" and group.get(r.tail) == "organisation"]
        yield from product(made, makers)
