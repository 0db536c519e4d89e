"""Whom an erasure is about: the person's ids, the forms of the name, and the texts that hold them.

Input: an opened knowledge base with its catalog, an entity's id or name. Output: a Whom.
Never: writes; guesses between several of one name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kb.errors import ConflictError, InputError
from kb.events import EntityAmended, EntityDescribed, ExtractionRecorded, ExtractionRejected, Recorded
from kb.events.streams import extraction_stream
from kb.language.text_keys import name_key, person_key
from kb.log import EventLog
from kb.model import Article, Extraction, Span
from kb.model.identity import own_id
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.clusters import canonical, reach
from kb.projections.folding.revisions import revisions
from kb.service.erasure.blanking import ERASED, NAMING, Names, blank_spans, is_name
from kb.service.identity.naming import NothingCalledError, SeveralCalledError, called

_ID: Final = re.compile(r"(?:.*/)?(?:entity-)?([0-9a-f]{20})\Z")


class NotAPersonError(InputError):
    """What is to be erased from all articles is no person."""

    code = "not-a-person"

    def __init__(self, what: str, kind: str) -> None:
        self.what = what
        self.kind = kind
        super().__init__(
            f"{what!r} is no person, but of the type {kind or 'unknown'}.",
            hint="Erase articles by their ids; `kb set-type` changes a type that is wrong.",
        )


class NoNameError(ConflictError):
    """There is a person, and no name of theirs to erase."""

    code = "no-name"

    def __init__(self, entity: str) -> None:
        self.entity = entity
        super().__init__(
            f"entity-{entity} has no name that could be erased: it was erased before, or only descriptions are known.",
            hint="Erase articles that describe the person by their ids.",
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One text that names the person, as it was brought last.

    Attributes:
        brought: the event that brought it.
        mine: local ids of the entities that the person is.
        named: whether this text, or another revision of it, names the person: then a single word is theirs too.
        spans: what is to be blanked; none in a text that goes with a revision of it.
    """

    brought: Recorded
    article: Article
    mine: frozenset[str]
    named: bool
    spans: tuple[Span, ...]

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id


@dataclass(slots=True)
class Whom:
    """A person, and where they are named.

    Attributes:
        entity: canonical id.
        ids: all ids that are joined to it.
        names: the forms of the name.
        texts: article id -> text, in the order in which they came.
        namesakes: ids of articles that hold a form of the name which is somebody else's, or of nobody known.
    """

    entity: str
    ids: frozenset[str]
    names: Names
    texts: dict[str, Text] = field(default_factory=dict)
    namesakes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the person is called from now on; one of its own, so that two who were erased stay two."""
        return f"{ERASED} {self.entity[:8]})"

    @property
    def mentions(self) -> int:
        """How many runs of characters are to be blanked."""
        return sum(len(text.spans) for text in self.texts.values())


def entity_called(catalog: Catalog, what: str) -> str:
    """Return the canonical id of an entity given by id, IRI or name, in whatever article, withdrawn ones included.

    Raises:
        NothingCalledError, SeveralCalledError: see kb.service.identity.naming.called.
    """
    tables = catalog.tables
    if match := _ID.match(what):
        wanted = reach(tables, match[1])
        if any(wanted.intersection(_who(catalog, article).values()) for article in tables.parts("article")):
            return canonical(tables, match[1])
        raise NothingCalledError(what)
    try:
        found = called(catalog.connection, what)
    except NothingCalledError:
        return _called_once(catalog, what)
    kind, _, identifier = found.partition("-")
    if kind != "entity":
        raise NothingCalledError(what)
    return identifier


def whom(log: EventLog, catalog: Catalog, what: str) -> Whom:
    """Return who is meant, and every text that names them.

    Args:
        catalog: caught up with the log.
        what: id, IRI, name or alias.

    Raises:
        NothingCalledError, SeveralCalledError, NotAPersonError, NoNameError: there is no such one person, or no name.
    """
    entity = entity_called(catalog, what)
    ids = frozenset(reach(catalog.tables, entity))
    kinds: set[str] = set()
    forms: set[str] = set()
    mine: dict[str, frozenset[str]] = {}
    for article in catalog.tables.parts("article"):
        if locals_ := frozenset(local for local, one in _who(catalog, article).items() if one in ids):
            mine[article] = locals_
            text = catalog.sources.article(_row(catalog, article)["position"]).text
            for extraction in _readings(log, article):
                own = [one for one in extraction.entities if one.id in locals_]
                kinds |= {one.type for one in own}
                forms |= {name for one in own if one.named for name in (one.name, *one.aliases)}
                forms |= {
                    one.span.of(text) for one in extraction.mentions if one.entity in locals_ and one.kind in NAMING
                }
    kind = getattr(catalog.views.view(entity), "type", "") or min(kinds, default="")
    if kind != "person":
        raise NotAPersonError(what, kind)
    forms |= _told(log, ids)
    if not any(is_name(form) for form in forms):
        raise NoNameError(entity)
    found = Whom(entity, ids, Names.of(forms))
    _find(catalog, found, mine)
    return found


def _find(catalog: Catalog, found: Whom, mine: Mapping[str, frozenset[str]]) -> None:
    """Fill in the texts, with all revisions of each."""
    none: frozenset[str] = frozenset()
    texts: dict[str, Text] = {}
    namesakes: list[str] = []
    for article in catalog.tables.parts("article"):
        text = _text(catalog, article, mine.get(article, none), found.names)
        beside = repr(replace(text.article, text=""))
        full = found.names.within(text.article.text, full=True)
        if text.mine or text.spans or (not full and found.names.within(beside, full=True)):
            texts[article] = text
        elif full or found.names.within(text.article.text):
            namesakes.append(article)
    for article in list(texts):
        chain = revisions(article, catalog.views.article_row)
        named = any(mine.get(one) for one in chain)
        texts |= {one: _text(catalog, one, mine.get(one, none), found.names, named=named) for one in chain}
    found.texts = dict(sorted(texts.items(), key=lambda pair: pair[1].brought.position))
    found.namesakes = tuple(article for article in namesakes if article not in texts)


def _text(catalog: Catalog, article: str, mine: frozenset[str], names: Names, *, named: bool = False) -> Text:
    row = _row(catalog, article)
    stored = catalog.sources.article(row["position"])
    read = catalog.sources.extraction(row["extraction"]) if row.get("extraction") else Extraction(article, "", "")
    named = named or bool(mine)
    spans = tuple(blank_spans(stored.text, read, mine, names, named=named))
    return Text(catalog.sources.recorded(row["position"]), stored, mine, named, spans)


def _who(catalog: Catalog, article: str) -> dict[str, str]:
    """Return local id -> the id it is linked to, of an article's entities, whether it is in the graph or not."""
    linked = dict(catalog.tables.items("link", article))
    rows = catalog.tables.items("member", article)
    return {local: str(linked.get(local) or own_id(article, local)) for local, row in rows if row["is"] == "entity"}


def _called_once(catalog: Catalog, what: str) -> str:
    """Return who is called so in articles that have left the graph."""
    keys = {name_key(what), person_key(what)} - {""}
    found: dict[str, str] = {}
    for article in catalog.tables.parts("article"):
        who = _who(catalog, article)
        for local, row in catalog.tables.items("member", article):
            names = [row["name"], *row.get("aliases", ())] if local in who else []
            if any(name_key(name) in keys for name in names):
                found[canonical(catalog.tables, who[local])] = f"{row['name']} ({row['type'].replace('_', ' ')})"
    if not found:
        raise NothingCalledError(what)
    if len(found) > 1:
        raise SeveralCalledError(what, tuple(f"entity-{entity} {label}" for entity, label in sorted(found.items())))
    return next(iter(found))


def _row(catalog: Catalog, article: str) -> dict[str, Any]:
    return catalog.views.article_row(article) or {}


def _readings(log: EventLog, article: str) -> Iterator[Extraction]:
    for recorded in log.read(stream=extraction_stream(article)):
        if isinstance(recorded.event, ExtractionRecorded):
            yield recorded.event.extraction
        if isinstance(recorded.event, ExtractionRejected):
            yield recorded.event.rejected


def _told(log: EventLog, ids: frozenset[str]) -> set[str]:
    """Return what was ever said that the person is called, in force or not."""
    found: set[str] = set()
    for recorded in log.read(types=[EntityDescribed.TYPE, EntityAmended.TYPE]):
        event = recorded.event
        if isinstance(event, EntityDescribed) and event.entity in ids:
            found.add(event.label)
        if isinstance(event, EntityAmended) and event.entity in ids and event.field == "label":
            found.add(event.value)
    return found
