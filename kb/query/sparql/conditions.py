"""Conditions that are none, or stand outside of FILTER: `CONTAINS(?l, "a")` alone, `?n = 1`, `= NULL`, `LENGTH(?l)`.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
FUNCTIONS: Final = frozenset(
    "STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE "
    "ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW "
    "UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL "
    "ISNUMERIC REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE ADJUST LANGDIR HASLANG HASLANGDIR "
    "STRLANGDIR COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split()
)
_OTHERS: Final = {  # of other languages -> here
    "LENGTH": "STRLEN(?x)", "LEN": "STRLEN(?x)", "SIZE": "STRLEN(?x)", "LOWER": "LCASE(?x)", "TOLOWER": "LCASE(?x)",
    "UPPER": "UCASE(?x)", "TOUPPER": "UCASE(?x)", "SUBSTRING": "SUBSTR(?x, 1, 3)", "STARTSWITH": "STRSTARTS(?x, \"a\")",
    "ENDSWITH": "STRENDS(?x, \"a\")", "ISNULL": "!BOUND(?x)", "IFNULL": "COALESCE(?x, \"\")",
    "NVL": "COALESCE(?x, \"\")", "TOSTRING": "STR(?x)", "DATE": "xsd:date(?x)", "TODATE": "xsd:date(?x)",
    "INT": "xsd:integer(?x)", "FLOAT": "xsd:decimal(?x)", "CAST": "xsd:integer(?x), or another of xsd:",
    "MATCH": "REGEX(?x, \"pattern\")", "MATCHES": "REGEX(?x, \"pattern\")", "NVL2": "IF(BOUND(?x), 1, 2)",
    "LET": "BIND(1 AS ?x)", "TODAY": "NOW()", "CURRENT_DATE": "NOW()",
}  # fmt: skip
_NO_CALL: Final = frozenset(
    "SELECT DISTINCT REDUCED WHERE FILTER BIND VALUES HAVING BY ASC DESC AS IN NOT EXISTS OPTIONAL UNION MINUS GRAPH "
    "SERVICE SILENT GROUP ORDER LIMIT OFFSET A UNDEF FROM NAMED LATERAL TRUE FALSE AND OR LIKE BETWEEN IS".split()
)
_BEGINS: Final = frozenset({"{", "}", "."})
_COUNTED: Final = {"IF": 3, "BOUND": 1, "STRLEN": 1, "LANG": 1, "STR": 1, "CONTAINS": 2, "STRSTARTS": 2, "STRENDS": 2}
_ALIKE: Final = 0.75
_LONG: Final = 60  # tokens of what a function is given, beyond which nobody counts
_CLAUSE: Final = 0.7


def condition(found: Sequence[Token]) -> Place | None:
    """Return (where something is wrong with a condition, what to do), None if nothing is seen."""
    for check in _CHECKS:
        if (place := check(found)) is not None:
            return place
    return None


def _within(found: Sequence[Token]) -> Iterator[tuple[Token, Token, int, int]]:
    """Yield each token but the first with the one before it, the round brackets and the braces that are open there."""
    brackets = braces = 0
    for before, token in pairwise(found):
        if before.kind == "mark":
            brackets += (before.text == "(") - (before.text == ")")
            braces += (before.text == "{") - (before.text == "}")
        yield before, token, brackets, braces


def _case(found: Sequence[Token]) -> Place | None:
    for token in found:
        if token.kind == "word" and token.text.upper() == "CASE":
            return token.start, "SPARQL has no CASE. Write IF(?x > 3, 1, 2), or COALESCE(?x, ?y)."
    return None


def _signs(found: Sequence[Token]) -> Place | None:
    """Signs of other languages between two values."""
    for token, after in pairwise(found):
        if token.text == "!" and after.text == "=":
            return token.start, "Write != without a blank."
        if token.text == "=" and after.text == ">" and token.end == after.start:
            return token.start, "Write >= for at least."
        if token.text == "~" and token.kind == "mark":
            return token.start, 'SPARQL has no ~. Write REGEX(?x, "pattern", "i").'
    return None


def _method(found: Sequence[Token]) -> Place | None:
    """`?x.contains("a")`: a function behind what it is given."""
    for (_, dot, brackets, _), name in zip(_within(found), found[2:], strict=False):
        if dot.text == "." and brackets > 0 and name.kind == "word" and dot.end == name.start:
            return dot.start, f"A function stands before what it is given: {name.text.upper()}(?x, ...)."
    return None


def _bare(found: Sequence[Token]) -> Place | None:
    """A function without the brackets around what it is given."""
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        if token.kind != "word" or token.text.upper() not in FUNCTIONS or after.kind not in ("variable", "string"):
            continue
        word, first = token.text.upper(), shortened(before.text)
        if before.kind == "variable":
            return token.start, f"A function stands before what it is given: {word}({first}, {shortened(after.text)})."
        return after.start, f"What {word} is given stands in brackets: {word}({shortened(after.text)})."
    return None


def _loose(found: Sequence[Token]) -> Place | None:
    """A function, or `&&`, in a pattern."""
    for (before, token, brackets, braces), after in zip(_within(found), [*found[2:], None], strict=False):
        if braces == 0 or brackets > 0:
            continue
        called = token.kind == "word" and token.text.upper() in FUNCTIONS and after is not None and after.text == "("
        if called and before.text in _BEGINS:
            return token.start, f"What a row must meet stands in FILTER: FILTER({token.text}(...))."
        if token.text in ("&&", "||"):
            return token.start, f"Conditions are joined in one FILTER: FILTER(?x > 1 {token.text} ?x < 9)."
    return None


def _equals(found: Sequence[Token]) -> Place | None:
    for index, (before, token, brackets, braces) in enumerate(_within(found)):
        if token.text not in ("=", "!=", ">", ">=", "<=") or token.kind != "mark" or brackets > 0 or braces == 0:
            continue
        if before.kind == "variable" and (index == 0 or found[index - 1].text in _BEGINS):
            name = shortened(before.text)
            if token.text == "=":
                return token.start, f"To give {name} a value write BIND(... AS {name}); to compare, FILTER(...)."
            return token.start, f"What a row must meet stands in FILTER: FILTER({name} {token.text} ...)."
        return token.start, (
            f"A pattern has no {token.text}: subject, property and object stand behind each other; "
            f"to compare, write FILTER(?x {token.text} ...)."
        )
    return None


def _bind(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.kind == "word" and token.text.upper() == "BIND" and after.text != "(":
            return after.start, "What BIND works out stands in brackets: BIND(... AS ?name)."
    return None


def _exists(found: Sequence[Token]) -> Place | None:
    for index, (before, token, brackets, braces) in enumerate(_within(found)):
        if token.kind != "word" or token.text.upper() != "EXISTS" or brackets > 0 or braces == 0:
            continue
        negated = before.text.upper() == "NOT"
        asks = (found[index - 1] if negated and index else before).text.upper()
        if asks not in ("FILTER", "("):
            word = "NOT EXISTS" if negated else "EXISTS"
            return (before if negated else token).start, f"{word} stands in FILTER: FILTER {word} {{ ... }}."
    return None


def _negated(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.kind != "word" or token.text.upper() != "NOT" or after.text.upper() in ("EXISTS", "IN"):
            continue
        if get_close_matches(after.text.upper(), ["EXISTS"], 1, _ALIKE):
            return after.start, f"Did you mean EXISTS instead of {after.text}?"
        if after.kind == "variable":
            return token.start, f"NOT stands before IN, {after.text} NOT IN (...); else write !{after.text}."
        return token.start, f"NOT stands before IN and EXISTS alone; else write !{shortened(after.text)}(...)."
    return None


def _null(found: Sequence[Token]) -> Place | None:
    for token in found:
        if token.kind == "word" and token.text.upper() in ("NULL", "NIL", "NONE"):
            return token.start, f"SPARQL has no {token.text}. Write BOUND(?x) or !BOUND(?x)."
    return None


def _in(found: Sequence[Token]) -> Place | None:
    for before, token in pairwise(found):
        if before.kind == "word" and before.text.upper() == "IN" and token.text != "(":
            return token.start, "What IN lists stands in round brackets: ?x IN (1, 2)."
    return None


def _function(found: Sequence[Token]) -> Place | None:
    for (_, token, brackets, braces), after in zip(_within(found), [*found[2:], None], strict=False):
        word = token.text.upper()
        if token.kind != "word" or after is None or after.text != "(" or word in FUNCTIONS | _NO_CALL:
            continue
        if not (brackets or braces) or get_close_matches(word, sorted(_NO_CALL), 1, _CLAUSE):
            continue
        if word in _OTHERS:
            return token.start, f"SPARQL has no {token.text}. Write {_OTHERS[word]}."
        alike = get_close_matches(word, sorted(FUNCTIONS), 1, _ALIKE)
        meant = f" Did you mean {alike[0]}?" if alike else " docs/sparql.md lists what there is."
        return token.start, f"SPARQL has no {shortened(token.text)}.{meant}"
    return None


def _given(found: Sequence[Token]) -> Place | None:
    """A function that is given too little or too much, its bracket closed."""
    for index, (token, after) in enumerate(pairwise(found)):
        wants = _COUNTED.get(token.text.upper()) if token.kind == "word" and after.text == "(" else None
        if wants is None:
            continue
        depth, given, last = 0, 1, after
        for one in found[index + 1 : index + _LONG]:
            depth += (one.text in ("(", "{")) - (one.text in (")", "}"))
            given += one.text == "," and depth == 1
            if depth == 0:
                if given != wants and last.text != "(":
                    values = "value" if wants == 1 else "values"
                    return one.start, f"{token.text.upper()} takes {wants} {values}, and is given {given}."
                break
            last = one
    return None


_CHECKS: Final = (
    _case, _signs, _method, _bare, _loose, _equals, _bind, _exists, _negated, _null, _in, _function, _given,
)  # fmt: skip
