"""Whose time it is: clauses and nouns that keep a time to themselves.

Input: the words of a time and the triggers of an event, in a Document.
Output: whether the time can be the event's, and whether what governs it is past, read by kb.extraction.dating.stage.
Never: finds a time; it only says that one belongs to something else.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import HAD, is_pluperfect
from kb.extraction.dating.bases import counted_from
from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import Event, Span, Statement

POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})
RELATIVE: Final = frozenset({"who", "whom", "whose", "which"})
OF_PERSONS: Final = frozenset({"who", "whom"})  # tells of somebody, never of an event
ABOUT: Final = frozenset(  # done about what is then: "boycotted Monday's hearing" was on Monday, "postponed" was not
    "postpone delay adjourn defer reschedule cancel plan announce order ban forbid permit condemn denounce criticise "
    "criticize praise welcome hail investigate probe precede follow mark recall blame approve call set".split()
)
DURING: Final = frozenset({"in", "during", "at", "by", "amid"})  # "killed in Monday's attack" was on Monday
NOMINAL: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "SYM"})
VERBAL: Final = frozenset({"VERB", "AUX"})
AHEAD: Final = frozenset("to will would shall should may might can could must 'll ’ll wo ca".split())
INTENDED: Final = frozenset(
    "due planned scheduled expected set slated supposed meant likely postponed delayed moved called announced".split()
)
PAST_AUXILIARIES: Final = frozenset({"was", "were", "had", "did"})
BESIDE_VERB: Final = 4  # characters from a verb of saying to the time behind it: "on"
SAYING_REACH: Final = 160  # characters from the time of a saying to its verb
BEFORE_VERBS: Final = frozenset({"ADV", "PART"})


def keeps_apart(document: Document, words: Span, triggers: Sequence[tuple[int, Proposal]]) -> bool:
    """Return whether *words* date something else of their sentence than the event of *triggers*.

    A relative clause between commas keeps its time, and does not take that of the clause around it; "Monday's
    fighting" dates the fighting, and what happened in it; "a day after the vote" dates no vote,
    nor what "the blast that killed nine" did.
    """
    first, last = document.tokens(words)
    if first >= last:
        return False
    sentence = document.sentence_of
    here = [p for _, p in triggers if sentence[p.start] == sentence[first]]
    if not here:
        return False
    possessed = _possessed(document, last)
    if possessed is not None:
        return not any(_takes_part(document, p, first, possessed) for p in here)
    base = counted_from(document, words)
    if base is not None:
        return all(
            p.start <= base.i < p.end or base.is_ancestor(head_token(document.doc, p.start, p.end)) for p in here
        )
    return all(is_parted(document, words, p) for p in here)


def is_parted(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a relative clause between commas stands between *words* and an event of the same sentence.

    Of "Obi, who was elected in May, spoke in Osk" May is not that of the speech, nor Osk that of the election.
    """
    first = document.tokens(words)[0]
    return any(_split(document, clause, event, first) for clause in _relative_clauses(document, first))


def _possessed(document: Document, last: int) -> tuple[int, int] | None:
    """The tokens of what a time owns, where its possessive mark stands inside or right behind it; None for none."""
    doc = document.doc
    if doc[last - 1].lower_ in POSSESSIVE:
        start = last
    elif last < len(doc) and doc[last].lower_ in POSSESSIVE:
        start = last + 1
    else:
        return None
    end = start
    while end < len(doc) and (doc[end].pos_ in NOMINAL or end in document.trigger_tokens):
        end += 1
    return (start, end) if end > start else None


def _takes_part(document: Document, event: Proposal, first: int, noun: tuple[int, int]) -> bool:
    """Whether an event is what a time owns, or happened in it: "killed in Monday's raid", "Monday's raid killed"."""
    doc, (start, end) = document.doc, noun
    if event.start < end and start < event.end:
        return True
    if event.end <= first:
        behind = doc[event.end : first]
        lead = next((t.lower_ for t in reversed(behind) if t.pos_ not in ("DET", "ADJ", "ADV")), None)
        verb = doc[event.end - 1]
        owns = lead in DURING or (lead is None and verb.pos_ == "VERB" and verb.lemma_ not in ABOUT)
        return owns and not any(t.pos_ in VERBAL for t in behind)
    between = doc[end : event.start]
    aside = any(t.text == "," and doc[t.i + 1].lower_ not in RELATIVE for t in between)
    return not aside and not any(t.pos_ == "VERB" for t in between)


def _relative_clauses(document: Document, near: int) -> Iterator[tuple[int, int]]:
    """The relative clauses between commas of a token's sentence, each as its tokens: ", [who was held], was freed"."""
    sentence = document.doc[near].sent
    for token in sentence:
        if token.lower_ not in RELATIVE or token.i == sentence.start or token.nbor(-1).text != ",":
            continue
        for comma in document.doc[token.i + 2 : sentence.end]:
            if comma.text == "," and _resumes(comma, sentence.end):
                yield token.i, comma.i
                break
        else:
            if (closed := _closed_before(token, near, sentence.end)) is not None:
                yield token.i, closed


def _closed_before(pronoun: Token, near: int, end: int) -> int | None:
    """Where a clause ends that no verb follows: behind ", who fled the country," goes on what was told before it.

    None where a comma in it leaves open which of the two goes on: ", who fled, outside her home on Monday".
    """
    doc = pronoun.doc
    comma = next((t.i for t in reversed(doc[pronoun.i : near]) if t.text == ","), -1)
    if comma < 0:
        return end
    told = any(t.pos_ in VERBAL for t in doc[pronoun.i : comma])
    goes_on = doc[comma + 1].pos_ == "ADP" and not any(t.pos_ in VERBAL for t in doc[comma : near + 1])
    return comma if told and goes_on else None


def _resumes(comma: Token, end: int) -> bool:
    """Whether the verb of the clause around goes on behind a comma: ", was released", ", also denied"."""
    following = next((t for t in comma.doc[comma.i + 1 : end] if t.pos_ not in BEFORE_VERBS), None)
    return following is not None and following.pos_ in VERBAL and not following.lower_.endswith("ing")


def _split(document: Document, clause: tuple[int, int], event: Proposal, time: int) -> bool:
    """Whether a relative clause parts an event from a time; what the clause describes is not parted from it."""
    start, end = clause
    if start <= event.start < end:
        return not start <= time < end
    if not start <= time < end:
        return False
    between = document.doc[event.end : start] if event.end <= start else document.doc[end : event.start + 1]
    if event.end <= start and document.doc[start].lower_ in OF_PERSONS:
        return True
    return any(token.pos_ in VERBAL for token in between) or document.doc[event.end - 1].pos_ == "VERB"


def is_of_the_saying(document: Document, event: Event, statement: Statement) -> bool:
    """Return whether what dates an event stands with the verb that reports it: "On [Monday] he said it burned".

    Before it, or between it and what is said ("said on [Monday] it had burned"). They date the saying. Of "On Monday,
    police said, it burned" they are part of what is said.
    """
    words, cue = event.time.words if event.time is not None else None, statement.cue
    if words is None or cue is None:
        return False
    told = (event.trigger, *event.other_mentions)
    if not all(any(part.covers(span) for part in statement.content) for span in told):
        return False
    if 0 <= words.start - cue.end <= BESIDE_VERB and not any(part.overlaps(words) for part in statement.content):
        return "," not in document.text[cue.end : words.start]
    if not words.end <= cue.start <= words.end + SAYING_REACH:
        return False
    behind = document.text[cue.end :].lstrip(" ")[:1]
    between = document.text[words.end : cue.start]
    return behind not in (",", ";") and "\n" not in between and not any(p.overlaps(words) for p in statement.content)


def is_told_past(document: Document, words: Span, triggers: Sequence[tuple[int, Proposal]]) -> bool:
    """Return whether the verb that brings a time tells of the event as past: "the walkout, which [began] on Monday".

    An event that is planned on as a whole has begun all the same, and what somebody "had ordered" was for then.
    """
    first, last = document.tokens(words)
    if first >= last:
        return False
    if any(_had_been_asked(document, event) for _, event in triggers):
        return True
    doc, start = document.doc, document.doc[first].sent.start
    verb = next((t for t in reversed(doc[start:first]) if t.pos_ in VERBAL), None)
    if verb is None or not is_past(verb) or any(t.lower_ in INTENDED or t.lower_ == "for" for t in doc[verb.i : first]):
        return False
    for _, event in triggers:
        behind = doc[event.end : verb.i]
        if event.start <= verb.i < event.end:
            return True
        if start <= event.start < verb.i and all(t.pos_ in ("AUX", "ADV", "PUNCT", "PRON") for t in behind):
            return True
    return False


def _had_been_asked(document: Document, event: Proposal) -> bool:
    """Whether an event is what somebody had ordered, asked for or planned before: "had ordered it to be [cleared]"."""
    head = head_token(document.doc, event.start, event.end)
    verb = head.head
    if verb.i >= head.i or head.dep_ not in ("xcomp", "ccomp", "advcl", "obj"):
        return False
    beside = verb.i > verb.sent.start and verb.nbor(-1).lower_ in HAD  # whatever the tree hangs it from
    return beside or is_pluperfect(verb)


def is_past(verb: Token) -> bool:
    """Whether a verb is a past form that nothing ahead of it puts off: "began", "had met", not "was to begin"."""
    before = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 3) : verb.i]]
    form = verb.lower_
    past = form in PAST_AUXILIARIES or (form != verb.lemma_ and not form.endswith(("ing", "s")))
    return past and AHEAD.isdisjoint(before)
