"""What is interrupted: all that writes to a home, each on a small one with the stand-in reader.

Input: a place, which a Backend made, with what TEMPLATES says of the operation. Output: acknowledgements, one as soon
as a step has returned.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kb.bootstrap import open_knowledge_base
from kb.model import Article, Entity, Extraction, Mention, Span
from kb.service.articles.readings import rereading
from kb.service.articles.revising import correct as correct_article
from kb.service.articles.withdrawing import withdraw as withdraw_article
from kb.service.curation.acting import act
from kb.service.erasure.erasing import erase as erase_article
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.backup import back_up_to
from kb.service.upkeep.backup import restore as restore_home
from kb.service.upkeep.maintenance import rebuild_home
from kb.settings import load_settings
from kb.sources import Loaded, read_bytes
from tests.service.stand_in import StandIn, parts

Acknowledge = Callable[[int], None]
"""Told the log's position when an operation has told its caller that a step is done."""

FIRST = 4  # articles in the home before it is interrupted
MORE = 6  # articles that come in while it is


@dataclass(frozen=True, slots=True)
class Place:
    """Where one home lies.

    Attributes:
        folder: everything that may be written lies under it.
        address: what --home is given.
    """

    folder: Path
    address: str

    @property
    def backup(self) -> Path:
        """The file to back up to."""
        return self.folder / "news.kb"

    @property
    def kept(self) -> Path:
        """A backup that was made before anything failed."""
        return self.folder / "kept.kb"

    @property
    def restored(self) -> Path:
        """The home to restore to."""
        return self.folder / "restored"


def opened(place: Place) -> KnowledgeBase:
    """Open the home, made if it is not there; small steps, so that there is something to interrupt."""
    flags = {"actor": "tester", "commit_articles": 3, "cache": str(place.folder / "cache")}
    settings = load_settings(flags, {"XDG_CONFIG_HOME": str(place.folder / "none")})
    return open_knowledge_base(place.address, settings, create=True, parts=parts())


def article(number: int) -> bytes:
    """Return the text of one article; all tell of the same few names."""
    sides = ("Blue Column", "Red Guard", "River Watch")
    attack = f"{sides[number % 3]} attacked Nordhaven Depot on Tuesday. {number + 2} killed were counted there."
    said = f"Ada Lund said: it was hard night number {number} for everybody here and nobody slept."
    filler = f"People of the town spoke of little else in edition {mark_of(number)}. " * 12
    head = f"Title: Raid, report {number}\nSource: Wire\nDate: 2024-05-{number + 1:02}"
    return f"{head}\n\n{attack} {said}\n{filler}\n".encode()


def mark_of(number: int) -> str:
    """Return a word that stands in this article alone."""
    return f"Wolkenkuckuck{number:02}q"


@cache
def numbers() -> Mapping[str, int]:
    """Return id -> number of the articles, as they are before any correction."""
    loaded = (next(iter(read_bytes(article(number), f"{number}.txt"))) for number in range(FIRST + MORE))
    return {one.article.id: number for number, one in enumerate(loaded) if isinstance(one, Loaded)}


def prepare(place: Place) -> None:
    """Fill the home that all begin with: articles, what a person decided about one of them; and a backup of it."""
    add(place, lambda _: None, range(FIRST))
    with opened(place) as kb:
        for claim in ("v1", "q1"):
            act(kb, "confirm", what=f"{min(numbers(), key=numbers().__getitem__)}#{claim}", reason="test")
        back_up_to(kb, place.kept)


def nothing(_: Place) -> None:
    """Leave the place as it is."""


def only_the_log(place: Place) -> None:
    """Fill the home, and take all from it that the log gives back: as another machine's new folder has it."""
    prepare(place)
    shutil.rmtree(place.folder / "cache", ignore_errors=True)
    for path in (place.folder / "home").glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.name.startswith(("log.sqlite", "home.json")):
            path.unlink()


class Newer(StandIn):
    """Reads no figures, and an organisation more."""

    version = "2"

    def extract(self, article: Article) -> Extraction:
        """See StandIn."""
        first, at = super().extract(article), article.text.index("the town")
        mention = Mention("m90", Span(at, at + len("the town")), "name", "e90", 1.0)
        entity = Entity("e90", "organisation", "the town")
        return replace(
            first,
            version=self.version,
            figures=(),
            mentions=(*first.mentions, mention),
            entities=(*first.entities, entity),
        )


def add(place: Place, acknowledge: Acknowledge, numbers: range = range(FIRST, FIRST + MORE)) -> None:
    """Articles come in, one after another."""
    with opened(place) as kb, kb.adder(again=True) as adder:
        for number in numbers:
            (outcome,) = read_bytes(article(number), f"{number}.txt")
            result = adder.add(outcome)
            if result.error is not None:
                raise result.error
            acknowledge(result.position)


def merge(place: Place, acknowledge: Acknowledge) -> None:
    """Two entities become one, are apart again, and one again: a decision each, the graph brought on after each."""
    with opened(place) as kb:
        for turn in range(2):
            kb.catch_up()
            with kb.catalog_connection() as connection:
                rows = connection.execute("SELECT id FROM entities ORDER BY type = 'organisation' DESC, id LIMIT 2")
                one, other = (str(row[0]) for row in rows)
            done = act(kb, "merge", what=one, value=other, reason="test")
            acknowledge(kb.position)
            if not turn:
                act(kb, "undo", position=done.position, reason="test")
                acknowledge(kb.position)


def withdraw(place: Place, acknowledge: Acknowledge) -> None:
    """Articles leave, one after another, with what rests on them."""
    with opened(place) as kb:
        for identifier in _live(kb)[:2]:
            withdraw_article(kb, identifier, "test")
            acknowledge(kb.position)


def correct(place: Place, acknowledge: Acknowledge) -> None:
    """Publishers correct articles, one after another: a figure changes, and what was decided moves along."""
    with opened(place) as kb:
        for identifier in _live(kb)[:2]:
            number = numbers()[identifier]
            text = article(number).replace(f"{number + 2} killed".encode(), f"{number + 42} killed".encode())
            result = correct_article(kb, identifier, list(read_bytes(text, "new.txt")))
            if result.error is not None:
                raise result.error
            acknowledge(result.position)


def reextract(place: Place, acknowledge: Acknowledge) -> None:
    """All articles are read again by another extractor, one after another."""
    with opened(place) as kb, rereading(kb, Newer()) as again:
        for identifier in again.articles():
            change = again.read_again(identifier)
            if change.error is not None:
                raise change.error
            acknowledge(change.position)


def erase(place: Place, acknowledge: Acknowledge) -> None:
    """Articles are erased, one after another, with every file that held their words."""
    with opened(place) as kb:
        for identifier in _live(kb)[:2]:
            acknowledge(erase_article(kb, identifier, "test").position)


def _live(kb: KnowledgeBase) -> list[str]:
    """Return the ids of articles in the graph that were never corrected."""
    kb.catch_up()
    with kb.catalog_connection() as connection:
        found = [str(row[0]) for row in connection.execute("SELECT id FROM articles ORDER BY id")]
    return [identifier for identifier in found if identifier in numbers()]


def rebuild(place: Place, acknowledge: Acknowledge) -> None:
    """The projections are thrown away and made again."""
    with opened(place) as kb:
        acknowledge(rebuild_home(kb))


def backup(place: Place, acknowledge: Acknowledge) -> None:
    """The log is written to a file, over an older one the second time; over one of a run before as well."""
    with opened(place) as kb:
        for _ in range(2):
            acknowledge(back_up_to(kb, place.backup, replace=place.backup.exists()).position)


def restore(place: Place, acknowledge: Acknowledge) -> None:
    """A home is made from a backup."""
    shutil.rmtree(place.restored, ignore_errors=True)  # of the run before
    with place.kept.open("rb") as stream:
        acknowledge(restore_home(stream, "backup", place.restored, share=1.0).manifest.position)


def begin(place: Place, acknowledge: Acknowledge) -> None:
    """A home is made where nothing is, as by `kb init`, and the first articles come in."""
    with opened(place) as kb:
        kb.catch_up()
        acknowledge(kb.position)
    add(place, acknowledge, range(2))


def derive(place: Place, acknowledge: Acknowledge) -> None:
    """Graph and tables are made where only the log is, by who asks something."""
    with opened(place) as kb, kb.at() as moment:
        acknowledge(moment.position)


OPERATIONS: Mapping[str, Callable[[Place, Acknowledge], None]] = {
    "add": add,
    "merge": merge,
    "withdraw": withdraw,
    "correct": correct,
    "reextract": reextract,
    "erase": erase,
    "rebuild": rebuild,
    "backup": backup,
    "restore": restore,
    "begin": begin,
    "derive": derive,
}

TEMPLATES: Mapping[str, Callable[[Place], None]] = {"begin": nothing, "derive": only_the_log}
"""Operation -> what fills the home that it begins with, where that is not *prepare*."""
