"""Offices over time, as the built-in reader takes them from texts: who "the mayor" is, and when that is not known."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.bootstrap import open_knowledge_base
from kb.service.articles.withdrawing import withdraw
from kb.service.curation.errors import EntityStateError
from kb.service.curation.identifying import identifying
from kb.service.identity.explaining import explain
from kb.service.identity.members import linked_members
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes

NAMED = """Title: Trams
Source: A
Date: 2025-03-02

Lviv mayor Andriy Sadovyi said on Sunday that trams would run again. Ukrainian Defence Minister Rustem Umerov visited
Lviv."""
MAYOR = """Title: Tram hits bus
Source: B
Date: 2025-03-04

The mayor of Lviv said on Monday that two people were injured when a tram hit a bus. The mayor thanked the firefighters.
"""
MINISTER = """Title: Shells
Source: C
Date: 2025-03-05

KYIV - Ukraine's defence minister said on Monday that the army needed more shells. The defence minister spoke after
talks in Kyiv with officials from Poland."""
OTHER = """Title: Council
Source: D
Date: 2025-03-06

Lviv mayor Ostap Hrytsenko said on Thursday that the council would meet. The council of Lviv elected him in February."""
LATER = """Title: Station
Source: E
Date: 2026-11-20

Transport Minister Andriy Sadovyi said on Friday that Lviv would get a new station. Sadovyi, a former mayor of Lviv,
spoke in Kyiv."""


BOATS = """Title: Boats
Source: F
Date: 2025-03-04

NAIROBI - Kenya's defence minister said on Tuesday that the country would buy six patrol boats. The minister signed the
contract in Mombasa."""
POSTS = """Title: Posts
Source: G
Date: 2025-03-05

LIMA - The defence minister of Peru visited border posts near Tumbes on Wednesday. The minister said that Peru would
send 300 more soldiers."""
BOTH = """Title: Both
Source: H
Date: 2025-03-06

NAIROBI - Defence Minister Achieng Odera of Kenya said on Thursday that the patrol boats would arrive in May. In Lima,
Peruvian Defence Minister Jorge Salcedo said that he had sent troops to Tumbes."""


def put(kb: KnowledgeBase, texts: Sequence[str]) -> list[str]:
    with kb.adder() as adder:
        return [adder.add(next(read_bytes(text.encode(), "test"))).article for text in texts]


def people(kb: KnowledgeBase) -> set[frozenset[str]]:
    """The persons, each as the titles of the articles that tell of it with the name."""
    entities, _ = linked_members(kb)
    with kb.catalog_connection() as connection:
        titles = dict(connection.execute("SELECT id, title FROM articles").fetchall())
        named = dict(connection.execute("SELECT id, label FROM entities WHERE type = 'person'").fetchall())
    return {
        frozenset({named[entity], *(titles[name.partition("#")[0]] for name in members)})
        for entity, members in entities.items()
        if entity in named
    }


def opened(folder: Path) -> KnowledgeBase:
    return open_knowledge_base(folder, load_settings({}, {}), create=True)


@pytest.mark.thorough
def test_the_mayor_is_who_holds_the_office_whatever_comes_first(tmp_path: Path) -> None:
    """The base knows one holder: before, or once it learns of one."""
    orders = ((NAMED, MAYOR, MINISTER), (MINISTER, MAYOR, NAMED), (MAYOR, NAMED, MINISTER))
    for number, order in enumerate(orders):
        with opened(tmp_path / str(number)) as kb:
            put(kb, order)
            assert people(kb) == {
                frozenset({"Andriy Sadovyi", "Trams", "Tram hits bus"}),
                frozenset({"Rustem Umerov", "Trams", "Shells"}),
            }


@pytest.mark.thorough
@pytest.mark.parametrize("order", [(NAMED, MAYOR, OTHER), (OTHER, NAMED, MAYOR), (MAYOR, OTHER, NAMED)])
def test_two_possible_holders_leave_it_open(tmp_path: Path, order: tuple[str, ...]) -> None:
    with opened(tmp_path) as kb:
        ids = dict(zip(order, put(kb, order), strict=True))

        assert people(kb) >= {frozenset({"mayor", "Tram hits bus"}), frozenset({"Ostap Hrytsenko", "Council"})}
        verdict = explain(kb, f"{ids[MAYOR]}#e1", "Andriy Sadovyi").verdict
        assert f"“Ostap Hrytsenko” of {ids[OTHER]}#" in verdict
        assert f"fits “mayor” of {ids[MAYOR]}#e1 as well" in verdict


@pytest.mark.parametrize("order", [(BOATS, POSTS, BOTH), (BOTH, POSTS, BOATS)])
def test_the_minister_of_two_countries_is_two(tmp_path: Path, order: tuple[str, ...]) -> None:
    """Each is who holds the office in that country, whatever comes first."""
    with opened(tmp_path) as kb:
        put(kb, order)
        found = people(kb)

    assert found == {frozenset({"Achieng Odera", "Boats", "Both"}), frozenset({"Jorge Salcedo", "Posts", "Both"})}


def test_why_and_what_becomes_of_it_when_the_article_that_named_him_leaves(tmp_path: Path) -> None:
    with opened(tmp_path) as kb:
        named, said = put(kb, (NAMED, MAYOR))
        why = explain(kb, f"{said}#e1", "Andriy Sadovyi")
        assert why.one
        assert [part.words for part in why.parts] == ["Andriy Sadovyi is called mayor on 2025-03-02, 2 days before"]

        withdraw(kb, named, "mistaken")

        assert people(kb) == {frozenset({"mayor", "Tram hits bus"})}


def test_the_same_person_with_another_office_later_stays_one(tmp_path: Path) -> None:
    with opened(tmp_path) as kb:
        put(kb, (NAMED, MAYOR, LATER))

        assert frozenset({"Andriy Sadovyi", "Trams", "Tram hits bus", "Station"}) in people(kb)


def test_who_holds_an_office_stays_a_person(tmp_path: Path) -> None:
    """Set to be a city, the graph would fail its shapes; the error names the office."""
    with opened(tmp_path / "home") as kb:
        put(kb, [NAMED])
        with identifying(kb, "person:ann") as deciding, pytest.raises(EntityStateError, match="holds an office, mayor"):
            deciding.set_type("Andriy Sadovyi", "city")
