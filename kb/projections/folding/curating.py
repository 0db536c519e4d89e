"""An article's reading as people left it, from the fold and the log.

Input: Tables as kb.projections.folding.projection keeps them, sources. Output: kb.graph.curation.Curated; what a
decision of an older schema, which names a claim by its id alone, was about at its time.
Never: writes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kb.events import Judged
from kb.events.schema import reader
from kb.graph.claims import ENTITY_FIELDS, Claims, Part, item, kind_of, spans_of
from kb.graph.curation import Curated, Curation, curate
from kb.graph.iris import Iris
from kb.model import Article, Extraction
from kb.model.identity import borrowed, own_id
from kb.projections.contract import Sources
from kb.projections.folding.clusters import canonical
from kb.projections.folding.tables import Tables

CLAIM: Final = re.compile(r"(?:[vsqo]\d+|claim-[0-9a-f]{20})\Z")
UNKNOWN: Final = Judged("", "", ())  # of a decision about what was not there
_read_judged: Final = reader(Judged)


def curations(tables: Tables, article: str) -> tuple[Curation, ...]:
    """Return the decisions about claims of an article that are in force, in log order."""
    return tuple(_curation(int(position), row) for position, row in tables.items("curation", article))


def _curation(position: int, row: Mapping[str, Any]) -> Curation:
    return Curation(
        position,
        row["event"],
        row["claim"],
        _read_judged(row["judged"]) if "judged" in row else UNKNOWN,
        row.get("value", ""),
        row.get("name", ""),
        row.get("type", ""),
        bool(row["person"]),
    )


def curated_reading(tables: Tables, sources: Sources, article: str) -> tuple[Article, Curated] | None:
    """Return an article and what was read from it, as people left it; None where nothing was read from it."""
    row = tables.get("article", article)
    if not row or not row.get("extraction"):
        return None
    stored, extraction = sources.article(int(row["position"])), sources.extraction(int(row["extraction"]))
    decisions = curations(tables, article)
    if not decisions:
        return stored, Curated(extraction)
    return stored, curate(stored, extraction, decisions, Iris(str(tables.get("base", ""))))


def links_of(tables: Tables, article: str, extraction: Extraction) -> dict[str, str]:
    """Return local id -> canonical id, after merges, of the entities and events of a reading."""
    linked = dict(tables.items("link", article))
    locals_ = [*(entity.id for entity in extraction.entities), *(event.id for event in extraction.events)]
    return {local: canonical(tables, linked.get(local) or own_id(article, local)) for local in locals_}


class LinksAsked(Mapping[str, str]):
    """What *links_of* returns, each worked out when it is asked for.

    Args:
        tables: that nobody changes meanwhile.
        article: id.
        extraction: what was read from it.
    """

    def __init__(self, tables: Tables, article: str, extraction: Extraction) -> None:
        self._tables, self._article = tables, article
        self._linked = dict(tables.items("link", article))
        self._locals = dict.fromkeys([one.id for one in extraction.entities] + [one.id for one in extraction.events])
        self._known: dict[str, str] = {}

    def __getitem__(self, local: str) -> str:
        """Return the canonical id of one."""
        if local not in self._known:
            if local not in self._locals:
                raise KeyError(local)
            own = self._linked.get(local) or own_id(self._article, local)
            self._known[local] = canonical(self._tables, own)
        return self._known[local]

    def __iter__(self) -> Iterator[str]:
        """Yield the local ids."""
        return iter(self._locals)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._locals)


def judged(extraction: Extraction, local: str, part: Part | None = None) -> Judged:
    """Return a claim by content: an item of a reading as a whole, or one part of it."""
    one = item(extraction, local)
    spans = spans_of(one) if one is not None else ()
    if part is None:
        return Judged(kind_of(local), local, spans)
    return Judged(kind_of(local), local, spans, part.field, part.value, part.words)


def judged_then(tables: Tables, sources: Sources, article: str, local: str, value: str) -> tuple[Judged | None, str]:
    """Return what a decision that names a claim by its id alone was about, and its value as later ones have it.

    None for a claim that the article did not make; the decision is kept, and listed.
    """
    found = curated_reading(tables, sources, article)
    if found is None:
        return None, value
    stored, curated = found
    extraction, iris = curated.extraction, Iris(str(tables.get("base", "")))
    if kind_of(local):
        return (judged(extraction, local) if item(extraction, local) else None), value
    links = links_of(tables, article, extraction)
    hit = named(Claims(stored, extraction, iris), curated, iris.local(article, local).value, links)
    if hit is None:
        return None, value
    one, part = hit
    if part is None:
        return judged(extraction, one), value
    return judged(extraction, one, part), _plain(part, value, iris, extraction, links)


def named(claims: Claims, curated: Curated, claim: str, links: Mapping[str, str]) -> tuple[str, Part | None] | None:
    """Return the item, and the part of it, whose claim has an IRI: of today's making or of that with canonical ids.

    The part is None for the claim of a figure, which is the figure as a whole.
    """
    for part in claims.all():
        if part.claim is None:
            continue
        now = curated.renamed.get(part.claim, part.claim)
        if claim in (now.value, part.claim.value, claims.formerly(part, links)):
            return part.local, part
    for figure in curated.extraction.figures:
        if claims.figure_claim(figure).value == claim:
            return figure.id, None
    return None


def _plain(part: Part, value: str, iris: Iris, extraction: Extraction, links: Mapping[str, str]) -> str:
    """Return the value of an older amendment, an IRI or a literal's text, as later ones have it."""
    entity = f"{iris.base}id/entity-"
    if part.field in ENTITY_FIELDS and value.startswith(entity):
        canonical_id = value.removeprefix(entity)
        own = (one.id for one in extraction.entities if links.get(one.id) == canonical_id)
        return next(own, borrowed(canonical_id))
    for event in extraction.events:
        if value == iris.event(extraction.article, event.id).value:
            return event.id
    return value.rpartition("#")[2] if value.startswith("https://w3id.org/newskb") else value
