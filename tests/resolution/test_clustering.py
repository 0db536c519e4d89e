"""Clusters from weights: the same in any order; a contradiction splits, a rival forbids, a person beats both."""

from dataclasses import replace
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.resolution.clustering import Thresholds, ordered, partition, settled
from kb.resolution.planning import moves

LIMITS = Thresholds(link=6.0, lead=2.0, veto=-3.0)
THROUGH = replace(LIMITS, through=True)


def test_links_join_and_a_contradiction_keeps_apart() -> None:
    found = partition(
        "abc",
        {("a", "b"): 8.0, ("b", "c"): 7.0, ("a", "c"): -5.0},
        Thresholds(6.0, 0.0, -3.0),
    )

    assert found.clusters == (("a", "b"), ("c",))
    assert found.refused == {("b", "c"): ("rival", ("a", "b"))}


def test_what_fits_two_that_are_not_one_is_linked_to_neither() -> None:
    found = partition("abc", {("a", "b"): 8.0, ("b", "c"): 7.0, ("a", "c"): -5.0}, LIMITS)

    assert found.clusters == (("a",), ("b",), ("c",))
    assert {kind for kind, _ in found.refused.values()} == {"rival"}


def test_what_is_torn_between_two_joins_neither_by_way_of_a_third() -> None:
    """A minister who may be either of two namesakes is not the one because a later article's is."""
    bits = {("g", "m"): 10.0, ("f", "m"): 9.0, ("f", "g"): -12.0, ("f", "x"): 7.0, ("m", "x"): 8.0, ("g", "x"): 1.0}

    found = partition("fgmx", bits, THROUGH)

    assert found.clusters == (("f", "x"), ("g",), ("m",))
    assert found.refused[("m", "x")] == ("rival", ("g", "m"))
    assert partition("fgmx", bits, LIMITS).clusters == (("f", "m", "x"), ("g",))  # as events are


def test_whose_strongest_link_leads_is_not_torn_by_weaker_ones() -> None:
    """A given name alone, in a text that shares much with one of two persons, is that person in other texts too."""
    bits = {("a", "s"): 16.0, ("c", "s"): 8.0, ("b", "s"): 9.0, ("a", "c"): 10.0, ("a", "b"): -9.0, ("b", "c"): -9.0}

    assert partition("abcs", bits, THROUGH).clusters == (("a", "c", "s"), ("b",))
    also = bits | {("a", "f"): 9.0}  # is not weighed against the short name, which joins nobody who came to f before
    weak = [("a", "s"), ("b", "s"), ("c", "s")]
    assert partition("abcfs", also, THROUGH, weak=weak).clusters == (("a", "c", "f", "s"), ("b",))


def test_weaker_links_of_what_might_be_two_wait() -> None:
    """A river that one article took for the town of its name does not make the river of the others that town."""
    bits = {("b", "d"): 20.0, ("a", "b"): 13.0, ("a", "c"): 10.0, ("b", "c"): 9.0, ("c", "d"): -3.0, ("a", "d"): 4.0}

    assert partition("abcd", bits, THROUGH).clusters == (("a", "c"), ("b", "d"))


def test_two_of_one_article_may_be_one_thing_read_twice() -> None:
    bits = {("b#1", "x#1"): 10.0, ("b#2", "x#1"): 10.0, ("b#1", "b#2"): -30.0, ("x#1", "y#1"): 9.0, ("b#1", "y#1"): 8.0}

    found = partition(["b#1", "b#2", "x#1", "y#1"], bits, THROUGH)

    assert found.clusters == (("b#1", "x#1", "y#1"), ("b#2",))


def test_a_short_name_does_not_make_two_long_ones_one() -> None:
    bits = {("a", "s"): 8.0, ("b", "s"): 7.0}

    assert partition("abs", bits, LIMITS).clusters == (("a", "b", "s"),)
    assert partition("abs", bits, LIMITS, weak=list(bits)).clusters == (
        ("a", "s"),
        ("b",),
    )


def test_a_person_beats_every_weight() -> None:
    bits = {("a", "b"): 20.0, ("a", "c"): -30.0, ("b", "c"): 1.0}

    assert partition("abc", bits, LIMITS, bars=[("a", "b")]).clusters == (
        ("a",),
        ("b",),
        ("c",),
    )
    assert partition("abc", bits, LIMITS, bonds=[("b", "c")]).clusters == (
        ("a",),
        ("b", "c"),
    )


def test_what_a_person_joined_no_weight_between_two_of_it_parts() -> None:
    """Who joins two of one article with one of another has said of all three that they are one."""
    bits = {("a", "b"): 7.0, ("a", "c"): 4.0, ("b", "c"): -30.0}
    joined = [("a", "b"), ("a", "c")]

    assert partition("abc", bits, LIMITS).clusters == (("a", "b"), ("c",))
    assert partition("abc", bits, LIMITS, joined, weak=[("a", "b"), ("a", "c")]).clusters == (("a", "b", "c"),)
    assert partition("abc", bits, LIMITS, joined, bars=[("b", "c")]).clusters == (("a", "b"), ("c",))


MEMBERS = "abcdefg"
BITS = st.fixed_dictionaries(
    {},
    optional={pair: st.sampled_from([-30.0, -4.0, 0.0, 3.0, 6.5, 7.0, 9.0]) for pair in combinations(MEMBERS, 2)},
)
PAIRS = st.lists(st.sampled_from(list(combinations(MEMBERS, 2))), max_size=3)


@given(BITS, st.permutations(MEMBERS), PAIRS, PAIRS)
def test_the_order_of_members_does_not_count(
    bits: dict[tuple[str, str], float],
    order: list[str],
    bonds: list[tuple[str, str]],
    bars: list[tuple[str, str]],
) -> None:
    turned = dict(reversed(bits.items()))

    assert partition(order, turned, LIMITS, bonds, bars) == partition(MEMBERS, bits, LIMITS, bonds[::-1], bars[::-1])


@given(BITS, PAIRS)
def test_no_cluster_holds_a_contradiction(bits: dict[tuple[str, str], float], bars: list[tuple[str, str]]) -> None:
    found = partition(MEMBERS, bits, LIMITS, bars=bars)

    assert sorted(member for cluster in found.clusters for member in cluster) == sorted(MEMBERS)
    for cluster in found.clusters:
        for pair in combinations(cluster, 2):
            assert bits.get(ordered(*pair), 0.0) > LIMITS.veto
            assert ordered(*pair) not in bars


@given(BITS, st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(["X", "Y"])))
def test_moves_bring_every_member_to_where_its_cluster_is(
    bits: dict[tuple[str, str], float], linked: dict[str, str]
) -> None:
    found = partition(MEMBERS, bits, LIMITS)
    own = {member: f"own {member}" for member in MEMBERS}
    now = {member: linked.get(member, own[member]) for member in MEMBERS}

    after = dict(now)
    for move in moves(found.clusters, now, own):
        after.update(dict.fromkeys(move.members, move.target))

    ids = [{after[member] for member in cluster} for cluster in found.clusters]
    assert all(len(one) == 1 for one in ids)
    assert len({min(one) for one in ids}) == len(ids)
    assert not moves(found.clusters, after, own)


def test_an_id_that_an_identifier_gives_is_left_by_those_that_are_another() -> None:
    """A river that had been taken for the town of its name, when another article told of the town."""
    now = dict.fromkeys("abcd", "town")
    own = {one: f"own-{one}" for one in "abcd"}

    (move,) = moves([("a", "c"), ("b", "d")], now, own, named={"b": "town", "d": "town"})

    assert (move.target, move.members) == ("own-a", ("a", "c"))


def test_a_member_that_a_person_placed_stays_and_the_others_come_to_it() -> None:
    now = {"a": "X", "b": "X", "c": "Y"}
    own = {name: name for name in "abc"}

    (move,) = moves([("a", "b", "c")], now, own, fixed={"c"})

    assert (move.target, move.members) == ("Y", ("a", "b"))


@given(
    st.dictionaries(st.sampled_from("abdef"), st.sampled_from([-30.0, -3.0, -1.0, 0.0, 5.9, 6.0, 9.0])),
    st.integers(min_value=0, max_value=5),
)
def test_one_beside_those_that_are_one_already_goes_where_all_of_them_weighed_would_put_it(
    values: dict[str, float], others: int
) -> None:
    one = "abdef"[:others]
    bits = {ordered("c", other): value for other, value in values.items() if other in one}

    found = settled("c", "c" + one, bits, LIMITS)

    assert found == partition("c" + one, bits, LIMITS, list(pairwise(one)))
