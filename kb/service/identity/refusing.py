"""What keeps two things apart that weigh enough to be one: a third that fits as well, or a pair that contradicts it.

Input: two members; the index and the weights of pairs. Output: a Refusal, read by kb.service.identity.explaining.
Never: decides or writes: it puts the same question to kb.resolution.clustering again that linking put.
"""

from dataclasses import dataclass

from kb.projections.folding.tables import Tables
from kb.resolution.article import ArticleProfile
from kb.resolution.clustering import Pair, Partition, ordered, partition
from kb.resolution.holding import attach
from kb.resolution.judging import ENTITIES, EVENTS, Pairs
from kb.resolution.weights import LINK
from kb.service.identity.judged import judged
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.link_region import Regions


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a link was not made.

    Attributes:
        why: "rival" where a third fits as well and contradicts an end, "veto" where a pair across contradicts the link,
            "bridge" where a short name would join two long ones, "late" where today they would be linked.
        pair: the two members at fault; of a rival that it fits, the third is the one that is no end of the link.
    """

    why: str
    pair: Pair

    def third(self, one: str, other: str) -> str:
        """Return the member of the pair at fault that is neither of the two, its first if both are others."""
        return next((name for name in self.pair if name not in (one, other)), self.pair[0])


def refusal(kind: str, tables: Tables, index: LinkIndex, pairs: Pairs, pair: Pair) -> Refusal | None:
    """Return why two members are not linked, None if they do not meet.

    Args:
        kind: entity or event.
        tables: of the catalog.
        index, pairs: on the catalog.
        pair: the two members.
    """
    regions = Regions(index, pairs)
    latest = sorted(pair, key=lambda name: (index.position(name.split("#", 1)[0]), name), reverse=True)
    for name in latest:
        profile = index.profile(name.split("#", 1)[0])
        if profile is None:
            continue
        found = (_entities if kind == "entity" else _events)(tables, index, pairs, regions, profile, name)
        if found is not None and (said := found.refused.get(ordered(*pair))) is not None:
            return Refusal(*said)
        if found is not None and any(set(pair) <= set(cluster) for cluster in found.clusters):
            return Refusal("late", ordered(*pair))
    return None


def _entities(
    tables: Tables, index: LinkIndex, pairs: Pairs, regions: Regions, profile: ArticleProfile, name: str
) -> Partition | None:
    standing = index.stands_for(one.member for one in profile.entities.values())
    region = next((one for one in regions.entities(profile, standing) if name in one.own), None)
    if region is None:
        return None
    bits, one = regions.entity_bits(region)
    bonds, bars, held = judged(tables, index.stands_for(region.members))
    weak = [pair for pair, value in bits.items() if value >= LINK and pairs.weak(*pair)]
    placed = {name for pair in (*bonds, *bars) for name in pair} | held
    nameless = {name for name, profile in region.members.items() if not profile.names and name not in placed}
    found = partition(region.members.keys() - nameless, bits, ENTITIES, bonds | set(one), bars, weak)
    return attach(found, nameless, bits, ENTITIES)


def _events(
    tables: Tables, index: LinkIndex, pairs: Pairs, regions: Regions, profile: ArticleProfile, name: str
) -> Partition | None:
    regions.entities(
        profile, index.stands_for(one.member for one in profile.entities.values())
    )  # whose articles it meets
    region = regions.events(profile)
    if name not in region:
        return None
    bonds, bars, _ = judged(tables, index.stands_for(region))
    return partition(region, regions.event_bits(region), EVENTS, bonds, bars)
