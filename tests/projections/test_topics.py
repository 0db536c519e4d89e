"""Whom and what a statement is about, however many others the article has."""

import random

from kb.model import Entity, Event, Extraction, Mention, Role, Span, Statement
from kb.projections.catalog.topics import Topics


def plain(extraction: Extraction, statement: Statement) -> tuple[str, ...]:
    """What Topics.of says, looked up one by one."""
    found = [one for one in statement.about if one in {entity.id for entity in extraction.entities}]
    for event in extraction.events:
        if event.id in statement.claims:
            found += [role.entity for role in event.roles if role.entity] + list(event.places)
    for mention in extraction.mentions:
        if any(part.covers(mention.span) for part in statement.content) and mention.entity not in statement.speakers:
            found += [mention.entity] if mention.entity else []
    return tuple(dict.fromkeys(found))


def test_topics_are_what_it_claims_and_names_in_the_order_of_the_text() -> None:
    chance = random.Random(5)
    entities = tuple(Entity(f"e{n}", "person", f"Osk {n}") for n in range(9))

    def some(kind: str, most: int) -> tuple[str, ...]:
        return tuple(f"{kind}{chance.randrange(9)}" for _ in range(chance.randrange(most)))

    def anywhere(longest: int) -> Span:
        start = chance.randrange(300)
        return Span(start, start + 1 + chance.randrange(longest))

    mentions = tuple(Mention(f"m{n}", anywhere(9), "name", next(iter(some("e", 2)), "")) for n in range(60))
    events = tuple(
        Event(f"v{n}", "visit", anywhere(5), roles=tuple(Role("agent", anywhere(5), one) for one in some("e", 3)))
        for n in range(9)
    )
    statements = tuple(
        Statement(
            f"s{n}",
            tuple(anywhere(60) for _ in range(chance.randrange(1, 3))),
            "indirect",
            some("e", 2),
            claims=some("v", 4),
            about=some("e", 3),
        )
        for n in range(40)
    )
    extraction = Extraction(
        "a", "test", "1", mentions=mentions, entities=entities, events=events, statements=statements
    )
    topics = Topics(extraction)

    assert [topics.of(one) for one in statements] == [plain(extraction, one) for one in statements]
    assert any(topics.of(one) for one in statements)
