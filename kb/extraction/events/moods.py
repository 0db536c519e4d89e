"""Whether something happened, by the words that lead to its own: "accused of", "should be", "failed to".

Input: the text, where a happening's word stands. Output: a modality of kb.model.extraction, "" for none, and whether
it came to nothing; read by kb.extraction.events.stage where the model takes the thing for a fact.
Pure. Never: makes a fact of anything.
"""

import re
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.refuted import is_negated
from kb.model import Span

REACH: Final = 80  # characters before the word, of its own sentence
AHEAD: Final = frozenset({"will", "would", "'ll", "’ll", "may", "might", "could", "should", "shall", "must"})
BARE: Final = frozenset(  # verbs of plans whose past differs from them
    "go vote open reopen close begin start resume end expire meet play face head travel fly arrive leave return march "
    "strike gather convene host launch depart elect choose".split()
)
UNPLANNED: Final = frozenset("attack crime death injury damage natural_hazard fire_explosion displacement".split())
OPEN: Final = frozenset({"planned", "expected", "possible", "conditional", "hypothetical", "promised", "requested"})
DATED: Final = 0.5  # how likely a day is the time of what is told in the present tense
COUPS: Final = frozenset({"coup", "putsch", "takeover"})
FOILING: Final = frozenset({"foil", "thwart", "avert", "prevent"})
DENYING: Final = frozenset("not n't n’t never no nobody none nothing neither nor without".split())
_DAY: Final = re.compile(
    r"(?:(?:on|next|this|from)\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
    r"(?:\d+\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_ENDS: Final = re.compile(r"[.!?;:“”\"\n]")
_AUXILIARIES: Final = r"(?:(?:be|been|being|have|having|had)\s+)?"
_BEFORE: Final = r"(?:(?:an?|the|any|another|further|new|more|renewed|mass|other)\s+){0,2}(?:\w+\s+)?$"
_OF_ANOTHER: Final = (  # "would [impose] an embargo"; what is ended or broken is there already
    r"(?:\w+ly\s+)?(?!(?:be|have|end|lift|breach|violate|break|scrap|extend|prolong|replace|avoid|avert|prevent|stop|halt|"
    r"mark|follow|rule)\b)[a-z]+\s+(?:an?|any)\s+(?:[\w-]+\s+)?$"
)
_WILL: Final = r"(?:(?-i:\bwill|\bWILL|\b[A-Z][\w’'.-]* Will)|['’]ll)"  # "a man called Will" shot somebody
_SOME: Final = r"(?:(?:an?|attempted|armed|alleged(?:ly)?|aggravated)\s+){0,3}(?:[a-z]+ing\s+)?"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_FEARED: Final = _words(r"\b(?:feared|presumed) (?:to (?:be|have) )?(?:been )?(?:all )?$")
_MOODS: Final = (  # of 2,925 articles annotated by hand 662 of 750 such happenings are so
    (_words(rf"\baccus(?:ed|es|ing)\b.{{0,60}}\bof\s+{_AUXILIARIES}$"), "alleged"),
    (_words(r"\bon suspicion of\s+(?:\w+ing\s+)?$"), "alleged"),
    (_words(r"\b(?:not (?:yet )?(?:clear|known)|unclear) (?:whether|if)\b.{0,40}$"), "possible"),
    (_words(r"\b(?:should|ought to)\s+(?:be\s+)?$"), "requested"),
    (_words(rf"\b(?:allegations?|accusations?|claims?|suspicions?) of {_BEFORE}"), "alleged"),
    (_words(r"\bsuspect(?:ed|s|ing)?\b.{0,40}\bof (?:having )?$"), "alleged"),
    (_words(r"\b(?:alleged|suspected|purported)(?:ly)? (?:\w+\s+)?$"), "alleged"),
    (_words(rf"\b(?:charged|charging|indicted)\b.{{0,50}}\b(?:with|for) {_SOME}$"), "alleged"),
    (_words(rf"^(?!.*\b(?:convict|guilty|sentence)).*\bcharges of {_SOME}$"), "alleged"),
    (_words(rf"\btrial\b[^,]{{0,30}}\bfor {_SOME}$"), "alleged"),
    (
        _words(
            r"\b(?:rumou?rs?|speculation|gossip|fears?|threats?|risks?|dangers?|possibility|chances?|likelihood"
            rf"|prospects?) (?:of|about) {_BEFORE}"
        ),
        "possible",
    ),
    (_words(rf"\b(?:calls?|called|calling) for {_BEFORE}"), "requested"),
    (_words(r"\b(?:feared|presumed) (?:to (?:be|have) )?(?:been )?(?:all )?$"), "possible"),
    (_words(r"\bplan(?:s|ned|ning)? to $"), "planned"),
    (_words(rf"{_WILL}(?: (?:not|also|now|soon|then|\w+ly)){{0,2}} (?:be )?$"), "planned"),  # no fact of 860
    (
        _words(
            r"\b(?:(?:plans?|promises?|pledges?|vows?|threats?|decisions?|contracts?|permits?|permission|licen[cs]es?|"
            r"bids?|offers?|proposals?|orders?|tenders?) to) (?:\w+ly )?(?:be )?$"
        ),
        "planned",
    ),  # 12 facts of 220
    (
        _words(  # no helicopters that "supported a raid"
            r"\b(?:supports?|(?:they|it|he|she) supported|favou?rs?|favou?red|propos(?:es|ed|ing)) an? (?:\w+ )?$"
        ),
        "requested",
    ),
    (_words(r"\b(?:was|were) to have (?:\w+ly )?(?:been )?(?:\w+ly )?$"), "planned"),  # 39 of 41 such
    (
        _words(r"\b(?:would|could)(?: not|n['’]t)?(?: \w+ly)? have (?:\w+ly )?(?:been )?(?:\w+ly )?$"),
        "hypothetical",
    ),  # 24 of 28
    (_words(rf"\b(?:will|would)\s+{_OF_ANOTHER}"), "planned"),  # 24 of 26 are no facts
    (_words(rf"\b(?:could|might)\s+{_OF_ANOTHER}"), "possible"),
    (_words(r"\b(?:may|might) (?:not |\w+ly )?have (?:\w+ly )?(?:been )?(?:\w+ly )?$"), "possible"),
)
_AWAITED: Final = (
    _words(  # behind the word: "[gusts] of 70 km/h were forecast"; not "the move was expected", "are expected to focus"
        r"\s+(?:of [^.;,\n]{0,40}? )?(?:(?:was|were|is|are) (?:also )?forecast|"
        r"(?:is|are) (?:also )?(?:expected|predicted)|"
        r"(?:was|were) (?:also )?(?:expected|predicted)(?!\s*[.,;:!?]| (?:and|but|when|by (?!\w+day\b|the end\b))))\b"
        r"(?! to (?!(?:begin|start|open)(?! \w+ing| to)|take place|be held))"
    )
)
_AT_STAKE: Final = _words(  # not "asked if the [attack] failed"
    r"(?<!\bask )(?<!\basked )(?<!\bunclear )(?<!\bclear )(?<!\bcertain )(?<!\bsure )(?<!\bsay )(?<!\bsee )"
    r"(?<!\bknow )(?<!\bknown )(?<!\bknew )(?<!\bwonder )(?<!\bwondered )(?<!\bdoubt )(?<!\bdoubted )"
    r"\b(?:if|unless|should) (?:the|his|her|its|their) (?:\w+ )?$"
)
_TURNS_OUT: Final = _words(  # behind the word: "if the [appeal] failed"
    r"\s+(?:fails?|failed|succeeds?|succeeded|goes ahead|went ahead|is (?:approved|rejected|upheld|granted))\b"
)
_HELD_FOR: Final = _words(  # up to the end of the word: "arrested a clerk for [stealing]", "for taking [bribes]"
    r"\b(?:arrested|detained|investigated|prosecuted|(?:is|are|was|were) wanted)\b[^,]{0,50}\bfor (?:allegedly )?"
    r"(?!question|protest|demonstrat|refus)[a-z]{2,}ing(?:\s\w+)?$"
)
_STAYED: Final = _words(  # up to the end of the word: "stayed his [execution]", "a stay of [execution]"
    r"\b(?:stay(?:s|ed|ing)?|suspend(?:s|ed|ing)?|halt(?:s|ed|ing)?|block(?:s|ed|ing)?|paus(?:es|ed|ing))\s+(?:of\s+)?"
    r"(?:(?:the|an?|his|her|their|all|[\w-]+['’]s)\s+)?(?:(?:planned|scheduled|looming|imminent|impending|further)\s+)?"
    r"(?:executions?|deportations?|evictions?|extraditions?|demolitions?)$"
)
_PROVEN: Final = _words(  # of 65 such happenings annotated by hand 59 are told as facts
    r"\b(?:convict(?:ed|s|ing)|found guilty|sentenc(?:ed|es|ing)|jail(?:ed|s|ing)|imprisoned|fin(?:ed|es))\b[^,;]{0,60}"
    rf"\b(?:of|for|over) (?:the\s+)?{_SOME}(?:\w+\s+)?$"
)
_OPEN: Final = _words(r"\b(?:if|not|never|unless|could|would|may|might|wrongly|overturn|quash|appeal)")
_UNDONE: Final = _words(  # of 122 such happenings 117 did not come about
    r"(?<!not )(?<!never )(?<!n't )(?<!n’t )\b(?:fail(?:ed|s|ing|ure)? to|refus(?:ed|es|ing|al) to|unable to"
    r"|there (?:was|were|is|are|has been|have been|had been) no|without (?:an?|any)?)\s+(?:\w+ly\s+)?$"
)
_NONE: Final = _words(r"\bthere (?:was|were|is|are|has been|have been|had been) no\s+(?:\w+ly\s+)?$")
_NEWLY: Final = (  # "no sign of the [kidnapped] girls", "of two [missing] men" tell of what there was
    r"(?!(?:the|this|that|these|those|his|her|its|their|our|two|three|four|five|six|seven|eight|nine|ten|dozens|\d+)\b)"
)
_UNSEEN: Final = _words(  # "no sign of [tampering]", "that its systems were [entered]": 15 of 16 are no facts
    rf"\bno (?:sign|evidence|indication|proof|trace|hint)s? (?:of (?:an? |any )?(?:{_NEWLY}\w+ )?|"
    r"that (?:(?!(?:that|who|which|when|after|since)\b)[\w’'-]+ ){1,5}?(?:was|were|is|are|ha[ds]|have)(?: been)? )$"
)


_LASTED: Final = _words(  # "called off a 41-day [strike]": whoever ends it had it
    r"\b(?:(?P<off>call(?:s|ed|ing)?\s+off|suspend(?:s|ed|ing)?)|end(?:s|ed|ing)?|halt(?:s|ed|ing)?)\s+"
    r"(?:(?:an?|the|their|its|his|her)\s+)?(?:(?!planned|proposed|scheduled|threatened)[\w-]+\s+)?"
    r"(?(off)(?!(?:\d+|[a-z]+)[-‐‑ ]hour|(?:[1-3]|one|two|three)[-‐‑ ]day))"  # which is how long strikes are planned
    r"(?:\d+|[a-z]+)[-‐‑ ](?:hour|day|week|month|year)(?:[-‐‑ ]?(?:long|old))?\s+(?:[\w-]+\s+)?$"
)


_PLANNED: Final = re.compile(
    r"[^.;!?\n]{0,40}?\s(?:due|set|planned|scheduled|slated|called|meant|before\s+(?:it|they)\s+(?:began|started))\b"
)


def has_lasted(text: str, word: Span) -> bool:
    """Say whether what is ended went on for so long: "called off a 41-day [strike]", but not one "due in May"."""
    return _LASTED.search(_before(text, word)) is not None and _PLANNED.match(text, word.end) is None


def is_feared(text: str, word: Span) -> bool:
    """Return whether people are only feared or presumed to be dead: "20 more are feared [dead]"."""
    return _FEARED.search(_before(text, word)) is not None


def mood_of(text: str, word: Span) -> str:
    """Return how a happening is told of by the words before its own; "accused the firm of [hiding] cracks": alleged."""
    before = _before(text, word)
    if _HELD_FOR.search(before + word.of(text)):
        return "alleged"
    if _STAYED.search(before + word.of(text)):
        return "suspended"
    if _AWAITED.match(text, word.end):
        return "expected"
    if _AT_STAKE.search(before) and _TURNS_OUT.match(text, word.end):
        return "planned"
    return next((mood for pattern, mood in _MOODS if pattern.search(before)), "")


def is_proven(text: str, word: Span) -> bool:
    """Say whether a court found that a happening took place: "was jailed for [bribery]"."""
    before = _before(text, word)
    return _PROVEN.search(before) is not None and _OPEN.search(before) is None


def is_undone(text: str, word: Span) -> bool:
    """Say whether the words before a happening's own say that it did not come about: "failed to [act]"."""
    before = _before(text, word)
    return _UNDONE.search(before) is not None or _UNSEEN.search(before) is not None


def is_told_as_none(text: str, word: Span) -> bool:
    """Say whether there was nothing of the kind: "there was no [fraud]", not "she refused to [go]"."""
    before = _before(text, word)
    return _NONE.search(before) is not None or _UNSEEN.search(before) is not None


def has_failed(noun: Token) -> bool:
    """Say whether a coup came to nothing: "the [coup] has failed", "was foiled", not "failed to bring peace"."""
    verb = noun.head
    told = noun.lemma_ in COUPS and noun.dep_ in ("nsubj", "nsubj:pass") and not is_negated(verb)
    passive = noun.dep_ == "nsubj:pass" and verb.lemma_ in FOILING
    further = any(child.i > verb.i and child.dep_ in ("xcomp", "obj") for child in verb.children)
    return told and (passive or (verb.lemma_ in ("fail", "collapse") and not further))


def is_only_without(verb: Token) -> bool:
    """Say whether all that is denied of a verb is what stands behind it: "police [charged] without warning"."""
    behind = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if verb.pos_ != "VERB" or behind is None or behind.lower_ != "without":
        return False
    return not any(token.lower_ in DENYING for token in verb.doc[verb.left_edge.i : verb.i])


def shared_mood(document: Document, verb: Token) -> str:
    """Return the modality of the verb whose auxiliary a verb shares: "will be built and [delivered]", "" for none.

    A plan is also what the present tense puts on a day: "Osk [votes] on Sunday".
    """
    if _is_to_come(document, verb):
        return "planned"
    first = verb.head
    if verb.dep_ == "advcl" and any(c.lower_ == "before" and c.dep_ in ("mark", "case") for c in verb.children):
        return _open_mood(document, first)  # "could gain strength before [hitting] Osk"
    alone = verb.dep_ == "conj" and verb.pos_ == first.pos_ == "VERB" and verb.tag_ != "VBD"
    if not alone or any(c.dep_.startswith(("nsubj", "aux", "mark")) for c in verb.children):
        return ""
    if not any(c.dep_ == "aux" and c.lower_ in AHEAD for c in first.children):
        return ""
    return _mood(document, first)


def _mood(document: Document, verb: Token) -> str:
    """The modality that the model gives what a verb tells, "" where it tells no event."""
    marked = (p for _, p in document.analysis.layer("trigger") if p.start <= verb.i < p.end)
    return next((p.attributes.get("modality", ("", 1.0))[0] for p in marked), "")


def _open_mood(document: Document, verb: Token) -> str:
    mood = _mood(document, verb)
    return mood if mood in OPEN else ""


def _is_to_come(document: Document, verb: Token) -> bool:
    """Whether the story tells in the present tense of what is on a day: "Osk [votes] on Sunday", no headline's verb.

    Of 71 such happenings annotated by hand 64 are plans.
    """
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    bare = verb.lower_ in BARE and verb.dep_ != "ccomp"
    present = bare or (verb.lower_ != verb.lemma_ and verb.lower_.endswith("s"))
    if verb.pos_ != "VERB" or subject is None or not present or verb.dep_ == "xcomp":
        return False
    if any(c.dep_.startswith("aux") or c.lower_ in ("to", "that", "if") for c in verb.children):
        return False
    marked = [(i, p) for i, p in document.analysis.layer("trigger") if p.start <= verb.i < p.end]
    title, proposals = document.title, document.analysis.proposals
    if any(p.label in UNPLANNED or (title is not None and title.covers(document.span(p))) for _, p in marked):
        return False
    links = (r for i, _ in marked for r in document.relations_of.get(i, ()) if r.label == "time" and r.score >= DATED)
    return any(_DAY.match(document.span(proposals[r.tail]).of(document.text)) for r in links)


def is_over(document: Document, verb: Token, time: Span | None) -> bool:
    """Say whether a verb tells of what is over, and a time is of another word: "[suspended] flights due in May"."""
    past = verb.lower_ != verb.lemma_ and not verb.lower_.endswith(("s", "ing"))
    if time is None or verb.pos_ != "VERB" or not past or verb.dep_ in ("acl", "amod", "xcomp"):
        return False
    first, last = document.tokens(time)
    dated = head_token(document.doc, first, last)
    if dated.head.i in (verb.i, dated.i) and not any(t.pos_ == "VERB" for t in document.doc[verb.i + 1 : first]):
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_.startswith("aux") and c.i < verb.i}
    told = any(c.dep_.startswith("nsubj") and c.i < verb.i for c in verb.children) or verb.dep_ == "conj"
    return helpers <= {"has", "have", "had", "was", "were", "been"} if helpers else told


def is_told_as_done(verb: Token) -> bool:
    """Say whether a relative clause tells of what is over: "unless they leave towns that they have [seized]".

    In the annotated articles 256 of 275 such are facts, whatever the clause above wants.
    """
    if verb.dep_ != "acl:relcl" or verb.pos_ != "VERB":
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_.startswith("aux") and c.i < verb.i}
    open_ = any(c.dep_ in ("advcl", "mark") for c in verb.children) or is_negated(verb)
    return bool(helpers & {"has", "have"}) and not helpers & (AHEAD | {"to"}) and not open_


def _before(text: str, word: Span) -> str:
    return _ENDS.split(text[max(0, word.start - REACH) : word.start])[-1]
