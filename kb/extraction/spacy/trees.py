"""A pipeline's Doc as the stages know it: Universal Dependencies, one vocabulary.

Input: a Doc of any pipeline. Output: a Doc with the same tokens whose trees
are in Universal Dependencies; read by kb.extraction.spacy.proposals.
spaCy's English pipelines speak another dialect (ClearNLP): there a preposition
holds its noun, and "be" its predicate. Other pipelines are UD already.
Pure.
"""

from typing import Final

from spacy.tokens import Doc

from kb.language.lemma import lemma
from kb.language.tokenizer import vocab

_NAMES: Final = {
    "dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dative": "iobj",
    "neg": "advmod", "poss": "nmod:poss", "relcl": "acl:relcl", "npadvmod": "obl:npmod", "prt": "compound:prt",
    "quantmod": "advmod", "predet": "det:predet", "nmod": "nmod", "attr": "xcomp", "acomp": "xcomp", "oprd": "xcomp",
    "intj": "discourse", "ROOT": "root", "preconj": "cc:preconj", "prep": "advmod", "agent": "advmod",
    "pcomp": "advcl", "pobj": "obl",
}  # fmt: skip
_HOLDERS: Final = frozenset({"prep", "agent", "dative"})
_HELD: Final = frozenset({"pobj", "pcomp"})
_VERBAL: Final = frozenset({"VERB", "AUX", "ADJ", "ADV"})


def is_clear(doc: Doc) -> bool:
    """Say whether the trees are in spaCy's English dialect."""
    return any(token.dep_ in ("dobj", "pobj", "nsubjpass", "prep", "auxpass", "poss") for token in doc)


def universal(doc: Doc) -> Doc:
    """Return *doc* with Universal Dependencies, lemmas and sentence starts; what the pipeline lacks is left out.

    Without parts of speech there are no lemmas; without trees every token
    hangs from itself. Sentences are cut by rule where the pipeline cuts none.
    """
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    pos = [token.pos_ or "X" for token in doc]
    lemmas = [token.lemma_ or (lemma(token.text, token.pos_) if token.pos_ else "") for token in doc]
    if not doc.has_annotation("DEP"):
        cut = doc if doc.has_annotation("SENT_START") else _cut(doc)
        starts: list[bool | int | None] = [bool(token.is_sent_start) for token in cut]
        return Doc(vocab(), words=words, spaces=spaces, pos=pos, lemmas=lemmas, sent_starts=starts)
    heads = [token.head.i for token in doc]
    deps = [token.dep_ or "dep" for token in doc]
    if is_clear(doc):
        heads, deps = _converted(heads, deps, pos, [token.lower_ for token in doc], lemmas)
    deps = ["root" if heads[i] == i else dep for i, dep in enumerate(deps)]
    tags = [token.tag_ for token in doc]
    return Doc(vocab(), words=words, spaces=spaces, pos=pos, tags=tags, lemmas=lemmas, heads=heads, deps=deps)


def _cut(doc: Doc) -> Doc:
    from spacy.pipeline import Sentencizer

    cut: Doc = Sentencizer()(doc.copy())
    return cut


def _converted(
    heads: list[int], deps: list[str], pos: list[str], lower: list[str], lemmas: list[str]
) -> tuple[list[int], list[str]]:
    heads, deps = list(heads), list(deps)
    _turn_prepositions(heads, deps, pos)
    _turn_copulas(heads, deps, lower, lemmas)
    return heads, [_NAMES.get(dep, dep) for dep in deps]


def _turn_prepositions(heads: list[int], deps: list[str], pos: list[str]) -> None:
    """Hang the noun where its preposition hung, and the preposition from the noun."""
    held = {heads[i]: i for i in reversed(range(len(heads))) if deps[i] in _HELD and deps[heads[i]] in _HOLDERS}
    outer = {prep: heads[prep] for prep in held}
    kinds = dict(enumerate(deps))
    for i, head in enumerate(list(heads)):
        if head in held and held[head] != i:
            heads[i] = held[head]  # "just before the raid": what hung from the preposition
    for prep, noun in held.items():
        above = held.get(outer[prep], outer[prep])
        if above == noun:
            continue
        clause = kinds[noun] == "pcomp"
        heads[noun] = above
        deps[noun] = "advcl" if clause else "obl" if pos[above] in _VERBAL else "nmod"
        if kinds[prep] == "agent" and not clause:
            deps[noun] = "obl:agent"
        heads[prep], deps[prep] = noun, "mark" if clause else "case"


def _turn_copulas(heads: list[int], deps: list[str], lower: list[str], lemmas: list[str]) -> None:
    """Make the predicate the head: "he [is] mayor"."""
    for i, dep in enumerate(deps):
        verb = heads[i]
        be = lemmas[verb] == "be" or lower[verb] in ("is", "are", "was", "were", "be", "been", "'s", "’s")
        if dep not in ("attr", "acomp") or not be or verb == i or deps[verb] == "cop":
            continue
        for j, head in enumerate(heads):
            if head == verb and j not in (verb, i):
                heads[j] = i
        heads[i], deps[i] = (i if heads[verb] == verb else heads[verb]), deps[verb]
        heads[verb], deps[verb] = i, "cop"
