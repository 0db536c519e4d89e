"""Terms that are written as no term is: “Kyiv”, `"a"@`, `?my-var`, `10k`, `Person`, `rdfs: label`, `http://...`.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

import unicodedata
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Final

from kb.query.sparql.meant import own_terms
from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
_DOUBLE: Final = "“”„‟«»〝〞＂"
_SINGLE: Final = "‘’‚‛‹›´＇`"
_DASHES: Final = "‐‑‒–—−－"
_WIDE: Final = {"。": ".", "、": ",", "，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "？": "?"}
_DECLARES: Final = frozenset({"@PREFIX", "@BASE"})
_SCHEMES: Final = frozenset({"http:", "https:"})
_TERMS: Final = frozenset({"variable", "iri", "name", "string", "number", "language"})
_NAMES: Final = frozenset({"variable", "iri", "name"})
_BEFORE_VALUE: Final = frozenset({"=", "!=", "<", ">", "<=", ">="})
_ALIKE: Final = 0.7
_TRUTH: Final = frozenset({"TRUE", "FALSE"})
_SPOKEN: Final = frozenset(  # words that may stand behind a term in a pattern
    "A FILTER OPTIONAL BIND UNION MINUS VALUES GRAPH SERVICE SELECT LATERAL GROUP HAVING ORDER LIMIT OFFSET EXISTS "
    "NOT IN AS ASC DESC WHERE FROM NAMED DISTINCT REDUCED BY TRUE FALSE UNDEF SILENT".split()
)


def sign(found: Sequence[Token]) -> Place | None:
    """Return (where a term has a sign too many or too few, what to do), None if none has."""
    return _told(found, (_copied, _turtle, _prefix, _language, _address, _hyphen, _twice, _number, _long, _path))


def term(found: Sequence[Token]) -> Place | None:
    """Return (where a word stands that is no term, what to do), None if none does."""
    return _told(found, (_blank, _type, _truth, _comma, _nameless, _bare))


def _told(found: Sequence[Token], checks: Sequence[Callable[[Sequence[Token]], Place | None]]) -> Place | None:
    for check in checks:
        if (place := check(found)) is not None:
            return place
    return None


def _copied(found: Sequence[Token]) -> Place | None:
    """Signs that text processors and web pages put in the place of those that are typed."""
    for token, after in zip_longest(found, found[1:]):
        if token.kind != "mark" or len(token.text) > 1:
            continue
        if token.text == "`" and after and after.text == "`":
            return token.start, "Leave out the marks around the query: it begins with PREFIX, SELECT, ASK or the like."
        if token.text in _DOUBLE or token.text in _SINGLE:
            straight = '"' if token.text in _DOUBLE else "'"
            return token.start, f"{token.text} is no quotation mark of SPARQL: write {straight}, on both sides."
        if token.text in _DASHES:
            return token.start, f"{token.text} is a dash: write - for less."
        if token.text in _WIDE:
            return token.start, f"{token.text} is no sign of SPARQL: write {_WIDE[token.text]}"
        if unicodedata.category(token.text) in ("Zs", "Cf"):
            named = unicodedata.name(token.text, "a sign that is not seen").lower()
            return token.start, f"Here stands a {named}, copied from elsewhere: type a blank, or nothing."
    return None


def _turtle(found: Sequence[Token]) -> Place | None:
    for token in found:
        if token.kind == "language" and token.text.upper() in _DECLARES:
            word = token.text[1:].upper()
            return token.start, f"{token.text} is Turtle's; write {word}, and no dot behind its IRI."
    return None


def _prefix(found: Sequence[Token]) -> Place | None:
    for token, name, iri in zip(found, found[1:], [*found[2:], None], strict=False):
        if token.kind == "word" and token.text.upper() == "PREFIX" and name.kind == "word":
            leads = iri.text if iri is not None and iri.kind == "iri" else "<...>"
            return name.start, f"A prefix ends with a colon: PREFIX {name.text}: {leads}."
    return None


def _language(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.kind == "string" and after.text == "@":
            return after.start, f"Behind @ its language is missing, as in {shortened(token.text)}@en; or leave @ out."
    return None


def _address(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.kind == "name" and token.text.lower() in _SCHEMES and after.text == "/" and token.end == after.start:
            return token.start, f"An IRI stands in angle brackets: <{token.text}//...>."
    return None


def _hyphen(found: Sequence[Token]) -> Place | None:
    for token, dash, after in zip(found, found[1:], found[2:], strict=False):
        joined = token.end == dash.start and dash.end == after.start
        if token.kind == "variable" and dash.text == "-" and after.kind == "word" and joined:
            whole = f"{token.text}_{after.text}"
            return token.start, f"Names of variables have letters, digits and _ in them: {whole}."
    return None


def _twice(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.kind == "mark" and token.text in ("?", "$") and token.end == after.start:
            if after.kind == "variable":
                return token.start, f"One question mark is enough: {after.text}."
            if after.text == "{":
                return token.start, "A variable has a name: ?x."
    return None


def _blank(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        parted = token.kind == "name" and token.text.endswith(":") and token.text != ":" and token.end < after.start
        if parted and after.kind == "word" and after.text.upper() not in _SPOKEN:
            return token.start, f"No blank stands behind the colon of a name: {token.text}{after.text}."
    return None


def _number(found: Sequence[Token]) -> Place | None:
    before = ""
    for token, after, last in zip_longest(found, found[1:], found[2:]):
        glued = token.kind == "number" and after is not None and token.end == after.start
        if glued and after.kind == "word":
            whole = f"{token.text}{after.text}"
            return token.start, f'{whole} is no number; text stands in quotes: "{whole}".'
        parts = glued and after.text == "," and before != "LIMIT" and last is not None and after.end == last.start
        if parts and last.kind == "number":
            return after.start, "Numbers are written without a comma: 1000 for 1,000, 1.5 for 1,5."
        before = token.text.upper()
    return None


def _long(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.text in ('""', "''") and after.kind == "string" and token.end == after.start:
            return (
                token.start,
                f"These three quotes are never closed; they begin at character {token.start + 1}.",
            )
    return None


def _path(found: Sequence[Token]) -> Place | None:
    depth = 0
    for step, after in pairwise(found):
        depth += (step.text == "(") - (step.text == ")")
        glued = depth == 0 and step.text in ("/", "|") and step.kind == "mark"
        if glued and (after.kind == "variable" or after.text in ("/", "|")):
            return after.start, f"Behind the {step.text} of a path stands a property, as in kb:place/kb:within."
    return None


def _type(found: Sequence[Token]) -> Place | None:
    for token, after in pairwise(found):
        if token.text == "^^" and after.kind == "word":
            return after.start, f"What kind of value it is has a prefix: ^^xsd:{after.text}."
    return None


def _truth(found: Sequence[Token]) -> Place | None:
    for token in found:
        if token.kind == "word" and token.text.upper() in _TRUTH and token.text != token.text.lower():
            return token.start, f"Write {token.text.lower()}, in small letters."
    return None


def _comma(found: Sequence[Token]) -> Place | None:
    """A pattern of its own behind a comma, which stands between objects."""
    depth = 0
    for comma, subject, verb in zip(found, found[1:], found[2:], strict=False):
        depth += (comma.text == "(") - (comma.text == ")")
        begins = subject.kind == "variable" and (verb.kind in _NAMES or verb.text == "a")
        if depth == 0 and comma.text == "," and begins:
            return comma.start, f"Before {shortened(subject.text)}, which begins another pattern, stands a dot."
        if depth == 0 and comma.text == "," and subject.kind == "name" and verb.kind == "variable":
            return comma.start, "A comma stands before another object; before another property stands a semicolon."
        if depth == 0 and comma.text == ";" and begins and (verb.kind == "name" or verb.text == "a"):
            return subject.start, f"Behind ; goes on what is about the same thing: leave out {shortened(subject.text)}."
    return None


def _nameless(found: Sequence[Token]) -> Place | None:
    for before, subject, verb in zip(found, found[1:], found[2:], strict=False):
        begins = before.text in ("{", ".", "}") and subject.kind in _NAMES
        if begins and verb.kind == "name" and verb.text.startswith("_:"):
            return verb.start, "A property is an IRI, a name or a variable, and none without a name."
    return None


@lru_cache(maxsize=256)
def _misspelt(word: str) -> bool:
    """Say whether a word is like one of SPARQL's own."""
    return bool(get_close_matches(word, sorted(_SPOKEN), 1, _ALIKE))


def _bare(found: Sequence[Token]) -> Place | None:
    """A word where a term stands: as an object or a property in a pattern, or beside a comparison."""
    asked = {token.text[1:] for token in found if token.kind == "variable"}
    depth = groups = 0
    for before, token, after in zip(found, found[1:], [*found[2:], None], strict=False):
        depth += (before.text == "(") - (before.text == ")")
        groups += (before.text == "{") - (before.text == "}")
        if token.kind != "word" or token.text.upper() in _SPOKEN or (after and after.text in ("(", "{")):
            continue
        compared = before.text in _BEFORE_VALUE and depth > 0
        said = groups > 0 and depth == 0 and (before.kind in _TERMS or before.text in ("a", "/", "|"))
        opens = groups > 0 and depth == 0 and before.text in ("{", ".") and after and after.kind in _TERMS | {"word"}
        opens = opens and not _misspelt(token.text.upper())
        if not (compared or said or opens):
            continue
        if token.text in asked:
            return token.start, f"A variable begins with a question mark: write ?{token.text}."
        if token.text in own_terms():
            return token.start, f"A name has a prefix: write kb:{token.text}."
        return token.start, (
            f'{shortened(token.text)} is no term: text stands in quotes, "{shortened(token.text)}", '
            f"a name has a prefix, kb:Event, and a variable a question mark, ?{shortened(token.text)}."
        )
    return None
