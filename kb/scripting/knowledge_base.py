"""The knowledge base that scripts and notebooks open: ``from kb import KnowledgeBase``.

Input: a home, articles, decisions of a person. Output: what Reads gives; events in the log.
Never: wires parts (kb.bootstrap does) or decides about knowledge. The KnowledgeBase of kb.service, on which commands
and routes stand, lies behind it and may change; this one is the contract.
"""

import json
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal

from kb.bootstrap import open_knowledge_base
from kb.errors import InputError
from kb.scripting import arguments, html, rows
from kb.scripting.arguments import Day
from kb.scripting.reads import Reads, View
from kb.scripting.tables import Table
from kb.service.articles.refiling import otherwise_said, refile
from kb.service.articles.withdrawing import Withdrawal
from kb.service.curation.deciding import Done
from kb.service.history.asof import AsOf
from kb.service.intake.adding import Result
from kb.settings import load_settings
from kb.sources import Outcome, ReadOptions, read_bytes, read_paths

Action = Literal[
    "confirm", "retract", "amend", "merge", "unmerge", "keep-apart", "rename", "set-type", "set-id", "explode", "move",
    "undo", "redo",
]  # fmt: skip
_ORIGIN: Final = "python"


class NotAllAddedError(InputError):
    """Some articles did not go in; those that could are in.

    Attributes:
        results: what became of each.
    """

    code = "not-all-added"

    def __init__(self, results: Table[Result]) -> None:
        self.results = results
        failed = [result for result in results if result.error]
        first = failed[0].error
        super().__init__(
            f"{len(failed):,} of {len(results):,} did not go in, the first because: {first}",
            hint=getattr(first, "hint", "") or 'All results are in the attribute results; errors="keep" returns them.',
        )


class KnowledgeBase(Reads):
    """One opened home. Use it in ``with``, or close it at the end.

    Args:
        home: folder, or postgresql:// address; None takes $KB_HOME or the settings' own.
        create: make it where there is none.
        actor: who adds and decides, as the log will have it; "" for the name you are logged in with.
        settings: any of docs/settings.md (query_timeout=10, extractor="spacy" ...).

    Raises:
        NotFoundError: there is no home there, and *create* is not said.
        SettingError: there is no such setting, or not with this value.
        StorageError: it cannot be read or made.
    """

    def __init__(
        self, home: str | Path | None = None, *, create: bool = False, actor: str = "", **settings: Any
    ) -> None:
        if home is not None and not isinstance(home, str | PathLike):
            raise arguments.WrongTypeError("home", home, "a path")
        flags = settings | ({"actor": actor} if actor else {}) | ({"home": str(home)} if home else {})
        self._core = open_knowledge_base(None, load_settings(flags), create=create)
        self._finally = weakref.finalize(self, self._core.close)

    # -- what it is -------------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """Position of the last event of the log."""
        return self._core.position

    @property
    def base_iri(self) -> str:
        """What every IRI of its graph begins with."""
        return self._core.base_iri

    def counts(self) -> dict[str, int]:
        """Return how many articles, entities, events, happenings, statements, figures and offices there are."""
        with self._moment() as moment:
            return moment.catalog.counts()

    def as_of(self, moment: int | str) -> View:
        """Return a view with the same reading methods, as known after an event of the log or at a time.

        Args:
            moment: 120, "2024-07-05" (all of that day), "2024-07-05T18:30" (UTC if it names no zone).

        Raises:
            BadMomentError, NoSuchMomentError: it is neither, or the log does not reach it.
        """
        position = self._core.position_at(moment)
        if position is None:
            raise InputError("An empty moment is not now.", hint="Give an event of the log or a time.")
        return View(self._core, position)

    # -- putting in -------------------------------------------------------------------------------

    def add(
        self,
        *paths: str | Path,
        title: str = "",
        source: str = "",
        published: Day = "",
        url: str = "",
        revision: bool = False,
        again: bool = False,
        errors: Literal["raise", "keep"] = "raise",
        on_result: Callable[[Result], object] | None = None,
    ) -> Table[Result]:
        """Read files and folders into the knowledge base; the same article twice is one article.

        Args:
            paths: .txt, .md, .html, .json, .jsonl, .xml (RSS, Atom), and folders of them; docs/input.md.
            title, source, published, url: instead of what the articles say; one that is in already is filed anew then.
            revision: the same id or URL with other text is the publisher's correction.
            again: take in what was withdrawn or erased, too; without, it is skipped.
            errors: "raise" raises when all that could go in is in; "keep" leaves failures in the table.
            on_result: told of each as it comes.

        Returns:
            What became of each: status added, corrected, refiled, known, skipped or failed.

        Raises:
            NotAllAddedError: some did not go in; its *results* are all.
            LockedError: another process writes and does not end.
        """
        options = ReadOptions(published=_date(published), source=source, title=title, url=url)
        if not paths:
            raise InputError("No path is given.", hint="Name files or folders; `add_text` takes words.")
        said = [name for name in ("title", "source", "published", "url") if getattr(options, name)]
        found = read_paths([str(path) for path in paths], options)
        return self._add(found, errors, on_result, said, revision=revision, again=again)

    def add_text(
        self,
        text: str,
        *,
        title: str = "",
        source: str = "",
        published: Day = "",
        url: str = "",
        language: str = "",
        id: str = "",
        revision: bool = False,
        again: bool = False,
    ) -> Result:
        """Read one article that is at hand as text. No address is needed; a date lets "on Tuesday" be told.

        Raises:
            InputError, ConflictError: it did not go in, or was withdrawn and *again* was not said; says why.
        """
        record = {"text": text, "title": title, "source": source, "published": _date(published), "url": url}
        record |= {"language": language, "id": id}
        said = [name for name in ("title", "source", "published", "url") if record[name]]
        result = self._add(_records([record]), "keep", None, said, revision=revision, again=again)[0]
        if fault := result.error or result.out:
            raise fault
        return result

    def add_records(
        self,
        records: Iterable[Mapping[str, Any]],
        *,
        revision: bool = False,
        again: bool = False,
        errors: Literal["raise", "keep"] = "raise",
        on_result: Callable[[Result], object] | None = None,
    ) -> Table[Result]:
        """Read articles from records with `text` and, where known, title, source, published, url, language, id.

        A pandas frame gives them by ``frame.to_dict("records")``, a polars frame by ``frame.to_dicts()``. Arguments and
        errors are those of *add*.
        """
        return self._add(_records(records), errors, on_result, revision=revision, again=again)

    # -- deciding ---------------------------------------------------------------------------------

    def decide(
        self, action: Action, what: str = "", value: str = "", *, reason: str = "", position: int = 0, seen: int = 0
    ) -> Done:
        """Take one decision as the knowledge base's actor; docs/curation.md says what each does.

        Args:
            what: a claim, entity or happening.
            value: what amend, merge, keep-apart, rename, set-type, set-id and move put or join there.
            position: of the decision that undo and redo mean.
            seen: refuse if somebody decided about the same after this event.

        Raises:
            InputError, NotFoundError, ConflictError: it was not taken; says why.
        """
        from kb.service.curation.acting import ACTIONS, act

        for name, given in (("action", action), ("what", what), ("value", value), ("reason", reason)):
            arguments.text(name, given)
        if action not in ACTIONS:
            raise InputError(f"There is no action {action!r}.", hint=f"Take one of {', '.join(ACTIONS)}.")
        return act(self._core, action, what=what, value=value, position=position, reason=reason, seen=seen)

    def withdraw(self, article: str, reason: str) -> Withdrawal:
        """Take an article out of the graph, with all that rests on it alone; `decide("undo", ...)` brings it back.

        Raises:
            NoReasonError: *reason* says nothing.
            NotFoundError: there is no such article.
        """
        from kb.service.articles.withdrawing import withdraw

        return withdraw(self._core, self.article(article).record.id, arguments.text("reason", reason))

    # -- the end ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of files and processes; closing twice is harmless."""
        self._finally()

    def __enter__(self) -> "KnowledgeBase":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if not self._finally.alive:
            return f"<KnowledgeBase {self._core.home.name}, closed>"
        return (
            f"<KnowledgeBase {self._core.home.name}: {self.counts()['articles']:,} articles, event {self.position:,}>"
        )

    def _repr_html_(self) -> str:
        if not self._finally.alive:
            return html.text(repr(self))
        found = [{"of": name, "count": count} for name, count in self.counts().items()]
        return html.table(("of", "count"), found, f"{self._core.home.name}, event {self.position:,}")

    def _add(
        self,
        outcomes: Iterable[Outcome],
        errors: Literal["raise", "keep"],
        on_result: Callable[[Result], object] | None,
        said: Collection[str] = (),
        *,
        revision: bool,
        again: bool,
    ) -> Table[Result]:
        found, elsewhere = list[Result](), dict[str, tuple[int, Outcome, Mapping[str, tuple[str, str]]]]()
        with self._core.adder(revision=revision, again=again) as adder:
            for outcome in outcomes:
                found.append(adder.add(outcome))
                known = found[-1].status == "known" and found[-1].article not in elsewhere
                if known and (changes := otherwise_said(adder.catalog, outcome, said)):
                    elsewhere[found[-1].article] = (len(found) - 1, outcome, changes)
                elif on_result is not None:
                    on_result(found[-1])
        for index, outcome, changes in elsewhere.values():
            found[index] = refile(self._core, outcome, changes)
            if on_result is not None:
                on_result(found[index])
        results = Table(found, rows.result, rows.RESULT, caption="read")
        if errors == "raise" and any(result.error for result in results):
            raise NotAllAddedError(results)
        return results


def _records(records: Iterable[Mapping[str, Any]]) -> Iterator[Outcome]:
    for number, record in enumerate(records, 1):
        told = {name: _word(value) for name, value in record.items() if _word(value) not in (None, "")}
        yield from read_bytes(json.dumps(told, default=str).encode(), f"{_ORIGIN}, record {number}", kind="json")


def _word(value: Any) -> Any:
    """Return a field of a record; the "not a number" by which data frames say that nothing is there is nothing."""
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124


def _date(given: Day) -> str:
    return given if isinstance(given, str) else given.isoformat()[:10]


__all__ = ["Action", "AsOf", "KnowledgeBase", "NotAllAddedError"]
