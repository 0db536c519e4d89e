"""What a name, an alias or a title stands for.

Input: the catalog and words as a person writes them. Output: an id, or the error that says why there is none.
Never: guesses between several.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz, process, utils

from kb.errors import ConflictError, NotFoundError
from kb.language.numerals import bearer
from kb.language.text_keys import name_key, person_key
from kb.model.external import found_in
from kb.projections.catalog.namesakes import articles_apart, happenings_apart, told_apart

_MOST: Final = 10  # that an error names
_MEANT: Final = 3  # names that it offers
_ALIKE: Final = 80.0  # of 100, at least, of the names that it offers
_COMPARED: Final = 50_000  # names at most, those of most articles first
_ID: Final = re.compile(r"(?:\A|[-/])[0-9a-f]{16,20}>?\Z")


class NothingCalledError(NotFoundError):
    """Nothing in the knowledge base has this id or name."""

    code = "nothing-called"

    def __init__(self, what: str, meant: tuple[str, ...] = ()) -> None:
        self.what = what
        self.meant = meant
        hint = "`kb search TEXT` looks into articles and names."
        if meant:
            hint = f"Did you mean {' or '.join(meant)}? {hint}"
        elif _ID.search(what):
            hint = "If it was there, it left the graph: `kb show ID --as-of N` looks back."
        super().__init__(f"Nothing here is called {what!r}.", hint=hint)


class ErasedError(NothingCalledError):
    """An article of this id was here, and was erased."""

    code = "erased-article"

    def __init__(self, article: str, position: int) -> None:
        self.what = article
        self.position = position
        NotFoundError.__init__(
            self,
            f"article-{article} was erased by event {position}.",
            hint="Nothing of it is left; `kb log` shows who erased it, and why.",
        )


class TooUnsureError(NothingCalledError):
    """It is here, but less sure than asked for."""

    code = "too-unsure"

    def __init__(self, what: str, least: float) -> None:
        NotFoundError.__init__(
            self, f"{what!r} is here, but less sure than {least:g}.", hint="Ask for a lower confidence, or for none."
        )
        self.what = what
        self.least = least


class SeveralCalledError(ConflictError):
    """A name fits several things."""

    code = "several-called"

    def __init__(self, what: str, found: tuple[str, ...]) -> None:
        self.what = what
        self.found = found
        more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
        super().__init__(f"{what!r} may be {'; '.join(found[:_MOST])}{more}.", hint="Say which by its id.")


def called(connection: sqlite3.Connection, what: str) -> str:
    """Return the id ("entity-...") of the one thing with this name or title, or with this id elsewhere.

    Raises:
        NothingCalledError: nothing is called so.
        SeveralCalledError: several things are; names them.
    """
    keys = {name_key(what), person_key(what)}
    which = bearer(what)  # a person's key leaves the numeral out
    marks = ", ".join("?" * len(keys))
    named = connection.execute(f"SELECT entity FROM entity_names WHERE key IN ({marks})", tuple(sorted(keys)))
    rows = connection.execute(  # one after the other: of files that are laid over a join would be read whole
        "SELECT id, label, type, country, articles FROM entities WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({row[0] for row in named})),),
    ).fetchall()
    rows.sort(key=lambda row: (-row[4], row[1], row[0]))
    found = [
        (f"entity-{entity}", f"{label} ({', '.join(part for part in (kind.replace('_', ' '), country) if part)})")
        for entity, label, kind, country, _ in rows
        if kind != "person" or which is None or bearer(label) in (which, None)
    ]
    titles = connection.execute("SELECT id, title FROM articles WHERE title = ? COLLATE NOCASE", (what,))
    found += [(f"article-{article}", title) for article, title in titles]
    if not found and (external := found_in(what)):
        rows = connection.execute(
            "SELECT id, label FROM entities WHERE external <> '[]' "
            "AND EXISTS (SELECT 1 FROM json_each(external) WHERE value = ?) ORDER BY id",
            (external,),
        ).fetchall()
        found = [(f"entity-{entity}", label) for entity, label in rows]
    if not found:
        events = connection.execute("SELECT id, label FROM events WHERE label = ? COLLATE NOCASE", (what,))
        found = [(f"event-{event}", label) for event, label in events]
    if not found:
        raise NothingCalledError(what, _meant(connection, what))
    if len(found) > 1:
        raise SeveralCalledError(what, tuple(_told_apart(connection, found)))
    return found[0][0]


def _told_apart(connection: sqlite3.Connection, found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield ids with labels; those whose labels are alike with what tells them apart, as far as an error names them.

    Five articles may have a "government" each.
    """
    apart: dict[str, str] = {}
    for kind, tell in (("entity", told_apart), ("event", happenings_apart), ("article", articles_apart)):
        own = {identifier: label for identifier, label in found[:_MOST] if identifier.startswith(f"{kind}-")}
        bare = {identifier.partition("-")[2]: label for identifier, label in own.items()}
        apart |= {f"{kind}-{one}": words for one, words in tell(_Tables(connection), bare).items()}
    for identifier, label in found:
        yield f"{identifier} {label}" + (f", {apart[identifier]}" if identifier in apart else "")


@dataclass(frozen=True, slots=True)
class _Tables:
    connection: sqlite3.Connection

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self.connection.execute(query, values).fetchall()


def _meant(connection: sqlite3.Connection, what: str) -> tuple[str, ...]:
    """Return the labels of entities that have it as a part, or a name or part of one spelt almost like it.

    Those that have it come first, then the most alike: a surname with a slip means the person of that surname.
    """
    rows = connection.execute(
        "SELECT n.name, e.label FROM (SELECT id, label FROM entities ORDER BY articles DESC, id LIMIT ?) e "
        "CROSS JOIN entity_names n ON n.entity = e.id",
        (_COMPARED,),
    ).fetchall()
    labels = list(dict.fromkeys(label for _, label in rows))
    within = f" {' '.join(what.casefold().split())} "
    having = [label for label in labels if within in f" {label.casefold()} "]
    given = utils.default_process(what)
    runs: dict[str, str] = {}  # as many words of a name as are given, to its label
    for name, label in rows:
        words = utils.default_process(name).split()
        for run in (words, *_runs(words, len(given.split()))):
            runs.setdefault(" ".join(run), label)
    alike = process.extract(given, list(runs), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MEANT * 3)
    return tuple(dict.fromkeys([*having, *(runs[run] for run, _, _ in alike)]))[:_MEANT]


def _runs(words: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    """Yield the parts of a name that have as many words as are given."""
    if 0 < length < len(words):
        yield from (words[start : start + length] for start in range(len(words) - length + 1))
