"""Pages of a server whose log was put back, and went on as far as it had been."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from kb.api.serving.backend import Backend
from kb.api.serving.ports import Draft
from kb.bootstrap import open_knowledge_base
from kb.log import Home
from kb.projections.opening import rebuild
from kb.settings import load_settings
from tests.api.conftest import opened, serving
from tests.service.stand_in import parts

pytestmark = pytest.mark.thorough

LABELS = "SELECT DISTINCT ?n { GRAPH ?g { ?e rdfs:label ?n FILTER regex(?n, 'Wolf|Lion') } }"
PAGES = {"/": {}, "/events": {}, "/timeline": {}, "/query": {"query": LABELS}, "/ask": {"q": "Who attacked Old Mill?"}}


KEPT = {"/sparql": {"query": LABELS}, "/export.nq": {}, "/graph-store": {"default": ""}}


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


@pytest.mark.parametrize("back", [0, 1])
def test_what_a_client_kept_of_another_course_is_sent_anew(tmp_path: Path, back: int) -> None:
    """Of now, and of an event before it: the same position of another log has another validator."""
    said = "An umbrella was lost."
    with opened(tmp_path / "other") as kb, closing(Backend(kb)) as backend:
        shutil.copytree(kb.home.root, tmp_path / "home")
        backend.add(Draft("Grey Wolf attacked Old Mill. 4 killed were counted."))
        backend.add(Draft(said))
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        served.backend.add(Draft("Red Lion attacked Old Mill. 3 killed were counted."))
        moment = {"asOf": str(kb.position)} if back else {}
        served.backend.add(Draft(said))
        there = kb.position
        kept = {path: served.client.get(path, params=given | moment) for path, given in KEPT.items()}
        for path, given in KEPT.items():
            known = {"If-None-Match": kept[path].headers["etag"]}
            assert served.client.get(path, params=given | moment, headers=known).status_code == 304
    logs = (sqlite3.connect(tmp_path / name / "log.sqlite") for name in ("other", "home"))
    with closing(next(logs)) as other, closing(next(logs)) as own:
        other.backup(own)
    with closing(Home.open(tmp_path / "home").event_log()) as log:
        assert log.position() == there
        rebuild(Home.open(tmp_path / "home"), log)
    settings = load_settings({"home": str(tmp_path / "home")}, {})
    with open_knowledge_base(tmp_path / "home", settings, parts=parts()) as kb, serving(kb) as served:
        for path, given in KEPT.items():
            known = {"If-None-Match": kept[path].headers["etag"]}
            answer = served.client.get(path, params=given | moment, headers=known)
            assert (answer.status_code, "Grey Wolf" in answer.text) == (200, True), path
