"""Scores to chances: how often claims of this kind and score were right on held-back articles.

Input: an Extraction whose claims carry raw scores (kb.extraction.confidence), the maps that training/calibrate.py
fitted for this model (calibration.json beside its weights).
Output: the same Extraction with chances: of the claims at 0.9, nine in ten are right.
Never: adds, drops or reorders a claim; lets a claim be surer than what it rests on. Pure but for reading the file.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import exp, isfinite, log
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kb.errors import IntegrityError
from kb.model import Entity, Event, Extraction, Mention, Role, Statement

FILE: Final = "calibration.json"
FORMAT: Final = 1
OTHER: Final = "other"  # the map of all kinds together, for a kind that has none
LOWEST: Final = 0.01
HIGHEST: Final = 0.99  # only people are certain
EDGE: Final = 0.001  # scores nearer to 0 or 1 than this count as this near

_GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "judge": "agent",
        **dict.fromkeys("party candidate mediator chair observer".split(), "participant"),
        **dict.fromkeys("theme target".split(), "patient"),
        **dict.fromkeys("addressee beneficiary".split(), "recipient"),
        "means": "instrument",
        **dict.fromkeys("cause reason purpose topic".split(), "circumstance"),
        "source": "origin",
        **dict.fromkeys("path route".split(), "destination"),
    }
)


class CalibrationError(IntegrityError):
    """The file of maps is missing, unreadable, or was fitted for another model."""

    code = "bad-calibration"

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        self.what = what
        super().__init__(
            f"The calibration {path} {what}.", hint="Fit it again: `python -m training.calibrate READER_DIR`."
        )


@dataclass(frozen=True, slots=True)
class Curve:
    """A monotone map from score to chance: logistic in the score's log-odds.

    Attributes:
        slope: not negative, so that a higher score never means a lower chance.
        offset: log-odds of being right at score 0.5.
    """

    slope: float
    offset: float

    def chance(self, score: float) -> float:
        """Return the chance of being right, LOWEST to HIGHEST.

        Source:
            Platt 1999, Advances in Large Margin Classifiers, 61-74.
        """
        value = self.slope * log_odds(score) + self.offset
        chance = 1 / (1 + exp(-value)) if value > -700 else 0.0
        return min(max(chance, LOWEST), HIGHEST)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The maps of one model.

    Attributes:
        curves: kind of claim -> its map; has OTHER.
        version: changes whenever a map does; "" where nothing is mapped.
    """

    curves: Mapping[str, Curve] = field(default_factory=lambda: MappingProxyType({}))
    version: str = ""

    def chance(self, kind: str, score: float, within: float = 1.0) -> float:
        """Return the chance that a claim is right.

        Args:
            kind: as the functions of this module name it.
            score: raw.
            within: chance of the claim that it rests on, which it cannot exceed.
        """
        curve = self.curves.get(kind) or self.curves[OTHER]
        return round(min(curve.chance(score), within), 3)

    def apply(self, extraction: Extraction) -> Extraction:
        """Return *extraction* with chances for scores."""
        if not self.curves:
            return extraction
        return replace(
            extraction,
            mentions=tuple(
                replace(m, confidence=self.chance(of_mention(m), m.confidence)) for m in extraction.mentions
            ),
            entities=tuple(replace(e, confidence=self.chance(of_entity(e), e.confidence)) for e in extraction.entities),
            offices=tuple(replace(o, confidence=self.chance("office", o.confidence)) for o in extraction.offices),
            statements=tuple(self._statement(s) for s in extraction.statements),
            events=tuple(self._event(v) for v in extraction.events),
            figures=tuple(replace(q, confidence=self.chance("figure", q.confidence)) for q in extraction.figures),
        )

    def _statement(self, statement: Statement) -> Statement:
        said = self.chance("statement", statement.confidence)
        return replace(
            statement,
            confidence=said,
            speaker_confidence=self._within("speaker", statement.speaker_confidence, said),
            medium_confidence=self._within("channel", statement.medium_confidence, said),
            addressee_confidence=self._within("channel", statement.addressee_confidence, said),
        )

    def _event(self, event: Event) -> Event:
        told = self.chance("event", event.confidence)
        return replace(
            event,
            confidence=told,
            reality_confidence=self._within("reality", event.reality_confidence, told),
            roles=tuple(replace(r, confidence=self.chance(of_role(r), r.confidence, told)) for r in event.roles),
            place_confidences=tuple(self.chance("place", score, told) for score in event.place_confidences),
            time_confidence=self._within("time", event.time_confidence, told),
            link_confidence=self._within("whole or cause", event.link_confidence, told),
            source_confidence=self._within("source", event.source_confidence, told),
        )

    def _within(self, kind: str, score: float | None, within: float) -> float | None:
        return None if score is None else self.chance(kind, score, within)


def log_odds(score: float) -> float:
    """Return the log-odds of a score, of EDGE or 1 - EDGE where it is beyond."""
    held = min(max(score, EDGE), 1 - EDGE)
    return log(held / (1 - held))


def of_mention(mention: Mention) -> str:
    """Return the kind of the claim that some words are a mention of an entity."""
    by = mention.kind if mention.kind in ("nominal", "pronoun") else "name"
    return {"nominal": "mention by description", "pronoun": "mention by pronoun"}.get(by, "mention by name")


def of_entity(entity: Entity) -> str:
    """Return the kind of the claim that there is an entity of a type."""
    return "entity, named" if entity.named else "entity, described"


def of_role(role: Role) -> str:
    """Return the kind of the claim that somebody or something takes part in an event."""
    return f"role: {_GROUPS.get(role.role, role.role)}"


def load(path: Path, model: str) -> Calibration:
    """Read the maps of a model.

    Args:
        path: the file.
        model: hash of the model in force.

    Raises:
        CalibrationError: there is none, it cannot be read, or it was fitted for another model.
    """
    try:
        raw = path.read_bytes()
        held: dict[str, Any] = json.loads(raw)
        curves = {kind: Curve(float(slope), float(offset)) for kind, (slope, offset) in held["kinds"].items()}
    except FileNotFoundError as error:
        raise CalibrationError(path, "is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CalibrationError(path, f"cannot be read ({error})") from error
    if held.get("format") != FORMAT or OTHER not in curves:
        raise CalibrationError(path, "is of another format")
    if any(not (isfinite(c.slope) and isfinite(c.offset) and c.slope >= 0) for c in curves.values()):
        raise CalibrationError(path, "has a map that is not monotone")
    if held.get("model") != model:
        raise CalibrationError(path, "was fitted for another model")
    return Calibration(MappingProxyType(curves), hashlib.sha256(raw).hexdigest()[:6])
