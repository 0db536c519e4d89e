"""Which properties, classes and values the patterns of a query name, as far as tokens tell: what must have data.

Input: the text of a query and its prefixes. Output: IRIs with the words that name them; read by kb.query.service, which
has a worker look whether the graph has any.
Pure. Never: parses: a name that may be a property and may be something else is left out, so that a warning is right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kb.query.sparql.calls import thing_properties
from kb.query.sparql.extensions import FUNCTIONS, NAMES
from kb.query.sparql.tokens import Token, body, unescape

_ABSOLUTE: Final = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_KB: Final = "https://w3id.org/newskb#"
_NAMING: Final = frozenset({"variable", "iri", "name"})
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TERMS: Final = frozenset({"variable", "iri", "name", "string", "number"})
_MAY_FAIL: Final = frozenset({"OPTIONAL", "MINUS", "EXISTS", "UNION"})  # before a group
_STEPS: Final = frozenset({"/", "|", "^", "*", "+", "?"})  # of paths
_NOT_PATTERNS: Final = frozenset({"VALUES", "CONSTRUCT", "FROM", "NAMED", "PREFIX", "BASE", "GRAPH"})
_GRAPHS: Final = frozenset({"FROM", "NAMED", "GRAPH"})
_NO_PATTERN: Final = frozenset({"SELECT", "GROUP", "ORDER", "HAVING", "CONSTRUCT", "DESCRIBE", "LIMIT"})


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What the patterns name: IRI -> as it is written.

    Attributes:
        graphs: of FROM, FROM NAMED and GRAPH.
        values: that patterns need: property, "" for any, and the literal or <IRI> of a thing of this home, as in Turtle
            -> as it is written.
        spare: IRIs without which the query may still find something: they stand only in OPTIONAL, MINUS, EXISTS, in
            one of several alternatives of UNION, or of a path.
    """

    properties: Mapping[str, str]
    classes: Mapping[str, str]
    graphs: Mapping[str, str] = field(default_factory=dict)
    spare: frozenset[str] = frozenset()
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)


def mentioned(text: str, prefixes: Mapping[str, str]) -> Mentioned:
    """Return the properties and classes that the patterns of *text* name.

    Args:
        prefixes: in force, declared or not.
    """
    properties: dict[str, str] = {}
    classes: dict[str, str] = {}
    needed: set[str] = set()
    values: dict[tuple[str, str], str] = {}
    found = list(_patterns(body(text)))
    spare = _spare(found)
    for index, token in enumerate(found):
        iri = _iri(token, prefixes)
        if not iri or index == 0:
            continue
        if index not in spare and _is_thing(found, index, iri, prefixes):
            values["", f"<{iri}>"] = token.text
        if index + 1 == len(found):
            continue
        before, after = found[index - 1], found[index + 1]
        if _is_type(before, prefixes) and not _is_step(after):
            classes[iri] = token.text
        elif iri != _TYPE and _is_verb(before, after):
            properties[iri] = token.text
        else:
            continue
        if index not in spare and "|" not in (before.text, after.text):
            needed.add(iri)
            if before.text != "^" and after.kind in ("string", "number") and not _is_special(iri):
                turtle, written = _literal(found[index + 1 : index + 4], prefixes)
                if turtle:
                    values[iri, turtle] = f"{token.text} {written}"
    spared = frozenset({*properties, *classes} - needed)
    return Mentioned(properties, classes, _graphs(text, prefixes), spared, values)


def _is_special(iri: str) -> bool:
    """Say whether a property of ours has no values in the data, or has things for them, of which others tell."""
    local = iri.removeprefix(_KB)
    return local != iri and (local in NAMES or local in FUNCTIONS or local in thing_properties())


def _is_thing(found: Sequence[Token], index: int, iri: str, prefixes: Mapping[str, str]) -> bool:
    """Say whether a token names a thing of this home that a pattern needs: its subject, its object, or of DESCRIBE."""
    if not iri.startswith(prefixes.get("id", " ")):
        return False
    before = found[index - 1]
    after = found[index + 1] if index + 1 < len(found) else None
    verb = after is not None and (after.kind in _NAMING or after.text in ("a", "^", "("))
    subject = before.text in ("{", ".", "}") and verb
    ends = after is None or after.text in (".", ";", ",", "}", "]") or after.kind == "word"
    said = before.kind in _NAMING or before.text in ("*", "+", ")")
    return subject or (said and ends) or before.text.upper() == "DESCRIBE"


def _literal(found: Sequence[Token], prefixes: Mapping[str, str]) -> tuple[str, str]:
    """Return the literal that tokens begin with, as in Turtle and as it is written."""
    value, *behind = found
    if behind and behind[0].kind == "language":
        return f"{value.text}{behind[0].text}", f"{value.text}{behind[0].text}"
    if len(behind) > 1 and behind[0].text == "^^":
        kind = _iri(behind[1], prefixes)
        return f"{value.text}^^<{kind}>" if kind else "", f"{value.text}^^{behind[1].text}"
    return value.text, value.text


def _graphs(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    found = body(text)
    named = (after for before, after in pairwise(found) if before.kind == "word" and before.text.upper() in _GRAPHS)
    return {iri: token.text for token in named if (iri := _iri(token, prefixes))}


def disconnected(text: str) -> bool:
    """Say whether the patterns of *text* may fall apart into groups that have no variable in common."""
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while (above := group.setdefault(name, name)) != name:
            group[name] = name = group[above]  # halves the way for who comes next
        return name

    for variables in _statements(body(text)):
        for name in variables[1:]:
            group[root(name)] = root(variables[0])
        if variables:
            root(variables[0])
    return len({root(name) for name in group}) > 1


def _statements(found: Sequence[Token]) -> Iterator[list[str]]:
    """Yield the variables of what stands between dots, braces and the brackets of FILTER and BIND.

    Those of a BIND belong together: what it makes of one may be what joins another.
    """
    variables: list[str] = []
    counts = False
    brackets = 0  # open ones of an expression; below 0: it is about to begin
    binds = False
    for token in found:
        word = token.text.upper() if token.kind == "word" else ""
        if brackets > 0 or (brackets < 0 and token.text == "("):
            brackets = max(brackets, 0) + (token.text == "(") - (token.text == ")")
            if binds and token.kind == "variable":
                variables.append(token.text[1:])
            if brackets == 0:
                yield variables
                variables, counts, binds = [], True, False
        elif token.kind == "mark" and token.text in (".", "{", "}"):
            yield variables
            variables, counts, brackets = [], True, 0
        elif word in ("FILTER", "BIND"):
            yield variables
            variables, brackets, binds = [], -1, word == "BIND"
        elif word in _NO_PATTERN:
            counts = False
        elif token.kind == "variable" and counts:
            variables.append(token.text[1:])
    yield variables


def _patterns(found: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that are neither in VALUES, SERVICE nor the template of CONSTRUCT, nor a graph's name."""
    index = 0
    while index < len(found):
        token = found[index]
        word = token.text.upper() if token.kind == "word" else ""
        if word in ("VALUES", "CONSTRUCT", "SERVICE"):  # what another endpoint is asked is about its own data
            while index < len(found) and found[index].text != "{" and found[index].text.upper() != "WHERE":
                index += 1
            if index < len(found) and found[index].text == "{":
                index = _behind(found, index)
            continue
        yield token
        index += 1
        if word in _NOT_PATTERNS and index < len(found) and found[index].kind in ("iri", "name"):
            index += 1


def _spare(found: Sequence[Token]) -> frozenset[int]:
    """Return the numbers of the tokens in groups that may match nothing while the query still finds something."""
    inside: set[int] = set()
    covered = 0
    for index, end in sorted(_groups(found).items()):
        if index < covered:  # in such a group already
            continue
        before = found[index - 1].text.upper() if index else ""
        after = found[end].text.upper() if end < len(found) else ""
        if before in _MAY_FAIL or after == "UNION":
            inside.update(range(index, end))
            covered = end
    return frozenset(inside)


def _groups(found: Sequence[Token]) -> dict[int, int]:
    """Return where each group begins, and the number behind its end; one that is never closed ends with the text."""
    groups: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(found):
        if token.text == "{":
            opened.append(index)
        elif token.text == "}" and opened:
            groups[opened.pop()] = index + 1
    return groups | dict.fromkeys(opened, len(found))


def _behind(found: Sequence[Token], index: int) -> int:
    depth = 0
    while index < len(found):
        depth += (found[index].text == "{") - (found[index].text == "}")
        index += 1
        if depth == 0:
            break
    return index


def _is_verb(before: Token, after: Token) -> bool:
    """Say whether what stands between two tokens is a property: terms or steps of a path on both sides."""
    if before.kind == "word" or after.kind == "word":  # a keyword, or the verb "a"
        return False
    follows = before.kind in _TERMS or before.text in (";", "[", "]") or _is_step(before)
    leads = after.kind in _TERMS or after.text in ("[", "<<") or _is_step(after)
    return follows and leads


def _is_step(token: Token) -> bool:
    return token.kind == "mark" and token.text in _STEPS


def _is_type(token: Token, prefixes: Mapping[str, str]) -> bool:
    return (token.kind == "word" and token.text == "a") or _iri(token, prefixes) == _TYPE


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        iri = unescape(token.text[1:-1])
        return iri if _ABSOLUTE.match(iri) else ""  # what is relative hangs on BASE, and is not looked for
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        plain = re.sub(r"\\(.)", r"\1", local) if "\\" in local else local
        return prefixes[prefix] + plain if prefix in prefixes else ""
    return ""
