"""Pronouns and bodies that the words beside them settle: "the governor herself", "guards who fled", "a police source".

Input: candidates, the text. Output: pronoun -> what it stands for, and the bodies whose people others are; read by
kb.extraction.names.coreference.
Pure. Never: looks beyond the next word.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.names.stage import Candidate

STRESSING: Final = frozenset(["himself", "herself", "itself", "themselves"])
RELATIVE: Final = frozenset({"who", "whose"})
_OF: Final = re.compile(r"\b(?:of|for|from|at|in|with)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_ONE: Final = re.compile(r"\s(?:is|was|has|does)\b")  # "the chief of the guards [who] was ill"


def beside(candidates: Sequence[Candidate], text: str) -> dict[int, int]:
    """Return pronoun -> the mention right before it that it stands for."""
    ends = {c.span.end: c for c in candidates if c.kind != "pronoun"}
    found: dict[int, int] = {}
    for one in candidates:
        before = _stressed(one, ends, text) or _body(one, ends, text) or _people(one, ends, text)
        if before is not None:
            found[one.proposal] = before.proposal
    return found


def whose_people(candidates: Sequence[Candidate], text: str) -> frozenset[int]:
    """Return the bodies that stand before a noun for who is of them: "a [police] spokesman", "an [army] officer"."""
    people = {c.span.start for c in candidates if c.kind == "nominal" and c.group in ("person", "group")}
    bodies = (c for c in candidates if c.kind == "nominal" and c.group == "organisation")
    return frozenset(
        c.proposal for c in bodies if text[c.span.end : c.span.end + 1] == " " and c.span.end + 1 in people
    )


def _stressed(one: Candidate, ends: dict[int, Candidate], text: str) -> Candidate | None:
    """Whom a pronoun only stresses: "the governor [herself]"."""
    stresses = one.words.casefold() in STRESSING and text[one.span.start - 1 : one.span.start] == " "
    return ends.get(one.span.start - 1) if stresses else None


def _body(one: Candidate, ends: dict[int, Candidate], text: str) -> Candidate | None:
    """The body that a relative pronoun of persons is of: "Osk Rovers, [who] are third", not "of Osk Rovers"."""
    body = ends.get(one.span.start - 2) if one.words.casefold() in RELATIVE else None
    if body is None or not body.named or body.group != "organisation" or text[body.span.end] != ",":
        return None
    return None if _OF.search(text, max(0, body.span.start - 30), body.span.start) else body


def _people(one: Candidate, ends: dict[int, Candidate], text: str) -> Candidate | None:
    """The several people that a relative pronoun is of: "guards [who] came to his aid"."""
    before = ends.get(one.span.start - 1) if one.words.casefold() in RELATIVE else None
    if before is None or before.group != "group" or before.named or text[one.span.start - 1] != " ":
        return None
    return None if _ONE.match(text, one.span.end) else before
