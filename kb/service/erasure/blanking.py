"""A person's names are taken out of words: out of an article, of what was read from it, of any event.

Input: the forms of a name, an article, its reading, which of the reading's entities the person is. Output: the same
values with each character of a name that is no space replaced by one placeholder, so that every span still fits.
Pure. Never: changes the length of a text; blanks the name of another person.

A form of several words counts wherever it stands, whatever its case. A single word ("Lund", "May") counts as it is
written or in capitals, in an address in any case, in texts that name the person, and not within the name of somebody
else or the words of a time.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from kb.model import Article, Entity, Extraction, Span, TimeValue

BLANKS: Final = "█▓▒░▇▆▅▄▃▂"  # the first that gives a text no other article has
ERASED: Final = "(erased"  # how the name of an entity begins whose own was erased
NAMING: Final = frozenset({"name", "acronym"})

_ADDRESS: Final = re.compile(r"\w+://\S+")
_JOINED: Final = re.compile(r"[\s_-]+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Names:
    """The forms of one person's name.

    Attributes:
        full: of several words.
        short: of one word.
        any_case: of one word, whatever its case, as addresses have it.
        forms: all of them, as they were written.
    """

    full: re.Pattern[str] | None
    short: re.Pattern[str] | None
    any_case: re.Pattern[str] | None
    forms: tuple[str, ...] = ()

    @classmethod
    def of(cls, forms: Iterable[str]) -> "Names":
        """Return the names that *forms* are; what holds no letter, and what a reader only described, is none."""
        known = {" ".join(form.split()) for form in forms if is_name(form)}
        short = {form for form in known if len(form.split()) == 1}
        written = tuple(sorted(known))
        short |= {form.upper() for form in short if len(form) > 2}
        full = _pattern(known - short, re.IGNORECASE)
        return cls(full, _pattern(short, 0), _pattern(short, re.IGNORECASE), written)

    def found(self, text: str, *, full: bool = False) -> Iterator[Span]:
        """Yield where *text* has one of the names; *full*: of several words only."""
        yield from _spans(self.full, text)
        if not full:
            yield from _spans(self.short, text)
            for address in _ADDRESS.finditer(text):
                for span in _spans(self.any_case, address[0]):
                    yield Span(address.start() + span.start, address.start() + span.end)

    def within(self, text: str, *, full: bool = False) -> bool:
        """Say whether *text* has one of the names."""
        return next(self.found(text, full=full), None) is not None

    def blanked(self, text: str, *, full: bool = False) -> str:
        """Return *text* without the names."""
        return blanked(text, self.found(text, full=full), BLANKS[0])

    def scrubbed(self, value: T, *, full: bool = False) -> T:
        """Return any value of events and models with the names blanked in every string of it."""
        made: T = _mapped(value, lambda text: self.blanked(text, full=full))
        return made


def is_name(form: str) -> bool:
    """Say whether a form is a name: it has a capital, or a letter of a script without, and was not erased before."""
    return not form.startswith(ERASED) and any(one.isalpha() and not one.islower() for one in form)


def blanked(text: str, spans: Iterable[Span], blank: str) -> str:
    """Return *text* with *blank* for each character of *spans* that is no space."""
    found = list(text)
    for span in spans:
        for at in range(span.start, span.end):
            if not found[at].isspace():
                found[at] = blank
    return "".join(found)


def blank_spans(text: str, extraction: Extraction, mine: Collection[str], names: Names, *, named: bool) -> list[Span]:
    """Return where a text names a person.

    Args:
        extraction: what was read from it.
        mine: local ids of the entities that the person is.
        names: of the person, in whatever article.
        named: whether names of one word count, because the article names the person.
    """
    own = [one.span for one in extraction.mentions if one.entity in mine and one.kind in NAMING]
    others = [one for one in extraction.mentions if one.entity not in mine and one.kind in NAMING]
    people = {entity.id for entity in extraction.entities if entity.type == "person"}
    namesakes = [one.span for one in others if one.entity in people]
    found = own + [span for span in names.found(text, full=True) if not _touches(span, namesakes)]
    if named:
        kept = [one.span for one in others] + list(_times(extraction))
        found += [span for span in names.found(text) if span not in found and not _touches(span, kept)]
    return sorted(set(found))


def blanked_article(article: Article, spans: Iterable[Span], names: Names, blank: str, *, named: bool) -> Article:
    """Return an article without a person's names; an address or an id that holds one is left out."""

    def without(text: str) -> str:
        return names.blanked(text, full=not named)

    return replace(
        article,
        text=blanked(article.text, spans, blank),
        title=without(article.title),
        source=without(article.source),
        url="" if names.within(article.url, full=not named) else article.url,
        external_id="" if names.within(article.external_id, full=not named) else article.external_id,
        metadata={without(name): without(value) for name, value in article.metadata.items()},
    )


def blanked_extraction(
    extraction: Extraction, article: str, mine: Collection[str], names: Names, label: str, *, named: bool
) -> Extraction:
    """Return a reading as one of *article*, with the person called *label*; all else of it stays."""
    rest = names.scrubbed(replace(extraction, entities=()), full=not named)
    entities = tuple(_entity(entity, entity.id in mine, names, label, named) for entity in extraction.entities)
    return replace(rest, article=article, entities=entities)


def _entity(entity: Entity, mine: bool, names: Names, label: str, named: bool) -> Entity:
    description = names.blanked(entity.description, full=not named)
    if mine:
        return replace(entity, name=label, aliases=(), external="", description=description)
    if entity.type == "person":  # a namesake keeps the name
        return replace(entity, description=description)
    aliases = tuple(names.blanked(alias, full=True) for alias in entity.aliases)
    return replace(entity, name=names.blanked(entity.name, full=True), aliases=aliases, description=description)


def _spans(pattern: re.Pattern[str] | None, text: str) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in pattern.finditer(text)) if pattern is not None else ()


def _words(form: str) -> list[str]:
    return [word for word in _JOINED.split(form.strip()) if word]


def _pattern(forms: Iterable[str], flags: int) -> re.Pattern[str] | None:
    """Return what finds any of *forms* as whole words, the longest first; spaces, hyphens and "_" are one."""
    made = [
        r"[\s_-]+".join(re.escape(word) for word in _words(form))
        for form in sorted(forms, key=lambda form: (-len(form), form))
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(made)})(?![^\W_])", flags) if made else None


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _times(extraction: Extraction) -> Iterator[Span]:
    dated: list[TimeValue | None] = [*(one.time for one in extraction.events)]
    dated += [one.time for one in extraction.statements]
    yield from (time.words for time in dated if time is not None and time.words is not None)


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(one, change) for one in value)
    if isinstance(value, Mapping):
        return {_mapped(name, change): _mapped(one, change) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Span):
            return value
        return replace(value, **{one.name: _mapped(getattr(value, one.name), change) for one in fields(value)})
    return value
