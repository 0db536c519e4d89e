"""Whose time it is not: what was only learnt of then, what came before it, what still goes on.

Input: the words of a time and the trigger that it is linked to, in a Document.
Output: whether the time cannot be that of the trigger's happening; read by kb.extraction.dating.stage.
Never: finds a time.
"""

import re
from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import BEGINNING, ENDING, is_pluperfect
from kb.extraction.dating.bases import counted_from
from kb.extraction.dating.clauses import AHEAD, is_past
from kb.extraction.dating.measured import of_comparison
from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import Span

NOTICING: Final = frozenset({"notice", "discover"})
LEARNING: Final = frozenset("learn tell inform brief notify hear alert".split())  # of something
SIDES: Final = frozenset({"before", "after", "following", "despite"})
NOUNS: Final = frozenset({"NOUN", "PROPN"})
PRESENT: Final = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re"})
PAST: Final = frozenset({"was", "were", "had"})
PERFECT: Final = frozenset({"has", "have", "'ve", "’ve"})
COUNTED: Final = frozenset({"before", "after"})
LATER_THAN: Final = frozenset({"after", "following"})
NAMING: Final = NOUNS | {"DET", "ADJ", "PRON", "NUM"}
LASTING: Final = frozenset(  # what is done up to a day, and told before that; "cancell" is the lemma of "cancelled"
    "close shut cancel cancell suspend halt ground postpone delay adjourn extend ban bar block seal seize impose stop "
    "remand remain stay closure suspension cancellation curfew".split()
)
DEFERRING: Final = frozenset("adjourn postpone delay defer put push reschedule".split())
UNTIL: Final = frozenset({"until", "till"})
WANING: Final = frozenset("ease abate subside weaken wane recede fade lessen slacken".split())
AS: Final = frozenset({"as", "like", "than"})
PRO_VERBS: Final = frozenset({"do", "happen", "have"})
_ANOTHER: Final = re.compile(  # "was one of three in May" is no other
    r"[^.;!?\n]{0,40}\b(?:follow(?:s|ed|ing)|after|than|like|unlike|recall(?:s|ed|ing)|echo(?:es|ed|ing)|as)\s+"
    r"(?:a\s+(?:similar|deadlier|smaller|larger|previous)\s+)?one\s+(?:(?:in|on|from|of)\s+)?"
)
JUDGING: Final = frozenset("acquit convict clear exonerate absolve".split())
DYING: Final = frozenset({"die", "succumb"})
FORETELLING: Final = frozenset("forecast predict project estimate foresee".split())
WITHIN: Final = frozenset({"nmod", "conj", "compound"})
SURE_OTHER: Final = 0.9  # how likely a time is another verb's that is taken from one to which it is linked weakly
HELD_UNTIL: Final = frozenset({"until", "till", "pending", "before"})


def only_learnt(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether somebody learnt of a noun's happening then: "was told of the vote on Monday"."""
    noun = head_token(document.doc, event.start, event.end)
    first, last = document.tokens(words)
    verb = noun.head
    if noun.pos_ not in NOUNS or verb.pos_ != "VERB" or first >= last:
        return False
    about = any(child.dep_ == "case" and child.lower_ in ("of", "about") for child in noun.children)
    if not (verb.lemma_ in NOTICING or (about and verb.lemma_ in LEARNING)):
        return False
    between = document.doc[event.end : first]
    return first >= event.end and verb.i < event.start and not any(t.pos_ in ("VERB", "AUX") for t in between)


def comes_before(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a noun's happening is what the dated one came after: "slid at noon after six hours of rain".

    So is one that the time itself is counted from: "four days before the [raid], girls were kidnapped".
    """
    first, last = document.tokens(words)
    if _is_counted_from(document, words, event):
        return True
    noun = head_token(document.doc, event.start, event.end)
    if noun.pos_ not in NOUNS or first >= last or document.sentence_of[first] != document.sentence_of[noun.i]:
        return False
    if last < noun.i and document.doc[last].lower_ in LATER_THAN and _names(document, last + 1, event.start):
        return True  # "slid on Monday after six hours of rain", whatever the tree makes of it
    side = next((child for child in noun.children if _opens(child)), None)
    while side is None and noun.dep_ in WITHIN and noun.head.i < noun.i:
        noun = noun.head
        side = next((child for child in noun.children if _opens(child)), None)
    return side is not None and last <= side.i and not any(t.text == "," for t in document.doc[side.i : event.start])


def _is_counted_from(document: Document, words: Span, event: Proposal) -> bool:
    """Whether a time is so long before or after an event, whose noun the model may mark with it."""
    first, last = document.tokens(words)
    counted = counted_from(document, words)
    if counted is not None:
        return event.start <= counted.i < event.end
    inside = first < event.start < event.end <= last
    return inside and any(token.lower_ in COUNTED for token in document.doc[first : event.start])


def _names(document: Document, start: int, end: int) -> bool:
    between = document.doc[start:end]
    return len(between) > 0 and all(t.pos_ in NAMING or t.lower_ in ("of", "'s", "’s") for t in between)


def is_how_long(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time says since when something has been so: "agreed to [pay] wages owed since 2023"."""
    first, last = document.tokens(words)
    doc = document.doc
    since = first if first < last and doc[first].lower_ == "since" else first - 1
    if first >= last or since <= event.end or doc[since].lower_ != "since":
        return False
    verb = doc[since - 1]
    told_of = verb.dep_ in ("acl", "acl:relcl") and verb.head.i >= event.end
    bare = verb.i > event.end and doc[verb.i - 1].pos_ in NOUNS and verb.lower_ != verb.lemma_  # whatever the tree says
    pure = bare and not any(t.pos_ in ("VERB", "AUX") for t in doc[event.end : verb.i])
    return verb.pos_ == "VERB" and (told_of or (pure and doc[event.end - 1].pos_ == "VERB"))


def is_compared(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of what a happening is compared with: "turnout was up from 4 percent in the vote of"."""
    return of_comparison(document.text, words, document.span(event).end)


def was_foretold(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time says when something was foretold: "down from the 90 tonnes it forecast in May"."""
    first, last = document.tokens(words)
    if not 0 < first < last:
        return False
    verb = document.doc[first - 1]
    return verb.lemma_ in FORETELLING and verb.dep_ == "acl:relcl" and not event.start <= verb.i < event.end


def was_dealt_with(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is that of what was done about a happening: "had blocked the takeover in April"."""
    noun = head_token(document.doc, event.start, event.end)
    first, last = document.tokens(words)
    verb = noun.head
    if verb.pos_ != "VERB" or not verb.i < event.start < first < last:
        return False
    ahead, between = document.doc[verb.i + 1 : event.start], document.doc[event.end : first]
    if not ahead or not all(t.pos_ in NAMING or t.lower_ in ("'s", "’s") for t in ahead):
        return False  # the happening is what the verb has as its object, whatever the tree takes it for
    told = any(p.start <= verb.i < p.end for _, p in document.analysis.layer("trigger"))
    return told and is_past(verb) and not any(t.pos_ in ("VERB", "AUX") or t.lower_ == "for" for t in between)


def is_of_the_verb(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of the verb before a deed: "acquitted of murder in June", "died of wounds in May"."""
    noun = head_token(document.doc, event.start, event.end)
    first, verb = document.tokens(words)[0], noun.head
    of = any(c.dep_ == "case" and c.lower_ in ("of", "from", "to") for c in noun.children)
    if not of or noun.pos_ not in NOUNS or verb.lemma_ not in JUDGING | DYING or not verb.i < noun.i < first:
        return False
    return not any(t.pos_ in ("VERB", "AUX") or t.text in ",;" for t in document.doc[event.end : first])


def is_of_what_becomes_of_it(document: Document, words: Span, event: Proposal, *, future: bool) -> bool:
    """Return whether a time is when something will become of a noun's happening: "Heat to ease on Saturday".

    What is under way was then not to begin; what wanes was there before, even where it is taken for still to come.
    """
    noun = head_token(document.doc, event.start, event.end)
    between = document.doc[event.end : document.tokens(words)[0]]
    light = [t.pos_ in ("AUX", "ADV", "PART") or t.lower_ in AHEAD for t in between]
    at = light.index(False) if False in light else len(between)
    if noun.pos_ not in NOUNS or at == len(between) or not any(t.lower_ in AHEAD for t in between[:at]):
        return False
    verb = between[at]
    if verb.lemma_ in WANING:
        return True  # whatever the tagger takes "to ease" for in a title
    return verb.pos_ == "VERB" and verb.lemma_ not in BEGINNING | ENDING and not future


def lasts_to_now(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a happening is told in the present, so that no time which is over is its own.

    "Are being treated", "is missing"; "have freed two of those who were [taken last month]", of which the time is
    behind a verb of its own: "has been killed on Monday" is told so by some.
    """
    head = head_token(document.doc, event.start, event.end)
    light = {child.lower_ for child in head.children if child.dep_.startswith(("aux", "cop"))}
    if light & PERFECT and not light & (PAST | AHEAD):
        between = document.doc[event.end : max(event.end, document.tokens(words)[0])]
        return any(t.pos_ in ("VERB", "AUX") for t in between)
    return bool(light & PRESENT) and not light & PAST


def is_as_before(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of what a verb's happening is compared with: "ordered them in, as it did in 2019"."""
    first, last = document.tokens(words)
    verb = head_token(document.doc, event.start, event.end)
    if verb.pos_ != "VERB" or not verb.i < first < last or verb.sent.start != document.doc[first].sent.start:
        return False
    between = document.doc[event.end : first]
    did = next((t for t in reversed(between) if t.pos_ in ("VERB", "AUX")), None)
    return did is not None and did.lemma_ in PRO_VERBS and any(t.lower_ in AS for t in between[: did.i - event.end])


def is_of_another_one(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of another of the kind that stands between: "the raid follows [one in May]"."""
    span = document.span(event)
    between = document.text[span.end : words.start] if span.end <= words.start else ""
    return _ANOTHER.fullmatch(between) is not None


def _opens(token: Token) -> bool:
    return token.dep_ == "case" and token.lower_ in SIDES


def is_up_to(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether something is done up to a day still to come: "flights were cancelled until [Sunday]".

    Not what "had been" closed, nor where the sentence goes on to tell what was then: "until Monday, when it reopened".
    """
    first, last = document.tokens(words)
    head = head_token(document.doc, event.start, event.end)
    if first >= last or head.lemma_ not in LASTING or not event.end <= first < head.sent.end:
        return False
    led = any(t.lower_ in UNTIL for t in document.doc[first - 1 : last])
    behind = document.doc[last : last + 2]
    return led and not is_pluperfect(head) and not any(t.lower_ == "when" for t in behind)


def is_put_off_to(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether something was only put off to a time: "the trial was [adjourned] to 8 July"."""
    first, last = document.tokens(words)
    verb = head_token(document.doc, event.start, event.end)
    if verb.lemma_ not in DEFERRING or not event.end <= first < last or first >= verb.sent.end:
        return False
    return "to" in (document.doc[first].lower_, document.doc[first - 1].lower_)


def is_rather_of(document: Document, time: int, event: Proposal) -> bool:
    """Say whether the model surely gives a time to what is to be done: "fed 90 and plans to [reach] 50 by May"."""
    words = document.analysis.proposals[time]
    for index, other in document.analysis.layer("trigger"):
        between = event.end < other.start < words.start and document.doc[other.start - 1].lower_ == "to"
        if between and document.sentence_of[other.start] == document.sentence_of[event.start]:
            links = document.relations_of.get(index, ())
            if any(r.label == "time" and r.tail == time and r.score >= SURE_OTHER for r in links):
                return True
    return False


def ends_it(document: Document, words: Span, event: Proposal) -> bool:
    """Say whether a time is of what an event lasts until: "was remanded until a [hearing] at the court on 4 June"."""
    first = document.tokens(words)[0]
    for _, other in document.analysis.layer("trigger"):
        noun = head_token(document.doc, other.start, other.end)
        if event.end <= other.start < first and any(c.dep_ == "case" and c.lower_ in HELD_UNTIL for c in noun.children):
            return document.sentence_of[event.start] == document.sentence_of[first]
    return False
