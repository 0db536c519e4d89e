"""Pages of a server whose log was put back, and went on as far as it had been."""

import shutil
from contextlib import closing
from pathlib import Path

import httpx

from kb.api.serving.backend import Backend
from kb.api.serving.ports import Draft
from kb.projections.opening import rebuild
from tests.api.conftest import opened, serving

LABELS = "SELECT DISTINCT ?n { GRAPH ?g { ?e rdfs:label ?n FILTER regex(?n, 'Wolf|Lion') } }"
PAGES = {"/": {}, "/events": {}, "/timeline": {}, "/query": {"query": LABELS}, "/ask": {"q": "Who attacked Old Mill?"}}


def _pages(client: httpx.Client) -> dict[str, str]:
    found = {}
    for path, given in PAGES.items():
        answer = client.get(path, params=given, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        found[path] = answer.text
    return found


def test_a_page_is_not_answered_from_what_was_kept_of_another_course(tmp_path: Path) -> None:
    """The position is the same, and nothing else."""
    with opened(tmp_path / "other") as kb, closing(Backend(kb)) as backend:
        shutil.copytree(kb.home.root, tmp_path / "home")
        backend.add(Draft("Grey Wolf attacked Old Mill. 4 killed were counted."))
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        served.backend.add(Draft("Red Lion attacked Old Mill. 3 killed were counted."))
        before = _pages(served.client)
        kb.log.close()
        shutil.copy(tmp_path / "other" / "log.sqlite", kb.home.log_path)
        kb.log, kb._of_course = kb.home.event_log(), (-1, 0.0)
        rebuild(kb.home, kb.log)
        after = _pages(served.client)
    for path in PAGES:
        assert ("Red Lion" in before[path], "Red Lion" in after[path]) == (True, False), path
        assert ("Grey Wolf" in before[path], "Grey Wolf" in after[path]) == (False, True), path
