"""Folders and feeds that are watched: new, changed, failing, withdrawn, half written."""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.log import Home
from kb.service.articles.withdrawing import withdraw
from kb.service.erasure.erasing import erase
from kb.service.intake import watching
from kb.service.intake.taking import Told
from kb.service.intake.watch_looks import Looker, WatchRules
from kb.service.intake.watch_state import WatchState
from kb.service.intake.watching import Watcher
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import Failed, read_bytes
from kb.sources.fetching import Fetcher, Manners
from kb.sources.pages import Pages
from tests.stub_site import Site, answering, rss, serving

ONE = "Blue Column attacked Nordhaven Depot, and 5 killed were counted."
MORE = "Blue Column attacked Nordhaven Depot, and 7 killed were counted."
OTHER = "Red Column attacked Sudhaven Depot."


class Watched:
    """A watcher of a home, and what it told."""

    def __init__(self, kb: KnowledgeBase, site: Site) -> None:
        self.kb = kb
        self.site = site
        self.told: list[Told] = []
        self.state = WatchState(kb.home.root / "watch.sqlite")
        self.looker = Looker(
            kb, self.state, Fetcher(Manners(private=True, pause=0.0)), WatchRules(settle=0.0), self.told.append
        )

    @property
    def feed(self) -> str:
        """Address of the feed."""
        return f"{self.site.address}/feed"

    def once(self, *sources: str) -> list[str]:
        """Look once, and return what became of what."""
        self.told.clear()
        self.good = Watcher(self.looker).once(sources or (self.feed,))
        return [told.result.status if told.result else f"{told.error or told.note}" for told in self.told]

    def serves(self, *items: tuple[str, str, str], etag: str = "") -> None:
        """Have the feed hold these items."""
        self.site.pages["/feed"] = rss(*items)
        self.site.headers["/feed"] = {"ETag": etag} if etag else {}

    def texts(self) -> list[str]:
        """Return the texts that are in the graph, sorted."""
        with self.kb.at() as moment:
            return sorted(moment.catalog.get_article(one.id).title for one in moment.catalog.list_articles().items)

    def ids(self) -> list[str]:
        """Return the ids of the articles in the graph."""
        with self.kb.at() as moment:
            return [one.id for one in moment.catalog.list_articles().items]


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    """One site for all tests of this file."""
    with serving(Site()) as site:
        yield site


@pytest.fixture
def watched(kb: KnowledgeBase, running: Site) -> Iterator[Watched]:
    """A watcher of an empty home, and a site without a feed."""
    running.pages, running.headers, running.asked = {}, {}, []
    made = Watched(kb, running)
    yield made
    made.state.close()


def test_new_items_come_in_and_changed_ones_take_their_former_place(watched: Watched) -> None:
    """An unchanged feed costs one conditional request, and its items are not looked at again."""
    watched.serves(("1", "http://x/1", ONE), ("2", "http://x/2", OTHER), etag='"a"')
    assert watched.once() == ["added", "added"]
    assert watched.once() == []
    assert watched.site.asked[-1][1]["if-none-match"] == '"a"'
    watched.serves(("1", "http://x/1", MORE), ("2", "http://x/2", OTHER), etag='"b"')
    assert watched.once() == ["corrected"]
    assert len(watched.ids()) == 2
    watched.serves(("1", "http://x/1", ONE), ("2", "http://x/2", OTHER), etag='"c"')
    assert watched.once() == ["corrected"]  # back to the first text
    assert watched.good


def test_items_that_share_an_address_or_an_id_are_not_each_others_correction(watched: Watched) -> None:
    """Feeds that give every item the address of the front page, or one id twice, lose nothing."""
    watched.serves(("", "http://x/", ONE), ("", "http://x/", OTHER))
    assert watched.once() == ["added", "added"]
    watched.serves(("", "http://x/", MORE), ("", "http://x/", OTHER), ("", "http://x/", ONE))
    assert watched.once() == ["added"]
    assert len(watched.ids()) == 3


def test_without_what_it_remembered_nothing_comes_in_twice(watched: Watched) -> None:
    """The state is no knowledge: the log is. A changed item with an id is still known as a correction."""
    watched.serves(("1", "http://x/1", ONE), ("2", "http://x/2", OTHER))
    watched.once()
    watched.state.close()
    (watched.kb.home.root / "watch.sqlite").unlink()
    again = Watched(watched.kb, watched.site)
    again.serves(("1", "http://x/1", MORE), ("2", "http://x/2", OTHER))
    assert again.once() == ["corrected", "known"]
    assert len(again.ids()) == 2
    again.state.close()


@pytest.mark.thorough
@pytest.mark.parametrize("remembered", [True, False])
@pytest.mark.parametrize("how", ["withdrawn", "erased"])
def test_what_a_person_took_out_does_not_come_back_by_itself(watched: Watched, how: str, remembered: bool) -> None:
    """Neither as it was nor changed; the note says how it would."""
    watched.serves(("1", "http://x/1", ONE))
    watched.once()
    if how == "withdrawn":
        withdraw(watched.kb, watched.ids()[0], "wrong")
    else:
        erase(watched.kb, watched.ids()[0], "asked to")
    if not remembered:
        watched.state.close()
        (watched.kb.home.root / "watch.sqlite").unlink()
        watched = Watched(watched.kb, watched.site)
    assert watched.once() == ([] if remembered else ["skipped"])
    watched.serves(("1", "http://x/1", MORE))
    if remembered or how == "withdrawn":
        assert watched.once() == ["skipped"]
        result = watched.told[0].result
        assert result is not None
        assert result.out is not None
        assert f"was {how} by event" in result.notes[0]
        assert "kb add --again" in result.out.hint
        assert watched.ids() == []
    watched.state.close()


def test_what_could_not_be_added_is_tried_again(watched: Watched) -> None:
    """An item that is too long goes in when it may be so long; the answer is asked for anew until then."""
    watched.kb.settings = replace(watched.kb.settings, max_characters=1000)
    watched.serves(("1", "", ONE * 20), ("2", "", OTHER), etag='"a"')
    assert watched.once() == ["failed", "added"]
    assert not watched.good
    watched.kb.settings = replace(watched.kb.settings, max_characters=100_000)
    assert watched.once() == []  # not before a minute has gone by
    with pytest.MonkeyPatch.context() as patch:
        later = time.time() + 61
        patch.setattr(time, "time", lambda: later)
        assert watched.once() == ["added"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"<html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head></html>", "not a feed"),
        (b"just words", "no RSS or Atom feed"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel><title>x", "without items"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "cut off"),
        (answering(503, Retry_After="3600"), "left alone for 3600 seconds"),
        (answering(410), "gone for good"),
    ],
)
def test_a_feed_that_fails_is_said(watched: Watched, page: object, said: str) -> None:
    """With the reason; nothing goes in."""
    watched.site.pages["/feed"] = page  # type: ignore[assignment]
    told = watched.once()
    assert len(told) == 1
    assert re.search(said, told[0]), told
    assert not watched.good
    assert watched.ids() == []
    if "not a feed" in said:
        assert f"{watched.site.address}/rss" in watched.told[0].error.hint  # type: ignore[union-attr]


def test_a_feed_that_is_cut_off_is_said_again_though_nothing_has_changed(watched: Watched) -> None:
    """An answer of which nothing could be read is asked for anew, or a broken feed would be silent after a day."""
    watched.site.pages["/feed"] = b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>Depot &"
    watched.site.headers["/feed"] = {"ETag": '"a"'}
    assert watched.once() == ["failed"]
    with pytest.MonkeyPatch.context() as patch:
        later = time.time() + 61
        patch.setattr(time, "time", lambda: later)
        assert watched.once() == ["failed"]
    assert not watched.good


def test_who_asked_to_be_left_alone_is(watched: Watched) -> None:
    """Also by somebody who insists; the second look sends no request."""
    watched.site.pages["/feed"] = answering(429, Retry_After="3600")
    watched.once()
    assert "when that time is over" in watched.told[0].error.hint  # type: ignore[union-attr]
    assert "left alone" in watched.once()[0]
    assert len(watched.site.asked) == 1


def test_feeds_without_items_and_json_feeds(watched: Watched) -> None:
    """No items now is no fault; a JSON Feed's title is the publisher."""
    watched.serves()
    assert watched.once() == []
    assert watched.good
    watched.site.pages["/feed"] = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Depot News", "items": [{"id": "1", "url": '
        b'"http://x/1", "content_text": "Blue Column attacked Nordhaven Depot.", "date_published": "2024-05-01"}]}'
    )
    assert watched.once() == ["added"]
    with watched.kb.at() as moment:
        article = moment.catalog.list_articles().items[0]
    assert (article.source, article.published, article.external_id) == ("Depot News", "2024-05-01", "1")


def test_files_of_a_folder(watched: Watched, tmp_path: Path) -> None:
    """New ones come in, a changed one takes its former place, one that goes away takes nothing with it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE, encoding="utf-8")
    (folder / "two.jsonl").write_text(
        f'{{"id": "1", "text": "{OTHER}"}}\n{{"id": "2", "text": "Ada Lund said: no."}}\n'
    )
    (folder / "notes.doc").write_text("no article")
    (folder / ".hidden.txt").write_text(ONE)
    assert watched.once(str(folder)) == ["added", "added", "added"]
    assert watched.once(str(folder)) == []
    (folder / "a.txt").write_text(MORE, encoding="utf-8")
    (folder / "two.jsonl").unlink()
    assert watched.once(str(folder)) == ["corrected"]
    assert len(watched.ids()) == 3


def test_a_file_that_fails_is_said_each_time_a_person_looks(watched: Watched, tmp_path: Path) -> None:
    """And by a watcher later and later; mended, it goes in."""
    (tmp_path / "bad.json").write_text("{")
    assert watched.once(str(tmp_path)) == ["failed"]
    assert watched.once(str(tmp_path)) == ["failed"]
    assert not watched.looker.look(str(tmp_path), insist=False).failed
    (tmp_path / "bad.json").write_text(f'{{"text": "{ONE}"}}')
    assert watched.once(str(tmp_path)) == ["added"]


def test_a_file_that_is_being_written_is_waited_for(watched: Watched, tmp_path: Path) -> None:
    """What changes meanwhile is left for the next look, and so is what has just changed."""
    folder = tmp_path / "folder"
    folder.mkdir()
    file = folder / "a.txt"
    file.write_text(ONE[:20], encoding="utf-8")
    watched.looker.rules = replace(watched.looker.rules, settle=3600.0)
    assert watched.looker.look(str(folder), insist=True).pending == 1
    assert watched.ids() == []
    watched.looker.rules = replace(watched.looker.rules, settle=0.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kb.service.intake.watch_looks.read_path", lambda *_: file.write_text(ONE) and iter(()))
        assert watched.looker.look(str(folder), insist=True).pending == 1
    os.utime(file, (0, 0))
    assert watched.once(str(folder)) == ["added"]


def test_an_empty_file_may_just_have_been_opened(watched: Watched, tmp_path: Path) -> None:
    """A watcher gives it a moment, whatever a person says of settling; who looks once is told that it is empty."""
    file = tmp_path / "a.txt"
    file.touch()
    assert watched.looker.look(str(tmp_path), insist=False).pending == 1
    assert watched.told == []
    file.write_text(ONE, encoding="utf-8")
    assert watched.looker.look(str(tmp_path), insist=False).pending == 0
    assert [told.result.status for told in watched.told if told.result] == ["added"]
    (tmp_path / "b.txt").touch()
    assert watched.once(str(tmp_path)) == ["failed"]


def test_a_file_that_never_stops_changing_is_left_for_another_time(watched: Watched, tmp_path: Path) -> None:
    """Who looks once gets an end and a word about it, also without a time to settle."""
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    naps: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kb.service.intake.watch_looks.read_path", lambda path, *_: os.utime(path) or iter(()))
        patch.setattr(watching.time, "sleep", naps.append)
        assert watched.once(str(tmp_path)) == ["1 of its files are still being written."]
    assert naps
    assert min(naps) > 0


def test_the_home_itself_is_no_source(watched: Watched) -> None:
    """Its own files are no articles, though a person watches the folder that holds it."""
    assert watched.once(str(watched.kb.home.root.parent)) == []


def test_it_goes_on_though_a_source_fails_or_the_home_is_taken(watched: Watched, tmp_path: Path) -> None:
    """What fails is told and tried again; a feed that is gone for good is let go, and then nothing is left."""
    watched.site.pages["/feed"] = answering(410)
    naps: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching.time, "sleep", naps.append)
        assert Watcher(watched.looker).forever([watched.feed]) is False
    assert ["gone" in str(told.error) for told in watched.told] == [True]
    watched.told.clear()
    (tmp_path / "a.txt").write_text(ONE)
    watched.kb.settings = replace(watched.kb.settings, lock_timeout=0.0)

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) > 3:
            raise KeyboardInterrupt
        lock.__exit__(None, None, None)

    lock = Home.open(watched.kb.home.root).write_lock(0.0)
    lock.__enter__()
    naps[:] = [0.0, 0.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching.time, "sleep", nap)
        with pytest.raises(KeyboardInterrupt):
            Watcher(watched.looker).forever([str(tmp_path)])
    assert watched.told[0].error is not None
    assert watched.told[-1].result is not None
    assert watched.told[-1].result.status == "added"


PAGE = b"""<html><head><title>Raid</title></head><body><article><h1>Raid</h1>
<p>Blue Column attacked Nordhaven Depot on Tuesday, and 7 killed were counted by the rescue workers.</p>
<p>The mayor spoke for long about it to the press that had come from far away to see what was left.</p>
</article></body></html>"""


def test_pages_of_summaries(watched: Watched) -> None:
    """The page is read in the summary's place, once, with the item's id; what is no page is said and tried again."""
    watched.looker.pages = Pages(watched.looker.fetcher)
    watched.site.pages["/1"] = PAGE
    watched.serves(
        ("1", f"{watched.site.address}/1", "Blue Column attacked."), ("2", f"{watched.site.address}/2", OTHER)
    )
    told = watched.once()
    assert told == ["added", "failed"]
    assert watched.site.paths() == ["/feed", "/robots.txt", "/1", "/2"]
    with watched.kb.at() as moment:
        article = moment.catalog.list_articles().items[0]
    assert (article.external_id, article.published[:10], article.length > 100) == ("1", "2024-05-01", True)
    watched.site.pages["/2"] = PAGE.replace(b"Blue", b"Red")
    assert watched.once() == []
    with pytest.MonkeyPatch.context() as patch:
        later = time.time() + 61
        patch.setattr(time, "time", lambda: later)
        assert watched.once() == ["added"]
    assert watched.once() == []
    assert watched.site.paths().count("/1") == 1
    watched.serves(("1", f"{watched.site.address}/1", "Blue Column attacked, says the new summary."))
    watched.site.pages["/1"] = PAGE.replace(b"7 killed", b"9 killed")
    assert watched.once() == ["corrected"]


@pytest.mark.parametrize(
    ("robots", "read"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: newskb\nDisallow: /private\nCrawl-delay: 7", True),
        (answering(404), True),
        (answering(500), None),
    ],
)
def test_robots_are_told(watched: Watched, robots: object, read: bool | None) -> None:
    """What a site forbids is not fetched, and said; what it asks to wait is waited; silence is no leave."""
    waited: list[float] = []
    watched.looker.fetcher = Fetcher(Manners(private=True, pause=0.0), sleep=waited.append)
    watched.looker.pages = Pages(watched.looker.fetcher)
    watched.site.pages |= {"/1": PAGE, "/robots.txt": robots}  # type: ignore[dict-item]
    watched.serves(("1", f"{watched.site.address}/1", ONE))
    assert watched.once() == (["failed"] if read is None else ["added"])
    assert ("/1" in watched.site.paths()) is bool(read)
    if read is False:
        assert any("robots.txt" in note for note in watched.told[0].result.notes)  # type: ignore[union-attr]
    if isinstance(robots, bytes) and b"Crawl-delay" in robots:
        assert waited
        assert 6 < waited[-1] <= 7


def test_a_public_feed_leads_to_no_private_page(watched: Watched) -> None:
    """Though private addresses are allowed: the feed was not in one."""
    watched.looker.pages = Pages(watched.looker.fetcher)
    watched.serves(("1", f"{watched.site.address}/1", ONE))
    item = next(iter(read_bytes(watched.site.pages["/feed"], watched.feed, kind="feed")))  # type: ignore[arg-type]
    found = watched.looker.pages.full(item, inside=False)
    assert isinstance(found, Failed)
    assert "private" in str(found.error)
    assert watched.site.asked == []
