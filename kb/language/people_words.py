"""Nouns for people, by what they are to an attack: who is armed and who is not, who does it, and all others.

Input: nothing. Output: sets of nouns in the singular, and patterns of their forms; read by
kb.extraction.events.distinct (within an article), kb.resolution.events.counted and kb.resolution.events.befallen
(across articles), so that a noun stands once.
Never: says whom a text means.
"""

import re
from collections.abc import Iterable
from typing import Final

TROOPS: Final = frozenset(
    (
        "soldier troop trooper conscript recruit reservist marine ranger paratrooper servicemember serviceman "
        "servicewoman infantryman commando airman"
    ).split()
)
POLICE: Final = frozenset("police policeman policewoman constable gendarme".split())
IRREGULARS: Final = frozenset(
    (
        "rebel insurgent militant militiaman gunman attacker assailant bomber jihadist terrorist guerrilla mercenary "
        "pirate bandit kidnapper hijacker robber"
    ).split()
)
CIVILIANS: Final = frozenset(
    (
        "civilian resident villager islander townsfolk inhabitant tourist visitor traveller passenger commuter "
        "pedestrian motorist cyclist child boy girl baby infant toddler schoolchild schoolgirl schoolboy pupil student "
        "teacher lecturer professor worker employee labourer laborer miner docker builder farmer peasant herder "
        "herdsman shepherd nomad fisherman fisher hunter trader vendor shopkeeper shopper customer guest diner clubber "
        "journalist reporter photographer cameraman protester protestor demonstrator activist marcher mourner reveller "
        "worshipper worshiper pilgrim priest imam nun monk firefighter paramedic doctor nurse voter spectator "
        "concertgoer churchgoer partygoer bystander refugee migrant evacuee pensioner settler hiker"
    ).split()
)
ATTACKERS: Final = frozenset("attacker assailant raider gunman perpetrator shooter hijacker".split())  # of this attack
ARMED: Final = (TROOPS | POLICE | IRREGULARS | frozenset("fighter combatant officer".split())) - ATTACKERS
UNARMED: Final = CIVILIANS | {"woman"}
_OTHERS: Final = frozenset(
    (
        "man woman teenager youth youngster adult elder local citizen native foreigner national driver rider pilot "
        "crew sailor seafarer steward captain officer guard peacekeeper fighter combatant thief smuggler staff "
        "engineer technician mechanic electrician welder logger rescuer medic surgeon patient volunteer lifeguard "
        "climber skier mountaineer guide swimmer diver editor writer artist singer musician dancer actor player "
        "athlete footballer fan supporter striker pastor hostage captive prisoner inmate detainee convict suspect "
        "witness survivor relative brother sister son daughter mother father parent husband wife widow cousin uncle "
        "aunt sibling twin candidate official lawmaker senator deputy councillor minister mayor judge lawyer "
        "prosecutor diplomat envoy politician member aide contractor observer inspector"
    ).split()
)
PERSONS: Final = TROOPS | POLICE | IRREGULARS | CIVILIANS | ATTACKERS | _OTHERS


def forms(nouns: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of the singular and plural forms, in lower case, of nouns."""
    return re.compile(r"\b(?:" + "|".join(form for noun in sorted(nouns) for form in _numbers(noun)) + r")\b")


def _numbers(noun: str) -> tuple[str, str]:
    if noun.endswith("man"):
        return noun, f"{noun[:-3]}men"
    if noun.endswith("child"):
        return noun, f"{noun}ren"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun, f"{noun[:-1]}ies"
    return noun, noun if noun.endswith(("police", "folk")) else f"{noun}s"
