"""A pattern that ends before its time, or runs into the next: `?s kb:place .`, `?s ?o }`, `?s ?p ?o ?s ?q ?r`.

Input: the tokens of a malformed query up to where the engine gave up, which is often far behind the mistake.
Output: the place and what to do. Read by kb.query.sparql.breaks. Pure.
Never: says anything of a group that has collections, blank nodes in brackets, or triples about triples.
"""

from collections.abc import Sequence
from typing import Final

from kb.query.sparql.tokens import Token

Place = tuple[int, str]
_TERMS: Final = frozenset({"variable", "iri", "name", "number", "string"})
_ENDS: Final = frozenset({".", ";", "}", ","})
_PATH: Final = frozenset({"/", "|"})
_AFTER_STEP: Final = frozenset({"*", "+", "?"})
_BEFORE_STEP: Final = frozenset({"^", "!"})
_BEGINS: Final = frozenset({"FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "UNION", "GRAPH", "SERVICE", "LATERAL"})
_SUBJECT: Final = 0
_PROPERTY: Final = 1
_OBJECT: Final = 2
_END: Final = 3  # what ends a pattern, or goes on with it
_IS_TERM: Final = frozenset({"TRUE", "FALSE"})


def unfinished(found: Sequence[Token]) -> Place | None:
    """Return (where a pattern lacks a part or has one too many, what to do), None if nothing can be told."""
    for index, token in enumerate(found):
        if token.text == "{" and _is_pattern(found, index) and (place := _group(found, index + 1)):
            return place
    return None


def _is_pattern(found: Sequence[Token], index: int) -> bool:
    """Say whether a brace opens a group of patterns, and no list of values."""
    back = index - 1
    while back >= 0 and found[back].text not in ("{", "}", ".", ";"):
        if found[back].text.upper() == "VALUES":
            return False
        back -= 1
    return True


def _group(found: Sequence[Token], index: int) -> Place | None:
    """Look at the patterns that stand in a group itself, up to what is no plain pattern."""
    walk = _Walk(found, index)
    while not walk.done and walk.index < len(found):
        if place := walk.step():
            return place
    return None


class _Walk:
    """One way through the plain patterns of a group.

    Attributes:
        index: number of the token that comes next.
        done: whether nothing more can be told.
    """

    def __init__(self, found: Sequence[Token], index: int) -> None:
        self._found = found
        self._part = _SUBJECT
        self._subject = self._last = found[index - 1]
        self.index = index
        self.done = False

    def step(self) -> Place | None:
        """Take the next token, or the path that it begins, for the part that it is; return what is wrong with it."""
        token = self._found[self.index]
        word = token.text.upper() if token.kind == "word" else ""
        if token.kind == "language" or token.text == "^^":
            self.index += 2 if token.text == "^^" else 1
            return None
        if token.text in _ENDS:
            return self._end(token)
        if word and word not in _IS_TERM and not (word == "A" and self._part == _PROPERTY):
            return self._word(token, word)
        if self._part == _END:
            return self._again(token)
        if self._part == _PROPERTY:
            self._property()
        else:
            self._term(token, is_term=token.kind in _TERMS or bool(word))
        return None

    def _end(self, token: Token) -> Place | None:
        lacks = self._part in (_PROPERTY, _OBJECT) and not (self._part == _PROPERTY and self._last.text == ";")
        if lacks:
            return token.start, _missing(self._part, self._subject, self._last)
        self.done = token.text == "}"
        if self._part != _SUBJECT or token.text == ".":
            self._part = {".": _SUBJECT, ";": _PROPERTY, ",": _OBJECT}.get(token.text, _SUBJECT)
        self.index, self._last = self.index + 1, token
        return None

    def _word(self, token: Token, word: str) -> Place | None:
        self.done = True
        ends_early = self._part in (_PROPERTY, _OBJECT) and self._last.text != ";" and word in _BEGINS
        if not ends_early:
            return None
        what = "object" if self._part == _OBJECT else "property and object"
        return (
            token.start,
            f"The pattern before {token.text} is not done: after {self._last.text} its {what} is missing.",
        )

    def _property(self) -> None:
        behind = _path(self._found, self.index)
        self.done = not behind
        self._part, self._last, self.index = _OBJECT, self._found[behind - 1], behind

    def _again(self, token: Token) -> Place | None:
        self.done = True
        if token.kind not in ("variable", "iri", "name"):
            return None
        return token.start, f"A dot is missing before {token.text}, or a semicolon: the pattern before it is done."

    def _term(self, token: Token, *, is_term: bool) -> None:
        self.done = not is_term
        if self._part == _SUBJECT:
            self._subject = token
        self._part, self._last, self.index = self._part + 1 if self._part == _SUBJECT else _END, token, self.index + 1


def _path(found: Sequence[Token], index: int) -> int:
    """Return the number of the token behind a property or a path without brackets, 0 if it is none."""
    while index < len(found):
        while index < len(found) and found[index].text in _BEFORE_STEP:
            index += 1
        if index >= len(found) or (found[index].kind not in ("variable", "iri", "name") and found[index].text != "a"):
            return 0
        index += 1
        while index < len(found) and found[index].text in _AFTER_STEP:
            index += 1
        if index < len(found) and found[index].text in _PATH:
            index += 1
            continue
        return index
    return index


def _missing(part: int, subject: Token, last: Token) -> str:
    if part == _PROPERTY:
        return f"After {subject.text} its property and object are missing; a pattern is subject, property, object."
    if last.text == ",":
        return "Something is missing behind the comma: another object, or it is one too many."
    return f"After the property {last.text} its object is missing; a pattern is subject, property, object."
