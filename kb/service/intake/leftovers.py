"""What an extraction-rejected event keeps, counted and told.

Input: the rejected half of an extraction and its report, as kb.service.intake.vetting
writes them: lines of words, blocks of SHACL in Turtle. Output: numbers and sentences.
Pure.
"""

import re
from typing import Final

from kb.graph.pruning import size
from kb.model import Extraction

REFUSED: Final = "refused: "  # begins a line that stands for an answer of which no claim could be made
_MESSAGE: Final = re.compile(r'sh:resultMessage\s+"((?:[^"\\]|\\.)*)"')
_TURTLE: Final = re.compile(r"\s*@prefix|.*\bsh:result", re.DOTALL)


def left_out(rejected: Extraction, report: str) -> int:
    """Return how many claims and refused answers an extraction-rejected event keeps."""
    return size(rejected) + sum(line.startswith(REFUSED) for line in report.splitlines())


def reasons(report: str) -> tuple[str, ...]:
    """Return why something was left out, for reading: the words of a report, and the messages of SHACL in it."""
    found: list[str] = []
    for part in report.split("\n\n"):
        found += (
            _MESSAGE.findall(part)
            if _TURTLE.match(part)
            else [line.strip() for line in part.splitlines() if line.strip()]
        )
    return tuple(dict.fromkeys(found))
