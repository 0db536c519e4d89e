"""What is made ready at the start, so that the first visitor does not wait for it."""

import logging
from pathlib import Path

import pytest

from kb.api.app import create_app
from kb.api.pages import articles, begun
from kb.api.pages.warming import ask, warm
from kb.api.routes import disputes
from kb.api.serving.backend import Backend
from kb.errors import InputError
from kb.service.answering import spelling
from tests.api.conftest import opened


@pytest.mark.thorough
def test_pages_are_made_ready_and_the_log_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is counted over all of the base is kept before anybody asked; a base at fault is no reason to fail."""
    caplog.set_level(logging.INFO, "kb.api")
    spelling._vocabulary.cache_clear()
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        app = create_app(backend, token="secret")
        try:
            warm(app, app.state.pages)
            assert "Pages are ready" in caplog.text
            backend.prepare()
            ask(app)  # as after each change, once the questions are looked at
            made = {key[0] for key in app.state.pages._kept._kept if isinstance(key, tuple)}
            assert made >= {"start", "chronicle", "disputes", "accounts", "questions"}
            assert spelling._vocabulary.cache_info().currsize == 1
            kb.home.catalog_path.write_bytes(b"no database")
        finally:
            backend.close()
        broken = create_app(Backend(kb))
        warm(broken, broken.state.pages)
    assert "could not be made ready" in caplog.text


@pytest.mark.thorough
def test_a_page_that_takes_long_is_made_whole_and_its_fault_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser would be shown its beginning, and the fault below."""
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        app = create_app(backend, token="secret")
        try:
            monkeypatch.setattr(begun, "_SOON", 0)
            ask(app)
            made = {key[0] for key in app.state.pages._kept._kept if isinstance(key, tuple)}
            assert "accounts" in made
            monkeypatch.setattr(disputes, "found", _stops)
            with pytest.raises(InputError, match="too long"):
                ask(app)
        finally:
            backend.close()


@pytest.mark.thorough
def test_a_page_that_cannot_be_made_keeps_no_other_from_being_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its fault is told in the end, so that it is tried again."""
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        app = create_app(backend, token="secret")
        try:
            monkeypatch.setattr(articles, "part", _fails)
            with pytest.raises(TimeoutError, match="too long"):
                ask(app)
            made = {key[0] for key in app.state.pages._kept._kept if isinstance(key, tuple)}
            assert made >= {"start", "chronicle", "disputes", "accounts"}
        finally:
            backend.close()


def _stops(*_: object, **__: object) -> None:
    raise InputError("too long")


def _fails(*_: object, **__: object) -> None:
    raise TimeoutError("too long")


@pytest.mark.thorough
def test_schemas_of_routes_are_made_at_the_start(tmp_path: Path) -> None:
    """Else the first request to each pays for them."""
    with opened(tmp_path / "home") as kb:
        backend = Backend(kb)
        app = create_app(backend, token="secret")
        try:
            included = [route for route in app.routes if hasattr(route, "effective_candidates")]
            assert included
            warm(app, app.state.pages)
            assert all(vars(route)["_effective_candidates"] for route in included)
        finally:
            backend.close()
