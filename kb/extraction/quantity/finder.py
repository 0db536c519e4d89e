"""Numbers and vague amounts of a text, with comparator, unit, range and whole.

Input: plain text or a spaCy Doc. Output: Quantity values by start, read by the
figures stage, which decides which of them say something about an event.
Never: reports dates, years, clock times, ages, ordinals, scores of matches,
phone numbers, or numbers that are part of a name.
Pure: no I/O; linear in the text's length.
"""

import bisect
from dataclasses import replace
from typing import Final, Protocol

from kb.extraction.quantity import exclusions
from kb.extraction.quantity.amounts import read_amount
from kb.extraction.quantity.comparators import comparator_after, comparator_before
from kb.extraction.quantity.exchange import in_exchange
from kb.extraction.quantity.long_times import in_one_time
from kb.extraction.quantity.numbers import STARTS
from kb.extraction.quantity.ranges import read_range, read_whole
from kb.extraction.quantity.same_money import in_same_money
from kb.extraction.quantity.same_scale import in_same_scale
from kb.extraction.quantity.shared_units import in_shared_units
from kb.extraction.quantity.tokens import Token, at, tokenize
from kb.extraction.quantity.units import TIME_UNITS
from kb.extraction.quantity.vague import read_vague
from kb.extraction.quantity.values import HYPHENS, Amount, Quantity
from kb.extraction.quantity.wordy import single_unit, vague_quantity
from kb.model.span import Span

_MULTIPLES: Final = {
    "twice": 2.0,
    "thrice": 3.0,
    "double": 2.0,
    "doubled": 2.0,
    "doubling": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "tripling": 3.0,
    "quadrupled": 4.0,
    "twofold": 2.0,
    "threefold": 3.0,
    "fourfold": 4.0,
    "fivefold": 5.0,
    "tenfold": 10.0,
}
_WATCHED: Final = (
    STARTS
    | frozenset(_MULTIPLES)
    | frozenset(
        "another minus magnitude us a nz hk rs tk ksh kshs tsh tshs ush ushs fcfa dhs rm rp kr u p n k "
        "tens dozens scores hundreds thousands millions billions trillions "
        "lakhs crores myriads several many numerous countless multiple few various majority quite "
        "large huge untold lots "
        "plenty most nearly almost multi multimillion multibillion minute minutes hour hours day "
        "days week weeks month months "
        "year years decade decades century centuries".split()
    )
)


class HasText(Protocol):
    """A spaCy Doc, or anything else that knows its text."""

    @property
    def text(self) -> str:
        """The whole text; offsets count in it."""
        ...


def find_quantities(doc_or_text: HasText | str) -> tuple[Quantity, ...]:
    """Return every number and vague amount that is a figure, by start; none overlap."""
    text = doc_or_text if isinstance(doc_or_text, str) else doc_or_text.text
    tokens = tokenize(text)
    masks = exclusions.masked_spans(text)
    starts = [start for start, _ in masks]
    found: list[Quantity] = []
    floor = index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind != "w" or token.lower in _WATCHED or (token.text.isupper() and len(token.text) <= 4):
            inside = bisect.bisect_right(starts, token.start) - 1
            if inside >= 0 and token.start < masks[inside][1]:
                index = max(index + 1, bisect.bisect_left(tokens, masks[inside][1], lo=index, key=_start_of))
                floor = index
                continue
            read = _read(tokens, index, floor)
            if read is not None:
                quantity, index = read
                floor = index
                if quantity is not None:
                    found.append(quantity)
                continue
        index += 1
    in_units = in_one_time(text, in_shared_units(text, found))
    return in_exchange(text, in_same_scale(text, in_same_money(text, in_units)))


def _start_of(token: Token) -> int:
    return token.start


def _read(tokens: list[Token], index: int, floor: int) -> tuple[Quantity | None, int] | None:
    """Return (quantity or None if excluded, index to go on from), None if nothing begins at *index*."""
    amount = read_amount(tokens, index)
    if amount is not None:
        return _quantity(tokens, amount, floor)
    single = single_unit(tokens, index, floor)
    if single is not None:
        return single
    vague = read_vague(tokens, index)
    if vague is not None:
        return vague_quantity(tokens, vague, floor), vague.end
    factor = _MULTIPLES.get(tokens[index].lower)
    if factor is not None and at(tokens, index - 1).lower not in {"a", "his", "her", "the", "men's", "women's"}:
        comparator, first = comparator_before(tokens, index, floor) or ("exactly", index)
        if tokens[first].lower in {"around", "over", "some", "above", "below", "under"}:
            comparator, first = "exactly", index
        span = Span(tokens[first].start, tokens[index].end)
        return Quantity(span, factor, None, comparator, "times", None, "multiple"), index + 1
    return None


def _excluded(tokens: list[Token], amount: Amount, compared: bool) -> bool:
    start, end = amount.number_start, amount.number_end
    if amount.kind == "money":
        return exclusions.is_maturity(tokens, start, amount.end) and amount.start == start
    if exclusions.is_age(tokens, start, end, amount.value):
        return True
    spans = amount.unit in TIME_UNITS and exclusions.is_span_of(tokens, end, amount.end)
    if spans or exclusions.is_clock_word(tokens, end):
        return True
    if tokens[start].lower == "one" and amount.unit in {"point", "day"} and not compared:
        return (
            at(tokens, start - 1).lower in {"at", ""}
            or at(tokens, start - 1).kind == "s"
            or tokens[start].text == "One"
        )
    if amount.unit:
        return (
            amount.unit not in TIME_UNITS
            and amount.unit != "percent"
            and tokens[start].joined
            and (at(tokens, start - 1).kind == "w")
        )
    return (
        exclusions.is_name_or_ordinal(tokens, start, end)
        or (not compared and exclusions.is_model(tokens, start, end))
        or exclusions.is_year(tokens, start, end, compared)
        or (not compared and exclusions.is_pronoun_one(tokens, start, end))
    )


def _quantity(tokens: list[Token], amount: Amount, floor: int) -> tuple[Quantity | None, int]:
    comparator, first = compared(tokens, amount.start, floor)
    if at(tokens, first - 1).lower == "within" and amount.unit in TIME_UNITS and first - 1 >= floor:
        comparator, first = "at_most", first - 1
    ranged = read_range(tokens, amount, first, floor)
    if ranged is not None:
        return ranged
    if _excluded(tokens, amount, comparator != "exactly"):
        return None, max(amount.end, amount.start + 1)
    end, whole = amount.end, None
    after = comparator_after(tokens, end)
    if after is not None and comparator == "exactly":
        comparator, end = after
    amount, whole, resume, end = read_whole(tokens, amount, end)
    if whole is not None and resume == end and (unit := _unit_of_whole(tokens, end)):
        amount = replace(amount, unit=unit, kind="measure")
    if amount.kind == "fraction" and amount.value == 50.0 and comparator == "more_than":
        comparator = "more_than_half"
    span = Span(tokens[first].start, tokens[end - 1].end)
    made = Quantity(span, amount.value, None, comparator, amount.unit, whole, amount.kind)
    return made, resume


def _unit_of_whole(tokens: list[Token], end: int) -> str:
    """The unit of the number behind "of", of which this one is a part: "600 of the 850 metres"; "" for none."""
    whole = next((read_amount(tokens, k) for k in range(end + 1, end + 4) if at(tokens, k).kind == "n"), None)
    if whole is None or whole.kind != "measure" or at(tokens, whole.start + 1).text in HYPHENS:
        return ""  # of "two of the 12-kilometre race's runners" people are counted
    return whole.unit


def compared(tokens: list[Token], start: int, floor: int) -> tuple[str, int]:
    """Return (comparator, first token) of a number at *start*; an article may stand between ("about a 20 minute")."""
    found = comparator_before(tokens, start, floor)
    if (
        found is None
        and start - 1 > floor
        and tokens[start - 2].lower != "estimated"
        and at(tokens, start - 1).lower in {"a", "an"}
    ):
        found = comparator_before(tokens, start - 1, floor)
        if found is not None and tokens[start - 2].lower in {"over", "above"}:
            found = None  # a quarrel "over a 40 million contract" says nothing about its size
    return found or ("exactly", start)
