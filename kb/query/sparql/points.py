"""Points and boxes that a query writes out: where they are, and what of them lies nowhere.

Input: the text of a literal; a query's text. Output: latitude and longitude for kb.query.sparql.functions; warnings,
read by kb.query.sparql.readings; points for kb.query.sparql.looking, which knows where things are.
Pure. Never: corrects one.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kb.query.sparql.prefixes import KNOWN
from kb.query.sparql.tokens import Token, tokens, unescape

Place = tuple[float, float]  # latitude, longitude in degrees
_POINT: Final = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_MEANT: Final = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(", re.IGNORECASE)
_IN_BOX: Final = f"{KNOWN['kb']}inBox"
_RADIUS: Final = 6371.0088  # km, the mean of the earth's
_MOST: Final = 3  # points of one query that are looked at


def place(text: str) -> Place | None:
    """Return where ``POINT(longitude latitude)`` is; None for other text, and for what lies nowhere on earth."""
    found = _POINT.match(text.strip())
    try:
        return on_earth(float(found[2]), float(found[1])) if found else None
    except ValueError:  # "1.2.3"
        return None


def on_earth(latitude: float, longitude: float) -> Place | None:
    """Return the two as a place, None where one of them is beyond what degrees go to."""
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def great_circle(first: Place, second: Place) -> float:
    """Return the kilometres between two places on a sphere."""
    (lat1, long1), (lat2, long2) = ((math.radians(part) for part in place) for place in (first, second))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((long2 - long1) / 2) ** 2
    return 2 * _RADIUS * math.asin(math.sqrt(min(half, 1.0)))


def points(text: str) -> tuple[str, ...]:
    """Return the first few points that a query writes out, each once, as they are written."""
    written = (value for _, value in _strings(tokens(text)) if place(value))
    return tuple(dict.fromkeys(written))[:_MOST]


def misplaced(text: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each point and box of a query that lies nowhere or cannot be read."""
    found = list(tokens(text))
    warnings = [told for _, value in _strings(found) if (told := _point_told(value))]
    for index, token in enumerate(found[:-1]):
        if found[index + 1].text == "(" and _iri(token, prefixes) == _IN_BOX and (told := _box_told(found, index + 1)):
            warnings.append(told)
    return tuple(dict.fromkeys(warnings))[:_MOST]


def _strings(found: Iterator[Token] | Sequence[Token]) -> Iterator[tuple[Token, str]]:
    for token in found:
        if token.kind == "string" and _MEANT.match(value := token.text.strip("\"'").strip()):
            yield token, value


def _point_told(value: str) -> str:
    if place(value):
        return ""
    if not (found := _POINT.match(value)):
        return f'"{value[:60]}" is no point that can be read: write POINT(longitude latitude), with a space between.'
    try:
        turned = on_earth(float(found[1]), float(found[2]))
    except ValueError:
        turned = None
    meant = f" Did you mean POINT({found[2]} {found[1]})?" if turned else ""
    return f"{value[:60]} lies nowhere: longitude, up to 180 degrees, stands first, then latitude, up to 90.{meant}"


def _box_told(found: Sequence[Token], index: int) -> str:
    edges = _numbers(found, index)
    if len(edges) != 4:
        return ""
    west, south, east, north = edges
    if south <= north and on_earth(south, west) and on_earth(north, east):
        return ""
    shown = ", ".join(f"{edge:g}" for edge in edges)
    return f"No place is in the box {shown} of kb:inBox: its edges are west, south, east, north, in degrees."


def _numbers(found: Sequence[Token], index: int) -> list[float]:
    """Return the arguments of a call behind the first, if they are numbers."""
    depth, parts, arguments = 0, "", []
    for token in found[index:]:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth == 0 or (depth == 1 and token.text == ","):
            arguments.append(parts)
            parts = ""
        elif token is not found[index]:
            parts += token.text
        if depth == 0:
            break
    try:
        return [float(one) for one in arguments[1:]]
    except ValueError:
        return []


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return unescape(token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + local if token.kind == "name" and prefix in prefixes else ""
