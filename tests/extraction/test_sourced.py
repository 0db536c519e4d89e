"""A title leaves out who says so; the text that puts it into somebody's mouth does not."""

import pytest

from tests.extraction.interpreted import extraction, mention, trigger


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Soldiers burn village\n\nRosa Paz said soldiers burned the village.", ("s1",)),
        ("Soldiers burn village\n\nSoldiers burned the village. Rosa Paz said so.", ()),
        ("Soldiers burn village\n\nRosa Paz said soldiers burned the village. The fire lasted hours.", ()),
        ("Rosa Paz said soldiers burned the village.", ("s1",)),
    ],
)
def test_what_the_title_tells_is_his_who_says_it_in_the_text(text: str, sources: tuple[str, ...]) -> None:
    """Two papers whose titles tell what one mayor said are no two sources; what a text tells by itself is its own."""
    content = "soldiers burned the village"
    said = f"said {content}" in text
    told = [word for word in ("burn", "burned", "fire") if f" {word} " in text.replace("\n", " ")]
    rows = [mention("Rosa Paz", "person"), *(trigger(word, "attack") for word in told), ("cue", "cue", "said")]
    links = [("same", word, told[0]) for word in told[1:]] + [("speaker", "said", "Rosa Paz")]
    found = extraction(
        text,
        [*rows, ("content", "indirect", content)] if said else rows,
        [*links, ("content", "said", content)] if said else links,
    )

    assert [event.sources for event in found.events] == [sources]
    assert [statement.claims for statement in found.statements if sources] == [("v1",)][: len(sources)]


@pytest.mark.parametrize(("said", "sources"), [("soldiers burned it", ("s1",)), ("the burning hurt", ())])
def test_whoever_speaks_of_what_is_known_is_not_who_tells_of_it(said: str, sources: tuple[str, ...]) -> None:
    """A president whom the deaths sadden is no source of the title that tells of them."""
    text = f"Soldiers burn village\n\nRosa Paz said {said}."
    again = said.split()[1]
    rows = [mention("Rosa Paz", "person"), trigger("burn", "attack"), trigger(again, "attack")]
    rows += [("cue", "cue", "said"), ("content", "indirect", said)]
    links = [("same", again, "burn"), ("speaker", "said", "Rosa Paz"), ("content", "said", said)]
    tree = {"burning": ("NOUN", "nsubj", "hurt"), "the": ("DET", "det", "burning")}
    found = extraction(text, rows, links, tree if "burning" in said else {})

    assert [event.sources for event in found.events] == [sources]
