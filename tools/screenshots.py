"""The pictures of docs/screenshots, taken in Chromium over the bundled articles.

Input: nothing; Chromium, as the browser tests use it. Output: docs/screenshots/*.webp, each of one page.
Run: python -m tools.screenshots.
"""

import base64
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages_browser import serving
from kb.bootstrap import open_knowledge_base
from kb.resources import resource
from kb.settings import load_settings
from kb.sources import read_paths

FOLDER: Final = Path(__file__).parent.parent / "docs" / "screenshots"
_SIZE: Final = {"width": 1280, "height": 900}
_QUALITY: Final = 82


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        path: of the page.
        dark: in the dark theme.
        before: what is done on the page first.
    """

    path: str
    dark: bool = False
    before: Callable[[Page], None] | None = None


def pictures(client: httpx.Client) -> Mapping[str, Picture]:
    """Return name -> picture, of a base with the bundled articles."""
    events = client.get("/events?limit=500").json()["items"]
    told = Counter(one["happening"] for one in events if one["figures"])
    event = max(events, key=lambda one: (told[one["happening"]], len(one["figures"]), one["id"]))
    articles = client.get("/articles?limit=100").json()["items"]
    article = next(one for one in articles if "Gunmen" in one["title"])
    cities = client.get("/entities?type=city").json()["items"]
    city = next(one for one in cities if one["latitude"] is not None)
    return {
        "start": Picture("/"),
        "article": Picture(f"/articles/{article['id']}"),
        "event": Picture(f"/events/{event['id']}#figures", before=_opened),
        "entity": Picture(f"/entities/{city['id']}", dark=True, before=_drawn),
        "search": Picture("/articles", before=_typed),
    }


def _opened(page: Page) -> None:
    page.locator(".scale-table .vouchers > summary").first.click()


def _drawn(page: Page) -> None:
    page.locator("#map[data-drawn]").wait_for()


def _typed(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("Moussad")
    page.locator('#suggestions [role="option"]').first.wait_for()


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """Return a picture as WebP, which Playwright itself does not write."""
    context = browser.new_context(viewport=_SIZE, color_scheme="dark" if picture.dark else "light")  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.goto(address + picture.path, wait_until="networkidle")
        if picture.before is not None:
            picture.before(page)
        asked = {"format": "webp", "quality": _QUALITY}
        found: dict[str, Any] = context.new_cdp_session(page).send("Page.captureScreenshot", asked)
        return base64.b64decode(found["data"])
    finally:
        context.close()


def main() -> None:
    """Take all of them."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory(prefix="kb-pictures-") as folder:
        root = Path(folder) / "home"
        settings = replace(load_settings({}, {}), home=str(root))
        with open_knowledge_base(root, settings, create=True) as kb, kb.adder() as adder:
            for outcome in read_paths([resource("seeds")]):
                adder.add(outcome)
        with serving(root) as address, sync_playwright() as playwright, httpx.Client(base_url=address) as client:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            for name, picture in pictures(client).items():
                (FOLDER / f"{name}.webp").write_bytes(take(browser, address, picture))
            browser.close()


if __name__ == "__main__":
    main()
