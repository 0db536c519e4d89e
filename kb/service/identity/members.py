"""What articles brought into the entities and happenings that they share.

Input: the log and the catalog. Output: extractions; members of each canonical id.
"""

from collections.abc import Iterator

from kb.events import ExtractionRecorded
from kb.log import EventLog
from kb.model import Extraction
from kb.model.identity import member
from kb.service.knowledge_base import KnowledgeBase

Members = dict[str, list[str]]


def latest_extractions(log: EventLog) -> Iterator[tuple[str, Extraction]]:
    """Yield (article id, what was last read from it), in the order of the articles' first extraction."""
    found: dict[str, Extraction] = {}
    for recorded in log.read(types=[ExtractionRecorded.TYPE]):
        if isinstance(recorded.event, ExtractionRecorded):
            found[recorded.event.article_id] = recorded.event.extraction
    yield from found.items()


def linked_members(kb: KnowledgeBase) -> tuple[Members, Members]:
    """Return canonical id -> members ("ARTICLE#LOCAL") of entities, and of events."""
    kb.catch_up()
    found: dict[str, Members] = {"entity": {}, "event": {}}
    with kb.catalog_connection() as connection:
        rows = connection.execute("SELECT article, local, entity, kind FROM members ORDER BY article, local")
        for article, local, entity, kind in rows:
            found[kind].setdefault(entity, []).append(member(article, local))
    return found["entity"], found["event"]
