"""What a property had beside what it has: only what changed is marked."""

from kb.api.pages.changed_values import Line, by_property
from kb.service.history.diff_told import Entry, Value


def left(text: str, at: int, ref: str = "") -> Entry:
    """A value that left."""
    return Entry("gone", "place", Value(text, ref), None, (at,))


def came(text: str, at: int, ref: str = "") -> Entry:
    """A value that came."""
    return Entry("added", "place", None, Value(text, ref), (at,))


def lines(*entries: Entry) -> list[Line]:
    """The lines of one property."""
    ((_, found),) = by_property(entries)
    return found


def test_words_that_both_have_are_not_marked() -> None:
    """One number of a title changed."""
    was, now = Value("Fire kills 23 in Sotera"), Value("Fire kills 32 in Sotera")
    (found,) = lines(Entry("changed", "title", was, now, (4,)))
    assert found.runs == (("same", "Fire kills "), ("gone", "23"), ("new", "32"), ("same", " in Sotera"))


def test_what_has_little_in_common_stands_side_by_side() -> None:
    """No patchwork of single words."""
    (found,) = lines(Entry("changed", "type", Value("armed force"), Value("company"), (4,)))
    assert (found.runs, found.renamed) == ((), False)


def test_of_several_values_each_stands_beside_what_took_its_place() -> None:
    """Not all that came before all that left; another thing of one name is no change of words."""
    found = lines(
        came("Mola", 7, "entity-b"),
        came("Sota", 8, "entity-d"),
        left("Sota", 9, "entity-c"),
        left("Mola", 7, "entity-a"),
        left("Karra", 6, "entity-e"),
    )
    told = {(one.entry.was and one.entry.was.ref, one.entry.now and one.entry.now.ref, one.entry.why) for one in found}
    assert told == {
        ("entity-a", "entity-b", (7,)),
        ("entity-c", "entity-d", (8, 9)),
        ("entity-e", None, (6,)),
    }
    assert [one.renamed for one in found].count(True) == 2


def test_what_reads_alike_and_is_no_other_thing_says_so() -> None:
    """A value that is longer than what is shown of it."""
    (found,) = lines(Entry("changed", "text", Value("same"), Value("same"), (4,)))
    assert (found.unseen, found.renamed) == (True, False)
