"""One article read by one extractor, and vetted: what adding, comparing and reading again share.

Input: an article, an extractor, a judge of quads; what the log has of it. Output: kb.service.intake.vetting.Vetted.
Never: writes; asks an extractor about a language that it does not read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kb.errors import InputError, KbError
from kb.events import ExtractionRecorded
from kb.events.streams import extraction_stream
from kb.extraction.protocol import Extractor, FirstThatReads, Refusal, Refusing, reads
from kb.log import EventLog
from kb.model import Article, Extraction
from kb.service.articles.renumbering import renumber
from kb.service.intake.vetting import Judge, Vetted, vet, with_refusals

Prepare = Callable[[Extraction], Extraction]

UNREAD: Final = "unread: language "  # begins the note that the log keeps


class ExtractorFailedError(InputError):
    """The extractor broke off on an article."""

    code = "extractor-failed"

    def __init__(self, extractor: str, where: str, cause: str) -> None:
        self.extractor = extractor
        super().__init__(
            f"{where}: the extractor {extractor} broke off: {cause}.",
            hint="Nothing of it was stored. Report it with the article, or use another extractor.",
        )


@dataclass(frozen=True, slots=True)
class ArticleReader:
    """Reads articles with one extractor.

    Attributes:
        extractor: may be several (kb.extraction.protocol.FirstThatReads).
        base: base IRI of the home.
        judge: says what the shapes refuse.
    """

    extractor: Extractor
    base: str
    judge: Judge

    def read(self, article: Article, where: str, prepare: Prepare | None = None) -> Vetted:
        """Return what the extractor took from *article*; nothing, with a note, if it does not read its language.

        Args:
            where: the article's name in an error.
            prepare: applied to the extraction before it is vetted.

        Raises:
            ExtractorFailedError: it broke off.
            KbError: it said itself what is wrong.
            UnfitArticleError: see kb.service.intake.vetting.vet.
        """
        extractor = self.part_for(article.language)
        if not reads(extractor, article.language):
            notes = (f"{UNREAD}{article.language}",)
            return Vetted(Extraction(article.id, extractor.name, extractor.version, extractor.model, notes=notes))
        refused: tuple[Refusal, ...] = ()
        try:
            if isinstance(extractor, Refusing):
                extraction, refused = extractor.extract_and_refuse(article)
            else:
                extraction = extractor.extract(article)
        except KbError:
            raise
        except Exception as error:
            cause = f"{type(error).__name__}: {error}".rstrip(".")
            raise ExtractorFailedError(extractor.name, where, cause) from error
        if not isinstance(extraction, Extraction):
            cause = f"it gave {type(extraction).__name__}, not an Extraction"
            raise ExtractorFailedError(extractor.name, where, cause)
        if extraction.article != article.id:
            cause = f"what it gave is of article {extraction.article}"
            raise ExtractorFailedError(extractor.name, where, cause)
        extraction = prepare(extraction) if prepare else extraction
        return with_refusals(vet(article, extraction, self.base, self.judge), refused)

    def part_for(self, language: str) -> Extractor:
        """Return which extractor is asked about articles in a language."""
        if isinstance(self.extractor, FirstThatReads):
            return self.extractor.part_for(language)
        return self.extractor


def unread_language(extraction: Extraction) -> str:
    """Return the language for which an extraction is empty, "" for one that was read."""
    return next((note.removeprefix(UNREAD) for note in extraction.notes if note.startswith(UNREAD)), "")


def unread_note(extraction: Extraction) -> str:
    """Return what the user is told about an article that its extractor cannot read, "" for others."""
    language = unread_language(extraction)
    if not language:
        return ""
    return f"It is in a language that {extraction.extractor} does not read ({language}): kept, not read."


def known_again(log: EventLog, article: str) -> Prepare | None:
    """Return what gives a text that was in before, and was withdrawn, the ids that it had; None for a new one."""
    stream = extraction_stream(article)
    if not log.stream_version(stream):
        return None
    earlier = [recorded.event for recorded in log.read(stream=stream, types=[ExtractionRecorded.TYPE])]
    history = [event.extraction for event in earlier if isinstance(event, ExtractionRecorded)]
    return lambda new: renumber(history, new)
