"""What two persons of one name do, as evidence for one person or against it: offices, callings, "no relation".

Input: two Profiles of persons. Output: parts of a Weight, read by kb.resolution.comparison.
Pure and symmetric.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kb.resolution import weights as w
from kb.resolution.callings import TOLD
from kb.resolution.living import days_after
from kb.resolution.names.romanise import alike
from kb.resolution.part import Part

if TYPE_CHECKING:
    from kb.resolution.profile import Profile

_KEPT: Final = 16_384  # of what two persons' offices say so many are remembered
_AFTER: Final = 7  # days after a death on which what somebody said before may still be told
_OF_A_STATE: Final = frozenset("minister president governor mayor senator".split())  # offices that each state has
_OF_PORTFOLIOS: Final = frozenset({"minister", "secretary"})  # of what, the other words say
_OTHERWISE: Final = frozenset(  # words that make two offices of one's words, or belong to no portfolio
    "deputy vice mayor governor president senator leader chief director chairman spokesman lawmaker general state "
    "permanent press".split()
)
LETTERS: Final = "letters "  # before an acronym among the keys of bodies: it is no other that sounds like it
_PORTFOLIOS: Final = {  # of one portfolio, as papers call it
    **dict.fromkeys("home interior internal".split(), "home"),
    **dict.fromkeys("finance treasury economy economic".split(), "finance"),
    **dict.fromkeys("foreign external".split(), "foreign"),
}


def what_they_do(first: "Profile", second: "Profile") -> Iterator[Part]:
    """Yield what two persons' offices say, or without offices on both sides their callings."""
    yield from _unlike(first, second)
    ever = first.titles | first.formerly, second.titles | second.formerly
    if all(ever):
        yield _offices(ever, (first.bodies, second.bodies), _abroad(first, second))
    else:
        yield from _callings(first, second)


def after_death(first: "Profile", second: "Profile", bits: float) -> Iterator[Part]:
    """Yield what makes two a question for a person where one had died before the other speaks.

    Reports of a death can be wrong, and the dead are quoted: it parts nobody for good.

    Args:
        first, second: profiles of two persons.
        bits: what everything else says.
    """
    for one, other in ((first, second), (second, first)):
        if one.died and other.speaks and days_after(one.died, other.day) > _AFTER:
            against = round(min(w.OUTLIVED, w.NEAR_MOST - bits), 2)
            yield Part("life", against, f"dead by {one.died}, and speaks in an article of {other.day}")
            return


def _unlike(first: "Profile", second: "Profile") -> Iterator[Part]:
    """Whether either article says that its bearer of the name is not who holds the other's office."""
    if not first.unlike and not second.unlike:
        return
    for one, other in ((first, second), (second, first)):
        for title in sorted(one.unlike):
            if set(title.split()) <= other.titles | other.formerly:
                yield Part("unlike", w.EXCLUDED, f"said to be another than the {title}")
                return


def _callings(first: "Profile", second: "Profile") -> Iterator[Part]:
    """What two do that one person seldom does: play and govern. Who is told to do both may be either."""
    if first.callings and second.callings and not first.callings & second.callings:
        one, other = (TOLD[min(callings)] for callings in (first.callings, second.callings))
        yield Part("calling", w.OTHER_CALLING, f"{one} and {other}")


_Words = tuple[frozenset[str], frozenset[str]]  # of two persons: words of their offices, or the bodies of these


def _abroad(first: "Profile", second: "Profile") -> str:
    """Where two persons serve two countries: "told", or "about" where only what the articles are about says it."""
    if first.countries and second.countries:
        return "told" if not first.countries & second.countries else ""
    one, other = (min(profile.countries, default=profile.home) for profile in (first, second))
    return "about" if one and other and one != other else ""


@lru_cache(maxsize=_KEPT)
def _offices(ever: _Words, bodies: _Words, abroad: str) -> Part:
    """What the offices say that two persons hold or held, both at least one; *abroad*: as _abroad says.

    Nobody is minister of two countries, and of a "minister" in an article about another country the word tells nothing.
    """
    shared = ever[0] & ever[1]
    meet = bodies[0] & bodies[1] or any(
        alike(a, b) for a in bodies[0] for b in bodies[1] if not (a.startswith(LETTERS) or b.startswith(LETTERS))
    )
    if shared <= _OF_PORTFOLIOS and _other_portfolio(ever[0] - shared, ever[1] - shared):
        shared = frozenset()
    told = " ".join(sorted(shared))
    if shared and meet:
        return Part("office", w.SAME_OFFICE, f"office “{told}” of the same body or place")
    if shared and all(bodies):
        if abroad == "told" and shared & _OF_A_STATE:
            return Part("office", w.OTHER_STATE, f"office “{told}” of two countries")
        return Part("office", w.OTHER_BODY, f"office “{told}” of other bodies")
    if abroad and len(shared) == 1 and shared <= _OF_A_STATE:
        return Part("office", 0.0, f"office “{told}” in articles about other countries")
    if shared:
        return Part("office", w.SAME_TITLE, f"office “{told}”")
    one, other = (" ".join(sorted(titles)) for titles in ever)
    return Part("office", w.OTHER_OFFICE, f"offices “{one}” and “{other}”")


def _other_portfolio(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether words beside "minister" on both sides are of two portfolios: health and finance, not home and interior.

    Whoever is called minister alone may be either.
    """
    if not one or not other or (one | other) & _OTHERWISE:
        return False
    return not {_PORTFOLIOS.get(word, word) for word in one} & {_PORTFOLIOS.get(word, word) for word in other}
