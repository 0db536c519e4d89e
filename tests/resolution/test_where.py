"""In which town an event was, and at which building with a name of its own: what keeps two reports alike apart."""

from dataclasses import replace

import pytest

from kb.model import Article, Entity, Event, Extraction, Mention, Role, Span
from kb.resolution import weights as w
from kb.resolution.events.happenings import event_features
from kb.resolution.events.profile import EventProfile, event_profiles
from tests.resolution.test_happenings import BASE, OTHER, bits

TOWN = Entity("e1", "town", "Osk")
VICTIM = frozenset({("target", "e8")})
PRISON = Entity("e2", "facility", "Santa Rufina prison", within="e1")


def read(text: str, *entities: Entity, at: str = "e1") -> EventProfile:
    """Return the profile of a riot in a text that names entities, which was at one of them."""
    found = [
        (entity.id, place)
        for entity in entities
        for place in range(len(text))
        if text.casefold().startswith(entity.name.casefold(), place)
    ]
    names = {entity.id: entity.name for entity in entities}
    mentions = tuple(
        Mention(f"m{n}", Span(place, place + len(names[local])), "name", local)
        for n, (local, place) in enumerate(found)
    )
    where = Span(text.index("riot"), text.index("riot") + 4)
    riot = Event("v1", "riot", where, places=(at,), place_spans=(where,))
    extraction = Extraction("a", "made-up", "1", "", mentions, entities, events=(riot,))
    return event_profiles(Article(text), extraction)["v1"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("A riot broke out in Osk on Monday.", True),
        ("A riot broke out in the northern town of Osk.", True),
        ("A riot broke out near the northern town of Osk.", False),
        ("A riot broke out 30 km north of Osk.", False),
        ("A riot broke out on the road from Osk.", False),
        ("OSK - A riot broke out on Monday.", False),
        ("OSK - A riot broke out in Osk.", True),
        ("A riot broke out in Osk. Another was feared outside Osk.", False),
        ("Off the coast, a riot broke out in Osk.", True),
    ],
)
def test_a_town_is_where_something_was_unless_the_text_says_near_it_or_only_its_dateline_has_it(
    text: str, inside: bool
) -> None:
    assert read(text, TOWN).towns == (frozenset({"e1"}) if inside else frozenset())


def test_what_is_in_a_town_is_in_that_town() -> None:
    text = "A riot broke out at the Santa Rufina prison in Osk."

    assert read(text, TOWN, PRISON, at="e2").towns == {"e1"}
    assert read(text, TOWN, replace(PRISON, within=""), at="e2").towns == frozenset()
    assert read(text, replace(TOWN, type="province"), PRISON, at="e2").towns == frozenset()


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Santa Rufina prison", True),
        ("Osk prison", False),
        ("Oskian prison", False),
        ("gold mine", False),
        ("Rufina gold mine", True),
        ("Petrova plant", False),
        ("Central Prison", False),
        ("Rufina refugee camp", False),
        ("Silesian prison", False),
        ("Viennese prison", False),
        ("San Sebastian prison", True),
        ("Julian Ramor prison", True),
    ],
)
def test_a_building_has_a_name_of_its_own_unless_it_is_named_after_its_town_or_firm(name: str, own: bool) -> None:
    """One paper's "Osk plant" is another's "Petrova plant"; in camps there are many things at once."""
    firm = Entity("e3", "company", "Petrova")
    found = read(
        f"A riot broke out at the {name} in Osk, Petrova said.", TOWN, firm, replace(PRISON, name=name), at="e2"
    )

    assert bool(found.houses) == own


def told(one: EventProfile, other: EventProfile) -> set[str]:
    return set(event_features(one, other, 6.0, lambda a, b: a == b))


def test_two_reports_alike_of_two_towns_are_of_two_happenings() -> None:
    """Same words, same figures, same day: the same text with another town in it."""
    one = replace(BASE, towns=frozenset({"e1"}))
    other = replace(OTHER, places=frozenset({"e7"}), towns=frozenset({"e7"}))

    assert "other town" in told(one, other)
    assert "other town" in told(other, one)
    assert bits(one, other) < bits(one, replace(other, towns=frozenset())) - 10
    assert "other town" not in told(one, replace(other, towns=frozenset()))
    assert "other town" not in told(one, replace(other, around=frozenset({"e1"})))  # a quarter that is called a town


@pytest.mark.parametrize(
    ("entity", "village"),
    [
        (replace(TOWN, type="village"), True),
        (replace(TOWN, description="suburb of Brod"), True),
        (replace(TOWN, type="city"), False),
        (replace(TOWN, description="market town"), False),
    ],
)
def test_a_village_is_told_as_one(entity: Entity, village: bool) -> None:
    found = read("A riot broke out in Osk.", entity)

    assert found.towns == {"e1"}
    assert found.villages == ({"e1"} if village else frozenset())


def test_a_village_may_be_told_by_the_town_beside_it() -> None:
    """That speaks against one happening, and parts them where nothing more than kind and day speaks for it."""
    town = replace(BASE, towns=frozenset({"e1"}))
    village = replace(OTHER, places=frozenset({"e7"}), towns=frozenset({"e7"}), villages=frozenset({"e7"}))

    assert {"other place", "town and village"} <= told(town, village)
    assert "other town" not in told(town, village)
    assert "town and village" in told(village, town)
    assert bits(town, village) > bits(town, replace(village, villages=frozenset())) + 8
    bare = [replace(one, numbers=(), actors=frozenset(), words=frozenset()) for one in (town, village)]
    assert bits(*bare) < w.EVENT_LINK
    other_village = replace(town, villages=town.towns)
    assert "other town" in told(other_village, village)
    two = replace(village, towns=frozenset({"e7", "e8"}))  # a village and a town
    assert "other town" in told(town, two)


def test_a_quake_is_felt_in_many_towns() -> None:
    one = replace(BASE, coarse="natural_hazard", types=("earthquake", "natural_hazard"), towns=frozenset({"e1"}))
    other = replace(one, article="a2", places=frozenset({"e7"}), towns=frozenset({"e7"}))

    assert "other place" in told(one, other)
    assert "other town" not in told(one, other)


def test_two_prisons_with_names_of_their_own_in_one_town_are_two() -> None:
    one = replace(BASE, houses=frozenset({"santa", "rufina"}))
    other = replace(OTHER, houses=frozenset({"tambo"}))

    assert "other house" in told(one, other)
    assert bits(one, other) < bits(one, replace(other, houses=frozenset())) - 8
    assert "other house" not in told(one, replace(other, houses=frozenset({"rufina"})))
    assert "other house" not in told(one, replace(other, houses=frozenset()))
    quake = replace(one, coarse="natural_hazard"), replace(other, coarse="natural_hazard")
    assert "other house" not in told(*quake)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("A riot broke out in Kasu, a village near Osk.", True),
        ("A riot broke out in Kasu near the town of Osk.", True),
        ("A riot broke out in Kasu, some 20 km from Osk.", True),
        ("A riot broke out in Kasu, 12 km south of Osk.", True),
        ("A riot broke out in Kasu and a bridge near Osk was shut.", False),
        ("A riot broke out in Kasu. Near Osk they met troops.", False),
    ],
)
def test_a_place_is_near_a_town_where_the_words_between_them_say_so(text: str, near: bool) -> None:
    found = read(text, TOWN, Entity("e5", "village", "Kasu"), at="e5")

    assert found.beside == (frozenset({"e1"}) if near else frozenset())


def test_a_raid_on_a_village_may_be_the_one_that_is_told_by_the_town_near_which_it_lies() -> None:
    """Whom it befell says nothing then, where that is a place: otherwise two places would count three times."""
    town = replace(BASE, actors=frozenset({("target", "e1")}))
    village = replace(OTHER, places=frozenset({"e7"}), actors=frozenset({("target", "e7")}), beside=frozenset({"e1"}))
    apart = {"other place", "other patient", "other actors"}

    assert not apart & told(town, village)
    assert not apart & told(village, town)
    assert apart <= told(town, replace(village, beside=frozenset()))
    somebody = frozenset({("target", "e9")})
    assert {"other patient", "other actors"} <= told(replace(town, actors=somebody), replace(village, actors=VICTIM))


def left(kind: str, role: str = "origin", town: Entity = TOWN) -> EventProfile:
    """Return the profile of an event of a type that a text tells of with a town in a role."""
    text = "Troops withdrew from Osk on Sunday."
    spans = Span(text.index("withdrew"), text.index(" from")), Span(text.index("Osk"), text.index(" on"))
    roles = (Role(role, spans[1], town.id),)
    extraction = Extraction(
        "a",
        "made-up",
        "1",
        "",
        (Mention("m1", spans[1], "name", town.id),),
        (town,),
        events=(Event("v1", kind, spans[0], roles=roles),),
    )
    return event_profiles(Article(text), extraction)["v1"]


def test_an_army_withdraws_where_it_was() -> None:
    """ "From Osk" is elsewhere of what comes from there, but not of what leaves it."""
    assert left("withdrawal").places == left("withdrawal").towns == {"e1"}
    assert left("attack").places == left("withdrawal", "destination").places == frozenset()
    assert left("withdrawal", town=replace(TOWN, type="country")).places == frozenset()


def test_withdrawals_from_two_towns_are_two_and_fighting_in_two_need_not_be() -> None:
    one = replace(BASE, coarse="armed_conflict", types=("withdrawal", "armed_conflict"), towns=frozenset({"e1"}))
    other = replace(one, article="a2", places=frozenset({"e7"}), towns=frozenset({"e7"}))
    fought, also = (replace(event, types=("fighting", "armed_conflict")) for event in (one, other))

    assert "other town" in told(one, other)
    assert "other town" not in told(fought, also)


def test_a_plant_may_be_the_refinery_of_its_name_and_a_village_is_not_its_namesake() -> None:
    one = replace(BASE, places=frozenset({"e2"}), stems=frozenset({"haldipur"}), sizes=frozenset({"facility"}))
    other = replace(one, article="a2", places=frozenset({"e7"}))
    villages = (replace(event, sizes=frozenset({"settlement"})) for event in (one, other))

    assert "place within" in told(one, other)
    assert "other place" in told(*villages)
