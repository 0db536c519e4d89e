"""Events and figures: one a happening, roles by the type's frame, reality kept, sources named."""

import re

import pytest

from kb.model import Event, Extraction, Span
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, one_sentence, trigger


def only(found: Extraction) -> Event:
    assert len(found.events) == 1, found.events
    return found.events[0]


def test_two_mentions_of_one_happening_are_one_event_with_the_roles_of_both() -> None:
    text = "Gunmen attacked a farm. The attack near Gao lasted an hour."
    found = extraction(
        text,
        [
            mention("Gunmen", "group", "nominal"),
            trigger("attacked", "attack"),
            ("argument", "argument", "farm"),
            trigger("attack#2", "attack"),
            mention("Gao", "place"),
        ],
        [
            ("agent", "attacked", "Gunmen"),
            ("patient", "attacked", "farm"),
            ("same", "attack#2", "attacked"),
            ("place", "attack#2", "Gao"),
        ],
        {"attacked": ("VERB", "root", "attacked"), "attack": ("NOUN", "nsubj", "lasted")},
    )

    event = only(found)
    names = {e.id: e.name for e in found.entities}

    assert [s.of(text) for s in event.other_mentions] == ["attack"]
    assert {(r.role, names.get(r.entity, r.span.of(text))) for r in event.roles} == {
        ("agent", "Gunmen"),
        ("target", "farm"),
    }
    assert [names[p] for p in event.places] == ["Gao"]


def test_what_was_denied_or_demanded_is_no_fact() -> None:
    text = "No one was killed. They demand a ceasefire."
    found = extraction(
        text, [trigger("killed", "death", "negative"), trigger("ceasefire", "agreement", "positive", "requested")], []
    )

    assert [(e.polarity, e.modality) for e in found.events] == [("negative", "actual"), ("positive", "requested")]


def test_an_event_inside_a_statement_names_it_as_its_source() -> None:
    text = "Rosa Paz said soldiers burned the village."
    found = extraction(
        text,
        [
            mention("Rosa Paz", "person"),
            ("cue", "cue", "said"),
            ("content", "indirect", "soldiers burned the village"),
            trigger("burned", "attack"),
        ],
        [("speaker", "said", "Rosa Paz"), ("content", "said", "soldiers burned the village")],
    )

    assert only(found).sources == ("s1",)
    assert found.statements[0].claims == ("v1",)


def test_what_somebody_would_not_say_claims_nothing() -> None:
    text = "Rosa Paz declined to say whether soldiers burned the village."
    found = extraction(
        text,
        [
            mention("Rosa Paz", "person"),
            ("cue", "cue", "declined to say"),
            ("content", "indirect", "whether soldiers burned the village"),
            trigger("burned", "attack"),
        ],
        [
            ("speaker", "declined to say", "Rosa Paz"),
            ("content", "declined to say", "whether soldiers burned the village"),
        ],
    )

    event = only(found)

    assert (event.sources, event.modality, found.statements[0].claims) == ((), "possible", ())


def test_a_weapon_that_is_fired_is_the_means_and_not_the_target() -> None:
    text = "Rebels fired rockets at Tarim."
    found = extraction(
        text,
        [
            mention("Rebels", "group", "nominal"),
            trigger("fired", "attack"),
            ("argument", "argument", "rockets"),
            mention("Tarim", "place"),
        ],
        [("agent", "fired", "Rebels"), ("patient", "fired", "rockets"), ("patient", "fired", "Tarim")],
        {"fired": ("VERB", "root", "fired")},
    )

    assert {(r.role, r.span.of(text)) for r in only(found).roles} == {
        ("agent", "Rebels"),
        ("instrument", "rockets"),
        ("target", "Tarim"),
    }


def test_the_weapons_that_name_an_attack_are_its_means() -> None:
    text = "A car bomb and rocket attack hit Tarim."
    tree = {
        "car": ("NOUN", "compound", "bomb"),
        "bomb": ("NOUN", "compound", "attack"),
        "rocket": ("NOUN", "conj", "bomb"),
        "attack": ("NOUN", "nsubj", "hit"),
        "hit": ("VERB", "root", "hit"),
    }
    found = extraction(text, [trigger("attack", "attack"), mention("Tarim", "place")], [], tree)

    assert [(r.role, r.span.of(text)) for r in only(found).roles] == [
        ("instrument", "car bomb"),
        ("instrument", "rocket"),
    ]


def test_a_weekday_of_the_past_is_dated_by_the_publication() -> None:
    text = "A bridge collapsed on Tuesday."
    found = extraction(
        text,
        [trigger("collapsed", "damage"), ("time", "time", "on Tuesday")],
        [("time", "collapsed", "on Tuesday")],
        published="2024-05-17",
    )

    time = only(found).time

    assert time is not None
    assert (time.earliest_begin, time.latest_end, time.granularity) == ("2024-05-14", "2024-05-14", "day")


def test_without_any_date_a_weekday_stays_words() -> None:
    text = "A bridge collapsed on Tuesday."
    found = extraction(
        text,
        [trigger("collapsed", "damage"), ("time", "time", "on Tuesday")],
        [("time", "collapsed", "on Tuesday")],
        published="",
    )

    time = only(found).time

    assert time is not None
    assert time.words is not None
    assert (time.earliest_begin, time.latest_end, time.words.of(text)) == ("", "", "Tuesday")


def test_a_figure_stands_on_the_event_the_model_links_it_to() -> None:
    text = "At least 12 miners died and 5 of the 30 rescued were hurt."
    found = extraction(
        text,
        [
            trigger("died", "death"),
            trigger("hurt", "injury"),
            ("figure", "figure", "At least 12"),
            ("figure", "figure", "5"),
        ],
        [("measure", "died", "At least 12"), ("measure", "hurt", "5")],
    )

    assert [(f.event, f.value, f.comparator, f.whole) for f in found.figures] == [
        ("v1", 12.0, "at_least", None),
        ("v2", 5.0, "exactly", 30.0),
    ]


def test_a_figure_without_event_is_left_out() -> None:
    assert extraction("Twelve eggs.", [("figure", "figure", "Twelve")], []).figures == ()


def test_an_event_type_follows_its_trigger_word_within_the_models_class() -> None:
    found = extraction(
        "Artillery shelled Tarim.", [trigger("shelled", "attack")], [], {"shelled": ("VERB", "root", "shelled")}
    )

    assert only(found).type == "shelling"


def test_parts_and_causes_never_go_in_circles() -> None:
    text = "The war brought a battle and a siege."
    found = extraction(
        text,
        [trigger("war", "armed_conflict"), trigger("battle", "armed_conflict"), trigger("siege", "armed_conflict")],
        [("part-of", "battle", "siege"), ("part-of", "siege", "battle")],
    )
    parent = {e.id: e.part_of for e in found.events}

    for start in parent:
        seen, at = set(), start
        while at:
            assert at not in seen
            seen.add(at)
            at = parent[at]


@pytest.mark.parametrize(
    ("since", "causes"), [("since 2014, when", ()), ("after a party, when", ("v1",)), ("and", ("v1",))]
)
def test_what_something_is_only_compared_with_has_not_come_of_it(since: str, causes: tuple[str, ...]) -> None:
    text = f"The worst fire {since} 15 clerks died."
    rows = [trigger("fire", "fire_explosion"), trigger("died", "death")]

    assert extraction(text, rows, [("cause", "died", "fire")]).events[1].causes == causes


@pytest.mark.parametrize(("cue", "fired"), [("denied", "negative"), ("denies", "negative"), ("stated", "positive")])
def test_the_verb_that_is_denied_did_not_happen_and_what_stands_beside_it_did(cue: str, fired: str) -> None:
    text = f"The army {cue} that troops had fired during the protest."
    tree = {
        cue: ("VERB", "root", cue),
        "army": ("NOUN", "nsubj", cue),
        "fired": ("VERB", "ccomp", cue),
        "that": ("SCONJ", "mark", "fired"),
        "troops": ("NOUN", "nsubj", "fired"),
        "had": ("AUX", "aux", "fired"),
        "protest": ("NOUN", "obl", "fired"),
        "during": ("ADP", "case", "protest"),
        "the": ("DET", "det", "protest"),
    }
    rows: list[Row] = [
        mention("army", "organisation", "nominal"),
        ("cue", "cue", cue),
        ("content", "indirect", "troops had fired during the protest"),
        trigger("fired", "attack"),
        trigger("protest", "protest"),
    ]
    found = extraction(
        text, rows, [("speaker", cue, "army"), ("content", cue, "troops had fired during the protest")], tree
    )

    assert [(e.trigger.of(text), e.polarity) for e in found.events] == [("fired", fired), ("protest", "positive")]


def test_who_denies_a_hand_in_it_does_not_deny_that_it_happened() -> None:
    text = "The army denied that it was behind the raid."
    tree = {
        "army": ("NOUN", "nsubj", "denied"),
        "denied": ("VERB", "root", "denied"),
        "that": ("SCONJ", "mark", "raid"),
        "it": ("PRON", "nsubj", "raid"),
        "was": ("AUX", "cop", "raid"),
        "behind": ("ADP", "case", "raid"),
        "the": ("DET", "det", "raid"),
        "raid": ("NOUN", "ccomp", "denied"),
    }
    rows: list[Row] = [mention("army", "organisation", "nominal"), ("cue", "cue", "denied"), trigger("raid", "attack")]
    rows += [("content", "indirect", "it was behind the raid")]
    links = [("speaker", "denied", "army"), ("content", "denied", "it was behind the raid")]

    assert [event.polarity for event in extraction(text, rows, links, tree).events] == ["positive"]


def test_what_denied_reports_tell_of_is_no_fact_and_not_claimed_by_who_denies() -> None:
    text = "Neil Garside denied claims that the mill had been sold."
    found = extraction(
        text,
        [
            mention("Neil Garside", "person"),
            ("cue", "cue", "denied"),
            ("content", "indirect", "claims that"),
            ("cue", "cue", "claims"),
            ("content", "indirect", "the mill had been sold"),
            trigger("sold", "business"),
        ],
        [
            ("speaker", "denied", "Neil Garside"),
            ("content", "denied", "claims that"),
            ("speaker", "claims", "Neil Garside"),
            ("content", "claims", "the mill had been sold"),
        ],
    )

    (statement,) = found.statements
    assert statement.cue is not None
    assert statement.cue.of(text) == "denied"
    assert [part.of(text) for part in statement.content] == ["claims that the mill had been sold"]
    assert (only(found).polarity, only(found).sources) == ("negative", ("s1",))


def test_what_a_denied_report_only_tells_along_the_way_stays() -> None:
    text = "Omar Haddad rejected allegations that police who had shot a man were paid."
    found = extraction(
        text,
        [
            mention("Omar Haddad", "person"),
            ("cue", "cue", "rejected"),
            ("content", "indirect", "allegations that police who had shot a man were paid"),
            trigger("shot", "attack"),
            trigger("paid", "business"),
        ],
        [
            ("speaker", "rejected", "Omar Haddad"),
            ("content", "rejected", "allegations that police who had shot a man were paid"),
        ],
    )

    assert [(e.trigger.of(text), e.polarity) for e in found.events] == [("shot", "positive"), ("paid", "negative")]


OUTBREAKS = {"outbreak": ("NOUN", "nsubj", "began"), "began": ("VERB", "root", "began"),
             "outbreak#2": ("NOUN", "nsubj", "followed"), "followed": ("VERB", "root", "followed")}  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "determiner", "events"),
    [
        ("in Lagos", "in Osaka", "The", 2),
        ("in Lagos", "in Lagos", "The", 1),
        ("in Lagos", "there", "The", 1),
        ("in May 2019", "in June 2021", "The", 2),
        ("in May 2019", "in 2019", "The", 1),
        ("quietly", "in June 2021", "An", 2),
        ("quietly", "later", "An", 1),
        ("quietly", "later", "Another", 2),
    ],
)
def test_one_kind_at_two_times_or_places_is_two_happenings(
    first: str, second: str, determiner: str, events: int
) -> None:
    text = f"Health news\n\nThe outbreak began {first}. {determiner} outbreak followed {second}."
    rows = [trigger("outbreak", "health"), trigger("outbreak#2", "health")]
    links = [("same", "outbreak#2", "outbreak")]
    for number, words in enumerate((first, second), 1):
        bare = words.removeprefix("in ")
        name = f"{bare}#2" if number == 2 and first == second else bare
        if words.startswith("in "):
            layer = "time" if words[-1].isdigit() else "place"
            rows.append(("time", "time", words) if layer == "time" else mention(name, "place"))
            links.append((layer, f"outbreak#{number}".removesuffix("#1"), words if layer == "time" else name))
    tree = {**OUTBREAKS, determiner + ("#2" if determiner == "The" else ""): ("DET", "det", "outbreak#2")}

    assert len(extraction(text, rows, links, tree).events) == events


def test_what_is_denied_alone_is_another_happening() -> None:
    text = "A raid took place. No raid followed."
    rows = [trigger("raid", "attack"), trigger("raid#2", "attack", "negative")]

    assert len(extraction(text, rows, [("same", "raid#2", "raid")]).events) == 2


@pytest.mark.parametrize(("later", "events"), [("tsunami", 2), ("cyclone", 1), ("it", 1)])
def test_nouns_that_name_two_hazards_are_two_happenings(later: str, events: int) -> None:
    """Whatever the model links; a cyclone is a storm, and a pronoun names nothing."""
    text = f"A storm came near. A crowd feared that {later} would come."
    rows = [trigger("storm", "natural_hazard"), trigger(later, "natural_hazard")]

    assert len(extraction(text, rows, [("same", later, "storm")]).events) == events


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ("7 of the mine's 40 workers", "workers"),
        ("7 of them", ""),
        ("7 critically", ""),
        ("7 percent of the country's gold exports", "country's gold exports"),
    ],
)
def test_what_a_figure_counts_is_said_without_whose_and_how_many(counted: str, words: str) -> None:
    text = f"The blast hurt {counted}."
    found = extraction(
        text, [trigger("hurt", "injury"), ("figure", "figure", "7")], [("measure", "hurt", "7")], tree={}
    )

    assert [f.of for f in found.figures] == [words]


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Shares fell, their steepest fall since 2020.", False),
        ("Nine were killed in the worst crash on a lake of the whole district since 2020.", False),
        ("Floods have killed at least nine people since 2020.", True),
        ("The army has killed hundreds since 2020.", True),
    ],
)
def test_since_when_something_is_the_most_dates_nothing(text: str, dated: bool) -> None:
    verb = "fell" if "fell" in text else "killed"
    found = extraction(
        text, [trigger(verb, "death"), ("time", "time", "since 2020")], [("time", verb, "since 2020")], tree={}
    )

    assert (only(found).time is not None) is dated


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ruvu District Hospital", "facility"),
        ("Ruvu River", "river"),
        ("Lake Ruvu", "lake"),
        ("Strait of Ruvu", "sea"),
        ("Ruvu district", "district"),
    ],
)
def test_the_head_of_a_place_name_says_what_it_is(name: str, kind: str) -> None:
    found = extraction(f"Smoke rose over {name}.", [mention(name, "place")], [])

    assert [entity.type for entity in found.entities] == [kind]


def test_deaths_of_a_dated_cause_beside_them_are_not_those_of_today() -> None:
    text = "The slide killed nine people on Friday. A slide in July 2019 left 250 dead."
    found = extraction(
        text,
        [
            trigger("slide", "natural_hazard"),
            trigger("killed", "death"),
            trigger("slide#2", "natural_hazard"),
            trigger("dead", "death"),
            ("time", "time", "on Friday"),
            ("time", "time", "in July 2019"),
        ],
        [
            ("cause", "killed", "slide"),
            ("time", "killed", "on Friday"),
            ("cause", "dead", "slide#2"),
            ("time", "slide#2", "in July 2019"),
            ("same", "dead", "killed"),
        ],
    )

    assert [event.type for event in found.events].count("death") == 2


def test_an_adjective_of_an_event_gives_way_to_its_noun() -> None:
    found = extraction(
        "Both accepted a humanitarian truce.",
        [trigger("humanitarian", "agreement")],
        [],
        tree={"humanitarian": ("ADJ", "amod", "truce"), "accepted": ("VERB", "root", "accepted")},
    )

    assert found.events[0].trigger.of("Both accepted a humanitarian truce.") == "truce"


def test_what_is_denied_of_a_fire_is_no_event_beside_it() -> None:
    text = "Officials deny that the fire was an attack. A gas canister exploded."
    found = extraction(
        text,
        [
            mention("Officials", "group", "nominal"),
            ("cue", "cue", "deny"),
            ("content", "indirect", "the fire was an attack"),
            trigger("fire", "fire_explosion"),
            trigger("attack", "attack"),
            trigger("exploded", "attack"),
        ],
        [
            ("speaker", "deny", "Officials"),
            ("content", "deny", "the fire was an attack"),
            ("same", "exploded", "attack"),
        ],
        tree={
            "the": ("DET", "det", "fire"),
            "fire": ("NOUN", "nsubj", "attack"),
            "was": ("AUX", "cop", "attack"),
            "an": ("DET", "det", "attack"),
            "attack": ("NOUN", "ccomp", "deny"),
            "that": ("SCONJ", "mark", "attack"),
            "Officials": ("NOUN", "nsubj", "deny"),
            "deny": ("VERB", "root", "deny"),
        },
    )

    told = {event.trigger.of(text): event.polarity for event in found.events}

    assert told == {"fire": "positive", "attack": "negative", "exploded": "positive"}


@pytest.mark.parametrize(("noun", "coarse"), [("cyclone", "natural_hazard"), ("fire", "fire_explosion")])
def test_what_a_storm_or_fire_does_is_no_attack(noun: str, coarse: str) -> None:
    tree = {noun: ("NOUN", "nsubj", "struck"), "struck": ("VERB", "root", "struck")}
    rows = [trigger(noun, coarse), trigger("struck", "attack")]

    event = only(extraction(f"A {noun} struck Beira.", rows, [], tree))

    assert (event.trigger, len(event.other_mentions)) == (Span(2, 2 + len(noun)), 1)


def test_a_word_for_a_storm_that_is_no_event_of_its_own_tells_what_it_does() -> None:
    tree = {"Flames": ("NOUN", "nsubj", "swept"), "swept": ("VERB", "root", "swept")}

    assert only(extraction("Flames swept Beira.", [trigger("swept", "attack")], [], tree)).type == "fire_explosion"


@pytest.mark.parametrize(("who", "events"), [("Juan Osk", 1), ("Ada Obi", 2)])
def test_what_a_title_tells_is_the_same_as_what_the_story_tells_of_the_same_person(who: str, events: int) -> None:
    text = f"Court frees Juan Osk\n\nA court released {who} on Monday."
    name = f"{who}#2" if who == "Juan Osk" else who
    found = extraction(
        text,
        [
            mention("Juan Osk", "person"),
            mention(name, "person"),
            trigger("frees", "crime"),
            trigger("released", "crime"),
        ],
        [("patient", "frees", "Juan Osk"), ("patient", "released", name)],
        {"frees": ("VERB", "root", "frees"), "released": ("VERB", "root", "released")},
    )

    assert len(found.events) == events


def test_the_first_paragraph_of_a_text_without_a_title_is_no_title() -> None:
    first = "Judges said on Monday that a court in the town of Alba had freed Juan Osk, who had been held for a year."
    text = f"{first}\n\nA court released Juan Osk, after he was held anew, in a hearing that lasted for an hour."
    found = extraction(
        text,
        [
            *(mention(who, "person") for who in ("Juan Osk", "Juan Osk#2")),
            *(trigger(w, "crime") for w in ("freed", "released")),
        ],
        [("patient", "freed", "Juan Osk"), ("patient", "released", "Juan Osk#2")],
        {"freed": ("VERB", "root", "freed"), "released": ("VERB", "root", "released")},
    )

    assert len(found.events) == 2


def test_of_two_words_for_a_happening_the_one_that_names_a_kind_gives_the_type() -> None:
    rows = [trigger("effort", "other"), trigger("win", "other")]
    found = extraction("The effort, a win, ended.", rows, [("same", "win", "effort")])

    assert only(found).type == "match_result"


def test_a_ship_that_passes_an_inspection_is_no_bill() -> None:
    tree = {"passed": ("VERB", "root", "passed"), "inspection": ("NOUN", "obj", "passed")}

    assert only(extraction("The ship passed an inspection.", [trigger("passed", "regulation")], [], tree)).type == (
        "inspection"
    )


def test_words_beside_others_that_hold_them_fill_a_role_once() -> None:
    text = "Rebels took at least 14 mines."
    rows = [
        trigger("took", "armed_conflict"),
        ("argument", "argument", "at least 14 mines"),
        ("argument", "argument", "mines"),
    ]
    found = extraction(text, rows, [("patient", "took", "at least 14 mines"), ("patient", "took", "mines")])

    assert [r.span.of(text) for r in only(found).roles] == ["at least 14 mines"]


@pytest.mark.parametrize(("who", "events"), [("Ada Obi", 2), ("Juan Osk#2", 1)])
def test_what_two_persons_do_is_two_happenings_whatever_the_model_links(who: str, events: int) -> None:
    text = f"Juan Osk resigned. {who.partition('#')[0]} resigned on Monday."
    rows = [mention("Juan Osk", "person"), mention(who, "person")]
    rows += [trigger("resigned", "employment"), trigger("resigned#2", "employment")]
    links = [("agent", "resigned", "Juan Osk"), ("agent", "resigned#2", who), ("same", "resigned#2", "resigned")]

    assert len(extraction(text, rows, links).events) == events


@pytest.mark.parametrize(
    ("who", "events"),
    [
        ("2 of the attackers", 2),
        ("2 gunmen", 2),
        ("2 more people", 2),
        ("2 of the dead", 1),
        ("2 of the workers", 1),  # some of those that were told
        ("2 villagers", 1),
    ],
)
def test_a_death_of_others_besides_is_a_death_of_its_own(who: str, events: int) -> None:
    text = f"A blast killed 9 workers in Osk. Later {who} were killed."
    rows: list[Row] = [
        trigger("killed", "death"),
        trigger("killed#2", "death"),
        ("argument", "argument", "9 workers", {}),
        ("argument", "argument", who, {}),
    ]
    links = [("same", "killed#2", "killed"), ("patient", "killed", "9 workers"), ("patient", "killed#2", who)]

    assert len(extraction(text, rows, links).events) == events


@pytest.mark.parametrize(
    ("verb", "words", "coarse", "kind"),
    [
        ("fired", "tear gas", "attack", "crowd_control"),
        ("used", "tear gas", "protest", "dispersal"),
        ("offered", "5 percent", "business", "offer_of_terms"),
        ("struck", "the ferry", "natural_hazard", "natural_hazard"),
    ],
)
def test_a_verb_that_means_much_is_typed_by_what_it_is_done_to(verb: str, words: str, coarse: str, kind: str) -> None:
    text = f"Someone {verb} {words}."
    last = words.rsplit(maxsplit=1)[-1]
    tree = {
        "Someone": ("PRON", "nsubj", verb),
        verb: ("VERB", "root", verb),
        last: ("NOUN", "obj", verb),
        words.split(maxsplit=1)[0]: (
            "NOUN" if words == "tear gas" else "DET",
            "compound" if words == "tear gas" else "det",
            last,
        ),
    }

    (event,) = extraction(text, [trigger(verb, coarse)], [], one_sentence(text, tree)).events

    assert event.type == kind


@pytest.mark.parametrize(
    ("said", "agents"),
    [
        ("The front had no part in the raid", []),
        ("The front denied any involvement in the raid", []),
        ("The front was not behind the raid", []),
        ("Osk denied that the front was behind the raid", []),
        ("Osk denied that, and the front was behind the raid", ["front"]),
        ("The front said that it never had a better day than that of the raid", ["front"]),
    ],
)
def test_who_disclaims_an_event_is_not_its_agent(said: str, agents: list[str]) -> None:
    """Whatever the model links: a denial is no confession."""
    rows = [mention("front", "organisation", "nominal"), trigger("raid", "attack")]

    (event,) = extraction(f"{said}.", rows, [("agent", "raid", "front")]).events

    assert [r.span.of(f"{said}.") for r in event.roles] == agents


def test_the_verb_of_what_is_denied_is_denied_wherever_the_parser_hung_the_words_before_it() -> None:
    text = "Osk denied that his troops had crossed the river or killed civilians."
    rows: list[Row] = [
        mention("Osk", "person"),
        ("cue", "cue", "denied", {}),
        ("content", "indirect", "that his troops had crossed the river or killed civilians", {}),
        trigger("crossed", "armed_conflict"),
        trigger("killed", "death"),
    ]
    links = [
        ("speaker", "denied", "Osk"),
        ("content", "denied", "that his troops had crossed the river or killed civilians"),
    ]
    tree = {
        "denied": ("VERB", "root", "denied"),
        "Osk": ("PROPN", "nsubj", "denied"),
        "his": ("PRON", "obj", "denied"),
        "crossed": ("VERB", "ccomp", "denied"),
        "troops": ("NOUN", "nsubj", "crossed"),
        "killed": ("VERB", "conj", "crossed"),
    }

    assert {e.polarity for e in extraction(text, rows, links, one_sentence(text, tree)).events} == {"negative"}


@pytest.mark.parametrize("modality", ["actual", "planned", "promised"])
def test_what_is_denied_of_the_future_is_not_to_be(modality: str) -> None:
    text = "Osk denied that the plant would close."
    rows: list[Row] = [
        mention("Osk", "person"),
        ("cue", "cue", "denied", {}),
        ("content", "indirect", "that the plant would close", {}),
        trigger("close", "disruption", modality=modality),
    ]
    links = [("speaker", "denied", "Osk"), ("content", "denied", "that the plant would close")]
    tree = {"denied": ("VERB", "root", "denied"), "close": ("VERB", "ccomp", "denied")}

    (event,) = extraction(text, rows, links, one_sentence(text, tree)).events

    assert event.polarity == "negative"


def test_not_one_is_nobody() -> None:
    text = "Not one of the soldiers left."
    tree = {"left": ("VERB", "root", "left"), "one": ("NUM", "nsubj", "left"), "Not": ("ADV", "advmod", "one")}

    (event,) = extraction(text, [trigger("left", "travel")], [], one_sentence(text, tree)).events

    assert event.polarity == "negative"


@pytest.mark.parametrize(("who", "events"), [("soldiers", 2), ("miners", 1)])
def test_soldiers_die_apart_from_herders(who: str, events: int) -> None:
    text = f"A blast killed herders in Osk. Later {who} were killed."
    rows: list[Row] = [
        trigger("killed", "death"),
        trigger("killed#2", "death"),
        ("argument", "argument", "herders", {}),
        ("argument", "argument", who, {}),
    ]
    links = [("same", "killed#2", "killed"), ("patient", "killed", "herders"), ("patient", "killed#2", who)]

    assert len(extraction(text, rows, links).events) == events


def test_who_is_missing_is_not_dead_whatever_class_the_model_gave() -> None:
    text = "Six are missing."
    tree = {"missing": ("ADJ", "root", "missing"), "Six": ("NUM", "nsubj", "missing")}

    (event,) = extraction(text, [trigger("missing", "death")], [], one_sentence(text, tree)).events

    assert event.type == "missing"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Osk launched an attack on Ruvu.", ["Ruvu"]),
        ("Osk launched an attack on a Ruvu depot.", ["Ruvu"]),
        ("Osk launched an attack on Tuesday from Ruvu.", []),
    ],
)
def test_what_on_right_behind_an_attack_brings_is_its_target(text: str, target: list[str]) -> None:
    """Though the parser hung it from the verb."""
    rows = [mention("Osk", "country"), mention("Ruvu", "place"), trigger("attack", "attack")]
    tree = {
        "launched": ("VERB", "root", "launched"),
        "attack": ("NOUN", "obj", "launched"),
        "Ruvu": ("PROPN", "obl", "launched"),
        **{word: ("ADP", "case", "Ruvu") for word in ("on", "from") if word in text.split()},
    }

    (event,) = extraction(text, rows, [], one_sentence(text, tree)).events

    assert [r.span.of(text) for r in event.roles if r.role == "target"] == target


@pytest.mark.parametrize(("det", "events"), [("The", 1), ("A", 2)])
def test_a_noun_behind_the_takes_up_what_was_told(det: str, events: int) -> None:
    """The model's half-sure link is enough where the words say that the happening is known."""
    text = f"A march began. {det} rally ended."
    rows = [trigger("march", "protest"), trigger("rally", "protest")]
    tree = {
        "march": ("NOUN", "nsubj", "began"),
        det + ("#2" if det == "A" else ""): ("DET", "det", "rally"),
        "rally": ("NOUN", "nsubj", "ended"),
    }
    assert len(extraction(text, rows, [("same", "rally", "march")], tree, score=0.5).events) == events


@pytest.mark.parametrize(
    ("text", "verb", "relation"),
    [
        ("Inspectors accepted bribes.", "accepted", "obj"),
        ("Bidders offered bribes.", "offered", "obj"),
        ("Referees paid kickbacks.", "paid", "obj"),
        ("Bribes were offered.", "offered", "nsubj:pass"),
    ],
)
@pytest.mark.parametrize("coarse", ["agreement", "crime"])
def test_a_verb_and_the_object_that_is_one_phrase_with_it_are_one_event(
    text: str, verb: str, relation: str, coarse: str
) -> None:
    noun = next(word for word in re.findall(r"\w+", text) if word.casefold() in ("bribes", "kickbacks"))
    tree = {verb: ("VERB", "root", verb), noun: ("NOUN", relation, verb)}

    event = only(extraction(text, [trigger(verb, coarse), trigger(noun, "crime")], [], one_sentence(text, tree)))

    assert event.type == "bribery"
    assert not any(event.trigger.covers(other) for other in event.other_mentions)


def test_an_offer_that_is_accepted_stays_an_event_of_its_own() -> None:
    text = "Bidders accepted offers."
    tree = {"accepted": ("VERB", "root", "accepted"), "offers": ("NOUN", "obj", "accepted")}
    rows = [trigger("accepted", "agreement"), trigger("offers", "business")]

    assert len(extraction(text, rows, [], one_sentence(text, tree)).events) == 2


@pytest.mark.parametrize(
    ("text", "first", "label", "events"),
    [("Cholera deaths rise.", "Cholera", "other", 2), ("Bomb attacks rise.", "Bomb", "attack", 1)],
)
def test_nouns_side_by_side_are_one_event_only_within_one_class(text: str, first: str, label: str, events: int) -> None:
    """What somebody died of is no death, whatever stands between."""
    second = text.split()[1]
    tree = {first: ("NOUN", "compound", second), second: ("NOUN", "nsubj", "rise"), "rise": ("VERB", "root", "rise")}
    rows = [trigger(first, label), trigger(second, "death" if events == 2 else "attack")]

    assert len(extraction(text, rows, [], one_sentence(text, tree)).events) == events


def test_a_participle_that_the_ontology_lists_as_it_is_written_names_its_type() -> None:
    """Nobody is sought under the verb "to miss"."""
    text = "Nine people are missing."
    tree = {"are": ("AUX", "aux", "missing"), "missing": ("VERB", "root", "missing")}

    assert only(extraction(text, [trigger("missing", "other")], [], one_sentence(text, tree))).type == "missing"


@pytest.mark.parametrize(("verb", "events"), [("pass", 1), ("shock", 2)])
def test_a_toll_that_passes_a_number_is_one_event_with_its_verb(verb: str, events: int) -> None:
    text = f"Deaths {verb} 60."
    tree = {"Deaths": ("NOUN", "nsubj", verb), verb: ("VERB", "root", verb), "60": ("NUM", "obj", verb)}
    rows = [trigger("Deaths", "death"), trigger(verb, "death")]

    assert len(extraction(text, rows, [], tree).events) == events
