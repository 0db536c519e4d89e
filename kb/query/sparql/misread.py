"""What a query that is right takes our terms for: a prefix for another, a function for a property, a text for a place.

Input: the tokens of a query behind its prologue, its prefixes. Output: sentences, read by kb.query.sparql.doubts.
Pure. Never: parses; says anything where tokens leave a doubt.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from kb.query.sparql.extensions import FUNCTIONS
from kb.query.sparql.points import place
from kb.query.sparql.prefixes import KNOWN
from kb.query.sparql.spans import EMPTY, literal_span
from kb.query.sparql.tokens import Token, shortened

_KB: Final = KNOWN["kb"]
_PLACES: Final[Mapping[str, int]] = {"distance": 2, "near": 2, "inBox": 1, "point": 1}  # how many arguments are places
_TIMES: Final = frozenset({"certainlyIn", "possiblyIn", "before", "possiblyBefore", "overlaps", "possiblyOverlaps"})
_SCHEMES: Final = frozenset({"geo"})  # also the scheme of addresses
_SIGNS: Final = frozenset({"<", ">", "<=", ">=", "=", "!="})
_TERMS: Final = frozenset({"variable", "iri", "name", "string", "number"})


def misread(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each term of ours that is taken for something else."""
    yield from _otherwise(found, prefixes)
    yield from _named_alone(found)
    for index, token in enumerate(found):
        if token.kind == "iri":
            yield from _bracketed(token, prefixes)
        local = _local(token, prefixes)
        if not local or index + 1 == len(found):
            continue
        after = found[index + 1]
        if local in FUNCTIONS and after.kind in _TERMS and index and found[index - 1].kind in _TERMS:
            yield f"{token.text} is a function and no property: nothing matches it. Write FILTER({token.text}(...))."
        elif local == "search" and after.kind == "string" and not any(map(str.isalnum, after.text)):
            yield f"{token.text} has no words in {after.text}: it finds nothing."
        elif local in FUNCTIONS and after.text == "(":
            yield from _called(token.text, local, _arguments(found, index + 1))
            if local == "distance":
                yield from _measured(token.text, found, index + 1)


def _otherwise(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    for prefix in sorted(used & {*KNOWN}):
        if prefixes[prefix] != KNOWN[prefix]:
            yield (
                f"{prefix}: is declared as <{prefixes[prefix]}>; in this graph it is <{KNOWN[prefix]}>, which needs no "
                "declaration."
            )


def _named_alone(found: Sequence[Token]) -> Iterator[str]:
    words = [token.text.upper() for token in found if token.kind == "word"]
    named = sum(pair == ("FROM", "NAMED") for pair in pairwise(words))
    if named and named == words.count("FROM") and "GRAPH" not in words:
        yield "FROM NAMED alone leaves nothing to ask outside of GRAPH: write FROM, or GRAPH ?g { ... }."


def _bracketed(token: Token, prefixes: Mapping[str, str]) -> Iterator[str]:
    prefix, colon, local = token.text[1:-1].partition(":")
    if colon and prefix in prefixes and prefix not in _SCHEMES and local and not local.startswith("/"):
        yield f"{token.text} is an IRI by itself and no name: without the brackets, {prefix}:{local}, it is one."


def _called(written: str, local: str, arguments: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Texts that a function of ours is given and cannot read."""
    for number, argument in enumerate(arguments):
        if len(argument) != 1 or argument[0].kind != "string":
            continue
        text, value = shortened(argument[0].text), argument[0].text.strip("\"'")
        if number < _PLACES.get(local, 0) and place(value) is None and "POINT" not in value.upper():
            yield (
                f"{text} is no place to {written}: write a variable that stands for one (?p rdfs:label {text}), "
                'or "POINT(longitude latitude)".'
            )
        elif local in _TIMES and literal_span(value) == EMPTY:
            yield f'{text} is no time to {written}: write a year, a month or a day, "2023", "2023-09", "2023-09-10".'
    if local in ("certainlyIn", "possiblyIn") and len(arguments) == 3:
        first, last = (literal_span(one[0].text.strip("\"'")) if len(one) == 1 else EMPTY for one in arguments[1:])
        if EMPTY not in (first, last) and last.latest_end < first.earliest_begin:
            yield f"{written} is given a time that ends before it begins: nothing lies in it."


def _measured(written: str, found: Sequence[Token], index: int) -> Iterator[str]:
    """A distance that is compared with a text."""
    depth = 0
    for at in range(index, len(found) - 2):
        depth += (found[at].text == "(") - (found[at].text == ")")
        if depth == 0:
            sign, value = found[at + 1], found[at + 2]
            typed = at + 3 < len(found) and found[at + 3].text == "^^"
            if sign.text in _SIGNS and value.kind == "string" and not typed:
                number = value.text.strip("\"'")
                yield f"{written} is a number and {value.text} a text: no row passes. Write {number}."
            return


def _arguments(found: Sequence[Token], index: int) -> list[list[Token]]:
    """Return the tokens of each argument of a call whose bracket is at *index*; none where it is never closed."""
    depth, parts = 0, list[list[Token]]([[]])
    for token in found[index:]:
        opens = token.kind == "mark" and token.text in ("(", "[", "{")
        depth += opens - (token.kind == "mark" and token.text in (")", "]", "}"))
        if depth == 0:
            return parts
        if depth == 1 and token.text == "," and token.kind == "mark":
            parts.append([])
        elif not (opens and depth == 1):
            parts[-1].append(token)
    return []


def _local(token: Token, prefixes: Mapping[str, str]) -> str:
    """Return what a name of ours is called; "" for any other token."""
    if token.kind == "iri":
        iri = token.text[1:-1]
    elif token.kind == "name":
        prefix, _, rest = token.text.partition(":")
        iri = prefixes.get(prefix, "") + rest
    else:
        return ""
    return iri.removeprefix(_KB) if iri.startswith(_KB) else ""
