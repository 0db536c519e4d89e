"""People of one name who do different things for a living, told apart by it."""

import pytest

from kb.model import Article, Entity, Extraction, Mention, Office, Span
from kb.resolution.article import article_profile, dumps, loads
from kb.resolution.callings import callings
from kb.resolution.comparison import match_weight
from kb.resolution.profile import Profile
from kb.resolution.weights import LINK, OTHER_CALLING, REVIEW

NAME = "Ivo Dragan"


def _read(text: str, role: str = "", nominal: str = "") -> tuple[Article, Extraction]:
    at = text.index(NAME)
    mentions = [Mention("m1", Span(at, at + len(NAME)), "name", "e1", 1.0)]
    if nominal:
        start = text.index(nominal)
        mentions.append(Mention("m2", Span(start, start + len(nominal)), "nominal", "e1", 1.0))
    offices = (Office("o1", "e1", role, Span(text.index(role), text.index(role) + len(role))),) if role else ()
    entities = (Entity("e1", "person", NAME, named=True), Entity("e2", "city", "Osk", named=True, country="BG"))
    article = Article(text, "News")
    return article, Extraction(article.id, "test", "1", mentions=tuple(mentions), entities=entities, offices=offices)


def _profile(text: str, role: str = "", nominal: str = "") -> Profile:
    return article_profile(*_read(text, role, nominal)).entities["e1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Swimmer {NAME} won in Osk.", {"sport"}),
        (f"{NAME}, a former goalkeeper of Osk, spoke.", {"sport"}),
        (f"{NAME}, the country's defence minister, left Osk.", {"state"}),
        (f"Police buried sergeant {NAME} in Osk.", {"ranks"}),
        (f"{NAME}, a trader from Osk, spoke of the minister.", {"trade"}),
        (f"The poet {NAME} read in Osk.", {"arts"}),
        (f"{NAME}, a surgeon and the son of a painter, left Osk.", {"trade"}),
        (f"{NAME}, a visitor from Osk, spoke of the minister.", set()),
        (f"Captain {NAME} left Osk.", set()),  # of a ship, a team or a company
    ],
)
def test_what_the_words_at_a_name_say(text: str, told: set[str]) -> None:
    assert callings(*_read(text)).get("e1", frozenset()) == told


def test_what_an_office_or_a_description_says() -> None:
    text = f"{NAME} spoke in Osk. The mayor, once a striker, left."
    assert callings(*_read(text, role="mayor")) == {"e1": {"state"}}
    assert callings(*_read(text, nominal="striker")) == {"e1": {"sport"}}


def test_what_stands_at_a_name_is_surer_than_a_description_further_down() -> None:
    text = f"The baker {NAME} laughed when somebody in Osk asked about the mayor."
    assert callings(*_read(text, nominal="mayor")) == {"e1": {"trade"}}


def test_a_swimmer_is_no_minister_unless_the_story_is_one() -> None:
    swimmer = _profile(f"Swimmer {NAME} won in Osk.")
    minister = _profile(f"The minister {NAME} resigned in Osk.", role="minister")
    weight = match_weight(swimmer, minister)
    assert REVIEW <= weight.bits < LINK, weight.reasons  # a person is asked
    assert [part.bits for part in weight.parts if part.field == "calling"] == [OTHER_CALLING]
    assert match_weight(minister, swimmer) == weight
    assert match_weight(swimmer, _profile(f"{NAME}, the swimmer, trained in Osk.")).bits >= LINK


def test_a_baker_is_no_mayor_though_both_are_of_one_country() -> None:
    mayor = _profile(f"{NAME} spoke in Osk. The mayor left.", role="mayor")
    baker = _profile(f"{NAME}, a baker from Osk, won the prize.")
    assert REVIEW <= match_weight(mayor, baker).bits < LINK
    assert match_weight(mayor, _profile(f"{NAME} won the prize in Osk.")).bits >= LINK


def test_who_is_told_to_do_both_may_be_either() -> None:
    both = _profile(f"The boxer {NAME} is mayor of Osk.", role="mayor")
    for other in (f"Boxer {NAME} won in Osk.", f"{NAME}, the mayor, spoke in Osk."):
        assert not any(part.field == "calling" for part in match_weight(both, _profile(other)).parts)


def test_callings_are_kept() -> None:
    profile = article_profile(*_read(f"Swimmer {NAME} won in Osk."))
    assert loads(profile.article, dumps(profile)).entities["e1"].callings == {"sport"}
