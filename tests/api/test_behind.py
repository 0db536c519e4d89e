"""Answers of a server whose projections stopped before an event."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from kb.events import ArticleWithdrawn, codec
from kb.events.streams import article_stream
from kb.service.stopped import Stop
from tests.api.conftest import Served, opened, serving


def _withdraw(served: Served) -> int:
    """Record a withdrawal as another program does, and return its position."""
    log = served.kb.log
    article = served.client.get("/articles").json()["items"][0]["id"].removeprefix("article-")
    stream = article_stream(article)
    done = log.append(stream, log.stream_version(stream), [ArticleWithdrawn(article, "test")], actor="person:Ada")
    return done[-1].position


@pytest.mark.thorough
def test_an_event_that_cannot_be_taken_in_is_said_with_every_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old state is read, nothing is written; once the event is known all goes on."""
    known = dict(codec.EVENT_TYPES)
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        before = served.client.get("/articles")
        assert "X-Kb-Warning" not in before.headers
        with monkeypatch.context() as older:
            position = _withdraw(served)
            older.setattr(codec, "EVENT_TYPES", {k: v for k, v in known.items() if k != ArticleWithdrawn.TYPE})
            for path in ("/articles", "/search?q=attacked", "/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D"):
                answer = served.client.get(path)
                assert answer.status_code == 200, path
                said = f"Event {position} cannot be taken in; this is as of event {position - 1}."
                assert answer.headers["X-Kb-Warning"] == said, path
            assert served.client.get("/articles").json() == before.json()
            health = served.client.get("/health").json()
            assert (health["status"], health["position"]) == ("bad", position)
            assert f"before event {position} (article-withdrawn)" in health["problems"][0]
            refused = served.client.post("/articles", json={"text": "Red Guard attacked Depot North. 9 killed."})
            assert (refused.status_code, refused.json()["code"]) == (503, "projection-stopped")

        with kb.writing():
            pass  # as a program of the newer version would
        answer = served.client.get("/articles")
        assert "X-Kb-Warning" not in answer.headers
        assert len(answer.json()["items"]) == len(before.json()["items"]) - 1
        assert served.client.get("/health").json()["status"] == "good"


@pytest.mark.thorough
def test_a_stop_that_is_past_is_told_with_no_answer(tmp_path: Path) -> None:
    """Who wrote it died before removing it, the log was put back to before that event, or nothing was made anew."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        last = kb.position
        for position, anew in ((last, False), (last + 1, False), (last, True)):
            stop = Stop("projections", position, "article-liked", "unknown type", "", anew=anew)
            (kb.home.root / "stopped.json").write_text(json.dumps(asdict(stop)), encoding="utf-8")
            assert "X-Kb-Warning" not in served.client.get("/articles").headers, stop
            assert served.client.get("/health").json()["status"] == "good", stop
