"""When and where what followed at once was: "A coach plunged into the Ruvu on Friday. [Nine people died.]"

Input: Events; paragraphs, sentences and trees of a Document.
Output: the same Events, deaths, wounds, arrests and the like that a sentence without a time or place of its own tells,
with those of the happening told just before; read by kb.extraction.events.stage.
Never: carries on over a change of scene: another place or time between, "had" before the verb, a live blog's next news.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from kb.extraction.clause_owners import is_pluperfect
from kb.extraction.confidence import joint
from kb.extraction.dating.chains import POINTS, is_closed
from kb.extraction.dating.nouns import is_before
from kb.extraction.dating.stage import Clock
from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.language.event_types import EventTypes
from kb.model import Event, Span
from kb.model.extraction import PLACE_TYPES

FOLLOWED: Final = 0.5  # how sure it is that what is told next belongs to the scene
SCENES: Final = frozenset("attack armed_conflict natural_hazard fire_explosion protest damage".split())  # classes
AFTERMATH: Final = frozenset("death injury".split())  # classes
AFTERMATH_TYPES: Final = frozenset("detention arrest rescue missing recovery_of_bodies".split())
ONSITE: Final = frozenset("rescue missing recovery_of_bodies search".split())  # types; all at the scene itself
LONG: Final = frozenset({"month", "quarter", "year", "decade"})  # of what is only looked back to
BACK: Final = 2  # sentences from what followed back to its scene


class Scenes:
    """Carries the time and the place of a happening on to what is told next of it."""

    def __init__(self, document: Document, table: EntityTable, types: EventTypes, clock: Clock) -> None:
        self._document = document
        self._table = table
        self._types = types
        self._clock = clock

    def carried(self, events: Sequence[Event]) -> list[Event]:
        """Return *events*, in their order; those that follow at once have the time and place of their scene."""
        done = {event.id: event for event in events}
        scenes: list[tuple[Span, Event]] = []
        for words, event in sorted(self._in_story(events), key=lambda row: row[0]):
            if self._is_aftermath(event):
                near = next((n for n, (_, e) in enumerate(reversed(scenes)) if e.places), len(scenes))
                known = list(reversed(scenes))[: near + 1]  # no scene behind one that has a place of its own
                scene = next((e for at, e in known if self._goes_on(at, e, words, event)), None)
                if scene is not None:
                    done[event.id] = self._with(event, scene)
            if self._types.coarse(event.type) in SCENES:
                scenes = [*scenes[-1:], (words, done[event.id])] if self._is_told(event) else []
        return [self._at_only_scene(event, done.values()) for event in done.values()]

    def _at_only_scene(self, event: Event, events: Collection[Event]) -> Event:
        """The event with the place of all the scenes of a story that has but one, if its sentence names none."""
        if event.places or event.type not in ONSITE or not self._is_told(event):
            return event
        told = [e for e in events if self._types.coarse(e.type) in SCENES and self._is_told(e)]
        placed = [e for e in told if e.places and (e.time is None or e.time.granularity not in LONG)]
        if not placed or len({e.places for e in placed}) != 1 or len(placed[0].places) != 1:
            return event
        if self._places_in(self._sentence(event.trigger)) - {*placed[0].places}:
            return event
        return replace(
            event,
            places=placed[0].places,
            place_spans=placed[0].place_spans,
            place_confidences=tuple(joint(c, FOLLOWED) for c in placed[0].place_confidences),
        )

    def _in_story(self, events: Sequence[Event]) -> Iterator[tuple[Span, Event]]:
        """Yield (the words that tell an event first below the title, event)."""
        title = self._document.title
        for event in events:
            told = sorted((event.trigger, *event.other_mentions))
            words = next((span for span in told if title is None or not title.covers(span)), None)
            if words is not None:
                yield words, event

    def _is_told(self, event: Event) -> bool:
        """Whether an event is told as real, and neither looked back to nor ahead to."""
        first, last = self._document.tokens(event.trigger)
        if event.modality not in ("actual", "ongoing") or event.polarity != "positive" or first >= last:
            return False
        if event.time is not None and event.time.words is not None and is_before(self._document, event.time.words):
            return False  # "before Monday's rally"
        return not is_pluperfect(head_token(self._document.doc, first, last))

    def _is_aftermath(self, event: Event) -> bool:
        kind = event.type in AFTERMATH_TYPES or self._types.coarse(event.type) in AFTERMATH
        return kind and self._is_told(event) and self._document.quotation_at(event.trigger) is None

    def _goes_on(self, at: Span, scene: Event, words: Span, event: Event) -> bool:
        """Whether an event is told right behind a scene, and nothing tells another place or time.

        What names the scene's place itself may stand behind a sentence that tells the hour.
        """
        here, there = self._sentence(words), self._sentence(at)
        if not here - BACK <= there <= here or self._document.apart(at.start, words.start):
            return False
        paragraph, named = self._document.paragraph(words.start), bool(event.places)
        if self._document.paragraph(at.start) != paragraph and not (paragraph == 1 and (named or here == there + 1)):
            return False
        between = range(there + 1, here + 1)
        if named:
            return bool({*event.places} & {*scene.places}) and not self._tells_time(here if here > there else -1)
        places = {place for n in between for place in self._places_in(n)}
        return not any(self._tells_time(n) for n in between) and (not places or bool(places & {*scene.places}))

    def _tells_time(self, sentence: int) -> bool:
        return sentence >= 0 and bool(self._clock.times_in(self._sentences[sentence]))

    def _with(self, event: Event, scene: Event) -> Event:
        if not event.places and scene.places:
            event = replace(
                event,
                places=scene.places,
                place_spans=scene.place_spans,
                place_confidences=tuple(joint(c, FOLLOWED) for c in scene.place_confidences),
            )
        time = scene.time
        if event.time is None and time is not None and is_closed(time) and time.granularity in POINTS:
            time = replace(time, basis="inferred")
            event = replace(event, time=time, time_confidence=joint(event.confidence, FOLLOWED))
        return event

    @cached_property
    def _sentences(self) -> list[Span]:
        return [Span(s.start_char, s.end_char) for s in self._document.doc.sents]

    def _sentence(self, words: Span) -> int:
        first, last = self._document.tokens(words)
        return self._document.sentence_of[min(first, last - 1)]

    def _places_in(self, sentence: int) -> set[str]:
        inside = self._sentences[sentence]
        kinds = PLACE_TYPES | {"country"}
        named = (m for m in self._table.mentions if inside.covers(m.span) and m.kind != "adjective")
        return {m.entity for m in named if self._table.entity(m.entity).type in kinds}
