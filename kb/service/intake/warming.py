"""Makes ready what reads articles, so that the first one does not wait for models, shapes and tables to load.

Input: an opened knowledge base. Output: nothing; what was loaded stays with the program.
Never: writes, asks an extractor of elsewhere to read (it may cost money), or fails: whoever adds is told what is wrong.
"""

import logging
from typing import Final

from kb.extraction.protocol import DEFAULT
from kb.service.intake.extracting import ArticleReader
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import Loaded, read_bytes

_log = logging.getLogger("kb.api")
_TEXT: Final = (
    "LOWMARSH, 2 March 2024 - At least two people were killed when the river Ash rose on Friday night, police said. "
    '"It was a hard night," Ada Lund, the mayor, told the Gazette.\n'
)


def warm(kb: KnowledgeBase) -> None:
    """Load what adding needs; with the built-in extractor, read a few lines for nothing."""
    try:
        extractor, judge = kb.parts.extractor(), kb.parts.judge()
        kb.parts.coarse()
        kb.parts.gazetteer()
        outcome = next(read_bytes(_TEXT.encode(), "warm-up"))
        if kb.settings.extractor == DEFAULT and isinstance(outcome, Loaded):
            ArticleReader(extractor, kb.base_iri, judge).read(outcome.article, "warm-up")
    except Exception as error:  # noqa: BLE001 - whatever a plug-in raises: who adds an article is told, nobody else needs it
        _log.warning("What reads articles could not be made ready: %s", error)
