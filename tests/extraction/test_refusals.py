"""A refusal is told once, with all its words and what it is about."""

from dataclasses import replace

import pytest

from kb.extraction.statements.refusals import once_refused
from kb.model import Span, Statement
from tests.extraction.analyses import document


def _at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _refusal(
    text: str, cue: str, about: str = "", speaker: str = "e1", status: str = "not_reported_content"
) -> Statement:
    content = (_at(text, about),) if about else ()
    return Statement("s1", content, "indirect", speakers=(speaker,), cue=_at(text, cue), status=status)


TEXT = "Osk Mills would neither confirm nor deny the sale. The mayor did not reply to the letter."


def test_two_marks_of_one_refusal_are_one() -> None:
    rows = [_refusal(TEXT, "would neither confirm"), _refusal(TEXT, "deny", "the sale")]
    rows += [_refusal(TEXT, "reply", "the letter", "e2"), _refusal(TEXT, "did not", "", "e2")]

    found = once_refused(document(TEXT, []), rows)

    assert [(s.cue.of(TEXT) if s.cue else "", [c.of(TEXT) for c in s.content]) for s in found] == [
        ("would neither confirm nor deny", ["the sale"]),
        ("did not reply", ["the letter"]),
    ]


@pytest.mark.parametrize(
    "other",
    [
        _refusal(TEXT, "deny", "the sale", "e2"),
        _refusal(TEXT, "deny", "the sale", status="reported"),
        _refusal(TEXT, "reply", "the letter"),
    ],
)
def test_another_speaker_s_words_or_others_stay_apart(other: Statement) -> None:
    first = _refusal(TEXT, "would neither confirm")

    assert once_refused(document(TEXT, []), [first, other]) == [first, other]


def test_a_refusal_half_of_which_has_a_speaker_is_one() -> None:
    text = "Neither side would say when talks resume."
    rows = [_refusal(text, "would"), _refusal(text, "say", "when talks resume")]
    rows = [replace(rows[0], speakers=()), rows[1]]

    (found,) = once_refused(document(text, []), rows)

    assert (found.cue.of(text) if found.cue else "", found.speakers) == ("would say", ("e1",))
