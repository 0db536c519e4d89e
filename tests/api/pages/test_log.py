"""The log as a page, and what changed between two moments, over real servers."""

import re
from html import unescape

import pytest

from kb.api.pages import log
from tests.api.pages.conftest import Reader


def positions(html: str) -> list[int]:
    return [int(found) for found in re.findall(r'<li id="event-(\d+)"', html)]


@pytest.mark.thorough
def test_the_newest_event_comes_first_and_each_is_told(reader: Reader) -> None:
    """With type, words, who and when."""
    html = reader.page("/log")

    shown = positions(html)
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == int(reader.get("/health").json()["position"])
    assert "article added" in html
    assert "by <bdi>" in html


def test_events_are_filtered_by_type_and_actor_and_before(reader: Reader) -> None:
    """What fits nothing says how far was looked."""
    added = positions(reader.page("/log?type=article-added"))
    assert added
    assert len(added) < len(positions(reader.page("/log")))
    assert positions(reader.page(f"/log?before={added[0]}&type=article-added")) == added[1:]
    assert "The whole log was looked at" in reader.page("/log?actor=nobody-at-all")
    on_paper = '<dl class="asked-for facts" hidden><div><dt>what</dt><dd><bdi>article added</bdi></dd></div></dl>'
    assert on_paper in reader.page("/log?type=article-added")
    assert "asked-for" not in reader.page("/log")


def test_the_data_of_the_log_is_what_its_page_shows(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON would begin with the first event; the table says where it goes on."""
    monkeypatch.setattr(log, "ON_A_PAGE", 3)
    html = reader.page("/log")
    (leads,) = re.findall(r'href="(/log\.json[^"]*)"[^>]*>JSON', html)
    told = [one["position"] for one in reader.get(unescape(leads)).json()["items"]]
    assert told[:3] == positions(html) == sorted(told, reverse=True)[:3]

    table = reader.get("/log.csv")
    older = reader.get(table.links["next"]["url"])
    rows = [int(row.partition(",")[0]) for one in (table, older) for row in one.text.splitlines()[1:]]
    assert rows == told[:6]


def test_a_filter_that_is_none_is_a_page_that_says_so(reader: Reader) -> None:
    for asked in ("type=cat", "before=yesterday", "before=-1"):
        answer = reader.get(f"/log?{asked}")
        assert answer.status_code == 400
        assert "Give" in answer.text


def test_an_event_leads_to_what_it_changed_and_back(reader: Reader) -> None:
    """And to the base as it was after it."""
    html = reader.page("/log?type=article-added")
    at = positions(html)[0]

    changed = reader.page(f"/diff?from={at - 1}&to={at}")
    assert f'id="why-{at}"' in changed
    assert "came" in changed
    assert re.search(r'<span class="count">\d+&nbsp;times</span>', reader.page("/diff?from=0"))  # on one line
    turned = reader.page(f"/diff?from={at}&to={at - 1}")
    assert "left" in turned
    assert f'href="/?asOf={at}"' in html


def test_the_same_moment_twice_has_no_change_and_one_beyond_the_end_is_an_error(reader: Reader) -> None:
    assert "Nothing changed" in reader.page("/diff?from=3&to=3")
    assert "after event 3" in reader.page("/diff?from=3&to=Now")
    assert reader.get("/diff?from=1&to=99999").status_code == 404
    assert "between which two events" in reader.page("/diff")


@pytest.mark.thorough
def test_programs_still_get_json(reader: Reader) -> None:
    assert reader.http.get("/log", headers={"Accept": "*/*"}).headers["content-type"].startswith("application/json")
    assert reader.http.get("/diff?from=1&to=2", headers={"Accept": "*/*"}).json()["from"] == 1


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("path", "entry"), [("/diff", "Log"), ("/queries", "Query"), ("/denials", "Statements"), ("/", "Start")]
)
def test_the_menu_says_under_what_a_page_is(reader: Reader, path: str, entry: str) -> None:
    """One entry, also for a page that has none of its own."""
    assert re.findall(r'aria-current="page">([^<]+)</a>', reader.page(path)) == [entry]


def parts(html: str) -> list[str]:
    """The headings of what changed."""
    return re.findall(r"<h2>(.*?)\n", html)


@pytest.mark.thorough
@pytest.mark.parametrize("cut", ["LINES", "QUADS"])
def test_a_page_ends_after_so_much_and_leads_to_the_rest(
    reader: Reader, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All parts come, each once, in the same order; one that has more than that is told whole."""
    last = reader.get("/health").json()["position"]
    monkeypatch.setattr(log, "LINES", 10_000)
    monkeypatch.setattr(log, "QUADS", 100_000)
    whole = reader.page(f"/diff?from=0&to={last}")
    monkeypatch.setattr(log, cut, 1)
    path, found = f"/diff?from=1&to={last}", []
    for _ in range(len(parts(whole)) + 1):
        html = reader.page(path)
        found += parts(html)
        further = re.search(r'href="(/diff[^"]*after=[^"]*)">What else changed', html)
        if not further:
            break
        path = unescape(further[1])
    assert len(found) > 1
    assert len(found) == len(set(found))
    assert [one for one in parts(whole) if one in found] == found


@pytest.mark.thorough
def test_a_day_before_the_first_event_is_compared_as_the_empty_base(reader: Reader) -> None:
    """And said so; what is asked for as event 0 needs no word."""
    said = "2001-01-01 lies before the first event"
    assert said in reader.page("/diff?from=2001-01-01&to=3")
    assert said in reader.page("/diff?from=3&to=2001-01-01")
    assert "lies before" not in reader.page("/diff?from=0&to=3")
    assert reader.http.get("/diff?from=2001-01-01&to=3", headers={"Accept": "application/json"}).json()["from"] == 0


def test_a_page_begins_after_a_part_of_the_graph(reader: Reader) -> None:
    """What is none is refused in words."""
    assert reader.get("/diff?from=2&to=5&after=nothing").status_code == 400
    assert "Nothing else changed" in reader.page("/diff?from=2&to=5&after=position:")


def test_what_changed_is_found_out_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes back to it, or sends its address on, has it at once."""
    last = reader.get("/health").json()["position"]
    first = reader.page(f"/diff?from=2&to={last}")
    monkeypatch.setattr(reader.served.backend, "diff", None)
    assert parts(reader.page(f"/diff?from=2&to={last}")) == parts(first)


@pytest.mark.thorough
def test_what_a_comparison_names_is_there_where_it_leads(reader: Reader) -> None:
    """Also a happening that two articles had apart until the event: it leads to the page of before."""
    page = reader.page("/diff?from=8&to=9")
    gone = re.findall(r'href="(/events/happening-[^"]*)"', page)

    assert any("asOf=8" in one for one in gone)
    for link in dict.fromkeys(unescape(one) for one in re.findall(r'class="thing" href="([^"]*)"', page) + gone):
        assert reader.get(link).status_code == 200, link


@pytest.mark.thorough
def test_what_lies_between_two_moments_is_said_first_by_type(reader: Reader) -> None:
    """How many events of each type, each leading to them in the log, though one page does not tell all they changed."""
    html = reader.page("/diff?from=0&to=8")
    told = html.partition('class="between">')[2].partition("</p>")[0]
    assert told.startswith("8 events between them: ")
    types = re.findall(r'href="(/log\?type=[^"]+)">([^<]+)</a>(?: <span class="count">(\d+)&nbsp;times)?', told)
    assert sum(int(times or 1) for _, _, times in types) == 8
    assert types[0][1] == "article added", "what a person did comes before what followed from it"
    for address, words, times in types:
        shown = [one for one in positions(reader.page(unescape(address))) if one <= 8]
        assert len(shown) == int(times or 1), words
    assert html.index('class="between"') < html.index('class="change"')
    assert reader.page("/diff?from=8&to=0").partition('class="between">')[2].startswith("8 events between them: ")


def offered(html: str, position: int) -> tuple[str, str]:
    """What can be done about an event of the log, and which event the way there takes back; "" where nothing can."""
    line = re.search(rf'<li id="event-{position}">.*?</li>', html, re.DOTALL)
    assert line
    found = re.search(r'done=(\d+)[^"]*">([^<]+)</a>', line[0])
    return (found[2], found[1]) if found else ("", "")


def test_what_is_in_force_is_undone_and_what_is_undone_redone(writer: Reader) -> None:
    """Of an undoing that was taken back itself nothing is left to do; who only reads is offered nothing."""
    entity = writer.get("/entities.json").json()["items"][0]["id"]
    named = {"action": "rename", "what": entity, "value": "Another Name", "back": "/log"}
    done = writer.send("/decide", named)
    assert done.status_code == 200, done.text
    decided = positions(writer.page("/log"))[0]
    assert offered(writer.page("/log"), decided) == ("undo it", str(decided))
    assert offered(writer.page("/log"), decided - 1) == ("", "")

    writer.send("/decide", {"action": "undo", "position": str(decided), "back": "/log"})
    undone = positions(writer.page("/log"))[0]
    html = writer.page("/log")
    assert offered(html, decided) == ("redo it", str(undone))
    assert offered(html, undone) == ("redo what it undid", str(undone))
    assert f'undone by <a href="/log?before={undone + 1}#event-{undone}">' in html

    writer.send("/decide", {"action": "undo", "position": str(undone), "back": "/log"})
    again = positions(writer.page("/log"))[0]
    html = writer.page("/log")
    assert offered(html, decided) == ("undo it", str(decided))
    assert offered(html, undone) == ("", "")
    assert offered(html, again) == ("undo it", str(again))
