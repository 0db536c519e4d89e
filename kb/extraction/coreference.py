"""Coreference inside one article: which mention candidates are one entity.

Input: Candidates in text order, the coreference relations of the model.
Output: Clusters, read by kb.extraction.entities.
Names are matched by their words; descriptions and pronouns by the model's
links, within what group and number allow. An unresolved pronoun is dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.appositions import appositions
from kb.extraction.body_kinds import can_be
from kb.extraction.cluster import Cluster
from kb.extraction.genders import other_gender
from kb.extraction.mentions import Candidate
from kb.extraction.name_forms import ADMINISTRATIVE, abbreviates, holds, key_of, same_place
from kb.extraction.namesakes import namesake
from kb.extraction.rivals import NO_RIVALS, Rivals
from kb.language.text_keys import name_key

NOMINAL_FLOOR: Final = 0.5
PRONOUN_FLOOR: Final = 0.4
NAME_FLOOR: Final = 0.8
OTHER_NOUN: Final = 0.7  # from which a group is one that other words describe
OTHER_NOUN_OF_PRONOUN: Final = 0.9  # and one that only a pronoun stands for
SURE: Final = 0.8
APPOSED: Final = 0.9  # of a description beside the name that it describes
PERSONAL: Final = frozenset(("he she him her his hers himself herself i me my mine myself who whom").split())
PLURAL: Final = frozenset(("they them their theirs themselves we us our ours ourselves").split())
THINGS: Final = frozenset(["it", "its", "itself", "which"])

_NEW = re.compile(r"(?:,\s+|\b)(?:an?|another)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


def cluster_mentions(
    candidates: Sequence[Candidate],
    links: Mapping[int, Mapping[int, float]],
    text: str = "",
    rivals: Rivals = NO_RIVALS,
) -> list[Cluster]:
    """Return the clusters of *candidates*, by first mention.

    Args:
        candidates: in text order.
        links: proposal index -> earlier proposal index -> probability that
            both are the same entity.
        text: the stored text, for appositions; "" reads none.
        rivals: which mentions are another entity.

    Returns:
        Every candidate in at most one cluster; pronouns without antecedent in none.
    """
    clusters: list[Cluster] = []
    for candidate in _names_by_length(candidates):
        cluster = _named_home(candidate, clusters, links, text)
        if cluster is None:
            cluster = Cluster()
            clusters.append(cluster)
        elif candidate.group != cluster.group and not _compatible(candidate, cluster):
            candidate = replace(candidate, group=cluster.group, types={})  # its words told more than the model
        cluster.members.append(candidate)
        cluster.keys.add(key_of(candidate))
    home = {member.proposal: cluster for cluster in clusters for member in cluster.members}
    later = _backwards(links)
    apposed = appositions(candidates, text)
    title = text.find("\n") if "\n" in text else 0
    for candidate in sorted(candidates, key=lambda c: c.proposal in rivals.quoted):
        if candidate.named:
            continue
        introduced = candidate.kind == "nominal" and _NEW.search(
            text[max(0, candidate.span.start - 60) : candidate.span.start]
        )
        antecedent, link = home.get(apposed.get(candidate.proposal, -1)), APPOSED
        if antecedent is None:
            antecedent, link = _described_home(candidate, home, links, rivals)
            if introduced and _told(antecedent, title, candidate.span.start):
                antecedent = None  # "a bridge" is none that was named before, but for the title
        if antecedent is None and candidate.kind != "pronoun":
            antecedent, link = _described_home(candidate, home, later, rivals)
            person = candidate.group == "person" and introduced and not introduced[0].startswith(",")
            if person and _told(antecedent, title, candidate.span.start):
                antecedent = None
        if antecedent is None:
            if candidate.kind == "pronoun":
                continue
            antecedent, link = Cluster(), 1.0
            clusters.append(antecedent)
        antecedent.members.append(candidate)
        antecedent.links[candidate.proposal] = link
        home[candidate.proposal] = antecedent
    for cluster in clusters:
        cluster.members.sort(key=lambda member: member.span.start)
    return sorted(clusters, key=lambda cluster: cluster.members[0].span.start)


def _told(cluster: Cluster | None, title: int, before: int) -> bool:
    """Whether the article names an entity before a place in it, its title aside."""
    return cluster is not None and any(title < member.span.start < before for member in cluster.members)


def _backwards(links: Mapping[int, Mapping[int, float]]) -> dict[int, dict[int, float]]:
    """Links turned round: "a technician ... Ada Obi" is linked from the name to the description before it."""
    turned: dict[int, dict[int, float]] = {}
    for proposal, antecedents in links.items():
        for antecedent, score in antecedents.items():
            turned.setdefault(antecedent, {})[proposal] = score
    return turned


def _names_by_length(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Names, fuller ones first for persons and organisations, so that a short name finds its full form."""
    named = [candidate for candidate in candidates if candidate.named]
    return sorted(named, key=_reading_order)


def _reading_order(candidate: Candidate) -> tuple[bool | int, ...]:
    """Longer names first, then what is no acronym, then what is no person of one word, then by place."""
    words = candidate.words.count(" ")
    lone = candidate.group == "person" and not words
    return -words, candidate.kind == "acronym", lone, candidate.span.start


def _compatible(candidate: Candidate, cluster: Cluster) -> bool:
    group = cluster.group
    if candidate.group == group:
        return True
    pair = {candidate.group, group}
    return pair in ({"organisation", "group"}, {"place", "organisation"}, {"country", "place"})


def _foreign(candidate: Candidate, cluster: Cluster) -> bool:
    """Whether the words say another country's: "Pakistani troops" are no "Indian troops"."""
    theirs = {m.country for m in cluster.members if m.country and m.group != "country"}
    return bool(candidate.country and candidate.group != "country" and theirs and candidate.country not in theirs)


def _same_kind(candidate: Candidate, cluster: Cluster) -> bool:
    """A town is no short form of a council named after it."""
    return candidate.group == cluster.group or {candidate.group, cluster.group} == {"organisation", "group"}


def _named_home(
    candidate: Candidate, clusters: Sequence[Cluster], links: Mapping[int, Mapping[int, float]], text: str
) -> Cluster | None:
    key = key_of(candidate)
    same = [c for c in clusters if key in c.keys and (_compatible(candidate, c) or key.startswith("country "))]
    if same or (candidate.group == "country" and candidate.country):
        return same[0] if same else None
    fuller = [c for c in clusters if _same_kind(candidate, c) and any(abbreviates(candidate, m) for m in c.members)]
    if fuller:
        return max(fuller, key=lambda c: _fits(candidate, c, _link(candidate, c, links), text))
    if (owner := _surname_home(candidate, clusters)) is not None:
        return owner
    if (owner := _fuller_home(candidate, clusters)) is not None:
        return owner
    linked = [
        (_link(candidate, c, links), -n, c)
        for n, c in enumerate(clusters)
        if _compatible(candidate, c) and not _foreign(candidate, c)
    ]
    score, _, best = max(linked, key=lambda row: row[:2], default=(0.0, 0, None))
    return best if best is not None and score >= NAME_FLOOR and _words_agree(candidate, best) else None


def _fits(candidate: Candidate, cluster: Cluster, link: float, text: str) -> tuple[float, ...]:
    """How well a short name fits a fuller one, as a key: by title, the model's link, where it stands."""
    if candidate.group != "person":
        return link, -cluster.members[0].span.start
    titled, last = namesake(candidate, cluster, text)
    return titled, round(2 * link), last


def _surname_home(candidate: Candidate, clusters: Sequence[Cluster]) -> Cluster | None:
    """The one person of whose name a word is part, though the model took it for a body or, unsure, for a place."""
    unsure = candidate.group == "organisation" or (candidate.group == "place" and candidate.score <= SURE)
    if " " in candidate.words or candidate.kind != "name" or not unsure:
        return None
    key = name_key(candidate.words)
    owners = [
        c
        for c in clusters
        if c.group == "person" and any(k.endswith(f" {key}") or k.startswith(f"{key} ") for k in c.keys)
    ]
    return owners[0] if len(owners) == 1 else None


def _fuller_home(candidate: Candidate, clusters: Sequence[Cluster]) -> Cluster | None:
    """What words taken for a person are short for, if only one place or body has them in its name.

    A place or body without the word for its kind ("Osk village", later Osk; "Blue
    Wave party", later Blue Wave), a body whose first or last word it is ("Atlético
    Cerrito", later Cerrito), or what the very same words name elsewhere in the article.
    So for a country that no gazetteer knows, and for a place with bodies alone.
    """
    unknown = candidate.unknown or (candidate.group == "country" and not candidate.country)
    if candidate.kind != "name" or not (candidate.group == "person" or unknown):
        return None
    key = name_key(candidate.words).split()
    found = [c for c in clusters if any(holds(c.group, k.split(), key) for k in c.keys)]
    if candidate.unknown:
        found = [c for c in found if c.group == "organisation"]
        return found[0] if len(found) == 1 else None
    found = found or [c for c in clusters if any(name_key(m.words).split() == key for m in c.members if m.named)]
    return found[0] if len(found) == 1 else None


def _words_agree(candidate: Candidate, cluster: Cluster) -> bool:
    """A name that shares no word with a cluster's names is another name, whatever the model says."""
    words = set(key_of(candidate).split())
    if candidate.group == "place" and any(
        ADMINISTRATIVE & (words ^ set(key.split())) and not same_place(candidate, key.split(), list(words))
        for key in cluster.keys
    ):
        return False
    return any(words & set(key.split()) for key in cluster.keys) or candidate.kind == "acronym"


def _link(candidate: Candidate, cluster: Cluster, links: Mapping[int, Mapping[int, float]]) -> float:
    own = links.get(candidate.proposal, {})
    return max(
        (
            max(own.get(m.proposal, 0.0), links.get(m.proposal, {}).get(candidate.proposal, 0.0))
            for m in cluster.members
        ),
        default=0.0,
    )


def _described_home(
    candidate: Candidate, home: Mapping[int, Cluster], links: Mapping[int, Mapping[int, float]], rivals: Rivals
) -> tuple[Cluster | None, float]:
    """The cluster that the model links a description or pronoun to, as far as its words allow, and how surely."""
    weight: dict[int, float] = {}
    found: dict[int, Cluster] = {}
    for antecedent, score in links.get(candidate.proposal, {}).items():
        cluster = home.get(antecedent)
        if cluster is not None and _other_noun(candidate, cluster):
            pronoun = any(m.proposal == antecedent and m.kind == "pronoun" for m in cluster.members)
            if score < (OTHER_NOUN_OF_PRONOUN if pronoun else OTHER_NOUN):
                continue
        if cluster is None or not _agrees(candidate, cluster) or _foreign(candidate, cluster):
            continue
        if rivals.bars(candidate, cluster.members) or other_gender(candidate.words, cluster.members):
            continue
        found[id(cluster)] = cluster
        weight[id(cluster)] = max(weight.get(id(cluster), 0.0), score)
    if not found:
        return None, 0.0
    best = max(found, key=lambda key: (weight[key], -found[key].members[0].span.start))
    floor = PRONOUN_FLOOR if candidate.kind == "pronoun" else NOMINAL_FLOOR
    return (found[best], weight[best]) if weight[best] >= floor else (None, 0.0)


def _other_noun(candidate: Candidate, cluster: Cluster) -> bool:
    """Whether a description of several people names them by a noun that nothing else in the cluster does."""
    if candidate.kind != "nominal" or candidate.group != "group":
        return False
    return not any(_noun(member) == _noun(candidate) for member in cluster.members if member.kind != "pronoun")


def _noun(member: Candidate) -> str:
    """The noun that a description is about, as written: "leaders" of "two leaders of the party"."""
    return re.split(r"\s(?:of|from|in|who|at|for)\s", member.words.casefold())[0].split()[-1]


def _agrees(candidate: Candidate, cluster: Cluster) -> bool:
    word = candidate.words.casefold()
    if candidate.kind == "pronoun":
        if word in PERSONAL:
            return cluster.group == "person"
        if word in THINGS:
            return cluster.group != "person"
        return not (word in PLURAL and word[0] == "t" and cluster.group == "person" and cluster.named)
    if cluster.group == "organisation" and not can_be(word, (m.words for m in cluster.members if m.kind == "name")):
        return False
    return _compatible(candidate, cluster) or (candidate.group == "group" and cluster.group == "person")
