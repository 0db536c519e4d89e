"""The pictures of docs/screenshots, taken in Chromium over the bundled articles; or of every page, to be looked at.

Input: nothing; Chromium, as the browser tests use it. Output: docs/screenshots/*.webp, each of one page; with --every
each page in both themes at three widths, as NAME-WIDTH-THEME.webp in a folder.
Run: python -m tools.screenshots [--every FOLDER].
"""

import argparse
import base64
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages_browser import of_a_base, serving
from kb.bootstrap import open_knowledge_base
from kb.resources import resource
from kb.settings import load_settings
from kb.sources import read_paths

FOLDER: Final = Path(__file__).parent.parent / "docs" / "screenshots"
_SIZE: Final = (1280, 900)
_EVERY: Final = ((360, 1600), (1280, 1600), (2560, 1440))  # what of a page is looked at
_QUALITY: Final = 82


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        path: of the page.
        dark: in the dark theme.
        before: what is done on the page first.
        size: width and height of the window.
    """

    path: str
    dark: bool = False
    before: Callable[[Page], None] | None = None
    size: tuple[int, int] = _SIZE


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


def every(pages: Mapping[str, str]) -> Mapping[str, Picture]:
    """Return name -> picture, of pages (name -> path) in both themes at each width."""
    return {
        f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-') or 'start'}-{size[0]}-{'dark' if dark else 'light'}": (
            Picture(path, dark=dark, size=size)
        )
        for name, path in pages.items()
        for size in _EVERY
        for dark in (False, True)
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
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if picture.dark else "light"
    )
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=Path, metavar="FOLDER", help="every page, in both themes at three widths")
    given = parser.parse_args().every
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory(prefix="kb-pictures-") as folder:
        root = Path(folder) / "home"
        settings = replace(load_settings({}, {}), home=str(root))
        with open_knowledge_base(root, settings, create=True) as kb, kb.adder() as adder:
            for outcome in read_paths([resource("seeds")]):
                adder.add(outcome)
        with serving(root) as address, sync_playwright() as playwright, httpx.Client(base_url=address) as client:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            found = every(of_a_base(address)) if given else pictures(client)
            (given or FOLDER).mkdir(parents=True, exist_ok=True)
            for name, picture in found.items():
                ((given or FOLDER) / f"{name}.webp").write_bytes(take(browser, address, picture))
            browser.close()


if __name__ == "__main__":
    main()
