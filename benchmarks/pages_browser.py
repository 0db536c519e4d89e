"""When Chromium shows a page of a server on loopback, how far it shifts, and how much it loads.

Input: a home, paths of pages. Output: a line a page, the best of several visits with nothing cached; what is above the
limits. Read by benchmarks.pages.
"""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

FIRST: Final = 500.0  # ms until something is painted
LARGEST: Final = 300_000  # bytes loaded for one page with nothing cached
VISITS: Final = 3
_SERVE: Final = "from kb.cli.main import app; app()"
_ADDRESS: Final = re.compile(r"http://[0-9.:]+")
_MEASURE: Final = """() => new Promise((resolve) => {
  let shift = 0;
  const sum = (one) => { shift += one.hadRecentInput ? 0 : one.value; };
  new PerformanceObserver((list) => list.getEntries().forEach(sum))
    .observe({ type: "layout-shift", buffered: true });
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  setTimeout(() => resolve({
    first: paint ? paint.startTime : 0, shift, bytes: loaded.reduce((sum, one) => sum + one.transferSize, 0),
  }), 0);
})"""


def measure(root: Path, pages: Mapping[str, str]) -> list[str]:
    """Print a line a page, and return what is above the limits."""
    missed = []
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with serving(root) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(f"\n{'page':<32}{'first paint':>14}{'shift':>10}{'loaded':>12}")
        for name, where in pages.items():
            found = min((_visited(browser, address + where) for _ in range(VISITS)), key=lambda one: one["first"])
            line = f"{found['first']:11.0f} ms{found['shift']:10.3f}{found['bytes'] / 1000:9.1f} kB"
            print(f"{name:<32}{line}", flush=True)
            missed += [f"{name}, first paint: {found['first']:.0f} ms"] if found["first"] > FIRST else []
            missed += [f"{name}, shift: {found['shift']:.3f}"] if found["shift"] > 0 else []
            large = found["bytes"] > LARGEST and not where.startswith("/query")
            missed += [f"{name}, loaded: {found['bytes']:,.0f} bytes"] if large else []
        browser.close()
    return missed


def _visited(browser: Browser, address: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        found: dict[str, Any] = page.evaluate(_MEASURE)
        return found
    finally:
        context.close()


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Run `kb serve` on a home in a process of its own, and lend its address once pages are ready."""
    command = [sys.executable, "-c", _SERVE, "--home", str(root), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = ""
            for line in server.stderr or ():
                if found := _ADDRESS.search(line):
                    address = address or found[0]
                if "review are ready" in line:
                    break
            yield address.rstrip("/")
        finally:
            server.send_signal(signal.SIGINT)
            if server.stderr is not None:
                server.stderr.close()
            server.wait(60)
