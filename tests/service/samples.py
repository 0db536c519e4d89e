"""Small extractions that the tests of kb.service share."""

from kb.model import Entity, Event, Extraction, Figure, Mention, Office, Role, Span, Statement, TimeValue

TEXT = "Ann Lee, mayor of Oster, said a fire killed 3. Bo Ray denied it. It spread from the mill."


def at(words: str) -> Span:
    """Return where *words* first stand in TEXT."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def sample(article: str = "a" * 16) -> Extraction:
    """Return an extraction with one of everything, joined to one another."""
    return Extraction(
        article=article,
        extractor="test",
        version="1",
        mentions=(
            Mention("m1", at("Ann Lee"), "name", "e1"),
            Mention("m2", at("Oster"), "name", "e2"),
            Mention("m3", at("Bo Ray"), "name", "e3"),
        ),
        entities=(
            Entity("e1", "person", "Ann Lee"),
            Entity("e2", "city", "Oster"),
            Entity("e3", "person", "Bo Ray"),
        ),
        offices=(Office("o1", "e1", "mayor", at("mayor of Oster"), place="e2"),),
        statements=(
            Statement("s1", (at("a fire killed 3"),), "indirect", ("e1",), cue=at("said"), claims=("v1", "v2")),
            Statement("s2", (at("it."),), "indirect", ("e3",), nested_in="s1"),
        ),
        events=(
            Event(
                "v1",
                "fire",
                at("fire"),
                roles=(Role("cause", at("the mill")),),
                places=("e2",),
                place_spans=(at("Oster"),),
                time=TimeValue(None, earliest_begin="2024-05-01", latest_end="2024-05-02", granularity="day"),
                sources=("s1",),
            ),
            Event("v2", "death", at("killed"), part_of="v1", sources=("s1",)),
            Event("v3", "spread", at("spread"), roles=(Role("theme", at("It"), event="v1"),), causes=("v1",)),
        ),
        figures=(Figure("q1", "v2", at("3"), "exactly", 3.0, of="killed", sources=("s1",)),),
    )
