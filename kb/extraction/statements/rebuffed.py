"""What a clause about a claim turns down: "said the raid killed six, a claim that the group denied", "which it denied".

Input: a Document, the cues and the contents that they have so far.
Output: the content that such a cue has too, read by kb.extraction.statements.stage.
Pure. Never: reaches into another sentence; takes words that were quoted further back.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.hearsay import DENIAL
from kb.model import Span

CLAIMS: Final = frozenset(
    "accusation account allegation argument assertion assessment charge claim conclusion contention description "
    "estimate figure finding insinuation statement suggestion toll version view".split()
)
GAP: Final = 4  # tokens between the claim and the word for it: ", a charge"


def rebuffed(document: Document, contents: Mapping[int, Sequence[Span]]) -> dict[int, Span]:
    """Return cue -> what was said right before the noun that its clause tells of, for cues that turn it down.

    Args:
        contents: cue -> the words that it has; of those turned down none stands before the noun.
    """
    found = {}
    for cue, own in contents.items():
        anchor = _anchor(document, cue)
        if anchor is None or any(document.tokens(span)[1] > anchor.i + 1 for span in own):
            continue  # "a claim that she denied making"
        others = (span for other, spans in contents.items() if other != cue for span in spans)
        told = [span for span in others if _is_right_before(document, span, anchor)]
        if told:
            found[cue] = max(told, key=lambda span: (span.end, -span.start))
    return found


def _anchor(document: Document, cue: int) -> Token | None:
    """The word behind a comma that stands for what was said, in the clause of a cue that turns it down.

    Of "a claim that Osk denied" the claim, of "accused it of hiding deaths, which Osk denied" the "which".
    """
    proposal = document.analysis.proposals[cue]
    if DENIAL.fullmatch(document.span(proposal).of(document.text)) is None:
        return None
    verb = head_token(document.doc, proposal.start, proposal.end)
    noun = verb.head
    if verb.dep_ == "acl:relcl" and noun.lemma_.lower() in CLAIMS:
        first = next((c for c in noun.children if c.dep_ == "det"), noun)
        apart = first.i > 0 and document.doc[first.i - 1].text in (",", "-", "–", "—")
        if apart and first.lower_ in ("a", "an", noun.lower_):
            return noun
    which = next((c for c in verb.children if c.lower_ == "which" and c.dep_ in ("obj", "mark")), None)
    return which if which is not None and which.i > 0 and document.doc[which.i - 1].text == "," else None


def _is_right_before(document: Document, span: Span, anchor: Token) -> bool:
    first, last = document.tokens(span)
    sentence = document.sentence_of
    return 0 <= anchor.i - last < GAP and sentence[first] == sentence[anchor.i]
