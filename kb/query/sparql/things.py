"""What a query says of a thing as if it were a text: it is right, and finds nothing.

Input: the tokens of a query behind its prologue, its prefixes. Output: sentences, read by kb.query.sparql.doubts.
Pure. Never: parses; says anything of a variable that may also be a text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from kb.query.sparql.meant import own_terms
from kb.query.sparql.prefixes import KNOWN
from kb.query.sparql.tokens import Token
from kb.resources import resource

_KB: Final = KNOWN["kb"]
_LABEL: Final = KNOWN["rdfs"] + "label"
_OF_THINGS: Final = re.compile(
    r"^kb:(\w+) a owl:ObjectProperty\b(?:(?!\n\n).)*?(?:rdfs:range kb:(\w+)|(?=\n\n|\Z))", re.MULTILINE | re.DOTALL
)
_CALLED: Final = {"Mention": "kb:exact", "EventType": "skos:prefLabel"}  # class -> how its things are called
_TEXTS: Final = frozenset({"CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "LCASE", "UCASE", "STRBEFORE", "STRAFTER"})
_STEPS: Final = frozenset({"/", "|", "^", "*", "+", "?"})


def taken_for_texts(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each thing that is compared with a text, or asked for a label that it has elsewhere."""
    things = _things(found, prefixes)
    for index, (one, after) in enumerate(pairwise(found)):
        called = _leads_to(one, prefixes) if index and found[index - 1].text != "^" else ""
        if called and after.kind == "string":
            yield _no_text(one, after, called)
        elif called == "skos:prefLabel" and after.text == "/" and _is_label_alone(found, index + 2, prefixes):
            yield f"What {one.text} leads to has {called} and no rdfs:label: nothing matches."
        elif one.kind == "variable" and one.text[1:] in things:
            yield from _used(found, index, things[one.text[1:]], prefixes)


def _used(found: Sequence[Token], index: int, called: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a variable, which stands for a thing, where it stands."""
    one, after = found[index], found[index + 1]
    before = [token.text.upper() for token in found[max(index - 2, 0) : index]]
    texts = [token.text for token in found[index + 2 : index + 4] if token.kind == "string"]
    words = f"Ask for its words: {one.text} {called} ?words."
    if called == "skos:prefLabel" and _is_label_alone(found, index + 1, prefixes):
        yield f"{one.text} is an event type, which has {called} and no rdfs:label: nothing matches."
    elif before[-1:] == ["("] and before[0] in _TEXTS:
        yield f"{one.text} is a thing, of which {before[0]} has no value: no row passes. {words}"
    elif texts and (after.text == "=" or after.text.upper() == "IN"):
        yield f"{one.text} is a thing, and {texts[0]} is a text: they are never the same. {words}"


def _no_text(verb: Token, text: Token, called: str) -> str:
    name = text.text.strip("\"'")
    local = "".join(part[:1].upper() + part[1:] if at else part for at, part in enumerate(name.split()))
    meant = f"kb:{local}" if local in own_terms() else ""
    write = meant or f"{verb.text}/{called} {text.text}"
    return f"{verb.text} leads to a thing, and {text.text} is a text: nothing matches. Write {write}."


def _things(found: Sequence[Token], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that stand for things alone: name -> how those are called."""
    things: dict[str, str] = {}
    others: set[str] = set()
    for index, (verb, variable) in enumerate(pairwise(found)):
        if variable.kind != "variable":
            continue
        called = _leads_to(verb, prefixes)
        if called and found[index - 1].text not in _STEPS:
            things[variable.text[1:]] = called
        elif verb.kind in ("name", "iri") or verb.text in _STEPS or verb.text.upper() in ("AS", "VALUES", "("):
            others |= (
                {variable.text[1:]} if verb.text != "(" or index == 0 or found[index - 1].text == "VALUES" else set()
            )
    return {name: called for name, called in things.items() if name not in others}


def _is_label_alone(found: Sequence[Token], index: int, prefixes: Mapping[str, str]) -> bool:
    if index >= len(found) or _iri(found[index], prefixes) != _LABEL:
        return False
    return index + 1 == len(found) or found[index + 1].text != "|"


def _leads_to(verb: Token, prefixes: Mapping[str, str]) -> str:
    """Return how the things are called that a property leads to; "" where it leads to none, or is not ours."""
    iri = _iri(verb, prefixes)
    return _properties().get(iri.removeprefix(_KB), "") if iri.startswith(_KB) else ""


@cache
def _properties() -> dict[str, str]:
    """Return our properties whose values are things: local name -> how those are called."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(resource("ontology").glob("*.ttl"))]
    found = (match for text in texts for match in _OF_THINGS.findall(text))
    return {name: _CALLED.get(range_, "rdfs:label") for name, range_ in found}


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + local if token.kind == "name" and prefix in prefixes else ""
