"""The public KnowledgeBase: what scripts open, read, add to and decide in."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars
import pytest

import kb as package
from kb import KnowledgeBase
from kb.errors import ConflictError, InputError, KbError, NotFoundError, QueryRefusedError
from kb.scripting import lists
from kb.scripting.asking import OtherKindError
from kb.scripting.knowledge_base import NotAllAddedError
from kb.service.answering.errors import NotUnderstoodError
from kb.service.curation.whom import named_types


def test_importing_the_package_imports_nothing_else() -> None:
    """A program that imports kb pays for the rest when it opens something."""
    told = "import kb, sys; print([name for name in sys.modules if name.startswith('kb.')])"
    command = [sys.executable, "-S", "-c", told]  # -S: without the packages that are installed
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_root())
    assert done.stdout.strip() == "[]"
    assert "KnowledgeBase" in dir(package)
    with pytest.raises(AttributeError, match="Knowledge"):
        _ = package.Knowledge  # type: ignore[attr-defined]


def test_a_home_that_is_not_there_is_an_error_until_it_is_to_be_made(tmp_path: Path) -> None:
    """Nothing is made by a misspelt path; the traceback says what to do."""
    with pytest.raises(NotFoundError) as caught:
        KnowledgeBase(tmp_path / "none")
    assert caught.value.hint in caught.value.__notes__
    assert not (tmp_path / "none").exists()
    with pytest.raises(InputError, match="query_tmeout"):
        KnowledgeBase(tmp_path / "none", create=True, query_tmeout=3)


def test_a_type_is_asked_for_with_all_below_it(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """As over HTTP and on the command line, unless it is to be that very type."""
    assert {"attack", "ambush"} <= set(named_types("attacks"))
    assert (named_types("attack", subtypes=False), named_types("")) == (("attack",), ())
    assert named_types("flood, attack", subtypes=False) == ("flood", "attack")
    with pytest.raises(InputError, match="'atack'"):
        named_types("flood,atack")
    below = {True: ("ambush", "attack"), False: ("ambush",)}
    monkeypatch.setattr(lists, "named_types", lambda given, subtypes: below[subtypes])
    assert (len(kb.events(type="x")), len(kb.events(type="x", subtypes=False))) == (2, 0)


def test_figures_and_offices_are_filtered_and_ordered(kb: KnowledgeBase) -> None:
    """As over HTTP and on the command line."""
    figures = kb.figures(type="attack", sort="-value")
    assert [one.value for one in figures] == sorted((one.value for one in kb.figures(type="attack")), reverse=True)
    assert figures.rows()[0]["event"] in {f"event-{one.id}" for one in kb.events(type="attack")}
    assert all(one.value >= 5 for one in kb.figures(least=5))
    assert not kb.offices(title="mayor", status="former", min_confidence=0.5, sort="since")
    assert kb.entities(sort="label").rows() == sorted(kb.entities().rows(), key=lambda row: row["label"].lower())
    for wrong in ({"type": "atack"}, {"sort": "size"}, {"happening": "happening-none"}, {"min_confidence": 2}):
        with pytest.raises(KbError):
            kb.figures(**wrong)
    with pytest.raises(InputError, match="status"):
        kb.offices(status="chief")


def test_lists_are_records_rows_and_frames(kb: KnowledgeBase) -> None:
    """The same events by each way; a list that was cut says of how many."""
    events = kb.events(type="attack")
    assert [event.label for event in events]
    assert events.total == len(events) == 2
    assert list(events.to_pandas()["id"]) == [row["id"] for row in events.rows()]
    frame = events.to_polars()
    assert frame["actors"].to_list() == [["Blue Column"]] * 2
    assert frame.schema["start"] == polars.Int64
    assert len(kb.entities(limit=1)) == 1
    assert kb.entities(limit=1).total == kb.entities().total > 1
    assert len(kb.entities(limit=0)) == 0
    assert [article.source for article in kb.articles(since=date(2024, 5, 2))] == ["Herald"]
    assert [one.speakers[0].label for one in kb.statements(speaker="Ada Lund")] == ["Ada Lund"]
    assert len(kb.events(actor="Blue Column", source="Herald")) == 1
    assert len(kb.events(min_confidence=0.99)) <= 2
    assert len(kb.events(happening=events[0].happening)) == 2
    assert len(kb.statements(since=date(2024, 5, 2))) == 0
    assert isinstance(events[:1], type(events))
    assert len(events[:1]) == 1


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("events", {"type": "atack"}),
        ("events", {"reality": "perhaps"}),
        ("entities", {"type": "persn"}),
        ("statements", {"mode": "spoken"}),
        ("articles", {"since": "last week"}),
        ("articles", {"limit": -1}),
        ("decisions", {"state": "good"}),
        ("contradictions", {"kind": "nonsense"}),
    ],
)
def test_a_filter_that_nothing_can_pass_is_an_error(kb: KnowledgeBase, call: str, value: dict[str, object]) -> None:
    """An empty list would look like an answer."""
    with pytest.raises(InputError):
        getattr(kb, call)(**value)


def test_things_lead_to_the_words_that_they_rest_on(kb: KnowledgeBase) -> None:
    """Every quote of a page stands where it says, in the article's own text."""
    event = kb.event(f"event-{kb.events()[0].id}")
    quotes = list(event.quotes)
    assert quotes
    for quote in quotes:
        text = kb.article(f"article-{quote.article}").text
        assert " ".join(text[quote.start : quote.end].split()) == quote.words
    assert kb.show(event.iri).id == event.id
    assert event.facts.rows()[0]["section"]
    with pytest.raises(OtherKindError) as caught:
        kb.article("Ada Lund")
    assert caught.value.found.startswith("entity-")
    with pytest.raises(NotFoundError):
        kb.entity("Nobody Anywhere")


@pytest.mark.thorough
def test_sparql_answers_are_python_values(kb: KnowledgeBase) -> None:
    """Each datatype becomes what Python has for it; what it has nothing for stays text."""
    answer = kb.query(
        'SELECT * { VALUES (?i ?d ?f ?b ?day ?month ?lang ?none) { (12 1.50 1e0 true "2024-05-31"^^xsd:date '
        '"2024-05"^^xsd:gYearMonth "Straße"@de UNDEF) } BIND("99999-01-01T00:00:00"^^xsd:dateTime AS ?far) }'
    )
    row = dict(answer[0])
    assert row == {
        "i": 12, "d": row["d"], "f": 1.0, "b": True, "day": date(2024, 5, 31), "month": "2024-05", "lang": "Straße",
        "none": None, "far": "99999-01-01T00:00:00",
    }  # fmt: skip
    assert str(row["d"]) == "1.5"
    assert type(row["b"]) is bool
    assert answer.json()["results"]["bindings"][0]["lang"]["xml:lang"] == "de"
    assert kb.query("ASK { ?e a kb:Event }")
    assert not kb.query("ASK { ?e a kb:Evnt }")
    assert "kb:Evnt" in kb.query("ASK { ?e a kb:Evnt }").warnings[0]
    asked = kb.query("ASK { ?e a kb:Evnt }")
    assert asked.to_pandas().to_dict("list") == asked.to_polars().to_dict(as_series=False) == {"boolean": [False]}
    triples = kb.query("CONSTRUCT { ?e rdfs:label ?l } WHERE { ?e a kb:Event ; rdfs:label ?l }")
    assert len(triples.graph()) == len(triples) == 2
    with pytest.raises(InputError, match="CONSTRUCT"):
        kb.query("SELECT * { ?s a kb:Event }").graph()
    with pytest.raises(QueryRefusedError):
        kb.query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_saved_queries_are_run_by_name(kb: KnowledgeBase) -> None:
    """With parameters as Python values; what is wrong with one is said."""
    assert "toll-history" in {one.name for one in kb.saved_queries()}
    tolls = kb.run("toll-history", counts="killed", limit=10)
    assert [row["value"] for row in tolls] == [5, 7]
    assert "killed" in tolls.sparql
    with pytest.raises(KbError, match="plcae"):
        kb.run("toll-history", plcae="Derna")
    with pytest.raises(NotFoundError):
        kb.run("tol-history")


@pytest.mark.thorough
def test_what_disagrees_and_why(kb: KnowledgeBase) -> None:
    """Figures side by side, and the weights behind who is one with whom."""
    found = kb.conflicts(agreeing=True).rows()
    assert sum(len(row["values"]) for row in found) == len(found[0]["values"]) == 2
    assert kb.conflicts("Nordhaven Depot", agreeing=True).rows() == found
    assert kb.contradictions("Nordhaven Depot").rows() == kb.contradictions().rows()
    one, other = kb.events()
    why = kb.explain(f"event-{one.id}", f"event-{other.id}")
    assert why.one is (one.happening == other.happening)
    assert why.verdict in repr(why)
    assert len(why) == len(why.explanation.parts)
    assert [row["articles"] for row in kb.timeline("Nordhaven Depot").rows()]


def test_html_of_a_notebook_holds_no_markup_of_an_article(tmp_path: Path, home: Path) -> None:
    """Title, names and words of an article are text, whatever they say."""
    evil = '<script>alert(1)</script><img src=x onerror="x"> \u202eevil'
    with KnowledgeBase(tmp_path / "home", create=True) as made:
        made.add_text(f"Blue Column attacked Nordhaven Depot. Ada Lund said: {evil}.", title=evil, source=evil)
        article = made.articles()[0]
        shown = [
            made.articles(), made.statements(), made.search("Nordhaven"), made.article(f"article-{article.id}"),
            made.query("SELECT ?s ?t { ?s kb:title|rdfs:label ?t }"), made,
        ]  # fmt: skip
        for thing in shown:
            html = thing._repr_html_()
            assert "<script" not in html
            assert "<img" not in html
            assert "\u202e" not in html
            assert "<table>" in html
        assert any("&lt;script&gt;" in thing._repr_html_() for thing in shown)


def test_what_is_in_is_filed_anew_under_what_is_said_of_it(tmp_path: Path) -> None:
    text = "Red Column attacked Nordhaven Depot."
    with KnowledgeBase(tmp_path / "home", create=True) as made:
        added = made.add_text(text, published=date(2024, 5, 1))
        filed = made.add_text(text, published=date(2024, 5, 2), source="Courier")
        record = made.article(added.article).record

        assert (filed.status, record.published, record.source) == ("refiled", "2024-05-02", "Courier")
        assert made.add_text(text).status == made.add_text(text, source="Courier").status == "known"


def test_adding_deciding_and_looking_back(tmp_path: Path, home: Path) -> None:
    """One bad article keeps no other out; a decision is the actor's; a view knows nothing that came later."""
    with KnowledgeBase(tmp_path / "home", create=True, actor="ann") as made:
        with pytest.raises(NotAllAddedError) as caught:
            made.add_records([{"text": "Blue Column attacked Nordhaven Depot.", "title": float("nan")}, {"title": "x"}])
        assert [result.status for result in caught.value.results] == ["added", "failed"]
        assert made.counts()["articles"] == 1
        first = made.position
        seen: list[str] = []
        again = made.add_records(
            [{"text": "Blue Column attacked Nordhaven Depot."}, {"text": ""}],
            errors="keep", on_result=lambda result: seen.append(result.status),
        )  # fmt: skip
        assert [result.status for result in again] == seen == ["known", "failed"]
        added = made.add_text("Red Column attacked Nordhaven Depot.", id="n1", published=date(2024, 5, 1))
        assert made.article(added.article).record.published == "2024-05-01"
        with pytest.raises(ConflictError):
            made.add_text("Green Column attacked Nordhaven Depot.", id="n1")
        assert made.add_text("Green Column attacked it.", id="n1", revision=True).status == "corrected"
        assert made.query("ASK { ?e a kb:Event }").position == made.position  # the query sees what was just added
        event = f"event-{made.events()[-1].id}"
        done = made.decide("confirm", event, reason="seen")
        assert [(row.actor, row.state) for row in made.decisions(actor="ann")] == [("person:ann", "holds")]
        with pytest.raises(InputError):
            made.decide("bless", event)  # type: ignore[arg-type]
        view = made.as_of(first)
        assert (len(view.articles()), len(view.decisions()), len(made.articles())) == (1, 0, 2)
        assert view.query("SELECT ?a { ?a a kb:Article }").position == first
        with pytest.raises(NotFoundError):
            made.as_of(done.position + 1)
        made.withdraw(made.articles()[0].id, "wrong")
        assert made.counts()["articles"] == 1
    made.close()
    assert "closed" in repr(made)
    assert "closed" in made._repr_html_()


@pytest.mark.thorough
def test_exports_go_by_suffix_and_appear_whole(kb: KnowledgeBase, tmp_path: Path) -> None:
    """The file has as many quads as is said; without a known suffix nothing is guessed."""
    count = kb.export(tmp_path / "all.nq").count
    assert count == len((tmp_path / "all.nq").read_bytes().splitlines())
    assert kb.export(str(tmp_path / "events.csv")).count == 2
    assert kb.export(tmp_path / "events.parquet").count == 2
    assert kb.export(tmp_path / "one.parquet", classes=["articles"]).count == len(kb.articles())
    with pytest.raises(InputError, match="one class"):
        kb.export(tmp_path / "two.parquet", classes=["articles", "events"])
    assert kb.export(tmp_path / "near.graphml", about="Ada Lund", hops=2).count > 0
    taken = kb.export(tmp_path / "some.ttl", query="CONSTRUCT WHERE { ?e a kb:Event }")
    assert (taken.count, taken.counted) == (2, "triples")
    with pytest.raises(InputError, match="not both"):
        kb.export(tmp_path / "x.ttl", entity="Ada Lund", query="ASK {}")
    with pytest.raises(InputError, match="how many hops, and not from what"):
        kb.export(tmp_path / "x.ttl", hops=0)
    assert len(kb.graph(entity="Ada Lund")) > 0
    with pytest.raises(InputError, match="format"):
        kb.export(tmp_path / "all.doc")


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_frame_library_is_said(kb: KnowledgeBase, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names what to install."""
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match=name) as caught:
        getattr(kb.events(), f"to_{name}")()
    assert f"pip install {name}" in caught.value.hint


def _root() -> Path:
    return Path(__file__).parents[2]


@pytest.mark.thorough
def test_questions_are_answered_with_the_words_that_rows_rest_on(kb: KnowledgeBase) -> None:
    """A table like any other, with its query; nothing found is an empty one, nothing understood an error."""
    reply = kb.ask("Who attacked Nordhaven Depot?")
    assert {row["who"] for row in reply} == {"Blue Column"}
    assert (reply.means, reply.form, bool(reply)) == ("who brings about events: attack", "who", True)
    assert kb.query(reply.sparql).rows() == reply.rows()
    assert len(reply.quotes) == len(reply)
    for quote in (quote for row in reply.quotes for quote in row):
        assert kb.article(f"article-{quote.article}").text[quote.start : quote.end].split() == quote.words.split()
    assert "who brings about events" in repr(reply)

    nothing = kb.ask("Who visited Nordhaven Depot?")
    assert (len(nothing), bool(nothing), nothing.quotes) == (0, False, ())
    assert list(nothing.to_pandas().columns) == list(nothing.to_polars().columns) == list(nothing.columns)
    with pytest.raises(NotUnderstoodError) as caught:
        kb.ask("Who is Emmanuel Nobody?")
    assert caught.value.unknown == ("Emmanuel", "Nobody")
    with pytest.raises(NotUnderstoodError):
        kb.as_of(1).ask("Who attacked Nordhaven Depot?")
