"""One of several raids, a ferry of years ago, deaths of two causes: what the words tell apart and a model joins."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger

Tree = dict[str, tuple[str, str, str]]


@pytest.mark.parametrize(
    ("first", "article", "events"), [("raids", "a", 2), ("raids", "the", 1), ("raid", "a", 1), ("raids", "one", 2)]
)
def test_a_raid_is_one_of_the_raids_told_before(first: str, article: str, events: int) -> None:
    text = f"The {first} lasted.\n\nMedics spoke of {article} raid."
    word = "raid#2" if first == "raid" else "raid"
    second = "raid#2"  # "raids" holds the first
    rows: list[Row] = [trigger(first, "attack"), trigger(second, "attack")]
    tree: Tree = {
        first: ("NOUN", "root", first),
        article: ("DET", "det", word),
        word: ("NOUN", "root", word),
    }

    assert len(extraction(text, rows, [("same", second, first)], tree).events) == events


@pytest.mark.parametrize(
    ("article", "when", "events"), [("A", "in 2018", 2), ("The", "in 2018", 1), ("A", "on Monday", 1)]
)
def test_a_ferry_of_years_ago_is_not_todays(article: str, when: str, events: int) -> None:
    text = f"Boats collide\n\nThe Ada sank off Osk.\n\n{article} ferry sank {when}."
    rows: list[Row] = [trigger("sank", "damage"), trigger("sank#2", "damage"), ("time", "time", when)]
    tree: Tree = {
        "Ada": ("PROPN", "nsubj", "sank"),
        "sank": ("VERB", "root", "sank"),
        article + ("#2" if article == "The" else ""): ("DET", "det", "ferry"),
        "ferry": ("NOUN", "nsubj", "sank#2"),
        "sank#2": ("VERB", "root", "sank#2"),
    }
    links = [("same", "sank#2", "sank"), ("time", "sank#2", when)]

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("town", "deaths"), [("Ruvu", 2), ("Osk", 1)])
def test_deaths_of_two_blasts_are_two(town: str, deaths: int) -> None:
    text = f"Blasts\n\nA blast in Osk killed six.\n\nTwo died when a shell hit {town}."
    second = town if town == "Ruvu" else "Osk#2"
    rows: list[Row] = [
        mention("Osk", "place"),
        trigger("blast", "attack"),
        trigger("killed", "death"),
        trigger("died", "death"),
        trigger("hit", "attack"),
        ("mention", "place", second, {"kind": "name", "type": "town" if town == "Ruvu" else "city"}),
    ]
    links = [("place", "blast", "Osk"), ("cause", "killed", "blast"), ("cause", "died", "hit")]
    links += [("place", "hit", second), ("same", "died", "killed")]

    found = [event.type for event in extraction(text, rows, links).events]

    assert found.count("death") == deaths


@pytest.mark.parametrize(
    ("doer", "label", "events"), [("Uganda", "attack", 2), ("Kenyan army", "attack", 1), ("Uganda", "talks", 1)]
)
def test_attacks_of_two_sides_are_two(doer: str, label: str, events: int) -> None:
    """But not those of a country and of its army, nor what is no attack."""
    text = f"The raid by Kenya lasted.\n\nThe strike by the {doer} went on."
    rows: list[Row] = [trigger("raid", label), trigger("strike", label), mention("Kenya", "country")]
    rows += [
        mention(doer, "country" if doer == "Uganda" else "organisation", "name" if doer == "Uganda" else "nominal")
    ]
    links = [("agent", "raid", "Kenya"), ("agent", "strike", doer), ("same", "strike", "raid")]

    assert len(extraction(text, rows, links).events) == events


@pytest.mark.parametrize(("article", "town", "taken"), [("the", "Osk", 0), ("the", "Ruvu", 1), ("an", "Osk", 1)])
def test_the_attack_on_a_town_takes_up_the_one_on_it(article: str, town: str, taken: int) -> None:
    """Whichever the model joins it to, which is the last one here; "an attack" takes up none by its town."""
    text = f"Jets struck Osk.\n\nA shell fell on Lom.\n\nObi spoke of {article} attack on {town}."
    place = "Osk#2" if town == "Osk" else town
    rows: list[Row] = [trigger("struck", "attack"), trigger("fell", "attack"), trigger("attack", "attack")]
    rows += [mention("Osk", "place"), mention("Lom", "place"), mention(place, "place")]
    tree: Tree = {article: ("DET", "det", "attack"), "attack": ("NOUN", "root", "attack")}
    links = [("patient", "struck", "Osk"), ("patient", "fell", "Lom"), ("patient", "attack", place)]

    events = extraction(text, rows, [*links, ("same", "attack", "fell")], tree).events

    assert [len(event.other_mentions) for event in events] == ([1, 0] if taken == 0 else [0, 1])


@pytest.mark.parametrize(("title", "events"), [("Four die in Osk", 1), ("News", 2)])
def test_a_titles_city_may_be_a_town_near_it(title: str, events: int) -> None:
    first = "Four died in Osk." if title == "News" else "Rain fell."
    text = f"{title}\n\n{first}\n\nMen killed in Lom were farmers."
    word = "died" if title == "News" else "die"
    rows: list[Row] = [mention("Osk", "place"), ("mention", "place", "Lom", {"kind": "name", "type": "town"})]
    rows += [trigger(word, "death"), trigger("killed", "death")]
    links = [("place", word, "Osk"), ("place", "killed", "Lom"), ("same", "killed", word)]

    assert len(extraction(text, rows, links).events) == events


@pytest.mark.parametrize(("side", "events"), [("before", 2), ("in", 1)])
def test_what_was_days_before_a_happening_told_above_is_none_of_it(side: str, events: int) -> None:
    text = f"A crash closed Osk.\n\nA rail broke days {side} the crash."
    rows: list[Row] = [trigger(word, "damage") for word in ("crash", "broke", "crash#2")]
    tree: Tree = {
        "crash": ("NOUN", "nsubj", "closed"),
        "closed": ("VERB", "root", "closed"),
        "rail": ("NOUN", "nsubj", "broke"),
        "broke": ("VERB", "root", "broke"),
        "days": ("NOUN", "obl", "broke"),
        side: ("ADP", "case", "crash#2"),
        "the": ("DET", "det", "crash#2"),
        "crash#2": ("NOUN", "obl", "broke"),
    }
    links = [("same", "broke", "crash"), ("same", "crash#2", "crash")]

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("alone", "events"), [(" alone", 2), ("", 1), (" mostly", 1)])
def test_who_died_on_one_day_alone_are_some_of_the_dead(alone: str, events: int) -> None:
    text = f"Fever killed nine. Six died on Wednesday{alone}. The deaths went on."
    rows: list[Row] = [trigger("killed", "death"), trigger("died", "death"), ("time", "time", "Wednesday")]
    rows.append(trigger("deaths", "death"))
    links = [("same", "died", "killed"), ("time", "died", "Wednesday"), ("same", "deaths", "killed")]
    found = extraction(text, rows, links)

    assert len(found.events) == events
    assert "deaths" in [span.of(text) for span in found.events[0].other_mentions]


@pytest.mark.parametrize(
    ("second", "verb", "events"),
    [("Lom Foods", "offered", 2), ("Osk Mills", "offered", 1), ("Lom Foods", "paid", 1), ("rival", "offered", 1)],
)
def test_the_bids_of_two_firms_are_two(second: str, verb: str, events: int) -> None:
    """One firm's are one, a rival may be the firm told of before, and whoever pays may pay what the other bid."""
    text = f"Brewer sold\n\nThe bid of Osk Mills lapsed. Then {second} {verb} more."
    other = "Osk Mills#2" if second == "Osk Mills" else second
    kind = "nominal" if second == "rival" else "name"
    rows: list[Row] = [trigger("bid", "business"), trigger(verb, "business")]
    rows += [mention("Osk Mills", "organisation"), mention(other, "organisation", kind)]
    tree: Tree = {
        "bid": ("NOUN", "nsubj", "lapsed"),
        "lapsed": ("VERB", "root", "lapsed"),
        verb: ("VERB", "root", verb),
    }
    links = [("same", verb, "bid"), ("agent", "bid", "Osk Mills"), ("agent", verb, other)]

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("noun", "events"), [("2019 bombing", 2), ("bombing", 1)])
def test_an_attack_told_by_its_year_takes_up_none(noun: str, events: int) -> None:
    text = f"Troops raided Osk on Friday. He is wanted over the {noun} in Osk."
    rows: list[Row] = [trigger("raided", "attack"), trigger("bombing", "attack")]
    rows += [mention("Osk", "place"), mention("Osk#2", "place")]
    tree: Tree = {"bombing": ("NOUN", "root", "bombing"), "the": ("DET", "det", "bombing")}
    links = [("place", "raided", "Osk"), ("place", "bombing", "Osk#2")]

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("whose", "events"), [("His", 2), ("The", 1)])
def test_the_sentence_of_his_aides_is_not_his(whose: str, events: int) -> None:
    text = f"Ana Paz was jailed. {whose} aides were sentenced."
    rows: list[Row] = [
        mention("Ana Paz", "person"),
        mention("aides", "group", "nominal"),
        trigger("jailed", "legal"),
        trigger("sentenced", "legal"),
    ]
    tree: Tree = {
        "Ana": ("PROPN", "nsubj:pass", "jailed"),
        "jailed": ("VERB", "root", "jailed"),
        "aides": ("NOUN", "nsubj:pass", "sentenced"),
        "sentenced": ("VERB", "root", "sentenced"),
        whose: ("PRON" if whose == "His" else "DET", "nmod:poss" if whose == "His" else "det", "aides"),
    }
    links = [("same", "sentenced", "jailed"), ("patient", "jailed", "Ana Paz"), ("patient", "sentenced", "aides")]
    if whose == "His":
        rows, links = [*rows, mention("His", "person", "pronoun")], [*links, ("coref", "His", "Ana Paz")]

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("theme", "events"), [("Shares", 2), ("Prices", 1), ("They", 1)])
def test_shares_that_fall_are_no_prices_that_fall(theme: str, events: int) -> None:
    text = f"Prices of fish fell. {theme} fell."
    second = "Prices#2" if theme == "Prices" else theme
    rows: list[Row] = [trigger("fell", "business"), trigger("fell#2", "business")]
    rows += [("argument", "argument", words, {}) for words in ("Prices of fish", second)]
    tree: Tree = {"fell": ("VERB", "root", "fell"), "fell#2": ("VERB", "root", "fell#2")}
    links = [("same", "fell#2", "fell"), ("patient", "fell", "Prices of fish"), ("patient", "fell#2", second)]

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("who", "events"), [("Lund", 1), ("Paz", 2)])
def test_one_person_told_by_name_and_by_a_title_is_not_part_of_a_crowd(who: str, events: int) -> None:
    text = f"Lund jailed in Osk\n\nThe court jailed {who}, governor of the north."
    rows: list[Row] = [mention("Lund", "person"), trigger("jailed", "legal")]
    rows += [trigger("jailed#2", "legal"), mention(f"{who}#2" if who == "Lund" else who, "person")]
    rows += [("argument", "argument", "governor of the north")]
    again = f"{who}#2" if who == "Lund" else who
    links = [("patient", "jailed", "Lund"), ("patient", "jailed#2", again), ("same", "jailed#2", "jailed")]
    links += [("patient", "jailed#2", "governor of the north")]

    assert len(extraction(text, rows, links).events) == events


@pytest.mark.parametrize(("who", "events"), [("Clerks", 2), ("She", 1)])
def test_a_sentence_that_others_serve_is_another(who: str, events: int) -> None:
    text = f"Paz was sentenced. {who} serve suspended sentences."
    rows: list[Row] = [mention("Paz", "person"), trigger("sentenced", "legal"), trigger("sentences", "legal")]
    kind = "pronoun" if who == "She" else "nominal"
    rows += [mention(who, "person" if who == "She" else "group", kind)]
    tree: Tree = {
        "Paz": ("PROPN", "nsubj:pass", "sentenced"),
        "sentenced": ("VERB", "root", "sentenced"),
        who: ("NOUN", "nsubj", "serve"),
        "serve": ("VERB", "root", "serve"),
        "suspended": ("ADJ", "amod", "sentences"),
        "sentences": ("NOUN", "obj", "serve"),
    }
    links = [("patient", "sentenced", "Paz"), ("same", "sentences", "sentenced")]
    links += [("coref", "She", "Paz")] if who == "She" else []

    assert len(extraction(text, rows, links, tree).events) == events
