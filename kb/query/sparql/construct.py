"""What CONSTRUCT makes and from what: a template without WHERE, FILTER in a template, a path in `CONSTRUCT WHERE`.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks, .clauses and .advice. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from kb.query.sparql.tokens import Token

Place = tuple[int, str]
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_NO_TRIPLES: Final = frozenset({"FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "VALUES", "GRAPH", "SERVICE", "SELECT"})
_OF_PATHS: Final = frozenset({"/", "|", "^"})
_GOES_ON: Final = frozenset({"WHERE", "FROM", "{"})
_ALIKE: Final = 0.7
_BEHIND: Final = "Behind what CONSTRUCT makes stands what it is made from: CONSTRUCT { ... } WHERE { ... }."


def form(found: Sequence[Token]) -> str:
    """Return which of SELECT, ASK, CONSTRUCT and DESCRIBE a query is, "" if none of them is seen."""
    return next((one.text.upper() for one in found if one.kind == "word" and one.text.upper() in _FORMS), "")


def construct(found: Sequence[Token]) -> Place | None:
    """Return (where a CONSTRUCT is wrong, what to do), None if nothing is seen."""
    begins, ends = _template(found)
    if not begins:
        return None
    short = found[begins - 1].text.upper() != "CONSTRUCT"
    for token in found[begins + 1 : ends]:
        if said := _no_triple(token, short):
            return token.start, said
    return None if short or ends + 1 >= len(found) else _pattern(found[ends + 1])


def _no_triple(token: Token, short: bool) -> str:
    """Return what is said of something that no triple has in it, "" for what one may have."""
    word = token.text.upper() if token.kind == "word" else ""
    if token.kind == "mark" and token.text in _OF_PATHS:
        where = "CONSTRUCT WHERE" if short else "What is made"
        return f"{where} has no paths: one property stands between two things."
    if word not in _NO_TRIPLES:
        return ""
    if short:
        return f"CONSTRUCT WHERE takes triples alone; with {word}, write CONSTRUCT {{ ... }} WHERE {{ ... }}."
    if word == "GRAPH":
        return "CONSTRUCT makes the triples of one graph; GRAPH stands in its WHERE { ... }."
    return f"The first braces have what is made, triples alone; {word} stands in WHERE {{ ... }}."


def without_pattern(found: Sequence[Token]) -> Place | None:
    """Return (where a whole query ends, what to do) if it is a CONSTRUCT that ends with its template, else None."""
    begins, ends = _template(found)
    ended = begins and ends == len(found) - 1 and found[begins - 1].text.upper() == "CONSTRUCT"
    return (found[-1].end, _BEHIND) if ended else None


def matched(found: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a query without those of what a CONSTRUCT makes, which match nothing."""
    begins, ends = _template(found)
    made = begins and found[begins - 1].text.upper() == "CONSTRUCT"
    return (*found[:begins], *found[ends:]) if made else found


def _template(found: Sequence[Token]) -> tuple[int, int]:
    """Return which tokens open and close the first braces of a CONSTRUCT; (0, 0) for none, the end for none yet."""
    if form(found) != "CONSTRUCT":
        return 0, 0
    begins = next((at for at, one in enumerate(found) if one.text == "{"), 0)
    depth = 0
    for at, token in enumerate(found[begins:], begins):
        if token.kind == "mark":
            depth += (token.text == "{") - (token.text == "}")
        if begins and depth == 0:
            return begins, at
    return begins, len(found)


def _pattern(behind: Token) -> Place | None:
    """Look at what stands behind a template."""
    word = behind.text.upper()
    if word in _GOES_ON or behind.text == "}":
        return None
    if behind.kind == "word" and get_close_matches(word, ["WHERE"], 1, _ALIKE):
        return behind.start, f"Did you mean WHERE instead of {behind.text}?"
    return behind.start, _BEHIND
