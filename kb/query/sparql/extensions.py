"""Properties that no data has and a query may use all the same: written anew in plain SPARQL before it runs.

Input: the text of a query. Output: the same question in SPARQL 1.1, on the same lines; read by kb.query.service.
Never: parses; a pattern that is not one of those in docs/sparql.md is refused with a reason. What stands in strings,
IRIs and comments is left alone.

| written | becomes |
|---|---|
| ?x kb:search "words" | VALUES ?x { what full text finds, the best first } |
| (?x ?score) kb:search "words" | the same, with how well it fits |
| ?x kb:anyName ?name | a path over the properties that hold names |
| ?x kb:inOrPartOf ?y | a path of any length over where it is and what it is part of, and itself |
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kb.query.errors import ForbiddenQueryError
from kb.query.manner import Search
from kb.query.sparql.tokens import Token, every_token, unescape

_KB: Final = "https://w3id.org/newskb#"
_PATHS: Final[Mapping[str, str]] = {
    f"{_KB}anyName": f"(<http://www.w3.org/2000/01/rdf-schema#label>|<{_KB}alias>|<{_KB}title>)",
    f"{_KB}inOrPartOf": f"(<{_KB}place>|<{_KB}within>|<{_KB}partOf>)*",
}
_SEARCH: Final = f"{_KB}search"
NAMES: Final = frozenset({"search", "anyName", "inOrPartOf"})
FUNCTIONS: Final = frozenset(  # those of kb.query.sparql.functions, for who may not load the engine
    "distance near inBox point certainlyIn possiblyIn before possiblyBefore overlaps possiblyOverlaps matches".split()
)
MOST: Final = 1000  # that full text hands to a query
_HINT: Final = 'Write ?x kb:search "words" or (?x ?score) kb:search "words"; the words stand there as they are.'
_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def may_call(text: str, prefixes: Mapping[str, str]) -> bool:
    """Say whether a query may call a function of ours: cheap, and True where its name may be written otherwise."""
    if "\\" in text or any(name in text for name in FUNCTIONS):
        return True
    return any(not iri.endswith(("#", "/")) for iri in prefixes.values())  # it may hold the beginning of a name


def rewritten(text: str, prefixes: Mapping[str, str], search: Search | None) -> str:
    """Return *text* with our properties written out; itself if it uses none.

    Args:
        prefixes: in force, declared or not.
        search: full text; None where there is none.

    Raises:
        ForbiddenQueryError: kb:search stands where it cannot, or there is no full text.
    """
    if not any(name in text for name in NAMES):
        return text
    found = list(every_token(text))
    code = [index for index, token in enumerate(found) if token.kind not in ("space", "comment")]
    parts = [token.text for token in found]
    for place, index in enumerate(code):
        iri = _iri(found[index], prefixes)
        if iri in _PATHS:
            parts[index] = _PATHS[iri]
        elif iri == _SEARCH and not (place and found[code[place - 1]].text.upper() == "PREFIX"):
            _put_hits([found[one] for one in code], code, place, parts, search)
    return "".join(parts)


def _put_hits(
    tokens: Sequence[Token], code: Sequence[int], place: int, parts: list[str], search: Search | None
) -> None:
    """Put VALUES in the place of one kb:search, its subject (or the ";" before it) and its words."""
    words = tokens[place + 1] if place + 1 < len(tokens) else None
    if words is None or words.kind != "string":
        said = f"{words.text} is none" if words is not None and words.kind in ("variable", "word") else "there is none"
        raise ForbiddenQueryError(f"kb:search takes its words as a text behind it, and {said}.", hint=_HINT)
    if search is None:
        raise ForbiddenQueryError("There is no full text for kb:search here.", hint="Use FILTER and kb:matches.")
    start, names = _subject(tokens, place)
    hits = search(_string(words.text), MOST)
    rows = " ".join(f"(<{iri}> {score:.4f})" if len(names) > 1 else f"<{iri}>" for iri, score in hits)
    head = f"({' '.join(names)})" if len(names) > 1 else names[0]
    values = f" VALUES {head} {{ {rows} }} "
    if tokens[start].text == ";":
        values = f" . {values}"
    behind = place + 2
    if behind < len(tokens) and tokens[behind].kind == "language":
        parts[code[behind]] = ""
        behind += 1
    after = tokens[behind].text if behind < len(tokens) else ""
    if after == ",":
        raise ForbiddenQueryError("kb:search takes one text.", hint=_HINT)
    if after == ";":
        parts[code[behind]] = f" {names[0]} "
    for index in range(code[start], code[place + 1] + 1):
        if parts[index].strip() or "\n" not in parts[index]:
            parts[index] = ""
    parts[code[start]] = values


def _subject(tokens: Sequence[Token], place: int) -> tuple[int, list[str]]:
    """Return (where what is replaced begins, variables that the hits go into)."""
    before = tokens[place - 1] if place else None
    if before is not None and before.kind == "variable":
        return place - 1, [before.text]
    if before is not None and before.text == ")" and place > 3 and tokens[place - 4].text == "(":
        pair = [token.text for token in tokens[place - 3 : place - 1] if token.kind == "variable"]
        if len(pair) == 2:
            return place - 4, pair
    if before is not None and before.text == ";":
        depth = 0
        for index in range(place - 2, -1, -1):
            text = tokens[index].text if tokens[index].kind == "mark" else ""
            depth += (text in (")", "]", "}")) - (text in ("(", "[", "{"))
            if depth < 0 or (depth == 0 and text in (".", "}")):
                if tokens[index + 1].kind == "variable":
                    return place - 1, [tokens[index + 1].text]
                break
    raise ForbiddenQueryError("kb:search has no variable before it to put what it finds into.", hint=_HINT)


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return unescape(token.text[1:-1])
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes[prefix] + local if prefix in prefixes else ""
    return ""


def _string(written: str) -> str:
    quote = 3 if written[:3] in ('"""', "'''") and len(written) >= 6 else 1
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), unescape(written[quote:-quote]))
