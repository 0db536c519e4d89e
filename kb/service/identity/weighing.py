"""The weights that hold in a home: those of the package, or those that were fitted to what people decided there.

Input: the catalog. Output: Pairs, which weigh; the name under which the log has what rules decide with them.
Never: fits; kb.service.curation.learning does.
"""

from collections.abc import Mapping
from typing import Any

from kb.projections.folding.parting import adopted
from kb.projections.folding.tables import Tables
from kb.resolution.decision import RULE
from kb.resolution.judging import Pairs
from kb.resolution.learned import LearnedPairs, Scales
from kb.service.identity.link_index import LinkIndex


def scales(row: Mapping[str, Any]) -> tuple[Scales, Scales]:
    """Return the scales of entities and of events as the fold keeps them."""
    return Scales(row["entities"], row["shift"]), Scales(row["events"], row["event_shift"])


def pairs_of(tables: Tables, index: LinkIndex) -> Pairs:
    """Return what weighs pairs with the weights that hold."""
    found = adopted(tables)
    return LearnedPairs(index.profile, *scales(found[1]), index.entity) if found else Pairs(index.profile, index.entity)


def rule_of(tables: Tables) -> str:
    """Return the name under which rules decide with the weights that hold: which event adopted them, if any did."""
    found = adopted(tables)
    return f"{RULE}+{found[0]}" if found else RULE
