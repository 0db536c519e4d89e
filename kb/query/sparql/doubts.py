"""What a query that is right says and cannot mean: a variable that nothing binds, no pattern, a date as a text.

Input: the text of a query, its prefixes. Output: warnings, read by kb.query.sparql.readings.
Pure. Never: parses; says anything where tokens leave a doubt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Final

from kb.query.sparql.grouped import too_early
from kb.query.sparql.misread import misread
from kb.query.sparql.prefixes import KNOWN
from kb.query.sparql.things import taken_for_texts
from kb.query.sparql.tokens import Token, body, tokens
from kb.resources import resource

_MOST: Final = 5  # warnings of one kind
_KB: Final = KNOWN["kb"]
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_DATED: Final = re.compile(
    r"^kb:(\w+) a owl:DatatypeProperty\b(?:(?!\n\n).)*?rdfs:range xsd:(date|dateTime)\b", re.MULTILINE | re.DOTALL
)
_NUMBERED: Final = re.compile(
    r"^kb:(\w+) a owl:DatatypeProperty\b(?:(?!\n\n).)*?rdfs:range xsd:(decimal|double|integer|nonNegativeInteger)\b",
    re.MULTILINE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"[-+]?\d+(\.\d+)?")
_OF_EVENTS: Final = {"end": "date"}  # a number of mentions, which is compared with no day
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(T.*)?")
_SUM: Final = re.compile(r"-\d\d-\d\d")  # begins with a sign that most texts hardly have: quicker to look for
_QUOTED_YEAR: Final = re.compile(r"""["']\d{4}["'-]""")
_COMPARED: Final = frozenset({"<", ">", "<=", ">=", "=", "!="})
_LAST: Final = {"REGEX": 3, "REPLACE": 4}  # call -> which argument its flags are; the pattern is the second
_ENDS_HEAD: Final = frozenset({"{", "WHERE", "FROM"})


def doubts(text: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each thing that a query says and can hardly mean."""
    found = body(text)
    upper = text.upper()
    kinds = [_unbound(found), misread(found, prefixes)]
    if any(call in upper for call in _LAST):  # most texts have none of these, and looking token by token costs
        kinds.append(_no_pattern(found))
    if '"' in text or "'" in text or "label" in text:
        kinds.append(taken_for_texts(found, prefixes))
    if "ORDER" in upper:
        kinds.append(_unordered(found))
    if '"' in text or "'" in text:
        kinds.append(_text_for_number(found, prefixes))
    if "HAVING" in upper:
        kinds.append(too_early(found))
    if _SUM.search(text):
        kinds.append(_sums(found))
    if _QUOTED_YEAR.search(text):
        kinds.append(_text_for_date(found, prefixes))
    return tuple(one for kind in kinds for one in list(dict.fromkeys(kind))[:_MOST])


def _unbound(found: Sequence[Token]) -> Iterator[str]:
    """Variables that SELECT names and that stand nowhere else."""
    named = list(_named(found))
    if not named:
        return
    rest = [token.text[1:] for token in found if token.kind == "variable"]
    for one in named:
        if rest.count(one.text[1:]) == 1:
            known = sorted(set(rest) - {each.text[1:] for each in named})
            alike = get_close_matches(one.text[1:], known, n=1, cutoff=0.6)
            meant = f" Did you mean ?{alike[0]}?" if alike else ""
            yield f"SELECT names {one.text}, which nothing binds: its column stays empty.{meant}"


def _unordered(found: Sequence[Token]) -> Iterator[str]:
    """Variables that ORDER BY goes by and that stand nowhere else."""
    start = next((n for n, one in enumerate(found) if one.kind == "word" and one.text.upper() == "ORDER"), len(found))
    everywhere = [token.text[1:] for token in found if token.kind == "variable"]
    for one in found[start:]:
        if one.kind == "variable" and everywhere.count(one.text[1:]) == 1:
            alike = get_close_matches(one.text[1:], sorted({*everywhere} - {one.text[1:]}), n=1, cutoff=0.6)
            meant = f" Did you mean ?{alike[0]}?" if alike else ""
            yield f"ORDER BY has {one.text}, which nothing binds: the rows are in no order by it.{meant}"


def _named(found: Sequence[Token]) -> Iterator[Token]:
    """Yield the variables that the outermost SELECT names as they are."""
    start = next((n for n, one in enumerate(found) if one.kind == "word" and one.text.upper() == "SELECT"), None)
    depth = 0
    for token in found[start + 1 :] if start is not None else ():
        if depth == 0 and token.text.upper() in _ENDS_HEAD:
            return
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.kind == "variable":
            yield token


def _no_pattern(found: Sequence[Token]) -> Iterator[str]:
    """Patterns of REGEX and REPLACE that the engine does not take: the call has no value, and no row passes it."""
    for index, token in enumerate(found):
        call = token.text.upper()
        if token.kind != "word" or call not in _LAST:
            continue
        arguments = _arguments(found, index + 1)
        flags = arguments[_LAST[call] - 1] if len(arguments) == _LAST[call] else '""'
        if len(arguments) < 2 or not (_is_string(arguments[1]) and _is_string(flags)):
            continue
        if not _takes(arguments[1], '""'):
            yield f"{call} has {arguments[1]}, which is no pattern{_why(arguments[1])}: it has no value for any row."
        elif not _takes(arguments[1], flags):
            yield f"{call} has the flags {flags}; there are i, s, m, x and q: it has no value for any row."


@cache
def _takes(pattern: str, flags: str) -> bool:
    """Say whether the engine takes a pattern, both written as in SPARQL."""
    from pyoxigraph import QuerySolutions, Store

    answer = Store().query(f'SELECT (REGEX("", {pattern}, {flags}) AS ?taken) {{}}')
    return isinstance(answer, QuerySolutions) and next(answer)["taken"] is not None


def _why(written: str) -> str:
    try:
        re.compile(written.strip("\"'").replace("\\\\", "\\"))
    except re.error as error:
        return f" ({error.msg})"
    return " (it has no looking ahead, looking behind or referring back)"


def _sums(found: Sequence[Token]) -> Iterator[str]:
    for run in zip(*(found[n:] for n in range(5)), strict=False):
        whole = "".join(one.text for one in run)
        joined = all(one.end == after.start for one, after in pairwise(run))
        if joined and re.fullmatch(r"\d{4}-\d\d-\d\d", whole):
            yield f'{whole} is a subtraction as it stands. Write "{whole}"^^xsd:date.'


def _text_for_date(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Comparisons of a date with a text, or with a date of the other kind: they have no value."""
    dated = _dated(found, prefixes)
    for index, (one, sign, other) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        if sign.text not in _COMPARED or one.kind != "variable" or other.kind != "string" or one.text[1:] not in dated:
            continue
        kind, value = dated[one.text[1:]], other.text.strip("\"'")
        written = _kind(found[index + 3 : index + 5], prefixes)
        if written != kind and _DAY.fullmatch(value):
            is_now = f"is an xsd:{written}" if written else "is a text"
            yield (
                f"{one.text} is an xsd:{kind} and {other.text} {is_now}: comparing them has no value. "
                f"Write {_as(kind, value)}, or compare STR({one.text})."
            )


def _text_for_number(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Comparisons of a number of the graph with a number in quotes: they have no value."""
    numbers = _kinds_of(found, prefixes, _numbers())
    for one, sign, other, after in zip(found, found[1:], found[2:], [*found[3:], *found[-1:]], strict=False):
        if sign.text not in _COMPARED or one.kind != "variable" or other.kind != "string" or after.text == "^^":
            continue
        value = other.text.strip("\"'")
        if one.text[1:] in numbers and _NUMBER.fullmatch(value):
            yield f"{one.text} is a number and {other.text} a text: comparing them has no value. Write {value}."


def _as(kind: str, value: str) -> str:
    day = (value.partition("T")[0] + "-01-01")[:10]
    return f'"{day}"^^xsd:date' if kind == "date" else f'"{day}T00:00:00"^^xsd:dateTime'


def _kind(after: Sequence[Token], prefixes: Mapping[str, str]) -> str:
    return _iri(after[1], prefixes).removeprefix(_XSD) if len(after) == 2 and after[0].text == "^^" else ""


def _dated(found: Sequence[Token], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that are dates, by the property before them: name -> date or dateTime."""
    return _kinds_of(found, prefixes, _dates())


def _kinds_of(found: Sequence[Token], prefixes: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the variables behind properties that are *known*: name -> the kind of their values."""
    kinds: dict[str, str] = {}
    for verb, variable in pairwise(found):
        local = _iri(verb, prefixes).removeprefix(_KB)
        if variable.kind == "variable" and local in known:
            kinds[variable.text[1:]] = known[local]
    return kinds


@cache
def _numbers() -> dict[str, str]:
    """Return our properties whose values are numbers, as the ontology declares them: local name -> kind."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(resource("ontology").glob("*.ttl"))]
    return {name: kind for text in texts for name, kind in _NUMBERED.findall(text)}


@cache
def _dates() -> dict[str, str]:
    """Return our properties whose values are dates, as the ontology declares them: local name -> date or dateTime."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(resource("ontology").glob("*.ttl"))]
    return {name: kind for text in texts for name, kind in _DATED.findall(text)} | _OF_EVENTS


def _arguments(found: Sequence[Token], index: int) -> list[str]:
    """Return what stands between the commas of a call whose bracket is at *index*."""
    depth, parts = 0, [""]
    for token in found[index:]:
        mark = token.text if token.kind == "mark" else ""
        depth += (mark in ("(", "[", "{")) - (mark in (")", "]", "}"))
        if depth == 0:
            return parts
        if mark == "," and depth == 1:
            parts.append("")
        elif not (mark == "(" and depth == 1):
            parts[-1] += token.text
    return []


def _is_string(part: str) -> bool:
    return len(part) > 1 and part[0] in "\"'" and [token.kind for token in tokens(part)] == ["string"]


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + local if token.kind == "name" and prefix in prefixes else ""
