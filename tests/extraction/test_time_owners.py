"""Times that are linked to a happening and are another's: what was learnt then, came before, or still goes on."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article
from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def dated(text: str, words: str, tree: Tree) -> str:
    """The words that date the event, as model and tree link them."""
    rows = [trigger(words, "other"), ("time", "time", "on Monday")]
    (event,) = extraction(text, rows, [("time", words, "on Monday")], one_sentence(text, tree)).events
    return event.time.words.of(text) if event.time is not None and event.time.words is not None else ""


@pytest.mark.parametrize(
    ("text", "verb", "time"),
    [
        ("The governor was told of the resignation on Monday.", "told", ""),
        ("The governor approved of the resignation on Monday.", "approved", "Monday"),
    ],
)
def test_what_somebody_was_told_of_then_was_not_then(text: str, verb: str, time: str) -> None:
    tree: Tree = {
        verb: ("VERB", "root", verb),
        "of": ("ADP", "case", "resignation"),
        "resignation": ("NOUN", "obl", verb),
        "Monday": ("PROPN", "obl", verb),
    }

    assert dated(text, "resignation", tree) == time


@pytest.mark.parametrize(("side", "time"), [("after", ""), ("during", "Monday")])
def test_what_the_dated_happening_came_after_has_not_its_time(side: str, time: str) -> None:
    text = f"The slope slid on Monday {side} hours of rain."
    tree: Tree = {
        "slid": ("VERB", "root", "slid"),
        "Monday": ("PROPN", "obl", "slid"),
        side: ("ADP", "case", "hours"),
        "hours": ("NOUN", "obl", "slid"),
        "of": ("ADP", "case", "rain"),
        "rain": ("NOUN", "nmod", "hours"),
    }

    assert dated(text, "rain", tree) == time


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ("Nine protesters wounded on Tuesday are still being treated at a hospital in Osk.", "treated"),
        ("In 2014 rebels kidnapped 276 girls in Osk, and 90 of them are still missing.", "missing"),
    ],
)
def test_what_still_goes_on_is_not_of_a_time_that_is_over(reader: Extractor, told: str, word: str) -> None:
    article = Article(told, published="2026-11-26")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(told) == word]

    assert event.time is None


@pytest.mark.parametrize(("modality", "time"), [("planned", ""), ("actual", "Monday")])
def test_what_is_still_to_come_was_not_when_somebody_dealt_with_it(modality: str, time: str) -> None:
    text = "The board had blocked the takeover on Monday."
    tree: Tree = {
        "blocked": ("VERB", "root", "blocked"),
        "takeover": ("NOUN", "obj", "blocked"),
        "Monday": ("PROPN", "obl", "blocked"),
    }
    rows = [
        trigger("blocked", "legal"),
        trigger("takeover", "business", modality=modality),
        ("time", "time", "on Monday"),
    ]
    events = extraction(text, rows, [("time", "takeover", "on Monday")], one_sentence(text, tree)).events

    (event,) = [e for e in events if e.trigger.of(text) == "takeover"]
    assert (event.time.words.of(text) if event.time is not None and event.time.words is not None else "") == time


@pytest.mark.parametrize(
    ("verb", "modality", "time"),
    [
        ("ease", "actual", ""),
        ("ease", "expected", ""),
        ("worsen", "actual", ""),
        ("worsen", "expected", "Monday"),
        ("end", "actual", "Monday"),
    ],
)
def test_when_something_will_become_of_it_is_not_when_it_was(verb: str, modality: str, time: str) -> None:
    """What is only still to come is dated by it all the same, but for what wanes: that was there before."""
    text = f"Drought to {verb} on Monday."
    tree: Tree = {
        "Drought": ("NOUN", "root", "Drought"),
        "to": ("PART", "mark", verb),
        verb: ("VERB", "acl", "Drought"),
        "Monday": ("PROPN", "obl", "Drought"),
        "on": ("ADP", "case", "Monday"),
    }
    rows = [trigger("Drought", "natural_hazard", "positive", modality), ("time", "time", "on Monday")]
    (event,) = extraction(text, rows, [("time", "Drought", "on Monday")], one_sentence(text, tree)).events

    assert (event.time.words.of(text) if event.time is not None and event.time.words is not None else "") == time


@pytest.mark.parametrize(
    ("told", "word", "time"),
    [
        ("Soldiers have freed 41 of the 43 people who were abducted in Osk last month.", "freed", ""),
        ("Soldiers freed 41 people in Osk last month.", "freed", "last month"),
        ("She ruled out ordering the strikers back to work, as the government did in 2019.", "ordering", ""),
    ],
)
def test_a_time_behind_another_verb_is_of_that(reader: Extractor, told: str, word: str, time: str) -> None:
    events = reader.extract(Article(told, published="2026-03-12")).events
    event = next(event for event in events if event.trigger.of(told) == word)

    assert (event.time.words.of(told) if event.time is not None and event.time.words is not None else "") == time


@pytest.mark.parametrize(("verb", "places"), [("voted against joining", ["Amsel"]), ("joined", ["Amsel", "Velsund"])])
def test_those_who_take_a_stand_elsewhere_do_not_place_it(reader: Extractor, verb: str, places: list[str]) -> None:
    """Nor does the day that they took it date what they took it on."""
    text = (
        "Dockers in Amsel walk out\n\nAMSEL - Some 2,300 dockers in Amsel began a strike on Thursday.\n\n"
        f"Workers in Velsund {verb} the strike on Tuesday."
    )
    found = reader.extract(Article(text, published="2026-05-22"))
    strikes = [event for event in found.events if event.type == "strike"]
    days = {event.time.earliest_begin for event in strikes if event.time is not None}
    named = {entity.id: entity.name for entity in found.entities}

    assert {named[place] for event in strikes for place in event.places} <= set(places)
    assert verb == "joined" or days == {"2026-05-21"}


@pytest.mark.parametrize("noun", ["raid", "bombing"])
def test_what_a_time_is_counted_from_was_not_then_nor_there(reader: Extractor, noun: str) -> None:
    """It is the happening told before, and what is counted from it has time and place for itself."""
    told = (
        "Gunmen stormed the town of Anka" if noun == "raid" else "A bomb killed nine worshippers at a mosque in Gusau"
    )
    text = (
        f"Bomb kills nine at mosque\n\nGUSAU, May 6 (Reuters) - {told} on Monday, police said.\n\n"
        f"Four days before the {noun}, 25 girls were kidnapped from a school in Maga."
    )
    found = reader.extract(Article(text))
    named = {entity.id: entity.name for entity in found.entities}
    taken = next(event for event in found.events if event.type == "kidnapping")
    others = [event for event in found.events if event is not taken]

    assert not [e for e in others if e.time is not None and "before" in (e.time.words.of(text) if e.time.words else "")]
    assert "Maga" not in {named[place] for event in others for place in event.places}
    assert taken.time is not None
    assert taken.time.words is not None
    assert "Four days" in taken.time.words.of(text)
    assert [named[place] for place in taken.places] == ["Maga"]


@pytest.mark.parametrize(("verb", "time"), [("forecast", ""), ("shipped", "Monday")])
def test_when_it_was_forecast_is_not_when_it_comes_about(verb: str, time: str) -> None:
    text = f"The harvest is down from the 90 tonnes that Osk {verb} on Monday."
    tree: Tree = {
        "down": ("ADJ", "root", "down"),
        "tonnes": ("NOUN", "obl", "down"),
        verb: ("VERB", "acl:relcl", "tonnes"),
        "Monday": ("PROPN", "obl", "down"),
    }

    assert dated(text, "harvest", tree) == time


@pytest.mark.parametrize(
    ("text", "verb", "day"),
    [
        ("The court in Osk was closed until Monday after a fire.", "closed", "2024-05-20"),
        ("Ferries to Osk were cancelled until Monday.", "cancelled", "2024-05-20"),
        ("The court in Osk was closed until Monday, when it reopened.", "closed", "2024-05-13"),
        ("The court in Osk had been closed until Monday.", "closed", "2024-05-13"),
    ],
)
def test_what_is_closed_until_a_day_stays_so_until_the_next_one(
    reader: Extractor, text: str, verb: str, day: str
) -> None:
    found = reader.extract(Article(text, published="2024-05-17"))
    (event,) = [e for e in found.events if e.trigger.of(text) == verb]

    assert event.time is not None
    assert event.time.latest_end == day


@pytest.mark.parametrize(
    ("text", "verb", "dated_since"),
    [
        ("The firm agreed to pay wages owed since 2023.", "pay", False),
        ("The court told the firm to delete files that it had kept since 2023.", "delete", False),
        ("Nurses in Osk have been on strike since 2023.", "strike", True),
    ],
)
def test_since_when_something_has_been_so_is_not_when_something_is_done_about_it(
    reader: Extractor, text: str, verb: str, dated_since: bool
) -> None:
    events = reader.extract(Article(text, published="2026-11-06")).events
    (event,) = [e for e in events if verb in e.trigger.of(text)]

    assert (event.time is not None and event.time.words is not None) is dated_since


@pytest.mark.parametrize(
    ("told", "of_it"),
    [
        ("Turnout was 58 percent, up from 47 percent in the first round on Monday.", False),
        ("Turnout was 58 percent, below that of the first round on Monday.", False),
        ("Turnout was 58 percent in the first round on Monday.", True),
    ],
)
def test_what_something_is_compared_with_keeps_its_day(reader: Extractor, told: str, of_it: bool) -> None:
    events = reader.extract(Article(told, published="2026-10-07")).events
    (turnout,) = [e for e in events if e.trigger.of(told) == "Turnout"]

    assert (turnout.time is not None and turnout.time.words is not None) is of_it


@pytest.mark.parametrize(
    ("verb", "case", "time"),
    [("acquitted", "of", ""), ("convicted", "of", ""), ("accused", "of", "Monday"), ("acquitted", "after", "Monday")],
)
def test_a_deed_has_not_the_day_on_which_a_court_found_of_it(verb: str, case: str, time: str) -> None:
    text = f"Paz was {verb} {case} a murder on Monday."
    tree: Tree = {
        verb: ("VERB", "root", verb),
        case: ("ADP", "case", "murder"),
        "murder": ("NOUN", "obl", verb),
        "Monday": ("PROPN", "nmod", "murder"),
    }

    assert dated(text, "murder", tree) == time


@pytest.mark.parametrize(("verb", "time"), [("adjourned", ""), ("flew", "Monday")])
def test_what_is_put_off_to_a_day_was_not_put_off_on_it(verb: str, time: str) -> None:
    text = f"The court {verb} to Monday."
    rows = [trigger(verb, "other"), ("time", "time", "Monday")]
    tree: Tree = {verb: ("VERB", "root", verb), "to": ("ADP", "case", "Monday"), "Monday": ("PROPN", "obl", verb)}
    (event,) = extraction(text, rows, [("time", verb, "Monday")], one_sentence(text, tree)).events

    assert (event.time.words.of(text) if event.time is not None and event.time.words is not None else "") == time


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("OSK, Oct 14 (Wire) - Power rose to 212 euros, from 87 the day before.", False),
        ("OSK, Oct 14 (Wire) - Rice rose to 40 pesos a kilo, from 35 a month earlier.", False),
        ("OSK, Oct 14 (Wire) - The vote was held on Sunday. Ana Paz flew in from Lom the day before.", True),
    ],
)
def test_what_a_price_was_before_does_not_date_its_rise(reader: Extractor, text: str, dated: bool) -> None:
    last = reader.extract(Article(text, published="2026-10-14")).events[-1]

    assert (last.time is not None) == dated
