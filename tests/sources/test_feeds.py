"""Feeds: one article an item, dates with their offset."""

import pytest

from kb.sources import Failed, Loaded, read_bytes
from kb.sources.fragment import fragment_text
from tests.sources.samples import FEED, OPTIONS, failed, loaded

FULL = """<item><title>Bridge &amp; road</title><link>https://c.example/1</link><guid>g1</guid>
<pubDate>Fri, 04 Jul 2025 20:15:00 +0300</pubDate><description>Short &lt;b&gt;summary&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>First paragraph.<br>Line two.</p><p>Second café.</p><script>x</script>]]></content:encoded>
</item>"""
SUMMARY = "<item><title>Two</title><description>Only a summary.</description></item>"
BARE = "<item><title>Three</title></item>"


def test_an_item_becomes_an_article() -> None:
    """Its full content as paragraphs, its own link and id, the feed's name and language."""
    article = loaded(FEED.format(items=FULL).encode(), "feed").article

    assert article.text == "First paragraph.\nLine two.\n\nSecond café."
    assert article.title == "Bridge & road"
    assert article.url == "https://c.example/1"
    assert article.published == "2025-07-04T20:15:00+03:00"
    assert article.source == "Valley Courier"
    assert article.external_id == "g1"
    assert article.language == "en-gb"


def test_items_stand_for_themselves() -> None:
    """A summary is said to be one; an item without text keeps no other out."""
    outcomes = list(read_bytes(FEED.format(items=FULL + BARE + SUMMARY).encode(), "x", kind="feed", options=OPTIONS))

    assert [(type(outcome), outcome.place) for outcome in outcomes] == [  # type: ignore[union-attr]
        (Loaded, "item 1"),
        (Failed, "item 2"),
        (Loaded, "item 3"),
    ]
    assert "x, item 2: the item has no text" in str(outcomes[1].error)  # type: ignore[union-attr]
    assert [note.code for note in outcomes[2].notes] == ["summary-only", "no-date"]  # type: ignore[union-attr]


def test_atom_is_read_too() -> None:
    """Content over summary, updated where nothing is published."""
    data = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Post</title>
    <entry><id>urn:1</id><title>Ship docks</title><link href="https://h.example/1"/><updated>2025-07-04T20:15:00+09:00</updated>
    <summary>Short.</summary><content type="html">&lt;p&gt;The ship docked.&lt;/p&gt;</content></entry></feed>"""

    article = loaded(data.encode(), "feed").article

    assert (article.text, article.source, article.published) == (
        "The ship docked.",
        "Harbour Post",
        "2025-07-04T20:15:00+09:00",
    )


def test_the_prolog_names_the_charset() -> None:
    """The words are decoded once, by us."""
    data = FEED.format(items=FULL).replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    outcome = loaded(data, "feed")

    assert "Second café." in outcome.article.text
    assert outcome.encoding == "iso-8859-1"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (FEED.format(items="").encode(), "a feed without items"),
        (b"<?xml version='1.0'?><sitemap><url/></sitemap>", "no RSS or Atom feed"),
        (b"<rss version='2.0'><channel><title>x</title><it", "feed"),
        (b"no markup", "no RSS or Atom feed"),
    ],
)
def test_what_is_no_feed_is_refused(data: bytes, reason: str) -> None:
    """Or holds nothing."""
    assert reason in str(failed(data, "feed").error)


def test_a_feed_cut_off_gives_what_is_whole_and_says_so() -> None:
    """The items before the cut."""
    data = FEED.format(items=SUMMARY + "<item><title>Fo").encode().split(b"Fo")[0]
    first, *_ = read_bytes(data, "x", kind="feed", options=OPTIONS)

    assert isinstance(first, Loaded)
    assert "markup" in [note.code for note in first.notes]


def test_an_entity_bomb_is_survived() -> None:
    """A feed of a few lines must not become gigabytes."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    item = "<rss version='2.0'><channel><item><description>&e9;</description></item></channel></rss>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "boom">{entities}]>{item}'

    for outcome in read_bytes(bomb.encode(), "x", kind="feed", options=OPTIONS):
        assert isinstance(outcome, Failed) or len(outcome.article.text) < 100_000  # type: ignore[union-attr]


def test_an_item_that_the_cut_left_empty_is_laid_to_the_cut() -> None:
    """Whoever saved half a feed needs the rest of it, not the page."""
    cut = b"<rss><channel><item><title>A</title><description>Two men were sh"
    whole = b"<rss><channel><item><title>A</title></item></channel></rss>"

    broken, empty = ([*read_bytes(data, "x", kind="feed", options=OPTIONS)][-1] for data in (cut, whole))

    assert isinstance(broken, Failed)
    assert broken.error.reason == "the item has no text, and the feed's XML is cut off or wrong"  # type: ignore[attr-defined]
    assert isinstance(empty, Failed)
    assert empty.error.reason == "the item has no text"  # type: ignore[attr-defined]


def test_cells_of_a_table_do_not_run_into_one_another() -> None:
    """A row is a line; cells with paragraphs are paragraphs."""
    rows = "<table><tr><th>District</th><th>Dead</th></tr><tr><td>North</td><td>7</td></tr></table>"
    assert fragment_text(f"<p>Toll:</p>{rows}<p>End</p>") == "Toll:\n\nDistrict | Dead\n\nNorth | 7\n\nEnd"
    assert fragment_text("<table><tr><td><p>One.</p></td><td>Two.</td></tr></table>") == "One.\n\nTwo."


def test_what_begins_and_never_ends_takes_no_text_away() -> None:
    """A drawing or a form that is closed is none of the article; an open one would hold all that follows."""
    assert fragment_text("<p>One</p><svg><text>drawn</text></svg><p>Two</p>") == "One\n\nTwo"
    assert fragment_text('<p>One</p><svg onload="x()"> two <b>three</b><p>Four</p>') == "One\n\ntwo three\n\nFour"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><script>var a = 1;<p>Two</p>", "One\n\nTwo"),
        ("<p>One</p><STYLE>p { x }\n<p>Two</p>", "One\n\nTwo"),
        ("One <script src='x'>two", "One two"),
        ("<p>One</p><iframe src=x><p>Two</p>", "One\n\nTwo"),
        ("<p>One</p><script>1</script><template><p>Two</p>", "One\n\nTwo"),
        ("<p>One</p><script>if (a<b) { c }</script><p>Two</p>", "One\n\nTwo"),
        ("<script>" * 30_000 + "\none", "one"),
    ],
)
def test_code_that_begins_and_never_ends_takes_no_more_than_itself_away(markup: str, text: str) -> None:
    """However often it begins."""
    assert fragment_text(markup) == text


def test_lines_stay_where_no_element_parts_a_text() -> None:
    """A letter with a <b> in it keeps its paragraphs; HTML's line ends are none."""
    assert fragment_text("One <b>two</b>\r\n\r\nthree\nfour", lines=True) == "One two\n\nthree\nfour"
    assert fragment_text("<p>One <b>two</b>\nthree</p>", lines=True) == "One two three"
    assert fragment_text("One <b>two</b>\nthree") == "One two three"
    record = b'{"text": "One <b>two</b>.\\n\\nThree."}'
    (draft,) = read_bytes(record, "x.json", options=OPTIONS)
    assert draft.article.text == "One two.\n\nThree."
