"""A number with its sign, currency, scale and unit.

Input: tokens from an index. Output: Amount, read by kb.extraction.quantity.finder
and ranges.
"""

from typing import Final

from kb.extraction.quantity.currencies import NAMES, currency_after, currency_before
from kb.extraction.quantity.fractions import of_point
from kb.extraction.quantity.numbers import read_number
from kb.extraction.quantity.scales import Number
from kb.extraction.quantity.tokens import Token, at
from kb.extraction.quantity.units import TIME_UNITS, glued_unit, unit_at
from kb.extraction.quantity.values import HYPHENS, Amount

_OBJECTS: Final = frozenset(
    "member members seat page person man woman nation storey story bed room party team point car vehicle boat piece "
    "strong part foot mile kilometer kilometre metre meter ton tonne".split()
)


def read_amount(tokens: list[Token], index: int) -> Amount | None:
    """Return the number at *index* with what belongs to it: sign, currency, scale, unit."""
    start, sign, code = index, 1.0, ""
    token = tokens[index]
    if token.lower == "minus" or (token.text in {"-", "−"} and _is_minus(tokens, index)):
        either = [at(tokens, index - 2).lower, at(tokens, index - 1).lower] == ["plus", "or"]  # a margin, either way
        sign, index = 1.0 if either else -1.0, index + 1
    prefix = currency_before(tokens, index) if at(tokens, index).kind else None
    if prefix is not None:
        code, index = prefix[0], index + prefix[1]
    if sign < 0 and prefix is None and at(tokens, index).kind != "n":
        return None
    named = at(tokens, index).lower == "magnitude"
    if named:
        index += 1 + (at(tokens, index + 1).lower == "of")
    number = read_number(tokens, index, money=bool(code) or _of_money(tokens, index))
    if number is None or (named and number.form == "fraction"):
        return None
    if code and number.form == "words" and at(tokens, index).kind != "n" and not number.scaled:
        return None
    if named:
        return Amount(start, index, number.end, number.value, "magnitude", "measure", False, number.end)
    return _with_unit(tokens, start, index, number, sign, code)


def _of_money(tokens: list[Token], index: int) -> bool:
    """Whether digits with a letter written to them stand before a currency's name: "50m naira" is no length."""
    letter, name = at(tokens, index + 1), at(tokens, index + 2)
    return letter.joined and letter.kind == "w" and not name.broken and name.lower in NAMES


def _is_minus(tokens: list[Token], index: int) -> bool:
    following = at(tokens, index + 1)
    before = at(tokens, index - 1)
    return following.kind == "n" and following.joined and not tokens[index].joined and before.kind != "n"


def _with_unit(tokens: list[Token], start: int, index: int, number: Number, sign: float, code: str) -> Amount:  # noqa: PLR0911 - one return a rule
    end, value = number.end, number.value * sign
    unit, kind = code, "money" if code else "count"
    if code:
        while at(tokens, end).text == "(" and at(tokens, end + 2).text == ")" and at(tokens, end + 1).text == code:
            end += 3
        return Amount(start, index, end, value, unit, kind, number.scaled, number.end, code)
    if number.form == "fraction":
        return _share(tokens, start, index, number)
    glued = at(tokens, end)
    if glued.joined and glued.kind == "w":
        name = glued_unit(glued)
        if name:
            return Amount(start, index, end + 1, value, name, kind_of(name), number.scaled, number.end)
        return Amount(start, index, end, value, "", "count", number.scaled, number.end)
    hyphen = glued.text in HYPHENS and at(tokens, end + 1).kind == "w" and not at(tokens, end + 1).broken
    hyphen = hyphen and (glued.joined or tokens[index].kind == "w")
    begin = end + 1 if hyphen else end
    money = currency_after(tokens, begin, number.value, number.scaled)
    if money is not None:
        return Amount(start, index, begin + money[1], value, money[0], "money", number.scaled, number.end, money[0])
    found = unit_at(tokens, begin)
    if found is None and at(tokens, begin).lower in {"more", "consecutive", "straight", "full", "additional", "extra"}:
        found = unit_at(tokens, begin + 1)
        found = (found[0], found[1] + 1) if found is not None and found[0] in TIME_UNITS else None
    if found is not None:
        return Amount(start, index, begin + found[1], value, found[0], kind_of(found[0]), number.scaled, number.end)
    if hyphen and at(tokens, begin).lower in _OBJECTS:
        end = begin + 1
    return Amount(start, index, end, value, "", "count", number.scaled, number.end)


def _share(tokens: list[Token], start: int, index: int, number: Number) -> Amount:
    """A fraction: of a unit ("half an hour") it measures, else it is a share in percent."""
    end = number.end
    skip = (
        1
        if at(tokens, end).lower in {"a", "an"}
        else 2
        if at(tokens, end).lower == "of" and (at(tokens, end + 1).lower in {"a", "an", "one"})
        else 0
    )
    hyphen = at(tokens, end).text in HYPHENS
    if skip or hyphen or of_point(tokens, end):
        begin = end + (skip or hyphen)
        found = unit_at(tokens, begin)
        if found is not None:
            name = "percentage_point" if found[0] == "point" else found[0]
            return Amount(start, index, begin + found[1], number.value, name, kind_of(name), False, end)
    return Amount(start, index, end, round(number.value * 100, 1), "percent", "fraction", False, end)


def kind_of(unit: str) -> str:
    """Return which of values.KINDS an amount in *unit* is."""
    if unit in TIME_UNITS:
        return "duration"
    if unit in {"percent", "percentage_point", "basis_point"}:
        return "percent"
    return "multiple" if unit == "times" else "measure"
