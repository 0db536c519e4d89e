"""From what a person writes to the claim that is meant.

Input: "claim-ID", "event-ID", "statement-ID", "figure-ID", "position-ID", each of these four with ".FIELD" for one
part of it, an IRI of any of them, or ARTICLE#LOCAL[.FIELD]. Output: Named.
Never: guesses between several values of a field; says which there are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kb.events import ClaimRetracted
from kb.graph import names
from kb.graph.amending import FIELDS, ROLE_OF
from kb.graph.claims import Claims, Item, Part, item, kind_of
from kb.graph.curation import Curated, find
from kb.graph.iris import Iris
from kb.model import Article, Extraction
from kb.projections.folding.curating import curated_reading, curations, links_of, named
from kb.projections.folding.tables import Tables
from kb.projections.opening import Projections
from kb.service.articles.gone import former_owner
from kb.service.articles.stored import present
from kb.service.curation.errors import NoSuchClaimError, SeveralClaimsError

_MEMBER: Final = re.compile(r"(?:article-)?([0-9a-f]{16})#([vsqo]\d+|claim-[0-9a-f]{20})(?:\.(\w+))?\Z")
_ITEM: Final = re.compile(r"(event|statement|figure|position|claim)-([0-9a-f]{20})(?:\.(\w+))?\Z")
_BARE: Final = re.compile(r"([0-9a-f]{20})(?:\.\w+)?\Z")
_TABLES: Final = {"event": "events", "statement": "statements", "figure": "figures", "position": "offices"}
_NO_CLAIM: Final = {
    "entity": "it is somebody or something; a claim is what an article says of it. `kb rename`, `kb set-type`, "
    "`kb merge` decide about the entity itself",
    "happening": "it is what several articles tell of; name the event of one of them, event-ID",
    "article": "it is an article; name what it says",
    "mention": "it is a place in a text; name what is said there",
}
FIELD_NAMES: Final = {
    "type": "eventType",
    "status": "positionStatus",
    "title": "roleTitle",
    "organisation": "organization",
    "number": "value",
}
"""What people may write instead of a property's name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A claim, found.

    Attributes:
        article, curated: the article and its reading as people left it.
        raw: the reading as recorded.
        local: the item.
        part: the part of it; None for the whole.
        words: what to call it in a message.
        whole: what to call the item in a message.
    """

    article: Article
    curated: Curated
    raw: Extraction
    local: str
    part: Part | None
    words: str
    whole: str

    @property
    def claim(self) -> str:
        """Local id under which a decision names it: v1, or claim-HASH."""
        if self.part is None or self.part.claim is None:
            return self.local
        return self.curated.renamed.get(self.part.claim, self.part.claim).value.rpartition("/")[2]


class ClaimNamer:
    """Finds claims in a home whose projections are open."""

    def __init__(self, projections: Projections, iris: Iris) -> None:
        self._catalog = projections.catalog
        self._graph = projections.graph  # not its store, which an error that passed through here would hold locked
        self._iris = iris

    def find(self, what: str) -> Named:
        """Return the claim that *what* names.

        Raises:
            NoSuchClaimError: none.
            SeveralClaimsError: a field that has several values.
            LeftArticleError: of an article that was withdrawn or replaced.
            NoArticleError: of an article that never came.
        """
        plain = what.strip().removeprefix("<").removesuffix(">")
        plain = plain.removeprefix(f"{self._iris.base}id/")
        if match := _MEMBER.match(plain):
            return self._in(match[1], match[2], match[3] or "", what)
        if match := _BARE.match(plain):  # as `--json` of the lists has it
            plain = f"{self._kind(match[1])}-{plain}"
        if match := _ITEM.match(plain):
            article, local = self._owner(match[1], match[2], what)
            return self._in(article, local, match[3] or "", what)
        raise NoSuchClaimError(what, _NO_CLAIM.get(plain.partition("-")[0], "nothing here has this id"))

    def _kind(self, identifier: str) -> str:
        """Return of which kind a node is, by its id alone: of the graph, or of a decision; "claim" for others."""
        run = self._catalog.connection.execute
        for kind, table in _TABLES.items():
            if run(f"SELECT 1 FROM {table} WHERE id = ?", (identifier,)).fetchone():
                return kind
        decided = (self._iris.local(*one).value for one in decided_nodes(self._catalog.tables, self._iris))
        names = (node.rpartition("/")[2].rpartition("-") for node in decided)
        return next((kind for kind, _, of in names if of == identifier), "claim")

    def _owner(self, kind: str, identifier: str, what: str) -> tuple[str, str]:
        """Return article and local id of a node."""
        node = NamedNode(f"{self._iris.base}id/{kind}-{identifier}")
        if kind != "claim":
            row = self._catalog.connection.execute(
                f"SELECT article, local FROM {_TABLES[kind]} WHERE id = ?", (identifier,)
            ).fetchone()
            if row is not None:
                return str(row[0]), str(row[1])
        for quad in self._graph.store.quads_for_pattern(node, names.kb("article"), None, None):
            if kind == "claim" and isinstance(quad.object, NamedNode):
                return quad.object.value.rpartition("article-")[2], f"claim-{identifier}"
        for article, local in decided_nodes(self._catalog.tables, self._iris):
            if self._iris.local(article, local) == node:
                return article, local
        tables = self._catalog.tables
        if left := former_owner(tables, self._catalog.sources, self._iris, f"{kind}-{identifier}"):
            present(left, tables.get("article", left))
        raise NoSuchClaimError(what)

    def _in(self, article: str, local: str, field: str, what: str) -> Named:
        row = present(article, self._catalog.tables.get("article", article))
        reading = curated_reading(self._catalog.tables, self._catalog.sources, article)
        if reading is None:
            raise NoSuchClaimError(what, f"nothing was read from article-{article} yet")
        stored, curated = reading
        raw = self._catalog.sources.extraction(int(row["extraction"]))
        if local.startswith("claim-"):
            return self._claim(stored, curated, raw, local, what)
        one = item(curated.extraction, local)
        whole = self._call(stored.id, local)
        if one is None and item(raw, local) is None:
            raise NoSuchClaimError(what, f"the reading of article-{article} has no {local}")
        if not field:
            return Named(stored, curated, raw, local, None, whole, whole)
        name = _field(local, field)
        if one is None:
            part = Part(local, name, "")  # of what was retracted as a whole
        else:
            said = [p for p in Claims(stored, curated.extraction, self._iris).of(one) if p.field == name]
            part = self._one(said or self._taken_out(stored, curated, one, name), local, name, what, curated)
        return Named(stored, curated, raw, local, part, self._call(stored.id, local, field), whole)

    def _taken_out(self, stored: Article, curated: Curated, one: Item, field: str) -> list[Part]:
        """Return what people retracted of a field of which the article says nothing now, as they judged it."""
        found: dict[str, Part] = {}
        for decision in curations(self._catalog.tables, stored.id):
            judged, held = decision.judged, decision.position not in curated.lost
            if decision.kind != ClaimRetracted.TYPE or judged.field != field or not held:
                continue
            if find(stored, curated.extraction, judged) == one:
                claim = self._iris.local(stored.id, decision.claim) if decision.claim.startswith("claim-") else None
                found[decision.claim] = Part(one.id, field, judged.value, judged.words, claim)
        return list(found.values())

    def _one(self, parts: list[Part], local: str, field: str, what: str, curated: Curated) -> Part:
        if len(parts) == 1:
            return parts[0]
        if parts:
            entities = {entity.id: entity.name for entity in curated.extraction.entities}
            ids = ((curated.renamed.get(p.claim, p.claim).value.rpartition("/")[2], p) for p in parts if p.claim)
            raise SeveralClaimsError(what, tuple(f"{claim} ({entities.get(p.value, p.value)})" for claim, p in ids))
        known = FIELDS[kind_of(local)]
        if field not in known:
            may = ", ".join(one for one in known if one not in ROLE_OF)
            roles = f"; or a role, as agent or target, of {', '.join(sorted(ROLE_OF))}" if "agent" in known else ""
            raise NoSuchClaimError(what, f"it has no {field}; what it may be given is {may}{roles}")
        return Part(local, field, "")

    def _claim(self, stored: Article, curated: Curated, raw: Extraction, local: str, what: str) -> Named:
        """Find a claim by its IRI: as the graph has it, as it was recorded, or as an older decision named it."""
        node = self._iris.local(stored.id, local).value
        tables = self._catalog.tables
        for reading in (curated, Curated(raw)):
            links = links_of(tables, stored.id, reading.extraction)
            hit = named(Claims(stored, reading.extraction, self._iris), reading, node, links)
            if hit is not None:
                item_id, part = hit
                words = self._call(stored.id, item_id, part.field if part else "")
                return Named(stored, curated, raw, item_id, part, words, self._call(stored.id, item_id))
        raise NoSuchClaimError(what, f"article-{stored.id} does not say so, in the reading that is in force")

    def _call(self, article: str, local: str, field: str = "") -> str:
        node = self._iris.local(article, local).value.rpartition("/")[2]
        return f"the {_field(local, field)} of {node}" if field else node


def decided_nodes(tables: Tables, iris: Iris) -> Iterator[tuple[str, str]]:
    """Yield article and local id of all that decisions in force name, for what the graph does not have any more."""
    for article in tables.parts("curation"):
        for _, row in tables.items("curation", article):
            yield article, row["claim"]
            if local := row.get("judged", {}).get("local"):  # none where it was carried from an earlier text
                yield article, local
        yield from ((article, local) for local in curated_of(tables, article))


def curated_of(tables: Tables, article: str) -> list[str]:
    """Return the local ids of an article's events that people retracted."""
    return [local for local, row in tables.items("changed", article) if row is None and kind_of(local)]


def _field(local: str, field: str) -> str:
    if field == "status" and kind_of(local) == "statement":
        return "statementStatus"
    return FIELD_NAMES.get(field, field)
