"""Whoever had died before is seldom who speaks weeks later: a person is asked."""

from dataclasses import replace

import pytest

from kb.model import Article, Entity, Event, Extraction, Mention, Office, Role, Span, Statement, TimeValue
from kb.resolution.article import article_profile, dumps, loads
from kb.resolution.comparison import match_weight
from kb.resolution.kept_weights import KeptWeights
from kb.resolution.living import days_after, deaths, speaking
from kb.resolution.profile import Profile
from kb.resolution.weights import LINK, REVIEW

NAME = "Lidia Moraru"


def _at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _read(text: str, day: str, died: str = "", cue: str = "", **event: object) -> tuple[Article, Extraction]:
    """An article about one person: *died* is the trigger of a death, *cue* that of a statement."""
    article = Article(text, "News", published=day)
    role = Role("patient", _at(text, NAME), "e1")
    told = [replace(Event("v1", "death", _at(text, died), roles=(role,)), **event)] if died else []  # type: ignore[arg-type]
    said = [Statement("s1", (_at(text, cue),), "indirect", ("e1",), cue=_at(text, cue))] if cue else []
    office = Office("o1", "e1", "mayor", _at(text, "mayor"), place="e2") if "mayor" in text else None
    return article, Extraction(
        article.id,
        "test",
        "1",
        mentions=(Mention("m1", _at(text, NAME), "name", "e1", 1.0),),
        entities=(Entity("e1", "person", NAME), Entity("e2", "city", "Osk", country="BG")),
        offices=(office,) if office else (),
        statements=tuple(said),
        events=tuple(told),
    )


def _profile(*args: str, **event: object) -> Profile:
    return article_profile(*_read(*args, **event)).entities["e1"]


DEAD = (f"{NAME}, the mayor of Osk, was killed.", "2025-03-01", "killed")


def test_the_day_of_a_death_is_that_of_the_text_or_the_article() -> None:
    assert deaths(*_read(*DEAD)) == {"e1": "2025-03-01"}
    before = TimeValue(None, latest_end="2025-02-27T06:00")
    assert deaths(*_read(*DEAD, time=before)) == {"e1": "2025-02-27"}
    assert deaths(*_read(*DEAD, time=TimeValue(None, latest_end="2025"))) == {}


@pytest.mark.parametrize("event", [{"polarity": "negative"}, {"modality": "planned"}, {"type": "injury"}])
def test_who_did_not_die_is_not_dead(event: dict[str, str]) -> None:
    assert deaths(*_read(*DEAD, **event)) == {}


@pytest.mark.parametrize(
    ("text", "cue", "speaks"),
    [
        (f"{NAME} said the road would open.", "said", True),
        (f"{NAME} had said the road would open.", "said", False),
        (f"{NAME}, who once said that roads are long.", "said", False),
        (f"The murdered mayor {NAME} said the road would open.", "said", False),
    ],
)
def test_who_speaks(text: str, cue: str, speaks: bool) -> None:
    assert speaking(*_read(text, "2025-04-01", cue=cue)) == ({"e1"} if speaks else set())


def test_who_is_read_as_dead_and_speaking_is_neither() -> None:
    """ "Fifteen killed, mayor says": who speaks was taken for one of the dead."""
    read = _read(f"Fifteen killed, says {NAME}.", "2025-03-01", "killed", "says")
    assert deaths(*read) == {}
    assert speaking(*read) == {"e1"}


def test_the_dead_and_who_speaks_a_month_later_are_a_question() -> None:
    dead = _profile(*DEAD)
    later = _profile(f"{NAME}, the mayor of Osk, said so.", "2025-04-01", cue="said")
    weight = match_weight(dead, later)
    assert REVIEW <= weight.bits < LINK, weight.reasons
    assert weight == match_weight(later, dead)
    assert any(part.field == "life" for part in weight.parts)


def test_what_was_said_before_or_just_after_a_death_tells_nothing() -> None:
    dead = _profile(*DEAD)
    for day in ("2025-02-01", "2025-03-04"):
        assert match_weight(dead, _profile(f"{NAME}, the mayor of Osk, said so.", day, cue="said")).bits >= LINK
    assert match_weight(dead, _profile(f"Osk buried {NAME}, its mayor.", "2025-04-01")).bits >= LINK


def test_weights_kept_for_alike_profiles_know_the_days() -> None:
    """Two articles that say the same of a living person on two days: one before the death, one after."""
    kept = KeptWeights()
    dead = _profile(*DEAD)
    pair = [_profile(f"{NAME}, the mayor of Osk, said so.", day, cue="said") for day in ("2025-02-01", "2025-04-01")]
    for one in (dead, *pair):
        kept.take(one.member, one)
    for one in pair:
        found = kept.weighed(dead.member, one.member)
        assert found is None or found[0] == match_weight(dead, one).bits


@pytest.mark.parametrize("read", [_read(*DEAD), _read(f"{NAME} said so.", "2025-04-01", cue="said")])
def test_both_are_kept(read: tuple[Article, Extraction]) -> None:
    made = article_profile(*read)
    again, before = loads(made.article, dumps(made)).entities["e1"], made.entities["e1"]
    assert before.died or before.speaks
    assert (again.died, again.speaks) == (before.died, before.speaks)


def test_days_after_is_nothing_for_what_is_no_day() -> None:
    assert days_after("2025-03-01", "2025-03-09") == 8
    assert days_after("2025-03-01", "") == days_after("", "2025-03-01") == days_after("2025", "2025-03-01") == 0
