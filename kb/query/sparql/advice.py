"""What a person who wrote a query would want to be told: where it breaks, what was meant, what is no term.

Input: a query's text, and the place at which the engine gave up.
Output: an error with the line and a caret, a better hint and, where it can be told, the very word; warnings about
terms that the ontology does not have. Read by kb.query.service.
Pure. Never: changes a query, or refuses one that the engine takes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice, pairwise
from typing import Any, Final

from kb.graph.vocabulary import NAMESPACE, TYPE_NAMESPACE
from kb.query.errors import MalformedQueryError
from kb.query.sparql.breaks import broken_at
from kb.query.sparql.calls import ungrouped
from kb.query.sparql.clauses import all_grouped, breaks_off, overridden
from kb.query.sparql.construct import matched
from kb.query.sparql.meant import (
    OURS,
    PROPERTIES,
    aligned_meant,
    class_meant,
    elsewhere_meant,
    event_types,
    in_order,
    known_elsewhere,
    ours_meant,
    own_terms,
)
from kb.query.sparql.mentioned import Mentioned
from kb.query.sparql.places import excerpt, line_and_column
from kb.query.sparql.prefixes import KNOWN
from kb.query.sparql.tokens import Token, body, shortened, tokens, unescape
from kb.query.sparql.unfinished import counted

_DECLARE: Final = "<IRI>."
_MISSPELT: Final = re.compile(r"Did you mean \w+ instead of (\w+)\?")
_UNGROUPED: Final = "contains a variable that is unbound"  # the engine's words
_REPEATED: Final = "Duplicated variable name"
_ALL_GROUPED: Final = "SELECT * is not authorized"
_OVERRIDES: Final = "overrides an existing variable"
_SHOWN: Final = 120  # characters of a part of a product
_LARGE: Final = 10_000  # rows of a product below which nobody is warned
_MOST: Final = 10  # warnings of one kind: whoever writes more such names is helped by the first, and looking costs
_WORDS: Final = 20  # that are compared with keywords, the nearest to the place first
_CLOSES: Final = {")": "(", "]": "[", "}": "{"}
_UNENDED: Final = frozenset(
    ("=", "!=", "<", ">", "<=", ">=", "&&", "||", ",", "/", "^", "!")
)  # never before what closes
KEYWORDS: Final = frozenset(
    (
        "BASE PREFIX SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE GROUP BY HAVING ORDER "
        "ASC DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH SERVICE SILENT BIND AS UNION MINUS FILTER EXISTS "
        "NOT IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI "
        "URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS "
        "STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 "
        "SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC "
        "REGEX SUBSTR REPLACE TRUE FALSE A TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE ADJUST LATERAL"
    ).split()
)


def explained(text: str, error: MalformedQueryError, prefixes: Mapping[str, str] = KNOWN) -> MalformedQueryError:
    """Return *error* with the line that it is in, a caret, and the likeliest mistake as the hint.

    Args:
        prefixes: that need no declaration.

    The engine gives up where nothing fits any more, which is behind the mistake;
    where a misspelt word or an undeclared prefix stands before, the place is that word's;
    where a pattern breaks off, it is behind the pattern's last word.
    """
    if not error.line:
        return error
    if senseless := _senseless(text, error.detail):
        return senseless
    offset = _offset(text, error.line, error.column)
    found = list(tokens(text))
    at, hint = _likeliest(found, offset, _declared(found, prefixes))
    stands = next((one.text for one in found if one.start == at), "")
    if at is not None:
        line, column = line_and_column(text, at)
    else:
        line, column = error.line, error.column
    undeclared = hint.endswith(_DECLARE)
    misspelt = _MISSPELT.search(hint)
    detail = "a prefix is used that is not declared." if undeclared else error.detail
    detail = "something is missing here." if at is not None and not stands else detail
    detail = f"{shortened(stands)} cannot stand here." if stands and not undeclared else detail
    detail = f"{misspelt[1]} is no word that may stand here." if misspelt else detail
    better = MalformedQueryError(detail, line=line, column=column)
    better.hint = hint or error.hint
    better.excerpt = excerpt(text, line, column)
    return better


def _repeated(text: str) -> Token | None:
    """Return the variable that one SELECT names a second time, None if none does."""
    named: set[str] | None = None
    depth, before = 0, ""
    for token in tokens(text):
        word = token.text.upper()
        if token.kind == "word" and word == "SELECT":
            named, depth = set(), 0
        elif word in ("{", "WHERE", "FROM"):
            named = None
        elif token.kind == "variable" and named is not None and (not depth or before == "AS"):
            if token.text[1:] in named:
                return token
            named.add(token.text[1:])
        depth += (word == "(") - (word == ")")
        before = word
    return None


def _senseless(text: str, detail: str) -> MalformedQueryError | None:
    """Return what is told of a query whose words are right, and together make no sense, as the engine says of it."""
    if _UNGROUPED in detail and (loose := ungrouped(text)):
        return _ungrouped(text, loose)
    if _REPEATED in detail and (again := _repeated(text)):
        return _told(text, again, f"SELECT names {again.text} twice.", "Each column has a name of its own.")
    if _OVERRIDES in detail and (again := overridden(list(tokens(text)))):
        said = f"{again.text} has a value in the pattern already."
        return _told(text, again, said, "Give this one a name of its own.")
    if _ALL_GROUPED in detail and (star := all_grouped(list(tokens(text)))):
        return _told(text, star, "With GROUP BY there is no *.", "Name the columns: SELECT ?x (COUNT(*) AS ?all).")
    return None


def _told(text: str, at: Token, detail: str, hint: str) -> MalformedQueryError:
    line, column = line_and_column(text, at.start)
    told = MalformedQueryError(detail, line=line, column=column)
    told.hint = hint
    told.excerpt = excerpt(text, line, column)
    return told


def _ungrouped(text: str, loose: Token) -> MalformedQueryError:
    hint = f"Add GROUP BY {loose.text} behind the last bracket, or write (SAMPLE({loose.text}) AS ?one)."
    return _told(text, loose, f"{loose.text} stands beside what is counted or grouped, and not in GROUP BY.", hint)


def unknown_terms(text: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each term of our own namespaces in *text* that the ontology does not have.

    Such a query is right, and finds nothing. What a CONSTRUCT makes may have any name.

    Args:
        prefixes: as the query declares them, beside those that need no declaration.
    """
    warnings: dict[str, None] = {}
    for written, iri in dict.fromkeys(_terms(text, {**KNOWN, **prefixes})):
        if len(warnings) == _MOST:
            return (*warnings, "More names are none of the ontology; they are not told one by one.")
        for namespace, known in ((TYPE_NAMESPACE, event_types()), (NAMESPACE, own_terms())):
            local = iri.removeprefix(namespace)
            if local == iri or local in known or not local or (namespace == NAMESPACE and local in OURS):
                continue
            meant = ours_meant(local, namespace, known)
            warnings[f"The ontology has no {written}: nothing matches it.{meant}"] = None
            break
    return tuple(warnings)


def unused_terms(names: Mentioned, lacks: Sequence[str]) -> tuple[str, ...]:
    """Return a sentence for each property, class and graph of a query that is not in the graph.

    Args:
        names: of the query.
        lacks: IRIs that the graph has no triple with, as property, as class or as graph.
    """
    warnings: list[str] = []
    for iri in lacks:
        if len(warnings) == _MOST:
            warnings.append("The graph lacks more of what is named; that is not told one by one.")
            break
        local = iri.removeprefix(NAMESPACE)
        ours = local != iri
        if (ours and (local in OURS or local not in own_terms())) or iri.startswith(TYPE_NAMESPACE):
            continue  # a property of queries; or it was told already that the ontology does not have it
        if iri in names.spare and (ours or iri in known_elsewhere()):
            continue  # a term spelt right, whose data the query does not need
        if iri in names.graphs:
            warnings.append(f"There is no graph {names.graphs[iri]}: nothing is found in it.")
        elif iri in names.properties:
            warnings.append(
                f"Nothing in the graph has the property {names.properties[iri]}: what needs it matches nothing."
                + ("" if ours else aligned_meant(iri) or elsewhere_meant(iri, PROPERTIES))
            )
        else:
            warnings.append(
                f"Nothing in the graph is of the class {names.classes[iri]}: what needs it matches nothing."
                + (class_meant(local) if ours else aligned_meant(iri))
            )
    return tuple(warnings)


def turned_points(found: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a sentence for each point that may be written the wrong way round; see kb.query.sparql.looking.turned."""
    return tuple(
        f"Nothing that the graph places is near {written}; {name or 'something'} is near it with the two turned. "
        "Longitude stands first."
        for written, name in found
    )


def product_warnings(products: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return a sentence for each product of parts without a common variable that may be large; see .plan."""
    return tuple(
        "Parts of the query have no variable in common, and each row of one meets each of the other: about "
        + f"{' × '.join(format(side['rows'], ',') for side in product['sides'])} = {product['rows']:,} rows"
        + f" (kb's estimate). They are {'; '.join(side['what'][:_SHOWN] for side in product['sides'])}."
        for product in products
        if product["rows"] >= _LARGE and sum(side["rows"] > 1 for side in product["sides"]) > 1
    )


def _terms(text: str, prefixes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for token in matched(body(text)):
        if token.kind == "iri":
            yield token.text, unescape(token.text[1:-1])
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes:
                yield token.text, prefixes[prefix] + (re.sub(r"\\(.)", r"\1", local) if "\\" in local else local)


def _likeliest(found: Sequence[Token], offset: int, declared: frozenset[str]) -> tuple[int | None, str]:
    """Return (where the mistake probably is, what to do), (None, "") if nothing can be told."""
    before = [token for token in found if token.start <= offset]
    if (
        place := counted(found[: len(before) + 1])
        or broken_at(before)
        or (breaks_off(found) if len(before) == len(found) else None)
    ):
        return place
    for index, token in enumerate(before):
        if token.kind == "name" and (not index or before[index - 1].text.upper() != "PREFIX"):
            prefix = token.text.partition(":")[0]
            if prefix not in declared and prefix != "_":
                return token.start, _prefix_hint(prefix)
    strange = (one for one in reversed(before) if one.kind == "word" and one.text.upper() not in KEYWORDS)
    for token in islice(strange, _WORDS):
        alike = get_close_matches(token.text.upper(), in_order(KEYWORDS), n=1, cutoff=0.7)
        if alike:
            return token.start, f"Did you mean {alike[0]} instead of {token.text}?"
    for one, after in pairwise(before):
        if one.text in _UNENDED and one.kind == after.kind == "mark" and after.text in _CLOSES:
            return after.start, f"Something is missing between {one.text} and {after.text}."
    if opened := _never_closed(found):
        return None, f"A {opened.text} is never closed; it is character {opened.start + 1} of the query."
    return None, ""


def _prefix_hint(prefix: str) -> str:
    alike = get_close_matches(prefix, sorted(KNOWN), n=2, cutoff=0.5)
    meant = f"Did you mean {' or '.join(one + ':' for one in alike)}? Else declare it" if alike else "Declare it"
    return f"{meant}: PREFIX {prefix}: {_DECLARE}"


def _never_closed(found: Sequence[Token]) -> Token | None:
    opened: list[Token] = []
    for token in found:
        if token.kind != "mark":
            continue
        if token.text in _CLOSES.values():
            opened.append(token)
        elif token.text in _CLOSES:
            if not opened or opened[-1].text != _CLOSES[token.text]:
                return None
            opened.pop()
    return opened[-1] if opened else None


def _declared(found: Sequence[Token], prefixes: Mapping[str, str]) -> frozenset[str]:
    own = {second.text.partition(":")[0] for first, second in pairwise(found) if first.text.upper() == "PREFIX"}
    return frozenset(prefixes) | own


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if not start:
            return len(text)
    return start + column - 1
