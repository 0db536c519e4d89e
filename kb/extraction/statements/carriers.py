"""Where a statement was published, as the words beside its verb say: "said in a video posted on its Telegram channel".

Input: the cue of a statement, the entities of a Document.
Output: the platform or outlet, read by kb.extraction.statements.speakers where the model links none.
Never: looks beyond the sentence, or inside what is said.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.model import Span

REACH: Final = 90  # characters between the verb and the words that name the text, or the platform and the verb
_CARRIED: Final = re.compile(
    r"\b(?:statement|post|message|video|letter|thread|note|comment|recording|clip|article|broadcast|address|communique"
    r"|communiqué|photo|image|appeal|release)s?\s+(?:\w+ly\s+)?(?:posted|published|shared|released|issued|broadcast|aired"
    r"|carried|uploaded|circulated|distributed|sent out|put out)\s+"
    r"(?:(?:(?:late|early|on|last)\s+){0,2}\w+day\s+(?:\w+\s+)?)?"
    r"(?:on|to|by|in|via|through|over)\s+(?:(?:its|his|her|their|the|a|an|own|official|state|private|social|media|news"
    r"|agency|site|platform|network|channel|app|television|radio|newspaper|website|broadcaster)\s+){0,6}(?=[A-Z])"
)
PUBLISHING: Final = frozenset({"platform", "company", "organisation"})
SURE: Final = 0.8  # how sure such words are


def carrier_of(
    document: Document, table: EntityTable, cue: Span, content: Sequence[Span]
) -> tuple[str, Span | None, float]:
    """Return the platform that the words beside a cue say the statement was published on, its words and how surely.

    "", None and 0 where they say none.
    """
    first, _ = document.tokens(cue)
    sentence = document.doc[first].sent
    low, high = max(sentence.start_char, cue.start - 2 * REACH), min(sentence.end_char, cue.end + 2 * REACH)
    for found in _CARRIED.finditer(document.text, low, high):
        before = found.end() <= cue.start
        gap = (found.end(), cue.start) if before else (cue.end, found.start())
        held = Span(min(gap[0], found.start()), max(gap[1], found.end()))
        if not 0 <= gap[1] - gap[0] <= REACH or any(part.overlaps(held) for part in content):
            continue
        for mention in table.mentions:
            if mention.span.start == found.end() and table.entity(mention.entity).type in PUBLISHING:
                return mention.entity, mention.span, SURE
    return "", None, 0.0
