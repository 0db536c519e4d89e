"""What the start page says is disputed."""

from kb.api.pages.start import accounts
from kb.service.happenings.conflicts import Value


def value(words: str, number: float, source: str, day: str, *said_by: str) -> Value:
    return Value(f"f-{source}", "e", "a", source, day, words, "exactly", number, None, False, said_by)


def test_each_number_is_told_once_with_all_who_give_it() -> None:
    """In the order in which they came up, as the first wrote it, each of its tellers once."""
    told = [
        value("Nine", 9, "Wire", "2024-05-03"),
        value("11", 11, "Post", "2024-05-04", "Ada Lund"),
        value("9", 9, "Herald", "2024-05-05"),
        value("9", 9, "Wire", "2024-05-06"),
    ]

    assert [(one.told, one.told_by, one.reported) for one in accounts(told)] == [
        ("Nine", ("Wire", "Herald"), "2024-05-03"),
        ("11", ("Ada Lund",), "2024-05-04"),
    ]
