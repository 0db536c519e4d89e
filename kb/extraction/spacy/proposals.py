"""What a pipeline's annotation proposes: names, and what rules see in its trees.

Input: a pipeline's Doc and the same in Universal Dependencies.
Output: an Analysis, as the built-in model's heads would make it, for the
stages of kb.extraction. Names and dates are the pipeline's own; event words
come from the ontology's trigger lists, their participants, reporting verbs and
what was said from the tree.
Pure. Never: proposes what needs a trained head: descriptions and pronouns of
an entity, offices, which words name the same happening.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from spacy.tokens import Doc, Token

from kb.extraction.quantity import find_quantities
from kb.extraction.syntax import LIGHT, links_of, subject_of
from kb.language.analysis import LAYERS, Analysis, Proposal, Relation
from kb.language.event_types import EventTypes
from kb.language.labels import ENTITY_TYPES, EVENT_CLASSES, GROUP_OF_TYPE, MENTION_GROUPS

NAME: Final = 0.8  # scores of rules: a pipeline gives none
TREE: Final = 0.55
_ENTITIES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "PERSON": ("person", "person"), "PER": ("person", "person"), "ORG": ("organisation", "organisation"),
        "GPE": ("place", ""), "LOC": ("place", ""), "FAC": ("place", "facility"), "NORP": ("group", "group"),
    }
)  # fmt: skip
_NAME_OF: Final = {"person": "PER", "organisation": "ORG", "place": "LOC", "country": "LOC"}
_TIMES: Final = frozenset({"DATE", "TIME"})
_SAYING: Final = frozenset(
    (
        "say tell add announce claim deny report state warn confirm insist declare note explain argue assert allege "
        "reply write tweet post stress suggest acknowledge admit accuse promise pledge"
    ).split()
)
_MODAL: Final = {
    "may": "possible", "might": "possible", "could": "possible", "would": "conditional", "will": "expected",
    "shall": "expected", "should": "obligation", "must": "obligation", "can": "possible",
}  # fmt: skip
_GOVERNING: Final = {
    "plan": "planned", "intend": "planned", "want": "hoped", "hope": "hoped", "promise": "promised",
    "vow": "promised", "pledge": "promised", "threaten": "possible", "urge": "requested", "call": "requested",
    "demand": "requested", "ask": "requested", "order": "required", "expect": "expected", "fear": "possible",
    "try": "planned", "refuse": "hypothetical",
}  # fmt: skip
_PHRASE: Final = 8  # words that a participant without a name may have


def analyse(source: Doc, doc: Doc, types: EventTypes) -> Analysis:
    """Return what *source*'s annotation and the trees of *doc* propose.

    Event words and reporting verbs are those of English: of another language only names are taken.
    """
    drafts = _Drafts(doc)
    taken = _entities(source, drafts)
    if source.lang_ == "en" and doc.has_annotation("DEP"):
        _events(drafts, types, taken)
        _speech(drafts)
        _figures(drafts)
    return drafts.finished()


class _Drafts:
    """Proposals and relations while they are made; one proposal for the same layer and words."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.rows: list[Proposal] = []
        self.links: list[tuple[str, int, int, float]] = []
        self.at: dict[int, int] = {}  # token -> mention or argument
        self._known: dict[tuple[str, int, int], int] = {}

    def add(self, proposal: Proposal) -> int:
        key = (proposal.layer, proposal.start, proposal.end)
        if key not in self._known:
            self._known[key] = len(self.rows)
            self.rows.append(proposal)
            if proposal.layer in ("mention", "argument"):
                for token in range(proposal.start, proposal.end):
                    self.at.setdefault(token, self._known[key])
        return self._known[key]

    def layer(self, name: str) -> list[tuple[int, Proposal]]:
        return [(i, row) for i, row in enumerate(self.rows) if row.layer == name]

    def filler(self, token: Token) -> int | None:
        """Return the mention at a token, else its phrase as an argument."""
        if token.i in self.at:
            return self.at[token.i]
        if token.pos_ not in ("NOUN", "PROPN", "NUM"):
            return None
        start, end = token.left_edge.i, token.i + 1
        while start < token.i and self.doc[start].dep_ in ("case", "punct", "mark", "cc"):
            start += 1
        if end - start > _PHRASE or any(i in self.at for i in range(start, end)):
            start = token.i
        return self.add(Proposal("argument", "argument", start, end, TREE))

    def finished(self) -> Analysis:
        order = sorted(
            range(len(self.rows)),
            key=lambda i: (LAYERS.index(self.rows[i].layer), self.rows[i].start, self.rows[i].end, i),
        )
        place = {old: new for new, old in enumerate(order)}
        relations = {Relation(label, place[head], place[tail], score) for label, head, tail, score in self.links}
        return Analysis(
            self.doc,
            tuple(self.rows[i] for i in order),
            tuple(sorted(relations, key=lambda r: (r.head, r.tail, r.label))),
        )


def _entities(source: Doc, drafts: _Drafts) -> set[int]:
    """Take over names and dates; return the tokens of names."""
    taken: set[int] = set()
    for span in source.ents:
        if span.label_ in _TIMES:
            drafts.add(Proposal("time", "time", span.start, span.end, NAME))
            continue
        own = span.label_.lower()
        group, kind = _ENTITIES.get(
            span.label_.upper(), (GROUP_OF_TYPE.get(own, ""), own if own in ENTITY_TYPES else "")
        )
        if not group or group not in MENTION_GROUPS:
            continue
        attributes = {"kind": ("adjective" if span.label_ == "NORP" else "name", NAME)}
        if kind:
            attributes["type"] = (kind, NAME)
        drafts.add(Proposal("mention", group, span.start, span.end, NAME, MappingProxyType(attributes)))
        if group in _NAME_OF:
            drafts.add(Proposal("name", _NAME_OF[group], span.start, span.end, NAME))
        taken.update(range(span.start, span.end))
    return taken


def _events(drafts: _Drafts, types: EventTypes, taken: set[int]) -> None:
    """Mark words that can only name one class of events, and what the tree gives them."""
    for token in drafts.doc:
        if token.i in taken or token.pos_ not in ("VERB", "NOUN") or token.lemma_ in _SAYING | LIGHT:
            continue
        coarse = types.sure_class(token.lemma_, token.pos_)
        if coarse not in EVENT_CLASSES:
            continue
        attributes = {"polarity": ("positive", 0.5), "modality": (_modality(token), 0.6)}
        drafts.add(Proposal("trigger", coarse, token.i, token.i + 1, TREE, MappingProxyType(attributes)))
    triggers = {row.start: i for i, row in drafts.layer("trigger")}
    for index, row in drafts.layer("trigger"):
        token = drafts.doc[row.start]
        for link in links_of(token, row.label):
            if link.token.i in triggers:
                continue
            filler = drafts.filler(link.token)
            if filler is not None:
                drafts.links.append((link.role, index, filler, TREE))
        for when, words in drafts.layer("time"):
            if any(child.i in range(words.start, words.end) for child in token.children):
                drafts.links.append(("time", index, when, TREE))


def _modality(token: Token) -> str:
    """Return how real the tree says that an event is: helper verbs, conditions, verbs of wanting above it."""
    for child in token.children:
        if child.dep_ in ("aux", "aux:pass") and child.lower_ in _MODAL:
            return _MODAL[child.lower_]
        if child.dep_ == "mark" and child.lower_ in ("if", "unless"):
            return "conditional"
    head = token.head
    if (
        head.i != token.i
        and head.pos_ in ("VERB", "NOUN")
        and token.dep_ in ("xcomp", "acl", "obj", "obl", "nmod", "advcl")
    ):
        return _GOVERNING.get(head.lemma_, "actual")
    return "actual"


def _speech(drafts: _Drafts) -> None:
    """Mark reporting verbs with the clause that they report, and their subjects as speakers."""
    for token in drafts.doc:
        if token.pos_ != "VERB" or token.lemma_ not in _SAYING:
            continue
        content = _content(token)
        if content is None:
            continue
        cue = drafts.add(Proposal("cue", "cue", token.i, token.i + 1, TREE))
        said = drafts.add(Proposal("content", "indirect", *content, TREE))
        drafts.links.append(("content", cue, said, TREE))
        subject = subject_of(token)
        speaker = drafts.at.get(subject.i) if subject is not None else None
        if speaker is not None and drafts.rows[speaker].layer == "mention":
            drafts.links.append(("speaker", cue, speaker, TREE))


def _content(cue: Token) -> tuple[int, int] | None:
    """Return the tokens of what a reporting verb reports: its clause, or the sentence that it stands beside."""
    for child in cue.children:
        if child.dep_ in ("ccomp", "parataxis") and child.i != cue.i:
            inside = [t.i for t in child.subtree if t.i < cue.left_edge.i or t.i > cue.i or child.i < cue.i]
            run = _run(sorted(inside), child.i)
            if run is not None:
                return run
    if cue.dep_ == "parataxis":
        own = {t.i for t in cue.subtree}
        return _run([t.i for t in cue.head.subtree if t.i not in own], cue.head.i)
    return None


def _run(tokens: list[int], holds: int) -> tuple[int, int] | None:
    """Return the unbroken run of *tokens* around one of them."""
    if holds not in tokens:
        return None
    start = end = holds
    there = set(tokens)
    while start - 1 in there:
        start -= 1
    while end + 1 in there:
        end += 1
    return start, end + 1


def _figures(drafts: _Drafts) -> None:
    """Mark numbers that count a participant of an event, or measure the event's own noun."""
    doc = drafts.doc
    triggers = {row.start: index for index, row in drafts.layer("trigger")}
    for quantity in find_quantities(doc.text):
        span = doc.char_span(quantity.span.start, quantity.span.end, alignment_mode="expand")
        if span is None:
            continue
        for token in _above(span.root):
            if token.i in triggers:
                figure = drafts.add(Proposal("figure", "figure", span.start, span.end, TREE))
                drafts.links.append(("measure", triggers[token.i], figure, TREE))
                break


def _above(token: Token) -> Iterator[Token]:
    """Yield what a number may be about: the word it counts, and the word that one depends on."""
    counted = token.head if token.dep_ in ("nummod", "advmod", "amod", "compound") else token
    yield counted
    if counted.dep_ in ("nsubj", "nsubj:pass", "obj", "nmod", "obl:agent"):
        yield counted.head
