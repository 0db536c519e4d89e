"""A pattern that ends before it is whole, or runs into the next: `?s kb:place .`, `?s ?p }`, `?s ?p{2} ?o ?s ?q ?r`.

Input: the tokens of a malformed query up to where the engine gave up, which is often lines behind the mistake.
Output: the place behind the pattern's own last word, and what to do. Read by kb.query.sparql.breaks.
Pure. Never: says anything behind what it cannot follow; looks into brackets, those of a path apart.
"""

from collections.abc import Sequence
from typing import Final

from kb.query.sparql.paths import COUNTED, open_path
from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
_PARTS: Final = frozenset(
    {"FILTER", "OPTIONAL", "BIND", "UNION", "MINUS", "VALUES", "GRAPH", "SERVICE", "SELECT", "LATERAL"}
)
_ORDERS: Final = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"})  # of a query within the query
_UNTIL: Final = frozenset({"GRAPH", "SERVICE", "SELECT"})  # what follows them is no subject
_TERMS: Final = frozenset({"iri", "name", "variable", "string", "number"})
_IS_TERM: Final = frozenset({"TRUE", "FALSE"})
_OF_TRIPLES: Final = frozenset({"<<", ">>", "{|"})  # triples about triples
_BRACKETS: Final = {"(": ")", "[": "]"}
_BEHIND: Final = frozenset("*+?")  # a step of a path
_NEXT: Final = {".": "subject", ";": "more", ",": "object"}


def unfinished(found: Sequence[Token]) -> Place | None:
    """Return (where the first pattern is that lacks a part or the dot behind it, what to do), None if none is seen."""
    if any(one.text in _OF_TRIPLES for one in found):
        return None
    return _Walk(found).first()


def counted(found: Sequence[Token]) -> Place | None:
    """Return (where, what to do) if *found* ends in a brace behind a path and the first number in it: `?s ?p {2`."""
    if len(found) < 2 or found[-2].text != "{" or (found[-1].kind != "number" and found[-1].text != ","):
        return None
    place = unfinished(found)
    return place if place is not None and place[1] == COUNTED else None


class _Walk:
    """Goes through the groups of a query, word by word."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._found = found
        self._at = 0
        self._groups: list[str] = []  # what each open group awaited when the next one began
        self._awaits = ""  # subject, verb, more (verb or an end), object, end; "" outside of groups
        self._last = ""  # the subject, or the property, that awaits something

    def first(self) -> Place | None:
        while self._at < len(self._found):
            token = self._found[self._at]
            if (place := self._path(token)) is not None:
                return place
            if hint := self._broken(token):
                return self._found[self._at - 1].end, hint
            if not self._step(token):
                return None
            self._at += 1
        return None

    def _path(self, token: Token) -> Place | None:
        """Return what is wrong with a path that has brackets, or braces behind it; None if nothing is seen."""
        if token.text == "(" and self._awaits in ("verb", "more"):
            return open_path(self._found, self._at)
        if token.text != "{" or self._awaits != "object":
            return None
        glued = token.start == self._found[self._at - 1].end
        after = self._found[self._at + 1] if self._at + 1 < len(self._found) else None
        numbered = after is not None and (after.kind == "number" or after.text == ",")  # no group begins so
        return (token.start, COUNTED) if glued or numbered else None

    def _broken(self, token: Token) -> str:
        """Return what is wrong if a pattern ends before *token*, which is no part of it; "" if none does."""
        before, word = self._found[self._at - 1].text, _word(token)
        if self._awaits == "end" and token.kind in ("iri", "name", "variable"):
            return (
                f"A dot is missing behind {shortened(before)}, where {shortened(token.text)} begins another pattern; "
                "or a semicolon, and no subject, if that is about the same thing."
            )
        if token.text not in ("{", "}", ".", ";", ",") and word not in _PARTS:
            return ""
        if self._awaits == "verb":
            last = self._last
            return f"After {last} its property and object are missing, as in {last} rdfs:label ?x."
        if self._awaits != "object":
            return ""
        if before == ",":
            return "Something is missing behind the comma: another object, or it is one too many."
        return f"After the property {self._last} its object is missing: a variable, as in {self._last} ?x, or a value."

    def _step(self, token: Token) -> bool:
        """Take a token for the part that it is; False where nothing can be told any more."""
        text, word = token.text, _word(token)
        if text == "{":
            self._groups.append("subject" if self._awaits else "")
            self._awaits = "subject"
        elif text == "}":
            self._awaits = self._groups.pop() if self._groups else ""
        elif word == "VALUES":
            self._until("{")
            self._at += 1
            self._until("}")
            self._at += 1
            self._awaits = "subject" if self._awaits else ""
        elif not self._awaits:
            return True
        elif text in _BRACKETS:
            return self._bracket(text)
        elif word in _ORDERS:
            self._until("}")
        elif word in _PARTS:
            return self._part(word)
        elif text in _NEXT:
            self._awaits = _NEXT[text]
        elif token.kind in _TERMS or word in _IS_TERM or text == "a":
            self._term(token)
        elif token.kind == "language" or (token.kind == "mark" and text in ("^", "!", "-", "+")):
            pass
        elif text == "^^":
            self._at += 1
        else:
            return False
        return True

    def _term(self, token: Token) -> None:
        if self._awaits == "subject":
            self._awaits, self._last = "verb", shortened(token.text)
        elif self._awaits in ("verb", "more"):
            self._property(token.text)
        elif self._awaits == "object":
            self._awaits = "end"

    def _property(self, text: str) -> None:
        """Go past the steps of a path."""
        self._awaits, self._last = "object", shortened(text)
        while self._at + 1 < len(self._found) and self._found[self._at + 1].text in _BEHIND:
            self._at += 1
        if self._at + 1 < len(self._found) and self._found[self._at + 1].text in ("/", "|"):
            self._at += 1
            self._awaits = "more"

    def _bracket(self, opens: str) -> bool:
        """Go past what stands in brackets: a list, a nameless thing, an expression, a part of a path."""
        depth, start = 0, self._at
        while self._at < len(self._found):
            depth += self._found[self._at].text in _BRACKETS
            depth -= self._found[self._at].text in _BRACKETS.values()
            if not depth:
                break
            self._at += 1
        else:
            return False
        if self._awaits in ("verb", "more") and opens == "(":
            self._property(self._found[start + 1].text)
        elif self._awaits == "subject":
            self._awaits, self._last = "more", ""
        elif self._awaits == "object":
            self._awaits = "end"
        return True

    def _part(self, word: str) -> bool:
        """Go to the group of what is no triple, or past its brackets."""
        self._awaits = "subject"
        if word in ("FILTER", "BIND"):
            return self._condition()
        if word in _UNTIL:
            self._until("{")
        return True

    def _condition(self) -> bool:
        """Go past an expression in brackets, or up to the group of EXISTS."""
        self._at += 1
        while self._at < len(self._found) and self._found[self._at].text not in ("(", "{"):
            if self._found[self._at].kind == "mark":
                return False
            self._at += 1
        if self._at == len(self._found):
            return False
        if self._found[self._at].text == "{":
            self._at -= 1
            return True
        told = self._bracket("(")
        self._awaits = "subject"
        return told

    def _until(self, mark: str) -> None:
        """Go on to what stands before a mark."""
        while self._at + 1 < len(self._found) and self._found[self._at + 1].text != mark:
            self._at += 1


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""
