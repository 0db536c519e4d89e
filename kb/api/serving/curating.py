"""Writing that concerns many at once, behind the HTTP service: curated lists, and judging anew.

Input: a KnowledgeBase and the lock of its writers. Output: what kb.service says became of it; part of
kb.api.serving.backend.
Never: lets two requests write at once; answers before queries see what was written.
"""

import hashlib
import threading
from typing import TYPE_CHECKING

from kb.service.identity.resolving import LogMovedOnError, carry_out, plan
from kb.service.lists.listing import add_list, withdraw_list
from kb.sources.lists import form_of, read_list

if TYPE_CHECKING:
    from kb.service.identity.resolve_plan import Plan
    from kb.service.knowledge_base import KnowledgeBase
    from kb.service.lists.change import ListChange


class Curating:
    """The methods of kb.api.serving.ports.Service that write so."""

    _kb: "KnowledgeBase"
    _adding: threading.Lock

    def add_list(
        self, name: str, data: bytes, form: str, origin: str, *, skip_bad: bool, dry_run: bool, actor: str
    ) -> "ListChange":
        """Take a curated list in; see the port."""
        read = read_list(data, origin or name, form)
        sha256 = hashlib.sha256(data).hexdigest()
        with self._adding:
            return add_list(
                self._kb,
                read,
                name,
                form=form or form_of(origin),
                origin=origin or name,
                sha256=sha256,
                skip_bad=skip_bad,
                dry_run=dry_run,
                actor=actor,
            )

    def withdraw_list(self, name: str, reason: str, actor: str) -> "ListChange":
        """Take a curated list out; see the port."""
        with self._adding:
            return withdraw_list(self._kb, name, reason, actor=actor)

    def resolve(self, article: str, position: int, *, write: bool) -> tuple["Plan", int]:
        """Judge anew; see the port."""
        with self._adding:
            made = plan(self._kb, article)
            if not write or not made.events:
                return made, 0
            if position and position != made.position:
                raise LogMovedOnError(position, made.position)
            return made, carry_out(self._kb, made)
