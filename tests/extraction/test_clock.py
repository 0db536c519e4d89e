"""Times that lean on another time of their sentence."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.dating.clock import TextClock
from kb.extraction.document import Document
from kb.extraction.layout.stage import layout
from kb.extraction.protocol import Extractor
from kb.language.analysis import Analysis
from kb.language.tokenizer import tokenize
from kb.model import Article, Span
from tests.extraction.analyses import Row
from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


def times(text: str) -> list[str]:
    """The times of a text that can date something."""
    document = Document(Article(text, published="2025-05-07"), Analysis(tokenize(text)))
    clock = TextClock(document, layout(text, 0))
    return [words.of(text) for words in clock.times_in(Span(0, len(text)))]


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


@pytest.mark.parametrize(
    ("told", "trigger", "day"),
    [
        ("Police arrested the captain of a ferry on Tuesday, two days after it sank off Masbate.", "sank", "04"),
        (
            "Officials closed the airport on Wednesday because a volcano had erupted a day earlier.",
            "erupted",
            "06",
        ),
    ],
)
def test_what_was_before_is_dated_from_the_day_of_the_sentence(
    reader: Extractor, told: str, trigger: str, day: str
) -> None:
    """ "Arrested on Tuesday, two days after it sank": on Sunday."""
    article = Article(told, published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == trigger]

    assert event.time is not None
    assert event.time.earliest_begin == event.time.latest_end == f"2025-05-{day}"


def test_without_a_day_to_lean_on_it_stays_open(reader: Extractor) -> None:
    article = Article(
        "Police arrested the captain of a ferry two days after it sank off Masbate.", published="2025-05-07"
    )

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text).startswith("sank")]

    assert event.time is None or not event.time.earliest_begin


@pytest.mark.parametrize(
    ("told", "trigger", "when"),
    [
        (
            "Osk Metal shut its smelter on Tuesday. Two workers were arrested a day earlier, police in Osk said.",
            "arrested",
            "2025-05-05",
        ),
        ("The mayor resigned in 2019. She was arrested at Lima airport two years later.", "arrested", "2021"),
        (  # a day leans on a day, however lately a season was told
            "Rebels shelled Osk on Tuesday, the first attack since last autumn. They seized a village a day earlier.",
            "seized",
            "2025-05-05",
        ),
    ],
)
def test_what_its_sentence_does_not_date_leans_on_the_one_before(
    reader: Extractor, told: str, trigger: str, when: str
) -> None:
    article = Article(told, published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == trigger]

    assert event.time is not None
    assert event.time.earliest_begin.startswith(when)
    assert event.time.latest_end.startswith(when)


def test_minutes_lean_on_no_year(reader: Extractor) -> None:
    told = "Ten minutes afterwards police arrested the forward, the first such arrest at a final since one in 1966."
    article = Article(told, published="2025-05-07")

    assert not any(
        e.time is not None and e.time.granularity in ("day", "minute") for e in reader.extract(article).events
    )


@pytest.mark.parametrize(
    ("told", "trigger", "begins"),
    [
        (
            "Rebels killed nine men in Osk on Monday. They burned a school shortly after dawn.",
            "burned",
            "2025-05-05T07:00",
        ),
        ("A bomb exploded at 8:30 p.m. in Osk on Sunday, police said on Tuesday.", "exploded", "2025-05-04T20:30"),
        ("Rebels seized Osk on Monday. That night they shot the harbour master.", "shot", "2025-05-05T18:00"),
        ("The talks will open on Friday. Police arrested four men at 6 a.m. in Osk.", "arrested", "2025-05-07T06:00"),
        ("Shells have hit Osk since Monday. Police arrested four men at 6 a.m.", "arrested", "2025-05-07T06:00"),
    ],
)
def test_a_time_of_the_day_is_of_the_day_that_was_told_beside_or_before_it(
    reader: Extractor, told: str, trigger: str, begins: str
) -> None:
    """The day of publication only where no day was told; a day to come and "since Monday" tell none."""
    article = Article(told, published="2025-05-07T19:40:00")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == trigger]

    assert event.time is not None
    assert event.time.earliest_begin == begins


def test_the_same_night_is_of_no_day_where_its_sentence_tells_a_month(reader: Extractor) -> None:
    article = Article(
        "The premier met farmers on Monday. He had resigned in January and was arrested the same night in Osk.",
        published="2025-05-07",
    )

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == "arrested"]

    assert event.time is None or not event.time.earliest_begin


@pytest.mark.parametrize(
    "text",
    [
        "The party won 21 seats, four fewer than in 2019.",
        "Exports fell to 40 tonnes, compared with 61 in 2019.",
        "Two were freed, said Ada Lund, winner of the Osk Peace Prize in 2001.",
        "The toll of the year was 12, up from nine in 2019.",
        "Fatalities fell to 2.1 percent from 3.5 percent in 2019.",
        "The river fell to 4 metres from a peak of 5.3 metres in May 2019.",
        "The strike drew 900 drivers, 60 more than during the walkout in 2019.",
    ],
)
def test_what_a_number_is_measured_against_dates_nothing(text: str) -> None:
    """The year of the comparison is not the year of the event."""
    assert times(text) == []


@pytest.mark.parametrize(
    ("measured", "year"), [("lower than in the previous", "2019-01-01"), ("lower than in the", "2019-01-01"), ("", "")]
)
def test_what_is_measured_against_keeps_its_own_year(measured: str, year: str) -> None:
    text = f"Losses were {measured} strike in 2019." if measured else "Losses were the worst strike since 2019."
    tree: Tree = {"were": ("VERB", "root", "were"), "strike": ("NOUN", "obl", "were")}
    tree |= {"previous": ("ADJ", "amod", "strike")} if "previous" in text else {}
    rows: list[Row] = [trigger("strike", "protest"), ("time", "time", "2019")]

    (event,) = extraction(text, rows, [("time", "strike", "2019")], one_sentence(text, tree)).events

    assert (event.time.earliest_begin if event.time is not None else "") == year


@pytest.mark.parametrize(
    "text",
    [
        "The storm killed more than 40 people on 3 May 2021.",
        "Boats rescued 40 people from 3 islands on 3 May 2021.",
        "The storm was worse than the army feared on 3 May 2021.",
        "Police lowered the toll to 17 from 23. On 3 May 2021, a raid killed four people.",
        "A hiker fell from 40 metres on 3 May 2021.",
        "The rate was cut from 5 percent on 3 May 2021.",
    ],
)
def test_a_number_of_people_before_a_day_is_no_comparison(text: str) -> None:
    assert times(text) == ["3 May 2021"]


def when(reader: Extractor, text: str, trigger: str, published: str = "2026-11-23") -> tuple[str, str]:
    """First and last stamp of the event of a trigger, "" for none."""
    article = Article(text, published=published)
    (event,) = [e for e in reader.extract(article).events if e.trigger.of(text) == trigger]
    return (event.time.earliest_begin, event.time.latest_end) if event.time is not None else ("", "")


@pytest.mark.parametrize(
    ("told", "trigger", "first", "last"),
    [
        (
            "Osei was arrested in Accra in May 2023 and was released two weeks later.",
            "released",
            "2023-05-15",
            "2023-06-14",
        ),
        (
            "In 2019 a mine in Osk collapsed. The following year, two managers were jailed.",
            "jailed",
            "2020-01-01",
            "2020-12-31",
        ),
        (
            "Osk signed a truce in September, and broke it three weeks later, the envoy said.",
            "broke",
            "2026-09-22",
            "2026-10-21",
        ),
    ],
)
def test_what_leans_on_a_month_or_year_is_as_coarse(
    reader: Extractor, told: str, trigger: str, first: str, last: str
) -> None:
    assert when(reader, told, trigger) == (first, last)


def test_that_day_is_of_no_weekend(reader: Extractor) -> None:
    """A day follows the one day that was told last; a weekend is two."""
    told = (
        "Ana Paz was fired by the club on Thursday. Her deputy, who scored twice last weekend, was not. "
        "She was arrested the next morning in Osk."
    )

    assert when(reader, told, "arrested") == ("2026-11-20T06:00", "2026-11-20T12:00")


def test_a_counted_time_counts_from_the_happening_that_it_names(reader: Extractor) -> None:
    """ "Four days before the attack": before the day on which the attack was, not the day that was told last."""
    told = (
        "Gunmen attacked a market in Osk on Friday and killed six traders.\n\n"
        "The governor closed the roads on Sunday, police said.\n\n"
        "Four days before the attack, 25 girls were kidnapped from a school in Maga."
    )

    assert when(reader, told, "kidnapped") == ("2026-11-16", "2026-11-16")


def test_a_counted_time_counts_from_the_first_words_for_a_happening_that_are_dated(reader: Extractor) -> None:
    told = (
        "Osk holds vote\n\nOsk held a general election on Sunday, officials said.\n\nThe vote was calm.\n\n"
        "Two days before the vote a candidate was kidnapped in Maga."
    )

    assert when(reader, told, "kidnapped")[0] == "2026-11-20"


def test_before_a_clause_counts_on_to_what_the_clause_tells(reader: Extractor) -> None:
    told = "Police arrested the captain of a ferry on Tuesday, two days before it sank off Masbate."

    assert when(reader, told, "sank", "2026-11-27") == ("2026-11-26", "2026-11-26")


@pytest.mark.parametrize(("clock", "day"), [("at 9.40 p.m.", "2026-11-22"), ("at 2.15 a.m.", "2026-11-23")])
def test_a_time_of_the_clock_is_of_the_night_told_before(reader: Extractor, clock: str, day: str) -> None:
    told = f"A blast shook the port of Osk on Sunday night. Police arrested four men {clock} in Osk."

    first, last = when(reader, told, "arrested")

    assert (first[:10], last[:10]) == (day, day)


def test_a_time_of_the_clock_is_of_the_night_that_the_first_paragraph_tells_of(reader: Extractor) -> None:
    """Published on Monday, of a blast on Sunday night: "at about 10 p.m." is on Sunday, "at 2 a.m." on Monday."""
    told = (
        "A blast shook the port of Osk on Sunday night, killing 19 people, medics said on Monday.\n\n"
        'The army denied it. "Our air force was not flying," Colonel Ada Obi said.\n\n'
        "Police arrested four men at about {} in Osk."
    )

    assert when(reader, told.format("10 p.m."), "arrested") == ("2026-11-22T22:00", "2026-11-22T22:00")
    assert when(reader, told.format("2 a.m."), "arrested") == ("2026-11-23T02:00", "2026-11-23T02:00")


def test_a_time_of_the_day_is_of_the_day_that_the_first_paragraph_tells_of(reader: Extractor) -> None:
    """Published on Monday, of a strike on Saturday: "at about 4 p.m." is on Saturday."""
    told = (
        "A drone struck a hospital in Osk on Saturday, killing 19 people, medics said on Sunday.\n\n"
        'The army denied it. "Our air force was not flying," Colonel Ada Obi said.\n\n'
        "Police arrested four men at about 4 p.m. in Osk."
    )

    assert when(reader, told, "arrested") == ("2026-11-21T16:00", "2026-11-21T16:00")


@pytest.mark.parametrize(
    ("told", "trigger", "stamps"),
    [
        ("Protests began on November 14, the government said.", "Protests", ("2026-11-14", "")),
        ("The strike, which started on November 14, has closed two ports.", "strike", ("2026-11-14", "")),
        ("The strike, which was held on November 14, closed two ports.", "strike", ("2026-11-14", "2026-11-14")),
        ("The war ended in April 2023, the envoy said.", "war", ("", "2023-04-30")),
        ("The war killed thousands in April 2023, the envoy said.", "war", ("2023-04-01", "2023-04-30")),
    ],
)
def test_a_time_of_the_begin_leaves_the_end_open(
    reader: Extractor, told: str, trigger: str, stamps: tuple[str, str]
) -> None:
    assert when(reader, told, trigger) == stamps


@pytest.mark.parametrize(
    ("lead", "begins"),
    [
        ("The storm hit Osk on Friday night.", "2026-11-20T18:00"),
        ("The storm hit Osk on Friday.", "2026-11-22T18:00"),
    ],
)
def test_overnight_is_the_night_told_before_else_the_last_one(reader: Extractor, lead: str, begins: str) -> None:
    told = f"{lead} Police arrested four men overnight in Ruvu."

    assert when(reader, told, "arrested")[0] == begins


@pytest.mark.parametrize(
    ("told", "trigger", "begins"),
    [
        ("They arrested two men in the afternoon in Ruvu.", "arrested", "2026-11-18T12:00"),
        ("Police arrested two men the next morning in Ruvu.", "arrested", "2026-11-19T06:00"),
    ],
)
def test_before_dawn_on_a_day_tells_the_day(reader: Extractor, told: str, trigger: str, begins: str) -> None:
    lead = "Gunmen raided a market in Osk before dawn on Wednesday. "

    assert when(reader, lead + told, trigger)[0] == begins


def test_after_a_happening_and_its_verb_counts_back_from_the_day_of_the_sentence(reader: Extractor) -> None:
    """ "Two weeks after talks collapsed" tells of the collapse, whatever the tree calls "after"."""
    told = "Osk Steel closed its plant on Wednesday, two days after talks with Ruvu Metal collapsed."

    assert when(reader, told, "collapsed", "2026-11-25") == ("2026-11-23", "2026-11-23")


def test_march_of_that_year_leans_on_the_year_told_before(reader: Extractor) -> None:
    told = "Aboagye went to court in January 2025. A judge dismissed his petition in March of that year."

    assert when(reader, told, "dismissed") == ("2025-03-01", "2025-03-31")


def test_what_leans_leans_on_what_leans_before_it(reader: Extractor) -> None:
    """ "In March of that year; ... eight months later": from March, not from the January of the sentence before."""
    told = (
        "Aboagye went to court in January 2025. A judge dismissed his petition in March of that year; police in Osk "
        "arrested him eight months later."
    )

    assert when(reader, told, "arrested") == ("2025-11-01", "2025-11-30")


@pytest.mark.thorough
def test_a_thousand_times_that_lean_on_one_another_are_resolved_at_once() -> None:
    """Neither a stack nor an hour is spent on them."""
    text = "It fell on Monday. " + "It fell a day later. " * 1000
    doc = tokenize(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    clock = TextClock(Document(Article(text, published="2026-11-25"), Analysis(doc)), layout(text, 0))
    last = text.rindex("a day later")

    value = clock.value(Span(last, last + len("a day later")), future=False)

    assert value is not None
    assert clock.value(Span(31, 42), future=False) is not None


def test_the_week_before_leans_on_the_day_of_the_first_paragraph(reader: Extractor) -> None:
    told = (
        "Gunmen burned the market in Osk on Wednesday, officials said.\n\nThe mayor asked for help.\n\n"
        "The week before, rebels had ambushed a convoy near Lom."
    )

    assert when(reader, told, "ambushed") == ("2026-11-08", "2026-11-14")


@pytest.mark.parametrize(("end", "known"), [("in a month", []), ("in May", ["May"])])
def test_what_is_counted_over_a_stretch_of_time_is_not_dated_by_it(end: str, known: list[str]) -> None:
    assert times(f"Rebels burned the depot, the third such raid in the Lom province {end}.") == known


def test_what_leans_leans_not_on_a_day_behind_a_semicolon(reader: Extractor) -> None:
    told = (
        "The ferry went down off Koro on 17 November. The captain was arrested in Levuka two days later; he appeared "
        "in court on Saturday."
    )

    assert when(reader, told, "arrested") == ("2026-11-19", "2026-11-19")


@pytest.mark.parametrize(
    ("told", "begins"),
    [
        ("A barge sank late on Monday, police said on Tuesday. It had left Osk at dusk.", "2025-05-05T17:30"),
        ("A barge sank before dawn on Tuesday. It had left Osk at dusk.", "2025-05-05T17:30"),
        ("A barge sank at 9 p.m. on Monday. It had left Osk at dusk.", "2025-05-05T17:30"),
    ],
)
def test_what_led_up_to_a_happening_is_of_its_day_or_the_one_before(reader: Extractor, told: str, begins: str) -> None:
    """Not of the day on which somebody told it, nor later than what it led up to."""
    article = Article(told, published="2025-05-07T19:40:00")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(told) == "left"]

    assert event.time is not None
    assert event.time.earliest_begin == begins


@pytest.mark.parametrize(
    ("lead", "begin"),
    [
        (
            "A ferry capsized on Lake Ruvu on Tuesday night. Nineteen people drowned. Divers went on searching.",
            "2026-11-03",
        ),
        ("A ferry capsized on Lake Ruvu. Nineteen people drowned. Divers went on searching.", ""),
    ],
)
def test_what_led_up_to_it_was_no_later_than_the_day_told_before(lead: str, begin: str) -> None:
    """Without any day told it was not on the article's."""
    text = f"{lead}\n\nThe boat had left Port Bweni at dusk with 50 traders."
    events = create().extract(Article(text, published="2026-11-05")).events
    (left,) = (event for event in events if event.trigger.of(text) == "left")

    assert left.time is not None
    assert left.time.earliest_begin[:10] == begin


@pytest.mark.parametrize(
    ("told", "trigger", "days"),
    [
        ("Osk on Wednesday marked the second anniversary of the bombing of its market.", "bombing", "2023-05-07"),
        ("Osk marked the bombing's 10th anniversary with a vigil.", "bombing", "2015-05-07"),
        ("Osk marks the one-year anniversary of the 3 May attack on its market.", "attack", "2024-05-03"),
        ("On the anniversary of the attack, Osk was silent. Three years on, nobody is held.", "attack", "2022-05-07"),
        ("Osk prayed on the first anniversary of the 2019 attack on its market.", "attack", "2019"),
        ("One year after the attack that emptied Osk, its market is shut.", "attack", "2024-05"),
        ("Two years after school bombing, trial opens\n\nFour men stood in court in Osk.", "bombing", "2023-05"),
        ("A court in Osk jailed two men on Monday over the 2019 bombing of a church.", "bombing", "2019"),
    ],
)
def test_what_an_anniversary_is_of_was_years_before(reader: Extractor, told: str, trigger: str, days: str) -> None:
    article = Article(told, published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == trigger]

    assert event.time is not None
    assert event.time.earliest_begin.startswith(days)
    assert event.time.latest_end.startswith(days)


def test_how_long_ago_is_open_where_no_years_are_counted(reader: Extractor) -> None:
    """Not the third of May of this year."""
    article = Article("Osk was silent on the anniversary of the 3 May attack on its market.", published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == "attack"]

    assert event.time is not None
    assert (event.time.earliest_begin, event.time.latest_end) == ("", "2024-05-07")


@pytest.mark.parametrize(
    ("told", "trigger"),
    [
        ("More than two years after the attack on Osk market, nobody is held.", "attack"),
        ("The mayor met farmers. He quit three years after the attack on Osk market.", "attack"),
    ],
)
def test_rough_years_and_those_of_another_time_give_no_month(reader: Extractor, told: str, trigger: str) -> None:
    article = Article(told, published="2025-05-07")

    found = [e for e in reader.extract(article).events if e.trigger.of(article.text) == trigger]

    assert found
    assert all(e.time is None or e.time.granularity in ("year", "") for e in found)


def test_a_count_before_a_noun_is_no_year(reader: Extractor) -> None:
    article = Article("Police made 2019 arrests in Osk on Monday.", published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == "arrests"]

    assert event.time is not None
    assert event.time.earliest_begin == "2025-05-05"


def test_what_happens_on_an_anniversary_is_of_today(reader: Extractor) -> None:
    article = Article("Gunmen shot four men in Osk on Monday, an anniversary of the revolt.", published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == "shot"]

    assert event.time is not None
    assert event.time.earliest_begin == "2025-05-05"


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Gunmen raided a market in Osk on Monday, officials said on Tuesday.", "05"),
        ("A drone set a depot in Osk ablaze on Tuesday, hours after a raid killed nine on Sunday.", "06"),
        ("A raid killed nine in Osk on Sunday and a drone set a depot ablaze on Tuesday.", "06"),
    ],
)
def test_an_hour_is_of_the_day_that_the_sentence_before_is_about(reader: Extractor, lead: str, day: str) -> None:
    """Not of the day of the saying, nor of what it tells only of how long ago it was."""
    article = Article(f"{lead} Traders fled at noon.", published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == "fled"]

    assert event.time is not None
    assert event.time.earliest_begin[:10] == f"2025-05-{day}"


def test_what_one_of_years_ago_is_compared_with_is_another(reader: Extractor) -> None:
    told = "Doctors in Osk began a strike on Friday. It was the longest since 2017, when a walkout lasted 100 days."

    assert when(reader, told, "walkout") == ("2017-01-01", "2017-12-31")
    assert when(reader, told, "strike")[0] == "2026-11-20"
