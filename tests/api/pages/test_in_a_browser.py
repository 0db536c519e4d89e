"""What only a browser shows: nothing from elsewhere, nothing that the policy refuses, accessible, readable anyhow."""

import re
import threading
from collections.abc import Iterator
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kb.api.pages import ask as ask_page
from kb.api.pages import begun
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader, Window, window

# Addresses of pages; {article}, {entity} and the like stand for ids, {hostile} for an article full of tricks, {long}
# for an article of which nothing is understood.
PAGES = (
    "/",
    "/?asOf=2",
    "/search?q=Nordhaven",
    "/search?q=nothing-at-all",
    "/articles",
    "/articles?source=nobody",
    "/articles/{article}",
    "/articles/{hostile}?at=0-5",
    "/articles/{long}",
    "/articles/{article}/changes?to={hostile}",
    "/articles/{hostile}/withdrawal",
    "/articles/{article}/correction",
    "/entities",
    "/entities/{entity}",
    "/entities/{entity}?asOf=9",
    "/entities/{entity}/why",
    "/entities/{entity}/company",
    "/events",
    "/events/{event}",
    "/events/{event}/why",
    "/events?asOf=9&type=attack",
    "/statements",
    "/statements/{statement}",
    "/denials",
    "/conflicts",
    "/conflicts?kind=figure&since=2030-01-01",
    "/review",
    "/query?query=SELECT+*+%7B+%3Fs+a+kb:Event+%7D",
    "/ask?q=Who+attacked+Nordhaven+Depot%3F",
    "/queries",
    "/queries/who-is",
    "/log",
    "/diff?from=3&to=6",
    "/ontology",
    "/add",
    "/dumps",
    "/sign-in",
    "/decide?what=claim-1&value=7&of=killed",
)

# How far what was shown already moved without the reader's doing, as browsers sum it up.
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 0);
})"""


# What would move although the system asks for less motion.
MOVING: Final = """() => {
    const lasts = (times) => times.split(",").some((one) => parseFloat(one) > 0);
    return [...document.querySelectorAll("*")].filter((one) => {
        const style = getComputedStyle(one);
        return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
    }).map((one) => one.outerHTML.slice(0, 80));
}"""
# Words in the colour of the page: where the system forces colours it lies behind their letters, whatever is below it.
UNSEEN: Final = """() => {
    const page = getComputedStyle(document.body).backgroundColor;
    const hidden = ({ color, forcedColorAdjust }) => color === page && forcedColorAdjust === "auto";
    const all = [...document.querySelectorAll("body *")].filter((one) => one.innerText?.trim());
    return all.filter((one) => hidden(getComputedStyle(one))).map((one) => one.outerHTML.slice(0, 80));
}"""
# Pages that most others are much like.
ALONE: Final = (
    r"/(?!denials|conflicts|queries|dumps)\w*|/(articles|entities|events|statements)/\{(?!long)\w+\}(\?at.*)?"
)
# Of what a theme changes only colours are rules of axe-core: these are asked for in both.
THEMED: Final = [
    pytest.param(
        path,
        ("light", "dark") if number % 2 else ("dark", "light"),
        marks=() if re.fullmatch(ALONE, path) else pytest.mark.thorough,
    )
    for number, path in enumerate(PAGES)
]
COLOURED: Final = ("color-contrast", "link-in-text-block")
COLOURS: Final = {"runOnly": {"type": "rule", "values": COLOURED}}
STRUCTURE: Final = {"rules": {**{rule: {"enabled": False} for rule in COLOURED}, "target-size": {"enabled": True}}}
# Colours take longest and come from style sheets: of what stands alike on a page (tags, classes and attributes up to
# its root) five are looked at, and the rest marked. What has something rarer inside is none of the rest.
REPEATED: Final = """() => {
    const alike = new Map([[null, ""]]), times = new Map(), rest = new Set();
    for (const one of document.querySelectorAll("*")) {
        const names = one.getAttributeNames().sort().map((name) =>
            ["class", "style", "role"].includes(name) ? `${name}=${one.getAttribute(name)}` : name);
        const way = `${alike.get(one.parentElement)}>${one.tagName} ${names.join(" ")}`;
        alike.set(one, way);
        times.set(way, (times.get(way) ?? 0) + 1);
        if (times.get(way) > 5) rest.add(one);
        else for (let outer = one; outer; outer = outer.parentElement) rest.delete(outer);
    }
    rest.forEach((one) => one.toggleAttribute("data-repeated", !rest.has(one.parentElement)));
    return rest.size;
}"""


@pytest.fixture(scope="module")
def themed(shown: Served, chromium: Browser) -> Iterator[Window]:
    """A window whose theme the tests choose; colours change at once there."""
    with window(shown, chromium, reduced_motion="reduce") as one:
        yield one


def failures(page: Page, options: dict[str, Any] | None = None, **where: list[str]) -> list[str]:
    """Return what axe-core finds, rule and place, in all of the page or *where* ("exclude": selectors)."""
    asked = {"resultTypes": ["violations"], **(options or {})}
    found = Axe().run(page, where, asked).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("path", "themes"), THEMED)
def test_a_page_is_accessible_loads_nothing_from_elsewhere_and_keeps_the_policy(
    themed: Window, ids: dict[str, str], path: str, themes: tuple[str, str]
) -> None:
    """axe-core finds nothing in either theme; nothing moves; no error, no dialog, no request to another host."""
    first, second = themes
    themed.page.emulate_media(color_scheme=first)
    page = themed.open(path.format(**ids))
    assert page.locator("h1").count() == 1
    page.wait_for_load_state("networkidle")
    assert failures(page, STRUCTURE) == []
    assert page.evaluate(MOVING) == []
    assert page.evaluate(SHIFT) < 0.1  # what Web Vitals call good; under load a late part may come in two steps
    rest = {"exclude": ["[data-repeated]"]} if page.evaluate(REPEATED) else {}
    for theme in (first, second):
        page.emulate_media(color_scheme=theme)
        assert failures(page, COLOURS, **rest) == []
    assert themed.problems == []


@pytest.mark.thorough
def test_pages_can_be_read_without_scripts_and_fit_a_small_screen(
    shown: Served, chromium: Browser, ids: dict[str, str]
) -> None:
    """At 360 px nothing is wider than the screen."""
    with window(shown, chromium, java_script_enabled=False, viewport={"width": 360, "height": 740}) as small:
        for path in PAGES:
            page = small.open(path.format(**ids))
            assert page.locator("main").inner_text().strip(), path
            widest = page.locator("html").evaluate("e => e.scrollWidth")
            assert widest <= 360, path
        assert small.problems == []


@pytest.mark.thorough
def test_words_are_read_in_colours_that_the_system_forces(
    shown: Served, chromium: Browser, ids: dict[str, str]
) -> None:
    """What is marked has colours of the system that go together; a graph is not drawn white on white."""
    with window(shown, chromium, forced_colors="active", color_scheme="dark") as forced:
        for path in ("/articles/{article}?at=0-5", "/events/{told}", "/statements/{statement}", "/conflicts", "/query"):
            page = forced.open(path.format(**ids))
            own = "all => all.map(one => getComputedStyle(one).forcedColorAdjust)"  # axe-core sees no forced ones
            assert set(page.locator("main mark").evaluate_all(own)) <= {"none"}, path
            assert failures(page, COLOURS) == []
        page.goto(f"{shown.address}/queries/")
        tokens = "() => ['--ink', '--sheet'].map((one) => getComputedStyle(document.body).getPropertyValue(one))"
        assert page.evaluate(tokens) == ["CanvasText", "Canvas"]


@pytest.mark.thorough
def test_tables_of_places_and_offices_need_no_scrolling_on_a_phone(
    shown: Served, chromium: Browser, ids: dict[str, str]
) -> None:
    """What one row says stands below each other at 360 px."""
    with window(shown, chromium, viewport={"width": 360, "height": 740}) as small:
        for path in ("/map", "/entities/{entity}"):
            page = small.open(path.format(**ids))
            too_wide = "all => all.filter(e => e.scrollWidth > e.clientWidth).length"  # in one step: parts come late
            assert page.locator(".scroll").evaluate_all(too_wide) == 0, path


def test_forms_are_of_now_and_ask_for_no_moment(reader: Reader) -> None:
    """What is added or signed in to is so now: no field for another moment, and none that is passed over."""
    for path in ("/add", "/sign-in", "/decide?what=claim-1"):
        assert 'id="as-of"' not in reader.page(path)
        assert reader.get(f"{path}{'&' if '?' in path else '?'}asOf=2").status_code == 400
    assert 'href="/add"' in reader.page("/?asOf=2")


@pytest.mark.thorough
def test_suggestions_come_as_one_types_and_are_chosen_by_keys(wide: Window) -> None:
    """Arrow down, Enter: the page of what was chosen; Escape closes the list."""
    page = wide.open("/articles")
    page.keyboard.press("/")
    page.locator("#q:focus").wait_for()
    page.keyboard.type("Nordh")
    page.locator('#suggestions [role="option"]').first.wait_for()
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    assert failures(page) == []
    page.keyboard.press("Escape")
    assert page.locator("#suggestions").inner_text() == ""
    assert page.locator("#q").input_value() == "Nordh", "what was typed stays"
    page.keyboard.type("a")
    page.locator('#suggestions [role="option"]').first.wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#q").get_attribute("aria-activedescendant")
    assert page.locator('[aria-selected="true"]').get_attribute("id") == chosen
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/entity-*")
    page.locator("#q").fill("qqqq")
    page.locator("#suggestions .problem").wait_for()
    assert failures(page, {"runOnly": {"type": "rule", "values": ["aria-required-children"]}}) == []
    page.locator("#q").press("ArrowDown")
    page.locator("#q").press("Escape")
    assert page.locator("#suggestions").inner_text() == ""
    assert page.locator("#q").input_value() == "qqqq"
    assert wide.problems == []


def test_an_article_full_of_tricks_is_text(wide: Window, ids: dict[str, str]) -> None:
    """Its scripts, images and frames are words; what turns the direction ends with the name it stands in."""
    page = wide.open(f"/articles/{ids['hostile']}")
    assert '<script>alert("title")</script>' in page.locator("h1").inner_text()
    assert "{{ 7 * 7 }}" in page.locator(".body").inner_text()
    assert page.locator("main script, main img, main iframe, main [onmouseover], main [onload]").count() == 0
    assert "\u202e" not in page.title()
    assert wide.problems == []


@pytest.mark.thorough
def test_what_was_understood_shows_by_keyboard_and_by_pointer(wide: Window, ids: dict[str, str]) -> None:
    """A card with the facts; Escape closes it; the link leads to the fact."""
    page = wide.open(f"/articles/{ids['article']}")
    mark = page.locator(".body mark.k-event a").first
    mark.focus()
    card = page.locator("#card")
    assert "attack" in card.inner_text()
    assert mark.get_attribute("aria-describedby") == "card"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.locator(".body mark.k-body").first.hover()
    assert "Blue Column" in card.inner_text()
    mark.press("Enter")
    page.locator(".item:target").wait_for()
    assert wide.problems == []


@pytest.mark.thorough
def test_kinds_of_marks_are_kept_in_the_address(wide: Window, ids: dict[str, str]) -> None:
    """What is taken off stays off for who opens the address."""
    page = wide.open(f"/articles/{ids['article']}")
    page.locator("#show-event").uncheck()
    page.wait_for_url("**hide=event")
    page.reload()
    assert not page.locator("#show-event").is_checked()
    mark = page.locator("mark.k-event:not(.k-figure, .k-statement)").first
    assert mark.evaluate("e => getComputedStyle(e).boxShadow") == "none"
    line = "e => getComputedStyle(e).textDecorationColor"
    assert mark.locator("a").evaluate(line) == "rgba(0, 0, 0, 0)", "its words are text like the rest"


@pytest.mark.thorough
def test_a_claim_is_retracted_in_place_and_the_retraction_undone(wide: Window, ids: dict[str, str]) -> None:
    """The form opens beside the fact; the page says what was recorded; undo brings the fact back."""
    page = wide.open(f"/articles/{ids['article']}")
    events = page.locator('.item[data-kind="event"]')
    before = events.count()
    head = events.first.locator(".item-head")
    head.hover()
    head.locator("a.decide").click()
    box = events.first.locator(".decide-box")
    box.wait_for()
    box.get_by_label("Reason").last.press("Escape")
    assert box.count() == 0
    head.locator("a.decide").press("Enter")
    box.wait_for()
    box.get_by_label("Reason").last.fill("not so")
    box.get_by_role("button", name="Retract").click()
    page.locator(".banner.recorded").wait_for()
    assert "not so" in page.locator(".banner.recorded").inner_text()
    expect(events).to_have_count(before - 1)
    page.get_by_role("button", name="Undo").click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    expect(events).to_have_count(before)
    assert wide.problems == []


@pytest.mark.thorough
def test_who_vouches_is_closed_by_escape_and_by_a_press_beside_it(wide: Window, ids: dict[str, str]) -> None:
    """Wherever the focus is by then: the box lies over what is read there."""
    page = wide.open(f"/events/{ids['told']}")
    box = page.locator(".vouchers").first
    for closes in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").click()):
        box.locator("summary").click()
        box.locator("li").first.wait_for()
        page.locator("main").focus()
        closes()
        expect(box).not_to_have_attribute("open", "")
    assert wide.problems == []


@pytest.mark.thorough
def test_the_theme_changes_at_once_and_stays(wide: Window) -> None:
    """Without a flash: the next page comes in it."""
    page = wide.open("/articles")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("[data-theme-switch]").click()
    assert page.evaluate(paper) != light
    page.reload()
    assert page.evaluate(paper) != light
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.thorough
def test_a_question_is_painted_before_its_answer_and_nothing_moves(
    shown: Served, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long its query takes; without scripts too."""
    go, real = threading.Event(), ask_page._lately

    def slowly(*given: Any) -> Any:
        assert go.wait(60)
        return real(*given)

    monkeypatch.setattr(begun, "_SOON", 0.01)
    monkeypatch.setattr(ask_page, "_lately", slowly)
    for scripts in (True, False):
        go.clear()
        with window(shown, chromium, java_script_enabled=scripts) as one:
            one.page.goto(f"{shown.address}/ask?q=Who+attacked+Nordhaven+Depot%3F", wait_until="commit")
            one.page.locator("#question").wait_for()
            assert one.page.locator(".answer").count() == 0
            go.set()
            one.page.locator(".answer").wait_for()
            one.page.wait_for_load_state("networkidle")
            assert one.page.locator("footer").count() == 1
            assert not scripts or one.page.evaluate(SHIFT) == 0
            assert one.problems == []


def test_what_comes_a_moment_later_moves_nothing(wide: Window, ids: dict[str, str]) -> None:
    """Of a page that is still on its way the head is already where it stays; what is asked for later has its room."""
    page = wide.open("/entities/{entity}".format(**ids))
    where = (
        "() => ['.brand', '.search'].map((one) => JSON.stringify(document.querySelector(one).getBoundingClientRect()))"
    )
    before = page.evaluate(where)
    for late in (".tools", ".search"):
        page.evaluate("(late) => { document.querySelector(late).style.display = 'none'; }", late)
        assert page.evaluate(where)[0] == before[0], late
        if late == ".tools":
            assert page.evaluate(where)[1] == before[1], late

    top = page.evaluate("() => document.querySelector('.late').getBoundingClientRect().top")
    page.evaluate("() => document.querySelector('.late').replaceChildren()")
    assert page.evaluate("() => document.querySelector('.late').getBoundingClientRect().top") == top


@pytest.mark.thorough
@pytest.mark.parametrize("width", [360, 700, 780, 900, 1024, 1280])
def test_the_head_of_a_page_stays_on_its_lines(shown: Served, chromium: Browser, width: int) -> None:
    """Whatever is between a phone and a desk: the name is not broken, and the field keeps a width to write in."""
    lines = "e => Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).fontSize))"
    with window(shown, chromium, viewport={"width": width, "height": 800}) as one:
        page = one.open("/articles")
        assert page.locator(".brand-mark").evaluate(lines) == 1
        assert page.locator(".brand-name").evaluate(lines) <= 2  # its line is half as high again as its letters
        field, tools = (page.locator(part).bounding_box() for part in (".search", ".tools"))
        assert field is not None
        assert tools is not None
        assert field["width"] >= 250
        assert field["x"] + field["width"] <= tools["x"] or field["y"] >= tools["y"] + tools["height"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.thorough
@pytest.mark.parametrize("width", [1000, 1024, 1280])
def test_who_says_a_figure_has_room_beside_it(
    shown: Served, chromium: Browser, ids: dict[str, str], width: int
) -> None:
    """Where a column stands beside the figures as well, the drawing gives way, not the names."""
    with window(shown, chromium, viewport={"width": width, "height": 800}) as one:
        page = one.open(f"/events/{ids['told']}")
        words = "(e, words) => { e.innerText = words; }"  # as long as they come
        page.locator(".scale-table td:nth-child(1)").first.evaluate(words, "12 September 2023")
        page.locator(".scale-table td.number bdi").first.evaluate(words, "18,000 to 20,000")
        said = page.locator(".scale-table td:nth-child(2)").first.bounding_box()
        assert said is not None
        assert said["width"] >= 150


def test_titles_say_in_which_language_they_are(shown: Served, ids: dict[str, str]) -> None:
    """As texts do, so that they are read aloud right; English, in which the pages are, goes without saying in lists."""
    reading = Reader(shown)
    assert '<h1 lang="cy" ' in reading.page(f"/articles/{ids['long']}")
    assert re.findall(r'<bdi lang="(\w+)">Llan', reading.page("/articles")) == ["cy"]


def test_what_is_found_of_one_kind_alone_leaves_no_empty_half(reader: Reader) -> None:
    """Columns stand beside each other only where both hold something."""
    assert 'class="columns halves"' in reader.page("/search?q=Nordhaven")
    assert "halves" not in reader.page("/search?q=said")
