"""Which of several linked places an event happened at."""

from dataclasses import replace

import pytest

from kb.extraction.calibration import log_odds
from kb.extraction.dating.clock import TextClock
from kb.extraction.events.places import where
from kb.extraction.events.roles import EventSlots, fill_slots
from kb.extraction.events.sure_roles import shipped_weights
from kb.extraction.layout.stage import layout
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.entities import build_entities
from kb.extraction.names.stage import collect_mentions
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.model import Span
from tests.extraction.analyses import Row, document, grow
from tests.extraction.interpreted import Tree, extraction, mention, one_sentence, trigger

SHOOTING: Tree = {
    "Ruvan": ("ADJ", "amod", "troops"),
    "troops": ("NOUN", "nsubj", "shot"),
    "two": ("NUM", "obj", "shot"),
}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Shops burnt in Osk, Bergen and Oslo.", ["Osk", "Bergen", "Oslo"]),
        ("Shops burnt in Osk and in Bergen, while rain fell on Oslo.", ["Osk", "Bergen"]),
        ("Shops burnt in Osk after a march from Bergen to Oslo.", ["Osk"]),
        ("Shops burnt in Bergen, Oslo.", ["Bergen"]),
    ],
)
def test_the_likeliest_place_and_what_is_listed_with_it(text: str, kept: list[str]) -> None:
    names = [name for name in ("Osk", "Bergen", "Oslo") if name in text]
    doc = document(text, [("mention", "place", name, {"kind": "name", "type": "city"}) for name in names])
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    places = [(table.at(span), span, 0.9 - 0.1 * n) for n, span in enumerate(spans)]

    found = where(doc, table, places)

    assert [span.of(text) for _, span, _ in found] == kept


@pytest.mark.parametrize(
    ("text", "name", "kind", "tree", "stays"),
    [
        (
            "Crews rebuilt after Harbour bridge burned",
            "Harbour bridge",
            "facility",
            {"bridge": ("NOUN", "nsubj", "burned"), "Harbour": ("NOUN", "compound", "bridge")},
            False,
        ),
        ("Rain fell while Osk burned", "Osk", "city", {"Osk": ("PROPN", "nsubj", "burned")}, True),
        ("The Ruvan judge was tried", "Ruvan", "country", {"Ruvan": ("ADJ", "amod", "judge")}, False),
        ("Ruvan troops shot two", "Ruvan", "country", SHOOTING, True),
        (
            "Ruvan troops were shot",
            "Ruvan",
            "country",
            {"Ruvan": ("ADJ", "amod", "troops"), "troops": ("NOUN", "nsubj:pass", "shot")},
            False,
        ),
        ("The Ruvan war went on", "Ruvan", "country", {"Ruvan": ("ADJ", "amod", "war")}, True),
        (
            "Shells came from Osk",
            "Osk",
            "city",
            {"from": ("ADP", "case", "Osk"), "Osk": ("PROPN", "obl", "came")},
            False,
        ),
        ("Shells fell in Osk", "Osk", "city", {"in": ("ADP", "case", "Osk"), "Osk": ("PROPN", "obl", "fell")}, True),
    ],
)
def test_what_the_words_put_elsewhere_is_no_place(
    text: str, name: str, kind: str, tree: dict[str, tuple[str, str, str]], stays: bool
) -> None:
    rows = [("mention", "place", name, {"kind": "name", "type": kind})]
    rows += [("trigger", "war", "war", {})] if "war" in text else []
    doc = document(text, rows)
    grow(doc.doc, tree)
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())
    span = Span(text.index(name), text.index(name) + len(name))

    found = where(doc, table, [(table.at(span), span, 0.9)])

    assert bool(found) is stays


@pytest.mark.parametrize(
    ("text", "tree", "stays"),
    [
        ("Some residents of Osk danced", {"danced": ("VERB", "root", "danced")}, False),
        ("Some residents in Osk danced", {"danced": ("VERB", "root", "danced")}, True),
        (
            "The dancing over roads in Osk",
            {
                "dancing": ("NOUN", "root", "dancing"),
                "over": ("ADP", "case", "roads"),
                "roads": ("NOUN", "nmod", "dancing"),
                "in": ("ADP", "case", "Osk"),
                "Osk": ("PROPN", "nmod", "roads"),
            },
            False,
        ),
        (
            "The dancing on roads in Osk",
            {
                "dancing": ("NOUN", "root", "dancing"),
                "on": ("ADP", "case", "roads"),
                "roads": ("NOUN", "nmod", "dancing"),
                "in": ("ADP", "case", "Osk"),
                "Osk": ("PROPN", "nmod", "roads"),
            },
            True,
        ),
    ],
)
def test_whose_home_or_matter_a_place_is_tells_no_place_of_the_event(
    text: str, tree: dict[str, tuple[str, str, str]], stays: bool
) -> None:
    word = "danced" if "danced" in text else "dancing"
    rows = [
        ("mention", "place", "Osk", {"kind": "name", "type": "city"}),
        ("mention", "group", "residents", {"kind": "nominal", "type": "group"}),
        ("trigger", "protest", word),
    ]
    doc = document(text, [row for row in rows if row[2] in text])
    grow(doc.doc, tree)
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())
    span = Span(text.index("Osk"), text.index("Osk") + 3)
    triggers = [p for _, p in doc.analysis.layer("trigger")]

    assert bool(where(doc, table, [(table.at(span), span, 0.9)], triggers)) == stays


@pytest.mark.parametrize(
    ("text", "linked", "kept"),
    [
        ("Raiders burned a mill in Osk, in the neighbouring Lom district.", "Lom district", "Osk"),
        ("Raiders burned a mill in Osk. Rain fell in the Lom district.", "Lom district", "Lom district"),
        ("In the Lom district, raiders burned a mill near Osk.", "Lom district", "Osk"),
        ("In the Lom district, raiders burned a mill, and Osk fell.", "Lom district", "Lom district"),
        ("In the Lom district, raiders burned a mill to free men held in Osk.", "Lom district", "Lom district"),
        ("Raiders burned a mill in Osk, in the old Lom harbour.", "Lom harbour", "Lom harbour"),
    ],
)
def test_the_town_that_a_sentence_names_beside_its_region_is_the_place(text: str, linked: str, kept: str) -> None:
    kind = "facility" if "harbour" in linked else "district"
    rows = [("mention", "place", "Osk", {"kind": "name", "type": "town"})]
    rows += [("mention", "place", linked, {"kind": "name", "type": kind}), ("trigger", "damage", "burned", {})]
    doc = document(text, rows)
    if text.count(".") == 1:
        tree: dict[str, tuple[str, str, str]] = {"burned": ("VERB", "root", "burned")}
        tree |= {verb: ("VERB", "dep", "burned") for verb in ("held", "fell") if verb in text}
        grow(doc.doc, one_sentence(text, tree))
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())
    span = Span(text.index(linked), text.index(linked) + len(linked))
    triggers = [proposal for _, proposal in doc.analysis.layer("trigger")]

    ((_, words, _),) = where(doc, table, [(table.at(span), span, 0.9)], triggers)

    assert words.of(text) == kept


@pytest.mark.parametrize(
    ("thing", "kind", "is_place"), [("Osk", "village", True), ("village", "village", False), ("road", "route", False)]
)
def test_a_thing_without_a_name_that_an_event_befell_is_no_place_of_it(thing: str, kind: str, is_place: bool) -> None:
    text = f"Shells damaged a {thing}."
    form = "name" if thing.istitle() else "nominal"
    rows = [trigger("damaged", "damage"), ("mention", "place", thing, {"kind": form, "type": kind})]
    tree = {
        "Shells": ("NOUN", "nsubj", "damaged"),
        "damaged": ("VERB", "root", "damaged"),
        thing: ("NOUN", "obj", "damaged"),
    }
    (event,) = extraction(text, rows, [("patient", "damaged", thing)], one_sentence(text, tree)).events

    assert bool(event.places) is is_place
    assert [role.span.of(text) for role in event.roles if role.entity] == [thing]


@pytest.mark.parametrize(
    ("text", "types", "kept"),
    [
        ("Shells fell in the Lom district of Ruvu.", ("district", "region"), "Lom"),
        ("Shells fell in the Lom district and Ruvu.", ("district", "region"), "Ruvu"),
        ("Shells fell in the province Lom of Ruvu.", ("province", "region"), "Ruvu"),
        ("Shells fell in Lom of Ruvu.", ("town", "region"), "Lom"),
    ],
)
def test_a_region_gives_way_to_the_district_named_right_before_it(text: str, types: tuple[str, str], kept: str) -> None:
    names = ["Lom district" if "Lom district" in text else "Lom", "Ruvu"]
    rows = [("mention", "place", n, {"kind": "name", "type": t}) for n, t in zip(names, types, strict=True)]
    doc = document(text, rows)
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())
    ruvu = Span(text.index("Ruvu"), text.index("Ruvu") + 4)

    ((_, span, _),) = where(doc, table, [(table.at(ruvu), ruvu, 0.9)])

    assert span.of(text).split()[0] == kept


@pytest.mark.parametrize(
    ("opening", "kind", "place"),
    [("In Lom", "region", "Osk"), ("Over Lom", "region", "Lom"), ("In Lom", "city", "Lom")],
)
def test_what_befell_a_town_of_the_region_a_sentence_opens_with_was_there(opening: str, kind: str, place: str) -> None:
    """And so were those whom it killed."""
    text = f"{opening}, a bomb hit Osk, killing two."
    rows: list[Row] = [("mention", "place", "Lom", {"kind": "name", "type": kind}), mention("Osk", "place")]
    rows += [trigger("hit", "attack"), trigger("killing", "death")]
    links = [
        ("place", "hit", "Lom"),
        ("patient", "hit", "Osk"),
        ("place", "killing", "Lom"),
        ("cause", "killing", "hit"),
    ]

    found = extraction(text, rows, links).events

    assert [[span.of(text) for span in event.place_spans] for event in found] == [[place], [place]]


@pytest.mark.parametrize(("lead", "places"), [("A day before", []), ("During", ["Osk"])])
def test_where_something_was_days_before_it_is_no_place_of_a_happening(lead: str, places: list[str]) -> None:
    text = f"{lead} the raid, girls fled in Osk."
    side = lead.rsplit(maxsplit=1)[-1]
    tree = {side: ("ADP", "case", "raid"), "raid": ("NOUN", "obl", "fled"), "fled": ("VERB", "root", "fled")}
    tree[","] = ("PUNCT", "punct", "fled")
    rows: list[Row] = [trigger("raid", "attack"), mention("Osk", "place")]

    (event,) = extraction(text, rows, [("place", "raid", "Osk")], one_sentence(text, tree)).events

    assert [span.of(text) for span in event.place_spans] == places


@pytest.mark.parametrize(("case", "hit"), [("near", []), ("at", ["Osk"])])
def test_what_something_only_was_near_was_not_hit(case: str, hit: list[str]) -> None:
    text = f"Rebels fired {case} Osk."
    tree = {
        "fired": ("VERB", "root", "fired"),
        case: ("ADP", "case", "Osk"),
        "Osk": ("PROPN", "obl", "fired"),
    }
    rows: list[Row] = [trigger("fired", "attack"), mention("Osk", "place")]

    (event,) = extraction(text, rows, [("patient", "fired", "Osk")], one_sentence(text, tree)).events

    assert [role.span.of(text) for role in event.roles] == hit


def test_the_place_of_a_court_is_not_that_of_the_deed_it_punishes() -> None:
    text = "A court in Lom jailed a man for a raid in Osk."
    rows: list[Row] = [mention("Lom", "place"), mention("Osk", "place")]
    rows += [trigger("jailed", "legal"), trigger("raid", "attack")]
    links = [("place", "jailed", "Lom"), ("place", "raid", "Lom"), ("place", "raid", "Osk")]
    tree = {"jailed": ("VERB", "root", "jailed"), "raid": ("NOUN", "obl", "jailed")}

    found = extraction(text, rows, links, one_sentence(text, tree)).events

    assert [[span.of(text) for span in event.place_spans] for event in found] == [["Lom"], ["Osk"]]


@pytest.mark.parametrize(("first", "second", "places"), [("VERB", "AUX", []), ("VERB", "VERB", ["Osk"])])
def test_what_goes_on_in_a_clause_of_its_own_is_elsewhere(first: str, second: str, places: list[str]) -> None:
    """The tagger takes a subject like "fighting" for a verb."""
    text = "Rebels signed a truce in Osk, but fighting has continued."
    rows: list[Row] = [mention("Osk", "place"), trigger("fighting", "armed_conflict")]
    tree = {
        "signed": ("VERB", "root", "signed"),
        ",": ("PUNCT", "punct", "signed"),
        "but": ("CCONJ", "cc", "signed"),
        "fighting": (first, "conj", "signed"),
        "has": (second, "aux", "fighting"),
    }

    (event,) = extraction(text, rows, [("place", "fighting", "Osk")], one_sentence(text, tree)).events

    assert [span.of(text) for span in event.place_spans] == places


@pytest.mark.parametrize(
    ("verb", "article", "linked", "places"),
    [
        ("condemned", "the", True, []),
        ("condemned", "an", True, ["Osk"]),
        ("condemned", "the", False, ["Osk"]),
        ("planned", "the", True, ["Osk"]),
    ],
)
def test_where_somebody_judges_what_was_told_before_is_no_place_of_it(
    verb: str, article: str, linked: bool, places: list[str]
) -> None:
    text = f"A raid killed two. Ministers {verb} {article} attack in Osk."
    rows: list[Row] = [trigger("raid", "attack"), trigger("attack", "attack"), mention("Osk", "place")]
    links = [("place", "attack", "Osk"), *([("same", "attack", "raid")] if linked else [])]
    tree = {
        "raid": ("NOUN", "nsubj", "killed"),
        "killed": ("VERB", "root", "killed"),
        verb: ("VERB", "root", verb),
        "attack": ("NOUN", "obj", verb),
        article: ("DET", "det", "attack"),
        "Ministers": ("NOUN", "nsubj", verb),
        "Osk": ("PROPN", "obl", verb),
        "in": ("ADP", "case", "Osk"),
    }

    found = extraction(text, rows, links, tree).events

    assert [span.of(text) for event in found for span in event.place_spans] == places


def slots(text: str, rows: list[Row], links: dict[tuple[str, str, str], float], sure: dict[str, float]) -> EventSlots:
    """What fills the slots of the only event, *links* of the model and how sure names are as given."""
    found = document(text, rows, list(links))
    grow(found.doc, one_sentence(text, TREES[text]))
    proposals, words = found.analysis.proposals, {}
    for index, proposal in enumerate(proposals):
        words[index] = found.span(proposal).of(text)
    scored = tuple(replace(r, score=links[r.label, words[r.head], words[r.tail]]) for r in found.analysis.relations)
    found = replace(found, analysis=replace(found.analysis, relations=scored))
    table = build_entities(found, cluster_mentions(collect_mentions(found, shipped()), {}, text), shipped())
    table = replace(table, sure={i: sure.get(words[i], score) for i, score in table.sure.items()})
    triggers, clock = list(found.analysis.layer("trigger")), TextClock(found, layout(text, 0))
    return fill_slots(found, table, triggers, "attack", "attack", "v1", {}, EventTypes.load(), clock, future=False)


MILL = "Shells fell on a mill on Monday and on Lom."
BURNT = "Shells fell on Lom on Monday, burning a mill of Osk."
FIRED = "Rebels fired in Osk."
ASIDE = "Rebels spoke of guards when shells fell."
BOTH = ["Rebels", "guards"]
TREES: dict[str, Tree] = {
    MILL: {"fell": ("VERB", "root", "fell")},
    BURNT: {"fell": ("VERB", "root", "fell")},
    ASIDE: {"fell": ("VERB", "root", "fell")},
    FIRED: {
        "Rebels": ("NOUN", "nsubj", "fired"),
        "fired": ("VERB", "root", "fired"),
        "in": ("ADP", "case", "Osk"),
        "Osk": ("PROPN", "obl", "fired"),
    },
}


def test_how_sure_a_name_is_does_not_tell_where_an_event_was() -> None:
    """Of two places the one that the model rather links, though it is less sure of what its words are."""
    rows: list[Row] = [("mention", "place", "mill", {"kind": "nominal", "type": "building"}), mention("Lom", "place")]
    rows.append(trigger("fell", "attack"))
    links = {("place", "fell", "mill"): 0.9, ("place", "fell", "Lom"): 0.95}

    found = slots(MILL, rows, links, {"Lom": 0.5})

    assert [span.of(MILL) for span in found.place_spans] == ["Lom"]
    assert list(found.place_scores) == pytest.approx([0.95 * 0.5])


@pytest.mark.parametrize(("doer", "place", "found"), [(0.4, 0.2, "Osk"), (0.5, 0.05, "")])
def test_the_tree_makes_a_link_likelier_and_one_to_a_place_more_so(doer: float, place: float, found: str) -> None:
    rows: list[Row] = [mention("Rebels", "group", "nominal"), mention("Osk", "place"), trigger("fired", "attack")]
    links = {("agent", "fired", "Rebels"): doer, ("place", "fired", "Osk"): place}

    told = slots(FIRED, rows, links, {})

    (role,) = told.roles
    assert role.span.of(FIRED) == "Rebels"
    said = {
        "event": 0.9,
        "words": 0.9,
        "link": doer + 0.15,
        "link, claimed": doer + 0.15,
        "rival": 0.02,
        "other role": 0.02,
    }
    features = {name: log_odds(score) for name, score in said.items()}
    plain = dict.fromkeys(("agent", "claimed, agent", "is entity", "by tree"), 1.0)
    assert role.confidence == pytest.approx(shipped_weights().chance({**features, **plain}), abs=1e-4)
    assert " ".join(span.of(FIRED) for span in told.place_spans) == found


@pytest.mark.parametrize(
    ("rebels", "guards", "doers"),
    [(0.2, 0.0, ["Rebels"]), (0.1, 0.0, []), (0.2, 0.3, ["guards"]), (0.2, 0.6, ["guards"]), (0.6, 0.6, BOTH)],
)
def test_an_unlikely_link_fills_only_a_role_that_nothing_likelier_does(
    rebels: float, guards: float, doers: list[str]
) -> None:
    rows: list[Row] = [mention(who, "group", "nominal") for who in ("Rebels", "guards")]
    links = {("agent", "fell", who): score for who, score in (("Rebels", rebels), ("guards", guards)) if score}

    told = slots(ASIDE, [*rows, trigger("fell", "attack")], links, {})

    assert [role.span.of(ASIDE) for role in told.roles] == doers


@pytest.mark.parametrize(("region", "place"), [(0.95, "Osk"), (0.99, "Lom")])
def test_of_places_nearly_as_likely_the_town_rather_than_the_land_around_it(region: float, place: str) -> None:
    rows: list[Row] = [("mention", "place", "Lom", {"kind": "name", "type": "region"}), mention("Osk", "place")]
    rows.append(trigger("fell", "attack"))

    found = slots(BURNT, rows, {("place", "fell", "Lom"): region, ("place", "fell", "Osk"): 0.78}, {})

    assert [span.of(BURNT) for span in found.place_spans] == [place]


@pytest.mark.parametrize(
    ("verb", "led", "places"), [("warned", "nmod", []), ("warned", "obl", ["Osk"]), ("spoke", "nmod", ["Osk"])]
)
def test_where_those_are_who_foresee_an_event_is_no_place_of_it(verb: str, led: str, places: list[str]) -> None:
    text = f"Experts in Osk {verb} of rain."
    tree = {
        "Experts": ("NOUN", "nsubj", verb),
        "in": ("ADP", "case", "Osk"),
        "Osk": ("PROPN", led, "Experts" if led == "nmod" else verb),
        verb: ("VERB", "root", verb),
        "rain": ("NOUN", "obl", verb),
    }
    rows: list[Row] = [trigger("rain", "natural_hazard"), mention("Osk", "place")]

    (event,) = extraction(text, rows, [("place", "rain", "Osk")], one_sentence(text, tree)).events

    assert [span.of(text) for span in event.place_spans] == places


@pytest.mark.parametrize(("led", "places"), [("from", []), ("in", ["Osk"])])
def test_where_those_come_from_who_do_it_is_no_place_of_it(led: str, places: list[str]) -> None:
    text = f"Crews {led} Osk voted on Monday."
    tree = {
        "Crews": ("NOUN", "nsubj", "voted"),
        led: ("ADP", "case", "Osk"),
        "Osk": ("PROPN", "nmod", "Crews"),
        "voted": ("VERB", "root", "voted"),
    }
    rows: list[Row] = [trigger("voted", "election"), mention("Osk", "place")]

    (event,) = extraction(text, rows, [("place", "voted", "Osk")], one_sentence(text, tree)).events

    assert [span.of(text) for span in event.place_spans] == places


@pytest.mark.parametrize(("comma", "places"), [(", ", [[], ["Osk"]]), (" ", [["Osk"], ["Osk"]])])
def test_an_event_of_a_clause_between_commas_is_not_where_the_sentence_goes_on(
    comma: str, places: list[list[str]]
) -> None:
    text = f"Ada Obi{comma}who was elected in May{comma}spoke in Osk."
    rows: list[Row] = [trigger("elected", "election"), trigger("spoke", "talks"), mention("Osk", "place")]
    links = [("place", "elected", "Osk"), ("place", "spoke", "Osk")]
    tree = {
        "Obi": ("PROPN", "nsubj", "spoke"),
        "elected": ("VERB", "acl:relcl", "Obi"),
        "spoke": ("VERB", "root", "spoke"),
        "Osk": ("PROPN", "obl", "spoke"),
        "in#2": ("ADP", "case", "Osk"),
    }
    marks = {",": ("PUNCT", "punct", "spoke"), ",#2": ("PUNCT", "punct", "spoke")} if comma != " " else {}

    found = extraction(text, rows, links, one_sentence(text, tree) | marks).events

    assert [[span.of(text) for span in event.place_spans] for event in found] == places


@pytest.mark.parametrize(("town", "place"), [(0.9, "Lom"), (0.6, "mill")])
def test_a_named_town_rather_than_something_without_a_name_in_it(town: float, place: str) -> None:
    rows: list[Row] = [("mention", "place", "mill", {"kind": "nominal", "type": "building"}), mention("Lom", "place")]
    rows.append(trigger("fell", "attack"))

    found = slots(MILL, rows, {("place", "fell", "mill"): 0.95, ("place", "fell", "Lom"): town}, {})

    assert [span.of(MILL) for span in found.place_spans] == [place]


@pytest.mark.parametrize(
    ("town", "region", "place"),
    [("Oslo", "Germany", "Germany"), ("Oslo", "Norway", "Oslo"), ("Osk", "Norway", "Norway")],
)
def test_no_town_of_another_country_is_part_of_a_country(town: str, region: str, place: str) -> None:
    text = f"Men of {town} shot at banks all over {region}."
    TREES[text] = {"shot": ("VERB", "root", "shot")}
    rows: list[Row] = [("mention", "place", region, {"kind": "name", "type": "country"}), mention(town, "place")]
    rows.append(trigger("shot", "attack"))

    found = slots(text, rows, {("place", "shot", region): 0.95, ("place", "shot", town): 0.9}, {})

    assert [span.of(text) for span in found.place_spans] == [place]


@pytest.mark.parametrize(("kind", "places"), [("nominal", ["Lom"]), ("name", ["Osk Market"])])
def test_what_befell_something_without_a_name_was_in_the_town_that_it_is_in(kind: str, places: list[str]) -> None:
    name = "Osk Market" if kind == "name" else "a market"
    text = f"Rebels stormed {name} in Lom."
    words = name.removeprefix("a ")
    rows: list[Row] = [("mention", "place", words, {"kind": kind, "type": "facility"}), mention("Lom", "place")]
    rows.append(trigger("stormed", "attack"))
    tree = {
        "stormed": ("VERB", "root", "stormed"),
        words.split()[-1]: ("NOUN", "obj", "stormed"),
        "in": ("ADP", "case", "Lom"),
        "Lom": ("PROPN", "nmod", words.split()[-1]),
    }

    found = extraction(text, rows, [("patient", "stormed", words)], one_sentence(text, tree))
    names = {entity.id: entity.name for entity in found.entities}

    assert [names[place] for event in found.events for place in event.places] == places
    assert [span.of(text) for event in found.events for span in event.place_spans] == places


def test_what_the_text_puts_in_another_place_is_nearer_whatever_that_is() -> None:
    text = "A ferry sank off Ruvu in Osk."
    tree: Tree = {"sank": ("VERB", "root", "sank"), "Ruvu": ("PROPN", "obl", "sank"), "Osk": ("PROPN", "nmod", "Ruvu")}
    rows = [mention("Ruvu", "place"), mention("Osk", "place"), trigger("sank", "travel")]
    links = [("place", "sank", "Osk"), ("place", "sank", "Ruvu")]
    (event,) = extraction(text, rows, links, one_sentence(text, tree)).events

    assert [span.of(text) for span in event.place_spans] == ["Ruvu"]


@pytest.mark.parametrize(("beside", "at"), [(", near Bergen", "Osk"), (" with Bergen", "Bergen")])
def test_what_a_town_that_was_taken_lies_near_is_not_where_it_was(beside: str, at: str) -> None:
    text = f"Troops took Osk{beside}."
    found = extraction(
        text,
        [mention("Osk", "place"), mention("Bergen", "place"), trigger("took", "armed_conflict")],
        [("patient", "took", "Osk"), ("place", "took", "Bergen")],
    )

    assert [span.of(text) for span in found.events[0].place_spans] == [at]


def test_people_are_rescued_where_they_are_brought_out_of() -> None:
    text = "A rescue from Osk"
    found = extraction(
        text,
        [mention("Osk", "place"), trigger("rescue", "relief")],
        [("origin", "rescue", "Osk")],
        one_sentence(text, {"rescue": ("NOUN", "root", "rescue")}),
    )

    assert found.events[0].type == "rescue"
    assert [span.of(text) for span in found.events[0].place_spans] == ["Osk"]
