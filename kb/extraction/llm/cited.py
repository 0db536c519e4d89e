"""What a chat model's answers gave so far, and the words and entities of the text that they mean.

Input: items of an answer that name entities or quote words. Output: a Draft with entities and mentions, spans, and a
refusal for what the text does not have; read by kb.extraction.llm.building, which adds the claims.
Never: keeps an entity without a mention in the text, or a name that is not words of it.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from kb.extraction.llm.answer import Words, told
from kb.extraction.llm.prompt import KnownEntity
from kb.extraction.llm.words import Finder
from kb.extraction.protocol import Refusal
from kb.language.gazetteer import Gazetteer
from kb.language.text_keys import name_key
from kb.model import Article, Entity, Event, Figure, Mention, Office, Span, Statement
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


class Cited:
    """Finds what an answer cites: words in the text, entities of the answer.

    Args:
        article: as stored.
        gazetteer: knows countries.
    """

    def __init__(self, article: Article, gazetteer: Gazetteer) -> None:
        self.draft = Draft()
        self._article = article
        self._gazetteer = gazetteer
        self._finder = Finder(article.text)
        self._places: dict[int, Span] = {}
        self._ids: dict[str, str] = {}  # of this window: id of the answer -> id of the article

    def span(self, words: Words, taken: set[Span] | frozenset[Span] = frozenset()) -> Span | None:
        """Return where words stand in the text, None if nowhere; see Finder.find."""
        return self._finder.find(words.quote, self._places.get(words.p), taken)

    def refuse(self, item: Any, reason: str) -> None:
        """Keep that an item of the answer was left out, and why."""
        self.draft.refused.append(Refusal(told(item), reason))

    def entity_id(self, item: Any, local: str, part: str) -> str:
        """Return the entity that an id of the answer means; says so if it means none."""
        found = self._ids.get(local, "") if local else ""
        if local and not found:
            self.refuse(item, f"its {part} {local} is no entity of the answer")
        return found

    def entity(self, item: Any) -> None:
        """Add an entity with its mentions, or the mentions to the one that it was in an earlier window."""
        taken = {mention.span for mention in self.draft.mentions}
        spans: list[tuple[Span, str]] = []
        for words in item.mentions:
            span = self.span(words, taken)
            if span is None:
                self.refuse(words, f"the words of a mention of {item.name} are not in the text")
            elif span not in taken:
                taken.add(span)
                spans.append((span, words.kind))
        known = self._ids.get(item.id) or self._by_name(item.type, item.name)
        if not known and not spans:
            self.refuse(item, "none of its mentions stands in the text")
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

    def is_place(self, entity: str) -> bool:
        """Say whether something can happen in an entity of the draft."""
        kind = next(e.type for e in self.draft.entities if e.id == entity)
        return kind in PLACE_TYPES or kind == "country"
