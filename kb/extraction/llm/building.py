"""A chat model's answers about one article, made into an extraction.

Input: the items of each window's answer. Output: an Extraction whose every
claim stands at words of the text, and a refusal for each item, or part of one,
that does not.
Never: keeps a number, date or name that the words do not give: figures and
times are read from their words by the same rules as everywhere.
"""

from dataclasses import replace
from typing import Any

from kb.extraction.dating.stage import Clock
from kb.extraction.events.roles import FUTURE
from kb.extraction.figures.changes import change_of
from kb.extraction.finishing import finish
from kb.extraction.llm.cited import CONFIDENCE, Cited
from kb.extraction.llm.prompt import Window
from kb.extraction.quantity import Quantity
from kb.language.event_types import EventTypes
from kb.language.gazetteer import Gazetteer
from kb.model import Article, Event, Extraction, Figure, Office, Role, Span, Statement, TimeValue
from kb.model.extraction import PLACE_TYPES


class Builder(Cited):
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
        super().__init__(article, gazetteer)
        self._types = types
        self._clock = clock
        self._quantities = quantities

    def take(self, window: Window, items: dict[str, list[Any]]) -> None:
        """Add what one answer says."""
        self._places = dict(window.paragraphs)
        self._ids = {known.id: f"e{known.id[1:]}" for known in self.draft.known()}
        for item in items["entities"]:
            self.entity(item)
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

    # -- kinds --------------------------------------------------------------------------------------

    def _statement(self, item: Any) -> None:
        content = [self.span(words) for words in item.content]
        cue = self.span(item.cue) if item.cue.quote else None
        if None in content or (item.cue.quote and cue is None):
            self.refuse(item, "its words are not in the text")
            return
        if not content and cue is None:
            self.refuse(item, "it cites no words")
            return
        local = f"s{len(self.draft.statements) + 1}"
        self._ids[f"s:{item.id}"] = local
        speakers = [self.entity_id(item, speaker, "speaker") for speaker in item.speakers]
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
                medium=self.entity_id(item, item.medium, "medium"),
                addressees=tuple(filter(None, (self.entity_id(item, one, "addressee") for one in item.addressees))),
                status=item.status,
                basis="explicit" if speakers else "unattributed",
                confidence=CONFIDENCE,
            )
        )

    def _events(self, items: list[Any]) -> None:
        """Add events; ids first, so that they may name one another, then those parts that stand."""
        kept: list[tuple[str, Any, Span, tuple[str, ...]]] = []
        for item in items:
            trigger = self.span(item.trigger)
            claimed = [self._ids.get(f"s:{source}", "") for source in item.sources]
            if trigger is None:
                self.refuse(item, "the words that name it are not in the text")
            elif item.type not in self._types:
                self.refuse(item, f"{item.type!r} is no event type of the ontology")
            elif "" in claimed:
                self.refuse(item, "a statement that claims it is not in the answer or was refused")
            else:
                local = f"v{len(self.draft.events) + len(kept) + 1}"
                self._ids[f"v:{item.id}"] = local
                kept.append((local, item, trigger, tuple(dict.fromkeys(claimed))))
        for local, item, trigger, sources in kept:
            event = self._event(local, item, trigger, sources)
            if self._circular(event):
                self.refuse(item, f"it cannot be part of {item.part_of}, which is part of it")
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
            entity, span = self.entity_id(item, one.entity, "place"), self.span(one)
            if entity and span is None:
                self.refuse(one, f"the words of a place of {item.id} are not in the text")
            elif entity and span is not None and self.is_place(entity):
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

    def _role(self, item: Any, one: Any, event: str) -> Role | None:
        span = self.span(one)
        if span is None:
            self.refuse(one, f"the words of a role of {item.id} are not in the text")
            return None
        entity = self.entity_id(one, one.entity, "entity")
        other = self._ids.get(f"v:{one.event}", "") if one.event and not entity else ""
        if one.event and not entity and (not other or other == event):
            self.refuse(one, f"its event {one.event} is no other event of the answer")
        return Role(one.role, span, entity, other if other != event else "", CONFIDENCE)

    def _time(self, item: Any) -> TimeValue | None:
        if not item.time.quote:
            return None
        span = self.span(item.time)
        value: TimeValue | None = None
        if span is not None:
            value = self._clock.value(span, future=item.modality in FUTURE)
        if value is None:
            reason = "are not in the text" if span is None else "name no time"
            self.refuse(item.time, f"the words that date {item.id} {reason}")
        return value

    def _office(self, item: Any) -> None:
        span = self.span(item)
        person = self.entity_id(item, item.person, "person")
        if span is None:
            self.refuse(item, "its words are not in the text")
        if span is None or not person:
            return
        of = self.entity_id(item, item.of, "body")
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
        span = self.span(item)
        event = self._ids.get(f"v:{item.event}", "")
        sources = [self._ids.get(f"s:{source}", "") for source in item.sources]
        if span is None:
            self.refuse(item, "its words are not in the text")
        elif not event:
            self.refuse(item, f"its event {item.event} is not in the answer or was refused")
        elif "" in sources:
            self.refuse(item, "a statement that claims it is not in the answer or was refused")
        elif (quantity := self._quantity(span)) is None:
            self.refuse(item, "its words give no number")
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
                    change=change_of(self._article.text, quantity),
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
