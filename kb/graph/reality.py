"""What became of an event, as one of six concepts.

Input: polarity and modality of kb.model.Event, and the cues of the statements
that claim it. Output: the local name of a kb:Reality.
Pure; the exact modality stays beside it in the graph.
"""

import re
from collections.abc import Iterable
from typing import Final

_OF_MODALITY: Final = {
    "actual": "occurred",
    "ongoing": "ongoing",
    "planned": "planned",
    "hoped": "planned",
    "expected": "planned",
    "promised": "planned",
    "requested": "planned",
    "required": "planned",
    "obligation": "planned",
    "possible": "hypothetical",
    "hypothetical": "hypothetical",
    "conditional": "hypothetical",
    "alleged": "hypothetical",
    "suspended": "notHappened",
}
_ASKED: Final = frozenset({"requested", "required", "obligation"})
_DENIAL: Final = re.compile(r"\b(?:den(?:y|ies|ied|ying|ial|ials)|refut\w+|reject\w*|dismiss\w*|disput\w+)\b", re.I)


def denies(cue: str) -> bool:
    """Say whether the cue of a statement denies: "denied", "rejects"."""
    return _DENIAL.search(cue) is not None


def reality(polarity: str, modality: str, cues: Iterable[str]) -> str:
    """Return what became of an event.

    Args:
        polarity: positive or negative.
        modality: one of kb.model.extraction.MODALITIES.
        cues: the cue of each statement that claims it, "" where a statement
            has none; empty where the article itself does.

    Returns:
        notHappened for what the text says was not or is not to be ("will not
        resign"); denied where it is not the article that says so but only
        statements, and each of them denies; hypothetical for what somebody asks
        not to be done; else as the modality has it.

    Raises:
        KeyError: *modality* is not one of the model's.
    """
    said = _OF_MODALITY[modality]
    if polarity == "negative" and modality in _ASKED:
        return "hypothetical"
    if polarity == "negative" and said in ("occurred", "ongoing", "planned"):
        heard = list(cues)
        return "denied" if heard and all(map(denies, heard)) else "notHappened"
    return said
