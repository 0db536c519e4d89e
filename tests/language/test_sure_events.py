"""What network and words say of a trigger, weighed together: which events are told, and how sure."""

import json
from pathlib import Path

import numpy as np
import pytest

from kb.language.labels import EVENT_CLASSES
from kb.language.network import folder
from kb.language.reader import Reader
from kb.language.sure_events import FEATURES, FILE, HEADS, LIKELY, Classes, Marks, SureEvents, of_trigger

TEXT = (
    "Two bombs exploded at a market in Osk on Friday, killing nine people, police said. The coach repaid him with "
    "scorn, and the crowd, which had waited an hour, turned away. Hopes were fading; questions over its record remain. "
    "The bridge is out of use, the old one a ruin, and talk of a new one has come to little."
)


def marks(words: int = 6) -> Marks:
    tags = np.full((words, len(HEADS), 3), 0.05, np.float32)
    tags[..., 0] = 0.9
    tags[2, HEADS.index("trigger")] = (0.2, 0.7, 0.1)
    tags[1, HEADS.index("trigger")] = (0.6, 0.3, 0.1)
    tags[2, HEADS.index("cue")] = (0.25, 0.5, 0.25)
    return Marks(10, np.full(words, 0.5, np.float32), tags)


def classes(best: float = 0.8) -> Classes:
    chances = np.full(len(EVENT_CLASSES), (1 - best) / (len(EVENT_CLASSES) - 1), np.float32)
    chances[0] = best
    return Classes(chances, chances[::-1].copy(), chances)


def flat(**weights: float) -> SureEvents:
    named = {name: weights.get(name.replace(" ", "_"), 0.0) for name in FEATURES}
    return SureEvents(named, dict.fromkeys(EVENT_CLASSES, 0.0), {"class": 0.3, "any": 0.5})


def test_features_say_what_the_tags_say_of_a_trigger_and_the_words_beside_it() -> None:
    row = dict(zip(FEATURES, of_trigger(marks(), 12, 13, 12, classes())[0].tolist(), strict=True))
    assert row["begin"] == pytest.approx(0.0)
    assert row["begin, words in"] == pytest.approx(np.log(0.7 / 0.3), abs=1e-4)
    assert row["begin -1"] == pytest.approx(0.3)
    assert row["begin +1"] == pytest.approx(0.05)
    assert row["in cue"] == pytest.approx(0.75)
    assert row["length"] == 1


def test_the_rival_of_the_best_class_is_the_second_of_the_others_the_best() -> None:
    rows = of_trigger(marks(), 12, 13, 12, classes())
    rival = rows[:, FEATURES.index("rival by network")]
    assert rival[0] == pytest.approx(np.log(0.2 / 24), abs=1e-4)
    assert rival[1:].tolist() == pytest.approx([float(np.log(0.8))] * 24, abs=1e-4)


def test_a_trigger_at_either_end_of_the_words_has_nothing_beside_it() -> None:
    first = dict(zip(FEATURES, of_trigger(marks(), 10, 11, 10, classes())[0].tolist(), strict=True))
    last = dict(zip(FEATURES, of_trigger(marks(), 15, 16, 15, classes())[0].tolist(), strict=True))
    assert (first["begin -1"], first["begin -2"]) == (0, 0)
    assert (last["begin +1"], last["after"]) == (0, 0)


def test_what_is_surer_weighs_more_and_unlikely_classes_nothing() -> None:
    events = flat(class_by_network=1.0)
    likely = events.chances(of_trigger(marks(), 12, 13, 12, classes(0.8)), classes(0.8))
    less = events.chances(of_trigger(marks(), 12, 13, 12, classes(0.4)), classes(0.4))
    assert likely[0] > less[0] > 0
    assert (1 - 0.8) / (len(EVENT_CLASSES) - 1) < LIKELY
    assert not likely[1:].any()


def test_an_event_is_told_for_one_class_or_for_all_together() -> None:
    events = flat()
    one, many, none = (np.zeros(len(EVENT_CLASSES), np.float32) for _ in range(3))
    one[3] = 0.31
    many[:3] = 0.2
    none[:2] = 0.2
    assert [events.are_worth_telling(x) for x in (one, many, none)] == [True, True, False]


def test_other_features_are_refused(tmp_path: Path) -> None:
    table = json.loads((folder() / FILE).read_text(encoding="utf-8"))
    table["weights"].pop("begin")
    (tmp_path / FILE).write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(ValueError, match="fit it anew"):
        SureEvents.load(tmp_path)


def test_the_shipped_curve_believes_what_both_say_more_than_what_one_says() -> None:
    events = SureEvents.load(folder())
    agree = classes(0.8)
    both = Classes(agree.network, agree.network, agree.both)
    sure = events.chances(of_trigger(marks(), 12, 13, 12, both), both)[0]
    assert sure > events.chances(of_trigger(marks(), 12, 13, 12, agree), agree)[0]


def test_the_reader_tells_more_events_the_lower_the_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    told = [[p for _, p in reader.read(TEXT).layer("trigger")]]
    for floor in (0.0, 1.1):
        table = json.loads((folder() / FILE).read_text(encoding="utf-8"))
        events = SureEvents(table["weights"], table["classes"], {"class": floor, "any": floor})
        monkeypatch.setattr(reader._words, "events", events)
        told.append([p for _, p in reader.read(TEXT).layer("trigger")])
    shipped, all_, none = told
    assert {(p.start, p.end) for p in shipped} < {(p.start, p.end) for p in all_}
    assert not none
    assert {"exploded", "killing"} <= {reader.read(TEXT).doc[p.start : p.end].text for p in shipped}


def test_a_trigger_is_as_sure_as_its_best_class() -> None:
    table = json.loads((folder() / FILE).read_text(encoding="utf-8"))
    told = [p for _, p in Reader().read(TEXT).layer("trigger")]
    assert all(p.score >= table["floors"]["any"] / len(EVENT_CLASSES) for p in told)
    assert max(p.score for p in told) > 0.9
