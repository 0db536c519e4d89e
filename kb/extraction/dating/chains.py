"""When what is told in one breath happened: "flew to Osk on Monday and [met] its mayor", "was held as he [landed]".

Input: Events, those that words of their own date; the tree and paragraphs of a Document.
Output: the same Events, some of the others dated with the words that date what they are told with; read by
kb.extraction.events.stage.
Never: carries a time over to what is not told as past and real, or to a sentence that tells a time of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from kb.extraction.confidence import joint
from kb.extraction.dating.stage import Clock
from kb.extraction.document import Document, head_token
from kb.model import Event, TimeValue

JOINED: Final = 0.6  # how sure it is that what "and" joins happened at one time
NARRATED: Final = 0.5  # and what the next sentence tells of the same people
TIMES: Final = frozenset("time moment day night morning afternoon evening eve week month year".split())
WHILE: Final = frozenset({"as", "when", "while"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
PRONOUNS: Final = frozenset({"they", "he", "she", "it"})
_LASTED: Final = re.compile(  # "arrested in May, held for two months and [released]", not "jailed for a year and fined"
    r"\b(?!(?:jailed|sentenced|imprisoned|banned|suspended|barred)\b)[a-z]+(?:ed|ld|pt|nt)\b(?: [\w-]+){0,3}? "
    r"for (?:(?:about|almost|nearly|over|more than|at least|another|the next) )*[\w-]+ (?:days|weeks|months|years)\b"
)
POINTS: Final = frozenset({"instant", "minute", "hour", "part_of_day", "night", "day"})


def with_chained_times(document: Document, events: Sequence[Event], clock: Clock) -> list[Event]:
    """Return *events*; one without a time has that of the verb which it is joined to, or of the sentence before."""
    dated = {event.id: event for event in events}
    owners = _owners(document, events)
    for event in sorted(events, key=lambda event: event.trigger):
        verb = _told_past(document, event) if event.time is None else None
        if verb is None:
            continue
        told = _joined(document, event, verb, owners, dated, clock) or _narrated(
            document, event, verb, owners, dated, clock
        )
        if told is not None:
            dated[event.id] = told
    lead = _lead_times(document, list(dated.values()))
    return [_titled(document, event, lead) for event in dated.values()]


def _lead_times(document: Document, events: Sequence[Event]) -> dict[str, TimeValue]:
    """Type -> the time of the happening of the first paragraph, if what that tells is all of one day."""
    first = document.paragraphs[0] if document.paragraphs else None
    told = [
        (event.type, event.time)
        for event in events
        if first is not None and event.time is not None and event.modality == "actual" and first.covers(event.trigger)
    ]
    days = {time.earliest_begin[:10] for _, time in told}
    one = len(days) == 1 and all(time.granularity in POINTS and is_closed(time) for _, time in told)
    return dict(told) if one else {}


def _titled(document: Document, event: Event, lead: Mapping[str, TimeValue]) -> Event:
    """A happening of the title, with the time of the one of its type that the first paragraph tells."""
    title = document.title
    here = title is not None and title.covers(event.trigger)
    real = event.modality == "actual" and event.polarity == "positive"
    if not here or not real or event.time is not None or event.type not in lead:
        return event
    time = replace(lead[event.type], basis="inferred")
    return replace(event, time=time, time_confidence=joint(event.confidence, NARRATED))


def _owners(document: Document, events: Sequence[Event]) -> dict[int, str]:
    """The word that heads a trigger -> its event's id."""
    found = {}
    for event in events:
        for words in (event.trigger, *event.other_mentions):
            first, last = document.tokens(words)
            if first < last:
                found[head_token(document.doc, first, last).i] = event.id
    return found


def _joined(
    document: Document,
    event: Event,
    verb: Token,
    owners: Mapping[int, str],
    dated: Mapping[str, Event],
    clock: Clock,
) -> Event | None:
    """The event with the time of the verb that it is joined to, which its sentence tells unless it tells none."""
    for governor in _governors(verb):
        other = dated.get(owners.get(governor.i, ""))
        if other is not None and _lends(document, other, governor, verb, clock):
            return replace(event, time=other.time, time_confidence=joint(event.confidence, JOINED))
    return None


def _narrated(
    document: Document,
    event: Event,
    verb: Token,
    owners: Mapping[int, str],
    dated: Mapping[str, Event],
    clock: Clock,
) -> Event | None:
    """The event with the day of the sentence before, if "they" of that go on: "stormed it on Friday. They took ..."."""
    sentence = verb.sent
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < verb.i), None)
    if subject is None or subject.lower_ not in PRONOUNS or verb.dep_ != "root" or sentence.start == 0:
        return None
    before = document.doc[sentence.start - 1].sent
    if document.paragraph(before.start_char) != document.paragraph(verb.idx):
        return None
    other = dated.get(owners.get(before.root.i, ""))
    here = document.token_span(sentence.start, sentence.end)
    if other is None or other.time is None or other.time.words is None or clock.times_in(here):
        return None
    first, _ = document.tokens(other.time.words)
    people = {role.entity for role in event.roles if role.entity} & {role.entity for role in other.roles if role.entity}
    same = document.sentence_of[first] == document.sentence_of[before.start]
    if not same or not people or other.time.granularity not in POINTS or not is_closed(other.time) or _has_time(verb):
        return None
    time = replace(other.time, basis="inferred")
    return replace(event, time=time, time_confidence=joint(event.confidence, NARRATED))


def is_closed(time: TimeValue) -> bool:
    """Return whether a time says both when something began and when it ended."""
    return bool(time.earliest_begin and time.latest_end)


def _told_past(document: Document, event: Event) -> Token | None:
    """The verb of an event that is told as past and real, None for others."""
    if event.modality != "actual" or event.polarity != "positive":
        return None
    first, last = document.tokens(event.trigger)
    verb = head_token(document.doc, first, last) if first < last else None
    if verb is None or verb.pos_ != "VERB" or any(child.lower_ in ("had", "has", "have") for child in verb.children):
        return None
    return verb


def _governors(verb: Token) -> list[Token]:
    """The verbs that tell the time of one: what "and" joins it to, what happened as it did."""
    subject = any(child.dep_ in SUBJECTS for child in verb.children)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and (not subject or _takes_up(verb)):
        return [verb.head]
    if verb.dep_ == "parataxis" and verb.head.pos_ == "VERB" and _takes_up(verb):
        return [verb.head]
    if verb.dep_ == "advcl" and any(c.dep_ in ("mark", "advmod") and c.lower_ in WHILE for c in verb.children):
        return [verb.head]
    return []


def _takes_up(verb: Token) -> bool:
    """Whether the subject of a verb takes up who was told of before: "they", "one of them"."""
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < verb.i), None)
    if subject is None:
        return False
    return subject.lower_ in PRONOUNS or any(child.lower_ == "them" for child in subject.children)


def _lends(document: Document, other: Event, governor: Token, verb: Token, clock: Clock) -> bool:
    """Whether an event has a time of its own that stands in its sentence before the verb which shares it."""
    words = other.time.words if other.time is not None else None
    if words is None or other.modality != "actual" or other.polarity != "positive":
        return False
    first, last = document.tokens(words)
    sentence = document.sentence_of
    if first >= last or sentence[governor.i] != sentence[verb.i] or sentence[first] > sentence[verb.i]:
        return False
    if sentence[first] < sentence[verb.i] and clock.times_in(document.token_span(verb.sent.start, verb.sent.end)):
        return False
    if clock.times_in(document.token_span(verb.i + 1, verb.sent.end)) and verb.dep_ == "conj":
        return False  # "banned it in 2020 and [lost] a case brought in 2022"
    if _LASTED.search(document.text, words.end, verb.idx):
        return False
    here = last <= verb.i
    between = document.doc[min(governor.i, verb.i) + 1 : verb.i]
    conjoined = verb.dep_ == "advcl" or _takes_up(verb) or not any(t.text == ";" or t.dep_ in SUBJECTS for t in between)
    return here and last <= verb.i and conjoined and not _has_time(verb)


def _has_time(verb: Token) -> bool:
    """Whether words behind a verb tell a time that nothing resolves: "left on the night of the explosion"."""
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.pos_ == "VERB":
            return False
        if token.lemma_ in TIMES and any(child.dep_ == "case" for child in token.children):
            return True
    return False
