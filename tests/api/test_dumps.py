"""/dumps on a real server: what `kb dump` made, with `latest`, for ever the same; nothing that was erased since."""

import hashlib
import shutil
from contextlib import suppress

import pytest

from kb.exporting.formats import BY_NAME
from kb.service.erasure.erasing import NotScrubbedError, erase
from kb.service.export.dumping import dump
from tests.api.conftest import Served


@pytest.mark.thorough
def test_dumps_are_listed_found_and_fetched(writable: Served) -> None:
    """None at first; then the last by name, each file by its checksum; nothing outside of them."""
    client, kb = writable.client, writable.kb
    assert client.get("/dumps").json() == {"items": []}
    assert client.get("/dumps/latest").status_code == 404
    made = dump(kb, kb.home.root / "dumps", [BY_NAME["nquads"], BY_NAME["ftm"]])
    here = f"/dumps/{made.position}"
    latest = client.get("/dumps/latest")
    assert (latest.status_code, latest.headers["location"]) == (307, here)
    assert client.get("/dumps/latest/kb.nq").headers["location"] == f"{here}/kb.nq"
    files = {one["name"]: one for one in client.get(here).json()["files"]}
    assert set(files) == {"kb.nq", "kb.ftm.json", "dataset.ttl"}
    for name, one in files.items():
        answer = client.get(one["address"])
        assert hashlib.sha256(answer.content).hexdigest() == one["sha256"], name
        assert "immutable" in answer.headers["cache-control"]
        assert client.get(one["address"], headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get(f"{here}/kb.ftm.json").headers["content-type"] == "application/json+ftm"
    assert client.get(f"{here}/SHA256SUMS").text.count("\n") == 3
    for path in (f"{here}/home.json", f"{here}/..%2F..%2Fhome.json", f"{here}/.x", "/dumps/999", "/dumps/999/kb.nq"):
        assert client.get(path).status_code in (404, 422), path
    assert client.get("/dumps?asOf=2").status_code == 400
    page = client.get("/dumps", headers={"Accept": "text/html"}).text
    for said in (BY_NAME["nquads"].about, BY_NAME["ftm"].about, "in VoID and DCAT"):
        assert said in page, said


@pytest.mark.thorough
def test_a_dump_that_holds_what_was_erased_is_gone(writable: Served) -> None:
    """It is removed with the words; one that somebody puts back is neither listed nor sent."""
    client, kb = writable.client, writable.kb
    old = dump(kb, kb.home.root / "dumps", [BY_NAME["nquads"]])
    article = client.get("/articles").json()["items"][0]["id"]
    client.post(f"/articles/{article}/withdrawal", json={"reason": "by court order"})
    kept = shutil.copytree(old.folder, kb.home.root.parent / "kept")
    with suppress(NotScrubbedError):  # a server that runs keeps older pages of the log in use
        erase(kb, article.removeprefix("article-"), "by court order")
    assert not old.folder.exists()
    assert client.get(f"/dumps/{old.position}").status_code == 404
    shutil.copytree(kept, old.folder)
    assert client.get(f"/dumps/{old.position}").status_code == 410
    assert client.get(f"/dumps/{old.position}/kb.nq").json()["code"] == "erased-dump"
    assert client.get("/dumps").json() == {"items": []}
    new = dump(kb, kb.home.root / "dumps", [BY_NAME["nquads"]])
    assert client.get("/dumps/latest").headers["location"] == f"/dumps/{new.position}"
    assert f"graph/{article}" in (old.folder / "kb.nq").read_text(encoding="utf-8")
    assert f"graph/{article}" not in client.get(f"/dumps/{new.position}/kb.nq").text
