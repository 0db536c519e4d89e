"""Who only shares a name: said of an office that the other holds, in the same article or in another one."""

import pytest

from kb.model import Article, Entity, Extraction, Mention, Office, Span
from kb.resolution import weights as w
from kb.resolution.article import article_profile, dumps, loads
from kb.resolution.comparison import match_weight
from kb.resolution.profile import Profile

NAME = "Boubacar Keïta"


def person(text: str, title: str = "", status: str = "current") -> Profile:
    """The bearer of the name in an article, with an office if one is given."""
    article, at = Article(text), text.index(NAME)
    offices = (Office("o1", "e1", title, Span(0, 1), status=status),) if title else ()
    read = Extraction(
        article.id,
        "test",
        "1",
        entities=(Entity("e1", "person", NAME),),
        mentions=(Mention("m1", Span(at, at + len(NAME)), "name", "e1"),),
        offices=offices,
    )
    return loads(article.id, dumps(article_profile(article, read))).entities["e1"]


GOVERNOR = person(f"General {NAME}, the governor, flew in.", "governor of Gao region")


@pytest.mark.parametrize(
    "said",
    [
        f"A trader named {NAME}, no relation of the governor, lost a leg.",
        f"{NAME} of Ansongo, who is not related to the former governor, lost a leg.",
        f"{NAME}, 31 (no relation to Governor {NAME}), lost a leg.",
        f"{NAME} — not to be confused with the governor — lost a leg.",
        f"{NAME} is no relation of the former Malian governor of the same name.",
        f"{NAME} was not related to Mali's governor.",
    ],
)
def test_an_office_that_somebody_is_said_not_to_hold(said: str) -> None:
    """Whichever comes first, and though the names are the same."""
    trader = person(said)

    for pair in ((trader, GOVERNOR), (GOVERNOR, trader)):
        weight = match_weight(*pair)
        assert weight.bits < w.VETO
        assert "said to be another than the governor" in " ".join(weight.reasons)


@pytest.mark.parametrize(
    "said",
    [
        f"A trader named {NAME} lost a leg. There is no relation to the governor's visit.",
        f"{NAME}, no relation of the judge, lost a leg.",
        f"{NAME}, a relation of the governor, lost a leg.",
        f"{NAME}, no relation of the governor of the bank, lost a leg.",
    ],
)
def test_nothing_that_speaks_of_this_office(said: str) -> None:
    assert all(part.field != "unlike" for part in match_weight(person(said), GOVERNOR).parts)


def test_a_pronoun_tells_the_same() -> None:
    """ "He is no relation of the governor" says it of whom he stands for."""
    text = f"A court jailed {NAME}. He is no relation of the former governor of the same name."
    article, at = Article(text), text.index("He ")
    name = Mention("m1", Span(text.index(NAME), text.index(NAME) + len(NAME)), "name", "e1")
    read = Extraction(
        article.id,
        "test",
        "1",
        entities=(Entity("e1", "person", NAME),),
        mentions=(name, Mention("m2", Span(at, at + 2), "pronoun", "e1")),
    )

    assert article_profile(article, read).entities["e1"].unlike == {"governor"}


def test_a_former_governor_is_one_too() -> None:
    trader = person(f"{NAME}, no relation of the governor, lost a leg.")

    assert match_weight(trader, person(f"{NAME} was governor.", "governor", "former")).bits < w.VETO
