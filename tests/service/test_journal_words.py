"""What the log says of a decision in a line, with ids that pages can name."""

from kb import events as ev
from kb.events.curation import Judged
from kb.model import Span
from kb.service.history.journal import in_words

ONE, OTHER = "a" * 20, "b" * 20


def test_a_pair_left_open_is_told_by_ids_of_things() -> None:
    """Bare hexadecimals lead nowhere; a member of one article is written as such."""
    assert (
        in_words(ev.PairLeftOpen((ONE, OTHER), -1.1))
        == f"entity-{ONE} and entity-{OTHER} may be one or two (-1.1 bits)"
    )
    assert in_words(ev.PairLeftOpen((f"{'c' * 16}#e1", OTHER), 2.0)).startswith(f"{'c' * 16}#e1 and entity-{OTHER} ")


def test_a_part_of_a_claim_is_told_by_what_it_is_a_part_of() -> None:
    """Not by its number in the reading."""
    judged = Judged("figure", "q2", (Span(0, 2),), "value", "14")
    said = in_words(ev.ClaimConfirmed(f"{'c' * 16}#q2", judged=judged))

    assert said == f"{'c' * 16}#q2 (value of figure)"
