"""Events of the extraction streams."""

from dataclasses import dataclass
from typing import ClassVar

from kb.model import Extraction


@dataclass(frozen=True, slots=True)
class ExtractionRecorded:
    """An extractor read an article; this is all it took from it, valid by the shapes."""

    TYPE: ClassVar[str] = "extraction-recorded"
    VERSION: ClassVar[int] = 3

    article_id: str
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class ExtractionRejected:
    """Part of an extraction failed validation; what and why is kept here.

    *rejected* holds the claims that were left out of the recorded extraction.
    """

    TYPE: ClassVar[str] = "extraction-rejected"
    VERSION: ClassVar[int] = 3

    article_id: str
    rejected: Extraction
    report: str  # SHACL report as Turtle, or the check's own words
