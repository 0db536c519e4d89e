"""Which canonical ids members have: that of an identifier elsewhere, their own, or the one that a decision gives.

Input: Profiles; an extraction and the decisions on it. Output: ids, read by kb.service.identity.linking and by what
records. Pure.
"""

from collections.abc import Iterable, Mapping

from kb.events import DomainEvent, EntitiesLinked
from kb.model import Extraction
from kb.model.external import IDENTIFYING, OF_PLACES, scheme_of
from kb.model.identity import external_id, member, member_id, own_id
from kb.resolution.profile import Profile


def identified(profile: Profile) -> bool:
    """Say whether an identifier says whom a member stands for; a row of a list takes the id that articles have."""
    return bool(profile.external) and (not profile.listed or scheme_of(profile.external) in OF_PLACES)


def founded(name: str, profile: Profile) -> str:
    """Return the canonical id of a member that nothing linked."""
    identifies = profile.listed and scheme_of(profile.external) in IDENTIFYING
    return external_id(profile.external) if identifies else own_id(*name.split("#", 1))


class OwnIds(dict[str, str]):
    """Member -> the canonical id that it has while nothing links it, made once it is asked for, as of few it is.

    Args:
        profiles: of those members that are entities.
    """

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        super().__init__()
        self._profiles = profiles

    def __missing__(self, name: str) -> str:
        profile = self._profiles.get(name)
        found = self[name] = founded(name, profile) if profile is not None else own_id(*name.split("#", 1))
        return found


def canonical_ids(extraction: Extraction, decisions: Iterable[DomainEvent]) -> dict[str, str]:
    """Return local entity id -> canonical id after *decisions*."""
    linked = {m: d.entity for d in decisions if isinstance(d, EntitiesLinked) for m in d.members}
    article = extraction.article
    return {
        entity.id: linked.get(member(article, entity.id), member_id(article, entity.id))
        for entity in extraction.entities
    }
