"""One field's share of a weight: how many bits, and in which words.

Input: nothing. Output: the value that kb.resolution.comparison and what goes with it make, and `kb explain` shows.
Pure.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One field's share of a weight."""

    field: str
    bits: float
    words: str

    def __str__(self) -> str:
        return f"{self.words} ({self.bits:+.1f})"
