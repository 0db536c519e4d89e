"""Which types of events newsrooms use for one happening: what one calls an arrest another calls a detention.

Input: two types. Output: whether they may name one happening though neither is the other or above it; read by
kb.resolution.events.happenings, which knows what it is worth.
The ontology keeps these types apart, and rightly: here is what readers and writers take for one another. Two of one
group may stand in two classes of the ontology (a bombing is an attack, an explosion a fire).
Pure. Never: says that two events are one.
"""

from functools import lru_cache
from typing import Final

_GROUPS: Final = (
    "attack air_strike bombing drone_attack explosion hit launch missile_strike shelling offensive",
    "attack ambush fighting raid shooting targeting_civilians",
    "bomb_planting bombing explosion mine_explosion suicide_bombing",
    "arson_attack explosion fire fire_explosion",
    "accident collapse crash debris_fall embankment_breach explosion fall_accident fire sinking stampede",
    "damage flood rainfall storm water_level",
    "death execution killing murder assassination",
    "injury hospitalization illness",
    "disease_outbreak illness infection sickness",
    "arrest detention seizure",
    "release rescue",
    "return return_home",
    "departure resignation retirement",
    "departure dismissal layoff",
    "appointment hiring succession",
    "acquisition merger purchase sale",
    "acquisition_bid offer",
    "closing closure",
    "cancellation disruption interruption transport_disruption",
    "increase interest_rate_change price_change pricing",
    "decrease interest_rate_change price_change share_price",
    "election referendum run_off vote vote_count",
    "defeat election_result victory match match_result award",
    "conviction ruling acquittal",
    "hearing trial",
    "charge complaint",
    "investigation inspection search",
    "sentence detention",
    "conference conversation discussion consultation meeting mediation summit talks",
    "arrival travel visit",
    "acceptance agreement signing truce",
    "lifting truce",
    "protest rally riot uprising storming strike",
    "escape flight",
    "evacuation displacement flight flight_to_shelter exile",
    "coup takeover transfer_of_power",
    "advance invasion offensive war fighting armed_conflict siege",
    "theft cyberattack",
    "ban restriction closure",
    "approval permission lifting",
    "approval decision vote",
    "aid_delivery donation funding_of_relief promise support",
    "recovery_of_bodies discovery",
    "missing kidnapping",
    "commemoration funeral celebration",
    "launch_product opening opening_of_business creation establishment",
    "launch space_launch",
    "sanction restriction tax_change",
    "withdrawal deployment",
)


@lru_cache(maxsize=1)
def _by_type() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _GROUPS:
        types = group.split()
        for one in types:
            found.setdefault(one, set()).update(types)
    return {one: frozenset(those - {one}) for one, those in found.items()}


def near(one: str, other: str) -> bool:
    """Say whether two types, neither of which is the other, may name one happening."""
    return other in _by_type().get(one, ())
