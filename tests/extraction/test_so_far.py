"""A further name is compared with the few clusters that it can be of, and put where comparing all would put it."""

import random

import pytest

from kb.extraction.names import forms, naming
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.so_far import NamesSoFar
from kb.extraction.names.stage import Candidate
from kb.model import Span

GIVEN = ("Ada", "Tor", "Ines", "Dr Ada", "Rosa Paz", "Charles", "The")
FAMILY = ("Osk", "Lund", "Obi", "Lund Jr", "Osk II", "Ruvu")
ENDS = ("Party", "Liberation Front", "Front of Dockers", "village", "district", "River Bank", "")
COUNTRIES = ("", "", "", "KE", "ML")


def candidates(seed: int, count: int) -> tuple[str, list[Candidate]]:
    """Return a text of invented names, many alike, and its mentions."""
    chance = random.Random(seed)
    text, found = "Title\n", []
    for number in range(count):
        one, other, end = chance.choice(GIVEN), chance.choice(FAMILY), chance.choice(ENDS)
        words = chance.choice([f"{one} {other}", other, one, f"{other} {end}".strip(), f"{one} {other} {end}".strip()])
        acronym = chance.random() < 0.1
        words = "".join(word[0] for word in words.split()).upper() + "P" if acronym else words
        text += chance.choice(["Then ", "His brother ", "The ferry ", "In ", "Minister "])
        found.append(
            Candidate(
                proposal=number,
                span=Span(len(text), len(text) + len(words)),
                first=number,
                last=number + 1,
                group=chance.choice(["person", "organisation", "place", "group", "country"]),
                kind="acronym" if acronym else chance.choice(["name", "name", "name", "adjective"]),
                types={},
                country=chance.choice(COUNTRIES),
                score=chance.random(),
                words=words,
                unknown=chance.random() < 0.1,
            )
        )
        text += f"{words} came. "
    return text, found


@pytest.mark.parametrize("seed", range(12))
def test_it_is_put_where_a_comparison_with_all_puts_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text, found = candidates(seed, 60)
    chance = random.Random(seed + 100)
    links = {later: {chance.randrange(later): chance.random()} for later in range(1, len(found))}

    def put() -> list[list[int]]:
        return [[member.proposal for member in one.members] for one in cluster_mentions(found, links, text)]

    few = put()
    monkeypatch.setattr(NamesSoFar, "near", lambda self, name: list(self.clusters))
    assert few == put()


def test_names_that_share_nothing_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many other names take no more comparisons each; a name told often is compared once."""
    compared = 0
    whole = forms.abbreviates

    def counted(short: Candidate, member: Candidate) -> bool:
        nonlocal compared
        compared += 1
        return whole(short, member)

    monkeypatch.setattr(naming, "abbreviates", counted)
    _, [like] = candidates(1, 1)
    at = iter(range(10**6))

    def named(words: str) -> Candidate:
        number = next(at)
        return Candidate(
            number, Span(number + 1, number + 2), number, number + 1, "person", "name", {}, "", like.score, words
        )

    cluster_mentions([named(f"Ada{n} Osk{n}") for n in range(300)], {})
    assert compared == 0
    cluster_mentions([named("Ada Osk") for _ in range(300)], {})
    assert compared < 300


def test_what_a_link_leads_to_is_near() -> None:
    _, [one, other, *_] = candidates(3, 2)
    so_far = NamesSoFar({other.proposal: {one.proposal: 0.9}})
    cluster = Cluster(members=[one])
    so_far.add(one, cluster)

    assert so_far.near(other) == [cluster]
