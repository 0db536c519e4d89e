"""Evidence that two profiles name one entity, as a match weight in bits.

Input: two Profiles that share a blocking key.
Output: a Weight, read by kb.resolution.decision, which alone knows the thresholds.
Pure: no I/O, no randomness.

The weights are log2 likelihood ratios set by hand from how often such
agreement is met among namesakes; issue "One world behind many articles" fits them.

Source:
    Fellegi & Sunter 1969, JASA 64(328):1183-1210.
"""

from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import JaroWinkler

from kb.resolution.profile import Profile

SAME_IDENTIFIER: Final = 20.0
OTHER_IDENTIFIER: Final = -20.0
FULL_NAME: Final = 8.0
SPELLING: Final = 4.0
SHORT_NAME: Final = 4.0
SAME_TYPE: Final = 2.0
GENERIC_NAME: Final = 1.0
SAME_COUNTRY: Final = 2.0
SAME_COUNTRY_PLACE: Final = 5.0
OTHER_COUNTRY: Final = -7.0
SAME_OFFICE: Final = 5.0
OTHER_OFFICE: Final = -6.0
OTHER_OFFICE_SAME_COUNTRY: Final = -4.0
SAME_HOLDER: Final = 3.0
OTHER_TYPE: Final = -3.0
SETTLEMENTS: Final = frozenset({"city", "town", "village", "place"})  # articles call one place all of these
ALIKE: Final = 0.93
ALIKE_IN_OFFICE: Final = 0.87  # of two who hold the same office
ALIKE_COUNTRY: Final = 0.8  # "Ukraine" and "Ukrainian" in the names of bodies of one country

GENERIC: Final = frozenset(
    (
        "police army navy air force forces armed military ministry minister government cabinet parliament "
        "senate house assembly congress court supreme high constitutional appeal district city council county "
        "state national federal central bank office department agency commission authority administration "
        "committee union party health defence defense foreign interior justice education finance transport "
        "university hospital fire service services coast guard border election electoral prosecutor "
        "prosecutors general company airport station river lake mountain north south east west northern "
        "southern eastern western new old school street square park bridge attorney s of the and for "
        "presidential security intelligence civil protection red crescent cross"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Weight:
    """How strongly two profiles speak for one entity, and why."""

    bits: float
    reasons: tuple[str, ...]


def match_weight(first: Profile, second: Profile) -> Weight:
    """Return how strongly the fields of two profiles speak for one entity.

    A field missing from either adds nothing.

    Returns:
        Bits: 0 is no evidence, +10 multiplies the prior odds by 1024; with the
        agreements and conflicts in words.
    """
    if first.group != second.group:
        return Weight(OTHER_IDENTIFIER, (f"{first.group} and {second.group}",))
    parts = [
        _identifiers(first, second),
        _names(first, second),
        _countries(first, second),
        _offices(first, second),
        _holders(first, second),
    ]
    found = [part for part in parts if part is not None]
    return Weight(round(sum(bits for bits, _ in found), 2), tuple(f"{words} ({bits:+g})" for bits, words in found))


def _identifiers(first: Profile, second: Profile) -> tuple[float, str] | None:
    shared = first.external & second.external
    if shared:
        return SAME_IDENTIFIER, f"same identifier {min(shared)}"
    schemes = {e.split(":")[0] for e in first.external} & {e.split(":")[0] for e in second.external}
    if schemes:
        return OTHER_IDENTIFIER, f"other identifier in {min(schemes)}"
    if first.group == "country" and first.country and first.country == second.country:
        return SAME_IDENTIFIER, f"same country code {first.country}"
    return None


def _names(first: Profile, second: Profile) -> tuple[float, str] | None:
    shared = first.names & second.names
    if shared:
        return _shared_name(first, second, max(sorted(shared), key=lambda n: (len(n.split()), len(n))))
    if first.group == "organisation" and first.country and first.country == second.country:
        for a in sorted(first.names):
            for b in sorted(second.names):
                if _same_body(a, b):
                    return SPELLING, f"“{a}” and “{b}” of one country"
    if first.group == "person":
        floor = ALIKE_IN_OFFICE if first.titles & second.titles and first.bodies & second.bodies else ALIKE
        pairs = [
            (JaroWinkler.similarity(a, b), a, b)
            for a in sorted(first.names)
            for b in sorted(second.names)
            if " " in a and " " in b and a[0] == b[0]
        ]
        if pairs and max(pairs)[0] >= floor:
            _, a, b = max(pairs)
            return SPELLING, f"“{a}” and “{b}” are spelled alike"
    return None


def _shared_name(first: Profile, second: Profile, name: str) -> tuple[float, str]:
    words = name.split()
    if set(words) <= GENERIC:
        return GENERIC_NAME, f"same common name “{name}”"
    if len(words) > 1:
        return FULL_NAME, f"same name “{name}”"
    if first.group == "person":
        return GENERIC_NAME, f"same single name “{name}”"
    if first.group == "organisation" and first.type == second.type:
        return SHORT_NAME + SAME_TYPE, f"same name “{name}”, both {first.type}"
    return SHORT_NAME, f"same name “{name}”"


def _same_body(first: str, second: str) -> bool:
    """Whether two names differ only in how they name their country: "ukraine air force", "ukrainian air force"."""
    one, two = first.split(), second.split()
    if len(one) < 2 or {w for w in one if w in GENERIC} != {w for w in two if w in GENERIC}:
        return False
    rest = [w for w in one if w not in GENERIC], [w for w in two if w not in GENERIC]
    return len(rest[0]) == len(rest[1]) == 1 and JaroWinkler.similarity(rest[0][0], rest[1][0]) >= ALIKE_COUNTRY


def _countries(first: Profile, second: Profile) -> tuple[float, str] | None:
    if not first.country or not second.country or first.group == "country":
        return None
    if first.country == second.country:
        bits = SAME_COUNTRY if first.group == "person" else SAME_COUNTRY_PLACE
        return bits, f"same country {first.country}"
    return OTHER_COUNTRY, f"countries {first.country} and {second.country}"


def _offices(first: Profile, second: Profile) -> tuple[float, str] | None:
    if first.group != "person" or not first.titles or not second.titles:
        return None
    title = first.titles & second.titles
    bodies = not first.bodies or not second.bodies or bool(first.bodies & second.bodies)
    if title and bodies:
        return SAME_OFFICE, f"office “{' '.join(sorted(title))}”"
    if title:
        return 0.0, "same title of another body"
    same_country = bool(first.country) and first.country == second.country
    words = f"offices “{' '.join(sorted(first.titles))}” and “{' '.join(sorted(second.titles))}”"
    return (OTHER_OFFICE_SAME_COUNTRY if same_country else OTHER_OFFICE), words


def _holders(first: Profile, second: Profile) -> tuple[float, str] | None:
    if first.group == "place" and first.within & second.within:
        return SAME_HOLDER, f"both in {min(first.within & second.within)}"
    settlements = first.type in SETTLEMENTS and second.type in SETTLEMENTS
    if (
        first.type != second.type
        and first.group == "place"
        and not settlements
        and not first.external & second.external
    ):
        return OTHER_TYPE, f"{first.type} and {second.type}"
    return None
