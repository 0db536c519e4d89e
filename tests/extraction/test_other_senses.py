"""What the neighbours of an event's word rule out: who races to help runs no race, who kidnaps is no victim."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.names.nobody import is_nobody
from kb.extraction.protocol import Extractor
from kb.model import Article, Event, Span
from tests.extraction.interpreted import Tree, extraction, mention, one_sentence, trigger


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def told(reader: Extractor, text: str, word: str) -> Event | None:
    """The event of a word."""
    whole = f"OSK, Oct 24 - {text}"
    events = reader.extract(Article(whole, published="2025-10-24")).events
    return next((e for e in events if word in [m.of(whole) for m in (e.trigger, *e.other_mentions)]), None)


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Health workers were racing to contain the outbreak on Thursday.", "racing", "other"),
        ("Kip Osko raced to victory in the 800 metres.", "raced", "sport"),
        ("The ministry said the country had met all but one of its targets.", "met", "other"),
        ("The minister met the ambassador in Lima.", "met", "meeting"),
        ("Copper for three-month delivery closed down 0.8% at $9,640 a tonne.", "closed down", "price_change"),
        ("Copper for three-month delivery closed down 0.8% at $9,640 a tonne.", "delivery", ""),
        (
            "A quake killed 40 people. Officials raised the death toll to 90 and warned that it would rise further.",
            "rise",
            "increase",
        ),
        ("The river rose two metres.", "rose", "water_level"),
        ("The UN urged the authorities to protect protesters.", "protect", "other"),
        ("The party wants to protect the forest.", "protect", "environment"),
        ("Dr Ana Paz says three bodies were brought in this afternoon.", "brought", "recovery_of_bodies"),
        ("Trucks brought food to the camp.", "brought", "aid_delivery"),
        ("The order book is the problem, said Ana Paz.", "order", ""),
        ("Hungary agreed after three names were removed from the list.", "removed", "removal"),
        ("The minister was removed from his post.", "removed", "dismissal"),
        ("Riot police fired tear gas at demonstrators as thousands marched.", "fired", "dispersal"),
        ("Protesters set fire to two buses in Mirpur.", "set fire", "arson_attack"),
        ("A man set himself on fire outside the court.", "set himself on fire", "fire"),
        ("Lightning set fire to a barn.", "set fire", "fire_explosion"),
        ("The agency launched a satellite from Kourou on Friday.", "launched", "space_launch"),
        ("Norvik launched a satellite phone on Friday.", "launched", "launch_product"),
        (
            "At the launch of its new phone in Seoul on Tuesday, the firm said it would also build a satellite.",
            "launch",
            "launch_product",
        ),
        ("The city launched a shuttle between the airport and the centre on Friday.", "launched", "launch_product"),
        ("A run-off will be held on 7 June, the commission said.", "run-off", "run_off"),
        ("The army joined the fight against the militants, the general said.", "fight", "fighting"),
        ("We must win the fight against corruption, the minister said.", "fight", ""),
        ("She fought cancer for two years.", "fought", "sickness"),
        ("The ministry wished the wounded a speedy recovery.", "recovery", "improvement"),
        ("Divers resumed the recovery of the bodies on Monday.", "resumed", "recovery_of_bodies"),
        ("The mine was closed on Friday, according to a news release.", "release", ""),
        ("The release said that the mine was closed on Friday.", "release", ""),
        ("Crowds cheered the release of the hostages.", "release", "release"),
        ("The release of the hostages said much about the talks.", "release", "release"),
        ("The striker was suspended for missing a drug test.", "missing", "other"),
        ("Nine sailors are missing after the ferry sank.", "missing", "missing"),
        ("Hackers breached the servers of a hospital in Osk on Friday.", "breached", "cyberattack"),
        ("Floodwaters breached the levee system near Osk on Friday.", "breached", "embankment_breach"),
        ("The flood breached the dyke near Osk on Friday.", "breached", "embankment_breach"),
    ],
)
def test_the_words_beside_it_tell_what_happened(reader: Extractor, text: str, word: str, kind: str) -> None:
    event = told(reader, text, word)

    assert (event.type if event is not None else "") == kind


@pytest.mark.parametrize(("behind", "kind"), [("of the plan from Paz", "other"), ("English from Paz", "training")])
def test_who_learns_of_a_thing_is_not_trained(behind: str, kind: str) -> None:
    rows = [trigger("learned", "other")]
    tree: Tree = {"learned": ("VERB", "root", "learned"), "Obi": ("PROPN", "nsubj", "learned")}
    text = f"Obi learned {behind}."

    assert [e.type for e in extraction(text, rows, [], one_sentence(text, tree)).events] == [kind]


@pytest.mark.parametrize(
    ("text", "word", "who", "role"),
    [
        ("Miners kidnapped and beat to death the minister, Rodolfo Paz.", "kidnapped", "Miners", "agent"),
        ("Two men were kidnapped and beaten in Lima.", "kidnapped", "men", "patient"),
        ("Ana Paz was reinstated in 2021 and awarded 45,000 euros in damages.", "awarded", "Ana Paz", "recipient"),
        ("They face a travel ban and the freezing of any assets.", "freezing", "They", ""),
        ("The magnitude 7.1 quake struck the valley on Sunday.", "quake", "7.1", ""),
    ],
)
def test_who_does_what(reader: Extractor, text: str, word: str, who: str, role: str) -> None:
    event = told(reader, text, word)

    assert event is not None
    roles = {r.span.of(f"OSK, Oct 24 - {text}"): r.role for r in event.roles}
    assert roles.get(who, "") == role


@pytest.mark.parametrize(("words", "nobody"), [("HMAR.OL", True), ("HMAR", False)])
def test_the_code_of_a_share_is_no_firm(words: str, nobody: bool) -> None:
    text = f"Halvor Marine ({words}) said so."
    start = text.index(words)

    assert is_nobody(text, Span(start, start + len(words))) == nobody


@pytest.mark.parametrize(("what", "events"), [("hope", 0), ("children", 1)])
def test_nobody_dies_of_hope_that_is_lost(what: str, events: int) -> None:
    tree: Tree = {
        "lost": ("VERB", "root", "lost"),
        "Miners": ("NOUN", "nsubj", "lost"),
        what: ("NOUN", "obj", "lost"),
    }

    assert len(extraction(f"Miners lost {what}.", [trigger("lost", "death")], [], tree).events) == events


@pytest.mark.parametrize(("who", "kind"), [("Travellers", "other"), ("Films", "broadcast")])
def test_people_who_are_screened_are_on_no_screen(who: str, kind: str) -> None:
    text = f"{who} were screened."
    rows = [trigger("screened", "other"), *([mention(who, "group", "nominal")] if who == "Travellers" else [])]
    tree: Tree = {"screened": ("VERB", "root", "screened"), who: ("NOUN", "nsubj:pass", "screened")}

    assert [e.type for e in extraction(text, rows, [], one_sentence(text, tree)).events] == [kind]


@pytest.mark.parametrize(("verb", "kind"), [("took", "business"), ("dropped", "pricing")])
def test_a_charge_that_is_taken_is_no_fee(verb: str, kind: str) -> None:
    text = f"Norvik {verb} a charge."
    tree: Tree = {
        verb: ("VERB", "root", verb),
        "Norvik": ("PROPN", "nsubj", verb),
        "charge": ("NOUN", "obj", verb),
    }

    found = extraction(text, [trigger("charge", "business")], [], one_sentence(text, tree)).events

    assert [e.type for e in found] == [kind]
