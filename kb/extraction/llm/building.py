"""A chat model's answers about one article, made into an extraction.

Input: the items of each window's answer. Output: an Extraction whose every
claim stands at words of the text, and a refusal for each item, or part of one,
that does not.
Never: keeps a number, date or name that the words do not give: figures and
times are read from their words by the same rules as everywhere.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from kb.extraction.event_roles import FUTURE, Clock
from kb.extraction.finishing import finish
from kb.extraction.llm.answer import Words, told
from kb.extraction.llm.prompt import KnownEntity, Window
from kb.extraction.llm.words import Finder
from kb.extraction.protocol import Refusal
from kb.extraction.quantity import Quantity
from kb.language.event_types import EventTypes
from kb.language.gazetteer import Gazetteer
from kb.language.text_keys import name_key
from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Office, Role, Span, Statement, TimeValue
from kb.model.extraction import PLACE_TYPES

CONFIDENCE: Final = 0.6  # a chat model gives none that could be believed: not calibrated


@dataclass
class Draft:
    """What all windows gave so far. Ids count through the article."""

    entities: list[Entity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def known(self) -> list[KnownEntity]:
        """Return the entities that the next window may refer to."""
        return [KnownEntity(f"k{e.id[1:]}", e.type, e.name) for e in self.entities if e.named]


class Builder:
    """Takes in one window's answer after the other.

    Args:
        article: as stored.
        types: event types of the ontology.
        gazetteer: knows countries.
        clock: reads words as times.
        quantities: all numbers of the text that are figures.
    """

    def __init__(
        self, article: Article, types: EventTypes, gazetteer: Gazetteer, clock: Clock, quantities: tuple[Quantity, ...]
    ) -> None:
        self.draft = Draft()
        self._article = article
        self._types = types
        self._gazetteer = gazetteer
        self._clock = clock
        self._quantities = quantities
        self._finder = Finder(article.text)
        self._places: dict[int, Span] = {}
        self._ids: dict[str, str] = {}  # of this window: id of the answer -> id of the article

    def take(self, window: Window, items: dict[str, list[Any]]) -> None:
        """Add what one answer says."""
        self._places = dict(window.paragraphs)
        self._ids = {known.id: f"e{known.id[1:]}" for known in self.draft.known()}
        for item in items["entities"]:
            self._entity(item)
        for item in items["statements"]:
            self._ids.setdefault(f"s:{item.id}", "")
            self._statement(item)
        self._events(items["events"])
        for item in items["offices"]:
            self._office(item)
        for item in items["figures"]:
            self._figure(item)

    def finished(self) -> Extraction:
        """Return the extraction; extractor and version are left empty."""
        draft = self.draft
        statements = sorted(draft.statements, key=lambda s: next(iter((*s.content, s.cue)), None) or Span(0, 1))
        return finish(
            Extraction(
                self._article.id,
                "",
                "",
                mentions=tuple(sorted(draft.mentions, key=lambda m: (m.span, m.id))),
                entities=tuple(draft.entities),
                offices=tuple(draft.offices),
                statements=tuple(statements),
                events=tuple(draft.events),
                figures=tuple(draft.figures),
            )
        )

    # -- words --------------------------------------------------------------------------------------

    def _span(self, words: Words, taken: set[Span] | frozenset[Span] = frozenset()) -> Span | None:
        return self._finder.find(words.quote, self._places.get(words.p), taken)

    def _refuse(self, item: Any, reason: str) -> None:
        self.draft.refused.append(Refusal(told(item), reason))

    def _entity_id(self, item: Any, local: str, part: str) -> str:
        """Return the entity that an id of the answer means; says so if it means none."""
        found = self._ids.get(local, "") if local else ""
        if local and not found:
            self._refuse(item, f"its {part} {local} is no entity of the answer")
        return found

    # -- kinds --------------------------------------------------------------------------------------

    def _entity(self, item: Any) -> None:
        taken = {mention.span for mention in self.draft.mentions}
        spans: list[tuple[Span, str]] = []
        for words in item.mentions:
            span = self._span(words, taken)
            if span is None:
                self._refuse(words, f"the words of a mention of {item.name} are not in the text")
            elif span not in taken:
                taken.add(span)
                spans.append((span, words.kind))
        known = self._ids.get(item.id) or self._by_name(item.type, item.name)
        if not known and not spans:
            self._refuse(item, "none of its mentions stands in the text")
            return
        entity = known or f"e{len(self.draft.entities) + 1}"
        self._ids[item.id] = entity
        if not known:
            named = any(kind in ("name", "acronym") for _, kind in spans)
            self.draft.entities.append(self._described(entity, item, spans, named))
        for span, kind in spans:
            self.draft.mentions.append(Mention(f"m{len(self.draft.mentions) + 1}", span, kind, entity, CONFIDENCE))

    def _described(self, entity: str, item: Any, spans: list[tuple[Span, str]], named: bool) -> Entity:
        """Make an entity whose name is words of the text: the longest that name it, or describe it."""
        best = [span for span, kind in spans if kind in ("name", "acronym")] or [span for span, _ in spans]
        names = list(dict.fromkeys(" ".join(span.of(self._article.text).split()) for span in best))
        asked = " ".join(item.name.split())
        name = asked if asked in names else max(names, key=len)
        code = item.country.upper() if len(item.country) == 2 and item.country.isalpha() else ""
        country = self._gazetteer.countries(name) if item.type == "country" else None
        country = country or (self._gazetteer.country_by_code(code) if code else None)
        return Entity(
            entity,
            item.type,
            name,
            named=named,
            aliases=tuple(other for other in names if other != name) if named else (),
            country=country.iso2 if country else "",
            external=f"geonames:{country.geonames_id}" if country and item.type == "country" else "",
            confidence=CONFIDENCE,
        )

    def _by_name(self, kind: str, name: str) -> str:
        key = name_key(name)
        return next((e.id for e in self.draft.entities if e.named and e.type == kind and name_key(e.name) == key), "")

    def _statement(self, item: Any) -> None:
        content = [self._span(words) for words in item.content]
        cue = self._span(item.cue) if item.cue.quote else None
        if None in content or (item.cue.quote and cue is None):
            self._refuse(item, "its words are not in the text")
            return
        if not content and cue is None:
            self._refuse(item, "it cites no words")
            return
        local = f"s{len(self.draft.statements) + 1}"
        self._ids[f"s:{item.id}"] = local
        speakers = [self._entity_id(item, speaker, "speaker") for speaker in item.speakers]
        speakers = list(dict.fromkeys(filter(None, speakers)))
        if item.speakers and not speakers:
            self._ids[f"s:{item.id}"] = ""
            return  # words without the one who said them would be another claim
        self.draft.statements.append(
            Statement(
                local,
                tuple(sorted(span for span in content if span is not None)),
                item.mode,
                tuple(speakers),
                cue=cue,
                medium=self._entity_id(item, item.medium, "medium"),
                addressees=tuple(filter(None, (self._entity_id(item, one, "addressee") for one in item.addressees))),
                status=item.status,
                basis="explicit" if speakers else "unattributed",
                confidence=CONFIDENCE,
            )
        )

    def _events(self, items: list[Any]) -> None:
        """Add events; ids first, so that they may name one another, then those parts that stand."""
        kept: list[tuple[str, Any, Span, tuple[str, ...]]] = []
        for item in items:
            trigger = self._span(item.trigger)
            claimed = [self._ids.get(f"s:{source}", "") for source in item.sources]
            if trigger is None:
                self._refuse(item, "the words that name it are not in the text")
            elif item.type not in self._types:
                self._refuse(item, f"{item.type!r} is no event type of the ontology")
            elif "" in claimed:
                self._refuse(item, "a statement that claims it is not in the answer or was refused")
            else:
                local = f"v{len(self.draft.events) + len(kept) + 1}"
                self._ids[f"v:{item.id}"] = local
                kept.append((local, item, trigger, tuple(dict.fromkeys(claimed))))
        for local, item, trigger, sources in kept:
            event = self._event(local, item, trigger, sources)
            if self._circular(event):
                self._refuse(item, f"it cannot be part of {item.part_of}, which is part of it")
                event = replace(event, part_of="")
            self.draft.events.append(event)

    def _circular(self, event: Event) -> bool:
        """Say whether an event would be a part of itself."""
        wholes = {other.id: other.part_of for other in self.draft.events}
        at = event.part_of
        while at:
            if at == event.id:
                return True
            at = wholes.get(at, "")
        return False

    def _event(self, local: str, item: Any, trigger: Span, sources: tuple[str, ...]) -> Event:
        places = []
        for one in item.places:
            entity, span = self._entity_id(item, one.entity, "place"), self._span(one)
            if entity and span is None:
                self._refuse(one, f"the words of a place of {item.id} are not in the text")
            elif entity and span is not None and self._is_place(entity):
                places.append((entity, span))
        part_of = self._ids.get(f"v:{item.part_of}", "") if item.part_of else ""
        return Event(
            local,
            item.type,
            trigger,
            polarity=item.polarity,
            modality=item.modality,
            roles=tuple(role for one in item.roles if (role := self._role(item, one, local))),
            places=tuple(entity for entity, _ in places),
            place_spans=tuple(span for _, span in places),
            time=self._time(item),
            part_of=part_of if part_of != local else "",
            sources=sources,
            confidence=CONFIDENCE,
        )

    def _is_place(self, entity: str) -> bool:
        kind = next(e.type for e in self.draft.entities if e.id == entity)
        return kind in PLACE_TYPES or kind == "country"

    def _role(self, item: Any, one: Any, event: str) -> Role | None:
        span = self._span(one)
        if span is None:
            self._refuse(one, f"the words of a role of {item.id} are not in the text")
            return None
        entity = self._entity_id(one, one.entity, "entity")
        other = self._ids.get(f"v:{one.event}", "") if one.event and not entity else ""
        if one.event and not entity and (not other or other == event):
            self._refuse(one, f"its event {one.event} is no other event of the answer")
        return Role(one.role, span, entity, other if other != event else "", CONFIDENCE)

    def _time(self, item: Any) -> TimeValue | None:
        if not item.time.quote:
            return None
        span = self._span(item.time)
        value: TimeValue | None = None
        if span is not None:
            value = self._clock.value(span, future=item.modality in FUTURE)
        if value is None:
            reason = "are not in the text" if span is None else "name no time"
            self._refuse(item.time, f"the words that date {item.id} {reason}")
        return value

    def _office(self, item: Any) -> None:
        span = self._span(item)
        person = self._entity_id(item, item.person, "person")
        if span is None:
            self._refuse(item, "its words are not in the text")
        if span is None or not person:
            return
        of = self._entity_id(item, item.of, "body")
        kind = next((e.type for e in self.draft.entities if e.id == of), "")
        role = " ".join(span.of(self._article.text).split())
        self.draft.offices.append(
            Office(
                f"o{len(self.draft.offices) + 1}",
                person,
                role,
                span,
                organisation=of if kind != "country" and kind not in PLACE_TYPES else "",
                place=of if kind in PLACE_TYPES else "",
                country=of if kind == "country" else "",
                status=item.status,
                confidence=CONFIDENCE,
            )
        )

    def _figure(self, item: Any) -> None:
        span = self._span(item)
        event = self._ids.get(f"v:{item.event}", "")
        sources = [self._ids.get(f"s:{source}", "") for source in item.sources]
        if span is None:
            self._refuse(item, "its words are not in the text")
        elif not event:
            self._refuse(item, f"its event {item.event} is not in the answer or was refused")
        elif "" in sources:
            self._refuse(item, "a statement that claims it is not in the answer or was refused")
        elif (quantity := self._quantity(span)) is None:
            self._refuse(item, "its words give no number")
        else:
            self.draft.figures.append(
                Figure(
                    f"q{len(self.draft.figures) + 1}",
                    event,
                    quantity.span,
                    "vague" if quantity.value is None else quantity.comparator,
                    quantity.value,
                    quantity.upper,
                    quantity.unit,
                    self._counted(item.of),
                    quantity.whole,
                    tuple(dict.fromkeys(sources)),
                    confidence=CONFIDENCE,
                )
            )

    def _counted(self, of: str) -> str:
        """Return the words for what is counted, if the text has them."""
        words = " ".join(of.split())
        return words if words in " ".join(self._article.text.split()) and len(words) <= 80 else ""

    def _quantity(self, span: Span) -> Quantity | None:
        """Return the number that the words hold most of."""
        rows = [
            (min(q.span.end, span.end) - max(q.span.start, span.start), -q.span.start, q)
            for q in self._quantities
            if q.span.overlaps(span)
        ]
        return max(rows, key=lambda row: row[:2])[2] if rows else None
