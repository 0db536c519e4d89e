"""Whether the log still has a head hash that was kept elsewhere.

Input: an opened knowledge base; a hash, with the position it was at if that is known. Output: where the log has it.
Never: looks at payloads; what they are is kb.service.upkeep.verifying's.
"""

from kb.errors import IntegrityError
from kb.service.knowledge_base import KnowledgeBase


class OtherHistoryError(IntegrityError):
    """The log does not contain the head hash that was kept elsewhere: it was rewritten, cut off, or is another one."""

    code = "other-history"

    def __init__(self, head: str, at: int | None, position: int, found: str) -> None:
        self.head = head
        self.at = at
        self.position = position
        self.found = found
        where = "No event of the log" if at is None else f"Event {at} of the log does not"
        has = " has" if at is None else " have"
        said = f", but {found}" if found else ""
        super().__init__(
            f"{where}{has} the hash {head}{said}; it has {position} events.",
            hint="It was rewritten since the hash was kept, or it is another log. Compare it with a backup.",
        )


def check_against(kb: KnowledgeBase, head: str, at: int | None) -> int:
    """Return the position at which the log has the hash *head*.

    Raises:
        OtherHistoryError: nowhere, or not at *at*.
    """
    found = ""
    for envelope in kb.log.envelopes((at or 1) - 1):
        if envelope.hash == head:
            return envelope.position
        if at is not None:
            found = envelope.hash
            break
    raise OtherHistoryError(head, at, kb.position, found)
