"""Tests of kb.query.workers.apart and kb.query.workers.reader: long texts, read by another process."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kb.query.errors import ForbiddenQueryError, MalformedQueryError, OverloadedError, QueryTooLargeError
from kb.query.limits import Limits
from kb.query.sparql.advice import explained
from kb.query.sparql.prefixes import known
from kb.query.sparql.readings import LONG, Readings, read
from kb.query.workers.apart import Reader, shared

HERE, THERE = Limits(), Limits(apart=True)
LONG_TEXT = "SELECT * { ?s kb:eventTyp ?o . " + "OPTIONAL { ?s rdfs:label ?o } " * 100 + "} LIMIT 5"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """That of this process."""
    yield shared()
    shared().close()


def process(reader: Reader) -> int:
    """Its process id; 0: none."""
    return reader._process.pid if reader._process else 0


def test_a_long_text_says_the_same_there(reader: Reader) -> None:
    """All of it: where its parts lie, its names, what is warned of; and it was read there."""
    assert len(LONG_TEXT) > LONG
    assert Readings(THERE, "http://e/").of(LONG_TEXT) == read(LONG_TEXT, 0, HERE, "http://e/")
    assert process(reader)


def test_a_short_text_needs_nobody() -> None:
    """Nor does one that is refused by its length alone."""
    shared().close()
    readings = Readings(THERE, "")
    readings.of("ASK {}")
    with pytest.raises(QueryTooLargeError):
        readings.of("ASK {} #" + "x" * 70_000)

    assert not process(shared())


def test_what_is_refused_there_is_refused_here(reader: Reader) -> None:
    """With the facts, and for the next text the process is still there."""
    readings = Readings(replace(THERE, values=10), "")
    with pytest.raises(ForbiddenQueryError, match="more than 100 deep"):
        readings.of("SELECT * " + "{" * 3000)
    before = process(reader)
    with pytest.raises(QueryTooLargeError) as caught:
        readings.of("SELECT * { VALUES ?x {" + " 1" * 3000 + "} }")

    assert (caught.value.limit, caught.value.found) == (10, 3000)
    assert process(reader) == before != 0


def test_what_was_meant_is_told_from_there(reader: Reader) -> None:
    """The line, the caret, the word."""
    text = LONG_TEXT.replace("SELECT", "SELCT", 1)
    error = MalformedQueryError("no query", line=1, column=1)

    told = Readings(THERE, "").explained(text, error)
    here = explained(text, MalformedQueryError("no query", line=1, column=1), known())

    assert (told.hint, told.excerpt) == (here.hint, here.excerpt)
    assert "SELECT instead of SELCT" in told.hint


def test_full_text_is_asked_here(reader: Reader) -> None:
    """The other process has none; what goes wrong in it is raised here, and does not stay in the way."""
    text = 'SELECT * { ?x kb:search "one" . ' + "?x rdfs:label ?y . " * 200 + "}"
    readings = Readings(THERE, "")
    asked: list[tuple[str, int]] = []

    def search(words: str, most: int) -> list[tuple[str, float]]:
        asked.append((words, most))
        if len(asked) == 2:
            raise ZeroDivisionError
        return [("http://e/1", 1.0)]

    reading = readings.of(text)
    made = readings.rewritten(text, reading, search)
    with pytest.raises(ZeroDivisionError):
        readings.rewritten(text, reading, search)
    with pytest.raises(ForbiddenQueryError, match="no full text"):
        readings.rewritten(text, reading, None)

    assert "VALUES ?x { <http://e/1> }" in made
    assert asked == [("one", 1000)] * 2


def test_a_process_that_was_killed_is_started_again(reader: Reader) -> None:
    """Once for each text; one that ends it twice is refused, and others go on."""
    assert reader.done("read", "ASK {}", 0, HERE, "").admitted.form == "ASK"
    os.kill(process(reader), signal.SIGKILL)

    assert reader.done("read", "ASK {}", 0, HERE, "").admitted.form == "ASK"

    def deadly(*_: object) -> None:
        os.kill(process(reader), signal.SIGKILL)

    with pytest.raises(OverloadedError, match="ended while it read yours"):
        reader.done("rewritten", 'ASK { ?x kb:search "x" }', known(), back=deadly)
    assert reader.done("read", "ASK {}", 0, HERE, "").admitted.form == "ASK"
