"""POST /articles/file: files as they are."""

import json
from typing import Any

import pytest

from tests.api.conftest import Served

TEXT = "Title: Mill burns\nDate: 2031-05-06\n\nBlue Column attacked Nordhaven Depot on Tuesday.\n"
PAGE = (
    "<html><head><title>Mill burns</title></head><body><article><h1>Mill burns</h1><p>"
    + "Blue Column attacked Nordhaven Depot on Tuesday, as several people there told reporters. " * 4
    + "</p></article></body></html>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title><item><title>Mill burns</title>'
    "<description>Blue Column attacked Nordhaven Depot on Tuesday.</description></item></channel></rss>"
)


def _send(served: Served, data: bytes | str, media: str = "application/x-www-form-urlencoded", **query: str) -> Any:
    return served.client.post("/articles/file", content=data, params=query, headers={"Content-Type": media})


@pytest.mark.thorough
@pytest.mark.parametrize("file", [TEXT, PAGE, FEED, json.dumps({"articles": [{"title": "Mill burns", "text": TEXT}]})])
def test_a_file_goes_in_as_it_is(writable: Served, file: str) -> None:
    """Whatever type the client says: the file tells what it is; again it changes nothing."""
    answer = _send(writable, file)

    assert answer.status_code == 201, answer.text
    [item] = answer.json()["items"]
    assert (item["added"]["status"], item["added"]["title"], item["problem"]) == ("added", "Mill burns", None)
    assert writable.client.get(f"/articles/{item['added']['id']}").json()["title"] == "Mill burns"
    again = _send(writable, file)
    assert (again.status_code, again.json()["items"][0]["added"]["status"]) == (200, "known")


def test_a_bad_line_keeps_no_other_out(writable: Served) -> None:
    """It is said with its place, and as it would have been alone."""
    lines = json.dumps({"text": TEXT}) + "\nno json\n" + json.dumps({"txt": "a"})
    answer = _send(writable, lines, name="day.jsonl", format="jsonl")
    good, broken, empty = answer.json()["items"]

    assert (answer.status_code, good["added"]["status"]) == (201, "added")
    assert (broken["place"], broken["added"], broken["problem"]["status"]) == ("line 2", None, 400)
    assert "JSON" in broken["problem"]["detail"]
    assert broken["problem"]["hint"]
    assert (empty["place"], "no text" in empty["problem"]["detail"]) == ("line 3", True)


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "empty"), (bytes(range(256)) * 40, "binary"), (b"%PDF-1.4\n1 0 obj", "PDF"), (b"[]", "")]
)
def test_a_file_of_which_nothing_goes_in_is_a_problem(served: Served, data: bytes, said: str) -> None:
    """With its reason; the log does not move."""
    before = served.kb.position
    answer = _send(served, data, name="file.dat")

    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert said in answer.json()["detail"]
    assert answer.json()["hint"]
    assert served.kb.position == before


def test_who_may_not_write_sends_no_file(served: Served) -> None:
    """A page of another site, whose browser asks nobody before it sends text; a kind that there is none of."""
    headers = {"Content-Type": "text/plain", "Origin": "https://other.example"}

    assert served.client.post("/articles/file", content=TEXT, headers=headers).status_code == 403
    assert _send(served, TEXT, format="docx").status_code == 422
