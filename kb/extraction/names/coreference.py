"""Coreference inside one article: which mention candidates are one entity.

Input: Candidates in text order, the coreference relations of the model.
Output: Clusters, read by kb.extraction.names.entities.
Names are matched by their words; descriptions and pronouns by the model's
links, within what group and number allow. An unresolved pronoun, or "there", is dropped.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.names.ages import other_age
from kb.extraction.names.agreement import agrees, is_any, other_noun
from kb.extraction.names.also_known import joined_names
from kb.extraction.names.appositions import appositions
from kb.extraction.names.belonging import belonging
from kb.extraction.names.beside import beside, whose_people
from kb.extraction.names.called_here import so_called_here
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.described import NOBODY, Described
from kb.extraction.names.forms import key_of
from kb.extraction.names.genders import other_gender
from kb.extraction.names.lands import firm_of_country, first_land, first_town, meant_of, of_code, of_whoever_says_so
from kb.extraction.names.naming import compatible, foreign, named_home
from kb.extraction.names.owned import NOTHING, Owned
from kb.extraction.names.posts import other_post
from kb.extraction.names.pronoun_order import sentence_before
from kb.extraction.names.rivals import NO_RIVALS, Rivals
from kb.extraction.names.so_far import NamesSoFar
from kb.extraction.names.stage import Candidate

NOMINAL_FLOOR: Final = 0.5
PRONOUN_FLOOR: Final = 0.4
OTHER_NOUN: Final = 0.7  # from which a group is one that other words describe
OTHER_NOUN_OF_PRONOUN: Final = 0.9  # and one that only a pronoun stands for
NEARER: Final = 0.6  # of the likelier one's link must be that of who is named in the pronoun's own paragraph
NEARER_PLACE: Final = 0.3  # and where "there" points to a place of its paragraph
QUOTED_FLOOR: Final = 0.7  # of whom a quotation describes, and may well name nobody of the article: "the boss sent us"
TIED: Final = 0.9  # of the likeliest link of a pronoun, from which the order of the words decides
FIRST: Final = 0.1  # of a description before a name, where that is told first
DESCRIBED: Final = 0.7  # of a description whose noun only one name has
HINTED: Final = 0.2  # the least link to whom a description can be of by its words, where there are several
APPOSED: Final = 0.9  # of a description beside the name that it describes
POINTING: Final = frozenset(["here", "there", "elsewhere", "nearby"])  # and name nothing by themselves

_ENDS: Final = re.compile(r"[.!?][\"'”’)]*\s+[A-Z\"“‘]")
_NEW = re.compile(r"(?:,\s+|\b)(?:an?|another)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


def cluster_mentions(
    candidates: Sequence[Candidate],
    links: Mapping[int, Mapping[int, float]],
    text: str = "",
    rivals: Rivals = NO_RIVALS,
    described: Described = NOBODY,
    owned: Owned = NOTHING,
) -> list[Cluster]:
    """Return the clusters of *candidates*, by first mention.

    Args:
        candidates: in text order.
        links: proposal index -> earlier proposal index -> probability that
            both are the same entity.
        text: the stored text, for appositions; "" reads none.
        rivals: which mentions are another entity.
        described: which names a description can be of by its words alone.
        owned: which names a description can be of by whose it is.

    Returns:
        Every candidate in at most one cluster; pronouns without antecedent in none.
    """
    so_far = NamesSoFar(links)
    others = belonging(candidates, text)
    for candidate in _names_by_length(candidates):
        apart = others.get(candidate.words.casefold(), frozenset())
        cluster = named_home(candidate, so_far, apart, links, text)
        if cluster is None:
            cluster = Cluster()
        elif candidate.group != cluster.group and not compatible(candidate, cluster):
            candidate = replace(candidate, group=cluster.group, types={})  # its words told more than the model
        cluster.members.append(candidate)
        cluster.keys.add(key_of(candidate))
        so_far.add(candidate, cluster)
    clusters = so_far.clusters
    home = {member.proposal: cluster for cluster in clusters for member in cluster.members}
    later = _backwards(links, clusters)
    apposed = beside(candidates, text) | appositions(candidates, text)
    known = links, later, apposed, whose_people(candidates, text)
    for candidate in sorted(candidates, key=lambda c: c.proposal in rivals.quoted):
        if candidate.named:
            continue
        antecedent, link = _antecedent(candidate, home, known, text, rivals, described)
        if candidate.proposal not in apposed and (whose := [home[p] for p in owned.of(candidate, home)]):
            only = _only(candidate, whose, rivals, text)
            antecedent, link = (only, DESCRIBED) if only is not None else (antecedent, link)
        if antecedent is None:
            if candidate.kind == "pronoun" or candidate.words.casefold() in POINTING:
                continue
            antecedent, link = Cluster(), 1.0
            clusters.append(antecedent)
        antecedent.members.append(candidate)
        antecedent.links[candidate.proposal] = link
        home[candidate.proposal] = antecedent
    for cluster in clusters:
        cluster.members.sort(key=lambda member: member.span.start)
    clusters = joined_names(clusters, candidates, text)
    return sorted(clusters, key=lambda cluster: cluster.members[0].span.start)


def _told(cluster: Cluster | None, title: int, before: int) -> bool:
    """Whether the article names an entity before a place in it, its title aside."""
    return cluster is not None and any(title < member.span.start < before for member in cluster.members)


def _antecedent(
    candidate: Candidate,
    home: Mapping[int, Cluster],
    known: tuple[
        Mapping[int, Mapping[int, float]], Mapping[int, Mapping[int, float]], Mapping[int, int], Collection[int]
    ],
    text: str,
    rivals: Rivals,
    described: Described,
) -> tuple[Cluster | None, float]:
    """The cluster of a description or pronoun, and how surely: by apposition, by the model's links, by its words.

    Args:
        known: links to what stands before, links to what comes after, appositions, bodies that only tell whose people
            others are.
    """
    links, later, apposed, owning = known
    at, title = candidate.span.start, text.find("\n") if "\n" in text else 0
    new = candidate.kind == "nominal" and candidate.proposal not in owning  # "a [police] spokesman" is new, not police
    introduced = new and _NEW.search(text[max(0, at - 60) : at])
    antecedent, link = home.get(apposed.get(candidate.proposal, -1)), APPOSED
    if antecedent is None:
        antecedent, link = _described_home(candidate, home, links, rivals, text, described)
        if introduced and _told(antecedent, title, at):
            antecedent = None  # "a bridge" is none that was named before, but for the title
    if antecedent is not None and candidate.kind == "nominal":
        antecedent = first_town(candidate, antecedent, link, home, text)
        antecedent = first_land(candidate, antecedent, link, home, text)
        antecedent = of_whoever_says_so(candidate, antecedent, home, text)
    if antecedent is None and candidate.kind != "pronoun":
        antecedent, link = _described_home(candidate, home, later, rivals, text, described)
        person = candidate.group == "person" and introduced and not introduced[0].startswith(",")
        if (person and _told(antecedent, title, at)) or (antecedent and _far_ahead(candidate, antecedent, text)):
            antecedent = None
    if candidate.group == "country" and candidate.country:
        return of_code(candidate, home), DESCRIBED
    if antecedent is None and (one := firm_of_country(candidate, home, text)) is not None:
        return (one, DESCRIBED) if not rivals.bars(candidate, one.members) else (None, 0.0)
    untold = antecedent is None or (candidate.group == "person" and not antecedent.named)
    if untold or (antecedent is not None and _untitled(candidate, antecedent)):
        bearers = [home[p] for p in described.of(candidate, text) if p in home]
        only = _only(candidate, _likeliest(candidate, bearers, home, links, text), rivals, text)
        if only is not None and _far_ahead(candidate, only, text):
            only = None
        if untold or (only is not None and _told(only, title, at)):
            return (only, DESCRIBED) if only is not None or antecedent is None else (antecedent, link)
    return antecedent, link


def _untitled(candidate: Candidate, cluster: Cluster) -> bool:
    """Whether a person whom the model takes for one who is described is not told of by that noun: "the senator"."""
    noun = candidate.words.casefold().rpartition(" ")[2]
    described = (m.words.casefold().rpartition(" ")[2] for m in cluster.members if m.kind == "nominal")
    return candidate.kind == "nominal" and candidate.group == cluster.group == "person" and noun not in described


def _far_ahead(candidate: Candidate, cluster: Cluster, text: str) -> bool:
    """Whether a body described below the title would only be named sentences later: "an alliance won. ... Osk lost"."""
    named = min((m.span.start for m in cluster.members if m.named), default=-1)
    between = text[candidate.span.end : named] if named > candidate.span.end else ""
    below = "\n" in text[: candidate.span.start]
    return candidate.group == "organisation" and below and _ENDS.search(between) is not None


def _likeliest(
    candidate: Candidate,
    bearers: Sequence[Cluster],
    home: Mapping[int, Cluster],
    links: Mapping[int, Mapping[int, float]],
    text: str,
) -> Sequence[Cluster]:
    """The one of several whom a description can be of by its words that the model links to it, however weakly."""
    if len({id(cluster) for cluster in bearers}) < 2:
        return bearers
    if (land := meant_of(candidate, list({id(c): c for c in bearers}.values()), text)) is not None:
        return [land]
    weight = {id(cluster): 0.0 for cluster in bearers}
    for antecedent, score in links.get(candidate.proposal, {}).items():
        key = id(home.get(antecedent))
        if key in weight:
            weight[key] = max(weight[key], score)
    first, second = sorted(weight.values(), reverse=True)[:2]
    clear = first >= HINTED and first >= 2 * second
    return [c for c in bearers if weight[id(c)] == first] if clear else bearers


def _only(candidate: Candidate, clusters: Sequence[Cluster], rivals: Rivals, text: str) -> Cluster | None:
    """The one cluster that all are, if a description can be of it."""
    if (
        len({id(cluster) for cluster in clusters}) != 1
        or not agrees(candidate, clusters[0])
        or foreign(candidate, clusters[0])
    ):
        return None
    barred = rivals.bars(candidate, clusters[0].members) or other_gender(candidate.words, clusters[0].members, text)
    return None if barred else clusters[0]


def _backwards(links: Mapping[int, Mapping[int, float]], clusters: Sequence[Cluster]) -> dict[int, dict[int, float]]:
    """Links turned round: "a technician ... Ada Obi" is linked from the name to the description before it.

    What only tells a name again has no such link, unless the model sees one where the name is told first.
    """
    named = ((cluster.first_name, cluster.members) for cluster in clusters)
    first = {member.proposal: name for name, members in named for member in members}
    turned: dict[int, dict[int, float]] = {}
    for proposal, antecedents in links.items():
        told = links.get(first.get(proposal, proposal), {})
        for antecedent, score in antecedents.items():
            if told.get(antecedent, 0.0) >= FIRST:
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


def _described_home(
    candidate: Candidate,
    home: Mapping[int, Cluster],
    links: Mapping[int, Mapping[int, float]],
    rivals: Rivals,
    text: str,
    described: Described,
) -> tuple[Cluster | None, float]:
    """The cluster that the model links a description or pronoun to, as far as its words allow, and how surely."""
    weight: dict[int, float] = {}
    found: dict[int, Cluster] = {}
    for antecedent, score in links.get(candidate.proposal, {}).items():
        cluster = home.get(antecedent)
        if cluster is not None and other_noun(candidate, cluster):
            pronoun = any(m.proposal == antecedent and m.kind == "pronoun" for m in cluster.members)
            if score < (OTHER_NOUN_OF_PRONOUN if pronoun else OTHER_NOUN):
                continue
        if cluster is None or not agrees(candidate, cluster) or foreign(candidate, cluster):
            continue
        if rivals.bars(candidate, cluster.members) or other_gender(candidate.words, cluster.members, text):
            continue
        if candidate.group == "person" and (
            other_age(candidate, cluster.members, text) or other_post(candidate.words, cluster.members, text)
        ):
            continue
        if described.bars(candidate, cluster.members, text):
            continue
        found[id(cluster)] = cluster
        weight[id(cluster)] = max(weight.get(id(cluster), 0.0), score)
    if not found:
        return None, 0.0
    best = max(found, key=lambda key: (weight[key], -found[key].members[0].span.start))
    sure = weight[best]
    there = candidate.words.casefold() in POINTING
    if (candidate.kind == "pronoun" or there or is_any(candidate, found[best])) and not _in_paragraph(
        found[best], candidate, text
    ):
        least = (NEARER_PLACE if there else NEARER) * weight[best]
        here = [k for k in found if weight[k] >= least and _in_paragraph(found[k], candidate, text)]
        here = here if candidate.kind == "pronoun" else [k for k in here if found[k].named]
        best = max(here, key=lambda key: weight[key], default=best)
    if candidate.kind == "nominal" and not _in_paragraph(found[best], candidate, text):
        best = next(iter(so_called_here(candidate, home, rivals, text)), best)
        found |= {id(c): c for c in home.values() if id(c) == best}
    if candidate.kind == "pronoun":
        tied = [cluster for key, cluster in found.items() if weight[key] >= TIED * weight[best]]
        best = next((id(c) for c in tied if c is sentence_before(candidate, tied, text)), best)
    third = candidate.kind == "nominal" and candidate.proposal in rivals.quoted
    floor = PRONOUN_FLOOR if candidate.kind == "pronoun" else QUOTED_FLOOR if third else NOMINAL_FLOOR
    reached = weight[best] if candidate.kind == "pronoun" else sure
    return (found[best], weight.get(best, reached)) if reached >= floor else (None, 0.0)


def _in_paragraph(cluster: Cluster, candidate: Candidate, text: str) -> bool:
    """Whether something of a cluster stands before a pronoun in its paragraph."""
    begin, at = text.rfind("\n", 0, candidate.span.start) + 1, candidate.span.start
    return any(begin <= member.span.start < at for member in cluster.members)
