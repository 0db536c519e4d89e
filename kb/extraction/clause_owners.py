"""Which clause words belong to: place and time of "the truce [signed in Osk in May]" are not those of a breach.

Input: words and an event's word, in a Document.
Output: whether another clause or noun keeps the words to itself; read by the stages of places and times.
Never: finds a place or a time.

Told by the order of words: where clauses nest, the tree is wrong too often to tell it.
"""

from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.model import Span

IN_IT: Final = frozenset({"in", "during", "by", "at", "amid", "from", "after", "over"})  # "killed in the raid launched"
RELATIVE: Final = frozenset({"who", "which", "that"})
NOUNS: Final = frozenset({"NOUN", "PROPN"})
VERBAL: Final = frozenset({"VERB", "AUX"})
AROUND: Final = frozenset({"AUX", "ADV", "PART"})  # what stands beside a verb
NAMING: Final = NOUNS | {"PRON", "NUM"}
JOINING: Final = frozenset({"and", "but", "while"})
CHARGING: Final = frozenset({"with", "for", "of", "over"})  # from what is done about a deed to the deed
BEFORE_NOUN: Final = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "PART"})
SUBJECT: Final = 12  # tokens of a clause before its verb
SAYING: Final = frozenset("say tell report state announce write confirm add".split())
STANDS: Final = frozenset("vote decide refuse decline reject oppose support back endorse shun".split())
FORESEEING: Final = frozenset({"warn", "fear", "forecast", "predict"})
JUDGING: Final = frozenset("condemn denounce deplore criticise criticize decry praise welcome hail applaud".split())
KNOWN: Final = frozenset({"the", "this", "these", "those"})
TOLD: Final = 0.6  # how likely what is judged is a happening told elsewhere
BEGINNING: Final = frozenset({"begin", "start", "commence", "erupt"})
ENDING: Final = frozenset({"end", "finish", "conclude"})
COUNTING: Final = frozenset({"before", "after"})
HAD: Final = frozenset({"had", "'d", "’d"})
UNITS: Final = frozenset({"minute", "hour", "day", "night", "week", "month", "year"})


def in_description(document: Document, words: Span, event: Token) -> bool:
    """Return whether *words* stand in a clause that only describes something beside the event of *event*.

    "[Two who were held in Osk] were freed", "broke [the truce signed in Osk]", "[a plague that began in May] killed
    nine". What an event happened in shares the
    place and time of that: "was killed in the raid launched on Monday".
    """
    first, last = document.tokens(words)
    sentence = event.sent
    if first >= last or not sentence.start <= first < sentence.end:
        return False
    verb = next((t for t in reversed(document.doc[sentence.start : first]) if t.pos_ in VERBAL), None)
    told = verb is not None and (verb.i in document.trigger_tokens or verb.lemma_ in BEGINNING | ENDING)
    if verb is None or not told or verb.i == event.i or verb.lower_.endswith("ing"):
        return False
    if event.i > last:
        aside = document.doc[last].text == ","
        return _is_relative(verb, aside=aside) and _goes_on(document, last + aside, event)
    return event.i < verb.i and _describes_event(document, verb, event)


def _is_relative(verb: Token, *, aside: bool = False) -> bool:
    """Whether only "who", "which" or "that" stands before a verb, behind the noun that it describes.

    Args:
        aside: whether a comma ends the clause, so that one opens it.
    """
    before = verb.i - 1
    while before > verb.sent.start and verb.doc[before].pos_ in AROUND:
        before -= 1
    opener, noun = verb.doc[before], verb.doc[max(before - 1, verb.sent.start)]
    if aside:
        return opener.lower_ in RELATIVE and noun.text == ","
    return opener.lower_ in RELATIVE and noun.pos_ in NOUNS


def _goes_on(document: Document, end: int, event: Token) -> bool:
    """Whether an event's verb is the next one, and nothing joins it to the one before: "... in Osk [fled]"."""
    between = document.doc[end : event.i]
    joined = any(t.pos_ in ("VERB", "CCONJ", "SCONJ") or t.text == "," or t.lower_ == "to" for t in between)
    return event.pos_ == "VERB" and not joined


def _describes_event(document: Document, verb: Token, event: Token) -> bool:
    """Whether a bare participle follows the noun of another happening, in which the event did not happen."""
    noun = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if noun.i not in document.trigger_tokens or noun.pos_ not in NOUNS or noun.i <= event.i:
        return False
    ahead = document.doc[event.i + 1 : noun.i]
    return verb.lower_ != verb.lemma_ and not any(t.pos_ in VERBAL or t.lower_ in IN_IT for t in ahead)


def in_other_clause(document: Document, words: Span, event: Token) -> bool:
    """Return whether *words* and an event stand in clauses of their own that a comma with "and" or a ";" joins.

    Of "the court jailed him in May, and police broke up a rally" May is not that of the rally. What stands before
    the verb of the first clause holds for both: "On Monday he was jailed, and police broke up a rally".
    """
    first, last = document.tokens(words)
    sentence = event.sent
    if first >= last or not sentence.start <= first < sentence.end:
        return False
    low, high = sorted((first, event.i))
    if not any(_opens_clause(t, high) for t in document.doc[low:high]):
        return False
    if event.i < first:
        return any(t.pos_ in VERBAL for t in document.doc[sentence.start : event.i + 1])
    return any(t.pos_ == "VERB" for t in document.doc[sentence.start : first])


def has_own_clause(document: Document, words: Span, event: Token) -> bool:
    """Return whether an event's clause begins behind *words*, and has a subject of its own that does what it tells.

    "[Osk] sent tents, and Ruvu promised to [send] doctors".
    """
    first, last = document.tokens(words)
    sentence = event.sent
    if not sentence.start <= first < last <= event.i:
        return False
    return any(_opens_clause(t, event.i) for t in document.doc[last : event.i])


def _opens_clause(mark: Token, last: int) -> bool:
    """Whether a clause with a subject and a verb of its own begins behind a mark, and goes on to a token."""
    at = mark.i + 1
    if mark.text == ",":
        if at >= mark.sent.end or mark.doc[at].lower_ not in JOINING:
            return False
    elif mark.text != ";":
        return False
    named = False
    for token in mark.doc[at : min(at + SUBJECT, mark.sent.end)]:
        if token.pos_ == "VERB" and token.lower_.endswith("ing") and _is_subject(token, last):
            named = True
        elif token.pos_ in VERBAL:
            return named and token.i <= last + 1
        if token.text in (",", ";"):
            return False
        named = named or (token.pos_ in NAMING and not any(c.dep_ == "case" for c in token.children))
    return False


def _is_subject(verb: Token, last: int) -> bool:
    """Whether what is taken for a verb is what an auxiliary tells of: "but [fighting] has continued"."""
    behind = verb.doc[verb.i + 1 : verb.i + 2]
    return verb.i <= last and any(token.pos_ == "AUX" for token in behind)


def is_of_next_verb(document: Document, first: int, event: Token) -> bool:
    """Return whether words tell of what was done behind a deed: "jailed for [a raid] and freed [in Osk in May]".

    Args:
        first: the first token of the words.
        event: the word that tells the deed.
    """
    doc = document.doc
    told = event.pos_ == "NOUN" or (event.i > 0 and doc[event.i - 1].lower_ == "the")  # "the killing of four"
    if not told or not event.i < first < event.sent.end:
        return False
    lead = next((t for t in reversed(doc[event.sent.start : event.i]) if t.pos_ not in BEFORE_NOUN), None)
    joint = next((t for t in doc[event.i + 1 : first] if t.lower_ in JOINING), None)
    if lead is None or lead.lower_ not in CHARGING or joint is None:
        return False
    verb = doc[joint.i + 1]
    return verb.pos_ == "VERB" and verb.i in document.trigger_tokens


def is_behind_semicolon(document: Document, first: int, event: Token) -> bool:
    """Return whether words stand behind a semicolon and the event before it: "power is cut; ports shut [on Monday]".

    Of 11,503 times behind their event in its sentence 23 are so.
    """
    return event.i < first < event.sent.end and any(token.text == ";" for token in document.doc[event.i + 1 : first])


def is_of_voters(document: Document, words: Span, event: Token) -> bool:
    """Return whether *words* are where those are who only take a stand: "[workers in Osk] voted against the strike"."""
    first, last = document.tokens(words)
    if first >= last or event.pos_ not in NOUNS:
        return False
    people = head_token(document.doc, first, last).head
    verb = people.head
    stand = people.dep_ == "nsubj" and verb.pos_ == "VERB" and verb.lemma_ in STANDS
    return stand and verb.i < event.i and verb.is_ancestor(event)


def is_of_speaker(document: Document, words: Span, event: Token) -> bool:
    """Return whether *words* are where those are who foresee an event: "[experts in Osk] warned that it will rain".

    Who tells in a town of what was, as doctors and police do, mostly tells of what was there.
    """
    first, last = document.tokens(words)
    if first >= last:
        return False
    place = head_token(document.doc, first, last)
    verb = place.head.head
    said = place.dep_ == "nmod" and place.head.dep_ == "nsubj" and verb.lemma_ in FORESEEING
    return said and place.i < verb.i < event.i and verb.is_ancestor(event)


def is_of_comers(document: Document, words: Span, event: Token) -> bool:
    """Return whether *words* are where those are from who do or suffer it: "[a team from Osk] drilled in Ruvu"."""
    first, last = document.tokens(words)
    if first >= last:
        return False
    place = head_token(document.doc, first, last)
    place = place.head if place.dep_ == "conj" else place
    led = any(c.dep_ == "case" and c.lower_ == "from" for c in place.children)
    who = place.head
    return led and place.dep_ == "nmod" and who.dep_.startswith("nsubj") and who.head.i == event.i > place.i


def is_of_judgement(document: Document, words: Span, event: Token) -> bool:
    """Return whether *words* are where somebody judges what was told before: "condemned the attack [in Osk]"."""
    first = document.tokens(words)[0]
    judged = event.dep_ in ("obj", "ccomp") and event.head.pos_ == "VERB" and event.head.lemma_ in JUDGING
    known = event.pos_ in NOUNS and any(c.lower_ in KNOWN for c in event.children)
    if not judged or not known or not 0 < first - event.i <= 2:
        return False
    told = (i for i, p in document.analysis.layer("trigger") if p.start <= event.i < p.end)
    return any(r.label == "same" and r.score >= TOLD for i in told for r in document.relations_of.get(i, ()))


def is_looking_back(document: Document, words: Span) -> bool:
    """Return whether the verb that *words* hang from looks back from what is told: "the bus [had left] on Monday"."""
    verb = _governor(document, words)
    return verb is not None and is_pluperfect(verb)


def is_of_speech(document: Document, words: Span) -> bool:
    """Return whether the verb that *words* hang from is one of saying: "it sank, police [said] on Monday"."""
    verb = _governor(document, words)
    return verb is not None and verb.lemma_ in SAYING


def is_told_aside(document: Document, words: Span) -> bool:
    """Return whether a sentence tells *words* only of what went before: "it burned, hours after a raid [on Sunday]"."""
    first, last = document.tokens(words)
    if first >= last:
        return False
    start = document.doc[first].sent.start
    side = next((t for t in reversed(document.doc[start:first]) if t.lower_ in ("before", "after")), None)
    return side is not None and side.i > start and side.nbor(-1).lower_.removesuffix("s") in UNITS


def _governor(document: Document, words: Span) -> Token | None:
    """The verb that *words* hang from, or what else is above them all; None for no words."""
    first, last = document.tokens(words)
    if first >= last:
        return None
    token = head_token(document.doc, first, last)
    while token.pos_ != "VERB" and token.head.i != token.i:
        token = token.head
    return token


def is_pluperfect(verb: Token) -> bool:
    """Return whether "had" goes with a verb, its own or the one of the verb that "and" joins it to."""
    had = any(child.dep_.startswith("aux") and child.lower_ in HAD for child in verb.children)
    shared = verb.dep_ == "conj" and not any(child.dep_.startswith("nsubj") for child in verb.children)
    return had or (shared and verb.head.i != verb.i and is_pluperfect(verb.head))


def counting_side(event: Token) -> Token | None:
    """Return the "before" or "after" behind a length of time that leads to an event: "days [after] a raid"; or None."""
    side = next((c for c in event.children if c.dep_ == "case" and c.lower_ in ("before", "after")), None)
    counts = side is not None and side.i > event.sent.start and side.nbor(-1).lower_.removesuffix("s") in UNITS
    return side if counts else None


def is_across_count(document: Document, words: Span, event: Token) -> bool:
    """Return whether a length of time with "before" or "after" parts *words* from an event's verb.

    "Raised the alarm at 2 a.m., 26 hours before a boat [arrived]" tells of no arrival at 2 a.m.
    """
    first, last = document.tokens(words)
    if not event.sent.start <= first < last <= event.sent.end or event.pos_ != "VERB":
        return False
    doc, low, high = document.doc, min(last, event.i), max(first, event.i)
    counted = (
        t.i for t in doc[low + 1 : high] if t.lower_ in COUNTING and t.nbor(-1).lower_.removesuffix("s") in UNITS
    )
    side = next(counted, None)
    if side is None or doc[event.sent.start].i >= side - 2:
        return False
    return any(t.pos_ in VERBAL for t in doc[side + 1 : max(last, event.i + 1)])


def only_counts_from(document: Document, words: Span, event: Token) -> bool:
    """Return whether *words* place another happening, of which it is told how long before or after *event* it was.

    "Days before the [raid], a boy was taken in Osk"; "burned houses in Osk hours after the [blast]".
    """
    side = counting_side(event)
    if side is None:
        return False
    first, last = document.tokens(words)
    behind = event.i < first and any(token.text == "," for token in document.doc[event.i + 1 : first])
    return event.sent.start <= first and (behind or last < side.i) and first < event.sent.end
