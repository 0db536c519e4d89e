"""What can be wrong with a decision: each says the present state, and who brought it about.

Input: facts. Output: errors for kb.cli and kb.api.
"""

from dataclasses import dataclass

from kb.errors import ConflictError, InputError, NotFoundError


@dataclass(frozen=True, slots=True)
class Earlier:
    """A decision that stands in the way.

    Attributes:
        position: of its event.
        actor: who decided.
        reason: why; "" if none was given.
    """

    position: int
    actor: str
    reason: str = ""

    def __str__(self) -> str:
        why = f": {self.reason}" if self.reason else ""
        return f"event {self.position} by {self.actor}{why}"


class NoSuchClaimError(NotFoundError):
    """Nothing that can be judged has this id."""

    code = "no-such-claim"

    def __init__(self, what: str, why: str = "") -> None:
        self.what = what
        super().__init__(
            f"{what!r} names no claim" + (f": {why}." if why else "."),
            hint="`kb show ARTICLE` and `kb show event-ID` print the ids of claims.",
        )


class SeveralClaimsError(ConflictError):
    """A field of an item has several values."""

    code = "several-claims"

    def __init__(self, what: str, found: tuple[str, ...]) -> None:
        self.what = what
        self.found = found
        super().__init__(f"{what!r} may be {'; '.join(found)}.", hint="Say which by its claim id.")


class ClaimStateError(ConflictError):
    """A decision that the claim's present state does not allow."""

    code = "claim-state"

    def __init__(self, what: str, state: str, earlier: Earlier | None, hint: str) -> None:
        self.what = what
        self.state = state
        self.position = earlier.position if earlier else 0
        super().__init__(f"{what} {state}" + (f" by {earlier}." if earlier else "."), hint=hint)


class UnfitAmendmentError(InputError):
    """A value that cannot stand where it is to be put."""

    code = "unfit-amendment"

    def __init__(self, field: str, value: str, why: str, hint: str = "") -> None:
        self.field = field
        self.value = value
        self.why = why
        super().__init__(f"{field} cannot be {value!r}: {why}.", hint=hint)


class EntityStateError(ConflictError):
    """A decision that the present state of two entities, or of one, does not allow."""

    code = "entity-state"

    def __init__(self, said: str, hint: str, position: int = 0) -> None:
        self.position = position
        super().__init__(said, hint=hint)


class NotADecisionError(NotFoundError):
    """An event that is no decision, or none at all."""

    code = "not-a-decision"

    def __init__(self, position: int, what: str, last: int, erased: int = 0) -> None:
        self.position = position
        self.last = last
        self.erased = erased
        kind = what.partition(" ")[0]
        said = f"Event {position} is {what}, no decision that can be undone." if what else ""
        if erased:
            said, kind = f"Event {position}, {what}, was erased by event {erased}.", "erased"
        hints = {
            "article-corrected": "`kb correct NEW --back-to OLD` puts an earlier text back.",
            "erased": "Nothing brings back what was erased.",
        }
        super().__init__(
            said or f"The log has no event {position}; its last is {last}.",
            hint=hints.get(kind, "`kb list decisions` shows what people decided, with positions."),
        )


class DecisionStateError(ConflictError):
    """Undoing what is undone, doing again what is done."""

    code = "decision-state"

    def __init__(self, position: int, state: str, hint: str, by: int = 0) -> None:
        self.position = position
        self.state = state
        self.by = by
        super().__init__(f"Event {position} {state}.", hint=hint)


class MeanwhileError(ConflictError):
    """Somebody decided about the same thing after the position that the caller had seen."""

    code = "decided-meanwhile"

    def __init__(self, what: str, seen: int, earlier: Earlier, last: int) -> None:
        self.what = what
        self.seen = seen
        self.position = earlier.position
        self.last = last
        super().__init__(
            f"{what} was decided about after event {seen}, by {earlier}.",
            hint=f"Look at it as it is now, then decide with --seen {last}, or without it.",
        )
