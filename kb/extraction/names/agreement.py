"""Whether a description or a pronoun can be of a cluster: by number, by kind, by its noun.

Input: a candidate that is no name, a Cluster. Output: answers, read by kb.extraction.names.coreference.
Pure. Never: says that it is.
"""

import re
from typing import Final

from kb.extraction.names.body_kinds import are_of_two_sides, can_be
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.forms import ADMINISTRATIVE
from kb.extraction.names.naming import compatible
from kb.extraction.names.stage import Candidate
from kb.language.lemma import lemma

FIRM: Final = 0.9  # from which a name is taken for a company's
PERSONAL: Final = frozenset(("he she him her his hers himself herself i me my mine myself").split())
WHO: Final = frozenset({"who", "whom"})
PEOPLE: Final = frozenset({"person", "group", "organisation"})  # "the nurses who", "the police, who"
PLURAL: Final = frozenset(("they them their theirs themselves we us our ours ourselves").split())
MANY_PEOPLE: Final = frozenset("men women boys girls children people youths adults".split())
SEVERAL: Final = frozenset("two three four five six seven eight nine ten both pair couple trio".split())
MANY_LANDS: Final = frozenset({"countries", "nations", "neighbours", "neighbors", "states", "governments"})
BANDS: Final = frozenset({"group", "movement", "militia", "faction", "gang", "cartel"})
TO_BE: Final = frozenset({"combined", "enlarged", "merged"})  # of a company, which is none of those that merge
THINGS: Final = frozenset(["it", "its", "itself", "which"])

REALMS: Final = {  # what a country calls itself -> the ISO codes of those that may
    "kingdom": frozenset("BE BH BT DK ES GB JO KH LS MA NL NO SA SE SZ TH TO".split()),
    "emirate": frozenset({"AE", "KW", "QA"}),
    "sultanate": frozenset({"BN", "OM"}),
    "principality": frozenset({"AD", "LI", "MC"}),
}
SETTLED: Final = frozenset({"city", "hamlet", "town", "village"})
ONE: Final = frozenset(["it", "its", "itself"])
SINGLE: Final = frozenset(
    "headquarters works barracks crossroads series premises customs forces gasworks waterworks".split()
)


def other_noun(candidate: Candidate, cluster: Cluster) -> bool:
    """Say whether a description of several people names them by a noun that nothing else in the cluster does."""
    if candidate.kind != "nominal" or candidate.group != "group" or candidate.words.casefold() in BANDS:
        return False
    return not any(_noun(member) == _noun(candidate) for member in cluster.members if member.kind != "pronoun")


def _noun(member: Candidate) -> str:
    """The noun that a description is about, as written: "leaders" of "two leaders of the party"."""
    return re.split(r"\s(?:of|from|in|who|at|for)\s", member.words.casefold())[0].split()[-1]


def _words(cluster: Cluster, kind: str) -> list[str]:
    return [member.words for member in cluster.members if member.kind == kind]


def is_firm(cluster: Cluster) -> bool:
    """Say whether the model takes every name of a body for a company's."""
    names = [member.types.get("company", 0.0) for member in cluster.members if member.named]
    return bool(names) and min(names) >= FIRM


def agrees(candidate: Candidate, cluster: Cluster) -> bool:
    """Say whether a description or a pronoun can be of a cluster by its group, its number and the kind it tells."""
    word = candidate.words.casefold()
    if candidate.kind == "pronoun":
        return _can_stand_for(word, cluster)
    if _is_several(word, cluster) or _are_lands(word, cluster) or (cluster.named and word.split()[0] in TO_BE):
        return False
    if (word in SETTLED and _is_land(cluster)) or (cluster.country not in REALMS.get(word, (cluster.country,))):
        return False
    if cluster.group == "group" and are_of_two_sides(word, _words(cluster, "nominal")):
        return False
    if cluster.group == "organisation":
        described = _words(cluster, "nominal")
        told = [*described, *(["company"] if is_firm(cluster) else [])]
        if word not in {words.casefold() for words in described} and not can_be(word, _words(cluster, "name"), told):
            return False
    return compatible(candidate, cluster) or (candidate.group == "group" and cluster.group == "person")


def _is_land(cluster: Cluster) -> bool:
    """Whether a name of a place says that it is a region: no village is "Osk state"."""
    names = [member.words.casefold().rpartition(" ")[2] for member in cluster.members if member.named]
    return cluster.group == "place" and any(noun in ADMINISTRATIVE for noun in names)


def _can_stand_for(pronoun: str, cluster: Cluster) -> bool:
    for words, groups in ((PERSONAL, {"person"}), (WHO, PEOPLE)):
        if pronoun in words:
            return cluster.group in groups
    if pronoun in THINGS:
        return cluster.group != "person" and not (pronoun in ONE and _is_told_as_many(cluster))
    return not (pronoun in PLURAL and pronoun[0] == "t" and cluster.group == "person" and cluster.named)


def _is_told_as_many(cluster: Cluster) -> bool:
    """Whether all that describes a cluster is a plural, and nothing names it: "mills"."""
    nouns = [_noun(member) for member in cluster.members if member.kind == "nominal"]
    named = any(member.named for member in cluster.members)
    return bool(nouns) and not named and all(n not in SINGLE and lemma(n, "NOUN") != n for n in nouns)


def _is_several(words: str, cluster: Cluster) -> bool:
    """Whether words speak of people and the cluster is one person, or a body: "the two", "the men"."""
    many = words.rpartition(" ")[2] in MANY_PEOPLE
    if cluster.group == "organisation" and cluster.named and many:
        return True  # "two people told the paper" are no firm
    return cluster.group == "person" and (words in SEVERAL or (cluster.named and many))


def _are_lands(words: str, cluster: Cluster) -> bool:
    """Whether words speak of several lands and the cluster is one by its name: "the two", "both countries"."""
    noun = words.rpartition(" ")[2]
    return cluster.group == "country" and cluster.named and (noun in SEVERAL or noun in MANY_LANDS)


def is_any(candidate: Candidate, cluster: Cluster) -> bool:
    """Say whether a description is one bare noun that tells no more of a body than of others: "the bank".

    "The league" is first of all what is called a League.
    """
    noun = candidate.words.casefold()
    several = candidate.group == "group" and noun in BANDS  # "the group" is a body that the model calls a group
    plain = (
        candidate.kind == "nominal" and (candidate.group in ("organisation", "place") or several) and " " not in noun
    )
    called = (word for name in _words(cluster, "name") for word in name.casefold().split())
    return plain and cluster.named and noun not in called
