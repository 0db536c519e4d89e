"""A rule's decisions without those that people have decided otherwise.

Input: decisions of a rule, the fold. Output: those that may be recorded; what is known of an entity, as people say.
The fold gives no effect to a rule's merge or link of what a person keeps apart; this keeps it out of the log as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kb.events import DomainEvent, EntitiesLinked, EntitiesMerged, HappeningsLinked
from kb.model.identity import own_id
from kb.projections.judging import parted
from kb.projections.tables import Tables
from kb.resolution.profile import Profile, group_of, names_of


def respecting(tables: Tables, decisions: Iterable[DomainEvent]) -> Iterator[DomainEvent]:
    """Yield *decisions* without the members and merges that a person keeps apart."""
    for decision in decisions:
        if isinstance(decision, EntitiesMerged):
            if not parted(tables, decision.entity, decision.absorbed):
                yield decision
        elif isinstance(decision, EntitiesLinked | HappeningsLinked):
            target = decision.entity if isinstance(decision, EntitiesLinked) else decision.happening
            free = tuple(m for m in decision.members if not parted(tables, _own(m), target))
            if free:
                yield decision if free == decision.members else replace(decision, members=free)
        else:
            yield decision


def as_people_say(profile: Profile, said: Mapping[str, str]) -> Profile:
    """Return what an article says of an entity, with the name, type and ids that people gave it.

    Args:
        profile: as the article has it.
        said: see kb.projections.views.Views.said.
    """
    if not said:
        return profile
    kind = said.get("type", profile.type)
    label = said.get("label", profile.label)
    named = names_of(kind, (label,), "") if "label" in said else ()
    given = {name.partition(":")[2]: value for name, value in said.items() if name.startswith("external:")}
    kept = "" if profile.external.partition(":")[0] in given else profile.external
    added = sorted(value for scheme, value in given.items() if value != f"{scheme}:")
    external = added[0] if added else kept
    names = tuple(dict.fromkeys((*named, *profile.names)))
    return replace(profile, group=group_of(kind), type=kind, label=label, names=names, external=external)


def _own(member: str) -> str:
    article, _, local = member.partition("#")
    return own_id(article, local)
