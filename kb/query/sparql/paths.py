"""Brackets of a path: one that is never closed, steps without a sign between them, a variable for a step.

Input: the tokens of a malformed query up to where the engine gave up, and which of them opens a path's bracket.
Output: the place of the slip and what to do. Read by kb.query.sparql.unfinished.
Pure. Never: says anything of a bracket that closes, or has something else in it than a path.
"""

from collections.abc import Sequence
from typing import Final

from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
COUNTED: Final = (
    "SPARQL counts no steps of a path: one to three are kb:within/kb:within?/kb:within?; "
    "kb:within+ is one or more, kb:within* any number."
)
_SIGNS: Final = frozenset({"/", "|", "^", "!", "*", "+", "?"})
_STEP_BEHIND: Final = frozenset({"/", "|", "^", "!", "("})
_OBJECTS: Final = frozenset({"variable", "string", "number"})
_ENDS: Final = frozenset({".", ";", ",", "}", "["})


def open_path(found: Sequence[Token], at: int) -> Place | None:
    """Return (where the path whose bracket a token opens is wrong, what to do), None if nothing can be told."""
    opened: list[Token] = []
    before = found[at]
    for token in found[at:]:
        awaits_step = before.text in _STEP_BEHIND
        if token.text == "(":
            opened.append(token)
        elif token.text == ")":
            opened.pop()
            if not opened:
                return None
        elif token.kind in ("name", "iri") or token.text == "a":
            if not awaits_step:
                shown = shortened(token.text)
                return token.start, (
                    f"Between two steps of a path stands / or |; if {shown} is no step, the ( which is character "
                    f"{opened[-1].start + 1} of the query is closed before it."
                )
        elif token.kind == "variable" and awaits_step:
            return token.start, f"A step of a path is a property, and {shortened(token.text)} is a variable."
        elif token.kind in _OBJECTS or token.text in _ENDS:
            opens = opened[-1].start + 1
            return before.end, f"The ( of this path is never closed; it is character {opens} of the query."
        elif token.text not in _SIGNS:
            return None
        before = token
    return None
