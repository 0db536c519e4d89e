"""Decisions on who is who: namesakes stay apart, agreeing names are linked, countries have one entity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.events import EntitiesKeptApart, EntitiesLinked
from kb.model import Entity, Extraction, Mention, Office, Span
from kb.model.identity import external_id, member_id
from kb.resolution import Known, blocking_keys, profiles, resolve


def article(name: str, entities: list[Entity], offices: list[Office] | None = None) -> Extraction:
    mentions = tuple(Mention(f"m{n}", Span(n, n + 1), "name", e.id) for n, e in enumerate(entities, 1))
    return Extraction(name, "test", "1", entities=tuple(entities), mentions=mentions, offices=tuple(offices or ()))


def known_from(*extractions: Extraction) -> dict[str, list[Known]]:
    index: dict[str, list[Known]] = {}
    for extraction in extractions:
        for local, profile in profiles(extraction).items():
            row = Known(member_id(extraction.article, local), profile)
            for key in blocking_keys(profile):
                index.setdefault(key, []).append(row)
    return index


def person(name: str, entity_id: str = "e1") -> Entity:
    return Entity(entity_id, "person", name)


def held(role: str, body: str, person_id: str = "e1") -> Office:
    return Office("o1", person_id, role, Span(0, 1), organisation=body)


def test_same_full_name_and_office_is_one_person() -> None:
    body = Entity("e2", "organisation", "Harbour Authority", country="NZ")
    first = article("a1", [person("Mere Tipene"), body], [held("chief executive", "e2")])
    second = article("a2", [person("Mere Tipene"), body], [held("chief executive", "e2")])

    decisions = [d for d in resolve(second, known_from(first)) if "a2#e1" in getattr(d, "members", ())]

    assert [type(d) for d in decisions] == [EntitiesLinked]
    assert decisions[0].entity == member_id("a1", "e1")
    assert any("mere tipene" in reason for reason in decisions[0].reasons)


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("goalkeeper", Entity("e2", "organisation", "Olympique Sud", country="FR")),
        ("finance minister", Entity("e2", "organisation", "Ministry of Finance", country="SN")),
    ],
)
def test_namesakes_with_other_offices_or_countries_stay_apart(role: str, body: Entity) -> None:
    judge = article(
        "a1",
        [person("Moussa Diallo"), Entity("e2", "organisation", "Tribunal of Bamako", country="ML")],
        [held("judge", "e2")],
    )
    other = article("a2", [person("Moussa Diallo"), body], [held(role, "e2")])

    decisions = resolve(other, known_from(judge))

    assert not [d for d in decisions if isinstance(d, EntitiesLinked)]
    apart = [d for d in decisions if isinstance(d, EntitiesKeptApart)]
    assert [set(d.entities) for d in apart] == [{member_id("a1", "e1"), member_id("a2", "e1")}]
    assert any("offices" in r or "countries" in r for r in apart[0].reasons)


def test_a_common_name_links_only_within_a_country() -> None:
    police = Entity("e1", "organisation", "police", country="KE")
    peer = article("a2", [Entity("e1", "organisation", "police", country="KE")])
    abroad = article("a3", [Entity("e1", "organisation", "police", country="PE")])
    nowhere = article("a4", [Entity("e1", "organisation", "police")])
    known = known_from(article("a1", [police]))

    assert [d.entity for d in resolve(peer, known) if isinstance(d, EntitiesLinked)] == [member_id("a1", "e1")]
    assert not [d for d in resolve(abroad, known) if isinstance(d, EntitiesLinked)]
    assert not [d for d in resolve(nowhere, known) if isinstance(d, EntitiesLinked)]


def test_a_country_has_one_entity_whatever_it_is_called() -> None:
    one = article("a1", [Entity("e1", "country", "Ivory Coast", country="CI")])
    two = article("a2", [Entity("e7", "country", "Côte d’Ivoire", country="CI")])

    entities = {d.entity for e in (one, two) for d in resolve(e, {}) if isinstance(d, EntitiesLinked)}

    assert entities == {external_id("iso3166:CI")}


def test_a_town_of_one_article_is_the_village_of_another_and_no_province() -> None:
    known = known_from(article("a1", [Entity("e1", "town", "Bir Salam")]))

    same = resolve(article("a2", [Entity("e1", "village", "Bir Salam")]), known)
    other = resolve(article("a3", [Entity("e1", "province", "Bir Salam")]), known)

    assert [d.entity for d in same if isinstance(d, EntitiesLinked)] == [member_id("a1", "e1")]
    assert not [d for d in other if isinstance(d, EntitiesLinked)]


def test_a_surname_alone_links_to_nobody() -> None:
    first = article("a1", [person("Ana Castillo")])
    second = article("a2", [person("Castillo")])

    assert not [d for d in resolve(second, known_from(first)) if isinstance(d, EntitiesLinked)]


def test_a_name_that_fits_two_known_persons_links_to_neither() -> None:
    known = known_from(article("a1", [person("Li Wei")]), article("a2", [person("Li Wei")]))

    decisions = resolve(article("a3", [person("Li Wei")]), known)

    assert not [d for d in decisions if isinstance(d, EntitiesLinked)]
    assert any("several known entities" in reason for d in decisions for reason in d.reasons)


NAMES = st.text(alphabet="abcdeé -’'.ABC", min_size=1, max_size=12)
TYPES = st.sampled_from(["person", "organisation", "country", "city", "group"])


@given(st.lists(st.tuples(NAMES, TYPES), max_size=6), st.lists(st.tuples(NAMES, TYPES), max_size=6))
def test_a_known_entity_takes_at_most_one_of_an_article(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    one = article("a1", [Entity(f"e{n}", kind, name) for n, (name, kind) in enumerate(first, 1)])
    two = article("a2", [Entity(f"e{n}", kind, name) for n, (name, kind) in enumerate(second, 1)])

    linked = [d for d in resolve(two, known_from(one)) if isinstance(d, EntitiesLinked)]

    assert len({d.entity for d in linked}) == len(linked)
    assert resolve(two, known_from(one)) == resolve(two, known_from(one))
