"""Scores become chances: monotone, never surer than what they rest on, and only with the model they were fitted for."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.extraction.calibration import FILE, HIGHEST, LOWEST, OTHER, Calibration, CalibrationError, Curve, load
from kb.language.network import folder
from kb.model import Event, Extraction
from tests.graph import sample

CHANCES = st.floats(0, 1)
CURVES = st.builds(Curve, st.floats(0, 20), st.floats(-20, 20))
KINDS = ("event", "reality", "place", "time", "statement", "speaker", "role: patient", "role: circumstance", OTHER)
CALIBRATIONS = st.builds(Calibration, st.fixed_dictionaries(dict.fromkeys(KINDS, CURVES)))
MODEL = "0" * 64


def raw(one: Event) -> Event:
    """Return an event of the sample with a score for each of its parts."""
    return replace(
        one,
        reality_confidence=0.8,
        place_confidences=tuple(0.9 for _ in one.places),
        time_confidence=0.95 if one.time else None,
        link_confidence=0.5 if one.causes else None,
        source_confidence=0.7 if one.sources else None,
    )


def scored() -> Extraction:
    """Return the sample with raw scores."""
    found = sample.extraction()
    return replace(
        found,
        events=tuple(raw(event) for event in found.events),
        statements=tuple(replace(s, speaker_confidence=0.9) for s in found.statements),
    )


def unsure(value: Any) -> Any:
    """Return a claim with no word on how sure it is."""
    names = [name for name in value.__dataclass_fields__ if name.endswith(("confidence", "confidences"))]
    bare = replace(value, **dict.fromkeys(names))
    return replace(bare, roles=tuple(unsure(role) for role in bare.roles)) if isinstance(bare, Event) else bare


@given(CURVES, CHANCES, CHANCES)
def test_a_higher_score_is_never_a_lower_chance(curve: Curve, one: float, other: float) -> None:
    """Whatever was fitted; and nobody but a person is certain."""
    low, high = sorted((one, other))

    assert LOWEST <= curve.chance(low) <= curve.chance(high) <= HIGHEST


@pytest.mark.thorough
@given(CALIBRATIONS)
def test_no_part_is_surer_than_its_whole(calibration: Calibration) -> None:
    """That somebody took part in an event cannot be likelier than the event."""
    found = calibration.apply(scored())

    for event in found.events:
        parts = [event.reality_confidence, event.time_confidence, event.link_confidence, event.source_confidence]
        parts += [*event.place_confidences, *(role.confidence for role in event.roles)]
        assert all(part is None or part <= event.confidence for part in parts)
    for statement in found.statements:
        assert statement.speaker_confidence is not None
        assert statement.speaker_confidence <= statement.confidence


@pytest.mark.thorough
@given(CALIBRATIONS)
def test_nothing_but_confidences_changes(calibration: Calibration) -> None:
    """Ids, spans, order: decisions are made before."""
    before, after = scored(), calibration.apply(scored())

    for kind in ("mentions", "entities", "offices", "statements", "events", "figures"):
        assert list(map(unsure, getattr(after, kind))) == list(map(unsure, getattr(before, kind)))


def test_without_maps_scores_stay_raw() -> None:
    """What training/calibrate.py reads with."""
    assert Calibration().apply(scored()) == scored()


def test_a_kind_without_a_map_takes_that_of_all() -> None:
    """A role that no held-back article has."""
    calibration = Calibration({OTHER: Curve(1.0, 0.0)})

    assert calibration.chance("role: judge", 0.7) == 0.7


def write(path: Path, **other: Any) -> Path:
    """Write a file of maps, with other fields than the good ones."""
    held: dict[str, Any] = {"format": 1, "model": MODEL, "kinds": {OTHER: [1.0, 0.0], "event": [0.5, -0.2]}}
    path.write_text(json.dumps(held | other), encoding="utf-8")
    return path


def test_maps_are_read_with_a_version_of_their_own(tmp_path: Path) -> None:
    """Other maps, other version: the extraction that they give is another one."""
    one = load(write(tmp_path / "one.json"), MODEL)
    other = load(write(tmp_path / "other.json", kinds={OTHER: [1.0, 0.1]}), MODEL)

    assert one.curves["event"] == Curve(0.5, -0.2)
    assert one.version != other.version


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"model": "1" * 64}, "another model"),
        ({"kinds": {"event": [1.0, 0.0]}}, "another format"),
        ({"format": 2}, "another format"),
        ({"kinds": {OTHER: [-0.1, 0.0]}}, "not monotone"),
        ({"kinds": {OTHER: [float("nan"), 0.0]}}, "not monotone"),
        ({"kinds": {OTHER: "steep"}}, "cannot be read"),
    ],
)
def test_maps_that_do_not_fit_are_an_error(tmp_path: Path, other: dict[str, Any], what: str) -> None:
    """Rather none than those of other weights."""
    path = write(tmp_path / FILE, **other)

    with pytest.raises(CalibrationError, match=what) as caught:
        load(path, MODEL)
    assert caught.value.path == path
    assert "training.calibrate" in caught.value.hint


def test_missing_and_broken_files_are_errors(tmp_path: Path) -> None:
    """Each says which it is."""
    with pytest.raises(CalibrationError, match="missing"):
        load(tmp_path / FILE, MODEL)
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(CalibrationError, match="cannot be read"):
        load(tmp_path / FILE, MODEL)


def test_the_packaged_maps_are_those_of_the_packaged_weights() -> None:
    """Whoever exports new weights runs training.calibrate before a commit."""
    from kb.language.reader import load_reader

    calibration = load(folder() / FILE, load_reader().model_sha256)

    assert {"event", "statement", "speaker", "figure", "office", "reality", OTHER} <= set(calibration.curves)
