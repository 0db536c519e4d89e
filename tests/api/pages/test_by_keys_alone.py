"""Every task of the pages without a pointer: what is used is reached with Tab, as somebody does who has no mouse.

Each leaves the shared base as it was, but for the last, which adds.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import Served
from tests.api.pages.conftest import Window, window

pytestmark = pytest.mark.thorough

MOST: Final = 400  # stops of a page until what is looked for must have come
# What has the focus, as somebody who tabs on finds it: tag, name, whether its sign is seen and it is in the window.
FOCUSED: Final = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const labels = [...(at.labels ?? [])].map((one) => one.innerText).join(" ");
  const named = labels || at.getAttribute("aria-label") || at.innerText || "";
  const seen = at.matches("textarea, input[type=date]") ? at.closest(".CodeMirror-focused") ?? at : at;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(seen);
  const signed = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
  return {
    tag: at.tagName, name: named.trim().replace(/\\s+/g, " "), signed: signed || at.type === "date",
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
PATHS: Final = (
    *"/ /articles /articles/{article} /entities /entities/{entity} /events /events/{told} /timeline /map".split(),
    *"/statements /conflicts /review /query /log /diff?from=3&to=5 /add /ask /search?q=killed /queries".split(),
)


@pytest.fixture
def keys(shown: Served, chromium: Browser) -> Iterator[Window]:
    """A window of somebody who wants nothing to glide, so that what has the focus is where it stays."""
    with window(shown, chromium, reduced_motion="reduce") as one:
        yield one


def reach(page: Page, name: str, tag: str = "") -> None:
    """Press Tab until what is called so has the focus, its beginning at least."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at and at["name"].startswith(name) and tag.upper() in ("", at["tag"]):
            assert at["signed"], f"{name} has the focus, and nothing shows it"
            return
    raise AssertionError(f"{name} is reached with no key")


def write(page: Page, text: str) -> None:
    """Write in the field that has the focus, in place of what it holds."""
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def enter(page: Page, key: str = "Enter") -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.parametrize("path", PATHS)
def test_every_stop_is_seen_and_after_the_last_comes_the_first(keys: Window, ids: dict[str, str], path: str) -> None:
    """The first leads to the content; each has a sign and is in the window; no key is caught on the way."""
    page = keys.open(path.format(**ids))
    page.wait_for_load_state("networkidle")
    stops = []
    for _ in range(MOST * 3):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None:
            break
        stops.append(at)
    else:
        raise AssertionError("Tab does not come to an end")

    assert stops[0]["name"] == "Skip to the content"
    assert [one["name"] for one in stops if not one["signed"]] == []
    assert [one["name"] for one in stops if not one["inside"]] == []
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED)["name"] == stops[-1]["name"], "and back"
    assert keys.problems == []


def test_somebody_is_found_opened_and_read(keys: Window) -> None:
    """By the search field and its suggestions; the first link of the page skips what all pages have."""
    page = keys.open("/")
    page.keyboard.press("/")
    page.keyboard.type("Blue Col")
    page.locator('#suggestions [role="option"]').first.wait_for()
    page.keyboard.press("ArrowDown")
    enter(page)
    assert page.locator("h1").inner_text() == "Blue Column"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert keys.problems == []


def test_the_facts_of_a_long_text_are_one_link_away(keys: Window, ids: dict[str, str]) -> None:
    """Nobody has to go through all that is marked in it."""
    page = keys.open(f"/articles/{ids['article']}")
    reach(page, "Skip the text", "a")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('aside.panel') !== null")
    assert keys.problems == []


def test_kinds_of_marks_are_taken_off_and_put_back(keys: Window, ids: dict[str, str]) -> None:
    """With the space bar; the address holds it, and the focus stays."""
    page = keys.open(f"/articles/{ids['article']}")
    reach(page, "events")
    page.keyboard.press("Space")
    page.wait_for_url("**hide=event")
    assert page.evaluate(FOCUSED)["name"].startswith("events")
    page.keyboard.press("Space")
    page.wait_for_url(lambda url: "hide" not in url)
    assert keys.problems == []


def test_a_claim_is_corrected_and_taken_back(keys: Window, ids: dict[str, str]) -> None:
    """From the pen to the form that it opens, to the banner; and from the log to its undoing."""
    page = keys.open(f"/articles/{ids['article']}")
    reach(page, "Decide about figure: ")
    page.keyboard.press("Enter")
    page.locator(".decide-box:focus").wait_for()
    reach(page, "Amend to")
    write(page, "7")
    enter(page)
    page.locator(".banner.recorded", has_text="claim amended").wait_for()
    page = keys.open("/log?type=claim-amended")
    reach(page, "undo it", "a")
    enter(page)
    page.locator(".banner.recorded", has_text="claim amended").wait_for()
    _undo(page)
    assert keys.problems == []


def test_two_are_merged_and_parted(keys: Window, ids: dict[str, str]) -> None:
    """The form is unfolded, a name written, one of the suggestions taken."""
    page = keys.open(f"/entities/{ids['entity']}")
    other = "Nordhaven Depot" if page.locator("h1").inner_text() == "Blue Column" else "Blue Column"
    reach(page, "Correct it", "summary")
    page.keyboard.press("Enter")
    reach(page, "Is the same as")
    page.keyboard.type(other)
    page.locator('.correct [role="option"]').first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    enter(page)
    page.locator(".banner.recorded", has_text="entities merged").wait_for()
    _undo(page)
    assert keys.problems == []


def _undo(page: Page) -> None:
    """Take back what the banner says, by the second link of the page."""
    reach(page, "Skip to what was recorded")
    page.keyboard.press("Enter")
    reach(page, "Undo", "button")
    enter(page)
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()


def test_a_query_is_written_run_and_seen_as_a_graph(keys: Window) -> None:
    """Tab leads into the editor and out of it; the view is a link."""
    page = keys.open("/query")
    reach(page, "Query in SPARQL")
    write(page, "SELECT ?a ?b { ?e kb:agent ?a ; kb:eventType ?b }")
    page.keyboard.press("Escape")  # what the editor suggests
    reach(page, "Run", "button")
    enter(page)
    page.locator("main table").wait_for()
    reach(page, "Graph", "a")
    enter(page)
    page.locator("#graph[data-drawn]").wait_for()
    assert "view=graph" in page.url
    assert keys.problems == []


def test_two_moments_are_compared_and_one_of_them_looked_at(keys: Window) -> None:
    """From the log; each of the two leads to the base as it was."""
    page = keys.open("/log")
    reach(page, "What changed from event or day")
    write(page, "3")
    reach(page, "to")
    write(page, "6")
    enter(page)
    assert page.locator("h1").inner_text() == "What changed"
    reach(page, "after event 3", "a")
    enter(page)
    assert "as it was known after event 3" in page.locator(".banner.past").inner_text()
    assert keys.problems == []


@pytest.mark.parametrize("path", ["/timeline", "/map"])
def test_what_is_drawn_is_bounded_and_narrowed(raids: Served, chromium: Browser, path: str) -> None:
    """A day is typed, an actor chosen, the chip taken off."""
    with window(raids, chromium, reduced_motion="reduce") as one:
        page = one.open(path)
        page.locator("[data-drawn]").wait_for()
        reach(page, "since", "input")
        page.keyboard.type("01012024")
        enter(page)
        assert "since=2024-01-01" in page.url
        reach(page, "Green Column", "a")
        enter(page)
        assert "actor=" in page.url
        assert "since=2024-01-01" in page.url
        reach(page, "actor Green Column", "a")
        enter(page)
        assert "actor=" not in page.url
        assert "since=2024-01-01" in page.url
        assert one.problems == []


def test_an_article_is_looked_at_and_added(keys: Window) -> None:
    """What was understood is shown first; the last test here, for it adds."""
    page = keys.open("/add")
    reach(page, "Text", "textarea")
    page.keyboard.type("Red Band attacked Harbour Mill on Monday, and 3 killed were found there, Ada Lund said.")
    reach(page, "Title", "input")
    page.keyboard.type("Raid on a mill")
    reach(page, "Look first", "button")
    page.keyboard.press("Enter")
    page.locator("mark.k-event").first.wait_for()
    assert page.url.endswith("/add#would"), "what was understood is in sight, not the form above it"
    reach(page, "Add", "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/article-*")
    assert page.locator("h1").inner_text() == "Raid on a mill"
    assert keys.problems == []
