"""Decisions: link to a known entity, keep apart from it, or let a new one stand.

Input: an article's extraction and the known entities that share a key with it.
Output: events for the log; an entity that nothing is decided about stands for itself.
Pure: no I/O.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kb.events import EntitiesKeptApart, EntitiesLinked, EntityDescribed
from kb.model import Extraction
from kb.model.identity import external_id, member, member_id
from kb.resolution.comparison import SAME_IDENTIFIER, Weight, match_weight
from kb.resolution.profile import Known, Profile, blocking_keys, profiles

RULE: Final = "rule:resolution/1"
LINK: Final = 6.0  # bits
LEAD: Final = 2.0  # bits by which the best must beat the next

Decision = EntitiesLinked | EntitiesKeptApart | EntityDescribed


def resolve(extraction: Extraction, known: Mapping[str, Sequence[Known]]) -> tuple[Decision, ...]:
    """Return the decisions on every named entity of *extraction*, by local id.

    Args:
        extraction: of the article that comes in.
        known: blocking key -> canonical entities under it, as of now.
    """
    decisions: list[Decision] = []
    own = profiles(extraction)
    taken: dict[str, str] = {}
    for local, profile in own.items():
        decided = _identified(extraction.article, local, profile) or _compared(
            extraction.article, local, profile, _candidates(profile, known), taken
        )
        for decision in decided:
            if isinstance(decision, EntitiesLinked):
                taken[decision.entity] = local
        decisions.extend(decided)
    return tuple(decisions)


def _candidates(profile: Profile, known: Mapping[str, Sequence[Known]]) -> list[Known]:
    found = {row.entity: row for key in sorted(blocking_keys(profile)) for row in known.get(key, ())}
    return [found[entity] for entity in sorted(found)]


def _identified(article: str, local: str, profile: Profile) -> tuple[Decision, ...]:
    """A country or gazetteer place has its identifier's entity, known already or not."""
    if profile.external:
        external = min(profile.external)
    elif profile.group == "country" and profile.country:
        external = f"iso3166:{profile.country}"
    else:
        return ()
    return (
        EntitiesLinked(external_id(external), (member(article, local),), SAME_IDENTIFIER, (f"identifier {external}",)),
    )


def _compared(
    article: str, local: str, profile: Profile, candidates: Iterable[Known], taken: Mapping[str, str]
) -> tuple[Decision, ...]:
    scored = sorted(
        ((match_weight(profile, row.profile), row) for row in candidates if row.entity not in taken),
        key=lambda pair: (-pair[0].bits, pair[1].entity),
    )
    if not scored:
        return ()
    weight, best = scored[0]
    rival = scored[1][0].bits if len(scored) > 1 else float("-inf")
    if weight.bits >= LINK and weight.bits - rival >= LEAD:
        return (EntitiesLinked(best.entity, (member(article, local),), weight.bits, weight.reasons),)
    new = member_id(article, local)
    return tuple(
        EntitiesKeptApart((row.entity, new), w.bits, _reasons(w, weight, rival))
        for w, row in scored
        if profile.names & row.profile.names
    )


def _reasons(weight: Weight, best: Weight, rival: float) -> tuple[str, ...]:
    if weight.bits >= LINK and best.bits - rival < LEAD:
        return (*weight.reasons, "several known entities fit as well")
    return (*weight.reasons, f"{LINK:g} bits are needed")
