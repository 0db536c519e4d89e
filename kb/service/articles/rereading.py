"""Articles read again by another extractor: new events beside the old, people's decisions kept.

Input: article ids. Output: events in the log, one append an article, and a
Change for each, printed by `kb reextract`.
Never: changes or removes an old event, so that as-of shows what it showed;
leaves an article between two readings; puts nothing in the place of a reading
because the new extractor does not know the language or broke off.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from kb.errors import ConflictError, InputError, KbError, NotFoundError
from kb.events import DomainEvent, EntitiesLinked, ExtractionRecorded, ExtractionRejected, HappeningsLinked
from kb.events.streams import RESOLUTION, extraction_stream
from kb.log import Append, EventLog
from kb.model import Article, Extraction
from kb.model.identity import member, member_id
from kb.projections.folding import members
from kb.projections.folding.clusters import canonical
from kb.projections.folding.members import is_live
from kb.projections.opening import Projections
from kb.resolution.decision import RULE
from kb.resolution.kinds import group_of
from kb.service.articles.comparing import Comparison, compare
from kb.service.articles.renumbering import renumber
from kb.service.articles.stored import stored_article
from kb.service.curation.standing import PERSON, Kept, Sides, keep
from kb.service.identity.describing import Describer
from kb.service.identity.link_ids import canonical_ids
from kb.service.identity.linking import Linker
from kb.service.intake.adding import COUNTED, GAZETTEER, SHAPES
from kb.service.intake.extracting import ArticleReader, unread_language, unread_note
from kb.service.intake.vetting import Vetted

REREADING: Final = "rule:reextraction/1"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one article.

    Attributes:
        article: its id.
        title: its title.
        status: reread, unchanged, unread (another language) or failed.
        before, after: extractor and version of the reading in force.
        counts: kind -> (before, after).
        comparison: what the two readings tell differently; None unless reread.
        decisions: what became of people's decisions about it.
        rejected: claims and answers that were left out.
        notes: what the user should know, one sentence each.
        error: why it failed.
        position: of its last event, 0 if nothing was recorded.
    """

    article: str
    title: str
    status: str
    before: str
    after: str = ""
    counts: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    comparison: Comparison | None = None
    decisions: tuple[Kept, ...] = ()
    rejected: int = 0
    notes: tuple[str, ...] = ()
    error: KbError | None = None
    position: int = 0


class Rereader:
    """Reads stored articles again, one after another. The caller holds the home's lock.

    Args:
        log: where it is recorded.
        projections: caught up with it; they are brought along after each article.
        reader: reads and vets.
        linker: decides who the new entities are.
        describer: knows places; None without a gazetteer.
    """

    def __init__(
        self,
        log: EventLog,
        projections: Projections,
        reader: ArticleReader,
        linker: Linker,
        describer: Describer | None,
    ) -> None:
        self._log = log
        self._projections = projections
        self._catalog = projections.catalog
        self._reader = reader
        self._linker = linker
        self._describer = describer

    def articles(self) -> tuple[str, ...]:
        """Return the ids of all articles in the graph, in the order in which they came."""
        views = self._catalog.views
        rows = {article: views.article_row(article) or {} for article in self._catalog.tables.parts("article")}
        live = (article for article, row in rows.items() if is_live(row))
        return tuple(sorted(live, key=lambda article: int(rows[article]["position"])))

    def read_again(self, article: str) -> Change:
        """Read one article again and record it, or say why not.

        Raises:
            NoArticleError, LeftArticleError: see stored_article.
            StorageError, LockedError, IntegrityError: the home is at fault, so
                that no further article could be recorded either.
        """
        stored, old, brought = stored_article(self._catalog.views, self._catalog.sources, article)
        change = Change(article, stored.title, "unchanged", _by(old), _by(old))
        history = list(self._history(article))
        try:
            vetted = self._reader.read(stored, f"article-{article}", lambda new: renumber(history, new))
        except (InputError, ConflictError, NotFoundError) as error:
            return replace(change, status="failed", error=error)
        new = vetted.extraction
        if unread_language(new) and not unread_language(old):
            return replace(change, status="unread", notes=(unread_note(new), "The reading before stays in force."))
        if new == old:
            return change
        return self._record(change, stored, old, vetted, brought)

    def _history(self, article: str) -> Iterator[Extraction]:
        for recorded in self._log.read(stream=extraction_stream(article), types=[ExtractionRecorded.TYPE]):
            if isinstance(recorded.event, ExtractionRecorded):
                yield recorded.event.extraction

    def _record(self, change: Change, stored: Article, old: Extraction, vetted: Vetted, brought: int) -> Change:
        new = vetted.extraction
        standing = self._standing(old, new)
        again = list(self._relinked(stored, old, new, standing))
        decisions = self._linker.link(new, standing)
        links = self._links(new, standing, decisions)
        kept = keep(self._catalog, Sides(stored, old, new), self._reader.base)
        described = self._describer.describe(new, links) if self._describer else ()
        batch = self._batch(vetted, again, [*decisions], [*described], brought)
        position = self._log.append_batch(batch)[-1].position
        self._projections.advance(self._log)
        self._linker.forget(stored.id)
        note = unread_note(new)
        return replace(
            change,
            status="unread" if note else "reread",
            after=_by(new),
            counts=MappingProxyType({kind: (len(getattr(old, kind)), len(getattr(new, kind))) for kind in COUNTED}),
            comparison=compare(stored, old, new),
            decisions=kept,
            rejected=vetted.left_out,
            notes=(note,) if note else new.notes,
            position=position,
        )

    def _standing(self, old: Extraction, new: Extraction) -> dict[str, str]:
        """Return local id -> canonical id, before merges, of what was found again and is decided about.

        What was read as a thing of another group is decided anew, unless a
        decision names the canonical id itself.
        """
        tables, article = self._catalog.tables, new.article
        links = dict(tables.items("link", article))
        before = {entity.id: group_of(entity.type) for entity in old.entities} | {event.id: "" for event in old.events}
        after = {entity.id: group_of(entity.type) for entity in new.entities} | {event.id: "" for event in new.events}
        found: dict[str, str] = {}
        lost = self._earlier_links(article, after.keys() - before.keys())
        for local in after:
            entity = links.get(local, lost.get(local, member_id(article, local)))
            shared = any(not m.startswith(f"{article}#") for m in tables.keys("linked", entity))
            same = local in before and before[local] == after[local]
            if tables.has("about", entity) or local in lost or ((local in links or shared) and same):
                found[local] = entity
        return found

    def _earlier_links(self, article: str, locals_: Collection[str]) -> dict[str, str]:
        """Return the last links, made or judged by people, of what an earlier reading had and the last one lacked."""
        found: dict[str, str] = {}
        for key in self._catalog.tables.keys("named", article) if locals_ else ():
            recorded = self._catalog.sources.recorded(int(key))
            event = recorded.event
            if not isinstance(event, EntitiesLinked | HappeningsLinked):
                continue
            target = event.entity if isinstance(event, EntitiesLinked) else event.happening
            own = {name.partition("#")[2] for name in event.members if name.startswith(f"{article}#")} & set(locals_)
            if recorded.envelope.actor.startswith(PERSON) or self._catalog.tables.has("about", target):
                found.update(dict.fromkeys(own, target))
            else:
                for local in own:
                    found.pop(local, None)
        return found

    def _relinked(
        self, stored: Article, old: Extraction, new: Extraction, standing: Mapping[str, str]
    ) -> Iterator[DomainEvent]:
        """Yield the links that the fold would not carry over by itself, or would carry to another thing."""
        article = new.article
        links = dict(self._catalog.tables.items("link", article))
        carried = members.carried(members.rows(stored, old), members.rows(stored, new), links)
        events = {event.id for event in new.events}
        for local in (*(entity.id for entity in new.entities), *sorted(events)):
            own = member_id(article, local)
            target = standing.get(local, own)
            if carried.get(local, own) != target:
                name, reasons = (member(article, local),), ("found again in a newer reading",)
                if local in events:
                    yield HappeningsLinked(target, name, 0.0, reasons)
                else:
                    yield EntitiesLinked(target, name, 0.0, reasons)

    def _links(
        self, new: Extraction, standing: Mapping[str, str], decisions: tuple[DomainEvent, ...]
    ) -> dict[str, str]:
        """Return local id -> canonical id after all decisions and merges."""
        linked = {**canonical_ids(new, decisions), **standing}
        for event in new.events:
            linked.setdefault(event.id, member_id(new.article, event.id))
        for decision in decisions:
            if isinstance(decision, HappeningsLinked):
                own = (m.partition("#") for m in decision.members)
                linked.update({local: decision.happening for article, _, local in own if article == new.article})
        return {local: canonical(self._catalog.tables, entity) for local, entity in linked.items()}

    def _batch(
        self,
        vetted: Vetted,
        again: list[DomainEvent],
        decisions: list[DomainEvent],
        described: list[DomainEvent],
        brought: int,
    ) -> list[Append]:
        new = vetted.extraction
        read = extraction_stream(new.article)
        versions = {stream: self._log.stream_version(stream) for stream in (read, RESOLUTION)}
        recorded = ExtractionRecorded(new.article, new)
        batch = [Append(read, versions[read], [recorded], f"extractor:{_by(new)}", cause=brought)]
        if vetted.rejected is not None:
            rejected = ExtractionRejected(new.article, vetted.rejected, vetted.report)
            batch.append(Append(read, versions[read] + 1, [rejected], SHAPES, caused_by=0))
        for events, actor in ((again, REREADING), (decisions, RULE), (described, GAZETTEER)):
            if events:
                batch.append(Append(RESOLUTION, versions[RESOLUTION], events, actor, caused_by=0))
                versions[RESOLUTION] += len(events)
        return batch


def _by(extraction: Extraction) -> str:
    return f"{extraction.extractor}/{extraction.version}" if extraction.extractor else ""
