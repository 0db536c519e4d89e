"""What has no date of its own says when it was told."""

from dataclasses import replace

from kb.api.pages.events import happened, told_on
from kb.api.pages.wording import day
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader
from tests.service.conftest import add

UNDATED = "Red Column attacked Vardo Bridge, said people there.\n"


def test_only_what_has_no_date_is_told_by_its_article(served: Served) -> None:
    """The first version of each happening stands for it; an open end is a date."""
    with served.backend.catalog() as catalog:
        event = catalog.list_events(limit=1).items[0]
        published = catalog.list_articles(ids=[event.article]).items[0].published
        bare, open_end = (
            replace(event, id=name, begin=begin, end="") for name, begin in (("b", ""), ("o", "2024-01-01"))
        )
        assert published
        assert told_on(catalog, [[bare, event], [open_end]]) == {"b": published}
        assert told_on(catalog, []) == {}
        assert [happened(one) for one in ([bare, open_end], [bare])] == ["from 1 January 2024", ""]


def test_lists_of_events_say_when_it_was_told(writer: Reader) -> None:
    """In the place of its date."""
    folder = writer.served.kb.home.root.parent / "undated"
    folder.mkdir()
    (folder / "vardo.txt").write_text(f"Published: 2024-05-09\n\n{UNDATED}", encoding="utf-8")
    add(writer.served.kb, folder / "vardo.txt")
    writer.served.backend.standing()
    undated = [one for one in writer.served.client.get("/events").json()["items"] if not (one["begin"] or one["end"])]
    assert undated, "the article tells of one"

    for page in ("/events", f"/timeline/event-{undated[0]['id'].removeprefix('event-')}"):
        assert f'told <time datetime="2024-05-09">{day("2024-05-09")}</time>' in writer.page(page), page
