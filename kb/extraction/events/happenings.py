"""Which triggers name one happening, in which words and of which class.

Input: the trigger proposals of a Document, the ontology's trigger words.
Output: Happenings in text order, read by kb.extraction.events.stage.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.events.beside_others import goes_on, only_tells_more, to_its_noun, unhyphened
from kb.extraction.events.reclassed import told_class
from kb.extraction.events.unfit import is_unfit, tells_nothing
from kb.extraction.syntax import ALIGHT, LIGHT, phrases
from kb.language.analysis import Proposal
from kb.language.event_types import EventType, EventTypes
from kb.language.labels import EVENT_CLASSES
from kb.language.lemma import lemma

TRIGGER_FLOOR: Final = 0.37
COUNTED_FLOOR: Final = 0.2  # of a trigger that a figure measures: a number says that something is told
MEASURE_FLOOR: Final = 0.5
SAME_FLOOR: Final = 0.6
TAKEN_UP: Final = 0.4  # of a noun behind "the" or "this", which was told before
DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})
UNNAMED_FLOOR: Final = 0.55  # of a trigger whose words name no type within a class that the model often guesses
GUESSED: Final = frozenset({"agreement", "armed_conflict", "damage", "disruption", "regulation", "relief"})
NEARLY: Final = 0.02  # between the scores of two triggers of which the later one is taken up
POINTING: Final = frozenset({"that", "those"})
LONGEST_PHRASE: Final = 2  # words that a phrase may go on for after what the model marked
HAZARDS: Final = frozenset({"natural_hazard", "fire_explosion"})
RAGING: Final = frozenset(  # what storms, fires and diseases do: no attack, raid or journey
    "strike hit sweep lash batter rip tear rage pound slam barrel buffet engulf spread break erupt roar blow rock jolt "
    "shake move come pass occur happen start begin".split()
)
TALLY: Final = frozenset("pass top exceed reach surpass rise climb jump mount".split())  # what tolls do
NO_EVENT: Final = frozenset({"ex", "ex-", "former", "then", "then-"})  # whatever office was lost is told elsewhere
CUE_OVERLAP: Final = frozenset({"communication"})


@dataclass
class Happening:
    """Triggers that name one happening, in text order."""

    triggers: list[tuple[int, Proposal]] = field(default_factory=list)

    @property
    def main(self) -> Proposal:
        """The trigger that names it best: the first sure one."""
        best = max(p.score for _, p in self.triggers)
        return next(p for _, p in self.triggers if p.score >= 0.6 * best)

    @property
    def coarse(self) -> str:
        """The class most of the triggers' weight is for."""
        weight: dict[str, float] = {}
        for _, p in self.triggers:
            weight[p.label] = weight.get(p.label, 0.0) + p.score
        return max(sorted(weight), key=lambda label: weight[label])


def find_happenings(
    document: Document,
    types: EventTypes,
    apart: Callable[[int, int], bool] = lambda _earlier, _later: False,
    retold: Callable[[int], Sequence[tuple[float, int]]] = lambda _later: (),
) -> list[Happening]:
    """Join triggers that name the same happening: by the model's links, as one compound, as verb and noun.

    Args:
        retold: (how likely, trigger proposal) of those told before that one tells again.
        apart: whether two trigger proposals, in text order, cannot be one happening.
    """
    marked = dict(document.analysis.layer("trigger"))
    carriers = _carriers(document, marked, types)
    triggers = _kept(document, marked, carriers, types)
    raging = _raging(document, triggers, types)
    home: dict[int, Happening] = {}
    order: list[Happening] = []
    previous = -1
    for index, found in triggers.items():
        noun, label = raging.get(index, (-1, found.label))
        proposal = replace(found, label=label)
        earlier = [
            (score, tail)
            for score, tail in (*_earlier(document, index, triggers, home), *retold(index))
            if tail in home and not any(apart(other, index) for other, _ in home[tail].triggers)
        ]
        if carriers.get(index) in home:
            earlier = [(1.0, carriers[index])]
        elif noun in home:
            earlier = [(1.0, noun)]
        elif previous in home and triggers[previous].end >= found.end:
            earlier = [(1.0, previous)]  # "[files for [bankruptcy]]"
        elif (
            previous in home
            and marked[previous].end == marked[index].start
            and goes_on(document, triggers[previous], found)
        ):
            earlier = [(1.0, previous)]
        if earlier:
            happening = home[_taken_up(document, found, earlier)]
        else:
            happening = Happening()
            order.append(happening)
        happening.triggers.append((index, proposal))
        home[index] = happening
        previous = index
    return order


def _kept(
    document: Document, marked: Mapping[int, Proposal], carriers: Mapping[int, int], types: EventTypes
) -> dict[int, Proposal]:
    """Triggers that are sure enough, or whose noun a sure verb carries, in the words and class they can only mean."""
    cues = {(p.start, p.end) for _, p in document.analysis.layer("cue")}
    kept: dict[int, Proposal] = {}
    for index, proposal in marked.items():
        floor = COUNTED_FLOOR if _counted(document, index) else TRIGGER_FLOOR
        if proposal.score < floor and carriers.get(index) not in kept:
            continue
        if document.span(proposal).of(document.text).casefold() in NO_EVENT:
            continue
        if only_tells_more(document, proposal, marked) or tells_nothing(document, proposal):
            continue
        classed = _classed(document, proposal, types)
        if floor == TRIGGER_FLOOR and _guessed(document, classed, types):
            continue
        if not (classed.label in CUE_OVERLAP and (classed.start, classed.end) in cues):
            kept[index] = classed
    return kept


def _guessed(document: Document, proposal: Proposal, types: EventTypes) -> bool:
    """Whether an unsure trigger is of a class that the model often guesses, and its words name no type of it."""
    unsure = proposal.label in GUESSED and TRIGGER_FLOOR <= proposal.score < UNNAMED_FLOOR
    if not unsure:
        return False
    first = next(_listed(document, proposal, proposal.label, types), ())
    return not first or first[0].name == proposal.label


def _earlier(
    document: Document, index: int, triggers: Mapping[int, Proposal], home: Mapping[int, Happening]
) -> list[tuple[float, int]]:
    proposal = triggers[index]
    head = head_token(document.doc, proposal.start, proposal.end)
    definite = head.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ in DEFINITE for c in head.children)
    floor = TAKEN_UP if definite else SAME_FLOOR
    return [
        (r.score, r.tail)
        for r in document.relations_of.get(index, ())
        if r.label == "same" and r.score >= floor and r.tail in home and triggers[r.tail].label == triggers[index].label
    ]


def _taken_up(document: Document, later: Proposal, earlier: Sequence[tuple[float, int]]) -> int:
    """The last told of the triggers that are as likely the same; "that strike" is the last of all, likelier or not."""
    head = head_token(document.doc, later.start, later.end)
    pointed = any(c.dep_ == "det" and c.lower_ in POINTING for c in head.children)
    floor = 0.0 if pointed else max(earlier)[0] - NEARLY
    return max(tail for score, tail in earlier if score >= floor)


def _counted(document: Document, trigger: int) -> bool:
    return any(r.label == "measure" and r.score >= MEASURE_FLOOR for r in document.relations_of.get(trigger, ()))


def _carriers(document: Document, marked: Mapping[int, Proposal], types: EventTypes) -> dict[int, int]:
    """Trigger on a noun -> on the light verb that carries it; of verb and noun of one phrase the later -> the first."""
    found: dict[int, int] = {}
    for verb, proposal in marked.items():
        noun = _carried(document, proposal, types)
        if noun is not None:
            found |= {i: verb for i, p in marked.items() if i != verb and p.start <= noun < p.end}
        elif (noun := _phrased(document, proposal, types)) is not None:
            told = (i for i, p in marked.items() if i != verb and p.start <= noun < p.end)
            found |= {max(i, verb): min(i, verb) for i in told}  # "a bribe was accepted"
    return found


def _raging(document: Document, triggers: Mapping[int, Proposal], types: EventTypes) -> dict[int, tuple[int, str]]:
    """Trigger on a verb -> the trigger on its subject, -1 for none, and the class of both: "a fire [swept] through"."""
    found: dict[int, tuple[int, str]] = {}
    for verb, proposal in triggers.items():
        head = head_token(document.doc, proposal.start, proposal.end)
        if head.pos_ != "VERB" or head.lemma_ not in RAGING | TALLY:
            continue
        subject = next((child for child in head.children if child.dep_ == "nsubj" and child.pos_ == "NOUN"), None)
        if subject is None:
            continue
        noun = next((i for i, p in triggers.items() if p.start <= subject.i < p.end), -1)
        label = triggers[noun].label if noun >= 0 else types.sure_class(subject.lemma_ or subject.lower_, "NOUN")
        if (label in HAZARDS and head.lemma_ in RAGING) or (label in ("death", "injury") and head.lemma_ in TALLY):
            found[verb] = (noun, label)
    return found


def _classed(document: Document, proposal: Proposal, types: EventTypes) -> Proposal:
    """The proposal with all words of its phrase, in the class that they can only mean, else as the model classed it.

    A verb that only carries a noun gives way to it ("launched an [attack]"), a phrase of the ontology is taken whole
    ("air raid [warning]"). One verb or noun alone may mean much: its class is the model's to tell.
    """
    doc, proposal = document.doc, to_its_noun(document, proposal)
    carried = _carried(document, proposal, types)
    if carried is not None:
        proposal = replace(proposal, start=carried, end=carried + 1)
    for end in range(min(len(doc), proposal.end + LONGEST_PHRASE), proposal.end, -1):
        if doc[end - 1].pos_ in ("NOUN", "PROPN") and types.sure_class(_lemmas(document, proposal.start, end), "NOUN"):
            proposal = replace(proposal, end=end)
            break
    head = head_token(doc, proposal.start, proposal.end)
    noun = head.head
    between = doc[proposal.end : noun.i]  # "suspended [prison] sentence"
    if (
        head.dep_ == "amod"
        and noun.i >= proposal.end
        and all(t.dep_ == "compound" for t in between)
        and types.for_trigger(noun.lemma_, noun.pos_, proposal.label)
    ):
        proposal, head = replace(proposal, start=noun.i, end=noun.i + 1), noun  # "humanitarian [truce]"
    named = [_lemmas(document, proposal.start, proposal.end)] if head.pos_ != "VERB" else []
    told = (words for words in (*phrases(head), *named) if " " in words or head.pos_ not in ("NOUN", "PROPN"))
    words = (found for words in told if (found := types.sure_class(words, head.pos_)))
    sure = next(words, told_class(document, proposal))
    return replace(proposal, label=sure) if sure in EVENT_CLASSES else proposal


def named_type(document: Document, proposal: Proposal, coarse: str, types: EventTypes) -> str:
    """Return the likeliest type that the words of one trigger name, "" where they name none within its class."""
    head = head_token(document.doc, proposal.start, proposal.end)
    for found in _listed(document, proposal, coarse, types):
        if kinds := [kind.name for kind in found if not is_unfit(document, head, kind.name)]:
            return "" if kinds[0] == coarse else kinds[0]
    return ""


def _listed(document: Document, proposal: Proposal, coarse: str, types: EventTypes) -> Iterator[tuple[EventType, ...]]:
    """The types within a class that list the words of one trigger, those of its phrases before those of its head."""
    head = head_token(document.doc, proposal.start, proposal.end)
    spelt = () if head.lemma_ in ("", head.lower_) else (head.lower_,)  # "are missing", whose verb is "miss"
    apart = (f"{head.lemma_} {c.lower_}" for c in head.children if c.dep_ == "compound:prt")  # "turned it down"
    whole = unhyphened(document, proposal)
    words = (_lemmas(document, proposal.start, proposal.end), *whole, *apart, head.lemma_ or head.lower_, *spelt)
    words += tuple(_named(document, proposal))
    yield from filter(None, (types.for_phrase(phrase, head.pos_, coarse) for phrase in phrases(head)))
    yield from filter(None, (types.for_trigger(word, head.pos_, coarse) for word in words))
    last = document.doc[proposal.end - 1]
    led = proposal.end - proposal.start > 1 and document.doc[proposal.end - 2].pos_ == "ADP"
    if led and last.pos_ == "NOUN":  # "under siege", which the tree may take for a verb
        yield from filter(None, (types.for_trigger(last.lemma_ or last.lower_, "NOUN", coarse),))


def _named(document: Document, proposal: Proposal) -> list[str]:
    """The words of an event's name, one of which may say what it is: "[Hurricane] Felix"."""
    words = document.doc[proposal.start : proposal.end]
    return [lemma(word.lower_, "NOUN") for word in words] if all(word.pos_ == "PROPN" for word in words) else []


def _lemmas(document: Document, start: int, end: int) -> str:
    return " ".join(token.lemma_ or token.lower_ for token in document.doc[start:end])


def _carried(document: Document, proposal: Proposal, types: EventTypes) -> int | None:
    """The noun of an event that a light verb carries as its object, None if it carries none."""
    head = head_token(document.doc, proposal.start, proposal.end)
    if head.pos_ != "VERB" or head.lemma_ not in LIGHT:
        return None
    for child in head.children:
        bare = child.dep_ == "obl" and not any(c.dep_ == "case" for c in child.children)  # an object, misread
        named = (child.dep_ == "obj" or bare) and child.pos_ == "NOUN" and child.i > head.i
        if (
            named
            and child.lower_ != "seconds"
            and types.for_trigger(child.lemma_ or child.lower_, "NOUN", proposal.label)
        ):
            return child.i
    return None


def _phrased(document: Document, proposal: Proposal, types: EventTypes) -> int | None:
    """The object that makes a phrase of the ontology with its verb and alone names the same type, or "set on fire"."""
    head = head_token(document.doc, proposal.start, proposal.end)
    for child in head.children if head.pos_ == "VERB" else ():
        noun = child.lemma_ or child.lower_
        both = types.for_phrase(f"{head.lemma_} {noun}", "VERB") if child.dep_ in ("obj", "nsubj:pass") else ()
        if (both and any(noun in kind.nouns for kind in both)) or (head.lemma_ == "set" and noun in ALIGHT):
            return child.i
    return None
