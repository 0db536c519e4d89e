"""Habits of other languages, and words said twice: `ORDER BY n DESC`, `IN (1 2)`, `DISTINCT(?x)`, `0 < ?n < 9`, `. .`.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kb.query.sparql.conditions import FUNCTIONS
from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
_BEGINS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"})
_ONCE: Final = frozenset({"LIMIT", "OFFSET", "WHERE"})
_ENDS_BY: Final = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}", "{"})
_ENDS_HEAD: Final = frozenset({"{", "WHERE", "FROM"})
_COMPARES: Final = frozenset({"<", ">", "<=", ">=", "=", "!="})
_VALUES: Final = frozenset({"variable", "iri", "name", "string", "number"})
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES: Final = frozenset("tbnrf\"'\\uU")
_COMMENTS: Final = frozenset({"--", "//", "/*"})
_EXAMPLE: Final = "SELECT * WHERE { ?x a kb:Event }"


def habit(found: Sequence[Token]) -> Place | None:
    """Return (where a habit of another language shows, what to do here), None if none does."""
    for check in _CHECKS:
        if (place := check(found)) is not None:
            return place
    return None


def _no_form(found: Sequence[Token]) -> Place | None:
    """A pattern alone, or EXPLAIN before a query."""
    first = found[0] if found else None
    if first is None:
        return None
    word = first.text.upper() if first.kind == "word" else ""
    if word in ("EXPLAIN", "PROFILE") and len(found) > 1:
        return first.start, "Leave it out; `kb query --explain`, over HTTP explain=1, tells how it would be done."
    if first.text == "{" or (first.kind in ("variable", "iri", "name") and len(found) > 1):
        return first.start, f"A pattern alone asks nothing yet: {_EXAMPLE} is a query."
    if first.kind in ("iri", "name"):
        return first.start, f"To see what is said of one thing write DESCRIBE {shortened(first.text)}."
    return None


def _comment(found: Sequence[Token]) -> Place | None:
    for index, (before, token) in enumerate(pairwise(found)):
        glued = index > 0 and found[index - 1].end == before.start  # as in an address
        signs = before.text + token.text in _COMMENTS and before.end == token.start
        if signs and not glued and before.kind == token.kind == "mark":
            return before.start, "A comment begins with # and goes to the end of its line."
    return None


def _ended(found: Sequence[Token]) -> Place | None:
    """A sign behind the last clause."""
    if len(found) < 3:
        return None
    clause, number, last = found[-3:]
    if clause.text.upper() in ("LIMIT", "OFFSET") and number.kind == "number" and last.text in (";", "."):
        return last.start, f"Nothing ends a query: take the {last.text} away."
    return None


def _only_prefixes(found: Sequence[Token]) -> Place | None:
    words = [token.text.upper() for token in found if token.kind == "word"]
    if words and {*words} <= {"PREFIX", "BASE"} and found[-1].kind == "iri":
        return found[-1].end, f"Prefixes alone ask nothing yet; behind them stands a query, as {_EXAMPLE}."
    return None


def _head(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SELECT" and after.text.upper() == "ALL":
            return after.start, "SPARQL has no ALL: SELECT hands out every row, unless DISTINCT stands behind it."
        if word in ("DISTINCT", "REDUCED") and after.text.upper() in ("DISTINCT", "REDUCED"):
            return after.start, f"{word} and {after.text.upper()} do not stand together: take one of them."
    for one, token, name in zip(found, found[1:], found[2:], strict=False):
        if (one.kind, token.text.upper(), name.kind) == ("variable", "AS", "variable") and _is_head(found, one):
            return token.start, f"What takes another name stands in brackets: ({one.text} AS {name.text})."
    for select, token, bracket, one, close in zip(found, found[1:], found[2:], found[3:], found[4:], strict=False):
        distinct = select.text.upper() == "SELECT" and token.text.upper() in ("DISTINCT", "REDUCED")
        if distinct and (bracket.text, one.kind, close.text) == ("(", "variable", ")"):
            word = token.text.upper()
            return bracket.start, f"{word} is no function and takes no brackets: SELECT {word} {one.text}."
    return None


def _is_head(found: Sequence[Token], token: Token) -> bool:
    """Say whether a token stands in what SELECT names, outside of brackets."""
    depth = 0
    for one in reversed(found[: found.index(token)]):
        depth += (one.text == ")") - (one.text == "(")
        if depth < 0 or one.text in ("{", "}"):
            return False
        if one.kind == "word" and one.text.upper() == "SELECT":
            return depth == 0
    return False


def _from(found: Sequence[Token]) -> Place | None:
    """FROM with what is no graph, or with several."""
    for token, after, behind in zip(found, found[1:], [*found[2:], None], strict=False):
        if token.kind != "word" or token.text.upper() != "FROM":
            continue
        if after.text in ("{", "("):
            return after.start, "FROM takes the IRI of a graph; leave it out to ask all that is known."
        if after.kind in ("iri", "name") and behind is not None and behind.text == ",":
            return behind.start, "Each graph has a FROM of its own: FROM <...> FROM <...>."
        ends = behind is None or (behind.kind == "word" and behind.text.upper() not in ("FROM", "WHERE"))
        if after.kind == "name" and ends:
            thing = shortened(after.text)
            return (
                after.start,
                f"FROM takes a graph, not a class; what is asked for stands in braces: {{ ?x a {thing} }}.",
            )
    return None


def _by(found: Sequence[Token]) -> Iterator[tuple[Token, Token, Token | None]]:
    """Yield what stands behind ORDER BY and GROUP BY outside of brackets, with what stands before and behind it."""
    inside, depth = False, 0
    for before, token, after in zip(found, found[1:], [*found[2:], None], strict=False):
        if depth == 0 and token.text.upper() in _ENDS_BY:
            inside = False
        depth += (before.text == "(") - (before.text == ")")
        inside = inside or (before.kind == "word" and before.text.upper() == "BY")
        if inside and depth == 0:
            yield before, token, after


def _ordered(found: Sequence[Token]) -> Place | None:
    for before, token, after in _by(found):
        word = token.text.upper() if token.kind == "word" else ""
        if token.text == ",":
            return token.start, "What it goes by stands apart by blanks; take the comma away."
        if token.text == "-" and after is not None and after.kind == "variable":
            return token.start, f"The last first is DESC({after.text})."
        if before.text.upper() == "BY" and word and word not in FUNCTIONS | {"ASC", "DESC", "NOT", "EXISTS"}:
            falls = after is not None and after.text.upper().startswith("DESC")
            name = shortened(token.text)
            written = f"DESC(?{name})" if falls else f"?{name}"
            return token.start, f"A variable begins with a question mark: write {written}."
    return None


def _again(found: Sequence[Token]) -> Place | None:
    """A clause that stands twice in one query."""
    said: list[set[str]] = [set()]
    for token in found:
        word = token.text.upper() if token.kind == "word" else ""
        if token.text == "{":
            said.append(set())
        elif token.text == "}" and len(said) > 1:
            said.pop()
        elif word in _ONCE and word in said[-1]:
            if word == "WHERE":
                return token.start, "There is one WHERE: all patterns stand in its braces, with a dot between."
            return token.start, f"{word} stands there twice: take one of them."
        elif word in _ONCE:
            said[-1].add(word)
    return None


def _listed(found: Sequence[Token]) -> Place | None:
    """`IN (1 2)`, and a type that is several."""
    for index, (word, bracket) in enumerate(pairwise(found)):
        if word.kind != "word" or word.text.upper() != "IN" or bracket.text != "(":
            continue
        for one, after in pairwise(found[index + 2 :]):
            if one.text in ("(", ")"):
                break
            if one.kind in _VALUES and after.kind in _VALUES:
                return after.start, f"A comma is missing before {shortened(after.text)}."
    for verb, one, sign in zip(found, found[1:], found[2:], strict=False):
        several = f"Either of several is VALUES ?t {{ {shortened(one.text)} ... }} ?x a ?t."
        if verb.text == "a" and one.kind in ("name", "iri") and sign.text == "|":
            return sign.start, f"| stands between properties alone. {several}"
        if verb.text == "[" and one.kind in ("name", "iri") and sign.text in (",", "]"):
            return verb.start, f"[ ] holds a property and its object, as [ a kb:Event ], and is no list. {several}"
    return None


def _chain(found: Sequence[Token]) -> Place | None:
    for first, less, middle, more, last in zip(found, found[1:], found[2:], found[3:], found[4:], strict=False):
        both = less.text in _COMPARES and more.text in _COMPARES and {less.kind, more.kind} == {"mark"}
        if both and {first.kind, middle.kind, last.kind} <= {"variable", "number"}:
            one, two, three = (shortened(each.text) for each in (first, middle, last))
            written = f"{one} {less.text} {two} && {two} {more.text} {three}"
            return more.start, f"Two comparisons are joined by &&: {written}."
    return None


def _signs(found: Sequence[Token]) -> Place | None:
    for before, token in pairwise(found):
        if before.text == "." == token.text:
            return token.start, "One dot ends a pattern: take this one away."
        if before.text == ":" and token.text == "=" and before.end == token.start:
            return before.start, "SPARQL has no :=. Write BIND(1 AS ?x)."
    for token in found:
        for escape in _ESCAPE.findall(token.text) if token.kind == "string" else ():
            if escape not in _ESCAPES:
                return token.start, f"\\{escape} is no escape; a backslash itself is written twice: \\\\{escape}."
    for comma, flags, close in zip(found, found[1:], found[2:], strict=False):
        if (comma.text, flags.kind, close.text) == (",", "word", ")") and {*flags.text} <= {*"ismxq"}:
            return flags.start, f'Flags are a text: write "{flags.text}".'
    for bracket, slash, word, behind in zip(found, found[1:], found[2:], found[3:], strict=False):
        if bracket.text in (",", "(") and slash.text == "/" == behind.text and word.kind == "word":
            return slash.start, f'A pattern of REGEX is a text: REGEX(?x, "{shortened(word.text)}", "i").'
    return None


_CHECKS: Final = (_comment, _ended, _no_form, _only_prefixes, _head, _from, _ordered, _again, _listed, _chain, _signs)
