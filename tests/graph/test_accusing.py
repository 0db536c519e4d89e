"""A label does not say who did harm where the article has it from somebody alone."""

import pytest

from kb.graph.labels import event_label
from kb.model import Event, Figure, Role, Span

TEXT = "Gunmen killed 12 soldiers near a depot, the mayor said."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def label(kind: str, **told: object) -> str:
    roles = (Role("agent", span("Gunmen")), Role("patient", span("12 soldiers")))
    return event_label(TEXT, Event("v1", kind, span("killed"), roles=roles, **told), {}, ())  # type: ignore[arg-type]


@pytest.mark.parametrize("told", [{"sources": ("s1",)}, {"polarity": "negative"}, {"modality": "alleged"}])
def test_who_did_harm_is_left_out_where_it_is_claimed_denied_or_alleged(told: dict[str, object]) -> None:
    assert label("death", **told) == "deaths of soldiers"
    assert label("ambush", **told) == "ambush of soldiers"
    assert label("kidnapping", **told) == "kidnapping of soldiers"
    assert label("arrest", **told) == "arrests of soldiers by gunmen"


def test_what_the_article_says_itself_names_who_did_it() -> None:
    assert label("death") == "killing of soldiers by gunmen"
    assert label("ambush") == "ambush of soldiers by gunmen"


def test_a_title_leaves_to_the_text_who_says_so() -> None:
    """The event is told in the paper's own voice; whoever counts the dead of it is named in the text alone."""
    event = Event("v1", "death", span("killed"), roles=(Role("agent", span("Gunmen")),))
    claimed = Figure("q1", "v1", span("12"), "exactly", 12.0, of="soldiers", sources=("s1",))
    others = Figure("q2", "v2", span("12"), "exactly", 12.0, of="soldiers", sources=("s1",))

    assert event_label(TEXT, event, {}, [claimed]) == "deaths"
    assert event_label(TEXT, event, {}, [others]) == "killing by gunmen"
