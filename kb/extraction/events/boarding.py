"""Who boards a ship or enters a house: passengers, officers who search it, pirates.

Input: a trigger proposal and the word that heads it. Output: yes or no, read by kb.extraction.events.other_senses and
.unfit.
Never: names a type.
"""

from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document
from kb.language.analysis import Proposal
from kb.language.people_words import ARMED, ATTACKERS, IRREGULARS, forms

BOARDERS: Final = frozenset(  # who enters a ship against its master's will, besides those that bear arms
    "pirate guard coastguard force officer official inspector agent detective investigator commando marine navy team "
    "activist fighter".split()
)
_LAWLESS: Final = forms(ATTACKERS | IRREGULARS)
_BOARDERS: Final = forms(ARMED | ATTACKERS | BOARDERS)


def goes_aboard(proposal: Proposal, verb: Token) -> bool:
    """Say whether passengers get on, where the model sees a deed of arms or a crime: "33 had [boarded] the ferry".

    Troops, officers and pirates may raid it.
    """
    if proposal.label not in ("crime", "armed_conflict") or verb.lemma_ != "board":
        return False
    doers = [c for c in verb.children if c.dep_ in ("nsubj", "obl:agent")]
    if verb.dep_ == "conj" and not doers:
        doers = [c for c in verb.head.children if c.dep_ == "nsubj"]
    words = " ".join(t.text.casefold() for doer in doers for t in (*doer.lefts, doer))
    return bool(doers) and not any(d.pos_ in ("PROPN", "PRON") for d in doers) and not _BOARDERS.search(words)


def raids_lawlessly(_document: Document, verb: Token) -> bool:
    """Say whether it is robbers, pirates or rebels that enter, and no officers: "pirates [boarded] a tanker"."""
    doers = [c for c in verb.children if c.dep_ in ("nsubj", "obl:agent")]
    return any(_LAWLESS.search(doer.text.casefold()) for doer in doers)
