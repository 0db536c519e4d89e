"""What is told again: a title's "Court clears Osk" as "a court acquitted Osk", "was suspended" as "the suspension".

Input: triggers with their links, the entities, the ontology's trigger words.
Output: whether two triggers are one happening told twice, read by kb.extraction.events.happenings.
Never: joins two triggers of the story but a verb and "the" noun of its stem; the model's links do that.
"""

from functools import cache
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.unlike import phrase_of
from kb.extraction.names.entities import EntityTable
from kb.language.event_types import EventTypes
from kb.language.people_words import ATTACKERS, forms

FILLER_FLOOR: Final = 0.4
STEM: Final = 5  # letters that "suspended" and "suspension" share, all but one of a shorter word
DEATH: Final = "death"
TOLLS: Final = frozenset({"toll", "tally", "count"})
SPENT: Final = frozenset(  # what was told of before it can be called so
    "abandoned cancelled collapsed deadlocked failed halted postponed stalled suspended".split()
)
DOERS: Final = forms(ATTACKERS)
FACT: Final = (("polarity", "positive"), ("modality", "actual"))
TELLING: Final = ("patient", "agent", "participant")  # roles that tell happenings apart, the most telling first


class Retold:
    """Says which triggers of a story tell again what its title told."""

    def __init__(self, document: Document, table: EntityTable, types: EventTypes) -> None:
        """Take what is known."""
        self._document = document
        self._table = table
        self._types = types
        self._kind = cache(self._kind_of)
        self._fillers = cache(self._fillers_of)
        title = document.title.end if document.title is not None else 0
        self._alike: dict[tuple[str, str], list[tuple[int, int]]] = {}  # class and stem -> where, and which trigger
        for i, p in document.analysis.layer("trigger"):
            self._alike.setdefault((p.label, _stem(document.doc[p.start].lower_)), []).append((p.start, i))
        self._dead = cache(self._one_dead)
        self._deaths = [(p.start, i) for i, p in document.analysis.layer("trigger") if p.label == DEATH]
        self._titled = [i for i, p in document.analysis.layer("trigger") if document.span(p).start < title]

    def by(self, later: int) -> list[int]:
        """Return the earlier triggers that one of the story tells again.

        Those of the title of one type and of the same persons; the one of its stem that "the" noun takes up, or a
        noun that is the same person's; the death of the same person, the toll of those who died.
        """
        dead = self._died_before(later) if self._document.analysis.proposals[later].label == DEATH else []
        if later in self._titled:
            return dead
        return [
            *(earlier for earlier in self._titled if self._same(earlier, later)),
            *self._taken_up(later),
            *self._whose(later),
            *self._spent(later),
            *dead,
        ]

    def one_dead(self, trigger: int) -> str:
        """Return the person whose death a trigger tells as a fact, "" for several and for none."""
        return self._dead(trigger)

    def _died_before(self, later: int) -> list[int]:
        """The deaths told before of the one person whose death this is, and the toll that counts it or a title's."""
        dead = self._dead(later)
        start = self._document.analysis.proposals[later].start
        before = [i for at, i in self._deaths if at < start]
        if later in self._titled and self._head(later).lemma_ in TOLLS:
            return [i for i in before if i in self._titled]
        return [i for i in before if (dead and self._dead(i) == dead) or self._counts(i, later)]

    def _counts(self, toll: int, death: int) -> bool:
        """Whether a noun tells how many died: "the [toll] of those [killed] by cholera"."""
        one, other = (self._document.analysis.proposals[i] for i in (toll, death))
        noun = head_token(self._document.doc, one.start, one.end)
        return noun.lemma_ in TOLLS and noun.is_ancestor(head_token(self._document.doc, other.start, other.end))

    def _one_dead(self, trigger: int) -> str:
        """The person whose death a trigger tells as a fact, "" for several and for none."""
        proposal = self._document.analysis.proposals[trigger]
        told = [proposal.attributes.get(name, (fact, 1.0))[0] for name, fact in FACT]
        dead = {
            self._table.of_proposal.get(r.tail, "")
            for r in self._document.relations_of.get(trigger, ())
            if r.label == "patient" and r.score >= FILLER_FLOOR
        }
        one = next(iter(dead)) if len(dead) == 1 else ""
        known = self._table.entity(one) if one and told == [f for _, f in FACT] else None
        if known is None or known.type != "person" or (not known.named and DOERS.search(known.name.casefold())):
            return ""  # each attack has its attacker
        return one

    def _taken_up(self, later: int) -> list[int]:
        """The one trigger of its class and stem that a noun behind "the" takes up: not "the release of a crew"."""
        doc, proposal = self._document.doc, self._document.analysis.proposals[later]
        around = [doc[i].lower_ if 0 <= i < len(doc) else "" for i in (proposal.start - 1, proposal.end)]
        if around[0] != "the" or around[1] == "of" or doc[proposal.end - 1].pos_ != "NOUN":
            return []
        alike = self._alike[proposal.label, _stem(doc[proposal.start].lower_)]
        before = [i for start, i in alike if start < proposal.start]
        return before if len(before) == 1 else []

    def _whose(self, later: int) -> list[int]:
        """The one trigger of its class and stem with whom a noun belongs to: "Osk was acquitted", "Osk's acquittal"."""
        proposal, noun = self._document.analysis.proposals[later], self._head(later)
        owner = next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
        filler = self._document.filler_at.get(owner.i) if owner is not None and noun.pos_ == "NOUN" else None
        whose = self._table.of_proposal.get(filler, "") if filler is not None else ""
        alike = self._alike[proposal.label, _stem(self._document.doc[proposal.start].lower_)] if whose else []
        before = [i for start, i in alike if start < proposal.start and self._head(i).pos_ == "VERB"]
        theirs = [i for i in before if any(whose in held for held in self._fillers(i).values())]
        return theirs if len(theirs) == 1 else []

    def _spent(self, later: int) -> list[int]:
        """The last trigger of the noun and class of what is called stalled or failed: "revive [stalled talks]"."""
        word = self._head(later)
        noun = word.head if word.dep_ == "amod" else word  # the model may mark "stalled" as well
        if noun.pos_ != "NOUN" or not any(c.dep_ == "amod" and c.lower_ in SPENT for c in noun.children):
            return []
        label = self._document.analysis.proposals[later].label
        rows = ((i, p) for i, p in self._document.analysis.layer("trigger") if p.label == label and i < later)
        before = [i for i, _ in rows if self._head(i).lemma_ == noun.lemma_]
        return before[-1:]

    def _head(self, trigger: int) -> Token:
        proposal = self._document.analysis.proposals[trigger]
        return head_token(self._document.doc, proposal.start, proposal.end)

    def _same(self, earlier: int, later: int) -> bool:
        kind = self._kind(earlier)
        if not kind or kind != self._kind(later):
            return False
        one, other = self._fillers(earlier), self._fillers(later)
        for role in TELLING:
            if one.get(role) and other.get(role):
                return bool(one[role] & other[role])
        return False

    def _kind_of(self, trigger: int) -> str:
        """The type that a trigger's word names beyond its class, "" for none."""
        proposal = self._document.analysis.proposals[trigger]
        head = head_token(self._document.doc, proposal.start, proposal.end)
        found = self._types.for_trigger(phrase_of(self._document, trigger, head), head.pos_, proposal.label)
        return found[0].name if found and found[0].name != proposal.label else ""

    def _fillers_of(self, trigger: int) -> dict[str, set[str]]:
        """Role -> entities that the model links."""
        found: dict[str, set[str]] = {}
        for relation in self._document.relations_of.get(trigger, ()):
            entity = self._table.of_proposal.get(relation.tail, "")
            if entity and relation.label in TELLING and relation.score >= FILLER_FLOOR:
                found.setdefault(relation.label, set()).add(entity)
        return found


def _stem(word: str) -> str:
    return word[:STEM] if len(word) > STEM else word[: STEM - 1]
