"""Claims and denials of one happening: opposite each other only where they may be of one thing."""

from dataclasses import replace

import pytest

from kb.projections.catalog.records import EventRecord, Named, Page, Participant
from kb.service.happenings import opposing

TOLD = EventRecord("e1", "a1", "v1", "attack", "attack", "occurred", "actual", "", "", "h1", 0.9, 0, 1)
DENIED = replace(TOLD, id="e2", article="a2", reality="denied")


def in_role(*names: str) -> tuple[Participant, ...]:
    """Participants, each with its name as its id."""
    return tuple(Participant("agent", name, Named(name, name, "person")) for name in names)


class Catalog:
    """Has the versions of one happening."""

    def __init__(self, *versions: EventRecord) -> None:
        self.versions = versions

    def list_events(self, **_: object) -> Page[EventRecord]:
        return Page(self.versions, len(self.versions), "")

    def happening_label(self, happening: str) -> str:
        return happening


def sides(*versions: EventRecord) -> tuple[list[str], list[str]]:
    """The ids of those who tell it and of those who deny it."""
    found = opposing.of_happening(Catalog(*versions), "h1")  # type: ignore[arg-type]
    return [one.event.id for one in found.claims], [one.event.id for one in found.denials]


@pytest.mark.parametrize(
    ("told", "denied"),
    [(("Ada", "Osk"), ("Osk",)), ((), ("Osk",)), (("Ada",), ())],
)
def test_who_names_somebody_alike_or_nobody_stands_opposite(told: tuple[str, ...], denied: tuple[str, ...]) -> None:
    claim, denial = replace(TOLD, participants=in_role(*told)), replace(DENIED, participants=in_role(*denied))
    assert sides(claim, denial) == (["e1"], ["e2"])


def test_a_denial_of_what_another_did_is_opposite_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though both were linked to one happening; the one beside them that names the same is."""
    claim, denial = replace(TOLD, participants=in_role("Ada")), replace(DENIED, participants=in_role("Bo"))
    assert sides(claim, denial) == ([], [])
    of_bo = replace(TOLD, id="e3", participants=in_role("Bo", "Osk"))
    assert sides(claim, of_bo, denial) == (["e3"], ["e2"])
    monkeypatch.setattr(opposing, "told_differently", lambda _, **__: ("h1",))
    assert opposing.opposed(Catalog(claim, denial)) == ()  # type: ignore[arg-type]
    assert len(opposing.opposed(Catalog(claim, of_bo, denial))) == 1  # type: ignore[arg-type]


def test_one_side_alone_is_told_whoever_it_names() -> None:
    assert sides(replace(TOLD, participants=in_role("Ada"))) == (["e1"], [])
