"""Short inputs for tests of reading, and how to look at what comes of them."""

from datetime import UTC, datetime
from pathlib import Path

from kb.sources import Failed, Loaded, ReadOptions, read_bytes, read_path

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OPTIONS = ReadOptions(now=NOW, detect_language=False)
ENGLISH = "The river Sola rose by two metres overnight, and the mayor of Tarnov asked the people near it to leave.\n"

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Bridge closes - Valley Courier</title>
<meta property="og:site_name" content="Valley Courier">
<link rel="canonical" href="https://courier.example/bridge">{head}
<script>var tracker = "Buy our evil words";</script></head><body><nav>Home News Sport</nav>
<article><h1>Bridge closes</h1>{inside}
<p>The old bridge over the Tarn was closed on Monday after engineers found cracks in two pillars, the council said.</p>
<p>“We could not wait,” said the mayor, Ilse Brandt.</p><script>alert("boo")</script>
<p>Work is to begin in April and will cost about 3 million euros.</p>
</article><footer>Copyright Valley Courier</footer></body></html>"""

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Valley Courier</title>
<language>en-gb</language>{items}</channel></rss>"""


def page(head: str = "", inside: str = "") -> bytes:
    """A web page with an article."""
    return PAGE.format(head=head, inside=inside).encode()


def loaded(data: bytes | Path, kind: str = "text", options: ReadOptions = OPTIONS) -> Loaded:
    """Return the one article of *data*."""
    outcomes = list(
        read_path(data, options) if isinstance(data, Path) else read_bytes(data, "x", kind=kind, options=options)
    )
    assert len(outcomes) == 1
    assert isinstance(outcomes[0], Loaded), outcomes[0]
    return outcomes[0]


def failed(data: bytes | Path, kind: str = "text", options: ReadOptions = OPTIONS) -> Failed:
    """Return the one failure of *data*; its message names the place and its hint says what to do."""
    outcomes = list(
        read_path(data, options) if isinstance(data, Path) else read_bytes(data, "x", kind=kind, options=options)
    )
    assert len(outcomes) == 1
    outcome = outcomes[0]
    assert isinstance(outcome, Failed), outcome
    assert str(outcome.error).startswith(outcome.origin)
    assert outcome.place in str(outcome.error)
    assert outcome.error.hint.endswith(".")
    return outcome


def codes(outcome: Loaded) -> list[str]:
    """Return the codes of an article's notes, without the one on a missing date."""
    return [note.code for note in outcome.notes if note.code != "no-date"]
