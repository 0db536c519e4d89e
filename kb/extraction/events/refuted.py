"""What an article itself says is not so: "reports that a dam burst are false", "It has not."

Input: a Document.
Output: the words that head such clauses, read by kb.extraction.events.denials and kb.extraction.statements.stage.
Never: takes what somebody doubts, or a report that is merely unconfirmed, for untrue.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.syntax import LIGHT, subject_of
from kb.language.analysis import Proposal
from kb.model import Span

NEGATIONS: Final = frozenset({"not", "n't", "n’t", "never", "no", "without", "neither", "nor"})
HEARSAY: Final = frozenset(
    "report rumour rumor claim allegation accusation suggestion speculation assertion story talk notion".split()
)
WITHDRAWN: Final = HEARSAY | {"statement", "announcement", "post"}
WITHDRAWING: Final = frozenset("withdraw retract disown rescind".split())  # what was said, by whoever said it
DENYING: Final = frozenset("deny reject dismiss refute dispute rebut".split())
ACCUSING: Final = frozenset({"accusation", "allegation", "charge", "indictment"})  # of 7 so denied none is untrue
UNTRUE: Final = frozenset(
    "false untrue wrong baseless unfounded groundless incorrect inaccurate fabricated invented fake fictitious "
    "nonsense rubbish lie tale fairytale fable slander hoax misinformation fiction invention fabrication fantasy "
    "myth".split()
)
TRUE: Final = frozenset({"true", "correct", "accurate", "so", "right"})
TRUTH: Final = frozenset({"truth", "basis", "foundation", "substance", "merit"})
TELLING: Final = UNTRUE | TRUE | TRUTH
SHORT: Final = 9  # tokens of "It turned out to be not true."
REACH: Final = 9  # tokens from a noun of hearsay to what it tells of
BEING: Final = frozenset({"be", "occur", "happen", "exist", "take"})
CALLING: Final = frozenset("call brand label describe".split())
EARLIER: Final = frozenset("earlier previous original first prior".split())
PUBLISHED: Final = frozenset("article entry headline item post report story update".split())
SAYING: Final = frozenset("say report write state announce tell".split())

_NOT_SO: Final = re.compile(
    r"\s*(?:it|they|he|she|this|that|these|those)\s+(?:(?:has|have|had|is|are|was|were|did|does|do)(?:\s+not|n['’]t)"
    r"|(?:is|was|are|were|turned out to be|proved(?: to be)?)\s+(?:wrong|incorrect|untrue|false"
    r"|not\s+(?:true|correct|so|the\s+case)))\s*[.!;:–—]?\s*",
    re.IGNORECASE,
)


_CORRECTS: Final = re.compile(r"\s*(?:correction|corrected)\b", re.IGNORECASE)  # a clarification takes nothing back
_BEFORE_NOW: Final = re.compile(
    r"\b(?:earlier|initially|previously|originally|wrongly|incorrectly|mistakenly)\b", re.IGNORECASE
)
_AT_ONCE: Final = re.compile(r"[^\w.]*(?:\([^)]*\)[^\w.]*)?(?:at \d\d?[:.]\d\d,?\s)?we\s", re.IGNORECASE)
_WITHDRAWN: Final = re.compile(  # "an earlier post said that it had burst; we [withdraw] that"
    r"[\s;,.:–—-]*(?:(?:and|but|which|that)\s)?(?:we|it|this|that|which)\s(?:(?:have|has|had|now|since|is|was|been|have\snow)\s){0,3}"
    r"(?:withdr[ae]wn?|withdrew|retract(?:ed)?|deleted?|removed?|tak(?:en?|ing)\sback|took\sback|took\sdown|taken\sdown)\b",
    re.IGNORECASE,
)
_THAT: Final = re.compile(r"(?:\s(?:on|of|from|last|in)\s\w+)?\sthat\s")  # behind "a statement"
_NOT: Final = re.compile(r"\bnot\s")
_AS: Final = re.compile(r"\bas\s(?:an?|the|our)\s")
REACH_BACK: Final = 120  # characters from "an earlier version" to its verb
_VERSION: Final = re.compile(
    r"(?:\bcorrection:\s+(?:an?|the|our)\s+(?:[\w-]+\s+){0,2}"  # "Correction: a post at 11:10 [said] that"
    r"(?:post|update|entry|report|story|article|headline|caption|item|dispatch|alert)\b(?:\s+(?:at|on|of|from|in|published)"
    r"\s+[^.;\n]{1,40}?)?\s+(?:\w+ly\s+)?$)|"
    r"\b(?:earlier|previous|original|first|prior)\s+versions?\b(?:\s+of\s+(?:this|the|our)\s+[\w\s,’'-]{1,60}?)?\s*"
    r"(?:,[^.;,]{1,50},\s*)?(?:(?:had|has|have)\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)


def refuted_words(document: Document) -> frozenset[int]:
    """Return the tokens that head what the text says is untrue; in "X and Y did not happen" both."""
    found: set[int] = set()
    for token in document.doc:
        if (token.lemma_ in HEARSAY and _is_untrue(token)) or _is_withdrawn(document.text, token):
            for child in _clauses(token):
                found.update(_told(child))
        elif _says_untrue(token):
            that = next((t for t in token.doc[token.i + 1 : token.sent.end] if t.lower_ == "that"), None)
            if that is not None and that.dep_ == "mark" and that.head.i > that.i:
                found.update(_told(that.head))
    return frozenset(found)


def corrected_words(document: Document) -> frozenset[int]:
    """Return the tokens that head what the next sentence takes back: "we said that it had burst. It has not"."""
    found: set[int] = set()
    before: Sentence | None = None
    for sentence in document.doc.sents:
        if before is not None and _answers(sentence):
            if document.paragraph(before.end_char - 1) != document.paragraph(sentence.start_char):
                continue
            said = [t for t in before if t.dep_ == "ccomp" and t.head.lemma_ in SAYING and t.i > t.head.i]
            found.update(_told(said[-1] if said else before.root))
        before = sentence
    return frozenset(found)


def _answers(sentence: Sentence) -> bool:
    """Whether a sentence, or what it opens with before a semicolon or a colon, only says that something is not so."""
    opening = _NOT_SO.match(sentence.text)
    clause = opening is not None and opening[0].rstrip().endswith((";", ":", "–", "—"))
    return clause or (len(sentence) <= SHORT and _NOT_SO.fullmatch(sentence.text) is not None)


def taken_back(document: Document, cue: Proposal, content: Sequence[Span], corrected: Collection[int]) -> bool:
    """Return whether a publication takes back what it said: "we said that it had burst. It has not".

    Args:
        cue: the reporting verb.
        content: what was said.
        corrected: as of corrected_words.
    """
    if of_earlier_version(document, cue):
        return not _is_set_right(document, cue, content)
    subject = subject_of(head_token(document.doc, cue.start, cue.end))
    if subject is None:
        return False
    earlier = any(child.lower_ in EARLIER for child in subject.children)
    if subject.lemma_ == "version":
        return earlier
    repeated = subject.i > 0 and subject.nbor(-1).lower_ == "as"  # "as we reported earlier"
    if subject.lower_ == "we" and not repeated and _is_own_correction(document, cue):
        return True
    own = subject.lower_ == "we" or (earlier and subject.lemma_ in PUBLISHED)
    if own and content and _WITHDRAWN.match(document.text, max(part.end for part in content)):
        return True
    return own and any(part.start <= document.doc[token].idx < part.end for token in corrected for part in content)


def _is_own_correction(document: Document, cue: Proposal) -> bool:
    """Whether a paragraph that opens as a correction tells what was said: "Correction: ... We earlier [said]"."""
    start, end = document.span(cue).start, document.span(cue).end
    opened = _CORRECTS.match(document.text, document.text.rfind("\n", 0, start) + 1)
    if opened is None:
        return False
    at_once = _AT_ONCE.fullmatch(document.text, opened.end(), start) is not None  # "Correction: we [reported]"
    return at_once or _BEFORE_NOW.search(document.text, max(0, start - 24), end + 24) is not None


def _is_set_right(document: Document, cue: Proposal, content: Sequence[Span]) -> bool:
    """Whether words tell how it is, and a version only how it is not: "it fell on Monday, not on Sunday as a version
    [said]".
    """
    text, at = document.text, document.span(cue).start
    told = [part for part in content if part.end <= at]
    return any(_NOT.search(text, part.start, at) and _AS.search(text, part.end - 1, at) for part in told)


def of_earlier_version(document: Document, cue: Proposal) -> bool:
    """Return whether what a reporting verb reports stood in an earlier version, whatever the tree makes of it."""
    start = document.span(cue).start
    return _VERSION.search(document.text[max(0, start - REACH_BACK) : start]) is not None


def _clauses(noun: Token) -> Iterator[Token]:
    """What a noun of hearsay tells: "reports of [fire]", "reports that it [burned]"."""
    found = False
    for child in noun.children:
        about = child.dep_ == "nmod" and _case(child) in ("of", "about")
        if child.i > noun.i and (about or child.dep_ in ("acl", "ccomp")):
            found = True
            yield child
    if not found:
        yield from _astray(noun)
        yield from _after_that(noun)


def _astray(noun: Token) -> Iterator[Token]:
    """What "of" brings behind words that the parser took it to: "talk on Facebook of a [tsunami]"."""
    for token in noun.doc[noun.i + 1 : min(noun.i + REACH, noun.sent.end)]:
        if token.is_punct:
            return
        if token.dep_ == "nmod" and _case(token) == "of" and token.head.dep_ in ("obl", "nmod"):
            yield token
            return


def _after_that(noun: Token) -> Iterator[Token]:
    """The verb of the clause behind "that", where words between noun and clause led the parser astray."""
    end = noun.head.i if noun.head.i > noun.i else noun.sent.end
    that = next((token for token in noun.doc[noun.i + 1 : end] if token.lower_ == "that"), None)
    if that is not None:
        behind = that.head if that.i < that.head.i < end else None
        verb = next((token for token in noun.doc[that.i + 1 : end] if token.pos_ == "VERB"), None)
        yield from filter(None, [behind or verb])


def _is_untrue(noun: Token) -> bool:
    head = noun.head
    if head.i == noun.i:
        return False
    if noun.dep_ == "obj" and head.lemma_ in CALLING:
        return any(token.lower_ in UNTRUE for token in noun.doc[noun.i + 1 : head.right_edge.i + 1])
    if noun.dep_ in ("nsubj", "nsubj:outer"):
        return _says_untrue(head)
    if noun.dep_ in ("obj", "nsubj:pass"):
        return head.lemma_ in DENYING and not is_negated(head)
    return head.lemma_ in TRUTH and is_negated(head)


def _is_withdrawn(text: str, noun: Token) -> bool:
    """Whether somebody takes back what a noun tells of: "withdrew a [statement] that two had tested positive"."""
    verb = noun.head
    told = noun.lemma_ in WITHDRAWN and noun.dep_ in ("obj", "nsubj:pass") and verb.lemma_ in WITHDRAWING
    return told and not is_negated(verb) and _THAT.match(text, noun.idx + len(noun)) is not None


def _says_untrue(token: Token) -> bool:
    """Whether a word is a predicate of untruth: "is false", "is not true", "are without foundation"."""
    if token.lower_ not in TELLING or not any(child.dep_ == "cop" for child in token.children):
        return False
    if token.lower_ in UNTRUE:
        return not is_negated(token)
    if token.lower_ in TRUTH:
        return _case(token) == "without"
    return token.lower_ in TRUE and is_negated(token)


def _told(head: Token) -> Iterator[int]:
    """The words that carry what a clause tells: its head, what "and" joins to it, what it says there is."""
    for token in (head, *head.conjuncts):
        if token.i < head.i:
            continue
        yield token.i
        for child in token.children:
            carried = child.dep_ == "obj" and token.lemma_ in LIGHT
            exists = child.dep_ in ("nsubj", "nsubj:pass") and token.lemma_ in BEING
            if carried or exists:
                yield child.i
                yield from (grand.i for grand in child.children if grand.dep_ == "nmod" and _case(grand) == "of")


def is_answered(noun: Token) -> bool:
    """Return whether a noun is the accusation that somebody denies, which was made: "denies the [charges]"."""
    verb = noun.head
    denied = noun.dep_ == "obj" or (noun.dep_ == "nsubj:pass" and noun.i < verb.i)
    return noun.lemma_ in ACCUSING and denied and verb.lemma_ in DENYING and not is_negated(noun)


def is_negated(token: Token) -> bool:
    """Return whether a word of negation hangs from *token*."""
    return any(child.lower_ in NEGATIONS for child in token.children if child.dep_ in ("advmod", "det", "case", "neg"))


def _case(token: Token) -> str:
    return next((child.lower_ for child in token.children if child.dep_ == "case"), "")
