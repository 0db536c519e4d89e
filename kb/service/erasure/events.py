"""What is said in the place of events that hold a person's name.

Input: a Whom and the Holding of what goes; the log and its catalog. Output: one batch that erases it and says again,
without the name, all that was in force: articles, readings, who is who, people's decisions.
Never: writes; brings back what was undone: of a decision and what took it back neither is said again.

An article whose text changes gets another id; links keep every canonical id.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from kb import events as ev
from kb.events import DomainEvent, Recorded
from kb.events.streams import BASE, CURATION, RESOLUTION, article_stream, extraction_stream
from kb.graph.iris import Iris
from kb.log import Append, EventLog
from kb.model import Article, Extraction
from kb.model.identity import member, own_id
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.curating import curations
from kb.projections.folding.judging import PERSON, in_force, key
from kb.service.articles.correcting import linked_by
from kb.service.erasure.blanking import BLANKS, blanked_article, blanked_extraction
from kb.service.erasure.holding import Claim, Holding, Undoing, said
from kb.service.erasure.whom import Text, Whom
from kb.service.retelling import Retelling

CARRIED: Final = "carried over from before a name was erased"

Links = ev.EntitiesLinked | ev.HappeningsLinked


@dataclass(slots=True)
class Batch:
    """Appends in the making.

    Attributes:
        parts: one event each.
    """

    log: EventLog
    parts: list[Append] = field(default_factory=list)
    _versions: dict[str, int] = field(default_factory=dict)

    def add(self, stream: str, event: DomainEvent, actor: str, cause: int = 0, caused_by: int | None = None) -> int:
        """Add one event and return the index of its part."""
        version = self._versions.get(stream)
        version = self.log.stream_version(stream) if version is None else version
        self.parts.append(Append(stream, version, [event], actor, 0 if caused_by is not None else cause, caused_by))
        self._versions[stream] = version + 1
        return len(self.parts) - 1


@dataclass(slots=True)
class Rewriting:
    """An erasure in the making.

    Attributes:
        held: what goes.
        renamed: id of a text -> its id without the name; the same where only its title or the like had it.
        lost: positions of people's decisions in force on claims that are not found again.
    """

    log: EventLog
    catalog: Catalog
    whom: Whom
    held: Holding
    actor: str
    renamed: dict[str, str] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)
    _index: dict[int, int] = field(default_factory=dict)  # position that goes -> part that says it again
    _streams: dict[str, list[Recorded]] = field(default_factory=dict)  # what goes, by stream, in order

    def __post_init__(self) -> None:
        """Find each text the id that it will have."""
        for text in self.whom.texts.values():
            self.renamed[text.id] = self._article(text).id
        for _, recorded in sorted(self.events.items()):
            self._streams.setdefault(recorded.envelope.stream, []).append(recorded)

    @property
    def events(self) -> dict[int, Recorded]:
        """What goes, by position."""
        return self.held.events

    def _article(self, text: Text) -> Article:
        """Return an article without the name, whose id no other has."""
        for blank in BLANKS:
            names = self.whom.names
            article = blanked_article(text.article, text.spans, names, blank, named=text.named)
            taken = {new for old, new in self.renamed.items() if old != text.id}
            if article.id == text.id or not (
                article.id in taken or self.log.stream_version(article_stream(article.id))
            ):
                return article
        raise AssertionError("as many articles that differ in one name alone as there are placeholders")

    # -- what is said again -------------------------------------------------------------------------

    def batch(self, reason: str) -> list[Append]:
        """Return the erasure and all that is said again behind it."""
        made = Batch(self.log)
        made.add(BASE, ev.Erased(self.held.positions, reason), self.actor)
        for text in self.whom.texts.values():
            self._text(made, text)
        for text in self.whom.texts.values():
            self._links(made, text)
        for position, recorded in sorted(self.events.items()):
            self._decision(made, position, recorded)
        self._kept_apart(made)
        for text in self.whom.texts.values():
            self._claims(made, text)
        self._undone(made)
        return made.parts

    def _text(self, made: Batch, text: Text) -> None:
        """Say an article again, all that was ever read from it, and that it was withdrawn."""
        was, article = text.brought, self._article(text)
        origin = self._clean(getattr(was.event, "origin", ""))
        brought: DomainEvent = ev.ArticleAdded(article.id, article, origin, getattr(was.event, "encoding", "utf-8"))
        if isinstance(was.event, ev.ArticleCorrected):
            replaces = self.renamed.get(was.event.replaces, was.event.replaces)
            brought = ev.ArticleCorrected(article.id, article, replaces, origin, self._clean(was.event.reason))
        at = made.add(article_stream(article.id), brought, self._actor(was), caused_by=0)
        self._index[was.position] = at
        stream = extraction_stream(article.id)
        for recorded in self._streams.get(extraction_stream(text.id), ()):
            event = recorded.event
            if isinstance(event, ev.ExtractionRecorded):
                event = ev.ExtractionRecorded(article.id, self._reading(event.extraction, text, article.id))
            elif isinstance(event, ev.ExtractionRejected):
                report = self._clean(event.report, full=not text.named).replace(text.id, article.id)
                event = ev.ExtractionRejected(article.id, self._reading(event.rejected, text, article.id), report)
            self._index[recorded.position] = made.add(stream, event, self._actor(recorded), caused_by=at)
        row = self.catalog.views.article_row(text.id) or {}
        if by := self.events.get(int(row.get("withdrawn") or 0)):
            assert isinstance(by.event, ev.ArticleWithdrawn)
            withdrawn = ev.ArticleWithdrawn(article.id, self._clean(by.event.reason))
            self._index[by.position] = made.add(article_stream(article.id), withdrawn, self._actor(by), caused_by=0)

    def _reading(self, extraction: Extraction, text: Text, article: str) -> Extraction:
        return blanked_extraction(extraction, article, text.mine, self.whom.names, self.whom.label, named=text.named)

    def _links(self, made: Batch, text: Text) -> None:
        """Say whom every entity and event of an article stands for, by the ids that they have."""
        tables = self.catalog.tables
        read = int((self.catalog.views.article_row(text.id) or {}).get("extraction", 0))
        for local, row in tables.items("member", text.id):
            target = str(tables.get("link", text.id, local) or own_id(text.id, local))
            new = self.renamed[text.id]
            if target == own_id(new, local):
                continue
            kind = ev.HappeningsLinked if row.get("is") == "happening" else ev.EntitiesLinked
            link = kind(target, (member(new, local),), 0.0, (CARRIED,))
            actor = self._named(linked_by(self.catalog, member(text.id, local)))
            made.add(RESOLUTION, link, actor, caused_by=self._index.get(read, 0))

    def _decision(self, made: Batch, position: int, recorded: Recorded) -> None:
        """Say a decision again that is in force, in its order; those on claims of the texts come later."""
        event = recorded.event
        tables = self.catalog.tables
        again: DomainEvent | None = None
        if isinstance(event, Links):
            others = tuple(name for name in event.members if self._linked_last(name, position))
            again = replace(event, members=others) if others else None
        elif isinstance(event, ev.MembersMoved):
            again = self._moved(event) if in_force(tables, position) else None
        elif isinstance(event, ev.EntityDescribed):
            again = event
            if event.entity in self.whom.ids:
                again = replace(event, label=self.whom.label, external=())
        elif isinstance(event, ev.EntityAmended):
            mine = event.entity in self.whom.ids and event.field != "type"
            again = event if in_force(tables, position) and not mine else None
        elif self._stays(event):
            again = event if in_force(tables, position) else None
        if again is None:
            return
        cause = recorded.envelope.cause
        again = self._without(again)
        self._index[position] = made.add(
            recorded.envelope.stream, again, self._actor(recorded), cause, self._index.get(cause)
        )

    def _moved(self, event: ev.MembersMoved) -> ev.MembersMoved | None:
        """Return what a parting says of members of other articles; those of the texts are linked with theirs."""
        rows = zip(event.members, event.targets, strict=True)
        kept = [(name, target) for name, target in rows if name.partition("#")[0] not in self.whom.texts]
        if not kept:
            return None
        members, targets = zip(*kept, strict=True)
        different = (
            event.different if all(one.partition("#")[0] not in self.whom.texts for one in event.different) else ()
        )
        return replace(event, members=members, targets=targets, different=different)

    def _stays(self, event: DomainEvent) -> bool:
        """Say whether a decision is about something else than the texts, which are said again with theirs."""
        if isinstance(event, Claim):
            return event.claim.partition("#")[0] not in self.whom.texts
        if isinstance(event, ev.ArticleWithdrawn):
            return event.article_id not in self.whom.texts
        if isinstance(event, ev.PairLeftOpen):
            return all(one.partition("#")[0] not in self.whom.texts for one in event.pair)
        return isinstance(event, ev.EntitiesMerged | ev.EntitiesKeptApart | ev.WeightsAdopted)

    def _linked_last(self, name: str, position: int) -> bool:
        linked = self.catalog.tables.items("linking", name)
        return name.partition("#")[0] not in self.whom.texts and bool(linked) and linked[-1][0] == key(position)

    def _kept_apart(self, made: Batch) -> None:
        """Say that two are two, where somebody said so by taking back a link that goes."""
        said: set[frozenset[str]] = set()
        tables = self.catalog.tables
        for entity in tables.parts("parted"):
            for _, row in tables.items("parted", entity):
                by = self.events.get(int(row["by"]))
                pair = frozenset((entity, str(row["other"])))
                if by is None or not isinstance(by.event, Undoing) or pair in said or len(pair) < 2:
                    continue
                said.add(pair)
                one, other = sorted(pair)
                made.add(RESOLUTION, ev.EntitiesKeptApart((one, other), 0.0, (CARRIED,)), self._actor(by), caused_by=0)

    def _claims(self, made: Batch, text: Text) -> None:
        """Say people's decisions on an article's claims again, in force and found by content."""
        row = self.catalog.views.article_row(text.id) or {}
        if not row.get("extraction"):
            return
        read = self.catalog.sources.extraction(int(row["extraction"]))
        article = self._article(text)
        reading = self._reading(read, text, article.id)
        retelling = Retelling(article, reading, Iris(self.catalog.views.base()))
        for decision in curations(self.catalog.tables, text.id):
            recorded = self.catalog.sources.recorded(decision.position)
            event = recorded.event
            judged = self._clean(decision.judged)
            value = decision.value or getattr(event, "value", "")
            local = retelling.local(replace(decision, judged=judged, value=value)) if judged.kind else ""
            if not local or not isinstance(event, Claim):
                self.lost.append(decision.position)
                continue
            changes: dict[str, Any] = {"claim": f"{article.id}#{local}", "judged": judged}
            if isinstance(event, ev.ClaimAmended):
                changes["value"] = value
            again = self._without(replace(event, **changes))
            made.add(CURATION, again, self._actor(recorded, person=decision.person), caused_by=0)

    def _undone(self, made: Batch) -> None:
        """Say again what was taken back, of decisions that stay."""
        last: dict[int, Recorded] = {}
        for position, recorded in sorted(self.events.items()):
            if isinstance(recorded.event, Undoing):
                row = self.catalog.tables.get("decision", key(position)) or {}
                last[int(row.get("root", 0))] = recorded
        for root, recorded in last.items():
            if root and root not in self.events and not in_force(self.catalog.tables, root):
                reason = self._clean(getattr(recorded.event, "reason", ""))
                made.add(CURATION, ev.DecisionUndone(root, reason), self._actor(recorded), caused_by=0)

    # -- words --------------------------------------------------------------------------------------

    def _without(self, event: DomainEvent) -> DomainEvent:
        """Return a decision without the name; of one word where it is about the person or their articles."""
        text = said(event)
        near = [*self.whom.ids, *self.whom.texts, *self.renamed.values()]
        without: DomainEvent = self._clean(event, full=not any(one in text for one in near))
        return without

    def _clean(self, value: Any, *, full: bool = False) -> Any:
        return self.whom.names.scrubbed(value, full=full)

    def _named(self, actor: str) -> str:
        return self.actor if self.whom.names.within(actor, full=True) else actor

    def _actor(self, recorded: Recorded, *, person: bool = False) -> str:
        """Return who said it; *person*: of what a rule carried over, the person who said it first."""
        at = recorded
        while person and not at.envelope.actor.startswith(PERSON) and at.envelope.cause:
            at = self.catalog.sources.recorded(at.envelope.cause)
        return self._named(at.envelope.actor)
