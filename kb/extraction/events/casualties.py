"""Whose death or wound a word tells: who is shot by those he shot at is another deed, "the dead" are the last told of.

Input: the triggers of a Document with their links, the entities.
Output: which triggers are two happenings, and which one "the dead" take up; read by kb.extraction.events.stage and
kb.extraction.events.distinct.
Never: joins what other words than "the dead", "the wounded" name.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.bystanders import role_of
from kb.extraction.events.doers import done_by
from kb.extraction.events.moods import is_feared
from kb.extraction.names.entities import EntityTable
from kb.language.people_words import ARMED, POLICE, forms

FILLER_FLOOR: Final = 0.5
VIOLENT: Final = frozenset({"attack", "armed_conflict", "death", "injury"})  # classes
BEFALLEN: Final = frozenset({"death", "injury"})  # classes
THE_DEAD: Final = frozenset("dead killed victims wounded injured".split())
ATTACKS: Final = frozenset({"attack", "rampage", "massacre"})  # what police are seldom said to do
_OFFICERS: Final = forms(POLICE | ARMED | {"officer"})
AMONG: Final = frozenset({"including", "among", "includes", "included", "also", "besides"})
ONE: Final = frozenset("a an one he she him her his himself herself".split())


class Casualties:
    """Tells deeds apart by who did them to whom, and finds whom "the dead" are."""

    def __init__(self, document: Document, table: EntityTable, one_dead: Callable[[int], str]) -> None:
        """Take what is known; *one_dead* gives the one person whose death a trigger proposal tells, "" for others."""
        self._document = document
        self._table = table
        self._one_dead = one_dead
        self._sides = cache(self._sides_of)
        self._hit = [i for i, p in document.analysis.layer("trigger") if p.label in BEFALLEN]

    def apart(self, earlier: int, later: int) -> bool:
        """Return whether two trigger proposals, in text order, are two deeds."""
        if self._are_the_dead(later) and self._of_one(earlier) and not self._in_title(earlier):
            return True
        told = (self._turned, self._of_another, self._by_police, self._answers, self._of_many_more, self._only_feared)
        return any(two(earlier, later) for two in told)

    def taken_up(self, later: int) -> int | None:
        """Return the deaths or wounds of several that "the dead" or "the wounded" are of: the last of the paragraph.

        None for other words and where the paragraph tells of none. Of 44 in articles annotated by hand 36 are so.
        """
        proposals = self._document.analysis.proposals
        words = proposals[later]
        if not self._are_the_dead(later):
            return None
        paragraph = self._paragraph(later)
        before = [i for i in self._hit if proposals[i].end <= words.start and proposals[i].label == words.label]
        last = max(before, key=lambda i: proposals[i].start, default=None)
        return last if last is not None and self._paragraph(last) == paragraph and self._of_several(last) else None

    def _are_the_dead(self, trigger: int) -> bool:
        """Whether it is "the dead", "the wounded", not "the wounded man"."""
        words, doc = self._document.analysis.proposals[trigger], self._document.doc
        behind = doc[words.end].pos_ if words.end < len(doc) else ""
        several = words.start > 0 and doc[words.start - 1].lower_ == "the" and doc[words.end - 1].lower_ in THE_DEAD
        return trigger in self._hit and several and behind not in ("NOUN", "PROPN")

    def _turned(self, earlier: int, later: int) -> bool:
        """Whether who was hit in the one did the other: "shot two people before he was [shot]".

        Of 7,574 such happenings in articles annotated by hand none is by whom it befell.
        """
        labels = {self._document.analysis.proposals[i].label for i in (earlier, later)}
        (doers, hit), (others, them) = self._sides(earlier), self._sides(later)
        turned = (hit and hit <= others) or (them and them <= doers)
        return labels <= VIOLENT and not doers & others and bool(turned)

    def _answers(self, earlier: int, later: int) -> bool:
        """Whether police do the one to who did another before it, and "the attack" is that other."""
        proposals = self._document.analysis.proposals
        if proposals[later].label not in VIOLENT or self._head(later).lower_ not in ATTACKS or self._sides(later)[0]:
            return False
        before = (i for i, p in self._document.analysis.layer("trigger") if p.start < proposals[earlier].start)
        return any(self._turned(i, earlier) and self._by_police(i, earlier) for i in before)

    def _by_police(self, earlier: int, later: int) -> bool:
        """Whether one was done by police or an army, the other by a person: "[shot] by police", "a man [shot] two"."""
        labels = {self._document.analysis.proposals[i].label for i in (earlier, later)}
        kinds = [{self._side(e) for e in self._sides(i)[0]} for i in (earlier, later)]
        return labels <= VIOLENT and sorted(map(sorted, kinds)) == [["person"], ["police"]]

    def _side(self, entity: str) -> str:
        """Of which side a doer is: "police" for them and for troops, "person" for who bears no arms by his name."""
        known = self._table.entity(entity)
        if known.type in ("organisation", "armed_force"):
            return "police" if _OFFICERS.search(known.name.casefold()) else ""
        return "person" if known.type == "person" and not _OFFICERS.search(known.name.casefold()) else ""

    def _of_another(self, earlier: int, later: int) -> bool:
        """Whether a death is somebody's that was told of in other words, and the earlier one is not his."""
        dead, before = self._one_dead(later), self._one_dead(earlier)
        known = any(self._one_dead(i) == dead for i in self._hit if i < later)
        return bool(dead and before) and dead != before and known

    def _of_many_more(self, earlier: int, later: int) -> bool:
        """Whether one is somebody's death, the other that of a number of people of whom he is not said to be one.

        "Charged over a teacher's [death] ... protests in which 16 people [died]". A title may name one of many.
        """
        proposals = self._document.analysis.proposals
        if {proposals[i].label for i in (earlier, later)} != {"death"} or self._in_title(earlier):
            return False
        many = [proposals[tail] for tail in self._patients(later) if not self._is_one(tail)]
        counted = any(
            t.pos_ == "NUM" and t.lower_ not in ONE for p in many for t in self._document.doc[p.start : p.end]
        )
        among = any(t.lower_ in AMONG for t in self._head(later).sent)
        return counted and not among and len(many) == len(self._patients(later)) and self._of_one(earlier)

    def _only_feared(self, earlier: int, later: int) -> bool:
        """Whether of two deaths one is only feared: "12 are feared [dead]", "nine were [killed]"."""
        proposals, text = self._document.analysis.proposals, self._document.text
        if {proposals[i].label for i in (earlier, later)} != {"death"}:
            return False
        feared = [is_feared(text, self._document.span(proposals[i])) for i in (earlier, later)]
        return feared[0] != feared[1]

    def _of_several(self, trigger: int) -> bool:
        """Whether the model links several people whom it befell, or a number of them."""
        told = self._patients(trigger)
        return len(told) > 1 or any(not self._is_one(tail) for tail in told)

    def _of_one(self, trigger: int) -> bool:
        """Whether all words that the model links for whom it befell stand for one person."""
        told = self._patients(trigger)
        return bool(told) and all(map(self._is_one, told)) and len({self._table.of_proposal.get(t) for t in told}) == 1

    def _in_title(self, trigger: int) -> bool:
        title, words = self._document.title, self._document.analysis.proposals[trigger]
        return title is not None and title.covers(self._document.span(words))

    def _patients(self, trigger: int) -> list[int]:
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label == "patient")
        return [r.tail for r in rows if r.score >= FILLER_FLOOR]

    def _is_one(self, filler: int) -> bool:
        entity = self._table.of_proposal.get(filler, "")
        first = self._document.doc[self._document.analysis.proposals[filler].start]
        return first.lower_ in ONE or (entity != "" and self._table.entity(entity).type == "person")

    def _sides_of(self, trigger: int) -> tuple[frozenset[str], frozenset[str]]:
        """The entities that the model takes for doers, and for whom it befell; "" for words that name none."""
        found: dict[str, set[str]] = {"agent": set(), "patient": set()}
        words = self._document.analysis.proposals[trigger]
        verb = self._head(trigger)
        for relation in self._document.relations_of.get(trigger, ()):
            if relation.label not in found or relation.score < FILLER_FLOOR:
                continue
            entity, filler = self._table.of_proposal.get(relation.tail, ""), self._head(relation.tail)
            role = role_of(relation.label, filler, verb, words.label)
            role = done_by(role, filler, verb, self._document.trigger_tokens)
            if role == "patient" or (role == "agent" and entity):
                found[role].add(entity)
        return frozenset(found["agent"]), frozenset(found["patient"])

    def _head(self, proposal: int) -> Token:
        words = self._document.analysis.proposals[proposal]
        return head_token(self._document.doc, words.start, words.end)

    def _paragraph(self, trigger: int) -> int:
        return self._document.paragraph(self._document.span(self._document.analysis.proposals[trigger]).start)
