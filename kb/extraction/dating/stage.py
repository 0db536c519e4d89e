"""When an event happened, by the words that date it.

Input: the triggers of an event, their links and the tree, the times of the article.
Output: a time and how sure it is, read by kb.extraction.events.roles.
Never: takes the time of another clause.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol

from spacy.tokens import Token

from kb.extraction.clause_owners import (
    STANDS,
    in_description,
    in_other_clause,
    is_across_count,
    is_behind_semicolon,
    is_of_next_verb,
)
from kb.extraction.dating.anniversaries import by_anniversary, of_its_year
from kb.extraction.dating.asides import is_of_count, is_of_limit, is_of_what_came_then, was_planned_for
from kb.extraction.dating.clauses import is_told_past, keeps_apart
from kb.extraction.dating.edges import edged
from kb.extraction.dating.measured import set_against
from kb.extraction.dating.nouns import AHEAD, dated_noun, is_proclaimed
from kb.extraction.dating.owners import (
    comes_before,
    ends_it,
    is_as_before,
    is_compared,
    is_how_long,
    is_of_another_one,
    is_of_the_verb,
    is_of_what_becomes_of_it,
    is_put_off_to,
    is_rather_of,
    is_up_to,
    lasts_to_now,
    only_learnt,
    was_dealt_with,
    was_foretold,
)
from kb.extraction.deeds import is_of_deed, is_of_punishing
from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import Span, TimeValue

_OTHERS: Final = (
    only_learnt,
    comes_before,
    is_as_before,
    is_of_another_one,
    is_of_the_verb,
    is_put_off_to,
    was_foretold,
    is_how_long,
    is_compared,
    is_of_count,
    was_planned_for,
    is_of_limit,
    is_of_what_came_then,
)
ABOUT: Final = frozenset({"about", "against", "for", "over", "with"})  # before what a deed is over
TIME_FLOOR: Final = 0.35
SURELY: Final = 0.85  # how sure a link to a verb is that leaves none to what its verb is done to
UNLINKED: Final = 0.5  # how sure the only time of a clause is that of its event
BEFORE: Final = frozenset("in on at by since from until during early late".split())  # words that lead to a time
EARLIER: Final = frozenset({"previous", "earlier", "last"})
TAKING_PLACE: Final = frozenset("begin start break erupt end occur happen take resume follow come".split())
_YEAR: Final = re.compile(r"\d{4}")
_NAMELESS: Final = re.compile(r"(?:until |by )?(?:now|so far|currently|at present)", re.IGNORECASE)


class Clock(Protocol):
    """Resolves words to times; made by kb.extraction.dating.clock."""

    @property
    def today(self) -> date | None:
        """The day that the article speaks from."""
        ...

    def value(self, words: Span, *, future: bool) -> TimeValue | None:
        """Return when *words* say, None if they say no time."""
        ...

    def of_clause(self, words: Span) -> TimeValue | None:
        """Return when *words* say, though something else is only measured or counted from then."""
        ...

    def of_noun(self, words: Span, *, future: bool) -> TimeValue | None:
        """Return when the happening is whose noun stands behind *words*: "ahead of Saturday's [vote]"."""
        ...

    def times_in(self, sentence: Span, *, measured: bool = False) -> tuple[Span, ...]:
        """Return the time expressions of a sentence that can date something, in text order.

        Args:
            measured: also those that something is only measured against.
        """
        ...

    def entry(self, words: Span) -> TimeValue | None:
        """Return when a live blog's entry tells its news, if *words* stand in its heading or first sentence."""
        ...

    def is_over(self, value: TimeValue) -> bool:
        """Return whether a time had ended before the day that the article speaks from."""
        ...


def when(
    document: Document, triggers: Sequence[tuple[int, Proposal]], clock: Clock, *, future: bool
) -> tuple[TimeValue | None, float]:
    """Return when, as a link, the tree or an anniversary says, and how surely; None and 0 where none does."""
    value, sure = _linked(document, triggers, clock, future=future)
    if value is not None and value.basis == "explicit":
        return value, sure
    told = by_anniversary(document, triggers, clock) or of_its_year(document, triggers, clock, value)
    return (value, sure) if told is value else (told, max(sure, UNLINKED))


def _linked(
    document: Document, triggers: Sequence[tuple[int, Proposal]], clock: Clock, *, future: bool
) -> tuple[TimeValue | None, float]:
    rows = [
        (relation.score, relation.tail, proposal)
        for index, proposal in triggers
        for relation in document.relations_of.get(index, ())
        if relation.label == "time" and relation.score >= TIME_FLOOR
    ]
    told = told_when(document, triggers, clock)
    for score, tail, proposal in sorted(rows, key=lambda row: row[:2], reverse=True):
        marked = document.analysis.proposals[tail]
        words = document.span(marked)
        if told is not None and told.words is not None and words.end <= told.words.start:
            continue  # "turnout by 4 p.m. was lower than in 2021, when Paz [won]"
        if keeps_apart(document, words, triggers) or _is_anothers(document, words, proposal, future=future):
            continue
        if is_of_deed(document, triggers, "time", words) or is_of_punishing(document, triggers, words):
            continue
        if _dates_the_verb(document, words, head_token(document.doc, proposal.start, proposal.end), score):
            continue
        if score < SURELY and is_rather_of(document, tail, proposal):
            continue
        value = _value(document, words, proposal, triggers, clock, future=future)
        if value is not None and not (clock.is_over(value) and lasts_to_now(document, words, proposal)):
            return edged(document, value, triggers), score * marked.score
    if told is not None:
        return told, UNLINKED
    for _, proposal in triggers:
        head = head_token(document.doc, proposal.start, proposal.end)
        dating = [
            w
            for w in clock.times_in(document.token_span(head.sent.start, head.sent.end))
            if (_dates(document, w, head) or is_proclaimed(document, w, proposal))
            and not keeps_apart(document, w, triggers)
            and not is_of_deed(document, triggers, "time", w)
            and not is_of_punishing(document, triggers, w)
            and not _dates_the_verb(document, w, head, UNLINKED)
            and not _is_anothers(document, w, proposal, future=future)
            and not ends_it(document, w, proposal)
        ]
        if len(dating) == 1:
            value = _value(document, dating[0], proposal, triggers, clock, future=future)
            return (edged(document, value, triggers), UNLINKED) if value is not None else (None, 0.0)
    return None, 0.0


def _value(
    document: Document,
    words: Span,
    event: Proposal,
    triggers: Sequence[tuple[int, Proposal]],
    clock: Clock,
    *,
    future: bool,
) -> TimeValue | None:
    if _tells_when(document, words, event):
        return clock.of_clause(words)
    if is_proclaimed(document, words, event) or is_up_to(document, words, event):
        return clock.value(words, future=True)
    if _is_of_measure(document, words, event, triggers):
        return clock.of_noun(words, future=False)
    value = clock.value(words, future=future and not is_told_past(document, words, triggers))
    named = dated_noun(document, value.words) if value is not None and value.words is not None else None
    if named is None:
        return value
    if any(p.start <= named.start < p.end for _, p in triggers):
        return clock.of_noun(words, future=future)
    return clock.value(words, future=True) if named.attributes.get("modality", ("", 1.0))[0] in AHEAD else value


def _tells_when(document: Document, words: Span, event: Proposal) -> bool:
    """Whether an event is told in the clause that "when" opens right behind a time: "since May, when it [burned]"."""
    _, last = document.tokens(words)
    behind = [t for t in document.doc[last : last + 2] if t.text != ","]
    return bool(behind) and behind[0].lower_ == "when" and behind[0].i < event.start < behind[0].sent.end


def _is_of_measure(document: Document, words: Span, event: Proposal, triggers: Sequence[tuple[int, Proposal]]) -> bool:
    """Whether a time stands behind a happening that another is measured against: "than in the last [vote] in".

    A happening told by other words too may be taken for the one that is measured, unless it is said to be earlier.
    """
    noun, first = head_token(document.doc, event.start, event.end), document.tokens(words)[0]
    between = document.doc[event.end : first]
    if event.end > first or any(t.lower_ not in BEFORE | {"of"} and not _is_amount(t) for t in between):
        return False
    led = any(child.lower_ in EARLIER for child in noun.children)
    return led or (len(triggers) == 1 and set_against(document.text, words))


def _is_amount(token: Token) -> bool:
    return token.like_num or token.is_currency or token.lower_ in ("%", "percent", "million", "billion", "trillion")


def told_when(document: Document, triggers: Sequence[tuple[int, Proposal]], clock: Clock) -> TimeValue | None:
    """Return the time that is only measured from, of the first happening told behind it: "since 2017, when 9 died"."""
    for _, event in triggers:
        sentence = document.doc[event.start].sent
        for words in clock.times_in(document.token_span(sentence.start, sentence.end), measured=True):
            between = document.doc[document.tokens(words)[1] : event.start]
            nearer = any(t.pos_ == "VERB" and t.i in document.trigger_tokens for t in between)
            if not nearer and _tells_when(document, words, event):
                return clock.of_clause(words)
    return None


def _is_anothers(document: Document, words: Span, event: Proposal, *, future: bool) -> bool:
    if future and was_dealt_with(document, words, event):
        return True  # what is still to come was not when somebody did something about it
    head = head_token(document.doc, event.start, event.end)
    if in_description(document, words, head) or in_other_clause(document, words, head):
        return True
    first = document.tokens(words)[0]
    if is_of_next_verb(document, first, head) or is_behind_semicolon(document, first, head):
        return True
    if is_across_count(document, words, head):
        return True
    if is_of_what_becomes_of_it(document, words, event, future=future):
        return True
    return any(no(document, words, event) for no in _OTHERS)


def _dates_the_verb(document: Document, words: Span, noun: Token, floor: float) -> bool:
    """Whether the model rather gives a time to those who take a stand: "voted against the strike on Monday".

    Or surely to whatever else is done: "would appeal against the acquittals within 14 days".
    """
    about = any(
        c.dep_ == "case" and c.lower_ in ABOUT for c in noun.children
    )  # not "arrested after that raid on 3 May"
    if about and noun.pos_ == "NOUN" and any(c.lower_ in ("that", "this") and c.dep_ == "det" for c in noun.children):
        told = (t for t in noun.ancestors if t.pos_ == "VERB" and t.i < noun.i and t.i in document.trigger_tokens)
        return words.start >= noun.idx + len(noun) and next(told, None) is not None  # "held over that raid on Friday"
    if noun.pos_ != "NOUN" or not any(c.lower_ == "the" for c in noun.children):
        return False
    proposals = document.analysis.proposals
    for index, proposal in document.analysis.layer("trigger"):
        verb = head_token(document.doc, proposal.start, proposal.end)
        if verb.pos_ == "VERB" and verb.i < noun.i and verb.is_ancestor(noun):
            if not (stands := verb.lemma_ in STANDS) and words.start < noun.idx:
                continue  # "lost its leader in the 2024 war"
            least = floor if stands else max(SURELY, floor)
            times = (r for r in document.relations_of.get(index, ()) if r.label == "time" and r.score > least)
            spans = (document.span(proposals[r.tail]) for r in times)
            if any(span.overlaps(words) and not span.start <= noun.idx < span.end for span in spans):
                return True
    return False


def _dates(document: Document, words: Span, event: Token) -> bool:
    """Whether a time hangs from an event's word, or from the verb that says that it began or took place."""
    targets = {event.i}
    if event.dep_ in ("nsubj", "nsubj:pass") and event.head.lemma_ in TAKING_PLACE:
        targets.add(event.head.i)
    after = event.doc[event.i + 1] if event.i + 1 < len(event.doc) else event
    if event.pos_ in ("NOUN", "PROPN") and after.pos_ == "VERB" and after.lemma_ in TAKING_PLACE:
        targets.add(after.i)  # "since the war began in May", whatever the tree says
    first, last = document.tokens(words)
    if first >= last:
        return False
    token = head_token(document.doc, first, last)
    low, high = min(event.i + 1, last), max(event.i, first)
    if _NAMELESS.fullmatch(words.of(document.text)) or any(
        t.pos_ == "VERB" and t.i not in targets for t in document.doc[low:high]
    ):
        return False
    named = dated_noun(document, words) if _YEAR.fullmatch(words.of(document.text)) else None
    another = named is not None and not any(named.start <= target < named.end for target in targets)
    if another or (token.dep_ in ("compound", "amod", "nummod") and token.head.i not in targets):
        return False  # "the 1978 extension"
    before = [t for t in document.doc[max(targets) + 1 : first] if t.lower_ not in BEFORE]
    if max(targets) < first and not before:
        return True
    while token.i not in targets and token.head.i != token.i:
        token = token.head
        if token.i not in targets and token.pos_ in ("VERB", "AUX"):
            return False
    return token.i in targets
