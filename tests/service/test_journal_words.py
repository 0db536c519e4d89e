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


def test_reasons_are_told_whole_as_many_as_go_into_a_line() -> None:
    """And no word is cut; how many others there are is said."""
    reasons = tuple(
        f"office \u201cmayor of Nordhaven and its harbour {number}\u201d (-{number}.5)" for number in range(5)
    )
    said = in_words(ev.EntitiesLinked(ONE, (f"{'c' * 16}#e1",), -3.0, reasons))
    assert said == f"entity-{ONE} = {'c' * 16}#e1 (-3 bits: {reasons[0]}; and 4 more)"
    few = in_words(ev.EntitiesMerged("m1", ONE, OTHER, 0.0, ("same desk", "same name")))
    assert few == f"entity-{OTHER} goes into entity-{ONE}: same desk; same name"


def test_of_a_parting_whose_others_were_erased_what_stays_is_told() -> None:
    """Rather than nothing."""
    stays = ev.MembersMoved(ONE, (f"{'c' * 16}#e1",), (ONE,))
    assert in_words(stays) == f"from entity-{ONE}: {'c' * 16}#e1 stays"


def test_a_long_text_is_cut_behind_a_word() -> None:
    """And behind no comma or bracket; a word that is longer than the line is cut within."""
    told = in_words(ev.ClaimRetracted(f"{'c' * 16}#q2", "counted twice, " * 9))
    assert told.endswith("counted twice, counted twice \u2026")
    assert in_words(ev.ClaimRetracted(f"{'c' * 16}#q2", "x" * 200)).endswith("x" * 89 + "\u2026")


def test_who_was_moved_is_told_with_where_to() -> None:
    """Not who stays, and of many the first ones."""
    names = tuple(f"{letter * 16}#e1" for letter in "abcdef")
    targets = (ONE, *(letter * 20 for letter in "bcdef"))
    said = in_words(ev.MembersMoved(ONE, names, targets))
    goes = ", ".join(f"{name} to entity-{target}" for name, target in zip(names[1:4], targets[1:4], strict=True))
    assert said == f"from entity-{ONE}: {goes}, and 2 more"
