"""What an export left out, for whoever reads its numbers.

Input: reasons with details, while rows are written. Output: sentences.
Pure.
"""

from collections import Counter
from typing import Final

_SHOWN: Final = 5  # details of a reason


class Leftovers:
    """Counts what a model of the world elsewhere has no place for."""

    def __init__(self) -> None:
        self._found: dict[str, Counter[str]] = {}

    def add(self, reason: str, detail: str = "", count: int = 1) -> None:
        """Count something; *reason* is a plural ("events without a day")."""
        self._found.setdefault(reason, Counter())[detail] += count

    @property
    def total(self) -> int:
        """How many things were left out."""
        return sum(counter.total() for counter in self._found.values())

    def counts(self) -> dict[str, int]:
        """Return how many, by reason."""
        return {reason: counter.total() for reason, counter in self._found.items()}

    def sentences(self) -> tuple[str, ...]:
        """Return what was left out, one sentence a reason, with the commonest details."""
        return tuple(self._sentence(reason, counter) for reason, counter in sorted(self._found.items()))

    def _sentence(self, reason: str, counter: Counter[str]) -> str:
        ordered = sorted(((detail, count) for detail, count in counter.items() if detail), key=lambda x: (-x[1], x[0]))
        shown = [f"{detail} {count:,}" for detail, count in ordered[:_SHOWN]]
        if len(ordered) > _SHOWN:
            shown.append(f"{len(ordered) - _SHOWN:,} more kinds")
        total = counter.total()
        return f"Left out: {total:,} {reason if total != 1 else one_of(reason)}" + (
            f" ({', '.join(shown)})." if shown else "."
        )


def one_of(reason: str) -> str:
    """Return a reason for one thing: "event without a day" of "events without a day"; its first noun is the plural."""
    first, space, rest = reason.partition(" ")
    one = first[:-3] + "y" if first.endswith("ies") else first.removesuffix("s")
    return f"{one}{space}{rest.replace('that are ', 'that is ', 1)}"
