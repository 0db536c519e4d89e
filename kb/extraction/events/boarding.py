"""Who boards a ship or enters a house: passengers, officers who search it, pirates.

Input: a trigger proposal and the word that heads it. Output: yes or no, read by kb.extraction.events.other_senses and
.unfit.
Never: names a type.
"""

import re
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document
from kb.language.analysis import Proposal
from kb.language.people_words import POLICE, TROOPS, forms

TRAVELLERS: Final = frozenset(  # who gets on to travel; of others nobody knows whether they may
    "passenger traveller traveler tourist visitor commuter pilgrim migrant refugee evacuee asylum-seeker returnee "
    "people person man woman child boy girl baby infant toddler teenager pupil student schoolchild teacher family "
    "couple relative resident villager islander worker miner fisherman trader fan supporter player athlete delegate "
    "guest holidaymaker pensioner settler crew sailor seafarer survivor".split()
)
OFFICERS: Final = frozenset(  # who may search a house or a ship
    "army authority agent bailiff coastguard commando customs detective force guard inspector investigator marshal "
    "navy officer official patrol prosecutor regulator ranger sheriff squad team trooper unit".split()
)
_OFFICERS: Final = forms(OFFICERS | POLICE | TROOPS)
_TRAVELLERS: Final = forms(TRAVELLERS)
_HOLDS: Final = re.compile(r"\b(?:armed|masked|customs?|border|police|navy|coast|security|special|tax)\b")
_BODIES: Final = frozenset({"organisation", "country"})


def goes_aboard(proposal: Proposal, verb: Token) -> bool:
    """Say whether passengers get on, where the model sees a deed of arms or a crime: "33 had [boarded] the ferry".

    Troops, officers and pirates may raid it, and thieves or protesters enter it for what they want there.
    """
    if proposal.label not in ("crime", "armed_conflict") or verb.lemma_ != "board":
        return False
    doers = [c for c in verb.children if c.dep_ in ("nsubj", "obl:agent")]
    if verb.dep_ == "conj" and not doers:
        doers = [c for c in verb.head.children if c.dep_ == "nsubj"]
    if not doers or any(doer.pos_ in ("PROPN", "PRON") for doer in doers):
        return False
    held = any(_HOLDS.search(word.text.casefold()) for doer in doers for word in doer.lefts)
    return not held and all(doer.pos_ == "NUM" or _TRAVELLERS.fullmatch(doer.text.casefold()) for doer in doers)


def raids_lawlessly(document: Document, verb: Token) -> bool:
    """Say whether those that enter are no officers: "pirates [boarded] a tanker", "protesters [boarded] the ship"."""
    doers = [c for c in verb.children if c.dep_ in ("nsubj", "obl:agent")]
    return bool(doers) and not any(_may_search(document, doer) for doer in doers)


def _may_search(document: Document, doer: Token) -> bool:
    words = [word.text.casefold() for word in (*doer.lefts, doer)]
    if doer.pos_ in ("PROPN", "PRON") or any(_OFFICERS.fullmatch(w) or _HOLDS.fullmatch(w) for w in words):
        return True
    at = document.filler_at.get(doer.i)
    return at is not None and document.analysis.proposals[at].label in _BODIES
