"""Event types come from Turtle, and a new one needs no code."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.event_type_files import EventTypeError
from kb.language.event_types import COARSE_ROLE, EventTypes, UnknownEventTypeError
from kb.language.labels import EVENT_CLASSES
from kb.model.extraction import ROLES
from kb.resources import resource

TYPES = EventTypes.load()
WITH_COMMUNICATION = {*EVENT_CLASSES, "communication"}


def names(lemma: str, pos: str, coarse: str | None = None) -> list[str]:
    return [kind.name for kind in TYPES.for_trigger(lemma, pos, coarse)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the ontology that a test may add to."""
    return Path(shutil.copytree(resource("ontology"), tmp_path / "ontology"))


def test_types_that_were_read_are_had_again_without_a_look_at_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever compares two tellings asks for them."""
    first = EventTypes.load()
    monkeypatch.setattr(Path, "resolve", None)
    monkeypatch.setattr(Path, "is_dir", None)
    assert EventTypes.load() is first


def test_there_are_many_types_over_every_class() -> None:
    assert len(TYPES) >= 110
    assert {kind.coarse for kind in TYPES} == WITH_COMMUNICATION
    assert all(TYPES.by_name(name).name == name for name in WITH_COMMUNICATION)


def test_the_top_of_every_lineage_says_the_class_or_the_type_says_its_own() -> None:
    assert TYPES.coarse("suicide_bombing") == "attack"
    assert [kind.name for kind in TYPES.lineage("suicide_bombing")] == ["suicide_bombing", "bombing", "attack"]
    assert TYPES.coarse("crash") == "damage"
    assert TYPES.coarse("match_result") == "other"
    assert TYPES.is_a("sanction", "regulation")


def test_every_type_explains_itself() -> None:
    for kind in TYPES:
        assert kind.definition.endswith("."), kind.name
        assert kind.example, kind.name
        assert kind.main <= kind.verbs | kind.nouns | kind.words, kind.name
        assert all(x == x.lower() or "UAV" in x for x in kind.verbs | kind.nouns | kind.words), kind.name


@pytest.mark.parametrize(
    ("lemma", "pos", "coarse", "first"),
    [
        ("shell", "VERB", None, "shelling"),
        ("strike", "NOUN", "protest", "strike"),
        ("strike", "NOUN", "attack", "attack"),
        ("win", "VERB", "election", "victory"),
        ("win", "VERB", "other", "match_result"),
        ("dead", "ADJ", None, "death"),
        ("shoot down", "VERB", "air_defence", "interception"),
        ("cease-fire", "NOUN", None, "truce"),
        ("peace talk", "NOUN", None, "talks"),
        ("parliamentary election", "NOUN", "election", "election"),
    ],
)
def test_a_trigger_names_its_type(lemma: str, pos: str, coarse: str | None, first: str) -> None:
    assert names(lemma, pos, coarse)[0] == first


def test_a_phrase_nobody_lists_is_read_by_its_head() -> None:
    assert names("surprise bombardment", "NOUN") == names("bombardment", "NOUN")
    assert names("qwzx", "NOUN") == []


def test_a_class_filters_what_is_found() -> None:
    assert {kind.coarse for kind in TYPES.for_trigger("strike", "NOUN")} >= {"attack", "protest"}
    assert {kind.coarse for kind in TYPES.for_trigger("strike", "NOUN", "attack")} == {"attack"}


@pytest.mark.parametrize(
    ("lemma", "pos", "coarse"),
    [
        ("curfew", "NOUN", "emergency_measure"),
        ("kidnap", "VERB", "crime"),
        ("strike", "NOUN", ""),
        ("take", "VERB", ""),
        ("qwzx", "NOUN", ""),
    ],
)
def test_a_trigger_that_can_mean_one_class_only_is_sure(lemma: str, pos: str, coarse: str) -> None:
    assert TYPES.sure_class(lemma, pos) == coarse


@pytest.mark.parametrize(
    ("name", "role", "becomes"),
    [
        ("shelling", "patient", "target"),
        ("ruling", "agent", "judge"),
        ("election", "participant", "candidate"),
        ("talks", "participant", "participant"),
        ("death", "patient", "patient"),
        ("shelling", "mediator", "mediator"),
        ("flight", "source", "origin"),
    ],
)
def test_a_role_becomes_what_the_frame_says(name: str, role: str, becomes: str) -> None:
    assert TYPES.role(name, role) == becomes


def test_every_role_of_the_model_has_a_generic_one() -> None:
    assert set(COARSE_ROLE) == ROLES


@pytest.mark.parametrize(
    ("coarse", "word", "name"),
    [
        ("attack", "shelling", "shelling"),
        ("attack", "Suicide attack", "suicide_bombing"),
        ("disruption", "delay", "service_delay"),
        ("relief", "delay", "delay"),
        ("crime", "prison_release", "release"),
        ("attack", "qwzx", "attack"),
    ],
)
def test_a_foreign_type_word_folds_into_the_nearest_type(coarse: str, word: str, name: str) -> None:
    assert TYPES.fold(coarse, word).name == name


@given(st.sampled_from(sorted(WITH_COMMUNICATION)), st.text(max_size=30))
def test_folding_never_leaves_the_class(coarse: str, word: str) -> None:
    assert TYPES.fold(coarse, word).coarse == coarse


def test_a_source_label_belongs_to_one_type_of_its_class() -> None:
    owners: dict[tuple[str, str], list[str]] = {}
    for kind in TYPES:
        for label in kind.source_labels:
            owners.setdefault((kind.coarse, label), []).append(kind.name)

    assert {key: value for key, value in owners.items() if len(value) > 1} == {}


def test_an_unknown_name_says_so() -> None:
    with pytest.raises(UnknownEventTypeError) as error:
        TYPES.by_name("qwzx")

    assert error.value.name == "qwzx"


def test_a_new_type_is_a_few_lines_of_turtle(folder: Path) -> None:
    (folder / "types" / "beekeeping.ttl").write_text(
        """
        @prefix kb: <https://w3id.org/newskb#> .
        @prefix kbt: <https://w3id.org/newskb/type#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        kbt:swarming a kb:EventType ;
            skos:broader kbt:natural_hazard ;
            skos:prefLabel "swarming"@en ;
            skos:definition "Bees leave the hive."@en ;
            kb:triggerVerb "swarm" .
        """,
        encoding="utf-8",
    )

    types = EventTypes.load(folder)

    assert [kind.name for kind in types.for_trigger("swarm", "VERB")] == ["swarming"]
    assert types.coarse("swarming") == "natural_hazard"
    assert types.role("swarming", "agent") == "cause"
    assert "swarming" not in TYPES


def test_the_environment_can_put_another_ontology_in_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_ONTOLOGY", str(folder))

    assert resource("ontology") == folder
    assert len(EventTypes.load()) == len(TYPES)


def test_a_type_under_itself_is_refused(folder: Path) -> None:
    (folder / "types" / "loop.ttl").write_text(
        """
        @prefix kb: <https://w3id.org/newskb#> .
        @prefix kbt: <https://w3id.org/newskb/type#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        kbt:a a kb:EventType ; skos:broader kbt:b .
        kbt:b a kb:EventType ; skos:broader kbt:a .
        """,
        encoding="utf-8",
    )

    with pytest.raises(EventTypeError) as error:
        EventTypes.load(folder)

    assert error.value.name == "a"
    assert "broader than itself" in error.value.problem


@pytest.mark.parametrize(
    ("words", "kind", "coarse"), [("down tool", "strike", "protest"), ("overturn", "crash", "damage")]
)
def test_workers_who_down_tools_strike_and_what_overturns_does_not_sink(words: str, kind: str, coarse: str) -> None:
    assert names(words, "VERB", coarse)[0] == kind


def test_to_down_tools_can_only_mean_a_strike() -> None:
    assert TYPES.sure_class("down tool", "VERB") == "protest"
