"""Values of one quantity of one happening as its articles give them, and whether they contradict each other.

Input: made by kb.service.happenings.conflicts. Output: values for the commands, pages and routes that show them.
Pure. Never: averages, or says which is right; a view (latest, highest, one source's) names its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kb.errors import InputError

VIEWS: Final[Mapping[str, str]] = {
    "latest": "the value of the latest report that was not withdrawn",
    "highest": "the highest value that was not withdrawn",
    "lowest": "the lowest value that was not withdrawn",
    "source": "of each speaker, or publisher in its own voice, the latest value that was not withdrawn",
    "official": "the latest value not withdrawn that an authority gives, or who speaks in an office",
}
CONTRADICTION: Final = "contradiction"  # what a quantity's values are to each other
HISTORY: Final = "history"
ALIKE: Final = "alike"
STATES: Final[Mapping[str, str]] = {
    CONTRADICTION: "cannot all be true",
    HISTORY: "replaced since by who gave them, or followed by others that do not contradict them",
    ALIKE: "agree",
}
SEVERAL: Final[Mapping[str, str]] = {CONTRADICTION: "contradictions", HISTORY: "histories", ALIKE: "quantities"}


class UnknownViewError(InputError):
    """There is no view of this name."""

    code = "unknown-view"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"There is no view {name!r} of figures.",
            hint=f"Take one of {', '.join(VIEWS)}.",
        )


@dataclass(frozen=True, slots=True)
class Value:
    """One figure as one article has it.

    Attributes:
        figure, event, article: ids.
        reported: when the article was published, "" if unknown.
        words: as the article writes it.
        kind: the kind of people that it counts ("workers"), where others count all of them or another kind; else "".
        said_by: who says so, by name; empty for the article's own voice.
        official: whether an authority says so, or somebody in an office.
        source: publisher of the article.
        also: ids of the figures by which the article says the same over again.
        replaced_by: id of the figure by which the same voice gives another number in a later report, "" if it stands.
    """

    figure: str
    event: str
    article: str
    source: str
    reported: str
    words: str
    comparator: str
    value: float
    upper: float | None
    withdrawn: bool
    said_by: tuple[str, ...]
    official: bool = False
    kind: str = ""
    also: tuple[str, ...] = ()
    replaced_by: str = ""

    @property
    def told(self) -> str:
        """Return what the article writes, with the kind of people where it counts no others."""
        return f"{self.words} {self.kind}".rstrip()


@dataclass(frozen=True, slots=True)
class Quantity:
    """All values of one quantity of one happening, by time of report.

    Attributes:
        happening: its id; of the event, where it is linked to none.
        label: of the happening, as the graph has it.
        counts: what is counted, as the articles put it.
        odds: pairs of figures, by id, that cannot both be true; what its own voice has replaced since is in none.
        state: what its values are to each other, one of STATES.
    """

    happening: str
    label: str
    counts: str
    unit: str
    values: tuple[Value, ...]
    odds: tuple[tuple[str, str], ...]
    state: str = CONTRADICTION

    def after(self, value: Value) -> Value | None:
        """Return the value by which a voice replaced *value*, None where that stands."""
        return next((one for one in self.values if value.replaced_by and one.figure == value.replaced_by), None)

    def chosen(self, name: str) -> tuple[Value, ...]:
        """Return the values of a view: one a source for "source", one at most for the others.

        A value of one kind of people alone is chosen by none: the lowest toll is not that of the workers.

        Raises:
            UnknownViewError: there is no such view.
        """
        if name not in VIEWS:
            raise UnknownViewError(name)
        standing = [value for value in self.values if not value.withdrawn and not value.kind]
        if name == "source":
            return tuple(
                {", ".join(value.said_by) or value.source or value.article: value for value in standing}.values()
            )
        if name == "official":
            standing = [value for value in standing if value.official]
        if not standing:
            return ()
        if name in ("latest", "official"):
            return (standing[-1],)
        best = max if name == "highest" else min
        return (best(standing, key=lambda one: one.value),)
