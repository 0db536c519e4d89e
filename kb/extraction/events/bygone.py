"""A happening of another time than today's of its kind: "Nurses last went on [strike] in 1991", "will [strike] again".

Input: triggers of a Document. Output: whether one is of an earlier time, or to come once more; read by
kb.extraction.events.stage.
Never: joins or dates anything.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.extraction.dating.clauses import is_past
from kb.extraction.dating.measured import in_comparison
from kb.extraction.dating.stage import TIME_FLOOR, Clock
from kb.extraction.document import Document, head_token
from kb.extraction.events.distinct import disjoint
from kb.extraction.time.calendar_words import MONTHS, WEEKDAYS
from kb.model import TimeValue

DAY: Final = "day"
MONTH: Final = "month"
SURELY: Final = 0.7  # how sure a link to a time is that tells two apart
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
LAST: Final = "last"
NO_ADVERB: Final = frozenset({"the", "at", "its", "their", "his", "her", "this", "that", "very", "a"})  # before "last"
AGAIN: Final = "again"
AHEAD: Final = frozenset({"planned", "expected", "promised", "requested"})
YEARS: Final = frozenset({"year", "decade"})
LONG: Final = YEARS | {"month", "quarter", "season", "range"}
MOST: Final = frozenset(
    "last worst deadliest bloodiest biggest largest longest heaviest strongest costliest fiercest".split()
)
FACTS: Final = frozenset({"actual", "ongoing"})
FINALS: Final = frozenset("final semifinal semi-final quarterfinal quarter-final playoff play-off".split())
MATCHES: Final = frozenset("match game tie bout fixture".split())
THE_DEAD: Final = frozenset({"dead", "killed", "victims", "wounded", "injured", "missing"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
REACH: Final = 3  # words from the verb to what it carries: "went on strike"


def is_of_another_time(document: Document, earlier: int, later: int, clock: Clock) -> bool:
    """Say whether two triggers, in text order, are of two times: the later one of long before, or to come once more."""
    if _is_bygone(document, later) or _is_once_more(document, earlier, later):
        return True
    if clock.today is None and {_unit(document, earlier), _unit(document, later)} == {DAY, MONTH}:
        return True  # where nothing dates the report, "on Sunday" and "in September" are two times
    if _is_not_the_final(document, earlier, later) or _is_of_record(document, earlier, later, clock):
        return True
    if _is_of_now(document, earlier, later, clock):
        return True
    return _was_done(document, earlier, later, clock) or _is_set_against(document, earlier, later, clock)


def _is_bygone(document: Document, trigger: int) -> bool:
    """Whether a verb with "last" before it tells the trigger or has it right behind: "last held [elections]"."""
    proposal = document.analysis.proposals[trigger]
    head = head_token(document.doc, proposal.start, proposal.end)
    start = max(head.sent.start + 1, proposal.start - REACH)
    for verb in document.doc[start : proposal.end]:
        before = verb.nbor(-1)
        if verb.pos_ == "VERB" and before.lower_ == LAST and before.i > head.sent.start:
            return before.nbor(-1).lower_ not in NO_ADVERB
    return False


def _unit(document: Document, trigger: int) -> str:
    """Whether a trigger is told by its weekday, or by a month or year without one; "" for neither and for both."""
    rows = (r for r in document.relations_of.get(trigger, ()) if r.label == "time" and r.score >= SURELY)
    times = (document.analysis.proposals[r.tail] for r in rows)
    words = [token for p in times for token in document.doc[p.start : p.end]]
    day = any(token.lower_ in WEEKDAYS for token in words)
    month = any(token.lower_ in MONTHS or _YEAR.fullmatch(token.text) for token in words)
    return "" if day == month else DAY if day else MONTH


def _was_done(document: Document, earlier: int, later: int, clock: Clock) -> bool:
    """Whether what is to come was told before what was done in a past year: "to buy tanks ... bought in 1996"."""
    proposals = document.analysis.proposals
    modality = proposals[earlier].attributes.get("modality", ("actual", 1.0))[0]
    proposal = proposals[later]
    word = head_token(document.doc, proposal.start, proposal.end)
    if modality not in AHEAD or word.pos_ != "VERB" or not is_past(word):
        return False
    return any(v.granularity in YEARS and clock.is_over(v) for v in _times(document, later, clock))


def _is_of_now(document: Document, earlier: int, later: int, clock: Clock) -> bool:
    """Whether "the dead" of a paragraph are today's, and another told of those of a past year: "46 died in 2023"."""
    proposals = document.analysis.proposals
    word = head_token(document.doc, proposals[later].start, proposals[later].end)
    led = word.lower_ in THE_DEAD and word.i > 0 and word.nbor(-1).lower_ == "the"
    spans = [document.span(proposals[i]) for i in (earlier, later)]
    if not led or document.paragraph(spans[0].start) == document.paragraph(spans[1].start):
        return False
    if not _is_long_over(document, earlier, clock) or any(_times(document, later, clock)):
        return False
    rows = document.analysis.layer("trigger")
    before = [i for i, p in rows if p.label == proposals[later].label and p.start < proposals[earlier].start]
    return any(not _is_long_over(document, i, clock) for i in before)  # else the story is of then


def _is_long_over(document: Document, trigger: int, clock: Clock) -> bool:
    told = list(_times(document, trigger, clock))
    return bool(told) and all(value.granularity in LONG and clock.is_over(value) for value in told)


def _is_set_against(document: Document, earlier: int, later: int, clock: Clock) -> bool:
    """Whether a noun tells what today's is compared with, by its own past time: "below that of the [vote] in 2017"."""
    proposal = document.analysis.proposals[later]
    noun = head_token(document.doc, proposal.start, proposal.end)
    if noun.pos_ != "NOUN" or noun.i + 1 >= noun.sent.end:
        return False
    told = clock.times_in(document.token_span(noun.i + 1, noun.sent.end), measured=True)
    compared = next((w for w in told if in_comparison(document.text, w, noun.idx)), None)
    value = clock.of_clause(compared) if compared is not None else None
    if value is None or (clock.today is not None and not clock.is_over(value)):
        return False
    return all(disjoint(one, value) for one in _times(document, earlier, clock))


def _is_not_the_final(document: Document, earlier: int, later: int) -> bool:
    """Whether a match was played, and the final told of before is to come: "will meet in the [final]. The [match]"."""
    proposals = document.analysis.proposals
    final, match = (head_token(document.doc, proposals[i].start, proposals[i].end).lemma_ for i in (earlier, later))
    told = [proposals[i].attributes.get("modality", ("actual", 1.0))[0] for i in (earlier, later)]
    return final in FINALS and match in MATCHES and told[0] in AHEAD and told[1] in FACTS


def _is_of_record(document: Document, earlier: int, later: int, clock: Clock) -> bool:
    """Whether a subject is the last or the worst of its kind, of another past time: "the worst [flood] was in 1998".

    Where the day of the article is not known, what is dated in full and nothing else is past.
    """
    proposal = document.analysis.proposals[later]
    noun = head_token(document.doc, proposal.start, proposal.end)
    if noun.dep_ not in SUBJECTS or not any(c.dep_ == "amod" and c.lower_ in MOST for c in noun.children):
        return False
    told = [v for v in _times(document, later, clock) if v.granularity in LONG]
    over = [v for v in told if (clock.is_over(v) if clock.today is not None else v.latest_end)]
    return bool(over) and all(disjoint(one, v) for one in _times(document, earlier, clock) for v in over)


def _times(document: Document, trigger: int, clock: Clock) -> Iterator[TimeValue]:
    rows = (r for r in document.relations_of.get(trigger, ()) if r.label == "time" and r.score >= TIME_FLOOR)
    values = (clock.value(document.span(document.analysis.proposals[r.tail]), future=False) for r in rows)
    yield from (value for value in values if value is not None)


def _is_once_more(document: Document, earlier: int, later: int) -> bool:
    """Whether what is to come "again" is told after what has happened: "will [strike] again on Monday"."""
    proposal = document.analysis.proposals[later]
    facts = [
        document.analysis.proposals[i].attributes.get("modality", ("actual", 1.0))[0] in FACTS for i in (earlier, later)
    ]
    if facts != [True, False]:
        return False
    behind = document.doc[proposal.end : proposal.end + 1]
    return behind.text.casefold() == AGAIN
