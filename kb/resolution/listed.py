"""What is different when one of the two comes from a curated list: identifiers, and how much a mere name counts.

Input: two Profiles, the parts besides the name. Output: Parts, read by kb.resolution.comparison.
A list tells of somebody once and for all, without an article around: what an article that names a namesake would
lack, a context in common, no list has. So a person's name alone is not enough, and is left for a person to judge.
Pure.
"""

from collections.abc import Iterator

from kb.resolution import weights as w
from kb.resolution.names.bodies import Agreement
from kb.resolution.part import Part
from kb.resolution.profile import Profile


def identifiers(first: Profile, second: Profile) -> Part | None:
    """Return what the identifiers of the two say, None if they have none of the same scheme."""
    if not (first.external or first.also) or not (second.external or second.also):
        return None  # as of most
    ones, others = first.identifiers, second.identifiers
    if shared := ones & others:
        return Part("identifier", w.IDENTIFIED, f"same identifier {min(shared)}")
    schemes = {one.partition(":")[0]: one for one in sorted(ones, reverse=True)}
    for other in sorted(others):
        if one := schemes.get(other.partition(":")[0]):
            return Part("identifier", w.EXCLUDED, f"{one} and {other}")
    return None


def with_list(first: Profile, second: Profile, agreement: Agreement, beside: tuple[Part, ...]) -> Iterator[Part]:
    """Yield the parts besides the name of one in a list and one in an article, or of two in lists."""
    yield from beside
    if first.listed and second.listed:
        yield Part("list", w.LISTED_BOTH, "two lists without an identifier in common")
    elif first.group == "person" and sum(part.bits for part in beside if part.bits > 0) < w.LISTED_LEAST:
        yield Part("list", w.LISTED_ALONE, "hardly more than the name is as in the list")
    elif first.group != "person" and agreement == "same":
        yield Part("list", w.LISTED_NAME, "a name that the list gives")
