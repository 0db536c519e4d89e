"""What is interrupted: add, merge, withdraw, rebuild, backup, restore, each on a small home with the stand-in reader.

Input: a place, which a Backend made. Output: acknowledgements, one as soon as a step has returned.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb import events as ev
from kb.bootstrap import open_knowledge_base
from kb.events.streams import RESOLUTION, article_stream
from kb.service.backup import back_up_to
from kb.service.backup import restore as restore_home
from kb.service.knowledge_base import KnowledgeBase
from kb.service.maintenance import rebuild_home
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import parts

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
    def restored(self) -> Path:
        """The home to restore to."""
        return self.folder / "restored"


def opened(place: Place) -> KnowledgeBase:
    """Open the home, made if it is not there; small steps, so that there is something to interrupt."""
    settings = load_settings({"actor": "tester", "commit_articles": 3}, {"XDG_CONFIG_HOME": str(place.folder / "none")})
    return open_knowledge_base(place.address, settings, create=True, parts=parts())


def article(number: int) -> bytes:
    """Return the text of one article; all tell of the same few names."""
    sides = ("Blue Column", "Red Guard", "River Watch")
    attack = f"{sides[number % 3]} attacked Nordhaven Depot on Tuesday. {number + 2} killed were counted there."
    said = f"Ada Lund said: it was hard night number {number} for everybody here and nobody slept."
    filler = f"People of the town spoke of little else in edition {number}. " * 12
    head = f"Title: Raid, report {number}\nSource: Wire\nDate: 2024-05-{number + 1:02}"
    return f"{head}\n\n{attack} {said}\n{filler}\n".encode()


def add(place: Place, acknowledge: Acknowledge, numbers: range = range(FIRST, FIRST + MORE)) -> None:
    """Articles come in, one after another."""
    with opened(place) as kb, kb.adder() as adder:
        for number in numbers:
            (outcome,) = read_bytes(article(number), f"{number}.txt")
            result = adder.add(outcome)
            if result.error is not None:
                raise result.error
            acknowledge(result.position)


def merge(place: Place, acknowledge: Acknowledge) -> None:
    """Two entities become one, apart again, one again: a decision each, the graph brought on after each."""
    with opened(place) as kb:
        for turn in range(2):
            with kb.writing() as projections:
                rows = projections.catalog.connection.execute("SELECT id FROM entities ORDER BY id LIMIT 2").fetchall()
                one, other = (str(row[0]) for row in rows)
                name = f"m{kb.position}"
                for event in (ev.EntitiesMerged(name, one, other, 3.0, ("test",)), ev.MergeUndone(name, "test")):
                    if turn and isinstance(event, ev.MergeUndone):
                        break
                    version = kb.log.stream_version(RESOLUTION)
                    recorded = kb.log.append(RESOLUTION, version, [event], actor=kb.actor)
                    acknowledge(recorded[-1].position)
                    projections.advance(kb.log)


def withdraw(place: Place, acknowledge: Acknowledge) -> None:
    """Articles leave, one after another."""
    with opened(place) as kb, kb.writing() as projections:
        live = sorted(row[0] for row in projections.catalog.connection.execute("SELECT id FROM articles"))
        for identifier in live[:2]:
            stream = article_stream(identifier)
            event = ev.ArticleWithdrawn(identifier, "test")
            recorded = kb.log.append(stream, kb.log.stream_version(stream), [event], actor=kb.actor)
            acknowledge(recorded[-1].position)
            projections.advance(kb.log)


def rebuild(place: Place, acknowledge: Acknowledge) -> None:
    """The projections are thrown away and made again."""
    with opened(place) as kb:
        acknowledge(rebuild_home(kb))


def backup(place: Place, acknowledge: Acknowledge) -> None:
    """The log is written to a file, over an older one the second time."""
    with opened(place) as kb:
        for _ in range(2):
            acknowledge(back_up_to(kb, place.backup).position)


def restore(place: Place, acknowledge: Acknowledge) -> None:
    """A home is made from a backup."""
    if not place.backup.exists():
        backup(place, lambda _: None)
    shutil.rmtree(place.restored, ignore_errors=True)  # of the run before
    with place.backup.open("rb") as stream:
        acknowledge(restore_home(stream, "backup", place.restored).manifest.position)


OPERATIONS: Mapping[str, Callable[[Place, Acknowledge], None]] = {
    "add": add,
    "merge": merge,
    "withdraw": withdraw,
    "rebuild": rebuild,
    "backup": backup,
    "restore": restore,
}
