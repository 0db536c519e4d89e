"""Types that a word may name and its sentence rules out: documents that are seized are not kidnapped.

Input: a trigger, a type that its words may name, a Document.
Output: whether the type is ruled out, or the word is no event at all, read by kb.extraction.events.happenings.
Never: names a type itself.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.boarding import raids_lawlessly
from kb.extraction.events.other_senses import (
    beats_keeper,
    closes_at,
    learns_news,
    meets_aims,
    misses_goal,
    misses_something,
    protects_somebody,
    races_to_do,
    screens_people,
    tells_no_illness,
    writes_off,
)
from kb.extraction.events.own_notes import is_own_note
from kb.extraction.events.reclassed import gets_well
from kb.extraction.events.standing_words import STANDING, drops_something
from kb.extraction.names.place_kinds import VEHICLES
from kb.language.analysis import Proposal
from kb.language.people_words import IRREGULARS, PERSONS, POLICE

OBJECTS: Final = frozenset({"obj", "nsubj:pass"})
DOERS: Final = frozenset({"nsubj", "obl:agent", "obl"})
OFFICERS: Final = POLICE | {"officer", "detective"}
FILLER_FLOOR: Final = 0.5
STAYING: Final = frozenset({"stay", "remain"})
PEOPLE: Final = frozenset({"person", "group"})
BENEATH: Final = frozenset({"under", "beneath", "underneath", "below"})
EARTH: Final = frozenset(  # what buries without a funeral
    "rubble mud debris snow ash sand lava avalanche landslide mudslide rockslide landslip slide collapse rock wreckage "
    "ruin".split()
)
BUILT: Final = frozenset(  # what buries whoever lies under it
    "building house home school tower wall roof floor ceiling concrete brick factory hotel church mosque bridge".split()
)
NO_DEATH: Final = frozenset("penalty row sentence threat squad certificate".split())  # behind "death": nobody died
CONDEMNED: Final = frozenset("sentenced condemned condemn condemning sentence sentences sentencing".split())
BRUTAL: Final = frozenset(
    "beating bludgeoning clubbing crushing hacking kicking knifing shooting stabbing stoning".split()
)
PARTICLES: Final = frozenset({"case", "mark", "cc", "det", "aux", "aux:pass"})
BODIES: Final = frozenset({"body", "corpse", "remain", "remains", "victim", "dead", "coffin"})  # what is recovered
STYLES: Final = frozenset({"Dr", "Mr", "Mrs", "Ms", "Prof", "Sgt", "Cpl", "Capt", "Private", "Sergeant"})
PAPERS: Final = frozenset(  # what is released without being a product
    "report figure data statistic result finding statement letter document list photo photograph video footage image "
    "recording transcript survey study minute name detail text statistics minutes".split()
)
GOODS: Final = frozenset("order supply deliver delivery aircraft jet plane ship unit".split())
SHELLS: Final = frozenset("rocket missile shell mortar drone artillery".split())  # whoever fires them shoots nobody
GASES: Final = frozenset({"gas", "teargas", "smoke"})
RESULT: Final = re.compile(r"\d{1,3}(?:\s?[-‑–]\s?\d{1,3})?")
PLANS: Final = frozenset("plan proposal offer bid motion bill complaint request remark statement candidacy".split())
SHARES: Final = frozenset("share stock index bond future futures".split())
CURRENCIES: Final = frozenset(
    "dollar euro pound yen yuan franc peso real rupee rouble ruble lira rand won krona krone shekel ringgit baht "
    "rupiah hryvnia zloty forint leu lev dinar dirham riyal naira cedi shilling kwacha birr taka dong currency".split()
)
MOVES: Final = ("rise", "fall", "drop", "climb", "jump", "surge", "slide", "slip", "plunge", "tumble", "soar", "grow")
AMOUNTS: Final = frozenset(  # what rises and falls without having a price
    "import export output production revenue profit turnover turnout earning earnings harvest".split()
)
_MOVED: Final = frozenset({"nsubj"})
RATES: Final = frozenset(
    "rate rates interest bank bankers banker lending lender borrowing monetary credit fed basis repo easing".split()
)


def is_unfit(document: Document, head: Token, kind: str) -> bool:
    """Say whether the sentence of an event's word rules out a type that the word may name.

    Args:
        head: the head of the trigger.
        kind: local name of the type.
    """
    rule = _RULES.get((kind, head.lemma_.casefold()))
    return rule is not None and rule(document, head)


def tells_nothing(document: Document, proposal: Proposal) -> bool:
    """Say whether words are no happening.

    They only lead to others ("she was [at] home"), tell whom the dead leave ("is [survived] by two sons") or say of
    what a penalty is ("the [death] penalty").
    """
    words = document.doc[proposal.start : proposal.end]
    if RESULT.fullmatch(words.text):
        return True  # "2" of "beat Osk 2-1"
    return all(token.dep_ in PARTICLES for token in words) or any(no(document, proposal) for no in _NO_HAPPENINGS)


def _no_death(document: Document, proposal: Proposal) -> bool:
    """Whether a death is only what a penalty or a threat is of: "the [death] penalty", "sentenced to [death]"."""
    word = document.doc[proposal.end - 1]
    if word.lower_ == "death" and word.i > word.sent.start and word.nbor(-1).lower_ == "to":
        ahead = reversed(word.doc[word.sent.start : word.i - 1])
        before = (t for t in ahead if t.pos_ == "VERB" or t.lower_ in CONDEMNED or t.lower_ in BRUTAL)
        if (verb := next(before, None)) is not None and verb.lower_ in CONDEMNED:
            return True  # "sentenced Ana Paz to [death]", not "sentenced for the beating to [death] of"
    behind = document.doc[proposal.end].lemma_ if proposal.end < len(document.doc) else ""
    return proposal.label == "death" and behind in NO_DEATH and document.doc[proposal.end - 1].lower_ == "death"


def _lives_on(document: Document, proposal: Proposal) -> bool:
    """Whether those of whom a word for deaths is said did not die: "69 people [survived]"."""
    verb = head_token(document.doc, proposal.start, proposal.end)
    return proposal.label == "death" and verb.lemma_ in ("survive", "survivor")


def _leaves_behind(document: Document, proposal: Proposal) -> bool:
    verb = head_token(document.doc, proposal.start, proposal.end)
    around = [document.doc[i].lower_ if 0 <= i < len(document.doc) else "" for i in (verb.i - 1, verb.i + 1)]
    return verb.lower_ == "survived" and around[0] in ("is", "was", "are", "were") and around[1] == "by"


def _stays_open(document: Document, proposal: Proposal) -> bool:
    """Whether a word of closing or disturbing only says that all went on: "the airport [stayed open]"."""
    verb = head_token(document.doc, proposal.start, proposal.end)
    verb = verb.head if verb.lower_ == "open" and verb.head.lemma_ in STAYING else verb
    behind = document.doc[verb.i + 1 : verb.i + 2]
    return proposal.label == "disruption" and verb.lemma_ in STAYING and any(t.lower_ == "open" for t in behind)


def _says_who(document: Document, proposal: Proposal) -> bool:
    """Whether words only say who somebody is, or keep it back: "was named as NAME", "whose name was not [released]"."""
    verb = head_token(document.doc, proposal.start, proposal.end)
    if verb.lemma_ == "release":
        return any(child.dep_ == "nsubj:pass" and child.lemma_ in ("name", "identity") for child in verb.children)
    behind = document.doc[verb.i + 1 : verb.i + 4]
    if verb.lower_ not in ("named", "identified") or behind[:1].text != "as":
        return False
    named = next((t for t in behind[1:] if t.text.rstrip(".") not in STYLES), None)
    held = document.filler_at.get(named.i) if named is not None else None
    whom = document.analysis.proposals[held] if held is not None else None
    kind = whom.attributes.get("kind", ("name", 1.0))[0] if whom is not None else ""
    return (
        whom is not None and whom.label == "person" and kind == "name" and named is not None and named.pos_ == "PROPN"
    )


def _warns_of_none(document: Document, proposal: Proposal) -> bool:
    """Whether a warning is only what a strike or a shot is: "a two-hour [warning] strike"."""
    behind = document.doc[proposal.end : proposal.end + 1]
    return document.doc[proposal.end - 1].lower_ == "warning" and any(t.lemma_ in ("strike", "shot") for t in behind)


_NO_HAPPENINGS: Final = (
    *STANDING,
    _lives_on,
    _leaves_behind,
    _no_death,
    _stays_open,
    _says_who,
    _warns_of_none,
    is_own_note,
)


def _befalls_things(document: Document, verb: Token) -> bool:
    """Whether nobody is among what is seized, nor a ship that pirates take: "seized 40 boxes of documents"."""
    proposals = document.analysis.proposals
    index = next((i for i, p in document.analysis.layer("trigger") if p.start <= verb.i < p.end), -1)
    linked = [
        token
        for relation in document.relations_of.get(index, ())
        if relation.label == "patient" and relation.score >= FILLER_FLOOR
        for token in document.doc[proposals[relation.tail].start : proposals[relation.tail].end]
    ]
    taken = [child for child in verb.children if child.dep_ in OBJECTS]
    if _doers(verb) & IRREGULARS and any(word.lower_ in VEHICLES for word in (*taken, *linked)):
        return False
    craft = any(word.lower_ in VEHICLES for word in taken)  # "seized the tanker [Lom Pearl]"
    told = (word for word in (*taken, *linked) if not (craft and word.pos_ == "PROPN"))
    return not any(_is_somebody(document, word) for word in told)


def _is_no_arrest(document: Document, verb: Token) -> bool:
    """Whether those who seize are not the police, or nobody is seized."""
    return not _doers(verb) & OFFICERS or _befalls_things(document, verb)


def _is_no_kidnapping(document: Document, verb: Token) -> bool:
    return bool(_doers(verb) & OFFICERS) or _befalls_things(document, verb)


def _doers(verb: Token) -> set[str]:
    return {child.lemma_ for child in verb.children if child.dep_ in DOERS}


def _is_somebody(document: Document, word: Token) -> bool:
    holder = document.filler_at.get(word.i)
    marked = document.analysis.proposals[holder] if holder is not None else None
    person = marked is not None and marked.layer == "mention" and marked.label in PEOPLE
    return person or word.lemma_ in PERSONS or word.pos_ in ("PRON", "PROPN") or word.lower_ in ("people", "hostages")


def _is_under_earth(_document: Document, verb: Token) -> bool:
    """Whether somebody lies beneath what fell on them: "buried under rubble", "a landslide buried the village"."""
    beside = [c for c in verb.children if c.dep_.startswith("obl") or c.dep_ == "nsubj"]
    return any(
        c.lemma_ in EARTH
        or (c.lemma_ in BUILT and any(case.dep_ == "case" and case.lower_ in BENEATH for case in c.children))
        for c in beside
    )


def _tells_of_no_rate(_document: Document, head: Token) -> bool:
    """Whether nothing in the sentence is about interest: "a budget cut of 10 percent"."""
    return not any(token.lower_ in RATES for token in head.sent)


def _is_made(_document: Document, verb: Token) -> bool:
    """Whether something is brought to its end: "the wall was finished", not "she finished third"."""
    return any(child.dep_ == "nsubj:pass" for child in verb.children)


def _clears_nobody(document: Document, verb: Token) -> bool:
    """Whether no one is cleared of a charge: "clear a backlog of cases"."""
    taken = [child for child in verb.children if child.dep_ in OBJECTS]
    return bool(taken) and not any(_is_somebody(document, word) for word in taken)


def _recovers_things(document: Document, verb: Token) -> bool:
    """Whether what is recovered is no body: "recovered ice from the site", "18 patients recovered"."""
    if gets_well(verb):
        return True
    taken = [child for child in verb.children if child.dep_ in OBJECTS and child.pos_ in ("NOUN", "PROPN")]
    return bool(taken) and not any(word.lemma_ in BODIES or _is_somebody(document, word) for word in taken)


def _wins_share(_document: Document, verb: Token) -> bool:
    """Whether votes are what is won, which is no victory yet: "won 44 percent of the vote"."""
    taken = [child for child in verb.children if child.dep_ in OBJECTS]
    amounts = [word for child in taken for word in (child, *child.children)]
    return any(word.lemma_ in ("percent", "%", "cent") or word.text == "%" for word in amounts)


def _somebody_does(document: Document, verb: Token) -> bool:
    """Whether a person or team is the one that falls or drops out, which is no smaller number."""
    return any(child.dep_ == "nsubj" and _is_somebody(document, child) for child in verb.children)


def _is_of(nouns: frozenset[str], relations: frozenset[str]) -> Callable[[Document, Token], bool]:
    def told(_document: Document, verb: Token) -> bool:
        words = [child for child in verb.children if child.dep_ in relations]
        words += [verb.head] if verb.dep_ == "acl:relcl" else []  # "inflation, which slowed"
        return any(word.lemma_ in nouns or word.lower_ in nouns for word in words)

    return told


def _fires_shells(_document: Document, verb: Token) -> bool:
    """Whether rockets or the like are fired, not tear gas: "police fired tear gas [shells]"."""
    shells = [c for c in verb.children if c.dep_ in OBJECTS and (c.lemma_ in SHELLS or c.lower_ in SHELLS)]
    return any(not any(word.lower_ in GASES for word in shell.children) for shell in shells)


def _hunts_nobody(_document: Document, head: Token) -> bool:
    """Whether a place is searched rather than somebody sought: of 15 searches annotated as such 13 are no manhunt."""
    return not any(case.lower_ == "for" for child in head.children for case in child.children)


def _orders_nothing(_document: Document, noun: Token) -> bool:
    """Whether nothing in the sentence of a deal tells of goods: of 8 deals annotated by hand 1 is an order."""
    return not any(token.lemma_ in GOODS for token in noun.sent)


def _drops_no_price(document: Document, verb: Token) -> bool:
    """Whether it is no price that drops, or somebody drops something."""
    return drops_something(verb) or _is_of(AMOUNTS, _MOVED)(document, verb)


_RULES: Final[Mapping[tuple[str, str], Callable[[Document, Token], bool]]] = MappingProxyType(
    {
        ("arrest", "seize"): _is_no_arrest,
        ("kidnapping", "seize"): _is_no_kidnapping,
        ("funeral", "bury"): _is_under_earth,
        ("manhunt", "search"): _hunts_nobody,
        ("police_raid", "board"): raids_lawlessly,
        ("police_raid", "raid"): raids_lawlessly,
        ("police_raid", "search"): lambda d, verb: raids_lawlessly(d, verb) or not _hunts_nobody(d, verb),
        ("order", "deal"): _orders_nothing,
        ("shooting", "fire"): _fires_shells,
        ("match_result", "finish"): _is_made,
        ("match_result", "beat"): beats_keeper,
        ("goal", "penalty"): misses_goal,
        ("acquittal", "clear"): _clears_nobody,
        ("victory", "win"): _wins_share,
        ("market_exit", "withdraw"): _is_of(PLANS, OBJECTS),
        ("recovery_of_bodies", "recover"): _recovers_things,
        **{("sickness", word): tells_no_illness for word in ("fight", "suffer")},
        **{(kind, "treatment"): tells_no_illness for kind in ("medical_care", "medical_treatment")},
        ("launch_product", "release"): _is_of(PAPERS, OBJECTS),
        **{("sport", word): races_to_do for word in ("race", "racing")},
        ("environment", "protect"): protects_somebody,
        ("training", "learn"): learns_news,
        ("broadcast", "screen"): screens_people,
        ("pricing", "charge"): writes_off,
        ("missing", "miss"): misses_something,
        **{(kind, "meet"): meets_aims for kind in ("match", "meeting")},
        ("closing", "close"): lambda d, verb: closes_at(d, verb) or _is_of(SHARES | CURRENCIES, _MOVED)(d, verb),
        ("loss_of_business", "lose"): _is_of(SHARES | CURRENCIES, _MOVED),
        ("recession", "slow"): _is_of(frozenset({"inflation", "rise"}), _MOVED),
        **{("decrease", verb): _somebody_does for verb in ("fall", "drop")},
        **{(kind, verb): _is_of(AMOUNTS, _MOVED) for kind in ("price_change", "share_price") for verb in MOVES},
        **{(kind, "drop"): _drops_no_price for kind in ("price_change", "share_price")},
        **{("interest_rate_change", verb): _tells_of_no_rate for verb in ("cut", "raise", "lower", "slash", "hike")},
    }
)
