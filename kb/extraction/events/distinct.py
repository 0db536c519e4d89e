"""Which mentions of events of one kind cannot be one happening.

Input: the triggers of a Document with their relations, the entities, a clock.
Output: Distinct, asked by kb.extraction.events.happenings before two triggers become one event.
Never: joins anything; what it does not tell apart may still be two.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache, partial
from typing import Final

from kb.extraction.clause_owners import counting_side, is_of_judgement, is_of_speaker, is_of_voters, only_counts_from
from kb.extraction.dating.stage import TIME_FLOOR, Clock, told_when
from kb.extraction.document import Document, head_token
from kb.extraction.events.doers import befallen
from kb.extraction.events.likely_links import PLACE_FLOOR
from kb.extraction.events.moods import has_lasted, is_told_as_none
from kb.extraction.events.refuted import is_answered
from kb.extraction.events.roles import FUTURE
from kb.extraction.events.separate import Separate
from kb.extraction.events.tolls import Tolls
from kb.extraction.events.unlike import unlike
from kb.extraction.names.entities import EntityTable
from kb.language.event_types import EventTypes
from kb.language.people_words import ARMED, ATTACKERS, IRREGULARS, POLICE, TROOPS, UNARMED, forms
from kb.model import TimeValue

SETTLED: Final = frozenset({"city", "town", "village", "country"})  # two of one kind do not lie in one another
TOWN: Final = {"town": "city", "village": "city"}  # which of them a place is called differs from text to text
NEW: Final = frozenset({"a", "an"})
LAST: Final = frozenset({"last", "latest"})
OTHER: Final = frozenset({"another", "earlier", "further", "next", "other", "previous", "separate", "similar"})
BYGONE: Final = frozenset({"earlier", "previous"})
TAKING_UP: Final = frozenset({"the", "this", "that", "these", "those", "such", *BYGONE})
FILLER_FLOOR: Final = 0.5
NOT_THERE: Final = (is_of_voters, is_of_speaker, is_of_judgement, only_counts_from)
FILLED: Final = ("agent", "patient")
PERFECT: Final = frozenset({"has", "have", "'ve", "’ve"})
LONG: Final = frozenset({"month", "quarter", "season", "year", "decade"})
BEFALLING: Final = frozenset({"death", "injury"})
HAZARD: Final = "natural_hazard"
MORE: Final = re.compile(r"(?:[\w,-]+ ){1,3}more\b(?! than)|\banother\b|^the others?\b")
ENDS: Final = re.compile(r"(?<=[a-z]{2})[.;:]\s")  # of a clause, no "u.s. soldiers"
DOERS: Final = forms(ATTACKERS)
SIDES: Final = ((forms(ARMED), forms(UNARMED)), (forms(IRREGULARS), forms(TROOPS | POLICE)))
SOME_OF: Final = re.compile(
    r"(?:(?:at least|about|some|around|up to) )?[\w,-]+ of (?:the|its|his|her|their|our|my) (?P<noun>\w+)"
)
TOLD: Final = frozenset("dead killed injured wounded victims casualties people them".split())


class Distinct:
    """Tells triggers apart by their own times, places and articles, and by what is denied of one alone."""

    def __init__(
        self,
        document: Document,
        table: EntityTable,
        clock: Clock,
        types: EventTypes,
        refuted: Collection[int],
        disputed: Collection[int] = frozenset(),
    ) -> None:
        """Take what is known; *refuted* as of .refuted, *disputed* as of .denials beside this module."""
        self._disputed = disputed
        self._document = document
        self._refuted = refuted
        self._table = table
        self._clock = clock
        self._types = types
        self._hazard = cache(self._hazard_of)
        self._unlike = partial(unlike, document, types)
        self._time = cache(self._time_of)
        self._places = cache(self._places_of)
        self._persons = cache(self._persons_of)
        self._doers = cache(self._doers_of)
        self._befallen = cache(self._befallen_by)
        self.separate = Separate(document, table)
        self.tolls = Tolls(document, self._time, clock.is_over)

    def apart(self, earlier: int, later: int) -> bool:
        """Return whether two trigger proposals, in text order, name two happenings."""
        determiners = self._determiners(later)
        bygone = self._determiners(earlier) & BYGONE and not determiners & TAKING_UP
        if determiners & OTHER or bygone or {self._denied(earlier), self._denied(later)} == {True, False}:
            return True
        tallied = self._tallies(earlier) != self._tallies(later) or self._is_counted_from(earlier, later)
        if tallied or self._befalls_others(earlier, later) or self._refutes_another(earlier, later):
            return True
        others = self._others(self._persons(earlier), self._persons(later)) or self._other_deed(earlier, later)
        others = others or self.tolls.passes_over(earlier, later) or self.separate.is_one_of(earlier, later)
        others = others or self.tolls.counts_others(earlier, later, self.apart)
        others = others or self.separate.by_other_sides(earlier, later) or self.separate.on_others(earlier, later)
        others = others or self.separate.on_theirs(earlier, later)
        others = others or (not self._in_title(earlier) and self.separate.caused_by_others(earlier, later, self.apart))
        if others or self._unlike(earlier, later) or self._other_hazard(earlier, later):
            return True
        one, other = self._time(earlier), self._time(later)
        if one is not None and other is not None:
            return disjoint(one, other) and not self.tolls.counts(earlier, later)
        long_ago = other is not None and self._long_over(later, other) and self._goes_on(earlier)
        another = bool(determiners & LAST) or (self.separate.is_of_another(later) and not self._in_title(earlier))
        one_before = other is not None and another and self._is_past(other)
        alike = {} if self._in_title(earlier) else TOWN  # a title's city may stand for the land around it
        if long_ago or one_before or self._elsewhere(self._places(earlier), self._places(later), alike):
            return True
        return bool(determiners & NEW) and other is not None and not self._in_title(earlier)

    def _is_counted_from(self, earlier: int, later: int) -> bool:
        """Whether one was some time after the other: "landed, years after a [landing]", "[broke] days before it"."""
        doc, spans = self._document.doc, [self._document.analysis.proposals[i] for i in (earlier, later)]
        told, word = (head_token(doc, span.start, span.end) for span in spans)
        if told.i >= word.sent.start and counting_side(word) is not None:
            return True
        return any(t.lemma_ == told.lemma_ != word.lemma_ and counting_side(t) is not None for t in word.sent)

    def _tallies(self, trigger: int) -> bool:
        """Whether a noun counts several over a month, a year or the like: "has seen three [fires] this year"."""
        words = self._document.analysis.proposals[trigger]
        noun = head_token(self._document.doc, words.start, words.end)
        if words.label in BEFALLING or noun.pos_ != "NOUN" or noun.lower_ == noun.lemma_:
            return False  # of the dead of a year some may be today's
        counted = any(c.dep_ == "nummod" and c.lower_ not in ("one", "1") for c in noun.children)
        told = self._time(trigger) if counted else None
        return told is not None and told.granularity in LONG

    def _befalls_others(self, earlier: int, later: int) -> bool:
        """Whether it befalls more besides, or another side: "two more died", "nine attackers were killed"."""
        words, before = self._befallen(later), self._befallen(earlier)
        if not words or not before or self._persons(earlier)["patient"] & self._persons(later)["patient"]:
            return False  # nor does it where one person is told by name and by "a former governor of the north"
        if any(MORE.search(said) for said in words):
            return True
        if any(map(DOERS.search, words)) != any(map(DOERS.search, before)):
            return True
        for one, other in (*SIDES, *(pair[::-1] for pair in SIDES)):
            if all(map(one.search, words)) and all(map(other.search, before)):
                return not any(map(other.search, words)) and not any(map(one.search, before))
        sides = {part["noun"] for said in words if (part := SOME_OF.match(said))} - TOLD
        return bool(sides) and not any(side.rstrip("s") in said for side in sides for said in before)

    def _befallen_by(self, trigger: int) -> tuple[str, ...]:
        """Whom it befalls, by the model or as a passive's subject, in lower case, with "of the NOUN" behind."""
        doc, proposals = self._document.doc, self._document.analysis.proposals
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label == "patient")
        marked = [(p.start, p.end) for r in rows if r.score >= FILLER_FLOOR for p in (proposals[r.tail],)]
        head = head_token(doc, proposals[trigger].start, proposals[trigger].end)
        verb = head.head if head.dep_ in ("xcomp", "advmod") and head.pos_ == "ADJ" else head  # "was shot [dead]"
        told = [(t.left_edge.i, t.i + 1) for t in verb.children if t.dep_ == "nsubj:pass"] if not marked else []
        return tuple(
            ENDS.split(doc[start - (start > 0 and doc[start - 1].lower_ == "the") : end + 3].text.casefold())[0]
            for start, end in (*marked, *told)
        )

    def _other_hazard(self, earlier: int, later: int) -> bool:
        """Whether the nouns name two hazards: a storm is no tsunami, where an attack may well be a shelling."""
        one, other = self._hazard(earlier), self._hazard(later)
        return bool(one and other) and not self._types.is_a(one, other) and not self._types.is_a(other, one)

    def _hazard_of(self, trigger: int) -> str:
        """The type of natural hazard that a trigger's noun names, "" if it names none in particular."""
        proposal = self._document.analysis.proposals[trigger]
        head = head_token(self._document.doc, proposal.start, proposal.end)
        if proposal.label != HAZARD or head.pos_ not in ("NOUN", "PROPN"):
            return ""
        named = self._types.for_trigger(head.lemma_ or head.lower_, head.pos_, HAZARD)
        return named[0].name if named and named[0].broader else ""

    def _others(self, one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> bool:
        """Whether two happenings befall or are done by different named persons: two resignations, two arrests."""
        return any(one[role] and other[role] and not one[role] & other[role] for role in FILLED)

    def _other_deed(self, earlier: int, later: int) -> bool:
        """Whether two verbs tell what two did, each a deed of its own: "[Osk] joined", "[its envoy] handed over"."""
        doc, proposals = self._document.doc, self._document.analysis.proposals
        one, other = (head_token(doc, proposals[i].start, proposals[i].end) for i in (earlier, later))
        if one.pos_ != "VERB" or other.pos_ != "VERB" or one.lemma_ == other.lemma_:
            return False
        first, second = self._doers(earlier), self._doers(later)
        loose = self._in_title(earlier) and not all(self._table.entity(e).named for e in first | second)
        return bool(first and second) and first.isdisjoint(second) and not loose  # a title's "nurses" are "staff" below

    def _doers_of(self, trigger: int) -> frozenset[str]:
        """The entities that the model takes for doers."""
        rows = (r for r in self._document.relations_of.get(trigger, ()) if r.label == "agent")
        found = (self._table.of_proposal.get(r.tail, "") for r in rows if r.score >= FILLER_FLOOR)
        return frozenset(entity for entity in found if entity)

    def _persons_of(self, trigger: int) -> dict[str, frozenset[str]]:
        """Role -> the named persons that the model links to a trigger."""
        found: dict[str, set[str]] = {role: set() for role in FILLED}
        for relation in self._document.relations_of.get(trigger, ()):
            entity = self._table.of_proposal.get(relation.tail, "")
            known = self._table.entity(entity) if entity and relation.score >= FILLER_FLOOR else None
            if known is not None and relation.label in FILLED and known.type == "person" and known.named:
                found[befallen(self._document, relation)].add(entity)
        return {role: frozenset(entities) for role, entities in found.items()}

    def _determiners(self, trigger: int) -> set[str]:
        proposal = self._document.analysis.proposals[trigger]
        head = head_token(self._document.doc, proposal.start, proposal.end)
        told = {child.lower_ for child in head.children if child.dep_ in ("det", "amod")}
        told |= OTHER & {child.lower_ for child in head.children if child.dep_ == "advmod"}  # as the tree has "further"
        for child in head.children:  # "[next] year's tournament", "signed a [similar] accord"
            owner = child.dep_ == "nmod:poss"
            if owner or (child.dep_ in ("obj", "nsubj:pass") and child.i in self._document.trigger_tokens):
                told |= OTHER & {word.lower_ for word in child.children if word.dep_ in ("det", "amod")}
        return told

    def _refutes_another(self, earlier: int, later: int) -> bool:
        """Whether one is untrue and the other, in another word, is told as it was: "sank", "was not rammed"."""
        if {self._denied(earlier), self._denied(later)} != {None, False}:
            return False
        doc, proposals = self._document.doc, self._document.analysis.proposals
        heads = (head_token(doc, proposals[i].start, proposals[i].end) for i in (earlier, later))
        one, other = ({head.lemma_, head.lower_} - {""} for head in heads)
        return one.isdisjoint(other)

    def _denied(self, trigger: int) -> bool | None:
        """Whether the words deny it; None if they refute what others say of it, which may be the same."""
        proposal = self._document.analysis.proposals[trigger]
        word = head_token(self._document.doc, proposal.start, proposal.end)
        if word.i in self._refuted or word.i in self._disputed or is_answered(word):
            return None if word.i in self._refuted else word.i in self._disputed
        negative = proposal.attributes.get("polarity", ("positive", 1.0))[0] == "negative"
        negative = negative or is_told_as_none(
            self._document.text, self._document.span(proposal)
        )  # "There was no [fraud]"
        return negative and not has_lasted(self._document.text, self._document.span(proposal))

    def _time_of(self, trigger: int) -> TimeValue | None:
        """When, as the words of the trigger or of its cause beside it say; None if they tell no day or year."""
        own = self._own_time(trigger)
        cause = self.separate.cause_of(trigger) if own is None else None
        return self._own_time(cause) if cause is not None else own

    def _own_time(self, trigger: int) -> TimeValue | None:
        modality = self._document.analysis.proposals[trigger].attributes.get("modality", ("actual", 1.0))[0]
        for relation in self._document.relations_of.get(trigger, ()):
            if relation.label == "time" and relation.score >= TIME_FLOOR:
                words = self._document.span(self._document.analysis.proposals[relation.tail])
                value = self._clock.value(words, future=modality in FUTURE)
                if value is not None and (value.earliest_begin or value.latest_end):
                    return value
        return told_when(self._document, [(trigger, self._document.analysis.proposals[trigger])], self._clock)

    def _long_over(self, trigger: int, told: TimeValue) -> bool:
        """Whether words right beside a noun date it to a past month or year: "the floods of last year"."""
        proposals, doc = self._document.analysis.proposals, self._document.doc
        noun = head_token(doc, proposals[trigger].start, proposals[trigger].end)
        if noun.pos_ not in ("NOUN", "PROPN") or not self._is_past(told):
            return False
        dated = (proposals[r.tail] for r in self._document.relations_of.get(trigger, ()) if r.label == "time")
        return any(
            all(t.pos_ in ("ADP", "PART") for t in doc[min(noun.i + 1, p.end) : max(noun.i, p.start)]) for p in dated
        )

    def _is_past(self, told: TimeValue) -> bool:
        """Whether a time is a month, a year or the like that is over: "the last strike, in 2018" is not today's."""
        return told.granularity in LONG and self._clock.is_over(told)

    def _goes_on(self, trigger: int) -> bool:
        """Whether it is told in the perfect, which tells of now: "floods have killed 12 people"."""
        proposal = self._document.analysis.proposals[trigger]
        word = head_token(self._document.doc, proposal.start, proposal.end)
        verb = word.head if word.dep_ in ("nsubj", "nsubj:pass", "obl") else word
        return any(c.dep_ == "aux" and c.lower_ in PERFECT for c in verb.children)

    def _places_of(self, trigger: int) -> frozenset[str]:
        proposals = self._document.analysis.proposals
        head = head_token(self._document.doc, proposals[trigger].start, proposals[trigger].end)
        found = (
            self._table.of_proposal.get(relation.tail, "")
            for relation in self._document.relations_of.get(trigger, ())
            if relation.label == "place"
            and relation.score >= PLACE_FLOOR
            and not any(no(self._document, self._document.span(proposals[relation.tail]), head) for no in NOT_THERE)
        )
        return frozenset(
            e for e in found if e and self._table.entity(e).named and self._table.entity(e).type in SETTLED
        )

    def _elsewhere(self, one: frozenset[str], other: frozenset[str], alike: Mapping[str, str]) -> bool:
        if not one or not other or one & other:
            return False
        around = {self._table.entity(e).within for e in one | other}
        kinds = {alike.get(kind, kind) for kind in (self._table.entity(e).type for e in one | other)}
        return len(kinds) == 1 and around.isdisjoint(one | other)

    def _in_title(self, trigger: int) -> bool:
        text = self._document.text
        start = self._document.span(self._document.analysis.proposals[trigger]).start
        return start < (text.find("\n") if "\n" in text else 0)


def disjoint(one: TimeValue, other: TimeValue) -> bool:
    """Return whether one interval ends before the other begins, compared as finely as both are told."""
    return _before(one.latest_end, other.earliest_begin) or _before(other.latest_end, one.earliest_begin)


def _before(end: str, begin: str) -> bool:
    length = min(len(end), len(begin))
    return end[:length] < begin[:length]
