"""Who is who, decided in a browser: a name moved, an event merged, a refusal in place; two readings."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from kb.service.articles.readings import rereading
from kb.sources import read_bytes
from tests.api.conftest import Served, opened, serving
from tests.api.pages.conftest import Window, window
from tests.api.pages.test_in_a_browser import failures
from tests.api.pages.test_moving import PAPERS
from tests.service.test_rereading import Second

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over two more articles, the second of which was read anew; tests that share it undo what they decide."""
    with opened(tmp_path_factory.mktemp("quay") / "home") as kb:
        with kb.adder() as adder:
            for title, day in PAPERS:
                text = f"Title: {title}\nDate: {day}\n\nOn {day} Grey Column attacked Quay Depot. 4 killed.\n"
                last = [adder.add(outcome) for outcome in read_bytes(text.encode(), f"{day}.txt")][-1]
        with rereading(kb, Second(event_type="bombing", without=("Quay Depot",))) as again:
            again.read_again(last.article)
        with serving(kb) as made:
            yield made


@pytest.fixture(params=[1440, 360])
def sized(request: pytest.FixtureRequest, quay: Served, chromium: Browser) -> Iterator[Window]:
    """A window of a desk, and one of a phone in the dark theme."""
    dark = "dark" if request.param < 1000 else "light"
    with window(quay, chromium, viewport={"width": request.param, "height": 900}, color_scheme=dark) as one:
        yield one


def sound(page: Page) -> None:
    """Assert that a page fits its window and that axe-core finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert failures(page) == []


def entity(quay: Served, name: str) -> str:
    """Return the id of an entity."""
    return str(quay.client.get("/entities", params={"name": name}).json()["items"][0]["id"])


def test_a_name_of_an_article_is_moved_by_keys_and_back(sized: Window, quay: Served) -> None:
    """From the panel beside the text: the form takes the focus, names are suggested, the banner undoes."""
    articles = quay.client.get("/articles").json()["items"]
    article = next(one["id"] for one in articles if one["title"] == PAPERS[0][0])
    page = sized.open(f"/articles/{article}")
    page.get_by_label("Decide which one it is: Grey Column").press("Enter")
    page.locator(".decide-box").wait_for()
    field = page.locator(".decide-box").get_by_label("It is rather")
    field.press_sequentially("Blue Col")
    page.locator('.decide-box [role="option"]').first.wait_for()
    sound(page)
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value() == "Blue Column"
    field.press("Enter")
    said = page.locator(".banner.recorded", has_text="members moved")
    said.wait_for()
    assert "to Blue Column" in said.inner_text()
    page.get_by_role("button", name="Undo").first.click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    assert sized.problems == []


def test_members_stand_beside_an_entity_and_what_is_refused_is_said_in_its_form(sized: Window, quay: Served) -> None:
    """They come after the page; one is taken out by itself, and put back; what was typed stays where it is refused."""
    page = sized.open(f"/entities/{entity(quay, 'Grey Column')}")
    page.locator(".members a.decide").nth(1).click()
    page.get_by_role("button", name="It is another one, by itself").wait_for()
    page.get_by_text("Correct it").click()
    page.get_by_label("Id elsewhere").fill("nonsense")
    page.get_by_role("button", name="Set the id").click()
    page.locator('.correct .refused[role="alert"] .problem').wait_for()
    assert page.get_by_label("Id elsewhere").input_value() == "nonsense"
    sound(page)
    page.get_by_role("button", name="It is another one, by itself").click()
    page.locator(".banner.recorded", has_text="members moved").wait_for()
    page.locator(".late", has_text="1 name in an article").wait_for()
    page.get_by_role("button", name="Undo").first.click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    sized.problems[:] = [one for one in sized.problems if "400" not in one and "422" not in one]
    assert sized.problems == []


def test_an_event_is_merged_with_one_that_is_suggested(sized: Window, quay: Served) -> None:
    """Suggestions stay in the column, each with its day and article; undone, the two are two again."""
    events = quay.client.get("/events").json()["items"]
    one, other = (next(e["id"] for e in events if word in e["label"]) for word in ("Quay", "Nordhaven"))
    page = sized.open(f"/events/{one}")
    page.locator(".late h3").first.wait_for()
    page.get_by_text("Correct it").click()
    field = page.get_by_label("Is the same as")
    field.press_sequentially("Nordh")
    page.locator(f'[data-id="{other}"]').wait_for()
    assert "Raid on Nordhaven" in page.locator('.correct [role="option"]').first.inner_text()
    sound(page)
    page.locator(f'[data-id="{other}"]').click()
    page.get_by_role("button", name="Merge").click()
    page.locator(".banner.recorded", has_text="entities merged").wait_for()
    page.get_by_role("button", name="Undo").first.click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    assert sized.problems == []


def test_two_readings_are_chosen_and_set_beside_each_other(sized: Window, quay: Served) -> None:
    """What is told differently first, then what one of them alone tells, each leading to its characters."""
    articles = quay.client.get("/articles").json()["items"]
    article = next(one["id"] for one in articles if one["title"] == PAPERS[1][0])
    page = sized.open(f"/articles/{article}")
    page.get_by_role("link", name="compare with the one in force").click()
    told = page.get_by_role("table").inner_text()
    assert "attack" in told
    assert "bombing" in told
    assert "Quay Depot" in page.locator("section", has_text="the first").inner_text()
    values = page.locator(".readings td[data-of]")
    said = values.evaluate_all(
        "all => all.map(e => [getComputedStyle(e, '::before').content, e.scrollWidth > e.clientWidth])"
    )
    narrow = page.viewport_size is not None and page.viewport_size["width"] < 640
    assert {told != "none" for told, _ in said} == {narrow}, "below each other each value says whose it is"
    assert not any(cut for _, cut in said)
    sound(page)
    first = page.locator('select[name="first"]').input_value()
    page.locator('select[name="second"]').select_option(first)
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("The two tell the same.").wait_for()
    sound(page)
    assert sized.problems == []
