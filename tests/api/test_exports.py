"""/export.ENDING on a real server: the bytes of `kb export`, a validator by position, parts, ranges, and no pile-up."""

import csv
import io
import re
import threading
import zipfile
from pathlib import Path

import httpx
import polars
import pyoxigraph as ox
import pytest

from kb.api.serving import exported
from kb.api.serving.kept import BusyExportingError, Kept
from kb.exporting.formats import BY_ENDING, FORMS
from kb.service.export.take_away import take
from tests.api.conftest import Served


@pytest.mark.thorough
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_bytes_are_those_of_the_command(served: Served, form: object) -> None:
    """In every form, under every ending, with its media type."""
    out = io.BytesIO()
    take(served.kb, out, form)  # type: ignore[arg-type]
    for ending in (one for one, known in BY_ENDING.items() if known is form):
        answer = served.client.get(f"/export.{ending}")
        assert answer.content == out.getvalue()
        assert answer.headers["content-type"].replace(" ", "") == form.media_type.replace(" ", "")  # type: ignore[attr-defined]
        assert f'filename="kb-{served.kb.position}.{form.ending}"' in answer.headers["content-disposition"]  # type: ignore[attr-defined]


@pytest.mark.thorough
def test_a_client_that_has_it_gets_nothing_again(served: Served) -> None:
    """304 by its validator, for this position, view and form alone; HEAD; a range."""
    first = served.client.get("/export.nq", headers={"Accept-Encoding": "identity"})
    tag = first.headers["etag"]
    assert first.headers["x-kb-position"] == str(served.kb.position)
    assert served.client.get("/export.nq", headers={"If-None-Match": f'"x", {tag}'}).status_code == 304
    for other in ("/export.nt", "/export.nq?asOf=3", "/export.nq?minConfidence=0.5", "/export.nq?about=Ada+Lund"):
        answer = served.client.get(other, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.headers["etag"] == tag) == (200, False)
    head = served.client.head("/export.nq")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    part = served.client.get("/export.nq", headers={"Range": "bytes=10-19", "If-Range": tag})
    assert (part.status_code, part.content) == (206, first.content[10:20])
    packed = served.client.get("/export.nq").headers["etag"]
    part = served.client.get("/export.nq", headers={"Range": "bytes=10-19", "If-Range": packed})
    assert (packed, part.status_code) == (f"W/{tag}", 200), "a range of plain bytes does not go on from compressed ones"


def test_parts(served: Served) -> None:
    """Around an entity by name, one article, one table; what is wrong is said."""
    client = served.client
    whole = set(ox.parse(client.get("/export.nt").content, ox.RdfFormat.N_TRIPLES))
    around = set(ox.parse(client.get("/export.nt?about=Ada%20Lund&hops=1").content, ox.RdfFormat.N_TRIPLES))
    assert set() < around < whole
    article = client.get("/articles").json()["items"][0]["id"]
    assert set(ox.parse(client.get(f"/export.nt?article={article}").content, ox.RdfFormat.N_TRIPLES)) < whole
    assert "Ada Lund" in client.get("/export.csv?class=statements").text
    with zipfile.ZipFile(io.BytesIO(client.get("/export.zip?class=events&class=figures").content)) as archive:
        assert archive.namelist() == ["events.csv", "figures.csv", "datapackage.json"]
    with zipfile.ZipFile(io.BytesIO(client.get("/export.parquet.zip?class=events").content)) as archive:
        assert archive.namelist() == ["events.parquet", "datapackage.json"]
    for path, status in (
        ("/export.xlsx", 404),
        ("/export.csv?class=nothing", 400),
        ("/export.parquet?class=events&class=figures", 400),
        ("/export.ttl?class=events", 400),
        ("/export.ttl?about=Nobody", 404),
        ("/export.ttl?about=Ada+Lund&hops=9", 422),
        ("/export.ttl?about=Ada+Lund&entity=Ada+Lund", 400),
        ("/export.ttl?asOf=9999", 404),
        ("/export.ttl?minConfidence=2", 400),
    ):
        answer = client.get(path)
        assert answer.status_code == status, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.thorough
def test_a_large_one_is_made_by_another_process(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes, of a view and of the past; what cannot be is told as if it had been tried here."""
    made: list[object] = []

    def apart(*arguments: object) -> None:
        made.append(arguments)
        export_apart(*arguments)  # type: ignore[arg-type]

    export_apart = exported.export_apart
    monkeypatch.setattr(exported, "_SMALL", 0)
    monkeypatch.setattr(exported, "export_apart", apart)
    monkeypatch.setattr(served.kb, "reads_apart", True)

    out = io.BytesIO()
    take(served.kb, out, BY_ENDING["trig"], min_confidence=0.31)
    assert served.client.get("/export.trig?minConfidence=0.31").content == out.getvalue()
    assert served.client.get("/export.trig?asOf=3").status_code == 200
    wrong = served.client.get("/export.csv?class=nothing")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "unknown-class")
    assert len(made) == 3


def test_one_table_is_a_file_that_others_read(client: httpx.Client) -> None:
    """Parquet without an archive: events, or the class that is named; what polars reads has the rows of CSV."""
    for path, table in (("/export.parquet", "events"), ("/export.parquet?class=statements", "statements")):
        answer = client.get(path)
        assert answer.headers["content-type"] == "application/vnd.apache.parquet"
        rows = polars.read_parquet(io.BytesIO(answer.content))
        text = client.get(f"/export.csv?class={table}").text
        assert [*rows[rows.columns[0]]] == [row[rows.columns[0]] for row in csv.DictReader(io.StringIO(text))]


def test_what_is_new_is_in_it(writable: Served) -> None:
    """Another validator, another content, at once."""
    before = writable.client.get("/export.csv")
    added = writable.client.post("/articles", json={"text": "Green Column attacked Nordhaven Depot.", "title": "New"})
    assert added.status_code == 201
    after = writable.client.get("/export.csv", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "Green Column" in after.text
    assert "Green Column" not in before.text


def test_one_content_is_made_once_and_no_more_than_a_few_at_a_time() -> None:
    """Who asks for the same waits for it; others are sent away; what nobody reads makes room."""
    kept, made, go = Kept(at_once=1, most=5), [], threading.Event()

    def slow(path: Path) -> None:
        made.append(path)
        assert go.wait(60)
        path.write_bytes(b"12345678")

    found: list[bytes] = []

    def ask() -> None:
        with kept.lent("a", slow) as path:
            found.append(path.read_bytes())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while not made:
        pass
    with pytest.raises(BusyExportingError), kept.lent("b", lambda path: path.write_bytes(b"")):
        pass
    go.set()
    for thread in threads:
        thread.join()
    assert (len(made), found) == (1, [b"12345678"] * 4)
    assert not made[0].exists()  # larger than what may stay
    with kept.lent("c", lambda path: path.write_bytes(b"1234")) as path:
        assert path.exists()
    with kept.lent("c", lambda path: pytest.fail("made twice")) as again:
        assert again == path


def test_what_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    """And the next one may try."""
    kept = Kept()

    def broken(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"), kept.lent("a", broken):
        pass
    with kept.lent("a", lambda path: path.write_bytes(b"all")) as path:
        assert path.read_bytes() == b"all"


def test_openapi_tells_of_endings_and_forms(client: httpx.Client) -> None:
    """So that a generated client knows them."""
    route = client.get("/openapi.json").json()["paths"]["/export.{ending}"]["get"]
    assert "application/geo+json" in route["responses"]["200"]["content"]
    assert "parquet.zip" in route["parameters"][0]["description"]


@pytest.mark.thorough
def test_the_addresses_of_the_documentation_answer(client: httpx.Client) -> None:
    """Each that docs/export.md shows; of an entity that these articles have."""
    page = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    shown = re.findall(r"http://127\.0\.0\.1:8000(/[^\s']+)", page)
    assert len(shown) >= 9
    for path in shown:
        known = path.replace("Derna", "Nordhaven Depot").replace("asOf=2", "asOf=9")
        assert client.get(known).status_code == 200, path
