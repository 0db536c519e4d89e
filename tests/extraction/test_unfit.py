"""A sentence rules out types that its words may name."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article, Event
from tests.extraction.analyses import Row
from tests.extraction.interpreted import Tree, extraction, mention, one_sentence, trigger


def read(text: str, verb: str, coarse: str, tree: Tree, rows: list[Row], patient: str = "") -> Event:
    """The one event of *verb*, with *patient* linked to it."""
    links = [("patient", verb, patient)] if patient else []
    (event,) = extraction(text, [trigger(verb, coarse), *rows], links, one_sentence(text, tree)).events
    return event


@pytest.mark.parametrize(
    ("doer", "taken", "row", "kind"),
    [
        ("Detectives", "boxes", ("argument", "argument", "boxes"), "seizure"),
        ("Customs", "cocaine", ("argument", "argument", "cocaine"), "seizure"),
        ("Inspectors", "trawlers", ("argument", "argument", "trawlers"), "seizure"),
        ("Gunmen", "nurses", mention("nurses", "group", "nominal"), "kidnapping"),
        ("Gunmen", "hostages", ("argument", "argument", "hostages"), "kidnapping"),
        ("Police", "nurses", mention("nurses", "group", "nominal"), "arrest"),
        ("Police", "rifles", ("argument", "argument", "rifles"), "seizure"),
        ("Militants", "her", mention("her", "person", "pronoun"), "kidnapping"),
    ],
)
def test_things_that_are_seized_are_not_kidnapped(doer: str, taken: str, row: Row, kind: str) -> None:
    text = f"{doer} seized {taken}."
    pos = "PRON" if taken == "her" else "NOUN"
    tree = {
        "seized": ("VERB", "root", "seized"),
        doer: ("NOUN", "nsubj", "seized"),
        taken: (pos, "obj", "seized"),
    }

    assert read(text, "seized", "crime", tree, [row], taken).type == kind


@pytest.mark.parametrize(("doer", "kind"), [("pirate", "kidnapping"), ("navy", "seizure")])
def test_pirates_hijack_a_ship_that_a_navy_would_seize(doer: str, kind: str) -> None:
    text = f"A {doer} seized a tanker."
    tree = {
        "seized": ("VERB", "root", "seized"),
        doer: ("NOUN", "nsubj", "seized"),
        "tanker": ("NOUN", "obj", "seized"),
    }

    assert read(text, "seized", "crime", tree, []).type == kind


@pytest.mark.parametrize(
    ("words", "case", "kind"),
    [
        ("rubble", "under", "other"),
        ("snow", "by", "other"),
        ("mud", "in", "other"),
        ("tower", "beneath", "other"),
        ("village", "in", "funeral"),
        ("oak", "under", "funeral"),
        ("father", "by", "funeral"),
    ],
)
def test_who_lies_under_rubble_has_had_no_funeral(words: str, case: str, kind: str) -> None:
    text = f"Miners were buried {case} the {words}."
    tree = {
        "buried": ("VERB", "root", "buried"),
        "Miners": ("NOUN", "nsubj:pass", "buried"),
        "were": ("AUX", "aux:pass", "buried"),
        case: ("ADP", "case", words),
        "the": ("DET", "det", words),
        words: ("NOUN", "obl", "buried"),
    }

    assert read(text, "buried", "other", tree, []).type == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The senate announced a budget cut.", "regulation"),
        ("Schools face a cut of a tenth.", "regulation"),
        ("The ministry approved a cut for museums.", "regulation"),
        ("The bank announced a cut.", "interest_rate_change"),
        ("A cut in rates followed.", "interest_rate_change"),
    ],
)
def test_a_cut_is_one_of_interest_where_the_sentence_tells_of_it(text: str, kind: str) -> None:
    assert read(text, "cut", "regulation", {"cut": ("NOUN", "root", "cut")}, []).type == kind


@pytest.mark.parametrize(("relation", "kind"), [("nsubj:pass", "other"), ("nsubj", "match_result")])
def test_what_is_finished_ends_no_race(relation: str, kind: str) -> None:
    text = "Walls were finished."
    tree = {"finished": ("VERB", "root", "finished"), "Walls": ("NOUN", relation, "finished")}

    assert read(text, "finished", "other", tree, []).type == kind


@pytest.mark.parametrize("name", ["Hurricane Felix", "Typhoon Marisol", "Tropical Storm Nadia"])
def test_a_storm_that_bears_a_name_is_a_storm(name: str) -> None:
    text = f"{name} weakened."
    last = name.rsplit(maxsplit=1)[-1]
    tree = dict.fromkeys(name.split(), ("PROPN", "compound", last)) | {last: ("PROPN", "nsubj", "weakened")}

    (event,) = extraction(
        text, [trigger(name, "natural_hazard")], [], tree | {"weakened": ("VERB", "root", "weakened")}
    ).events

    assert event.type == "storm"


def test_a_capital_at_the_start_of_a_sentence_makes_no_name_of_floods() -> None:
    tree: Tree = {"Floods": ("PROPN", "nsubj", "came"), "came": ("VERB", "root", "came")}

    (event,) = extraction("Floods came.", [trigger("Floods", "natural_hazard")], [], tree).events

    assert event.type == "flood"


@pytest.mark.parametrize(("thing", "by", "events"), [("account", "by", 0), ("driver", "by", 1), ("account", "near", 1)])
def test_who_only_has_a_thing_holds_nobody(thing: str, by: str, events: int) -> None:
    text = f"It was paid to the {thing} in Osk held {by} police."
    tree: Tree = {"paid": ("VERB", "root", "paid"), "held": ("VERB", "acl", thing), "Osk": ("PROPN", "obl", "paid")}
    tree |= {"in": ("ADP", "case", "Osk"), by: ("ADP", "case", "police")}

    assert len(extraction(text, [trigger("held", "crime")], [], one_sentence(text, tree)).events) == events


@pytest.mark.parametrize(("text", "events"), [("She is survived by two sons.", 0), ("She survived by hiding.", 1)])
def test_whom_the_dead_leave_is_no_happening(text: str, events: int) -> None:
    rows: list[Row] = [trigger("survived", "relief")]

    assert len(extraction(text, rows, []).events) == events


@pytest.mark.parametrize(("verb", "events"), [("stayed", 0), ("reopened", 1)])
def test_what_stays_open_is_not_disturbed(verb: str, events: int) -> None:
    text = f"The airport {verb} open."
    tree: Tree = {verb: ("VERB", "root", verb), "open": ("ADJ", "xcomp", verb)}

    assert len(extraction(text, [trigger(verb, "disruption")], [], one_sentence(text, tree)).events) == events


@pytest.mark.parametrize(
    ("text", "word", "coarse", "rows", "events"),
    [
        ("She was named as Dr Ana Osk.", "named", "employment", [mention("Ana Osk", "person")], 0),
        ("Ana Osk was named as clerk.", "named", "employment", [mention("Ana Osk", "person")], 1),
        ("His name was not released.", "released", "crime", [], 0),
        ("The boy was not released.", "released", "crime", [], 1),
        ("A warning strike began.", "warning", "emergency_measure", [], 0),
        ("A warning came.", "warning", "emergency_measure", [], 1),
    ],
)
def test_who_somebody_is_and_what_a_strike_is_for_are_no_happenings(
    text: str, word: str, coarse: str, rows: list[Row], events: int
) -> None:
    tree: Tree = {
        word: ("VERB" if word != "warning" else "NOUN", "root", word),
        "name" if "name " in text else "boy": ("NOUN", "nsubj:pass", word),
        "Ana": ("PROPN", "obl", word),
        "Osk": ("PROPN", "flat", "Ana"),
    }
    tree = {w: row for w, row in tree.items() if w in text}

    assert len(extraction(text, [trigger(word, coarse), *rows], [], one_sentence(text, tree)).events) == events


@pytest.mark.parametrize(("taken", "kind"), [("percent", "election_result"), ("again", "victory")])
def test_a_share_of_the_vote_is_no_victory(taken: str, kind: str) -> None:
    text = f"Lund won {taken}."
    what = ("NOUN", "obj", "won") if taken == "percent" else ("ADV", "advmod", "won")
    tree: Tree = {"won": ("VERB", "root", "won"), taken: what, "Lund": ("PROPN", "nsubj", "won")}

    assert read(text, "won", "election", tree, []).type == kind


@pytest.mark.parametrize(("verb", "events"), [("sentenced", 0), ("stabbed", 1), ("put", 1)])
def test_who_is_sentenced_to_death_has_not_died(verb: str, events: int) -> None:
    text = f"The man was {verb} to death."
    tree: Tree = {verb: ("VERB", "root", verb), "death": ("NOUN", "obl", verb), "man": ("NOUN", "nsubj:pass", verb)}

    assert len(extraction(text, [trigger("death", "death")], [], one_sentence(text, tree)).events) == events
    named = f"Judges {verb} Sergeant Ana Paz to death."
    tree = {verb: ("VERB", "root", verb), "death": ("NOUN", "obl", verb), "Judges": ("NOUN", "nsubj", verb)}
    assert len(extraction(named, [trigger("death", "death")], [], one_sentence(named, tree)).events) == events
    over = f"Judges {verb} Ana Paz for the beating to death of a clerk."
    assert len(extraction(over, [trigger("death", "death")], [], one_sentence(over, tree)).events) == 1


@pytest.mark.parametrize(
    ("text", "word", "coarse", "tree", "kind"),
    [
        (
            "Police searched a farm.",
            "searched",
            "crime",
            {"searched": ("VERB", "root", "searched"), "farm": ("NOUN", "obj", "searched")},
            "police_raid",
        ),
        (
            "Police searched for Obi.",
            "searched",
            "crime",
            {
                "searched": ("VERB", "root", "searched"),
                "for": ("ADP", "case", "Obi"),
                "Obi": ("PROPN", "obl", "searched"),
            },
            "manhunt",
        ),
        ("Osk Ales closed a deal.", "deal", "business", {"deal": ("NOUN", "root", "deal")}, "business"),
        ("Osk Yards won a deal for ships.", "deal", "business", {"deal": ("NOUN", "root", "deal")}, "order"),
        (
            "Rebels fired rockets.",
            "fired",
            "attack",
            {"fired": ("VERB", "root", "fired"), "rockets": ("NOUN", "obj", "fired")},
            "shelling",
        ),
        (
            "Rebels fired gas shells.",
            "fired",
            "attack",
            {
                "fired": ("VERB", "root", "fired"),
                "gas": ("NOUN", "compound", "shells"),
                "shells": ("NOUN", "obj", "fired"),
            },
            "shooting",
        ),
        (
            "Rebels fired shots.",
            "fired",
            "attack",
            {"fired": ("VERB", "root", "fired"), "shots": ("NOUN", "obj", "fired")},
            "shooting",
        ),
    ],
)
def test_what_is_searched_dealt_in_or_fired_says_what_it_is(
    text: str, word: str, coarse: str, tree: Tree, kind: str
) -> None:
    assert read(text, word, coarse, tree, []).type == kind


@pytest.mark.parametrize(
    ("text", "tree", "events"),
    [
        ("The strike left ships waiting.", {"waiting": ("VERB", "acl", "ships")}, 0),
        ("The storm left villages stranded.", {"stranded": ("VERB", "acl", "villages")}, 0),
        ("The storm left coast road empty.", {"empty": ("ADJ", "xcomp", "left")}, 0),
        ("The crew left ships yesterday.", {"yesterday": ("NOUN", "obl", "left")}, 1),
    ],
)
def test_what_leaves_others_as_they_are_goes_nowhere(text: str, tree: Tree, events: int) -> None:
    doer, taken = text.split()[1], next(word for word in ("ships", "villages", "road") if word in text)
    tree = {"left": ("VERB", "root", "left"), doer: ("NOUN", "nsubj", "left"), taken: ("NOUN", "obj", "left"), **tree}

    assert len(extraction(text, [trigger("left", "travel")], [], one_sentence(text, tree)).events) == events


@pytest.mark.parametrize(("verb", "events"), [("set", 1), ("doused", 2)])
def test_what_is_set_on_fire_burns_once_and_not_at_all_where_it_is_only_tried(verb: str, events: int) -> None:
    text = f"A man {verb} a box on fire."
    tree = {
        verb: ("VERB", "root", verb),
        "man": ("NOUN", "nsubj", verb),
        "box": ("NOUN", "obj", verb),
        "on": ("ADP", "case", "fire"),
        "fire": ("NOUN", "obl", verb),
    }
    rows = [trigger(verb, "fire_explosion", "negative"), trigger("fire", "fire_explosion")]

    found = extraction(text, rows, [], one_sentence(text, tree)).events

    assert len(found) == events
    assert found[0].polarity == "negative"


@pytest.mark.parametrize(
    ("text", "taken", "kind"),
    [
        ("The firm dropped a bid.", {"bid": ("NOUN", "obj", "dropped")}, "business"),
        (
            "The share dropped 3 percent.",
            {"percent": ("NOUN", "obj", "dropped"), "3": ("NUM", "nummod", "percent")},
            "",
        ),
        ("The share dropped sharply.", {"sharply": ("ADV", "advmod", "dropped")}, ""),
        ("The share dropped a tenth.", {"tenth": ("NOUN", "obj", "dropped")}, ""),
    ],
)
def test_what_somebody_gives_up_has_not_fallen_in_price(text: str, taken: Tree, kind: str) -> None:
    doer = text.split()[1]
    tree = {"dropped": ("VERB", "root", "dropped"), doer: ("NOUN", "nsubj", "dropped"), **taken}

    assert read(text, "dropped", "business", tree, []).type == (kind or "price_change")


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("The family was relieved.", 0),
        ("The family felt relieved that it ended.", 0),
        ("The captain was relieved of command.", 1),
        ("The captain was relieved on Monday of his command.", 1),
        ("The captain was relieved on Monday.", 0),
        ("The captain was relieved by a colonel.", 1),
    ],
)
def test_who_is_glad_has_not_been_replaced(text: str, events: int) -> None:
    tree: Tree = {"relieved": ("VERB", "root", "relieved"), text.split()[1]: ("NOUN", "nsubj:pass", "relieved")}
    tree |= {"was": ("AUX", "aux:pass", "relieved")} if "was" in text else {"felt": ("VERB", "dep", "relieved")}

    assert len(extraction(text, [trigger("relieved", "employment")], [], one_sentence(text, tree)).events) == events


@pytest.mark.parametrize(("words", "events"), [("2", 0), ("3-0", 0), ("9/11", 1)])
def test_a_result_alone_is_no_happening(words: str, events: int) -> None:
    text = f"Fans spoke of {words} again."

    assert len(extraction(text, [trigger(words, "other")], []).events) == events


@pytest.mark.parametrize(
    ("text", "events"), [("They sent a note of protest.", 0), ("They sent a video of protest.", 1)]
)
def test_a_note_of_protest_is_no_protest(text: str, events: int) -> None:
    assert len(extraction(text, [trigger("protest", "protest")], []).events) == events


@pytest.mark.parametrize(("taken", "leaves"), [("plan", False), ("workers", True)])
def test_who_withdraws_a_plan_leaves_no_market(taken: str, leaves: bool) -> None:
    text = f"The firm withdrew its {taken}."
    tree: Tree = {
        "withdrew": ("VERB", "root", "withdrew"),
        "firm": ("NOUN", "nsubj", "withdrew"),
        taken: ("NOUN", "obj", "withdrew"),
    }

    assert (read(text, "withdrew", "business", tree, []).type == "market_exit") is leaves


@pytest.mark.parametrize(("killed", "events"), [("match", 0), ("bill", 0), ("goat", 1)])
def test_what_never_lived_is_not_killed(killed: str, events: int) -> None:
    text = f"The card killed the {killed}."
    tree: Tree = {
        "killed": ("VERB", "root", "killed"),
        "card": ("NOUN", "nsubj", "killed"),
        killed: ("NOUN", "obj", "killed"),
    }

    assert len(extraction(text, [trigger("killed", "death")], [], one_sentence(text, tree)).events) == events


@pytest.mark.parametrize(("before", "events"), [("200 million", 0), ("50000", 0), ("200 he", 1), ("forty, 14", 1)])
def test_won_behind_a_number_is_money(before: str, events: int) -> None:
    """But how many won is none."""
    text = f"Fined {before} won."
    tree: Tree = {"won": ("VERB", "root", "won"), "Fined": ("VERB", "dep", "won")}
    tree |= {word: ("NUM", "dep", "won") for word in ("200", "50000", "14") if word in before}

    assert len(extraction(text, [trigger("won", "legal")], [], one_sentence(text, tree)).events) == events


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Finland seized the tanker Lom Pearl after the failure of a cable in 2024.", "seizure"),
        ("Pirates seized the tanker Lom Pearl.", "kidnapping"),
        ("Gunmen seized Ana Paz in Osk.", "kidnapping"),
    ],
)
def test_a_ship_with_a_name_is_nobody_who_is_kidnapped(text: str, kind: str) -> None:
    assert create().extract(Article(text)).events[0].type == kind
