"""Pages on paper, and on screens much wider than paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import Served
from tests.api.pages.conftest import Window, window

pytestmark = pytest.mark.thorough

PAGES = (
    "/",
    "/search?q=Nordhaven",
    "/articles",
    "/articles/{article}",
    "/entities/{entity}",
    "/entities/{entity}/why",
    "/events",
    "/events/{event}",
    "/statements",
    "/timeline",
    "/map",
    "/conflicts",
    "/review",
    "/query?query=SELECT+*+%7B+%3Fs+a+kb:Event+;+rdfs:label+%3Fa,%3Fb,%3Fc,%3Fd,%3Fe,%3Ff,%3Fg,%3Fh,%3Fi+%7D+LIMIT+20",
    "/queries/who-is?who=Nordhaven",
    "/log",
    "/diff?from=3&to=6",
    "/ontology",
)
# What is seen of a page, which has nothing to press on paper: controls, headings over nothing, what is folded away.
SEEN = """() => {
  const shows = (one) => one.checkVisibility() && one.getBoundingClientRect().height > 0;
  const named = (found) => found.map((one) => one.outerHTML.slice(0, 90));
  const all = (selector) => [...document.querySelectorAll(selector)];
  const bare = all("main h2").filter(shows).filter((one) => {
    let after = (one.closest(".section-head, header") ?? one).nextElementSibling;
    while (after && !shows(after)) after = after.nextElementSibling;
    return !after || /^H[12]$/.test(after.tagName) || after.classList.contains("section-head");
  });
  const folded = all("main details:not([open]) > :not(summary)").filter((one) => shows(one.parentElement));
  return {
    controls: named(all("nav.menu, .search, .facets, button, select, input, .chip-off, .decide").filter(shows)),
    bare: named(bare),
    folded: named(folded.filter((one) => one.innerText && !shows(one) && getComputedStyle(one).display !== "none")),
    paper: getComputedStyle(document.body).backgroundColor,
    wide: document.documentElement.scrollWidth - innerWidth,
    from: all(".printed").filter(shows).map((one) => one.innerText.trim()),
  };
}"""
COLUMNS = "(rows) => rows.map((one) => getComputedStyle(one).columnCount)"


@pytest.fixture(scope="module")
def paper(shown: Served, chromium: Browser) -> Iterator[Window]:
    """A window as wide as a sheet, of a reader who has the dark theme."""
    with window(shown, chromium, viewport={"width": 680, "height": 960}, color_scheme="dark") as made:
        made.page.emulate_media(media="print")
        yield made


@pytest.fixture(scope="module")
def wall(shown: Served, chromium: Browser) -> Iterator[Page]:
    """A page on a screen as wide as a wall."""
    with window(shown, chromium, viewport={"width": 3840, "height": 2160}) as made:
        yield made.page


@pytest.mark.parametrize("path", PAGES)
def test_on_paper_stands_what_can_be_read_and_nothing_to_press(paper: Window, path: str) -> None:
    """On white, no wider than the sheet, what is folded open, and the address that it came from."""
    page = paper.open(filled(paper.served, path))
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(SEEN)

    assert seen.pop("from") == [page.url.removeprefix(paper.served.address).replace("+", " ")] or path.startswith("/q")
    assert seen == {"controls": [], "bare": [], "folded": [], "paper": "rgb(255, 255, 255)", "wide": 0}


@pytest.mark.parametrize("path", ["/ask?q=Who+attacked+Nordhaven+Depot%3F", "/queries/who-is?who=Nordhaven+Depot"])
def test_on_paper_an_answer_stands_under_what_was_asked(paper: Window, path: str) -> None:
    """Though its field is a control."""
    page = paper.open(path)
    words = page.locator("main").inner_text()
    asked = "Who attacked Nordhaven Depot?" if path.startswith("/ask") else "somebody or something\nNordhaven Depot"
    assert 0 < words.index(asked) < words.index(" rows")
    assert page.evaluate(SEEN)["controls"] == []


def filled(served: Served, path: str) -> str:
    """Return an address with ids in it."""
    names = {"article": "articles", "entity": "entities", "event": "events"}
    for name, folder in names.items():
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", str(served.client.get(f"/{folder}").json()["items"][0]["id"]))
    return path


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/articles", "2"),
        ("/entities", "2"),
        ("/entities?name=n", "2"),
        ("/log", "2"),
        ("/search?q=said", "2"),
        ("/entities/{entity}/why", "auto"),
        ("/statements", "2"),
    ],
)
def test_on_a_wide_screen_lists_stand_in_columns_and_lines_stay_short(
    shown: Served, wall: Page, path: str, columns: str
) -> None:
    """But what a narrow page tells keeps one; on a usual screen all do."""
    address = shown.address + filled(shown, path)
    wall.set_viewport_size({"width": 3840, "height": 2160})
    wall.goto(address)
    assert set(wall.eval_on_selector_all("main ol.rows, main ul.rows", COLUMNS)) == {columns}
    wall.set_viewport_size({"width": 1280, "height": 900})
    assert set(wall.eval_on_selector_all("main ol.rows, main ul.rows", COLUMNS)) == {"auto"}
