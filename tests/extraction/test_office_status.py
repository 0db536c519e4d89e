"""Whether an office is held or was, by the words beside it."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Former captain Musa Ojo, now general manager of Osk Stars, said he was glad.",
            {("captain", "former"), ("general manager", "current")},
        ),
        ("Ana Lund, now a former minister, said no.", {("minister", "former")}),
        ("The firm paid in 2009. Its chief executive at the time, Ana Lund, said no.", {("chief executive", "former")}),
        ("Ana Lund, the finance minister at that time, said no.", {("finance minister", "former")}),
        ("Ana Lund, the finance minister, was in Osk at the time.", {("finance minister", "current")}),
    ],
)
def test_now_and_then_say_whether_an_office_is_held(text: str, expected: set[tuple[str, str]]) -> None:
    found = create().extract(Article(text, published="2026-10-09"))

    assert {(o.role, o.status) for o in found.offices} == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("will take office on 1 December", "elect"),
        ("is due to join in May", "elect"),
        ("said the plan stood", "current"),
    ],
)
def test_a_successor_who_has_not_begun_is_elect(told: str, expected: str) -> None:
    text = f"Osk Ales's former chief executive, Ali Baqali, resigned in May; his successor, Helen Marsh, {told}."
    found = create().extract(Article(text, published="2026-10-09"))
    (marsh,) = (e.id for e in found.entities if e.name == "Helen Marsh")

    assert {(o.role, o.status) for o in found.offices if o.person == marsh} == {("chief executive", expected)}


@pytest.mark.parametrize(
    ("text", "role", "status"),
    [
        (
            "Osk Ales said Chief Executive Officer Ingrid Lund will step down in May.",
            "Chief Executive Officer",
            "current",
        ),
        ("Osk Ales said former Chief Executive Ingrid Lund will retire.", "Chief Executive", "former"),
        ("Juan Paz was replaced by Finance Secretary Ingrid Lund.", "Finance Secretary", "current"),
        ("Juan Paz was succeeded by former Finance Secretary Ingrid Lund.", "Finance Secretary", "former"),
        ("Vice-Chancellor Prof Meera Iyer said 600 students passed.", "Vice-Chancellor", "current"),
        ("Assistant Prof Meera Iyer said 600 students passed.", "Assistant Prof", "current"),
    ],
)
def test_who_is_to_leave_holds_the_office_and_a_style_is_no_part_of_it(text: str, role: str, status: str) -> None:
    found = create().extract(Article(text, published="2026-10-09"))

    assert [(o.role, o.status) for o in found.offices] == [(role, status)]


def test_the_opposition_is_no_body_of_a_lawmaker_whose_party_is_told() -> None:
    found = create().extract(Article("Opposition lawmaker Artur Lis of the Farmers Union said it was late."))
    names = {entity.id: entity.name for entity in found.entities}

    assert [names.get(o.organisation) for o in found.offices] == ["Farmers Union"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Through a spokeswoman, Dante Ocampo said that he was ill.", False),
        ("The mayor's spokeswoman, Ana Ocampo, said that he was ill.", True),
    ],
)
def test_through_whom_somebody_speaks_is_somebody_else(text: str, held: bool) -> None:
    found = create().extract(Article(text))
    holders = {e.name for e in found.entities for o in found.offices if o.person == e.id and e.named}

    assert bool(holders) is held


@pytest.mark.parametrize(
    ("text", "role", "holder"),
    [
        ("Ben Roy stepped down as chief executive of Osk Ales on Friday but remains chairman.", "chairman", "Ben Roy"),
        (
            "Eva Bell quit Osk Ales on Friday. Chief risk officer Ben Roy will be acting chief executive.",
            "Chief risk officer",
            "Ben Roy",
        ),
    ],
)
def test_who_remains_and_who_will_act_is_in_office(text: str, role: str, holder: str) -> None:
    found = create().extract(Article(text, published="2026-10-09"))
    names = {e.id: e.name for e in found.entities}

    assert {o.status for o in found.offices if (o.role, names[o.person]) == (role, holder)} == {"current"}


@pytest.mark.parametrize(
    ("told", "town"),
    [("called on lawmakers in Lyon to act", "Toledo"), ("of Lyon called on lawmakers to act", "Lyon")],
)
def test_those_whom_a_mayor_calls_on_sit_elsewhere(told: str, town: str) -> None:
    text = f"TOLEDO, Ohio (AP) — Shops in Toledo reopened on Monday. Mayor Wade Lind {told}."
    found = create().extract(Article(text, published="2026-10-09"))
    names = {entity.id: entity.name for entity in found.entities}

    assert [(o.role, names.get(o.organisation or o.place)) for o in found.offices] == [("Mayor", town)]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("The finance minister, Surya Gurung, is acting home minister", "current"),
        ("The former finance minister, Surya Gurung, is acting home minister", "former"),
    ],
)
def test_who_is_something_besides_still_holds_the_office(told: str, status: str) -> None:
    text = f"Home Minister Lokendra Basnet resigned in April and has not been replaced. {told}."
    found = create().extract(Article(text, published="2026-07-24"))

    assert [o.status for o in found.offices if o.role == "finance minister"] == [status]


@pytest.mark.parametrize(("told", "status"), [("is in hospital", "former"), ("is on trial", "former")])
def test_who_only_is_somewhere_need_not_hold_the_office(told: str, status: str) -> None:
    rows: list[Row] = [
        ("mention", "person", "Paz", {"kind": "name", "type": "person"}),
        ("office", "office", "mayor", {"status": "former"}),
    ]
    found = extraction(f"The ousted mayor, Paz, {told}.", rows, [("holder", "mayor", "Paz")])

    assert [o.status for o in found.offices] == [status]


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("head of Brazil for the US card firm Stripewell", "Stripewell"),
        ("ambassador of Brazil for six years", "Brazil"),
        ("president of Brazil for the US card firm Stripewell", "Brazil"),
    ],
)
def test_a_firms_head_of_a_country_is_no_head_of_state(role: str, body: str) -> None:
    text = f"Debora Naka left Stripewell on Monday; she was replaced by Paulo Kruger, previously {role}."
    found = create().extract(Article(text, published="2026-08-27"))
    name = {e.id: e.name for e in found.entities} | {"BR": "Brazil"}
    held = [o for o in found.offices if name[o.person] == "Paulo Kruger"]

    assert [name.get(o.organisation or o.country or o.place) for o in held] == [body]


def test_a_director_of_public_prosecutions_is_of_no_body_of_that_name() -> None:
    text = "The Director of Public Prosecutions, Kwame Ward, rejected the plan on Monday."
    found = create().extract(Article(text, published="2026-08-27"))

    assert [(o.role, o.organisation) for o in found.offices] == [("Director of Public Prosecutions", "")]
    assert [e.name for e in found.entities if e.named] == ["Kwame Ward"]


@pytest.mark.parametrize(
    ("told", "persons"),
    [
        ("Nilda Tavares, 49, a doctor and the mayor of Mindelo, told supporters", {"Nilda Tavares"}),
        ("Nilda Tavares, a doctor and the mayor of Mindelo, told supporters", {"Nilda Tavares"}),
        ("Nilda Tavares, a doctor, and the mayor of Mindelo told supporters", {"Nilda Tavares", "mayor"}),
        ("The head of the Osk Mission, former Ghanaian vice president Kwesi Paz, said", {"Kwesi Paz"}),
    ],
)
def test_two_descriptions_behind_one_name_are_of_one_person(told: str, persons: set[str]) -> None:
    found = create().extract(Article(f"{told} that the vote was fair.", published="2026-10-19"))

    assert {e.name for e in found.entities if e.type == "person"} == persons


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ("Takahashi headed the winner.", []),
        ("Takahashi headed the agency.", ["head"]),
    ],
)
def test_who_heads_a_ball_is_head_of_nothing(told: str, held: list[str]) -> None:
    rows = [("mention", "person", "Takahashi", {"kind": "name", "type": "person"}), ("office", "office", "headed")]
    found = extraction(told, rows, [("holder", "headed", "Takahashi")])

    assert [o.role for o in found.offices] == held
