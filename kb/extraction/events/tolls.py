"""Whose deaths a count is of: "the toll" of the story's own, "two bodies" of those of whom the sentence tells.

Input: the death triggers of a Document, when each was.
Output: the deaths that a toll is of, those that it passes over; read by kb.extraction.events.stage and
kb.extraction.events.distinct.
Never: says anything of a toll "of" somebody or of a year of its own, nor where nothing is told of a past year.
"The army said nine raiders were killed; villagers saw two bodies": these are raiders', whatever the toll of the raid.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.events.retold import DEATH, TOLLS
from kb.language.people_words import PERSONS, forms
from kb.model import TimeValue

OF_WHOM: Final = frozenset("of from in for since that then".split())  # behind a toll that says itself what it counts
_PEOPLE: Final = forms(PERSONS | {"person", "victim", "one"})
COMPARED: Final = frozenset("lower higher smaller larger bigger different similar".split())
YEARS: Final = frozenset({"year", "decade"})
BODIES: Final = frozenset("body bodies corpse corpses remains".split())
REACH: Final = 60  # characters before a count's noun
NUMBER: Final = (
    r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty(?:-[a-z]+)?)"
)
EARLIER_COUNT: Final = re.compile(
    r"\b(?:(?:earlier|initial|previous|preliminary|original|first)\s+(?:[\w-]+\s+)?(?:count|toll|figure|number|tally"
    rf"|report|estimate)s?|the\s+(?:count|figure|number))\s+of\s+(?:[a-z]+\s+){{0,2}}?{NUMBER}\s+$",
    re.IGNORECASE,
)
SAME_FLOOR: Final = 0.6  # of the model's link between two triggers


class Tolls:
    """Tells the deaths of now from those of a past year."""

    def __init__(
        self, document: Document, time: Callable[[int], TimeValue | None], is_over: Callable[[TimeValue], bool]
    ) -> None:
        """Take what is known; *time* of a trigger proposal, as its own words or its cause's say."""
        self._document = document
        self._time = time
        self._is_over = is_over
        self._deaths = [i for i, p in document.analysis.layer("trigger") if p.label == DEATH]
        self._long_over = cache(self._is_long_over)
        self._linked = cache(self._linked_to)

    def of_now(self, toll: int) -> list[int]:
        """Return the deaths of now told before a bare toll that stands behind deaths of a past year; [] otherwise."""
        if not self._is_toll(toll):
            return []
        before = [i for i in self._deaths if self._paragraph(i) < self._paragraph(toll)]
        now = [i for i in before if not self._long_over(i)]
        return now if len(now) < len(before) else []

    def told_otherwise(self, toll: int) -> list[int]:
        """Return the story's own deaths, of which somebody gives another count; [] otherwise.

        "The army gave [a lower toll]. It said 14 people had [died]".
        """
        if toll not in self._deaths or self._deaths[0] >= toll or self._long_over(self._deaths[0]):
            return []
        before = self._deaths[self._deaths.index(toll) - 1]
        given = self._is_compared(toll)
        given = given or (self._is_compared(before) and self._paragraph(before) == self._paragraph(toll))
        return [self._deaths[0]] if given else []

    def _is_compared(self, trigger: int) -> bool:
        proposal = self._document.analysis.proposals[trigger]
        noun = head_token(self._document.doc, proposal.start, proposal.end)
        words = self._document.doc[max(0, noun.i - 3) : noun.i]
        behind = noun.nbor(1).lower_ if noun.i + 1 < len(noun.doc) else ""
        return noun.lemma_ in TOLLS and behind not in OF_WHOM and any(word.lower_ in COMPARED for word in words)

    def passes_over(self, earlier: int, toll: int) -> bool:
        """Return whether a toll is not of earlier deaths: it is of those of now, an earlier count of the story's."""
        if earlier not in self._deaths:
            return False
        if self._is_earlier_count(toll):
            return self._is_aside(earlier, toll)
        return self._long_over(earlier) and bool(self.of_now(toll))

    def counts(self, earlier: int, toll: int) -> bool:
        """Return whether a toll may count earlier deaths, whatever day it is from: "the toll rose to 13 on Friday"."""
        return earlier in self._deaths and self._is_toll(toll) and not self._long_over(earlier)

    def counts_others(self, earlier: int, bodies: int, apart: Callable[[int, int], bool]) -> bool:
        """Return whether bodies are of deaths told before them in their sentence, which are others than the earlier.

        Nor are dead fish among the dead.

        Args:
            apart: whether two triggers cannot be one happening.
        """
        if bodies not in self._deaths or earlier not in self._deaths:
            return False
        if self._is_of_animals(bodies) != self._is_of_animals(earlier):
            return True
        if not self._is_of_bodies(bodies):
            return False
        beside = [i for i in self._beside(bodies) if i < bodies and i in self._deaths and not self._is_of_bodies(i)]
        if not beside or earlier in beside:
            return False
        return apart(earlier, beside[-1]) or (self._is_counted(beside[-1]) and earlier not in self._linked(beside[-1]))

    def _is_of_bodies(self, trigger: int) -> bool:
        proposal = self._document.analysis.proposals[trigger]
        return head_token(self._document.doc, proposal.start, proposal.end).lower_ in BODIES

    def _is_of_animals(self, trigger: int) -> bool:
        """Whether "dead" stands before the noun of what is no person: "dead [grayling]"."""
        proposal = self._document.analysis.proposals[trigger]
        word = head_token(self._document.doc, proposal.start, proposal.end)
        noun = word.nbor(1) if word.i + 1 < len(self._document.doc) else word
        if word.lower_ != "dead" or noun.pos_ != "NOUN":
            return False
        people = any(p.start <= noun.i < p.end for _, p in self._document.analysis.layer("mention"))
        return not people and not _PEOPLE.search(noun.lower_) and noun.lower_ not in BODIES

    def _is_counted(self, trigger: int) -> bool:
        rows = self._document.relations_of.get(trigger, ())
        return any(r.label == "measure" and r.score >= SAME_FLOOR for r in rows)

    def _linked_to(self, trigger: int) -> frozenset[int]:
        """The triggers told before that the model takes for the same, and what it takes those for."""
        rows = self._document.relations_of.get(trigger, ())
        before = [r.tail for r in rows if r.label == "same" and r.score >= SAME_FLOOR and r.tail < trigger]
        return frozenset(before).union(*map(self._linked, before))

    def _is_toll(self, trigger: int) -> bool:
        return trigger in self._deaths and self._is_bare(trigger) and not self._long_over(trigger)

    def _is_earlier_count(self, trigger: int) -> bool:
        """Whether it is what "an earlier count of 61" counts, "the number of nine" that somebody gave."""
        start = self._document.span(self._document.analysis.proposals[trigger]).start
        return (
            trigger in self._deaths
            and EARLIER_COUNT.search(self._document.text, max(0, start - REACH), start) is not None
        )

    def _is_aside(self, earlier: int, toll: int) -> bool:
        """Whether deaths of another paragraph are none of those that the article tells first."""
        first, title = self._deaths[0], self._document.title
        told_again = title is not None and title.covers(self._document.span(self._document.analysis.proposals[first]))
        lead = self._paragraph(first) + told_again
        if self._paragraph(earlier) == self._paragraph(toll) or self._paragraph(earlier) <= lead:
            return False
        return self._linked(earlier).isdisjoint(i for i in self._deaths if self._paragraph(i) <= lead)

    def _is_bare(self, trigger: int) -> bool:
        """Whether it is "the toll", "the death toll" and no more."""
        doc, proposal = self._document.doc, self._document.analysis.proposals[trigger]
        noun = head_token(doc, proposal.start, proposal.end)
        first = noun.i - 1 if noun.i and doc[noun.i - 1].lower_ == DEATH else noun.i
        bare = first > 0 and doc[first - 1].lower_ == "the"
        behind = doc[noun.i + 1].lower_ if noun.i + 1 < len(doc) else ""
        return noun.lemma_ in TOLLS and bare and behind not in OF_WHOM

    def _is_long_over(self, trigger: int) -> bool:
        """Whether the words date it to a past year: its own, or those of what is told beside it."""
        told = self._time(trigger) or next(filter(None, map(self._time, self._beside(trigger))), None)
        if told is None or not self._is_over(told):
            return False
        ends = (time.latest_end[:4] for i in self._deaths if (time := self._time(i)) is not None)
        return told.granularity in YEARS or told.latest_end[:4] < max(ends, default="")

    def _beside(self, trigger: int) -> list[int]:
        """The other triggers of its sentence."""
        at = self._document.sentence_of[self._document.analysis.proposals[trigger].start]
        rows = self._document.analysis.layer("trigger")
        return [i for i, p in rows if i != trigger and self._document.sentence_of[p.start] == at]

    def _paragraph(self, trigger: int) -> int:
        return self._document.paragraph(self._document.span(self._document.analysis.proposals[trigger]).start)
