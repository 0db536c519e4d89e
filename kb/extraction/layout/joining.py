"""What was read from the parts of one text, as one extraction.

Input: the extractions of the parts of kb.extraction.layout.parts, in text order, with where each begins.
Output: one Extraction of the whole article: offsets count from its beginning, ids are dense.
Never: lets a part speak of another's entity, unless both name it in full.
Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.language.text_keys import name_key, person_key
from kb.model import Entity, Event, Extraction, Figure, Office, Span, Statement
from kb.model.extraction import Mention, Role, TimeValue


def joined(article: str, parts: Sequence[tuple[int, Extraction]]) -> Extraction:
    """Return the extraction of *article* that its parts make together.

    Args:
        article: id of the whole.
        parts: where each part begins, and what was read there; at least one.
    """
    whole = replace(parts[0][1], article=article)
    for start, part in parts[1:]:
        entities, ids = _entities(whole.entities, part.entities)
        shift = _Shift(start, ids, len(whole.statements), len(whole.events))
        whole = replace(
            whole,
            entities=entities,
            mentions=whole.mentions + shift.mentions(part.mentions, len(whole.mentions)),
            offices=whole.offices + shift.offices(part.offices, len(whole.offices)),
            statements=whole.statements + tuple(map(shift.statement, part.statements)),
            events=whole.events + tuple(map(shift.event, part.events)),
            figures=whole.figures + shift.figures(part.figures, len(whole.figures)),
            notes=tuple(dict.fromkeys((*whole.notes, *part.notes))),
        )
    return whole


def _entities(before: Sequence[Entity], after: Sequence[Entity]) -> tuple[tuple[Entity, ...], dict[str, str]]:
    """Both rows as one, and the new id of each entity of the later one."""
    ids: dict[str, str] = {}
    count = len(before)
    for entity in after:
        known = next((other for other in before if _same(other, entity)), None)
        count += known is None
        ids[entity.id] = known.id if known is not None else f"e{count}"
    rows = {entity.id: entity for entity in before}
    for entity in after:
        identifier, within = ids[entity.id], ids.get(entity.within, "")
        known = rows.get(identifier)
        if known is None:
            rows[identifier] = replace(entity, id=identifier, within=within)
            continue
        names = (*known.aliases, entity.name, *entity.aliases)
        rows[identifier] = replace(
            known,
            aliases=tuple(dict.fromkeys(name for name in names if name != known.name)),
            country=known.country or entity.country,
            within=known.within or ("" if within == identifier else within),
            external=known.external or entity.external,
            description=known.description or entity.description,
            confidence=max(known.confidence, entity.confidence),
        )
    return tuple(rows.values()), ids


def _same(one: Entity, other: Entity) -> bool:
    """Whether both parts name one entity in full: a surname alone says nothing of another article's person."""
    if not (one.named and other.named and one.type == other.type):
        return False
    if (one.external and other.external and one.external != other.external) or (
        one.country and other.country and one.country != other.country
    ):
        return False
    return bool(_keys(one) & _keys(other))


def _keys(entity: Entity) -> set[str]:
    if entity.type == "person":
        return {key for name in (entity.name, *entity.aliases) if " " in (key := person_key(name))}
    return {key for name in (entity.name, *entity.aliases) if (key := name_key(name))}


@dataclass(frozen=True, slots=True)
class _Shift:
    """Moves the claims of a part behind those before it.

    Attributes:
        by: characters before the part.
        entities: local id in the part -> in the whole.
        statements, events: how many stand before.
    """

    by: int
    entities: Mapping[str, str]
    statements: int
    events: int

    def mentions(self, rows: Sequence[Mention], before: int) -> tuple[Mention, ...]:
        return tuple(
            replace(m, id=f"m{n}", span=self._span(m.span), entity=self.entities[m.entity])
            for n, m in enumerate(rows, before + 1)
        )

    def offices(self, rows: Sequence[Office], before: int) -> tuple[Office, ...]:
        return tuple(
            replace(
                o,
                id=f"o{n}",
                person=self.entities[o.person],
                span=self._span(o.span),
                organisation=self._entity(o.organisation),
                place=self._entity(o.place),
                country=self.entities.get(o.country, o.country),  # an entity, or a code
            )
            for n, o in enumerate(rows, before + 1)
        )

    def figures(self, rows: Sequence[Figure], before: int) -> tuple[Figure, ...]:
        return tuple(
            replace(
                f,
                id=f"q{n}",
                event=self._claim(f.event),
                span=self._span(f.span),
                sources=tuple(map(self._claim, f.sources)),
            )
            for n, f in enumerate(rows, before + 1)
        )

    def statement(self, said: Statement) -> Statement:
        return replace(
            said,
            id=self._claim(said.id),
            content=tuple(map(self._span, said.content)),
            speakers=tuple(map(self._entity, said.speakers)),
            speaker_span=self._maybe(said.speaker_span),
            cue=self._maybe(said.cue),
            medium=self._entity(said.medium),
            medium_span=self._maybe(said.medium_span),
            addressees=tuple(map(self._entity, said.addressees)),
            addressee_span=self._maybe(said.addressee_span),
            nested_in=self._claim(said.nested_in),
            claims=tuple(map(self._claim, said.claims)),
            about=tuple(map(self._claim, said.about)),
            time=self._time(said.time),
            place=self._entity(said.place),
        )

    def event(self, event: Event) -> Event:
        return replace(
            event,
            id=self._claim(event.id),
            trigger=self._span(event.trigger),
            other_mentions=tuple(map(self._span, event.other_mentions)),
            roles=tuple(map(self._role, event.roles)),
            places=tuple(map(self._entity, event.places)),
            place_spans=tuple(map(self._span, event.place_spans)),
            time=self._time(event.time),
            part_of=self._claim(event.part_of),
            causes=tuple(map(self._claim, event.causes)),
            sources=tuple(map(self._claim, event.sources)),
        )

    def _role(self, role: Role) -> Role:
        return replace(
            role, span=self._span(role.span), entity=self._entity(role.entity), event=self._claim(role.event)
        )

    def _time(self, time: TimeValue | None) -> TimeValue | None:
        return replace(time, words=self._maybe(time.words)) if time is not None else None

    def _span(self, span: Span) -> Span:
        return Span(span.start + self.by, span.end + self.by)

    def _maybe(self, span: Span | None) -> Span | None:
        return self._span(span) if span is not None else None

    def _entity(self, identifier: str) -> str:
        return self.entities[identifier] if identifier else ""

    def _claim(self, identifier: str) -> str:
        """The new id of an event, a statement or, where either may stand, an entity."""
        if not identifier:
            return ""
        kind, number = identifier[0], int(identifier[1:])
        if kind == "e":
            return self.entities[identifier]
        return f"{kind}{number + (self.statements if kind == 's' else self.events)}"
