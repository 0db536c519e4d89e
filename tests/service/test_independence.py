"""Sources of their own, however many articles."""

import subprocess
import sys

from kb.graph.iris import Iris
from kb.model import Article, Entity, Event, Extraction, Mention, Span, Statement
from kb.projections.graph.independence import one_source
from kb.service.display.reading import Reading
from kb.service.happenings.independence import Source, credit, independent_sources

TOLD = "Police said two barges collided near Sollen before dawn and that the river was closed to all ships for hours."
OWN = "Two barges have hit each other on the Vey; I saw the river closed while tugs pulled the wrecks to the bank."

OWN_OF_POLICE = "Two barges have collided on the Vey, closing it while tugs pulled the wrecks to the bank."


def reading(text: str, source: str, speaker: str = "") -> Reading:
    """Return an article in which *speaker*, or the article itself, tells of a collision."""
    article = Article(text, "", source)
    verb = Span(text.index("collided"), text.index("collided") + 8) if "collided" in text else Span(0, 3)
    entities = (Entity("e1", "organisation", speaker),) if speaker else ()
    mentions = (Mention("m1", Span(0, len(speaker)), "name", "e1"),) if speaker else ()
    statements = (Statement("s1", (verb,), "indirect", ("e1",), claims=("v1",)),) if speaker else ()
    event = Event("v1", "crash", verb, sources=("s1",) if speaker else ())
    extraction = Extraction(article.id, "hand", "1", "", mentions, entities, (), statements, (event,), ())
    return Reading(
        article,
        extraction,
        Iris("http://localhost:8000/"),
        {"e1": f"{speaker.lower().replace(' ', ''):0<16}", "v1": "c" * 16},
    )


def test_one_speaker_counts_once_in_whatever_article() -> None:
    """Two papers that quote the police have one source."""
    two = [reading(TOLD, "Vey Post", "Police"), reading(f"{TOLD} It rained.", "Sollen Echo", "Police")]

    (source,) = independent_sources([(one, "v1") for one in two])

    assert (source.name, source.why, len(source.articles)) == ("Police", "one speaker", 2)


def test_one_text_counts_once_and_another_report_beside_it() -> None:
    """The agency's text in two papers, and somebody who was there."""
    agency = TOLD.replace("Police said t", "T")
    three = [reading(agency, "Vey Post"), reading(f"{agency} It rained.", "Sollen Echo"), reading(OWN, "Bank Herald")]

    found = independent_sources([(one, "v1") for one in three])

    assert [(one.name, one.why) for one in found] == [("Vey Post, Sollen Echo", "one text"), ("Bank Herald", "")]


def test_one_agency_and_one_publisher_count_once() -> None:
    """Whoever they credit in the dateline told it, and a newsroom is one source."""
    one = reading(f"SOLLEN, May 6 (Vey News) - {OWN}", "Vey Post")
    other = reading(f"SOLLEN (Vey News) - {TOLD.replace('Police said t', 'T')}", "Sollen Echo")
    again = reading(OWN.replace("barges", "ships"), "Vey Post")

    assert credit(one.article) == credit(other.article) == "vey news"
    (source,) = independent_sources([(one, "v1"), (other, "v1"), (again, "v1")])
    assert source.articles == (one.article.id, other.article.id, again.article.id)


def test_nothing_told_has_no_source() -> None:
    """An empty account is no source."""
    found: tuple[Source, ...] = independent_sources([])

    assert found == ()


def test_one_article_alone_is_one_source() -> None:
    """As it is beside others that are not."""
    one, other = (Article(text, "", source) for text, source in ((TOLD, "Vey Post"), (OWN, "Bank Herald")))

    assert one_source({one.id: one}) == {one.id: frozenset({one.id})}
    assert one_source({one.id: one, other.id: other})[one.id] == frozenset({one.id})


def test_the_graph_is_made_without_what_reads_articles() -> None:
    """Until two articles tell of one thing: a command that writes, or looks back, starts sooner."""
    told = "import kb.projections.past.graph, sys; print([name for name in sys.modules if 'kb.extraction' in name])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_body_called_by_its_level_or_not_is_one_voice() -> None:
    """As where figures are compared: another paper's "National Police" are the police."""
    plain, level = reading(TOLD, "Vey Post", "Police"), reading(OWN_OF_POLICE, "Sollen Echo", "National Police")

    (source,) = independent_sources([(plain, "v1"), (level, "v1")])

    assert (source.why, len(source.articles)) == ("one speaker", 2)


def test_bodies_of_two_levels_are_two_and_what_may_be_either_is_neither() -> None:
    told = [
        reading(TOLD, "Vey Post", "Police"),
        reading(OWN_OF_POLICE, "Sollen Echo", "National Police"),
        reading(f"Two barges have collided on the Vey; nobody was hurt. {OWN}", "Bank Herald", "Provincial police"),
    ]

    assert len(independent_sources([(one, "v1") for one in told])) == 3
    assert len(independent_sources([(told[1], "v1"), (told[2], "v1")])) == 2
