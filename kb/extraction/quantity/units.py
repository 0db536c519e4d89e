"""Units of measure and of time as news writes them, with one short name each.

Input: tokens after a number. Output: unit name and how many tokens it takes,
read by kb.extraction.quantity.
Never: converts between units.
"""

from typing import Final

from kb.extraction.quantity.tokens import Token, at, matches

TIME_UNITS: Final = frozenset("second minute hour day working_day week month quarter year decade century".split())

_FORMS: Final[dict[str, str]] = {
    "percent": "%|percent|per cent|pct|percents|per centum",
    "percentage_point": "percentage point|percentage points|percentage-point|pp|ppt",
    "basis_point": "basis point|basis points|bps",
    "point": "point|points",
    "second": "second|seconds|sec|secs",
    "minute": "minute|minutes|min|mins",
    "hour": "hour|hours|hr|hrs",
    "day": "day|days|calendar day|calendar days",
    "working_day": "working day|working days|business day|business days|trading day|trading days",
    "week": "week|weeks",
    "month": "month|months",
    "year": "year|years|yr|yrs",
    "decade": "decade|decades",
    "century": "century|centuries",
    "km": "km|kms|kilometre|kilometres|kilometer|kilometers",
    "metre": "metre|metres|meter|meters",
    "cm": "cm|centimetre|centimetres|centimeter|centimeters",
    "mm": "mm|millimetre|millimetres|millimeter|millimeters",
    "mile": "mile|miles",
    "nautical_mile": "nautical mile|nautical miles",
    "foot": "foot|feet|ft",
    "inch": "inch|inches",
    "yard": "yard|yards",
    "hectare": "hectare|hectares|ha",
    "acre": "acre|acres",
    "square_km": "square km|sq km|sq . km|square kilometre|square kilometres|square kilometer"
    "|square kilometers|km2|km²",
    "square_metre": "square metre|square metres|square meter|square meters|sq m|sqm|m²",
    "square_mile": "square mile|square miles|sq miles",
    "square_foot": "square foot|square feet|sq ft|sq . ft",
    "cubic_metre": "cubic metre|cubic metres|cubic meter|cubic meters|m³",
    "litre": "litre|litres|liter|liters",
    "gallon": "gallon|gallons",
    "barrel": "barrel|barrels",
    "barrel_per_day": "barrels per day|barrels a day|barrel per day|bpd|b / d|barrels daily",
    "tonne": "tonne|tonnes|metric ton|metric tons",
    "ton": "ton|tons",
    "kg": "kg|kgs|kilogram|kilograms|kilogramme|kilogrammes|kilo|kilos",
    "gram": "gram|grams|gramme|grammes",
    "mg": "mg|milligram|milligrams",
    "ounce": "ounce|ounces|oz",
    "pound": "lb|lbs",
    "degree": "degree|degrees|°",
    "degree_celsius": "degrees celsius|degree celsius|° c|℃|degrees c|degrees centigrade|celsius",
    "degree_fahrenheit": "degrees fahrenheit|degree fahrenheit|° f|degrees f|fahrenheit",
    "km_per_hour": "km / h|kph|kmh|km per hour|kilometres per hour|kilometers per hour|kilometres an hour"
    "|kilometers an hour|km an hour|kmph",
    "mile_per_hour": "mph|miles per hour|miles an hour",
    "metre_per_second": "m / s|metres per second|meters per second",
    "knot": "knot|knots",
    "magnitude": "magnitude",
    "watt": "watt|watts",
    "kilowatt": "kw|kilowatt|kilowatts",
    "megawatt": "mw|megawatt|megawatts",
    "gigawatt": "gw|gigawatt|gigawatts",
    "kilowatt_hour": "kwh|kilowatt hours|kilowatt - hours",
    "megawatt_hour": "mwh|megawatt hours|megawatt - hours",
    "volt": "volt|volts",
    "GB": "gb|gigabyte|gigabytes",
    "MB": "mb|megabyte|megabytes",
    "TB": "tb|terabyte|terabytes",
    "times": "times|fold",
    "cent": "cent|cents|¢",
    "calorie": "calorie|calories",
    "microgram_per_cubic_metre": "micrograms per cubic metre|micrograms per cubic meter",
}
_TABLE: Final[dict[str, list[tuple[tuple[str, ...], str]]]] = {}
for _name, _forms in _FORMS.items():
    for _form in _forms.split("|"):
        _words = tuple(_form.split())
        _TABLE.setdefault(_words[0], []).append((_words, _name))
for _rows in _TABLE.values():
    _rows.sort(key=lambda row: -len(row[0]))

_TIMES_NOT: Final = frozenset("of square".split())  # "the times of", "Times Square"
_ORDINARY: Final = frozenset("point points foot second ha min fold mw mb pp".split())


def unit_at(tokens: list[Token], index: int) -> tuple[str, int] | None:
    """Return (unit name, number of tokens) of the unit that begins at *index*, None if there is none."""
    token = at(tokens, index)
    if token.broken:
        return None
    for words, name in _TABLE.get(token.lower, ()):
        if not matches(tokens, index, words):
            continue
        if words == ("times",) and at(tokens, index + 1).lower in _TIMES_NOT:
            continue
        if token.text[:1].isupper() and len(words) == 1 and token.lower in _ORDINARY and token.text != "MW":
            continue
        return name, len(words)
    return None


def glued_unit(token: Token) -> str:
    """Return the unit of a suffix written to the number ("5km", "40mph"), "" if it is none."""
    for words, name in _TABLE.get(token.lower, ()):
        if len(words) == 1:
            return name
    return {"m": "metre", "g": "gram", "t": "tonne", "x": "times", "c": "degree_celsius", "l": "litre"}.get(
        token.text if token.text not in {"C"} else "c", ""
    )
