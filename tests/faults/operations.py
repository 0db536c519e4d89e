"""What is interrupted: add, merge, withdraw, rebuild, backup, restore, each on a small home with the stand-in reader.

Input: a place, which a Backend made. Output: acknowledgements, one as soon as a step has returned.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.bootstrap import open_knowledge_base
from kb.service.acting import act
from kb.service.backup import back_up_to
from kb.service.backup import restore as restore_home
from kb.service.knowledge_base import KnowledgeBase
from kb.service.maintenance import rebuild_home
from kb.service.withdrawing import withdraw as withdraw_article
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
    flags = {"actor": "tester", "commit_articles": 3, "cache": str(place.folder / "cache")}
    settings = load_settings(flags, {"XDG_CONFIG_HOME": str(place.folder / "none")})
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
        kb.catch_up()
        with kb.catalog_connection() as connection:
            live = [str(row[0]) for row in connection.execute("SELECT id FROM articles ORDER BY id LIMIT 2")]
        for identifier in live:
            withdraw_article(kb, identifier, "test")
            acknowledge(kb.position)


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
