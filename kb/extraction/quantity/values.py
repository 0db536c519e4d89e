"""The two values that the reading of quantities passes around.

Output: Quantity, read by the figures stage; Amount, internal to kb.extraction.quantity.
"""

from dataclasses import dataclass
from typing import Final

from kb.model.span import Span

KINDS: Final = frozenset("count measure money percent duration fraction multiple vague".split())
HYPHENS: Final = frozenset({"-", "‑", "–"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a vague amount, as the text puts it.

    Attributes:
        span: number with comparator words, currency and unit.
        value: the number; lower end of a range; None if vague. Shares of a
            whole ("a third") are percent.
        upper: upper end of a range, else None.
        comparator: one of kb.model.extraction.COMPARATORS.
        unit: ISO 4217 code or plain currency name, "percent", "km", "hour" ...;
            "" for a plain count.
        whole: of how many ("14 of the 23": 23), else None.
        kind: one of KINDS.
    """

    span: Span
    value: float | None
    upper: float | None
    comparator: str
    unit: str
    whole: float | None
    kind: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its currency or unit, before comparator and range."""

    start: int
    number_start: int
    end: int
    value: float
    unit: str
    kind: str
    scaled: bool
    number_end: int
    money: str = ""
