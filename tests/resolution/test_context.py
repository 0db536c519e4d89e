"""Names that two articles share, whatever each takes them for: a firm, its plant, a town and its court."""

import pytest

from kb.model import Entity, Extraction
from kb.resolution.events.happenings import story
from kb.resolution.profile import profiles


def context(*entities: Entity) -> frozenset[str]:
    found = profiles(Extraction("a1", "made-up", "1", "", (), entities))
    return next(iter(found.values())).context


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("company", "Osk Ales"), ("facility", "Osk Ales plant")),
        (("city", "Manila"), ("organisation", "Manila court")),
        (("city", "Haldipur"), ("facility", "Haldipur refinery")),
        (("facility", "MV Santa Rufina"), ("facility", "Santa Rufina")),
    ],
)
def test_a_name_is_shared_whatever_it_is_taken_for(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = (context(Entity("e1", kind, name)) for kind, name in (one, other))

    assert story(first, second) == 1.5


def test_common_words_alone_are_no_name() -> None:
    assert context(Entity("e1", "organisation", "Supreme Court"), Entity("e2", "person", "Ana Osk")) == {"person:osk"}
