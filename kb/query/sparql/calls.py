"""Calls that the engine takes and that give nothing: too few arguments, text made of nodes, SELECT without GROUP BY.

Input: a query's text, what the engine said. Output: an error that says how the call is written; warnings; the variable
that is not grouped. Read by kb.query.sparql.readings, kb.query.sparql.advice and kb.query.workers.verdict.
Pure. Never: parses; says anything where tokens leave a doubt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Final

from kb.query.errors import ForbiddenQueryError
from kb.query.sparql.extensions import FUNCTIONS
from kb.query.sparql.places import excerpt, line_and_column
from kb.query.sparql.prefixes import KNOWN
from kb.query.sparql.tokens import Token, tokens, unescape
from kb.resources import resource

_KB: Final = KNOWN["kb"]
_TAKES: Final[Mapping[str, str]] = {  # of kb.query.sparql.functions
    "distance": "a, b", "near": "a, b, km", "inBox": "what, west, south, east, north", "point": "what",
    "certainlyIn": "what, from[, to]", "possiblyIn": "what, from[, to]",
    "before": "a, b", "possiblyBefore": "a, b", "overlaps": "a, b", "possiblyOverlaps": "a, b",
    "matches": "text, words",
}  # fmt: skip
_LOOKED: Final = 8 << 10  # characters of a text in which a function is looked for that the engine does not know
_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_OF_THINGS: Final = re.compile(r"^kb:(\w+) a owl:ObjectProperty\b", re.MULTILINE)
_ENDS_GROUPING: Final = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_NO_FUNCTION: Final = re.compile(r"custom function <([^>]*)> is not supported", re.IGNORECASE)


def check_calls(text: str, prefixes: Mapping[str, str]) -> None:
    """Make sure that functions of ours have as many arguments as they take; the engine would call it no value.

    Raises:
        ForbiddenQueryError: names the function and how it is written.
    """
    found = list(tokens(text))
    for index, token in enumerate(found[:-1]):
        if found[index + 1].text != "(" or token.kind not in ("name", "iri"):
            continue
        name = _iri(token, prefixes).removeprefix(_KB)
        if name not in _TAKES or (given := _arguments(found, index + 1)) is None:
            continue
        most = _TAKES[name].count(",") + 1
        least = most - _TAKES[name].count("[")
        if not least <= given <= most:
            takes = f"{least}" if least == most else f"{least} or {most}"
            said = f"kb:{name} takes {takes} argument{'s' * (most > 1)}, and has {given}"
            raise _at(text, token, said, f"It is written kb:{name}({_TAKES[name]}).")


def refusal(detail: str, text: str, prefixes: Mapping[str, str]) -> ForbiddenQueryError:
    """Return the error for what the engine said when it refused *text*."""
    if not (found := _NO_FUNCTION.search(detail)):
        return ForbiddenQueryError(f"The engine refused the query: {detail}")
    name = found[1].removeprefix(_KB)
    called = _called(text, found[1], prefixes)
    if name == found[1]:
        return _at(text, called, f"There is no function <{name}>", "docs/sparql.md lists those there are.")
    alike = get_close_matches(name, sorted(FUNCTIONS), n=1, cutoff=0.6)
    known = ", ".join(f"kb:{one}" for one in sorted(FUNCTIONS))
    meant = f"Did you mean kb:{alike[0]}? " if alike else ""
    return _at(text, called, f"There is no function kb:{name}", f"{meant}There are {known}.")


def _called(text: str, iri: str, prefixes: Mapping[str, str]) -> Token | None:
    """Return where a function is first called; None where that is not found, or not looked for."""
    found = list(tokens(text)) if len(text) <= _LOOKED else []
    calls = (one for one, after in pairwise(found) if one.kind in ("name", "iri") and after.text == "(")
    return next((one for one in calls if _iri(one, prefixes) == iri), None)


def _at(text: str, token: Token | None, said: str, hint: str) -> ForbiddenQueryError:
    """Return an error that shows the place of *token*, if there is one."""
    if token is None:
        return ForbiddenQueryError(f"{said}.", hint=hint)
    line, column = line_and_column(text, token.start)
    where = f"{said}, at line {line}, column {column}."
    return ForbiddenQueryError(where, hint=hint, line=line, column=column, excerpt=excerpt(text, line, column))


def nodes_as_text(text: str) -> tuple[str, ...]:
    """Return a sentence for each GROUP_CONCAT of a node, which gives no value: a subject, or what is no word."""
    if "group_concat" not in text.lower():
        return ()
    found = list(tokens(text))
    subjects = {token.text for token in _subjects(found)} | {token.text for token in _things(found)}
    warnings: dict[str, None] = {}
    for index, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "GROUP_CONCAT":
            continue
        of = [one for one in found[index + 1 : index + 5] if one.text != "(" and one.text.upper() != "DISTINCT"]
        if len(of) > 1 and of[0].text in subjects and of[1].text in (")", ";"):
            name = of[0].text
            warnings[f"GROUP_CONCAT({name}) has no value where {name} is an IRI. Write GROUP_CONCAT(STR({name}))."] = (
                None
            )
    return tuple(warnings)


def ungrouped(text: str) -> Token | None:
    """Return the first variable that a SELECT with groups hands out and does not group by; None if none can be told."""
    found = list(tokens(text))
    grouped = {token.text[1:] for token in _grouped(found)}
    for index, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "SELECT":
            continue
        bare: list[Token] = []
        depth, counts = 0, bool(grouped)
        for one in found[index + 1 :]:
            if depth == 0 and (one.text == "{" or one.text.upper() in ("WHERE", "FROM")):
                break
            depth += (one.text == "(") - (one.text == ")")
            counts |= one.kind == "word" and one.text.upper() in _AGGREGATES
            if one.kind == "variable" and depth == 0:
                bare.append(one)
        left = [one for one in bare if one.text[1:] not in grouped]
        if counts and left:
            return left[0]
    return None


def _grouped(found: Sequence[Token]) -> Iterator[Token]:
    inside = False
    for index, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        if word == "BY" and found[index - 1].text.upper() == "GROUP":
            inside = True
        elif word in _ENDS_GROUPING or token.text == "}":
            inside = False
        elif inside and token.kind == "variable":
            yield token


def _subjects(found: Sequence[Token]) -> Iterator[Token]:
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        verb = after.kind in ("name", "iri") or (after.kind == "word" and after.text == "a")
        if token.kind == "variable" and before.text in ("{", ".", "}") and verb:
            yield token


def _things(found: Sequence[Token]) -> Iterator[Token]:
    """Yield the variables that stand after a property of ours whose values are things, or after "a"."""
    for before, verb, token in zip(found, found[1:], found[2:], strict=False):
        if token.kind != "variable" or before.text in ("^", "/", "|", "!"):
            continue
        prefix, _, local = verb.text.partition(":")
        thing = verb.kind == "name" and prefix == "kb" and local in thing_properties()
        if thing or verb.text == "a":
            yield token


@cache
def thing_properties() -> frozenset[str]:
    """Return the local names of our properties whose values are things and not words, as the ontology declares them."""
    found: set[str] = set()
    for path in sorted(resource("ontology").glob("*.ttl")):
        found.update(_OF_THINGS.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


def _arguments(found: Sequence[Token], index: int) -> int | None:
    """Return how many arguments stand between the bracket at *index* and its end; None if it has none."""
    depth = commas = 0
    for at in range(index, len(found)):
        text = found[at].text if found[at].kind == "mark" else ""
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        commas += text == "," and depth == 1
        if depth == 0:
            return commas + 1 if at > index + 1 else 0
    return None


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return unescape(token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else ""
