"""Questions with a "not": first what is told not to have happened, then the question without it, which is said.

Input: a Reading and its Plan. Output: a plan more; notes. Pure.
Never: takes what no article tells for what did not happen.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from kb.graph.vocabulary import KB
from kb.service.answering import lexicon as lex
from kb.service.answering.plans import Plan
from kb.service.answering.question import Reading

_QUERIES: Final = frozenset(["events", "who", "where"])  # whose rows are things that happened
_TOLD: Final = "this is what articles say did not happen; what they do not tell is not among it"


def negated(plan: Plan, reading: Reading) -> Iterator[Plan]:
    """Yield the plan for what did not happen, where a question asks for that."""
    kind = "type" in plan.given
    if plan.query in _QUERIES and kind and "reality" not in plan.given and reading.ask != "is" and _words(reading):
        plan = deepcopy(plan)
        plan.given["reality"], plan.shown["reality"] = KB.notHappened, ""
        plan.notes.append(f"“{_words(reading)[0]}”: {_TOLD}")
        yield plan


def passed_over(plan: Plan, reading: Reading) -> Iterator[str]:
    """Yield a note for each "not" that plays no part in a plan."""
    if plan.given.get("reality") != KB.notHappened:
        for word in _words(reading):
            yield f"“{word}” was passed over: the answer is to the question without it"


def _words(reading: Reading) -> list[str]:
    return [word.text for word in reading.words if word.any_of(lex.NOT) or word.low.endswith(("n't", "n’t"))]
