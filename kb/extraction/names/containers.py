"""Which place lies in which by the words between them: "Lyon, France", "a market in the town of Osk", "eastern Mali".

Input: the clusters of an article with their mentions. Output: entity id of a
place -> of the place that holds it, read by kb.extraction.names.entities.
Never: asks a gazetteer where a place lies.
"""

import bisect
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.place_context import DIRECTION
from kb.extraction.names.stage import Candidate
from kb.language.gazetteer import Gazetteer

_DESCRIBED_IN: Final = re.compile(
    r"\s+(?:in|at|of)\s+(?:the\s+)?(?:[a-z]+(?:-[a-z]+)?\s+){0,3}(?:of\s+)?(?:the\s+)?", re.IGNORECASE
)
_INSIDE: Final = re.compile(r"\s*(?:,\s*|\s+in\s+(?:the\s+)?|\s*\(\s*|,\s+in\s+(?:the\s+)?)", re.IGNORECASE)
_APPOSED: Final = re.compile(  # "Osk, a poor suburb of Aveno", "Osk, the capital of Norvik province"
    r",\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:capital|city|commune|district|hamlet|island|municipality|neighbou?rhood|port|"
    r"quarter|settlement|slum|suburb|town|township|village)\s+(?:of|in)\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+)?"
)
_MOSTLY: Final = re.compile(  # "355 people in Lebanon, most of them in Tripoli"
    r"(?:\s+[a-z]+){0,3},\s+(?:(?:almost\s+|nearly\s+)?(?:all|most|many|half|some|several)(?:\s+of\s+(?:them|whom|which|these))?|"
    r"mostly|mainly|chiefly|largely)\s+in\s+(?:and\s+around\s+)?(?:the\s+(?:[a-z]+\s+){1,3}of\s+)?"
)
_OWNING: Final = re.compile(r"['’]s?\s+(?:[a-z]+\s+)?")


def containers(document: Document, clusters: Sequence[Cluster], ids: Mapping[int, str]) -> dict[str, str]:
    """Return place -> the place that the text puts it in ("Lyon in eastern France", "Lyon, France")."""
    rows: list[tuple[Candidate, Cluster]] = sorted(
        ((member, cluster) for cluster in clusters for member in cluster.members if member.named),
        key=lambda row: row[0].span.start,
    )
    found: dict[str, str] = {}
    for (inner, inner_cluster), (outer, outer_cluster) in itertools.pairwise(rows):
        if inner_cluster is outer_cluster:
            continue
        between = document.text[inner.span.end : outer.span.start]
        if _OWNING.fullmatch(between) and inner_cluster.group == "country" and outer_cluster.group == "place":
            found.setdefault(ids[id(outer_cluster)], ids[id(inner_cluster)])  # "Zambia's Eastern Province"
            continue
        if (
            _MOSTLY.fullmatch(between)
            and inner_cluster.group in ("place", "country")
            and outer_cluster.group == "place"
        ):
            found.setdefault(ids[id(outer_cluster)], ids[id(inner_cluster)])
            continue
        if inner_cluster.group != "place":
            continue
        if outer_cluster.group not in ("place", "country") or outer.kind == "adjective":
            continue
        if not _INSIDE.fullmatch(between) and not _APPOSED.fullmatch(between):
            continue
        comma = between.strip() == ","
        listed = comma and _goes_on(document.text[outer.span.end :])
        if not listed and not (comma and _is_subject(document, inner, outer)):
            found.setdefault(ids[id(inner_cluster)], ids[id(outer_cluster)])
    for cluster, town in _described(document, clusters, rows):
        found.setdefault(ids[id(cluster)], ids[id(town)])
    return {inner: outer for inner, outer in found.items() if found.get(outer) != inner}


def _is_subject(document: Document, inner: Candidate, outer: Candidate) -> bool:
    """Whether a clause begins behind the comma, with a town or so that does something: "In Utah, [Orem was] spared"."""
    doc = document.doc
    first, _ = document.tokens(inner.span)
    start, last = document.tokens(outer.span)
    ahead = list(doc[doc[first].sent.start : first]) if start < last and first < start else []
    led = bool(ahead) and ahead[-1].pos_ == "ADP" and not any(t.pos_ in ("VERB", "AUX") for t in ahead)
    return led and last < len(doc) and doc[last].pos_ in ("VERB", "AUX")


def _described(
    document: Document, clusters: Sequence[Cluster], named: Sequence[tuple[Candidate, Cluster]]
) -> Iterator[tuple[Cluster, Cluster]]:
    """Yield what only a description names and the place right behind it: "a market in the northern town of Osk"."""
    starts = [outer.span.start for outer, _ in named]
    for cluster in clusters:
        found: list[tuple[bool, Cluster]] = []
        for member in cluster.members if cluster.group == "place" and not cluster.named else ():
            for outer, holder in named[bisect.bisect_left(starts, member.span.end) :][:1]:
                between = document.text[member.span.end : outer.span.start]
                if holder.group == "place" and outer.kind == "name" and _DESCRIBED_IN.fullmatch(between):
                    title = "\n" not in document.text[: member.span.start]
                    found.append((title or outer.area, holder))
        if found:  # a town rather than a region, the story rather than its title
            yield cluster, min(found, key=lambda row: row[0])[1]


def regions_in(clusters: Sequence[Cluster], ids: Mapping[int, str], gazetteer: Gazetteer) -> dict[str, str]:
    """Return a region named by the compass -> its country, where the article names that too ("eastern Ukraine")."""
    countries = {cluster.country: ids[id(cluster)] for cluster in clusters if cluster.country}
    found = {}
    for cluster in clusters:
        for name in (m.words for m in cluster.members if cluster.group == "place" and m.named):
            plain = DIRECTION.sub("", name)
            country = gazetteer.countries(plain) if plain != name else None
            if country is not None and country.iso2 in countries:
                found[ids[id(cluster)]] = countries[country.iso2]
    return found


def _goes_on(rest: str) -> bool:
    """Whether an enumeration continues after this word: "Rome, Paris and Madrid" nests nothing."""
    return bool(re.match(r"\s*(?:,?\s+(?:and|or)\s|,\s+[A-Z]\w+\s*(?:,|\s+and\s))", rest))
