"""Which decisions about one reading a later decision leaves nothing of.

Input: decisions as they are applied, one after the other: at which place, of which kind, with which value.
Output: position of a decision -> position of the one that overruled it. Read by kb.graph.curation.
Pure. Never: takes a decision for overruled that says the same as the later one, or that the later one confirms.
"""

from dataclasses import dataclass, field

from kb.events import ClaimAmended, ClaimConfirmed, ClaimRetracted

Place = tuple[str, str, int]  # item, field and index; ("v1", "", 0) is the whole


@dataclass(slots=True)
class Overruling:
    """What is decided at each place of a reading, so far."""

    _by: dict[int, int] = field(default_factory=dict)
    _held: dict[Place, list[tuple[int, str, str]]] = field(default_factory=dict)
    _gone: dict[str, int] = field(default_factory=dict)  # item that was retracted as a whole -> by which decision

    def take(self, place: Place, position: int, kind: str, value: str) -> None:
        """Take in a decision that holds at *place* from now on."""
        held = []
        for earlier, was, said in self._held.get(place, ()):
            if (was, said) == (kind, value) or (was == ClaimAmended.TYPE and kind == ClaimConfirmed.TYPE):
                held.append((earlier, was, said))
            else:
                self._by[earlier] = position
        self._held[place] = [*held, (position, kind, value)]
        local, name, _ = place
        if not name:
            self._gone.pop(local, None)
            if kind == ClaimRetracted.TYPE:
                self._gone[local] = position

    def by(self) -> dict[int, int]:
        """Return position -> position of the decision that overruled it; with a whole go its parts."""
        parts = {
            position: self._gone[local]
            for (local, name, _), held in self._held.items()
            if name and local in self._gone
            for position, _, _ in held
        }
        return {**self._by, **parts}
