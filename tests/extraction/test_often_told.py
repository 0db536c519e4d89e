"""What an article tells of again and again: the time that it takes is not that of each with all, times all."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.events import stage
from kb.extraction.offices import homeland
from kb.model import Article

TIMES = 16


def test_two_words_for_happenings_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of those told before are one happening already."""
    asked: list[tuple[int, int]] = []
    of_another_time = stage.is_of_another_time

    def counted(document, earlier, later, clock):  # type: ignore[no-untyped-def]
        asked.append((earlier, later))
        return of_another_time(document, earlier, later, clock)

    monkeypatch.setattr(stage, "is_of_another_time", counted)
    found = create().extract(Article("Hurricane Ilsa. " * TIMES))

    assert [1 + len(event.other_mentions) for event in found.events] == [TIMES]
    assert len(asked) == len(set(asked)) == TIMES * (TIMES - 1) / 2


def test_the_country_of_an_article_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each minister asks for it, and a long article has hundreds of them."""
    asked: list[str] = []
    really = homeland.filed_town

    def counted(document, table):  # type: ignore[no-untyped-def]
        asked.append(document.text)
        return really(document, table)

    monkeypatch.setattr(homeland, "filed_town", counted)
    text = (
        "Kenya and Uganda closed their ports on Monday. Ships from Kenya waited.\n\nRain fell.\n\n"
        '"We are ready," said Police Minister Ana Paz.\n\nSnow fell.\n\n"It is late," said Police Minister Tom Cole.\n'
    )

    offices = create().extract(Article(text)).offices

    assert [office.role for office in offices] == ["Police Minister"] * 2
    assert len(asked) == 1
