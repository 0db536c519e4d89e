"""Who holds an office at a time: somebody without a name ("the mayor of Lviv") against those whom articles name so.

Input: Profiles with posts; a Partition of those with names. Output: parts of a Weight; a Partition with those without.
Pure. Never: links where two may hold the office; lets one without a name make one of two with names.

An article that names the holder speaks for some time around its own day; one that calls somebody the former holder
speaks against that person from its day on. Dates that a text gives for a holder beat both.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from kb.resolution import weights as w
from kb.resolution.clustering import Pair, Partition, Thresholds, ordered
from kb.resolution.part import Part
from kb.resolution.posts import Post, said

if TYPE_CHECKING:
    from kb.resolution.profile import Profile

_REACH: Final = ((30, w.HOLDER_NEAR), (180, w.HOLDER), (365, w.HOLDER_FAR))  # days, bits
_ACTING: Final = 90  # days
_FORMER: Final = 730


def held_key(office: str) -> str:
    """Return the key under which those with a name who hold, or held, an office are met."""
    return f"held:{office}"


def unnamed_key(office: str) -> str:
    """Return the key under which those without a name who hold an office are met."""
    return f"unnamed:{office}"


def offices(profile: "Profile") -> list[str]:
    """Return the offices of a profile, in order."""
    return sorted({Post.of(text).office for text in profile.posts})


def holder_parts(first: "Profile", second: "Profile") -> Iterator[Part]:
    """Yield what speaks for one person where at least one of two persons has no name."""
    if first.names or second.names:
        nameless, named = (second, first) if first.names else (first, second)
        shared = [
            (ours, theirs)
            for ours in map(Post.of, sorted(nameless.posts))
            for theirs in map(Post.of, sorted(named.posts))
            if ours.office == theirs.office
        ]
        if shared:
            found = [_holds(*pair, nameless.day, named) for pair in shared]
            yield min(found, key=lambda part: (part.bits != w.EXCLUDED, -part.bits))
            return
    yield Part("holder", 0.0, "no name, and no office of both")


def _holds(ours: Post, theirs: Post, day: str, named: "Profile") -> Part:
    """Weigh whether who is called *theirs* in an article is who is called *ours*, without a name, on a day."""
    status = "" if theirs.status == "current" else f"{theirs.status} "
    what = f"{named.label} is called {status}{said(ours.office)}"
    if not day or not named.day:
        return Part("holder", 0.0, f"{what}, but one of the two articles has no date")
    if (theirs.since and day[: len(theirs.since)] < theirs.since) or (
        theirs.until and day[: len(theirs.until)] > theirs.until
    ):
        return Part("holder", w.EXCLUDED, f"{what} at another time than {day}")
    gap = (date.fromisoformat(day) - date.fromisoformat(named.day)).days
    days = "1 day" if abs(gap) == 1 else f"{abs(gap)} days"
    when = f"on {named.day}, {days} " + ("before" if gap >= 0 else "after")
    if _dated(theirs, gap):
        when = f"since {theirs.since}"
    if ours.status == "acting" and theirs.status == "current":
        when += ", but this one is acting"
    return Part("holder", _bits(ours, theirs, gap), f"{what} {when}")


def _dated(theirs: Post, gap: int) -> bool:
    """Whether a text gives since when somebody holds an office, and until when it is so for *gap* days."""
    return bool(theirs.since and (theirs.until or gap >= 0))


def _bits(ours: Post, theirs: Post, gap: int) -> float:
    """Weigh two statuses, *gap* days after an article called somebody *theirs*."""
    if (ours.status == "former") != (theirs.status == "former"):
        return w.EXCLUDED if (gap >= 0 if theirs.status == "former" else gap <= 0) else 0.0
    if ours.status == "former":
        return w.HOLDER_FAR if abs(gap) <= _FORMER else 0.0
    if ours.status == "acting" and theirs.status == "current":
        return 0.0
    if _dated(theirs, gap):
        return w.HOLDER_NEAR
    reach = [(days, bits) for days, bits in _REACH if theirs.status == "current" or days <= _ACTING]
    return next((bits for days, bits in reach if abs(gap) <= days), 0.0)


def attach(found: Partition, unnamed: Collection[str], bits: Mapping[Pair, float], limits: Thresholds) -> Partition:
    """Return *found* with those without a name, each with the one cluster that holds its office, else alone.

    Args:
        found: clusters of those with names.
        unnamed: members that are in none of them.
        bits: weights of pairs.
        limits: from which bits a link is made, and by how much it must beat another.
    """
    joined: dict[int, list[str]] = {}
    alone: list[tuple[str, ...]] = []
    refused = dict(found.refused)
    for name in sorted(unnamed):
        fits: list[tuple[float, Pair, int]] = []
        for number, cluster in enumerate(found.clusters):
            rows = [(bits[pair], pair) for other in cluster if (pair := ordered(name, other)) in bits]
            best, worst = max(rows, default=(w.EXCLUDED, (name, name))), min(rows, default=(0.0, (name, name)))
            if best[0] < limits.link:
                continue
            if worst[0] <= limits.veto:
                refused[best[1]] = ("veto", worst[1])
                continue
            fits.append((*best, number))
        fits.sort(key=lambda row: (-row[0], row[1]))
        if not fits:
            alone.append((name,))
        elif len(fits) > 1 and fits[1][0] > fits[0][0] - limits.lead:
            alone.append((name,))
            refused |= {pair: ("rival", fits[0][1] if pair != fits[0][1] else fits[1][1]) for _, pair, _ in fits}
        else:
            joined.setdefault(fits[0][2], []).append(name)
    whole = [tuple(sorted((*cluster, *joined.get(n, ())))) for n, cluster in enumerate(found.clusters)]
    return Partition(tuple(sorted([*whole, *alone])), refused)
