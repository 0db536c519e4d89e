"""One of several, and what came of another: "strikes killed 31 ... 14 died in [a strike] on a camp" are two happenings.

Input: the triggers of a Document with their links, the entities.
Output: whether two of them are two, read by kb.extraction.events.distinct.
Never: joins anything.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.language.analysis import Relation
from kb.model import Span

CAUSE_FLOOR: Final = 0.5
DOER_FLOOR: Final = 0.5
ATTACK: Final = "attack"  # class
LEGAL: Final = "legal"  # class
BIDS: Final = frozenset({"approach", "bid", "offer", "takeover"})
PLACES: Final = frozenset("city town village district province region state island".split())  # types
BUSINESS: Final = "business"  # class
SHARES: Final = frozenset("share shares stock stocks".split())
PRICED: Final = frozenset("price prices rate rates inflation sales profit profits output exports imports".split())
LONE: Final = frozenset({"person"})  # types of whoever may be of a side that is not told
CAUSED: Final = frozenset({"death", "injury", "damage", "displacement"})  # classes
ONE: Final = frozenset({"a", "an", "one"})
SERVING: Final = frozenset({"serve", "serves", "served", "serving"})
SERVED: Final = 4  # words before a sentence among which it is served
YEAR_REACH: Final = 3  # words before a noun among which its year stands: "the 2019 suicide bombing"
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
OWNER: Final = "nmod:poss"
STRETCHES: Final = frozenset({"week", "month", "year", "decade"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
NOUNS: Final = frozenset({"NOUN", "PROPN"})


class Separate:
    """Tells triggers apart by number, by who is new in the story, by their causes, by the side that attacks."""

    def __init__(self, document: Document, table: EntityTable) -> None:
        self._document = document
        self._table = table
        self._sides = cache(self._sides_of)
        self._aims = cache(self._aims_of)
        self._alone = cache(self._is_of_a_part)

    def is_one_of(self, earlier: int, later: int) -> bool:
        """Return whether a noun names one of the several that an earlier one of its kind told of, or a part of them."""
        if self._alone(later) != self._alone(earlier):
            return True
        one, several = self._head(later), self._head(earlier)
        if _over_long(one) != _over_long(several) and not (_is_plural(one) and _is_plural(several)):
            return True
        if one.pos_ != "NOUN" or several.pos_ != "NOUN" or one.lower_ != one.lemma_ or several.lower_ == several.lemma_:
            return False
        return any(c.dep_ in ("det", "nummod") and c.lower_ in ONE for c in one.children)

    def _is_of_a_part(self, trigger: int) -> bool:
        """Whether "alone" stands behind when or where it was: "six died on [Wednesday] alone"."""
        doc, proposals = self._document.doc, self._document.analysis.proposals
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label in ("time", "place"))
        ends = (proposals[r.tail].end for r in rows if r.score >= CAUSE_FLOOR)
        return any(end < len(doc) and doc[end].lower_ == "alone" for end in ends)

    def is_of_another(self, later: int) -> bool:
        """Return whether a verb's subject is somebody or something new: "[a ferry] sank"."""
        verb = self._head(later)
        told = (c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i)
        return verb.pos_ == "VERB" and any(_is_new(subject) for subject in told)

    def cause_of(self, trigger: int) -> int | None:
        """Return the trigger that caused it, as the model links them, in the same sentence; None for none."""
        for relation in self._document.relations_of.get(trigger, ()):
            if relation.label == "cause" and relation.score >= CAUSE_FLOOR:
                return relation.tail if self._beside(trigger, relation.tail) else None
        return None

    def caused_by_others(self, earlier: int, later: int, apart: Callable[[int, int], bool]) -> bool:
        """Return whether two deaths or the like came of two happenings, as *apart* tells those."""
        one, other = self.cause_of(earlier), self.cause_of(later)
        if one is None or other is None or one == other:
            return False
        labels = [self._document.analysis.proposals[i].label for i in (earlier, later, one, other)]
        kinds = [label in CAUSED for label in labels]  # what causes is none of them, so that this asks but once
        return labels[0] == labels[1] and kinds == [True, True, False, False] and apart(*sorted((one, other)))

    def by_other_sides(self, earlier: int, later: int) -> bool:
        """Return whether two attacks are of two sides: rebels raid an office, another country's jets strike them.

        So are the bids of two firms, and what shares and the prices of goods do.
        """
        if {self._is_of_shares(trigger) for trigger in (earlier, later)} == {True, False}:
            return True
        if all(self._head(trigger).lemma_ in BIDS for trigger in (earlier, later)):
            first, second = self._bidders(earlier), self._bidders(later)
            return bool(first and second) and first.isdisjoint(second)
        labels = {self._document.analysis.proposals[i].label for i in (earlier, later)}
        one, other = self._sides(earlier), self._sides(later)
        return labels == {ATTACK} and bool(one and other) and one.isdisjoint(other)

    def on_theirs(self, earlier: int, later: int) -> bool:
        """Return whether a case against one person goes on to that against theirs: "two of [his] aides were jailed"."""
        if {self._document.analysis.proposals[i].label for i in (earlier, later)} != {LEGAL}:
            return False
        doc, known = self._document.doc, self._table
        if self._serves_another(earlier, later):
            return True
        found = [(self._head(r.tail), known.of_proposal.get(r.tail, "")) for r in self._patients(later)]
        theirs = [w.i for w, entity in found if w.pos_ != "PRON" and known.entity(entity).type in ("group", "person")]
        owners = {known.at(Span(c.idx, c.idx + len(c))) for i in theirs for c in doc[i].children if c.dep_ == OWNER}
        before = {known.of_proposal.get(r.tail, "") for r in self._patients(earlier)}
        return len(before) == 1 and bool(theirs) and bool(before & owners)

    def _serves_another(self, earlier: int, later: int) -> bool:
        """Whether somebody else serves the later sentence than is punished in the earlier: "[two men] serve terms"."""
        word = self._head(later)
        noun = word.head if word.dep_ == "amod" else word  # "[suspended] sentences"
        before = noun.doc[max(noun.sent.start, noun.i - SERVED) : noun.i]
        serving = next((t for t in before if t.lower_ in SERVING), None)  # wherever the tree hangs what is served
        if serving is None:
            return False
        verbs = (serving, serving.head) if serving.dep_ == "conj" else (serving,)
        subject = next((c for v in verbs for c in v.children if c.dep_ in SUBJECTS and c.i < v.i), None)
        who = self._table.at(Span(subject.idx, subject.idx + len(subject))) if subject is not None else ""
        punished = {self._table.of_proposal.get(r.tail, "") for r in self._patients(earlier)}
        return bool(who and punished) and who not in punished

    def _patients(self, trigger: int) -> list[Relation]:
        """Links to entities to whom the model says that it is done."""
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label == "patient")
        return [r for r in rows if r.score >= DOER_FLOOR and r.tail in self._table.of_proposal]

    def _is_of_shares(self, trigger: int) -> bool | None:
        """Whether shares are what rises or falls, or something else by its own words; None where none say what."""
        if self._document.analysis.proposals[trigger].label != BUSINESS:
            return None
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label == "patient")
        told = [self._document.span(self._document.analysis.proposals[r.tail]) for r in rows if r.score >= DOER_FLOOR]
        words = {word for span in told for word in span.of(self._document.text).casefold().split()}
        return bool(words & SHARES) if words & (SHARES | PRICED) else None

    def _bidders(self, trigger: int) -> frozenset[str]:
        """The named bodies that the model takes for doers."""
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label == "agent")
        found = (self._table.of_proposal.get(r.tail, "") for r in rows if r.score >= DOER_FLOOR)
        known = (self._table.entity(e) for e in found if e)
        return frozenset(e.id for e in known if e.named and e.type in ORGANISATION_TYPES)

    def _sides_of(self, trigger: int) -> frozenset[str]:
        """The countries of those that the model takes for doers; who has none and a name is a side alone."""
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label == "agent")
        doers = (self._table.of_proposal.get(r.tail, "") for r in rows if r.score >= DOER_FLOOR)
        known = [self._table.entity(doer) for doer in doers if doer]
        sides = [e.country or (e.id if e.named and e.type not in LONE else "") for e in known]
        return frozenset(sides) if all(sides) else frozenset()

    def aimed(self, later: int) -> list[int]:
        """Return the last attack told before on what "the" noun of one names: "the attack on [Osk]"; [] for others.

        "The 2019 attack on Osk" is told by its year and takes up none.
        """
        label, word = self._document.analysis.proposals[later].label, self._head(later)
        known = any(c.dep_ == "det" and c.lower_ == "the" for c in word.children)
        dated = any(_YEAR.fullmatch(t.text) for t in word.doc[max(word.sent.start, word.i - YEAR_REACH) : word.i])
        if label != ATTACK or word.pos_ != "NOUN" or not known or dated or not (aims := self._aims(later)):
            return []
        rows = ((i, p) for i, p in self._document.analysis.layer("trigger") if p.label == label and i < later)
        return [i for i, _ in rows if aims & self._aims(i)][-1:]

    def on_others(self, earlier: int, later: int) -> bool:
        """Return whether "the attack on" something takes up another attack than this, which was on something else."""
        aims = self._aims(earlier)
        return bool(aims) and bool(told := self.aimed(later)) and earlier not in told and not aims & self._aims(later)

    def _aims_of(self, trigger: int) -> frozenset[str]:
        """The named places that the model takes for targets of an attack, or for where it was."""
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label in ("patient", "place"))
        found = (self._table.of_proposal.get(r.tail, "") for r in rows if r.score >= DOER_FLOOR)
        return frozenset(e for e in found if e and self._table.entity(e).named and self._table.entity(e).type in PLACES)

    def _beside(self, trigger: int, other: int) -> bool:
        sentence_of, proposals = self._document.sentence_of, self._document.analysis.proposals
        return sentence_of[proposals[other].start] == sentence_of[proposals[trigger].start]

    def _head(self, trigger: int) -> Token:
        proposal = self._document.analysis.proposals[trigger]
        return head_token(self._document.doc, proposal.start, proposal.end)


def _is_new(noun: Token) -> bool:
    return noun.pos_ in NOUNS and any(c.dep_ == "det" and c.lower_ in ONE for c in noun.children)


def _is_plural(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lower_ != token.lemma_


def _over_long(token: Token) -> bool:
    """Whether a noun tells of many over days: "a week of [attacks]", no "night of attacks", which may be the one."""
    before = [word for word in token.doc[max(token.i - 3, 0) : token.i] if word.pos_ != "ADJ"][-2:]
    return _is_plural(token) and len(before) == 2 and before[0].lemma_ in STRETCHES and before[1].lower_ == "of"
