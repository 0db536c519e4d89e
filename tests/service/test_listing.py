"""Curated lists: articles are linked to them, versions, withdrawal, namesakes, ids that clash."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from kb.events import EntitiesLinked, ListAdded
from kb.language.gazetteer import Gazetteer
from kb.model import Article, Entity, Extraction, Mention, Office, Span
from kb.model.listing import listing_id
from kb.projections.catalog.records import EntityRecord
from kb.projections.verify import verify
from kb.service.curation.parting import parting
from kb.service.curation.undoing import undoing
from kb.service.curation.whom import entity_id
from kb.service.elsewhere.external_ids import TakenExternalIdError, external_ids
from kb.service.history.blaming import blame
from kb.service.history.differing import differing
from kb.service.identity.explaining import explain
from kb.service.identity.matching import Query, candidates
from kb.service.knowledge_base import KnowledgeBase
from kb.service.lists.ids import KnownIds
from kb.service.lists.listing import ListChange, NoSuchListError, TakenIdError, add_list, lists, withdraw_list
from kb.sources import read_bytes
from kb.sources.lists import BadListError, read_list
from tests.service.conftest import Open
from tests.service.stand_in import StandIn

_OFFICE = re.compile(
    r"(?P<title>[A-Z][a-z]+) (?P<name>[A-Z]\w+ [A-Z]\w+)(?: of (?P<body>[A-Z]\w+(?: [A-Z]\w+)*))?"
    r"(?: \((?P<country>[A-Z]{2})\))? spoke"
)
HEAD = "id,type,name,aliases,country,office,office_organisation,since,until\n"
ADA = "wikidata:Q7,person,Ada Lund,A. M. Lund,NO,minister,Ports Ministry,2021,\n"
MINISTRY = "x:1,office,Ports Ministry,MoP,NO,,,,\n"


class People(StandIn):
    """Reads "Minister Ada Lund of Ports Ministry (NO) spoke"."""

    def extract(self, article: Article) -> Extraction:
        """Return the people and bodies of such sentences."""
        entities, offices, mentions = [], [], []
        for match in _OFFICE.finditer(article.text):
            person, code = f"e{len(entities) + 1}", match["country"] or ""
            entities.append(Entity(person, "person", match["name"]))
            mentions.append(Mention(f"m{len(mentions) + 1}", Span(*match.span("name")), "name", person))
            body = ""
            if match["body"]:
                body = f"e{len(entities) + 1}"
                entities.append(Entity(body, "office", match["body"], country=code))
                mentions.append(Mention(f"m{len(mentions) + 1}", Span(*match.span("body")), "name", body))
            title = match["title"].lower()
            offices.append(Office(f"o{len(offices) + 1}", person, title, Span(*match.span("title")), organisation=body))
        return Extraction(
            article.id,
            self.name,
            self.version,
            mentions=tuple(mentions),
            entities=tuple(entities),
            offices=tuple(offices),
        )


@pytest.fixture
def reader() -> StandIn:
    """The reader of these tests."""
    return People()


def put(kb: KnowledgeBase, sentence: str, number: int = 1) -> str:
    text = f"Title: Story {number}\nSource: Paper {number}\nDate: 2025-03-0{number}\n\n{sentence} for long about it.\n"
    with kb.adder() as adder:
        return adder.add(next(read_bytes(text.encode(), "test"))).article


def take(kb: KnowledgeBase, rows: str, name: str = "officials", head: str = HEAD, **how: bool) -> ListChange:
    data = (head + rows).encode()
    read = read_list(data, f"{name}.csv")
    return add_list(kb, read, name, form="csv", origin=f"{name}.csv", sha256=hashlib.sha256(data).hexdigest(), **how)


def record(kb: KnowledgeBase, name: str) -> EntityRecord:
    with kb.at(None) as moment:
        return moment.catalog.get_entity(moment.entity_id(name))


def called(kb: KnowledgeBase, name: str) -> list[str]:
    with kb.at(None) as moment:
        return [one.id for one in moment.catalog.entities_named(name)]


def articles(kb: KnowledgeBase) -> int:
    with kb.at(None) as moment:
        return moment.catalog.list_articles().total


def graph(kb: KnowledgeBase) -> set[str]:
    """All quads but the account of decisions, which tells of every event."""
    with kb.at(None) as moment:
        return {str(quad) for quad in moment.store() if "graph/decisions" not in str(quad.graph_name)}


def ask(kb: KnowledgeBase, query: str) -> list[tuple[str, ...]]:
    prefix = "PREFIX kb: <https://w3id.org/newskb#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    with kb.at(None) as moment:
        rows = moment.store().query(prefix + query, use_default_graph_as_union=True)
        return [tuple(str(value.value) for value in row) for row in rows]


def holds(kb: KnowledgeBase) -> None:
    """A replay gives the same graph and tables, and no triple stands in two graphs: the union would match it twice."""
    verify(kb.home, kb.log).check()
    with kb.at(None) as moment:
        triples = Counter((quad.subject, quad.predicate, quad.object) for quad in moment.store())
    assert [triple for triple, often in triples.items() if often > 1] == []


@pytest.mark.parametrize("first", ["list", "article"])
def test_articles_are_linked_to_a_list_whichever_came_first(kb: KnowledgeBase, first: str) -> None:
    """The person by name and office, the ministry by name and country; the decision says why."""
    sentence = "Minister Ada Lund of Ports Ministry (NO) spoke"
    if first == "list":
        take(kb, ADA + MINISTRY)
        put(kb, sentence)
    else:
        put(kb, sentence)
        assert take(kb, ADA + MINISTRY).linked >= 2
    found = record(kb, "Ada Lund")
    assert (found.external, found.articles, found.country) == (("wikidata:Q7",), 1, "NO")
    assert set(found.aliases) == {"A. M. Lund"}
    assert record(kb, "Ports Ministry").external == ("x:1",)
    linked = [one.event for one in kb.log.read(types=[EntitiesLinked.TYPE])]
    reasons = [reason for event in linked if isinstance(event, EntitiesLinked) for reason in event.reasons]
    assert any("office “minister” of the same body" in reason for reason in reasons)
    holds(kb)


def test_a_namesake_is_not_pulled_in(kb: KnowledgeBase) -> None:
    """Another office, or nothing but the name: an entity of its own, and the reason is in the log."""
    take(kb, ADA)
    put(kb, "Goalkeeper Ada Lund of Tovue Rovers (FR) spoke", 1)
    assert len(called(kb, "Ada Lund")) == 2
    pair = called(kb, "Ada Lund")
    found = explain(kb, f"entity-{pair[0]}", f"entity-{pair[1]}")
    assert not found.one
    assert {part.field for part in found.parts if part.bits < 0} >= {"country", "office"}
    holds(kb)


def test_two_namesakes_of_a_list_leave_it_to_a_person(kb: KnowledgeBase) -> None:
    """Which one is meant nobody can tell."""
    rows = "x:1,person,Ada Lund,,NO,minister,,,\nx:2,person,Ada Lund,,NO,minister,,,\n"
    take(kb, rows)
    put(kb, "Minister Ada Lund spoke")
    assert len(called(kb, "Ada Lund")) == 3


def test_every_triple_of_a_list_stands_in_the_graph_of_its_row(kb: KnowledgeBase) -> None:
    """Which names list and line."""
    take(kb, ADA + MINISTRY)
    rows = ask(
        kb,
        "SELECT ?line ?list ?title ?name WHERE { GRAPH ?g { ?p kb:holder ?e ; kb:roleTitle ?title ; kb:listing ?l . "
        "?l kb:lists ?e ; kb:line ?line ; kb:list ?list ; skos:prefLabel ?name } "
        "?e skos:exactMatch <http://www.wikidata.org/entity/Q7> }",
    )
    assert rows == [("2", f"{kb.base_iri}id/list-officials", "minister", "Ada Lund")]
    assert not ask(kb, "SELECT ?a WHERE { GRAPH ?g { ?a a kb:Article } }")
    assert articles(kb) == 0


def test_the_same_list_again_changes_nothing_and_a_new_version_only_its_difference(kb: KnowledgeBase) -> None:
    """Rows that stay keep their ids and links; one that is gone leaves no residue."""
    put(kb, "Minister Ada Lund of Ports Ministry (NO) spoke")
    take(kb, ADA + MINISTRY)
    before = kb.log.position()
    again = take(kb, ADA + MINISTRY)
    assert (again.position, again.kept, kb.log.position()) == (0, 2, before)
    ada = kb.entity_id("Ada Lund")
    dry = take(kb, MINISTRY.replace("MoP", "Harbour Office") + "x:9,person,New One,,SE,,,,\n", dry_run=True)
    assert (dry.added, dry.changed, dry.removed, kb.log.position()) == (1, 1, 1, before)
    done = take(kb, MINISTRY.replace("MoP", "Harbour Office") + "x:9,person,New One,,SE,,,,\n")
    assert (done.added, done.changed, done.removed, done.kept) == (1, 1, 1, 0)
    assert kb.entity_id("Ada Lund") == ada
    assert record(kb, "Ada Lund").external == ()
    assert record(kb, "Ports Ministry").aliases == ("Harbour Office",)
    holds(kb)
    with kb.at(before) as moment:
        assert moment.catalog.get_entity(ada).external == ("wikidata:Q7",)


def test_a_list_is_withdrawn_undone_and_done_again(kb: KnowledgeBase) -> None:
    """Each leaves exactly what there was."""
    put(kb, "Minister Ada Lund of Ports Ministry (NO) spoke")
    bare = graph(kb)
    taken = take(kb, ADA + MINISTRY)
    listed = graph(kb)
    with undoing(kb) as undoer:
        undoer.undo(taken.position)
    assert graph(kb) == bare
    with undoing(kb) as undoer:
        undoer.redo(taken.position)
    assert graph(kb) == listed
    out = withdraw_list(kb, "officials", "superseded")
    assert record(kb, "Ada Lund").external == ()
    with pytest.raises(NoSuchListError):
        withdraw_list(kb, "officials", "again")
    with undoing(kb) as undoer:
        undoer.undo(out.position)
    assert graph(kb) == listed
    holds(kb)


def test_bad_rows_keep_the_list_out_or_are_left_out_by_name(kb: KnowledgeBase) -> None:
    """Nothing is recorded of a list that is refused."""
    before = kb.log.position()
    with pytest.raises(BadListError, match="line 3: it has no name"):
        take(kb, ADA + "x:2,person,,,,,,,\n")
    assert kb.log.position() == before
    done = take(kb, ADA + "x:2,person,,,,,,,\n", skip_bad=True)
    assert [str(one) for one in done.bad] == ["line 3: it has no name"]
    event = next(one.event for one in kb.log.read(types=[ListAdded.TYPE]))
    assert isinstance(event, ListAdded)
    assert event.left_out == ("line 3: it has no name",)


def test_a_list_of_bad_rows_alone_is_not_told_to_leave_them_out(kb: KnowledgeBase) -> None:
    before = kb.log.position()
    with pytest.raises(BadListError) as said:
        take(kb, "wikidata:Q5,person,,,,,,,\n", skip_bad=True)

    assert "--skip-bad" not in str(said.value.hint)
    assert kb.log.position() == before


def test_an_id_that_two_entities_have_is_an_error(kb: KnowledgeBase) -> None:
    """A row whose ids belong to two; a person's id that a list has; a list's id that a person gives to another."""
    put(kb, "Minister Ada Lund spoke and Mayor Bea Holm spoke")
    with external_ids(kb) as ids:
        ids.set_id("Ada Lund", "wikidata:Q7")
        ids.set_id("Bea Holm", "viaf:12")
    with pytest.raises(TakenIdError, match="its ids are of 2 entities"):
        take(kb, "wikidata:Q7,person,Ada Lund,viaf:12\n", head="id,type,name,ids\n")
    ada = kb.entity_id("Ada Lund")
    with pytest.raises(TakenIdError, match=r"it is a city, and wikidata:Q7 is entity-.* a person"):
        take(kb, "wikidata:Q7,city,Ada Lund\n", head="id,type,name\n")
    take(kb, "wikidata:Q7,person,Adelaide Lunde,x:3\n", head="id,type,name,ids\n")
    assert kb.entity_id("Adelaide Lunde") == ada  # by its id, whatever it is called
    with external_ids(kb) as ids, pytest.raises(TakenExternalIdError):
        ids.set_id("Bea Holm", "x:3")
    holds(kb)


def test_two_lists_meet_by_their_ids(kb: KnowledgeBase) -> None:
    """And `lists` says how many of each articles name."""
    take(kb, ADA)
    take(kb, "ftm:NK-1,person,Lund Ada,wikidata:Q7\n", name="ftm", head="id,type,name,ids\n")
    assert set(record(kb, "Ada Lund").external) == {"wikidata:Q7", "ftm:NK-1"}
    put(kb, "Minister Ada Lund of Ports Ministry (NO) spoke")
    with kb.at(None) as moment, moment.connection() as connection:
        assert [(one.name, one.entries, one.named) for one in lists(connection, kb.log)] == [
            ("ftm", 1, 1),
            ("officials", 1, 1),
        ]
    withdraw_list(kb, "officials", "gone")
    assert set(record(kb, "Lund Ada").external) == {"wikidata:Q7", "ftm:NK-1"}
    holds(kb)


def test_who_an_id_alone_makes_one_is_told(kb: KnowledgeBase) -> None:
    """A mistyped id joins two that share no name: they are one, and who adds the list is told with line and id."""
    take(kb, ADA)
    done = take(kb, "wikidata:Q7,person,Boris Kovac,HR\n", name="two", head="id,type,name,country\n")
    (note,) = done.notes
    assert note.startswith("line 2: Boris Kovac is one with Ada Lund (entity-")
    assert "wikidata:Q7" in note
    assert take(kb, "wikidata:Q7,person,Boris Kovac,HR\n", name="two", head="id,type,name,country\n").notes == ()
    for other, name in (("Lund Ada", "three"), ("A. M. Lund", "four")):  # another order, and an alias
        assert take(kb, f"wikidata:Q7,person,{other},NO\n", name=name, head="id,type,name,country\n").notes == ()


def test_an_article_that_leaves_takes_its_link_along(kb: KnowledgeBase, opened: Open, tmp_path: Path) -> None:
    """The row stays."""
    from kb.service.articles.withdrawing import withdraw

    article = put(kb, "Minister Ada Lund of Ports Ministry (NO) spoke")
    take(kb, ADA)
    withdraw(kb, article, "test")
    found = record(kb, "Ada Lund")
    assert (found.articles, found.external) == (0, ("wikidata:Q7",))
    holds(kb)


def test_two_lists_without_an_id_in_common_need_more_than_name_and_country(kb: KnowledgeBase) -> None:
    """Namesakes of two lists stay two; with the office as well they are one."""
    take(kb, "x:1,person,Ada Lund,,NO,,,,\n")
    take(kb, "y:1,person,Ada Lund,,NO,,,,\n", name="other")
    assert len(called(kb, "Ada Lund")) == 2
    take(kb, "z:1,person,Bea Holm,,NO,minister,Ports Ministry,,\n", name="third")
    take(kb, "w:1,person,Bea Holm,,NO,minister,Ports Ministry,,\n", name="fourth")
    assert len(called(kb, "Bea Holm")) == 1
    holds(kb)


def test_a_place_gets_the_id_by_which_articles_know_it(kb: KnowledgeBase) -> None:
    """From the gazetteer, where nothing contradicts it."""
    head = "id,type,name,country,latitude,longitude\n"
    rows = "x:1,city,Bergen,NO,60.39,5.32\nx:2,city,Bergen,NO,10.0,10.0\nx:3,city,Bergen,,,\n"
    read = read_list((head + rows).encode(), "places.csv")
    with kb.writing() as projections:
        found, bad = KnownIds(projections.catalog, Gazetteer()).checked("places", read.entries)
    assert [one.ids for one in found] == [("geonames:3161732",), (), ()]
    assert bad == ()


def test_a_person_parts_a_row_from_an_entity_and_it_stays_apart(kb: KnowledgeBase) -> None:
    """Moved, or exploded; a new version of the list does not join them again."""
    put(kb, "Minister Ada Lund of Ports Ministry (NO) spoke")
    take(kb, ADA)
    ada = record(kb, "Ada Lund").id
    listing = listing_id("officials", "wikidata:Q7")
    with parting(kb) as parter:
        done = parter.move(f"{listing}#e1", "itself", "a namesake")
    assert "listing-" in done.said
    assert len(called(kb, "Ada Lund")) == 2
    take(kb, ADA.replace("2021", "2022"))
    assert len(called(kb, "Ada Lund")) == 2
    holds(kb)
    with undoing(kb) as undoer:
        undoer.undo(done.position)
    assert record(kb, "Ada Lund").id == ada
    holds(kb)


def test_blame_and_diff_name_the_row(kb: KnowledgeBase) -> None:
    """The event that brought the list, and the listing as what changed."""
    before = kb.log.position()
    taken = take(kb, ADA)
    found = blame(kb, "Ada Lund")
    assert {one.triple.split()[1] for one in found} >= {"rdf:type", "rdfs:label", "kb:country"}
    assert {event.position for one in found for event in one.events} == {taken.position}
    listing = listing_id("officials", "wikidata:Q7")
    with differing(kb, before) as found_diff:
        groups = {group.id: group.label for group in found_diff.groups()}
    assert groups[f"listing-{listing}"] == "Ada Lund, officials, line 2"


def test_the_id_of_a_row_finds_it_and_is_the_same_or_another(kb: KnowledgeBase) -> None:
    """By any form of it; asked for beside another name it decides, and an id that is almost the same is another."""
    take(kb, ADA.replace("Q7", "Q123456789") + "wikidata:Q8,person,Ada Lund,,SE,baker,,,\n")
    ada = record(kb, "wikidata:Q123456789")
    page = "https://www.wikidata.org/wiki/Q123456789"

    assert (record(kb, page).id, ada.country) == (ada.id, "NO")
    with kb.at(None) as moment:
        assert entity_id(moment.catalog, "http://localhost:8000/", page) == ada.id
        found = [
            [(one.entity.id == ada.id, one.score, one.match) for one in candidates(moment.catalog, query)]
            for query in (
                Query("wikidata:Q123456789"),
                Query("Zyglomat", properties={"wikidata": ["Q123456789"]}),
                Query("Zyglomat", properties={"wikidata": [page]}),
                Query("Zyglomat", properties={"wikidata": ["wikidata:Q123456789"]}),
                Query("Ada Lund", properties={"identifier": [page]}),
                Query("Ada Lund", ["Person"], properties={"wikidata": ["Q123456788"], "country": ["NO"]}),
            )
        ]
    assert found[:4] == [[(True, 100.0, True)]] * 4
    assert found[4][0] == (True, 100.0, True)
    assert not any(match for _, _, match in found[5])
    assert found[5][0][1] < 90
