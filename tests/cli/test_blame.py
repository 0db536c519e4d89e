"""`kb blame`: why a triple is in the graph."""

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture(scope="module")
def triple(filled: CommandLine) -> str:
    """A quad of an article's graph that is a claim with characters."""
    lines = filled("export", "-f", "nquads").out.splitlines()
    return next(line for line in lines if "/id/event-" in line and "#target>" in line and "graph/article-" in line)


def test_a_triple_is_told_with_article_characters_extractor_and_events(filled: CommandLine, triple: str) -> None:
    """As one finds it in an export."""
    done = filled("blame", triple)

    assert done.code == 0
    assert "Raid on Nordhaven (Wire" in done.out or "More dead after raid (Herald" in done.out
    assert "**Nordhaven Depot**" in done.out
    assert "read by  " in done.out
    why = done.out.split("\nwhy\n")[1]
    assert "article-added by person:" in why
    assert "extraction-recorded by extractor:" in why


def test_an_id_and_a_name_stand_for_all_that_is_said_of_them(filled: CommandLine, triple: str) -> None:
    """An event by its id, by its IRI, by ARTICLE#LOCAL; an entity by its name."""
    iri = triple.split(" ", maxsplit=1)[0]
    by_id, by_iri = (filled("blame", what, "--json") for what in (iri.strip("<>").rpartition("/")[2], iri))
    assert by_id.json == by_iri.json
    assert triple in {one["quad"] for one in by_id.json["triples"]}
    named = filled("blame", "Nordhaven Depot", "--json").json["triples"]
    assert any(one["graph"] == "registry" and one["triple"].endswith('rdfs:label "Nordhaven Depot"') for one in named)
    assert len(filled("blame", "Nordhaven Depot", "--json", "--limit", "2").json["triples"]) == 2
    assert filled("blame", "Nordhaven Depot", "--limit", "2").err == "The first 2 triples; --limit shows more.\n"
    assert filled("blame", "Nordhaven Depot", "--limit", "1").err == "The first triple; --limit shows more.\n"


def test_a_claim_stands_for_its_triple(filled: CommandLine, triple: str) -> None:
    """Whose reasons are the same."""
    one = filled("blame", triple, "--json").json["triples"][0]
    assert [one] == filled("blame", one["claim"], "--json").json["triples"]
    assert [one] == filled("blame", one["triple"], "--json").json["triples"]


def test_an_earlier_state_has_its_own_reasons(filled: CommandLine, triple: str) -> None:
    """What was not there yet is said to be missing, with the position."""
    last = filled("status", "--json").json["position"]
    assert filled("blame", triple, "--as-of", str(last)).out == filled("blame", triple).out
    early = filled("blame", triple, "--as-of", "2")
    assert early.code == 4
    assert "as of event 2" in early.err


@pytest.mark.parametrize(("what", "code"), [("kb:a kb:b kb:c", 4), ("kb:a kb:b 'x", 3), ("Nobody At All", 4)])
def test_what_cannot_be_blamed_is_said(filled: CommandLine, what: str, code: int) -> None:
    """With what to do."""
    done = filled("blame", what)
    assert done.code == code
    assert "hint:" in done.err


def test_a_figure_an_office_and_a_part_are_meant_by_themselves(filled: CommandLine) -> None:
    """The digits that lists print stand for the thing, not for what it belongs to; THING.FIELD for one part of it."""
    figure = filled("list", "figures", "--json").json[0]
    by_digits = filled("blame", figure["id"], "--json").json
    assert by_digits == filled("blame", f"figure-{figure['id']}", "--json").json
    assert all(one["triple"].startswith(f"id:figure-{figure['id']} ") for one in by_digits["triples"])

    event = next(one for one in filled("list", "events", "--json").json if one["participants"])
    for name in (
        f"event-{event['id']}",
        event["id"],
        f"id:event-{event['id']}",
        f"{event['article']}#{event['local']}",
    ):
        (found,) = filled("blame", f"{name}.type", "--json").json["triples"]
        assert found["triple"] == f"id:event-{event['id']} kb:eventType kbt:{event['type']}", name
    assert filled("blame", f"event-{event['id']}.nonsense").code == 4


def test_a_term_and_a_graph_are_named_by_their_prefix(filled: CommandLine) -> None:
    """As the triples are that it prints; and who leaves the prefix out is told to write it."""
    term = filled("blame", "kb:Event", "--limit", "1", "--json").json["triples"][0]
    assert term["triple"].startswith("kb:Event ")
    assert filled("blame", "graph:decisions", "--limit", "1", "--json").json["triples"][0]["graph"] == "decisions"
    event = f"event-{filled('list', 'events', '--json').json[0]['id']}"
    refused = filled("blame", f"{event} a kb:Event")
    assert refused.code == 3
    assert f"a thing has a prefix, id:{event}" in refused.err
