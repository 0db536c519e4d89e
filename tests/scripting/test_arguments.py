"""Arguments of a wrong type: said in the words of whoever calls, never an AttributeError from deep inside."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kb import KnowledgeBase
from kb.errors import InputError
from kb.scripting.arguments import WrongTypeError

TAKES_TEXT: dict[str, Callable[[Any, Any], object]] = {
    "query": lambda kb, value: kb.query(value),
    "ask": lambda kb, value: kb.ask(value),
    "run": lambda kb, value: kb.run(value),
    "show": lambda kb, value: kb.show(value),
    "article": lambda kb, value: kb.article(value),
    "entity": lambda kb, value: kb.entity(value),
    "event": lambda kb, value: kb.event(value),
    "statement": lambda kb, value: kb.statement(value),
    "search": lambda kb, value: kb.search(value),
    "timeline": lambda kb, value: kb.timeline(value),
    "explain": lambda kb, value: kb.explain("Osk", value),
    "withdraw": lambda kb, value: kb.withdraw(value, "a test"),
    "decide": lambda kb, value: kb.decide("confirm", value),
}
NAMES_ONE: dict[str, Callable[[Any, Any], object]] = {  # for which nothing means all
    "conflicts": lambda kb, value: kb.conflicts(value),
    "events": lambda kb, value: kb.events(entity=value),
    "articles": lambda kb, value: kb.articles(entity=value),
    "statements": lambda kb, value: kb.statements(article=value),
}


@pytest.mark.parametrize("method", TAKES_TEXT)
@pytest.mark.parametrize("value", [5, None, b"Osk", ["Osk"], 2.5], ids=lambda value: type(value).__name__)
def test_what_is_no_text_is_named_with_its_type(kb: KnowledgeBase, method: str, value: object) -> None:
    """The message says which argument, and of which type it is."""
    with pytest.raises(WrongTypeError, match=rf"must be text, not {type(value).__name__}: ") as caught:
        TAKES_TEXT[method](kb, value)
    assert caught.value.value is value


@pytest.mark.parametrize("method", NAMES_ONE)
def test_what_a_list_is_narrowed_to_is_text(kb: KnowledgeBase, method: str) -> None:
    """A number is no id; without anything the list is whole."""
    with pytest.raises(WrongTypeError, match="must be text, not int: 5") as caught:
        NAMES_ONE[method](kb, 5)
    assert "Ids are text" in caught.value.hint
    NAMES_ONE[method](kb, "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"timeout": "1"}, "timeout must be a number, not str: '1'"),
        ({"timeout": True}, "timeout must be a number, not bool: True"),
        ({"timeout": -1}, "timeout must be above 0 seconds; -1 is not."),
        ({"timeout": float("nan")}, "timeout must be above 0 seconds; nan is not."),
        ({"min_confidence": "high"}, "min_confidence must be a number, not str: 'high'"),
    ],
)
def test_numbers_are_numbers(kb: KnowledgeBase, given: dict[str, Any], said: str) -> None:
    """A limit that is none is refused before anything runs."""
    with pytest.raises(InputError) as caught:
        kb.query("ASK {}", **given)
    assert str(caught.value) == said


def test_a_month_or_year_is_all_of_it(kb: KnowledgeBase) -> None:
    """From its first day, until its last; another text is refused."""
    assert [one.id for one in kb.events(since="2024")] == [one.id for one in kb.events(since=date(2024, 1, 1))]
    assert [one.id for one in kb.events(until="2024-02")] == [one.id for one in kb.events(until="2024-02-29")]
    with pytest.raises(InputError, match="'2024-13' is no day"):
        kb.events(until="2024-13")
    with pytest.raises(InputError, match="until 2024-04-30 lies before since 2024-05-01"):
        kb.events(since="2024-05", until="2024-04")


def test_a_home_is_a_path() -> None:
    """The number 5 is not the folder "5" of wherever one stands; a long value is cut."""
    with pytest.raises(WrongTypeError, match="home must be a path, not int: 5"):
        KnowledgeBase(5)  # type: ignore[arg-type]
    assert str(WrongTypeError("what", "x" * 99, "a path")).endswith("x…")
