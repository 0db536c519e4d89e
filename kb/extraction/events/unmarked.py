"""Whom or what an event befell where the model marks no words: "[Seven] were freed", "drones knocked out [power]".

Input: the heads of an event's words, its class, the spans of a Document.
Output: the words and how sure they are, read by kb.extraction.events.roles.
Never: takes what the model marked as anything but a figure; a pronoun.
"""

from collections.abc import Iterable
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document
from kb.extraction.events.counted import TIMES, counted_patient
from kb.extraction.events.fillers import whole_words
from kb.language.people_words import PERSONS
from kb.model import Span

SURE: Final = 0.6  # of such a noun
TOLD: Final = 0.5  # how likely the event is at least
HELD: Final = ("time", "office", "cue")  # layers whose words are no fillers
OTHERWISE: Final = frozenset(  # classes of which an object seldom is the patient: "passed a law", "held talks"
    "regulation legal agreement talks travel correction protest displacement natural_hazard".split()
)
UNITS: Final = frozenset({"percent", "%", "point", "way", "vote", "ballot", "seat"})  # of a number, and nobody's fate


def unmarked_patient(
    document: Document, triggers: Iterable[Token], coarse: str, told: float
) -> tuple[Span, float] | None:
    """Return what a number counts or, where none does, the noun that a verb acts on by the tree.

    That is its object, the subject of a passive, or the subject of a verb without object ("[schools] reopen"), but for
    people, who act.

    Args:
        triggers: the heads of the event's words.
        coarse: its class.
        told: how likely it is that the event is told.
    """
    heads = list(triggers)
    counted = next((found for head in heads if (found := counted_patient(document, head, coarse))), None)
    if counted or coarse in OTHERWISE or told < TOLD:
        return counted
    nouns = (noun for head in heads if (noun := _acted_on(document, head)) is not None)
    for noun in nouns:
        words = whole_words(document, document.token_span(noun.i, noun.i + 1))
        if document.trigger_tokens.isdisjoint(range(*document.tokens(words))):
            return words, SURE
    return None


def _acted_on(document: Document, verb: Token) -> Token | None:
    """The noun that an event's verb is done to, if nothing marks it."""
    if verb.pos_ != "VERB":
        return None
    told = [child for child in verb.children if child.dep_ in ("obj", "nsubj", "nsubj:pass")]
    first = next((c for kind in ("nsubj:pass", "obj", "nsubj") for c in told if c.dep_ == kind), None)
    if first is None or first.pos_ != "NOUN" or first.i in document.trigger_tokens or first.i in document.filler_at:
        return None
    acts = first.dep_ == "nsubj" and first.lemma_ in PERSONS
    return None if acts or first.lemma_ in TIMES | UNITS or _is_held(document, first.i) else first


def _is_held(document: Document, word: int) -> bool:
    return any(p.start <= word < p.end for layer in HELD for _, p in document.analysis.layer(layer))
