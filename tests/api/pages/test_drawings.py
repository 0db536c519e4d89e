"""Timeline and map: over HTTP what is drawn and how it is read without scripts, in Chromium that it is drawn."""

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from kb.api.pages.timeline import months
from kb.projections.catalog.records import EventRecord
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader, Window, links, window
from tests.api.pages.test_in_a_browser import SHIFT, failures


@pytest.fixture(scope="module")
def raided(raids: Served) -> Reader:
    """A browser's way of asking it."""
    return Reader(raids)


@pytest.fixture(scope="module")
def place(raids: Served) -> str:
    """The id of Nairobi."""
    return next(one["id"] for one in raids.client.get("/entities").json()["items"] if one["label"] == "Nairobi")


def test_a_timeline_is_sent_with_what_is_certain_and_what_is_possible(raids: Served) -> None:
    """A month within which something was has no certain day."""
    told = raids.client.get("/timeline").json()
    assert (told["dated"], told["undated"], told["left_out"]) == (4, 1, 0)
    days = [(one["begin"], one["end"], one["sure_begin"], one["sure_end"]) for one in told["items"]]
    assert days == [
        ("2022-01-02", "2022-01-02", "2022-01-02", "2022-01-02"),
        ("2024-05-01", "2024-05-31", "", ""),
        ("2024-05-03", "2024-05-03", "2024-05-03", "2024-05-03"),
        ("2024-06-07", "2024-06-07", "2024-06-07", "2024-06-07"),
    ]
    assert [one["place"]["label"] for one in told["items"]] == ["Old <b>Mill</b>", "Kenya", "Nairobi", "Nairobi"]
    assert {one["actor"]["label"] for one in told["items"]} == {"Blue Column", "Green Column"}


def test_a_page_asked_for_a_year_shows_its_days_in_the_form(raided: Reader) -> None:
    """A field for days shows nothing else, and would forget the year when the form is sent again."""
    for path in ("/events", "/articles", "/statements", "/timeline", "/conflicts"):
        form = raided.page(f"{path}?since=2022-02&until=2024")
        assert 'name="since" value="2022-02-01"' in form, path
        assert 'name="until" value="2024-12-31"' in form, path


def test_the_timeline_of_one_thing_is_bounded_by_years_too(raids: Served, raided: Reader, place: str) -> None:
    """As a page and as a table; what is no day is refused rather than compared with."""
    told = raids.client.get(f"/timeline/{place}", params={"since": "2024", "until": "2024-05"}).json()["items"]
    assert [one["begin"] for one in told] == ["2024-05-03"]
    asked = f"/timeline/{place}?since=2024&until=2024-05"
    table = raids.client.get(asked, headers={"Accept": "text/csv"}).text
    assert len(table.splitlines()) == 1 + len(told)
    assert "is no day for “since”" in raided.get(f"/timeline/{place}?since=noday").text


def test_beside_an_article_and_in_a_version_times_are_read_as_people_write_them(raids: Served, raided: Reader) -> None:
    """With the form for machines in attributes; what an event is, in a line, has them too."""
    items = raids.client.get("/events").json()["items"]
    event = next(one for one in items if (one["begin"], one["end"]) == ("2024-05-01", "2024-05-31"))
    beside = raided.page(f"/articles/{event['article']}").partition('<aside class="panel"')[2]
    months = '<time datetime="2024-05-01" title="2024-05-01 to 2024-05-31">May 2024</time>'
    assert months in beside
    assert '<time datetime="2024-05-03" title="2024-05-03">3 May 2024</time>' in beside
    assert "raid, happened, May 2024" in beside
    assert months in raided.get(f"/events/{event['id']}/version").text


def test_a_drawing_is_bounded_and_says_what_it_leaves_out(raids: Served) -> None:
    """Filters are those of lists; what only lists take is refused."""
    told = raids.client.get("/timeline?limit=1").json()
    assert (len(told["items"]), told["left_out"]) == (1, 3)
    assert raids.client.get("/timeline?since=2024-06-01").json()["dated"] == 1
    assert raids.client.get("/timeline?actor=Blue%20Column").json()["dated"] == 2
    for wrong in ("fields=id", "nonsense=1", "limit=0"):
        assert raids.client.get(f"/timeline?{wrong}").status_code in (400, 422), wrong
        assert raids.client.get(f"/map?{wrong}").status_code in (400, 422), wrong


def test_a_page_leads_to_its_data_whatever_it_was_asked(raids: Served, raided: Reader) -> None:
    """In its order; an order that a drawing has not is refused."""
    for path in ("/timeline?by=actor&sort=-begin&limit=2", "/map?since=2024-01-01"):
        found = [one for one in links(raided.page(path)) if re.match(r"/(timeline|map)\.(json|csv|ttl)", one)]
        assert len(set(found)) == 3
        for one in found:
            assert raids.client.get(one).status_code == 200, one
    latest = raids.client.get("/timeline?sort=-begin").json()["items"]
    assert latest == raids.client.get("/timeline").json()["items"][::-1]
    for path in ("/timeline?sort=confidence", "/map?sort=begin"):
        assert raids.client.get(path).status_code == 400


def test_a_map_says_how_exactly_a_place_is_known_and_what_is_nowhere(raids: Served) -> None:
    """A country is no point; a mill of which nobody knows where it is has no coordinates."""
    told = raids.client.get("/map").json()
    spots = {one["place"]["label"]: one for one in told["items"]}
    assert spots["Kenya"]["wide_km"] > 100 > spots["Nairobi"]["wide_km"]
    assert -2 < spots["Nairobi"]["latitude"] < -1
    assert spots["Nairobi"]["happenings"] == 2
    assert (told["happenings"], told["nowhere"]) == (5, 1)
    assert [one["place"]["label"] for one in told["unplaced"]] == ["Old <b>Mill</b>"]


def test_both_take_a_moment(raids: Served) -> None:
    """Before anything was known there is nothing."""
    assert raids.client.get("/timeline?asOf=0").json()["dated"] == 0
    assert raids.client.get("/map?asOf=0").json()["items"] == []


def test_a_timeline_is_read_without_scripts(raided: Reader) -> None:
    """By month, the earliest first; latest first where that is asked for; the filters go along to the map."""
    html = raided.page("/timeline")
    months = ("January 2022", "May 2024", "June 2024", "No date")
    at = [html.index(f"<h3>{month}</h3>") for month in months]
    assert at == sorted(at)
    html = raided.page("/timeline?sort=-begin&actor=Blue+Column&since=2024-01-01")
    assert "<h3>June 2024" not in html
    assert "/map?actor=Blue+Column&since=2024-01-01" in links(html)
    assert "Old &lt;b&gt;Mill" in raided.page("/timeline")


@pytest.mark.thorough
@pytest.mark.parametrize("named", ["Nairobi", "Blue Column"])
def test_an_entity_has_its_places_on_a_map_that_holds_nothing_up(raids: Served, chromium: Browser, named: str) -> None:
    """What the page is first shown with has no map; it comes into the room that was kept for it."""
    entity = next(one["id"] for one in raids.client.get("/entities").json()["items"] if one["label"] == named)
    html = Reader(raids).page(f"/entities/{entity}")
    assert "leaflet" not in html.partition("</head>")[0]
    with window(raids, chromium) as one:
        page = one.open(f"/entities/{entity}")
        page.locator("#map[data-drawn] .count-at").first.wait_for()
        assert "#" not in page.url
        assert failures(page) == []
        assert page.evaluate(SHIFT) < 0.1
        assert one.problems == []


def test_what_is_known_of_a_year_alone_stands_under_no_month_of_it() -> None:
    """Nor does what has only an end."""
    days = (
        ("2011-01-01", "2011-12-31"),
        ("2011-02-01", "2011-02-28"),
        ("2012-01-01", ""),
        ("", "2012-03-04"),
        ("", ""),
    )
    told = [[EventRecord("v", "a", "v", "raid", "", "", "", *day, "", 1.0, 0, 0)] for day in days]
    titles = [month.title for month in months(told)]
    assert titles == ["2011", "February 2011", "January 2012", "Only the end is known", "No date"]


def test_a_map_is_read_without_scripts(raided: Reader) -> None:
    """As a table that leads to the events of each place."""
    html = raided.page("/map?since=2024-01-01")
    assert "disputed" in html
    assert "anywhere in it: the coordinates are of a country, no point" in html
    for path in (one for one in links(html) if one.startswith("/events?") and "within=false" in one):
        assert "No event fits" not in raided.page(path)


@pytest.mark.parametrize("path", ["/timeline", "/map"])
def test_both_come_as_tables_and_as_triples(raided: Reader, path: str) -> None:
    """At the same address, by ending."""
    rows = list(csv.DictReader(io.StringIO(raided.get(f"{path}.csv?since=2024-06-01").text)))
    assert [row["place"] for row in rows] == ["Nairobi"]
    answer = raided.get(f"{path}.ttl?since=2024-06-01")
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "Nairobi" in answer.text


def test_one_things_timeline_is_found_by_its_name(raided: Reader, place: str) -> None:
    """For people as a page, for programs as before; a name of nothing says so."""
    answer = raided.get("/timeline?of=Nairobi&since=2024-06-01")
    assert answer.url.path == f"/timeline/{place}"
    assert "1 event" in answer.text
    assert 'data-sure-begin="2024-06-07"' in answer.text
    event = raided.served.client.get("/events").json()["items"][0]["id"]
    assert event in raided.page(f"/timeline/{event}")
    assert len(raided.served.client.get(f"/timeline/{place}").json()["items"]) == 2
    assert raided.get("/timeline?of=Nobody").status_code == 404
    assert raided.get("/timeline/article-x").status_code == 404


ON_A_MAP = "SELECT ?place ?latitude ?longitude { ?place kb:latitude ?latitude ; kb:longitude ?longitude }"
AS_A_GRAPH = "CONSTRUCT { ?event ?role ?who } { VALUES ?role { kb:agent kb:place } ?event ?role ?who }"


def test_an_answer_is_drawn_where_its_columns_allow_it_and_read_anyhow(raided: Reader) -> None:
    """The table has the places, the list the edges; other answers offer neither."""
    html = raided.page(f"/query?view=map&query={quote(ON_A_MAP)}")
    assert html.count("data-at=") == 4  # Nairobi, Kenya, Geneva and its country
    html = raided.page(f"/query?view=graph&query={quote(AS_A_GRAPH)}")
    assert html.count("data-edge ") == 10
    assert "Blue Column" in html
    assert "view=map" not in html
    assert 'id="graph"' not in raided.page(f"/query?view=graph&query={quote(ON_A_MAP)}")


MAP, GRAPH = f"/query?view=map&query={quote(ON_A_MAP)}", f"/query?view=graph&query={quote(AS_A_GRAPH)}"
_DAYS = " ".join(f'("may {n}" "2031-05-{n:02}"^^xsd:date)' for n in range(1, 15))
ON_A_LINE = f'SELECT * {{ VALUES (?what ?when) {{ ("long ago" "1900-02-03"^^xsd:date) {_DAYS} }} }}'
LINE = f"/query?view=timeline&query={quote(ON_A_LINE)}"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("theme", "paths"),
    [
        pytest.param(
            "light",
            ("/timeline?by=actor&asOf=9", "/timeline/{place}?by=none", "/map?asOf=0", MAP, GRAPH),
            marks=pytest.mark.slow,
        ),
        ("light", ("/map",)),
        ("dark", ("/timeline", GRAPH, LINE)),
    ],
)
def test_drawings_are_accessible_and_keep_the_policy(
    raids: Served, chromium: Browser, place: str, theme: str, paths: tuple[str, ...]
) -> None:
    """axe-core finds nothing; no error, no violation, nothing from elsewhere."""
    with window(raids, chromium, color_scheme=theme) as one:
        for path in paths:
            page = one.open(path.replace("{place}", place))
            if page.locator("#drawing, #map, #graph").count():
                page.locator("[data-drawn]").wait_for()
            assert failures(page) == [], path
            assert one.problems == [], path


# How far what was on the page already moved while the drawing came, as browsers sum it up.
SHIFTED = """new Promise((done) => {
  let sum = 0;
  const add = (list) => { for (const one of list.getEntries()) sum += one.value; };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 50);
})"""


@pytest.mark.thorough
@pytest.mark.parametrize("scripts", [True, False])
def test_drawings_fit_a_small_screen_with_and_without_scripts(
    raids: Served, chromium: Browser, place: str, scripts: bool
) -> None:
    """At 360 px nothing is wider than the screen, and what is only drawn is not there without scripts."""
    with window(raids, chromium, java_script_enabled=scripts, viewport={"width": 360, "height": 740}) as small:
        for path in ("/timeline", f"/timeline/{place}", "/map", GRAPH, LINE):
            page = small.open(path)
            if scripts:
                page.locator("[data-drawn]").wait_for()
                assert page.evaluate(SHIFTED) < 0.01, path
            else:
                assert page.locator(".with-script:visible").count() == 0
            assert page.locator("html").evaluate("e => e.scrollWidth") <= 360, path
        assert small.problems == []


@pytest.fixture
def wide(raids: Served, chromium: Browser) -> Iterator[Window]:
    """A window with scripts."""
    with window(raids, chromium) as one:
        yield one


@pytest.mark.thorough
def test_many_pairs_are_drawn_with_names_of_the_size_of_text(wide: Window) -> None:
    """However much goes into the box: as many names as have room there, also in a window that is made narrower."""
    pairs = " ".join(f"(<urn:left:{n}> <urn:right:{n}>)" for n in range(40))
    page = wide.open(f"/query?view=graph&query={quote(f'SELECT * {{ VALUES (?a ?b) {{ {pairs} }} }}')}")
    page.locator("#graph[data-drawn='80']").wait_for()

    named = page.locator("#graph").get_attribute("data-named") or ""
    assert int(named) > 60  # beneath their nodes, or above or beside them
    page.set_viewport_size({"width": 400, "height": 900})
    page.locator(f"#graph:not([data-named='{named}'])").wait_for()
    assert wide.problems == []


@pytest.mark.thorough
def test_a_happening_is_drawn_as_surely_as_it_is_known_and_opened_by_keys(wide: Window) -> None:
    """A month light, a day full; down goes to the first, Enter opens it."""
    page = wide.open("/timeline?by=none&since=2024-01-01")
    page.locator("#drawing[data-drawn='3']").wait_for()
    assert page.locator(".vis-item.maybe").count() >= 1
    assert page.locator(".vis-item.sure").count() >= 2
    page.locator("#drawing").focus()
    page.keyboard.press("ArrowDown")
    assert "some time from 1 May 2024 to 31 May 2024" in page.locator("#told").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/event-*")
    assert wide.problems == []


def test_the_timeline_shows_itself_without_waiting_for_a_clock(wide: Window) -> None:
    """Where no timer ever rings, by which its library looks each second whether it has grown, it is seen too."""
    wide.page.add_init_script("window.setInterval = () => 0")
    page = wide.open("/timeline?by=none&since=2024-01-01")
    page.locator("#drawing[data-drawn='3']").wait_for()

    assert page.locator(".vis-item").first.is_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("grouped", ["type", "none"])
def test_every_stop_of_the_timeline_is_seen(wide: Window, grouped: str) -> None:
    """What scrolls is reached by keys where it has a width; a strip of none is no stop."""
    page = wide.open(f"/timeline?by={grouped}&since=2024-01-01")
    page.locator("#drawing[data-drawn]").wait_for()
    widths = page.eval_on_selector_all("#drawing [tabindex='0']", "all => all.map((one) => one.offsetWidth)")

    assert 0 not in widths
    assert len(widths) == (1 if grouped == "type" else 0)


@pytest.mark.thorough
def test_an_answer_is_drawn_on_a_line_of_time_which_begins_where_most_of_it_is(wide: Window) -> None:
    """One of long ago does not press the others together; it is there with all."""
    page = wide.open(LINE)
    page.locator("#drawing[data-drawn='15']").wait_for()
    page.locator(".vis-item", has_text="may 14").wait_for()
    assert page.locator(".vis-item", has_text="long ago").count() == 0
    page.get_by_role("button", name="All").click()
    page.locator(".vis-item", has_text="long ago").wait_for()
    assert page.locator("ol.dated > li").count() == 15
    page.locator("#drawing").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#told", has_text="long ago").wait_for()
    assert page.locator("#told a").count() == 0, "it has no page"
    assert wide.problems == []


@pytest.mark.thorough
def test_a_place_leads_to_its_events_and_a_slider_to_other_days(wide: Window) -> None:
    """The circle opens by key; the slider's new page keeps the view of the map and the focus."""
    page = wide.open("/map#map=5/-1/37")
    page.locator("#map[data-drawn]").wait_for()
    assert page.locator("#map path.land").count() > 100
    assert page.locator("#map path.wide").count() == 1
    page.locator(".count-at").first.focus()
    page.keyboard.press("Enter")
    assert "events" in page.locator(".leaflet-popup").inner_text()
    assert page.evaluate("document.activeElement.closest('.leaflet-popup') !== null")
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.evaluate("document.activeElement.classList.contains('count-at')")
    page.locator('[data-sets="since"]').focus()
    page.keyboard.press("End")
    page.wait_for_url("**/map?since=2024-06-07**")
    page.locator("#map[data-drawn='1']").wait_for()
    assert page.evaluate("document.activeElement.dataset.sets") == "since"
    assert "#map=5/" in page.url
    page.locator('[data-sets="asOf"]').focus()
    page.keyboard.press("Home")
    page.wait_for_url("**asOf=0**")
    assert "as it was known" in page.locator(".banner.past").inner_text()
    assert wide.problems == []


# The widest running text of a page, in its own letters' height.
WIDEST = """() => Math.max(...[...document.querySelectorAll(
  "main :is(p:not(.meta, .what), blockquote, .quote)")].map((one) =>
    one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize)))"""


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/map", "/query", "/statements", "/ontology", "/review", "/queries", "/search?q=the"])
def test_no_line_of_text_is_too_long_on_a_wide_screen(raids: Served, chromium: Browser, path: str) -> None:
    """Some 80 to 90 letters, each half as wide as high."""
    with window(raids, chromium, viewport={"width": 2560, "height": 1440}) as one:
        assert one.open(path).evaluate(WIDEST) <= 46


@pytest.mark.thorough
def test_nearly_all_is_looked_at_where_that_takes_little_longer_than_most(wide: Window) -> None:
    """Of one story that is a month before the others no row stays empty; of a year before them it is there with all."""
    days = [f'("later {n}" "2024-06-{n:02}"^^xsd:date)' for n in range(1, 15)]
    for early, seen in (("2024-05", True), ("2023-05", False)):
        first = [f'("early {n}" "{early}-{n:02}"^^xsd:date)' for n in range(10, 18)]
        asked = f"SELECT * {{ VALUES (?what ?day) {{ {' '.join([*first, *days])} }} }}"
        page = wide.open(f"/query?view=timeline&query={quote(asked)}")
        page.locator("#drawing[data-drawn='22']").wait_for()
        page.locator(".vis-item", has_text="later 14").wait_for()
        assert (page.locator(".vis-item", has_text="early 10").count() == 1) is seen, early


# Which points of the timeline are seen in part: (name, pixels left of what is seen, pixels right of it).
CUT = """() => {
  const seen = document.querySelector(".vis-panel.vis-center").getBoundingClientRect();
  const points = [...document.querySelectorAll(".vis-item.vis-point")];
  return points.map((one) => [one.innerText, one.getBoundingClientRect()])
    .map(([name, at]) => [name, seen.left - at.left, at.right - seen.right])
    .filter((one) => one[1] > 6 || one[2] > 6);
}"""

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"  # what was moved before


@pytest.mark.thorough
@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_no_name_is_cut_by_an_edge_of_the_timeline(raids: Served, chromium: Browser, width: int) -> None:
    """All that are first seen have room beside their points; a point out of sight leaves no end of its name behind."""
    days = " ".join(f'("meeting {n} of the council of the harbour" "2024-05-{n:02}"^^xsd:date)' for n in range(1, 29))
    asked = (
        f'SELECT * {{ VALUES (?what ?day) {{ {days} ("long ago, when a harbour was dug" "2024-01-02"^^xsd:date) }} }}'
    )
    with window(raids, chromium, viewport={"width": width, "height": 1000}) as one:
        page = one.open(f"/query?view=timeline&query={quote(asked)}")
        page.locator("#drawing[data-drawn='29']").wait_for()
        assert page.locator(".vis-item.vis-point").count() > 10
        assert page.evaluate(CUT) == []
        page.locator("#drawing").focus()
        for key in ("+", "ArrowRight"):
            before = page.locator("#drawing").get_attribute("data-shown") or ""
            page.keyboard.press(key)
            page.locator(f"#drawing:not([data-shown='{before}'])").wait_for()  # it glides first
        page.evaluate(DRAWN)
        assert page.locator(".vis-item.vis-point").count() > 1
        assert [name for name, left, _ in page.evaluate(CUT) if left > 6] == []
        assert one.problems == []


@pytest.mark.thorough
def test_who_steps_back_to_a_point_out_of_sight_sees_it_chosen(wide: Window) -> None:
    """The line goes to it, with its name."""
    days = " ".join(f'("meeting {n}" "2024-05-{n:02}"^^xsd:date)' for n in range(1, 29))
    asked = f'SELECT * {{ VALUES (?what ?day) {{ {days} ("long ago" "2014-01-02"^^xsd:date) }} }}'
    page = wide.open(f"/query?view=timeline&query={quote(asked)}")
    page.locator("#drawing[data-drawn='29']").wait_for()
    page.locator("#drawing").focus()
    page.keyboard.press("ArrowDown")
    page.locator(".vis-item.vis-selected", has_text="long ago").wait_for()


@pytest.mark.thorough
def test_a_day_too_short_for_its_name_has_it_beside_and_all_lie_within(wide: Window) -> None:
    """Three days that follow each other, of which none is cut at an edge; one with a short name stays a day."""
    name = "meeting of the council about the dredging of the northern channel"
    days = " ".join(f'("{name} {n}" "2024-05-0{n}"^^xsd:date)' for n in range(1, 4))
    asked = f'SELECT * {{ VALUES (?what ?day) {{ {days} ("fair" "2024-05-03"^^xsd:date) }} }}'
    page = wide.open(f"/query?view=timeline&query={quote(asked)}")
    page.locator("#drawing[data-drawn='4']").wait_for()
    assert page.locator(".vis-item.vis-point").count() == 3
    day, drawing = page.locator(".vis-item.vis-range", has_text="fair").bounding_box(), page.locator("#drawing")
    edge = drawing.bounding_box()
    assert day
    assert edge
    assert day["x"] + day["width"] < edge["x"] + edge["width"] - 20, "and the day after it is seen"
    assert page.evaluate(CUT) == []
