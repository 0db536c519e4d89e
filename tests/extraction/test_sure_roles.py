"""What fills a role is weighed: rivals, an unsure event, a filler that the floors leave out."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kb.extraction.builtin import interpret
from kb.extraction.events.sure_roles import FEATURES, FILE, ROLES, Candidate, Filler, RoleWeights, shipped_weights
from kb.extraction.layout.stage import layout
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.model import Article, Role, Span
from tests.extraction.analyses import analysis, grow
from tests.extraction.interpreted import Tree, mention, trigger

TEXT = "Rebels shelled Osk with soldiers of Ruvu."
TREE: Tree = {
    "Rebels": ("NOUN", "nsubj", "shelled"),
    "shelled": ("VERB", "root", "shelled"),
    "Osk": ("PROPN", "obj", "shelled"),
    "with": ("ADP", "case", "soldiers"),
    "soldiers": ("NOUN", "obl", "shelled"),
    "of": ("ADP", "case", "Ruvu"),
    "Ruvu": ("PROPN", "nmod", "soldiers"),
}


def roles(scores: Mapping[tuple[str, str], float], told: float = 0.95) -> list[Role]:
    """What takes part in the shelling, of links with these scores: (role, words) -> score."""
    rows = [
        trigger("shelled", "attack"),
        mention("Rebels", "group", "nominal"),
        mention("soldiers", "group", "nominal"),
        mention("Osk", "place"),
    ]
    read = analysis(TEXT, rows, [(role, "shelled", words) for role, words in scores])
    grow(read.doc, TREE)
    proposals = tuple(replace(p, score=told if p.layer == "trigger" else p.score) for p in read.proposals)
    relations = tuple(
        replace(r, score=scores[r.label, read.doc[proposals[r.tail].start : proposals[r.tail].end].text])
        for r in read.relations
    )
    read = replace(read, proposals=proposals, relations=relations)
    found = interpret(Article(TEXT, published="2024-05-17"), layout(TEXT, 0), read, shipped(), EventTypes.load())
    return list(found.events[0].roles) if found.events else []


def words(found: list[Role]) -> list[tuple[str, str]]:
    return [(role.role, role.span.of(TEXT)) for role in found]


def candidate(role: str, entity: str, at: int, claimed: bool, **features: float) -> Candidate:
    return Candidate(Filler(role, Span(at, at + 3), entity, "", 0.5, 0.9), claimed, features)


def weights(**given: float) -> RoleWeights:
    return RoleWeights({**dict.fromkeys(FEATURES, 0.0), **given}, 0.0, {"keep": 0.2, "add": 0.55})


def test_a_sure_link_stands() -> None:
    assert words(roles({("agent", "Rebels"): 0.9, ("patient", "Osk"): 0.9})) == [("agent", "Rebels"), ("target", "Osk")]


def test_the_surer_the_event_and_the_link_the_surer_the_role() -> None:
    sure, unsure_link, unsure_event = (
        roles({("agent", "Rebels"): 0.95})[0].confidence,
        roles({("agent", "Rebels"): 0.55})[0].confidence,
        roles({("agent", "Rebels"): 0.95}, told=0.5)[0].confidence,
    )
    assert sure > unsure_link
    assert sure > unsure_event


@pytest.mark.parametrize(("told", "found"), [(0.95, [("agent", "soldiers")]), (0.4, [])])
def test_a_faint_link_fills_an_open_role_of_a_likely_event_alone(told: float, found: list[tuple[str, str]]) -> None:
    assert words(roles({("agent", "soldiers"): 0.3}, told=told)) == found


@pytest.mark.parametrize(("chance", "claimed", "stays"), [(0.3, True, True), (0.1, True, False), (0.3, False, False)])
def test_floors(chance: float, claimed: bool, stays: bool) -> None:
    """What the rules claim stays if it is right one time in five, others are claimed if oftener right than not."""
    odds = {0.3: -0.85, 0.1: -2.2}[chance]
    rows = [candidate("agent", "e1", 0, claimed, link=1.0)]

    assert bool(weights(link=odds).chosen("v1", rows)) is stays


def test_a_filler_has_the_likelier_of_two_roles() -> None:
    rows = [candidate("agent", "e1", 0, True, link=1.0), candidate("patient", "e1", 0, False, link=3.0)]

    (only,) = weights(link=1.0).chosen("v1", rows)

    assert only[0].generic == "patient"
    assert only[1] == pytest.approx(0.9526, abs=1e-4)


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    table = {"weights": {"agent": 1.0}, "offset": 0.0, "floors": {"keep": 0.2, "add": 0.55}}
    (tmp_path / FILE).write_text(json.dumps(table), encoding="utf-8")

    with pytest.raises(ValueError, match="fit it anew"):
        RoleWeights.load(tmp_path / FILE)


def test_the_shipped_weights_say_what_is_plain() -> None:
    """A likelier link, a surer event and an agreeing tree make any role likelier, a rival less likely."""
    shipped_ones = shipped_weights()
    for role in ROLES:
        plain = shipped_ones.chance({role: 1.0, "is entity": 1.0})
        assert shipped_ones.chance({role: 1.0, "is entity": 1.0, "link": 1.0}) > plain
        assert shipped_ones.chance({role: 1.0, "is entity": 1.0, "event": 1.0}) > plain
        assert shipped_ones.chance({role: 1.0, "is entity": 1.0, "by tree": 1.0}) > plain
        assert shipped_ones.chance({role: 1.0, "is entity": 1.0, "rival": 1.0}) < plain
