"""Claims within one article that cannot both be true: told apart from a history of one voice and from the article's."""

from dataclasses import replace

import pytest

from kb.graph.article_graph import article_quad_set
from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.graph.standing import ArticleStanding
from kb.model import Article, Entity, Event, Extraction, Figure, Office, Role, Span, Statement, TimeValue
from kb.projections.graph import within
from kb.projections.graph.opposition import Contradiction
from kb.projections.graph.within import Within, within_quads

IRIS = Iris("http://example.org/")
TEXT = (
    "The Alba ministry said Bora forces shelled Norton, killing 20 people. Bora denied the charge. "
    "The clinic counted 26 deaths."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


ARTICLE = Article(TEXT, published="2031-05-06")
ENTITIES = (
    Entity("e1", "office", "Alba ministry"),
    Entity("e2", "country", "Bora"),
    Entity("e3", "organisation", "clinic"),
    Entity("e4", "person", "Ada Lund"),
)
ACCUSED = Statement(
    "s1", (span("Bora forces shelled Norton, killing 20 people"),), "indirect", ("e1",), cue=span("said")
)
DENIED = Statement("s2", (span("the charge"),), "indirect", ("e2",), cue=span("denied"), about=("v1", "v2"))
COUNTED = Statement("s3", (span("26 deaths"),), "indirect", ("e3",), cue=span("counted"))
SHELLED = Event("v1", "shelling", span("shelled"), sources=("s1",))
DEAD = Event("v2", "death", span("killing"), causes=("v1",), sources=("s1",))
DEATHS = Event("v3", "death", span("deaths"), causes=("v1",), sources=("s3",))
TWENTY = Figure("q1", "v2", span("20"), "exactly", 20, of="people", sources=("s1",))
SIX = Figure("q2", "v3", span("26"), "exactly", 26, of="deaths", sources=("s3",))
WHOLE = Extraction(
    ARTICLE.id,
    "test",
    "1",
    entities=ENTITIES,
    statements=(ACCUSED, DENIED, COUNTED),
    events=(SHELLED, DEAD, DEATHS),
    figures=(TWENTY, SIX),
)


def found(extraction: Extraction) -> dict[str, tuple[Contradiction, ...]]:
    return Within(ARTICLE, Curated(extraction), IRIS).found()


def test_what_one_claims_and_another_denies_and_two_counts_of_one_thing() -> None:
    """Of what is denied only what the accusation says first; the dead of one cause are one count."""
    odds = found(WHOLE)

    assert {event: [one.kind for one in each] for event, each in odds.items()} == {"v1": ["happened"], "v2": ["figure"]}
    assert odds["v1"][0].reason.endswith("happened, Alba ministry; denied, Bora")
    assert odds["v2"][0].reason.endswith("20 people, Alba ministry; 26 deaths, clinic")


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("nobody but the article says so", {"events": (replace(SHELLED, sources=()), DEAD)}),
        ("its own denial", {"statements": (ACCUSED, replace(DENIED, speakers=("e1",)))}),
        ("no denial", {"statements": (ACCUSED, replace(DENIED, cue=span("said")))}),
        ("it was only planned", {"events": (replace(SHELLED, modality="planned"), DEAD)}),
        ("it did not happen as the first says too", {"events": (replace(SHELLED, polarity="negative"), DEAD)}),
    ],
)
def test_no_claim_against_a_denial(what: str, changed: dict[str, tuple[object, ...]]) -> None:
    assert "v1" not in found(replace(WHOLE, figures=(), **changed)), what  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "at_odds"),
    [
        ("This ferry should never have sailed", False),
        ("The ferry could have sailed at dusk", False),
        ("This ferry, which should have lifeboats, sailed at dusk", True),
        ("Nobody should doubt it: the ferry sailed at dusk", True),
    ],
)
def test_what_should_have_been_is_not_said_to_have_been(said: str, at_odds: bool) -> None:
    """Whoever rejects the reproach denies no voyage."""
    text = f"Ada Lund said: {said}. Bora denied the charge."

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    article = Article(text, published="2031-05-06")
    reading = Extraction(
        article.id,
        "test",
        "1",
        entities=ENTITIES,
        statements=(
            Statement("s1", (at(said),), "direct", ("e4",), cue=at("said")),
            Statement("s2", (at("the charge"),), "indirect", ("e2",), cue=at("denied"), about=("v1",)),
        ),
        events=(Event("v1", "travel", at("sailed"), sources=("s1",)),),
    )
    assert bool(Within(article, Curated(reading), IRIS).found()) is at_odds


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("one voice, earlier and later", {"figures": (TWENTY, replace(SIX, sources=("s1",)))}),
        ("the article's own voice", {"figures": (replace(TWENTY, sources=()), SIX)}),
        ("compatible", {"figures": (replace(TWENTY, comparator="at_least"), SIX)}),
        ("a difference", {"figures": (TWENTY, replace(SIX, change="increase"))}),
        ("taken back", {"figures": (replace(TWENTY, withdrawn=True), SIX)}),
        ("other dead, for all that is told", {"events": (SHELLED, DEAD, replace(DEATHS, causes=()))}),
        (
            "who speaks for the other",
            {"offices": (Office("o1", "e3", "spokesman", span("clinic"), organisation="e1"),)},
        ),
    ],
)
def test_no_two_counts(what: str, changed: dict[str, tuple[object, ...]]) -> None:
    assert "v2" not in found(replace(WHOLE, **changed)), what  # type: ignore[arg-type]


def test_a_view_by_confidence_drops_what_is_at_odds_with_a_claim_that_left() -> None:
    """The claims stand in the graph, the contradiction no longer than both of them."""
    unsure = replace(WHOLE, figures=(), statements=(ACCUSED, replace(DENIED, confidence=0.4), COUNTED))
    claims = article_quad_set(ARTICLE, unsure, {}, IRIS.base, recorded=1)
    odds = set(within_quads(ARTICLE.id, found(unsure), IRIS))
    standing = ArticleStanding(claims | odds).quads()

    assert {quad.subject for quad in odds if "contradicts" in quad.predicate.value} <= {one.subject for one in claims}
    assert {standing[quad] for quad in odds} == {0.4}


def test_only_counts_of_one_event_or_one_cause_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article of many events, each counted by two: their number costs as much again, not its square."""
    looked = 0
    whole = within._one_count

    def counted(one: Event, other: Event) -> bool:
        nonlocal looked
        looked += 1
        return whole(one, other)

    monkeypatch.setattr(within, "_one_count", counted)
    events = tuple(replace(DEAD, id=f"v{n}", causes=()) for n in range(200))
    figures = tuple(
        replace(figure, id=f"q{2 * number + place}", event=event.id)
        for number, event in enumerate(events)
        for place, figure in enumerate((TWENTY, SIX))
    )
    odds = found(replace(WHOLE, statements=(ACCUSED, COUNTED), events=events, figures=figures))

    assert {len(each) for each in odds.values()} == {1}
    assert (len(odds), looked) == (200, 200)


BOTH = "Ada Lund said Bora jets bombed the clinic on Monday. The army said it did not bomb the clinic."
NOT_SO = Event(
    "v2",
    "bombing",
    Span(BOTH.rindex("bomb"), BOTH.rindex("bomb") + 4),
    polarity="negative",
    roles=(Role("agent", Span(55, 59), "e6"), Role("target", Span(BOTH.rindex("clinic"), len(BOTH) - 1), "e3")),
    sources=("s2",),
)
BOMBED = Event(
    "v1",
    "bombing",
    Span(BOTH.index("bombed"), BOTH.index("bombed") + 6),
    roles=(
        Role("agent", Span(14, 18), "e2"),
        Role("target", Span(BOTH.index("clinic"), BOTH.index("clinic") + 6), "e3"),
    ),
    sources=("s1",),
)
TOLD_TWICE = Extraction(
    Article(BOTH).id,
    "test",
    "1",
    entities=(*ENTITIES, Entity("e6", "armed_force", "army", named=False), Entity("e7", "facility", "mill")),
    statements=(
        Statement("s1", (Span(14, 51),), "indirect", ("e4",), cue=Span(9, 13)),
        Statement("s2", (Span(BOTH.index("it did"), len(BOTH) - 1),), "indirect", ("e6",), cue=Span(62, 66)),
    ),
    events=(BOMBED, NOT_SO),
)


def both(**changed: object) -> list[str]:
    """Why what is told twice is at odds, of whatever event."""
    odds = Within(Article(BOTH), Curated(replace(TOLD_TWICE, **changed)), IRIS).found()  # type: ignore[arg-type]
    return [one.reason.rpartition(": ")[2] for each in odds.values() for one in each]


def day(number: int) -> TimeValue:
    return TimeValue(None, *[f"2031-05-{number:02}"] * 4)


def test_what_another_says_did_not_happen_is_against_who_says_that_it_did() -> None:
    """Of an army without a name its country may be spoken."""
    assert both() == ["happened, Ada Lund; did not happen, army"]
    unnamed = replace(BOMBED, roles=BOMBED.roles[1:])
    assert both(events=(unnamed, NOT_SO)) == both()


@pytest.mark.parametrize(
    ("what", "events"),
    [
        ("something else", (BOMBED, replace(NOT_SO, roles=(Role("target", Span(0, 3), "e7"),)))),
        ("nothing in particular", (BOMBED, replace(NOT_SO, roles=()))),
        ("another kind", (BOMBED, replace(NOT_SO, type="shelling"))),
        ("another day", (replace(BOMBED, time=day(3)), replace(NOT_SO, time=day(9)))),
        ("what is only planned", (replace(BOMBED, modality="planned"), NOT_SO)),
        ("what is not to be", (BOMBED, replace(NOT_SO, modality="promised"))),
        ("the article's own words", (replace(BOMBED, sources=()), NOT_SO)),
        ("one voice", (replace(BOMBED, sources=("s2",)), NOT_SO)),
        ("another who has a name", (BOMBED, replace(NOT_SO, roles=(Role("agent", Span(0, 8), "e4"), NOT_SO.roles[1])))),
        ("a claim of what did not happen", (replace(BOMBED, polarity="negative"), NOT_SO)),
    ],
)
def test_what_did_not_happen_to_others_elsewhere_or_then_is_against_nothing(
    what: str, events: tuple[Event, ...]
) -> None:
    assert both(events=events) == [], what


def test_none_at_all_is_against_nothing() -> None:
    """There may have been some elsewhere; who speaks for another is no second voice."""
    text = BOTH.replace("it did not bomb the clinic", "that no jet has bombed any clinic")
    at = Span(text.rindex("bombed"), text.rindex("bombed") + 6)
    reading = replace(TOLD_TWICE, article=Article(text).id, events=(BOMBED, replace(NOT_SO, trigger=at)))
    assert Within(Article(text), Curated(reading), IRIS).found() == {}
    assert both(offices=(Office("o1", "e4", "spokeswoman", Span(0, 8), organisation="e6"),)) == []


DISOWNED = "Ada Lund said Bora shelled the clinic. Bora denied responsibility for the shelling."


def disowned(text: str = DISOWNED, cue: str = "denied", **event: object) -> list[str]:
    """Why the shelling is at odds with what the second sentence says."""
    at, clinic = text.index(cue, text.index(".")), text.index("clinic")
    shelled, again = text.index("shelled"), text.rindex("shelling")
    told = Event(
        "v1",
        "shelling",
        Span(shelled, shelled + 7),
        roles=(Role("agent", Span(14, 18), "e2"), Role("target", Span(clinic, clinic + 6), "e3")),
        other_mentions=(Span(again, again + 8),),
        sources=("s1",),
    )
    said = Span(at, at + len(cue))
    reading = replace(
        TOLD_TWICE,
        article=Article(text).id,
        statements=(
            Statement("s1", (Span(14, text.index(".")),), "indirect", ("e4",), cue=Span(9, 13)),
            Statement("s2", (Span(said.end + 1, len(text) - 1),), "indirect", ("e2",), cue=said),
        ),
        events=(replace(told, **event),),  # type: ignore[arg-type]
    )
    odds = Within(Article(text), Curated(reading), IRIS).found()
    return [f"{one.kind}: {one.reason}" for each in odds.values() for one in each]


def test_who_denies_to_have_done_it_stands_against_that_he_did() -> None:
    """Whatever words of denial; the shelling itself goes undisputed, and he who is another is against nothing."""
    found = ["actor: done by one who denies it: by Bora; denied, Bora"]
    assert disowned() == found
    assert disowned(DISOWNED.replace("responsibility for", "any hand in")) == found
    assert disowned(DISOWNED.replace("denied responsibility for", "said it had no part in"), "said") == [
        found[0].replace("denied", "said")
    ]
    other = Role("agent", Span(14, 18), "e3")
    cases: tuple[tuple[str, str, dict[str, object]], ...] = (
        (DISOWNED.replace("responsibility for", "reports of"), "denied", {}),
        (DISOWNED.replace("denied responsibility for", "said it regretted its part in"), "said", {}),
        (DISOWNED, "denied", {"roles": (other,)}),
        (DISOWNED, "denied", {"other_mentions": ()}),
        (DISOWNED, "denied", {"modality": "planned"}),
    )
    for text, cue, event in cases:
        assert disowned(text, cue, **event) == [], (text, event)
