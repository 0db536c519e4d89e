"""What a reporting verb does not report: the clause before "but", the threat that a clash is.

Input: a cue of a Document and the pieces proposed as its content.
Output: which pieces stay, and whether anybody speaks; read by kb.extraction.statements.stage.
Never: drops a piece of a quotation in which somebody could have spoken.
"""

import re
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.language.analysis import Proposal
from kb.model import Span

RAISING: Final = frozenset({"threaten", "promise"})  # "the storm threatened to flood Osk": no one speaks
RELATIVE: Final = frozenset({"that", "which"})
CONTRASTING: Final = frozenset({"while", "whereas", "although", "though"})
DESCRIBING: Final = frozenset({"who", "whose", "which"})
RITES: Final = frozenset("mass prayers grace goodbye farewell goodnight kaddish vespers".split())
CLERICAL: Final = frozenset({"type", "mistype", "miscount", "misread", "transpose"})  # a slip of the pen says nothing
HELD_TO_BE: Final = frozenset({"declared", "proclaimed", "pronounced", "deemed"})
FOUND_TO_BE: Final = HELD_TO_BE | {"confirmed", "reported", "feared", "presumed", "believed", "found"}
STATES: Final = frozenset("dead missing safe alive killed injured wounded hurt trapped unharmed bankrupt".split())
SILENT_DEEDS: Final = frozenset(
    "attend appear play stand vote travel show win lose pay stop arrive join sign compete resign take leave go come "
    "turn hold move act work run return score".split()
)
JUDGING: Final = frozenset({"criticise", "criticize", "blame", "condemn", "denounce", "praise"})
WHEN: Final = frozenset({"after", "amid", "before", "during", "since", "when", "while"})
DATING: Final = frozenset("announce confirm declare proclaim report".split())  # "since it was declared"
QUOTING: Final = frozenset('"“”')
FORMS_OF_BE: Final = frozenset({"be", "is", "are", "was", "were", "been", "being"})
GIVEN: Final = 6  # tokens from "gave" to the warning
AS_OFFICE: Final = 20  # characters from a name to the office behind "as the new"
UNSPEAKABLE: Final = 100  # letters of a word: the longest in use have half of that
ASKED: Final = "asked"
_TITLED: Final = re.compile(r"\s(?:[A-Z][\w.]*\s){0,2}")
_CLOSED: Final = re.compile(r"\s*[,:–—-]")

Piece = tuple[Span, str, float]  # words, mode, score


def said_pieces(document: Document, cue: Proposal | None, parts: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that a cue reports, without those of no word that one could say.

    Of several these do not: a clause before an infinitive ("..., prompting NAME to warn of ..."), and one that a
    conjunction joins to the clause of the cue ("the list had 98 names, but survivors say ..."), what somebody was
    "Asked ..." about, what a clause tells of the speaker ("Paz, who wrote the ruling, said"), and what another verb
    has as its object ("sacked [the cabinet] amid reports of infighting").
    """
    parts = [piece for piece in parts if any(len(word) < UNSPEAKABLE for word in piece[0].of(document.text).split())]
    if cue is None or len(parts) < 2:
        return parts
    at = document.span(cue)
    behind = any(part.start >= at.end and not _CLOSED.match(document.text, at.end) for part, *_ in parts)
    kept = []
    for piece in parts:
        span = piece[0]
        if any(_is_anothers(document, span, other, cue) for other, *_ in parts if other.start >= span.end):
            continue
        before = span.end <= at.start and document.quotation_at(span) is None
        if before and (_is_asked(document, span, cue) or _tells_of_speaker(document, span, cue)):
            continue
        if before and (_is_infinitive(document, cue) or (behind and _is_joined(document, span, cue))):
            continue
        kept.append(piece)
    return kept


def _is_anothers(document: Document, span: Span, other: Span, cue: Proposal) -> bool:
    """Whether words before the cue are right behind another verb, and run on into what nobody says, none of it quoted.

    Not those that a cue is said of: "temperatures are [forecast] to rise".
    """
    first, last = document.tokens(span)
    quoted = document.quotation_at(span) is not None or document.quotation_at(other) is not None
    if quoted or not 0 < first < last <= cue.start < document.tokens(other)[0]:
        return False
    verbless = not any(token.pos_ in ("VERB", "AUX") for token in document.doc[first:last])
    behind = document.doc[last]
    return verbless and document.doc[first - 1].pos_ == "VERB" and not (behind.is_punct or behind.pos_ == "CCONJ")


def _is_asked(document: Document, span: Span, cue: Proposal) -> bool:
    """Whether words are what was asked, in a sentence that opens with "Asked ..."."""
    sentence = document.doc[cue.start].sent
    opens = next((token for token in sentence if not token.is_punct and not token.is_space), None)
    return opens is not None and opens.lower_ == ASKED and opens.i < cue.start and opens.idx < span.start


def _tells_of_speaker(document: Document, span: Span, cue: Proposal) -> bool:
    """Whether words stand in a clause between commas that describes the speaker, right before the cue."""
    first, last = document.tokens(span)
    between = document.doc[last : cue.start]
    opens = next((t for t in reversed(document.doc[document.doc[cue.start].sent.start : first]) if t.text == ","), None)
    relative = opens is not None and opens.i + 1 < first and document.doc[opens.i + 1].lower_ in DESCRIBING
    return relative and len(between) == 1 and between[0].text == ","


def _is_infinitive(document: Document, cue: Proposal) -> bool:
    return cue.start > 0 and document.doc[cue.start - 1].lower_ == "to"


def _is_joined(document: Document, span: Span, cue: Proposal) -> bool:
    """Whether a conjunction between a piece and a cue joins their clauses: no "and, police said,"."""
    _, last = document.tokens(span)
    verb = head_token(document.doc, cue.start, cue.end)
    own = {verb.i, *(t.i for t in verb.children if t.dep_.startswith("nsubj"))}
    for token in document.doc[last : cue.start]:
        if token.pos_ != "CCONJ" and token.lower_ not in CONTRASTING:
            continue
        closed = token.i + 1 < len(document.doc) and document.doc[token.i + 1].text == ","
        clause = token.i - 1 >= last and document.doc[token.i - 1].text in (",", ";")
        if not closed and (clause or token.head.i in own):
            return True
    return False


def nobody_speaks(document: Document, table: EntityTable, cue: Proposal | None) -> bool:
    """Return whether what "threatens to" do something is a happening, or a verb gives somebody an office.

    "Clashes that threatened to derail a treaty"; "the senate confirmed Ada Obi as judge".
    """
    if cue is None:
        return False
    verb = head_token(document.doc, cue.start, cue.end)
    if any(no(document, cue) for no in _SAYING_NOTHING):
        return True
    if verb.lemma_ == "confirm":
        return _installs(document, table, document.span(cue))
    if verb.lemma_ not in RAISING or cue.end >= len(document.doc) or document.doc[cue.end].lower_ != "to":
        return False
    subject = _subject(verb)
    if subject is None:
        return False
    return subject.i in document.trigger_tokens or not table.at(document.token_span(subject.i, subject.i + 1))


def _slips(document: Document, cue: Proposal) -> bool:
    """Whether what is typed or misread is neither a clause nor a quotation: "typed 80 instead of 8"."""
    verb = head_token(document.doc, cue.start, cue.end)
    if verb.lemma_ not in CLERICAL:
        return False
    clause = any(c.dep_ == "ccomp" for c in verb.children) or document.doc[cue.end : cue.end + 1].text == "that"
    near = document.text[max(0, verb.idx - AS_OFFICE) : verb.idx + len(verb) + 2]
    return not clause and not any(mark in near for mark in QUOTING)


def _says_no_words(document: Document, cue: Proposal) -> bool:
    """Whether a rite is held or somebody takes leave: "said Mass", not "said Mass was over"."""
    behind = document.doc[cue.end : cue.end + 2]
    verb = document.doc[cue.end - 1]
    if verb.lemma_ != "say" or not len(behind) or behind[0].lower_ not in RITES:
        return False
    return behind[0].head.i == verb.i and not behind[0].dep_.startswith("nsubj") and behind[-1].pos_ != "AUX"


def _stays_away(document: Document, cue: Proposal) -> bool:
    """Whether what was not done is no speaking: "did not [attend the hearing]"."""
    words = document.doc[cue.start : cue.end]
    if words[-1].lower_ not in ("not", "n't", "n’t", "never") or any(token.pos_ == "VERB" for token in words):
        return False
    verb = next((t for t in document.doc[cue.end : cue.end + 3] if t.pos_ == "VERB"), None)
    return verb is not None and verb.lemma_ in SILENT_DEEDS


def _is_held_to_be(document: Document, cue: Proposal) -> bool:
    """Whether words tell what somebody is found to be: "31 [confirmed] dead", in a headline "Obi [declared] winner".

    What is done is in the present there: "Obi declares victory".
    """
    if cue.start + 1 != cue.end or cue.end >= len(document.doc):
        return False
    verb, behind = document.doc[cue.start], document.doc[cue.end]
    if verb.lower_ in FOUND_TO_BE and behind.lower_ in STATES:
        return True
    titled = document.title is not None and document.title.covers(document.span(cue))
    quoted = document.quotation_at(document.token_span(cue.end, cue.end + 1)) is not None
    return titled and not quoted and verb.lower_ in HELD_TO_BE and behind.pos_ in ("NOUN", "ADJ", "VERB")


def _amounts(document: Document, cue: Proposal) -> bool:
    """Whether something only makes up a part: "the north accounts for 40 cases"."""
    words = document.doc[cue.start : cue.end]
    behind = document.doc[cue.end : cue.end + 1].text.lower()
    return words[0].lemma_ == "account" and (behind == "for" or words[-1].lower_ == "for")


def _is_judged(document: Document, cue: Proposal) -> bool:
    """Whether somebody is blamed by no one, and only when is told: "was criticised after 26 people died"."""
    verb = head_token(document.doc, cue.start, cue.end)
    passive = any(c.dep_ == "aux:pass" for c in verb.children)
    if verb.lemma_ not in JUDGING or not passive or cue.end >= len(document.doc):
        return False
    return document.doc[cue.end].lower_ in WHEN


def _only_dates(document: Document, cue: Proposal) -> bool:
    """Whether a clause only says since when something is so: "64 since the outbreak was [declared] on 1 May"."""
    verb = head_token(document.doc, cue.start, cue.end)
    passive = any(c.dep_ == "aux:pass" for c in verb.children)
    dates = any(c.dep_ == "mark" and c.lower_ in WHEN for c in verb.children)
    behind = document.doc[cue.end : cue.end + 1].text.lower()
    told = behind == "that" or any(c.dep_ == "ccomp" for c in verb.children)
    return verb.lemma_ in DATING and passive and dates and not told


def _only_is(document: Document, cue: Proposal) -> bool:
    """Whether a cue is no more than a form of "be": "a third [is] believed to have drowned"."""
    return all(token.lower_ in FORMS_OF_BE for token in document.doc[cue.start : cue.end])


def _gives_warning(document: Document, cue: Proposal) -> bool:
    """Whether a warning or a notice is only what somebody gave another: "gave the town [warning] of a raid"."""
    noun = document.doc[cue.end - 1]
    if noun.lower_ not in ("warning", "notice") or document.doc[cue.end : cue.end + 1].text != "of":
        return False
    before = document.doc[max(noun.sent.start, cue.start - GIVEN) : cue.start]
    given = next((t for t in reversed(before) if t.lemma_ == "give"), None)
    return given is not None and all(
        t.pos_ in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM") for t in document.doc[given.i + 1 : cue.start]
    )


def _sets_beside(document: Document, cue: Proposal) -> bool:
    """Whether one number is only set beside another: "40 have died, [compared] with 31 a year before"."""
    word, around = document.doc[cue.start], document.doc[max(0, cue.start - 1) : cue.start + 2]
    led = cue.start > 0 and (around[0].is_punct or around[0].lower_ in ("as", "when") or around[0].pos_ == "NUM")
    return word.lower_ == "compared" and led and around[-1].lower_ in ("with", "to")


_SAYING_NOTHING: Final = (
    _slips,
    _says_no_words,
    _stays_away,
    _is_held_to_be,
    _amounts,
    _is_judged,
    _only_dates,
    _only_is,
    _gives_warning,
    _sets_beside,
)


def _installs(document: Document, table: EntityTable, cue: Span) -> bool:
    """Whether a person right behind a verb is confirmed "as" what an office names; not "as the victim"."""
    text = document.text
    roles = [document.span(office).start for _, office in document.analysis.layer("office")]
    return any(
        table.entity(m.entity).type == "person"
        and _TITLED.fullmatch(text, cue.end, m.span.start)
        and text.startswith(" as ", m.span.end)
        and any(m.span.end < role <= m.span.end + AS_OFFICE for role in roles)
        for m in table.near(cue)
        if m.span.start > cue.end
    )


def _subject(verb: Token) -> Token | None:
    """What a verb is said of: its own subject, or what a relative clause describes that it is the second verb of."""
    doc, start = verb.doc, verb.sent.start
    own = next((t for t in verb.children if t.dep_.startswith("nsubj") and t.i < verb.i), None)
    if own is None:
        for token in reversed(doc[start : verb.i]):
            if token.is_punct:
                return None
            if token.lower_ in RELATIVE and token.pos_ == "PRON":
                own = token
                break
    if own is not None and own.lower_ in RELATIVE and own.i > start:
        return next((t for t in reversed(doc[start : own.i]) if not t.is_punct), None)
    return own
