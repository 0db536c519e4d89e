"""Adding: one append an article, nothing half, the rest goes on."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import StorageError
from kb.events import ArticleCorrected, ArticleWithdrawn, ExtractionRecorded, ExtractionRejected
from kb.events.streams import article_stream
from kb.log import Append
from kb.log.faults import DiskFullError
from kb.model import Article, Extraction
from kb.projections.verify import verify
from kb.service.intake.adding import OtherTextError
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import read_path
from tests.service.conftest import Open, add
from tests.service.stand_in import StandIn

STORY = "Blue Column attacked Nordhaven Depot on Tuesday, and {n} killed were found there by the rescue workers.\n"


def _write(folder: Path, name: str, text: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _sound(kb: KnowledgeBase) -> None:
    """The chain holds and the projections are what a replay gives."""
    kb.catch_up()
    verify(kb.home, kb.log).check()


@pytest.mark.thorough
@pytest.mark.parametrize("files", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_folder_of_many_files_of_which_three_are_bad(kb: KnowledgeBase, tmp_path: Path, files: int) -> None:
    """All but three go in, each of the three says what is wrong, the projections hold exactly what the log has."""
    folder, good = tmp_path / "in", files - 3
    for number in range(files):
        _write(folder, f"{number:04}.txt", f"Title: Story {number}\nDate: 2024-05-01\n\n" + STORY.format(n=number))
    empty, portable, last = "0007.txt", f"{files // 2:04}.txt", f"{files - 1:04}.txt"
    bad = {empty: b"", portable: b"%PDF-1.7\n\x00\x01\x02", last: bytes(range(256)) * 20}
    for name, data in bad.items():
        _write(folder, name, data)
    before = kb.position
    with kb.adder() as adder:
        results = [adder.add(outcome) for outcome in read_path(folder)]

    failed = {Path(result.origin).name: str(result.error) for result in results if result.error}
    assert set(failed) == set(bad)
    assert "empty" in failed[empty]
    assert "PDF" in failed[portable]
    assert "binary" in failed[last]
    assert sum(result.status == "added" for result in results) == good
    assert kb.catalog.list_articles(limit=1).total == good
    assert kb.standing() == kb.position > before + 2 * good
    assert len({recorded.event.article_id for recorded in kb.log.read(types=["article-added"])}) == good


def test_the_same_article_twice_is_one(kb: KnowledgeBase, tmp_path: Path, reader: StandIn) -> None:
    """In one run, under two names, and in a later run: it is read once."""
    first = _write(tmp_path / "in", "a.txt", STORY.format(n=3))
    _write(tmp_path / "in", "b.txt", STORY.format(n=3))
    assert [result.status for result in add(kb, tmp_path / "in")] == ["added", "known"]
    position = kb.position
    assert [result.status for result in add(kb, first)] == ["known"]
    assert (kb.position, reader.read) == (position, 1)


def test_an_article_in_another_language_is_kept_and_not_read(
    kb: KnowledgeBase, tmp_path: Path, reader: StandIn
) -> None:
    """Its text is stored; the extraction says why it is empty; the user is told."""
    text = "Am Dienstag haben die Truppen das Depot in der Stadt angegriffen, und es gab sehr viele Verletzte.\n"
    result = add(kb, _write(tmp_path / "in", "a.txt", text))[0]

    assert (result.status, reader.read) == ("added", 0)
    assert [note for note in result.notes if "language" in note] == [
        "It is in a language that stand-in does not read (de): kept, not read."
    ]
    recorded = next(iter(kb.log.read(types=[ExtractionRecorded.TYPE]))).event
    assert recorded.extraction.notes == ("unread: language de",)
    assert recorded.extraction.events == ()
    assert kb.catalog.get_article(result.article).language == "de"


def test_other_text_under_one_id_is_refused_unless_it_is_a_revision(kb: KnowledgeBase, tmp_path: Path) -> None:
    """The error says what to do; then the new text takes the old one's place, and no triple of the old one stays."""
    old = _write(tmp_path / "in", "old.json", json.dumps({"id": "x1", "text": STORY.format(n=3)}))
    new = _write(tmp_path / "in", "new.json", json.dumps({"id": "x1", "text": STORY.format(n=8)}))
    first = add(kb, old)[0]
    position = kb.position
    refused = add(kb, new)[0]
    assert isinstance(refused.error, OtherTextError)
    assert refused.error.existing == first.article
    assert "--revision" in refused.error.hint
    assert kb.position == position

    corrected = add(kb, new, revision=True)[0]
    assert corrected.status == "corrected"
    event = next(iter(kb.log.read(types=[ArticleCorrected.TYPE]))).event
    assert (event.article_id, event.replaces) == (corrected.article, first.article)
    ask = f"ASK {{ GRAPH <{kb.iris.article_graph(first.article).value}> {{ ?s ?p ?o }} }}"
    assert json.loads(kb.query(ask).read())["boolean"] is False
    assert [article.id for article in kb.catalog.list_articles().items] == [corrected.article]
    assert add(kb, old)[0].status == "known"
    _sound(kb)


def test_ids_of_different_publishers_do_not_clash(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Two outlets may both number from one."""
    lines = [
        {"id": "1", "source": "Wire", "text": STORY.format(n=3)},
        {"id": "1", "source": "Herald", "text": STORY.format(n=4)},
    ]
    path = _write(tmp_path / "in", "a.jsonl", "\n".join(json.dumps(line) for line in lines))
    assert [result.status for result in add(kb, path)] == ["added", "added"]


def test_other_text_under_one_url_is_said(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Both stay, as a live blog's pages do; the note says how to make it a correction."""
    records = [{"url": "https://x.org/a", "text": STORY.format(n=n)} for n in (3, 4)]
    path = _write(tmp_path / "in", "a.jsonl", "\n".join(json.dumps(record) for record in records))
    first, second = add(kb, path)
    assert second.status == "added"
    assert any(f"article-{first.article} has the same URL" in note and "--revision" in note for note in second.notes)


def test_an_extractor_that_breaks_off_loses_one_article_only(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Nothing of it is stored, and it may come again."""
    folder = tmp_path / "in"
    bad = _write(folder, "a.txt", "FAULT " + STORY.format(n=1))
    _write(folder, "b.txt", STORY.format(n=2))
    results = add(kb, folder)

    assert [result.status for result in results] == ["failed", "added"]
    assert "RuntimeError: stand-in fault" in str(results[0].error)
    assert str(bad) in str(results[0].error)
    assert kb.catalog.list_articles().total == 1
    assert [result.status for result in add(kb, bad)] == ["failed"]


def test_what_fails_validation_is_left_out_and_kept(kb: KnowledgeBase, tmp_path: Path) -> None:
    """The entity of the refused words leaves with its event's role; the rest lives; the log has both and the report."""
    text = "REFUSED attacked Nordhaven Depot on Tuesday, and 5 killed were found there by the rescue workers. BROKEN\n"
    result = add(kb, _write(tmp_path / "in", "a.txt", text))[0]

    assert result.status == "added"
    assert (
        result.rejected == 6
    )  # v99 and its figure; the refused mention, its entity, the event and figure that rest on it
    event = next(iter(kb.log.read(types=[ExtractionRejected.TYPE]))).event
    assert {claim.id for claim in event.rejected.events} == {"v1", "v99"}
    assert {claim.id for claim in event.rejected.figures} == {"q1", "q99"}
    assert {claim.name for claim in event.rejected.entities} == {"REFUSED"}
    assert "the text ends at" in event.report
    assert "refused word" in event.report
    labels = json.loads(kb.query("SELECT ?l { ?e a kb:Organization ; rdfs:label ?l }").read())
    assert [row["l"]["value"] for row in labels["results"]["bindings"]] == ["Nordhaven Depot"]
    _sound(kb)


@pytest.mark.parametrize("often", [1, 50])
def test_how_often_projections_catch_up_changes_no_decision(opened: Open, tmp_path: Path, often: int) -> None:
    """Who is linked to whom depends on what came before, not on how it was batched."""
    kb = opened(commit_articles=often, commit_seconds=1000.0)
    folder = tmp_path / "in"
    for number in range(6):
        day = f"2024-05-0{1 + number // 3}"
        _write(folder, f"{number}.txt", f"Title: T{number}\nDate: {day}\n\n" + STORY.format(n=number))
    add(kb, folder)

    decisions = list(kb.log.read(stream="resolution"))
    linked = [e.event for e in decisions if e.envelope.type == "entities-linked"]
    assert len(linked) == 10  # two organisations, in five articles after the first
    assert len({event.entity for event in linked}) == 2
    _sound(kb)


@pytest.mark.thorough
def test_a_full_disk_leaves_the_article_out_whole(kb: KnowledgeBase, tmp_path: Path) -> None:
    """SQLite is given no page more: the append fails, what was in before stays sound."""
    folder = tmp_path / "in"
    add(kb, _write(folder, "a.txt", STORY.format(n=1)))
    position = kb.position
    connection: sqlite3.Connection = kb.log._connection  # type: ignore[attr-defined]
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    large = "".join(STORY.format(n=n) for n in range(60))
    with pytest.raises(DiskFullError) as caught:
        add(kb, _write(folder, "b.txt", large))

    assert "Free some space" in caught.value.hint
    connection.execute("PRAGMA max_page_count = 1000000")
    assert kb.position == position
    _sound(kb)
    assert add(kb, folder / "b.txt")[0].status == "added"


def test_too_little_space_is_said_before_anything_is_written(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is not taken, the log stays as it is."""
    position = kb.position
    monkeypatch.setattr("kb.log.home.shutil.disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    with pytest.raises(DiskFullError):
        add(kb, _write(tmp_path / "in", "a.txt", STORY.format(n=1)))
    assert kb.position == position


def test_projections_that_lag_catch_up_when_the_home_is_opened(opened: Open, tmp_path: Path) -> None:
    """As after a crash between the log's append and the projections: what the log has is answered."""
    kb = opened()
    outcome = next(iter(read_path(_write(tmp_path / "in", "a.txt", STORY.format(n=1)))))

    def broken_off() -> None:
        with kb.adder() as adder:
            adder.add(outcome)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert kb.standing() < kb.position
    kb.close()

    again = opened()
    assert json.loads(again.query("ASK { ?e a kb:Event }").read())["boolean"] is True
    assert again.standing() == again.position
    _sound(again)


def test_a_storage_error_ends_the_run(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home at fault is no fault of the article: it is raised, not noted and passed over."""

    def fail(batch: object, **how: object) -> None:
        raise StorageError("The disk is gone.")

    monkeypatch.setattr(kb.log, "append_batch", fail)
    with pytest.raises(StorageError, match="gone"):
        add(kb, _write(tmp_path / "in", "a.txt", STORY.format(n=1)))


def test_a_text_that_was_withdrawn_and_comes_again_has_the_ids_that_it_had(
    kb: KnowledgeBase, tmp_path: Path, reader: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if its extractor counts otherwise by now: an IRI never comes to mean something else."""
    path = _write(tmp_path / "in", "a.txt", STORY.format(n=3))
    article = add(kb, path)[0].article
    first = next(iter(kb.log.read(types=[ExtractionRecorded.TYPE]))).event.extraction
    withdrawn = ArticleWithdrawn(article, "by mistake")
    stream = article_stream(article)
    kb.log.append_batch([Append(stream, kb.log.stream_version(stream), [withdrawn], "person:ann")])
    read = StandIn.extract

    def backwards(self: StandIn, article: Article) -> Extraction:
        found = read(self, article)
        to = {e.id: f"e{n}" for n, e in enumerate(reversed(found.entities), 1)}
        events = tuple(replace(v, roles=tuple(replace(r, entity=to[r.entity]) for r in v.roles)) for v in found.events)
        return replace(
            found,
            entities=tuple(replace(e, id=to[e.id]) for e in found.entities),
            mentions=tuple(replace(m, entity=to[m.entity]) for m in found.mentions),
            statements=tuple(replace(s, speakers=tuple(to[x] for x in s.speakers)) for s in found.statements),
            events=events,
        )

    monkeypatch.setattr(StandIn, "extract", backwards)
    assert add(kb, path)[0].status == "added"
    assert [r.event.extraction for r in kb.log.read(types=[ExtractionRecorded.TYPE])] == [first, first]
    _sound(kb)
