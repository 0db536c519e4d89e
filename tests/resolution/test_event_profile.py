"""What an event is known by: who takes part, by name or by words that hold a name."""

from kb.model import Article, Entity, Event, Extraction, Mention, Role, Span
from kb.resolution.events.profile import event_profiles
from kb.resolution.events.where import stems

TEXT = "Shares in Osk Ales fell in Bergen, and soldiers left."
NAMES = {"e1": ("Osk Ales", "company"), "e2": ("Bergen", "city")}


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def actors(*roles: Role) -> frozenset[tuple[str, str]]:
    article = Article(TEXT)
    extraction = Extraction(
        article.id,
        "made-up",
        "1",
        "",
        tuple(Mention(f"m{n}", span(name), "name", local) for n, (local, (name, _)) in enumerate(NAMES.items())),
        tuple(Entity(local, kind, name) for local, (name, kind) in NAMES.items()),
        events=(Event("v1", "price_change", span("fell"), roles=roles),),
    )
    return event_profiles(article, extraction)["v1"].actors


def test_words_that_hold_a_bodys_name_are_about_that_body() -> None:
    """Two companies whose shares fell are two, though neither fell itself; a town in the words is no actor."""
    assert actors(Role("theme", span("Shares in Osk Ales"))) == {("theme", "e1")}
    assert actors(Role("theme", span("Shares in Osk Ales fell in Bergen"))) == {("theme", "e1")}


def test_an_entity_is_itself_and_words_without_a_name_are_nobody() -> None:
    assert actors(Role("theme", span("Osk Ales"), "e1")) == {("theme", "e1")}
    assert actors(Role("agent", span("soldiers"))) == frozenset()


def test_a_place_without_a_country_is_where_the_article_s_other_places_are() -> None:
    """A state called like another country's capital: the town beside it tells whose."""
    text = "A blaze in Osk burned bush, firemen from Bergen said."
    osk, bergen, norway = (
        Entity("e1", "state", "Osk"), Entity("e2", "city", "Bergen", country="NO"), Entity("e3", "country", "Norway")
    )  # fmt: skip
    fire = Event("v1", "fire", Span(2, 7), places=("e1",), place_spans=(Span(11, 14),))
    for entities, lands in (((osk, bergen), {"NO"}), ((osk, norway), set())):
        extraction = Extraction("a", "made-up", "1", entities=entities, events=(fire,))
        found = event_profiles(Article(text), extraction)["v1"]
        assert (found.lands, found.placed) == (lands, False)


def test_what_is_built_and_bears_a_name_is_known_as_such() -> None:
    text = "The Osk Star sank off Bergen."
    ship, town = Entity("e1", "facility", "Osk Star"), Entity("e2", "city", "Bergen")
    sank = Event(
        "v1", "sinking", Span(13, 17), roles=(Role("patient", Span(4, 12), "e1"), Role("theme", Span(22, 28), "e2"))
    )

    found = event_profiles(Article(text), Extraction("a", "made-up", "1", entities=(ship, town), events=(sank,)))["v1"]

    assert found.built == {"e1"}


def test_a_word_for_an_area_is_no_site() -> None:
    text = "A strike hit a school in the district."
    hit = Event("v1", "attack", Span(2, 8), place_spans=(Span(13, 21), Span(25, 37)))

    found = event_profiles(Article(text), Extraction("a", "made-up", "1", events=(hit,)))["v1"]

    assert found.sites == {"school"}


def test_what_was_hit_is_what_the_article_calls_it_elsewhere_too() -> None:
    """The sentence of the blow says "it"; that it was a tram stands in another, and of the mill in its name."""
    text = "Line 5 left Bergen. A drone struck it, then Osk Flour Mill. The tram burned."
    line, mill = Entity("e1", "route", "Line 5"), Entity("e2", "facility", "Osk Flour Mill")
    spans = {words: Span(text.index(words), text.index(words) + len(words)) for words in ("tram", mill.name)}
    mentions = (Mention("m1", spans["tram"], "nominal", "e1"), Mention("m2", Span(35, 37), "pronoun", "e1"))
    roles = (Role("target", Span(35, 37), "e1"), Role("target", spans[mill.name], "e2"))
    struck = Event("v1", "attack", Span(28, 34), roles=roles)

    found = event_profiles(
        Article(text), Extraction("a", "made-up", "1", mentions=mentions, entities=(line, mill), events=(struck,))
    )["v1"]

    assert {"tram", "mill"} <= found.words
    assert found.whom == frozenset()


def test_two_prisons_have_no_word_of_their_names_in_common_that_is_not_of_kind() -> None:
    assert set(stems("Machala prison")).isdisjoint(stems("Esmeraldas Prison"))
    assert stems("Machala prison") == stems("Machala") == ["machala"]
