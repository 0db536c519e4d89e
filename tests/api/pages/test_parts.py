"""Components of pages, filled in with values of their own."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from markupsafe import Markup

from kb.api.pages.articles import FILTERS
from kb.api.pages.assets import Assets
from kb.api.pages.frame import Frame
from kb.api.pages.listing import facet_part
from kb.api.pages.members import Members
from kb.api.pages.rendering import Renderer
from kb.api.pages.security import Forms
from kb.projections.catalog.facets import Facet, FacetValue
from kb.projections.catalog.records import FigureRecord

RENDERER = Renderer(Assets(), Forms())
PARTS: Any = RENDERER._environment.get_template("parts.html").module
SEEN = ("9 14", "14 17 4", "2 6")  # figures by version


def decisions(many: int) -> Sequence[SimpleNamespace]:
    """Return so many reasons why something is one."""
    told = {"reasons": ("same name",), "score": 9.0, "actor": "rule:names/1", "recorded_at": "2026-01-02T03:04:05Z"}
    return [SimpleNamespace(what=f"link {number}", position=number, **told) for number in range(many)]


def why(many: int) -> str:
    """Return the part of a page that tells so many decisions."""
    frame = SimpleNamespace(may_write=False)
    told = SimpleNamespace(sources=(), decisions=decisions(many))
    return RENDERER.text("why_part.html", told=told, names={}, frame=frame, found=Members((), 0, 0), kind="event")


def test_a_long_list_beside_others_is_folded_and_says_how_much_of_it() -> None:
    """All of it is in the page, so that it is found and printed; what is read first is short."""
    page = why(40)
    first, folded = page.split('<details class="fold">')

    assert first.count("<li>") == 3
    assert "<summary>37 more decisions</summary>" in folded
    assert [f"link {number}<" in page for number in range(40)] == [True] * 40


def test_one_or_two_more_are_no_fold() -> None:
    assert "<details" not in why(5)
    assert "<summary>3 more decisions</summary>" in why(6)


def test_a_value_of_a_facet_says_what_tells_it_from_its_namesake() -> None:
    """Entities alone have namesakes: what is worded like a type is one."""
    frame = Frame("/events", (), nav=(), theme="")
    values = tuple(FacetValue({"actor": one}, "guard", 2) for one in ("e1", "e2"))
    actors = facet_part(frame, Facet("actor", values), "Actor", {"e1": "Norland"})
    types = facet_part(frame, Facet("type", (FacetValue({"type": "e1"}, "raid", 1),)), "Type", {"e1": "Norland"})

    assert [one.apart for one in actors.values] == ["Norland", ""]
    assert [one.apart for one in types.values] == [""]


def test_a_language_is_said_by_its_name() -> None:
    """In facets, as chips and beside articles; the address keeps the code, and what is no code stays as it is."""
    frame = Frame("/articles", (), nav=(), theme="")
    values = tuple(FacetValue({"language": code}, code, 2) for code in ("en", "pt", "qqx"))
    facet = facet_part(frame, Facet("language", values), "Language")
    chip = next(one for one in FILTERS if one.name == "language")

    assert [one.label for one in facet.values] == ["English", "Portuguese", "qqx"]
    assert [one.changes["language"] for one in facet.values] == ["en", "pt", "qqx"]
    assert chip.words(cast("Any", None), "pt") == "Portuguese"


def test_figures_of_all_versions_are_told_each_once_and_the_rest_counted() -> None:
    """Those of one version alone would pass for all that is told."""
    figures = PARTS.figures
    versions = [SimpleNamespace(figures=tuple(_figure(one, value=float(one)) for one in w.split())) for w in SEEN]

    assert figures(versions) == "<bdi>9, 14, 17, 4, 2</bdi> and 1 more"
    assert figures(versions[:1]) == "<bdi>9, 14</bdi>"
    assert figures([SimpleNamespace(figures=())]) == ""


def test_a_figure_says_what_it_counts() -> None:
    """A unit is what is counted; what has that much of it is left to the event's name."""
    told = (_figure("Three", counts="thieves", value=3.0), _figure("six minutes", unit="minute", counts="talks"))

    assert PARTS.figures([SimpleNamespace(figures=told)]) == "<bdi>three thieves, six minutes</bdi>"


def _figure(words: str, **more: Any) -> FigureRecord:
    given = {"id": "", "article": "", "event": "", "comparator": "exactly", "value": 1.0, "upper": None, "unit": ""}
    rest = {"counts": "", "whole": None, "withdrawn": False, "confidence": 1.0, "start": 0, "end": 0}
    return FigureRecord(**{**given, **rest, "words": words, **more})


def test_according_to_stands_before_whom_it_names() -> None:
    """Other reporting words stand behind: "police said"."""

    def told(cue: str) -> str:
        said = SimpleNamespace(cue=cue, speakers=(), speaker_words="police", addressees=())
        return " ".join(Markup(PARTS.who_said(said)).striptags().split())

    assert [told(cue) for cue in ("said", "according to", "According to", "")] == [
        "police said",
        "According to police",
        "According to police",
        "police",
    ]


def test_a_type_is_said_where_the_name_does_not_begin_with_it() -> None:
    kind = PARTS.kind

    assert kind(SimpleNamespace(type="death"), "Deaths in Mersin") == ""
    assert kind(SimpleNamespace(type="armed_clash"), "shooting in Mersin") == "<span>armed clash</span>"
