"""What two readings of one text tell differently, role by role."""

from kb.model import Article, Event, Extraction, Role, Span
from kb.service.articles.comparing import compare

TEXT = "Blue Column and Grey Column raided a mill by boat."


def reading(*roles: tuple[str, str]) -> Extraction:
    """Return a reading of the one event, with (role, words) of who takes part."""
    taken = tuple(Role(role, _at(words)) for role, words in roles)
    return Extraction("a", "test", "1", events=(Event("v1", "attack", _at("raided"), roles=taken),))


def _at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_each_role_is_a_field_of_its_own() -> None:
    """Of one that both have only what the other lacks; one that either lacks is told as nothing there."""
    first = reading(("agent", "Blue Column"), ("agent", "Grey Column"), ("target", "mill"))
    second = reading(("agent", "Blue Column"), ("target", "mill"), ("means", "boat"))

    told = compare(Article(TEXT), first, second)

    assert [one.differs for one in told.different] == [(("agent", "Grey Column", ""), ("means", "", "boat"))]
    assert compare(Article(TEXT), first, first).differences == 0
