"""What kind of event a word names, and which roles events of that kind have.

Input: the event types that kb.language.event_type_files reads from ontology/.
Output: answers for the stages of kb.extraction (which type a trigger names),
for kb.graph (which property a role becomes) and for pages and shapes.
Never: holds a trigger or a type of its own; a new type is Turtle, not code.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kb.errors import NotFoundError
from kb.language.event_type_files import GENERIC_ROLES, EventType, read_event_types
from kb.resources import resource

__all__ = ["COARSE_ROLE", "EventType", "EventTypes", "UnknownEventTypeError"]

# The finer roles of kb.model, each under the generic role that the reader tells apart.
COARSE_ROLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{role: role for role in GENERIC_ROLES},
        "judge": "agent",
        **dict.fromkeys(("party", "candidate", "mediator", "chair", "observer"), "participant"),
        **dict.fromkeys(("theme", "target"), "patient"),
        **dict.fromkeys(("addressee", "beneficiary"), "recipient"),
        "means": "instrument",
        **dict.fromkeys(("cause", "reason", "purpose", "topic"), "circumstance"),
        "source": "origin",
        **dict.fromkeys(("path", "route"), "destination"),
    }
)
_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})


class UnknownEventTypeError(NotFoundError):
    """No event type has this name."""

    code = "unknown-event-type"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"No event type {name!r} in the ontology.", hint="docs/event-types.md lists them.")


class EventTypes:
    """The event types of one ontology folder."""

    def __init__(self, types: Iterator[EventType]) -> None:
        self._by_name = {t.name: t for t in types}
        self._verbs = self._index("verbs")
        self._nouns = self._index("nouns")
        self._words = self._index("words")
        self._folds: dict[tuple[str, str], EventType] = {}
        for kind in self._by_name.values():
            for label in sorted(kind.source_labels | {_underscored(x) for x in kind.alt_labels}):
                self._folds.setdefault((kind.coarse, label), kind)

    @classmethod
    def load(cls, folder: Path | None = None) -> "EventTypes":
        """Return the types of *folder*, by default the packaged ontology; each folder is read once a process.

        Raises:
            EventTypeError: a type is not described as it must be.
        """
        return _named(folder or resource("ontology"))

    def __iter__(self) -> Iterator[EventType]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def by_name(self, name: str) -> EventType:
        """Return the type with this local name.

        Raises:
            UnknownEventTypeError: there is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownEventTypeError(name) from None

    def coarse(self, name: str) -> str:
        """Return the coarse class of the type with this local name."""
        return self.by_name(name).coarse

    def lineage(self, name: str) -> tuple[EventType, ...]:
        """Return the type and those above it, the top one last."""
        line = [self.by_name(name)]
        while line[-1].broader:
            line.append(self._by_name[line[-1].broader])
        return tuple(line)

    def is_a(self, name: str, other: str) -> bool:
        """Say whether the type *name* is *other* or lies below it."""
        return any(kind.name == other for kind in self.lineage(name))

    def for_trigger(self, lemma: str, pos: str = "", coarse: str | None = None) -> tuple[EventType, ...]:
        """Return the types that a trigger may name, the likeliest first.

        Args:
            lemma: lemma of one word, or a fixed phrase with its head in lemma form.
            pos: Universal part of speech; "" or any other than a verb or noun asks all lists.
            coarse: a coarse class: only its types are returned.

        Returns:
            Types that list the trigger under its part of speech before those
            that list it under another; main triggers first, then general types.
            A phrase that no type lists is looked up by its head word. Empty if
            nothing is known.
        """
        for form in _forms(lemma, pos):
            if found := self._ranked(form, pos, coarse):
                return found
        return ()

    def for_phrase(self, lemma: str, pos: str = "", coarse: str | None = None) -> tuple[EventType, ...]:
        """Return the types that list a phrase as it is ("exchange prisoner"), as for_trigger ranks them."""
        return next((found for form in _spellings(lemma) if (found := self._ranked(form, pos, coarse))), ())

    def sure_class(self, lemma: str, pos: str = "") -> str:
        """Return the one coarse class that a trigger can only mean, "" where it may mean several or none.

        Sure is a trigger that all types which list it, under any part of
        speech, put into one class; a verb must besides be a main trigger of
        one of them, since light verbs are listed in few places and mean much.
        """
        for form in _spellings(lemma):
            if found := self._ranked(form, pos, None):
                sure = any(form in kind.main | kind.nouns | kind.words for kind in found)
                return found[0].coarse if sure and len({kind.coarse for kind in found}) == 1 else ""
        return ""

    def role(self, name: str, role: str) -> str:
        """Return the local name of the property that *role* becomes in events of the type *name*.

        Args:
            role: a generic role, or a finer one of kb.model, which is kept
                ("mediator" stays kb:mediator; "source" is kb:origin).

        Raises:
            UnknownEventTypeError: there is no such type.
            KeyError: there is no such role.
        """
        generic = COARSE_ROLE[role]
        if role in (generic, "source"):
            return self.by_name(name).frame[generic]
        return role

    def fold(self, coarse: str, word: str) -> EventType:
        """Return the type nearest to another scheme's type *word* within a coarse class.

        An unknown word becomes the class's own type; this never invents a class.

        Raises:
            UnknownEventTypeError: *coarse* is no coarse class.
        """
        word = _underscored(word)
        for part in (word, *_parts(word)):
            named = self._by_name.get(part)
            if named is not None and named.coarse == coarse:
                return named
            if (coarse, part) in self._folds:
                return self._folds[coarse, part]
            if listed := self._ranked(part.replace("_", " "), "", coarse):
                return listed[0]
        return self.by_name(coarse)

    def _index(self, attribute: str) -> dict[str, list[EventType]]:
        index: dict[str, list[EventType]] = defaultdict(list)
        for kind in self._by_name.values():
            for lemma in getattr(kind, attribute):
                index[lemma].append(kind)
        return dict(index)

    def _ranked(self, form: str, pos: str, coarse: str | None) -> tuple[EventType, ...]:
        lists = (self._verbs, self._nouns, self._words)
        own = self._verbs if pos in _VERBAL else self._nouns if pos in _NOMINAL else self._words
        found: dict[str, tuple[bool, bool, int, str]] = {}
        for index in lists:
            for kind in index.get(form, ()):
                if coarse is None or kind.coarse == coarse:
                    key = (index is not own, form not in kind.main, kind.depth, kind.name)
                    found[kind.name] = min(key, found.get(kind.name, key))
        return tuple(self._by_name[name] for name in sorted(found, key=found.__getitem__))


@lru_cache(maxsize=8)
def _named(folder: Path) -> EventTypes:
    return _load(folder.resolve())  # it looks at the disk, and types are asked for thousands of times a second


@lru_cache(maxsize=8)
def _load(folder: Path) -> EventTypes:
    return EventTypes(read_event_types(folder))


def _spellings(lemma: str) -> Iterator[str]:
    form = " ".join(lemma.lower().replace("_", " ").split())
    yield form
    if "-" in form:
        yield form.replace("-", "")
        yield form.replace("-", " ")


def _forms(lemma: str, pos: str) -> Iterator[str]:
    yield from _spellings(lemma)
    words = lemma.lower().replace("_", " ").replace("-", " ").split()
    if len(words) > 1:
        yield words[0] if pos in _VERBAL else words[-1]


def _parts(word: str) -> tuple[str, ...]:
    parts = word.split("_")
    return (parts[-1], parts[0]) if len(parts) > 1 else ()


def _underscored(word: str) -> str:
    return "_".join(word.lower().replace("-", " ").replace("_", " ").split())
