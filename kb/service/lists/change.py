"""What becomes of a curated list, and what keeps it out.

Input: counts and rows that kb.service.lists.listing finds. Output: values for reading; errors with their facts.
Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.errors import ConflictError, InputError, NotFoundError
from kb.sources.lists import BadRow


@dataclass(frozen=True, slots=True)
class ListChange:
    """What became of a list.

    Attributes:
        name: of the list.
        position: of its event, 0 if nothing was recorded.
        added, changed, removed, kept: how many rows, against the version before.
        linked: how many entities of articles were found to be in it.
        decisions: how many decisions on who is who were taken.
        bad: rows that were left out.
        notes: what the reader left aside on purpose, and rows that an id alone makes one with who is called otherwise.
    """

    name: str
    position: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0
    linked: int = 0
    decisions: int = 0
    bad: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CuratedList:
    """A list in force.

    Attributes:
        position: of its latest version that changed anything.
        entries: how many rows.
        named: how many of the entities that it lists are named by articles.
    """

    name: str
    position: int
    form: str
    origin: str
    recorded_at: str
    actor: str
    entries: int
    named: int


class ListNameError(InputError):
    """A list cannot be called so."""

    code = "bad-list-name"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"A list cannot be called {name!r}.",
            hint="Give --name with small letters, digits, '_' and '-', 60 at most.",
        )


class OtherFileError(ConflictError):
    """A file would take the place of a list that is another one, only because their files are named alike."""

    code = "list-of-other-file"

    def __init__(self, name: str, earlier: str, origin: str, rows: int, shared: int) -> None:
        self.name = name
        self.earlier = earlier
        self.origin = origin
        self.rows = rows
        self.shared = shared
        super().__init__(
            f"There is a list {name} of the file {earlier}, with {rows:,} rows, {shared:,} of them in {origin} too.",
            hint=f"Give --name {name} to put {origin} in its place as a new version, or another name to keep both.",
        )


class NoSuchListError(NotFoundError):
    """No list of that name is in force."""

    code = "no-such-list"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        hint = f"There are: {', '.join(known)}." if known else "There is none yet; `kb add-list FILE` brings one."
        super().__init__(f"There is no list {name!r}.", hint=hint)


class TakenIdError(ConflictError):
    """Rows of a list have ids by which the knowledge base knows several entities, or another than they say."""

    code = "taken-id"

    def __init__(self, origin: str, rows: tuple[BadRow, ...]) -> None:
        self.origin = origin
        self.rows = rows
        more = f"; and {len(rows) - 5} more" if len(rows) > 5 else ""
        super().__init__(
            f"{origin}: {'; '.join(map(str, rows[:5]))}{more}.",
            hint="Merge the entities if they are one, mend the ids, or leave the rows out with --skip-bad.",
        )
