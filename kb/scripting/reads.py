"""What else can be read of a knowledge base from Python: what happened when, what disagrees and why, and exports.

Input: ids, IRIs or names. Output: tables, explanations, files, graphs.
Never: writes to the knowledge base; says which of two claims is right.
"""

from collections.abc import Callable, Collection, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kb.errors import InputError
from kb.scripting import arguments, frames, rows
from kb.scripting.arguments import Day, since_day, until_day
from kb.scripting.lists import Lists
from kb.scripting.tables import Table
from kb.scripting.things import Explained
from kb.service.curation.decisions import Row as DecisionRow
from kb.service.happenings.odds import Odds
from kb.service.happenings.quantity import Quantity
from kb.service.happenings.timeline import Entry
from kb.service.history.asof import Moment

if TYPE_CHECKING:
    import rdflib

    from kb.exporting.formats import Form
    from kb.service.export.take_away import Taken


class Reads(Lists):
    """Reads a knowledge base; see KnowledgeBase and View."""

    def timeline(self, what: str, *, since: Day = "", until: Day = "") -> Table[Entry]:
        """Return what happened to somebody, at a place or around an event, in the order of time.

        Args:
            what: an entity, event or happening, by id, IRI or name.
            since, until: days, months or years, both included; what has no date is left out where one is given.

        Raises:
            NothingCalledError, SeveralCalledError: see *show*.
        """
        from kb.service.history.looking_back import look_back

        with self._moment() as moment:
            found = look_back(moment, arguments.text("what", what), since_day(since), until_day(until))
        return Table(found, rows.entry, rows.ENTRY, caption="happenings")

    def conflicts(self, what: str = "", *, agreeing: bool = False) -> Table[Quantity]:
        """Return figures of one happening that cannot all be true, then those with a history.

        Each has its values in the order of the reports, with who says so.

        Args:
            what: an event or happening, who or what takes part, a place, an article; "" for all.
            agreeing: with quantities of which all values are alike.
        """
        from kb.service.happenings.conflicts import conflicts

        with self._moment() as moment:
            found = conflicts(moment.catalog, self._happenings(moment, what), agreeing=agreeing)
        return Table(found, rows.quantity, rows.QUANTITY, caption="quantities")

    def contradictions(self, what: str = "", *, kind: str = "") -> Table[Odds]:
        """Return claims of two articles about one happening that cannot both be true, with the reason.

        Args:
            what: as of *conflicts*.
            kind: happened, time, place, actor or figure; "" for every kind.

        Raises:
            UnknownKindError: there is no such kind.
        """
        from kb.service.happenings.odds import known_kind, odds

        known_kind(kind)
        with self._moment() as moment:
            happening = self._happenings(moment, what)
        ask: Callable[[str], bytes] = lambda text: self._core.query(text, format="json", as_of=self._at).read()  # noqa: E731
        none = not happening and not isinstance(happening, str)
        found = () if none else odds(ask, self._core.base_iri, happening, kind)
        return Table(found, rows.odds, rows.ODDS, caption="contradictions")

    def explain(self, first: str, second: str) -> Explained:
        """Return why two entities, events or happenings are one or two, field by field in bits.

        Raises:
            NotComparableError: they are of different kinds.
            NothingCalledError, SeveralCalledError: see *show*.
        """
        from kb.service.identity.explaining import explain

        one, other = arguments.text("first", first), arguments.text("second", second)
        return Explained(explain(self._core, one, other, self._at))

    def decisions(
        self, *, state: str = "", actor: str = "", article: str = "", entity: str = "", limit: int | None = None
    ) -> Table[DecisionRow]:
        """Return what people decided, the last first, and how each decision stands.

        Args:
            state: holds, agreed, overruled, lost, undone, void or undoes; "" for all.
            actor: who decided, with or without "person:".
            article, entity: what it is about, by id, IRI or name.
        """
        from itertools import islice

        from kb.service.curation.decisions import STATES, decisions

        if state and state not in STATES:
            raise InputError(f"No decision stands as {state!r}.", hint=f"Take one of {', '.join(STATES)}.")
        with self._moment() as moment:
            told, who = self._id(moment, "article", article), self._entity(moment, entity)
        found = decisions(self._core, state=state, actor=actor, as_of=self._at, article=told, entity=who)
        return Table(islice(found, limit), rows.decision, rows.DECISION, caption="decisions")

    def export(
        self,
        to: str | Path | IO[bytes],
        format: str = "",
        *,
        article: str = "",
        entity: str = "",
        about: str = "",
        hops: int | None = None,
        query: str = "",
        classes: Sequence[str] = (),
        min_confidence: float = 0.0,
    ) -> "Taken":
        """Write the graph or a part of it, in any form of docs/export.md, and return what was written.

        Args:
            to: a file, which appears whole or not at all (for the form tables without .zip a folder); or a binary
                stream.
            format: turtle, nquads (canonical), csv, geojson, tables, graphml ...; "" goes by the file's ending.
            article, entity: only of this one, by id, IRI or name.
            about: this entity and its neighbourhood, *hops* wide, 1 if it is not said.
            query: what a CONSTRUCT gives, or the things that a SELECT names.
            classes: only these tables ("events", "figures" ...), of csv, tables and parquet.

        Returns:
            *count* of what *counted* says, and in *notes* what was left out, and why.

        Raises:
            InputError: no such format, or more than one part.
            NotFoundError: what it names is not there.
            StorageError: the file cannot be written.
        """
        from kb.exporting.formats import form_called
        from kb.service.export.take_away import Part, take

        target = Path(to) if isinstance(to, str) else to
        form = form_called(format) if format else _by_ending(target)
        with self._moment() as moment:
            part = Part(
                self._id(moment, "article", article),
                self._entity(moment, entity),
                self._entity(moment, about),
                hops=hops,
                query=query,
                classes=tuple(classes),
            )
        return take(self._core, target, form, part, as_of=self._at, min_confidence=min_confidence)

    def graph(self, *, article: str = "", entity: str = "", min_confidence: float = 0.0) -> "rdflib.Graph":
        """Return the graph, or what is said of one article or entity, as an rdflib.Graph in memory.

        About a second for every 50,000 triples; *query* with CONSTRUCT takes out what is needed.
        """
        held = BytesIO()
        self.export(held, "turtle", article=article, entity=entity, min_confidence=min_confidence)
        return frames.to_rdflib(held.getvalue())

    def _happenings(self, moment: Moment, what: str) -> str | Collection[str]:
        from kb.service.history.looking_back import happenings_of

        return happenings_of(moment, arguments.text("what", what)) if what else ""


def _by_ending(target: Path | IO[bytes]) -> "Form":
    """Return the form that a file's ending stands for.

    Raises:
        InputError: it stands for none, or there is no file.
    """
    from kb.exporting.formats import FORMS, form_of_file

    form = form_of_file(target.name) if isinstance(target, Path) else None
    if form is not None:
        return form
    endings = " ".join(dict.fromkeys(f".{form.ending}" for form in FORMS))
    raise InputError("It is not said in which format to export.", hint=f"Name one, or a file with one of {endings}.")


class View(Reads):
    """A knowledge base as it was known at a moment; made by KnowledgeBase.as_of.

    Attributes:
        position: the last event that it knows of.
    """

    def __init__(self, core: Any, position: int) -> None:
        self._core = core
        self._at = position
        self.position = position

    def __repr__(self) -> str:
        return f"<view of {self._core.home.name} as of event {self.position}>"
