"""Who is who answered by keys in a browser: each answer leads to the next question at once, z takes it back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import Served, opened, serving
from tests.api.pages.conftest import Window, window
from tests.service.stories import put, story

pytestmark = pytest.mark.thorough

STORIES = (
    story("Ironclads", "Nordhaven Depot", 1),
    story("Ironclads", "Southport Bridge", 9),
    story("Grey Wolf Band", "Westgate Mill", 3),
    story("Grey Wolf Band", "Eastgate Mill", 4),
)


@pytest.fixture(scope="module")
def queued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a base with questions."""
    folder = tmp_path_factory.mktemp("queued")
    with opened(folder / "home") as kb:
        put(kb, folder, *STORIES)
        with serving(kb) as made:
            yield made


@pytest.fixture
def curator(queued: Served, chromium: Browser) -> Iterator[Window]:
    """A window on the queue."""
    with window(queued, chromium) as one:
        yield one


def test_who_only_reads_goes_through_the_questions_and_is_told_how_to_answer(
    tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> None:
    """A home with tokens, nobody signed in: both sides and the evidence, k for the next, nothing that would decide."""
    folder = tmp_path_factory.mktemp("read")
    with opened(folder / "home") as kb:
        put(kb, folder, *STORIES)
        with serving(kb, token="s3cret") as made, window(made, chromium) as one:
            page = one.open("/review")
            first = page.locator(".sides").inner_text()
            assert page.locator("main form[method=post], main button[name=said]").count() == 0
            assert "at=" in (page.locator(".told a").first.get_attribute("href") or ""), "to where the article says it"
            assert page.locator(".evidence tbody tr").count() > 0
            with page.expect_navigation():
                page.keyboard.press("k")
            assert page.locator(".sides").inner_text() != first
            page.keyboard.press("s")
            assert page.locator(".banner").count() == 0
            page.get_by_role("main").get_by_role("link", name="Sign in").click()
            page.get_by_label("Token").fill("s3cret")
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
            page.locator("button[name=said]").first.wait_for()
            assert page.url.endswith("/review?skip=1")
            page.goto(f"{made.address}/decide?what=claim-1")
            assert page.get_by_role("button", name="Retract").count() == 1
            page.get_by_role("button", name="Sign out").click()
            page.get_by_role("main").get_by_role("link", name="Sign in").wait_for()
            assert page.get_by_role("button", name="Retract").count() == 0
            assert one.problems == []


def test_a_question_has_an_address_that_can_be_sent_on(curator: Window, queued: Served) -> None:
    """The second in the queue by its own address, in each format; answered there, the queue goes on with the first."""
    first, second = (one["id"] for one in queued.client.get("/review?limit=2").json()["items"])
    page = curator.open("/review?skip=1")
    page.get_by_role("link", name="Link to this question").click()
    page.wait_for_url(f"**/review/{second}")
    assert asked(page) == second.removeprefix("review-")
    rows = queued.client.get(f"/review/{second}.csv").text.splitlines()
    assert len(rows) == 2
    assert rows[1].startswith(f"{second},")
    assert queued.client.get(f"/review/{second}.ttl").headers["content-type"].startswith("text/turtle")
    assert queued.client.get(f"/review/{second}", headers={"Accept": "application/json"}).json()["id"] == second
    assert pressed(page, "u") == first.removeprefix("review-")
    with page.expect_navigation():
        page.keyboard.press("z")
    missing = page.goto(f"{queued.address}/review/review-00000000000000000000")
    assert missing is not None
    assert missing.status == 404


def asked(page: Page) -> str:
    """Return the id of the question that is shown."""
    return str(page.locator('input[name="question"]').get_attribute("value"))


def pressed(page: Page, key: str) -> str:
    """Press a key, wait for the page that it leads to, and return the question there, "" for none."""
    with page.expect_navigation():
        page.keyboard.press(key)
    return asked(page) if page.locator('input[name="question"]').count() else ""


@pytest.mark.parametrize(("key", "recorded"), [("s", "same"), ("d", "kept apart"), ("u", "left open")])
def test_a_key_answers_shows_the_next_and_z_takes_it_back(
    curator: Window, queued: Served, key: str, recorded: str
) -> None:
    """The answer is one event of the log, said at the top; after z the same question is asked again."""
    page = curator.open("/review?kind=entity")
    first, before = asked(page), queued.client.get("/health").json()["position"]
    assert pressed(page, key) != first
    assert page.locator(".banner.recorded").count() == 1
    assert queued.client.get("/health").json()["position"] > before
    with page.expect_navigation():
        page.keyboard.press("z")
    page.locator(".banner.recorded", has_text="undone").wait_for()
    assert asked(page) == first  # at once, though the queue may come to it later
    assert page.goto(f"{queued.address}/review?kind=entity")
    assert asked(page) == first
    assert curator.problems == []


def test_undo_is_a_few_tabs_away(curator: Window) -> None:
    """The second link of the page skips all of the head; what was recorded may name two things that have pages."""
    page = curator.open("/review?kind=entity")
    pressed(page, "u")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name="Undo")
    for _ in range(3):
        page.keyboard.press("Tab")
        if undo.evaluate("one => one === document.activeElement"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".banner.recorded", has_text="undone").wait_for()


@pytest.mark.parametrize("key", ["k", "u"])
def test_who_goes_on_after_an_undoing_stays_in_the_queue(curator: Window, queued: Served, key: str) -> None:
    """The page that says what was undone asks on as any other; another z redoes what it undid."""
    page = curator.open("/review?kind=entity")
    pressed(page, "u")
    with page.expect_navigation():
        page.keyboard.press("z")
    assert page.locator(".banner.recorded button").inner_text() == "Redo"
    pressed(page, key)
    assert page.url.startswith(f"{queued.address}/review?kind=entity")
    if key == "u":
        with page.expect_navigation():
            page.keyboard.press("z")
    assert curator.problems == []


def test_k_skips_without_recording(curator: Window, queued: Served) -> None:
    """Another question, the same log."""
    before = queued.client.get("/health").json()["position"]
    page = curator.open("/review?kind=entity")
    first = asked(page)
    assert pressed(page, "k") not in ("", first)
    assert "skip=1" in page.url
    assert queued.client.get("/health").json()["position"] == before


def test_letters_that_are_typed_are_no_answers(curator: Window, queued: Served) -> None:
    """In the field for the reason, nor Enter there, and with a modifier; the reason goes with the answer."""
    before = queued.client.get("/health").json()["position"]
    page = curator.open("/review?kind=entity")
    first = asked(page)
    page.get_by_label("Why").fill("")
    page.get_by_label("Why").press_sequentially("dusk")
    page.keyboard.press("Enter")
    page.locator("h1").click()
    page.keyboard.press("Control+u")
    assert asked(page) == first
    assert queued.client.get("/health").json()["position"] == before
    pressed(page, "u")
    assert "dusk" in page.locator(".banner.recorded").inner_text()
    page.get_by_role("button", name="Undo").click()
    page.locator(".banner.recorded", has_text="undone").wait_for()
