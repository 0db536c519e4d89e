"""The one place where parts are put together.

Input: a home, settings, and optionally other parts than the default ones.
Output: a KnowledgeBase for kb.cli and kb.api.
Never: does work; extractor, shapes and query workers are made when first needed.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import StorageError
from kb.log.contract import OnAway
from kb.log.remote_home import open_home
from kb.service.knowledge_base import KnowledgeBase, Parts
from kb.service.parts import NoBaseError
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.extraction.protocol import Extractor
    from kb.language.gazetteer import Gazetteer
    from kb.log import Home
    from kb.service.intake.vetting import Judge


class MissingLogError(StorageError):
    """A home without its log, or with one that has lost all its events."""

    code = "missing-log"

    def __init__(self, name: str, *, emptied: bool) -> None:
        self.name = name
        self.emptied = emptied
        lost = "has lost all its events" if emptied else "is missing"
        super().__init__(
            f"The log {name} {lost}; nothing else of a home can bring it back.",
            hint="Restore it from a backup, or begin anew in another home.",
        )


def default_parts(settings: Settings) -> Parts:
    """Return what *settings* ask for, nothing of it loaded yet."""
    return Parts(
        extractor=lambda: _extractor(settings),
        judge=_judge,
        coarse=_coarse,
        gazetteer=_gazetteer,
    )


def named_extractor(name: str, settings: Settings) -> "Extractor":
    """Return the extractor of a name, whatever the settings' own is.

    Raises:
        UnknownExtractorError, ExtractorNameError, BrokenExtractorError: see kb.extraction.protocol.load_extractor.
    """
    return _extractor(replace(settings, extractor=name))


def open_knowledge_base(
    home: Path | str | None,
    settings: Settings,
    *,
    create: bool = False,
    parts: Parts | None = None,
    on_away: OnAway | None = None,
) -> KnowledgeBase:
    """Open the knowledge base of a home.

    Args:
        home: its folder or postgresql:// address; None takes the setting, else the platform's data folder.
        settings: in force.
        create: make it where there is none, and begin it; a home that was filled and lost its log is not begun again.
        parts: instead of the default ones.
        on_away: told if the log's server does not answer and is waited for; without it, not when opening.

    Raises:
        NotFoundError: there is no home there, or it was never begun.
        StorageError: it cannot be read, or written where that is wanted.
        OtherBaseError, BaseIriError: see KnowledgeBase.begin.
    """
    if create:
        from kb.graph.iris import Iris

        Iris(settings.base_iri)  # refused before a folder is made for it
    patience = settings.server_timeout
    place = open_home(home or settings.home, settings.cache, create=create, patience=patience, on_away=on_away)
    filled = check_log(place)
    if not place.has_log() and not create:  # a full disk or a crash came between the home's marker and its log
        raise NoBaseError(place.name)
    if create:
        place.check_writable()
    base = KnowledgeBase(place, settings, place.event_log(), parts or default_parts(settings))
    try:
        if filled and not base.log.position():
            raise MissingLogError(place.log_name, emptied=True)
        base.new = create and base.begin()
        _ = base.base_iri
    except BaseException:
        base.close()
        raise
    return base


def check_log(place: "Home") -> bool:
    """Make sure that a home which was filled still has its log.

    Returns:
        Whether it was filled: then its log has events.

    Raises:
        MissingLogError: it has none.
    """
    filled = place.catalog_path.exists() or place.graph_path.exists()
    if filled and not place.has_log():
        raise MissingLogError(place.log_name, emptied=place.log_path.exists())
    return filled


@lru_cache(maxsize=4)
def _extractor(settings: Settings) -> "Extractor":
    from kb.extraction.protocol import load_extractor

    return load_extractor(settings.extractor, settings)


@lru_cache(maxsize=1)
def _judge() -> "Judge":
    from kb.validation import validate

    return validate


@lru_cache(maxsize=1)
def _coarse() -> Callable[[str], str]:
    from kb.language.event_types import EventTypes

    types = EventTypes.load()
    return lambda name: types.coarse(name) if name in types else "other"


def _gazetteer() -> "Gazetteer":
    from kb.language.gazetteer import shipped

    return shipped()
