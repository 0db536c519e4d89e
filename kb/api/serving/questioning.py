"""The review queue behind the HTTP service: what a person is asked about who is who, and the answers.

Input: a KnowledgeBase and the lock of its writers. Output: values of kb.service.review.reviewing; part of
kb.api.serving.backend.
Never: has a request look for long at what came in: it shows what there is, and what looks behind it goes on.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypedDict

from kb.api.serving.telling import PATIENCE, Telling
from kb.errors import KbError
from kb.service.curation.acting import act
from kb.service.review.reviewing import Question, Questions, answer, prepare, question, questions
from kb.service.review.store import stored

if TYPE_CHECKING:
    from kb.service.curation.deciding import Done
    from kb.service.knowledge_base import KnowledgeBase

_FAR_REACHING: Final = frozenset({"merge", "undo", "redo"})  # one event, from which much may follow
_FOLLOWED: Final = 0.5  # seconds that somebody waits who goes back to the page of what was decided about
_LOOKS: Final = 0.05  # seconds of a request that go into what is not looked at yet


class _Pace(TypedDict):
    within: float
    left: bool


class Questioning:
    """The methods of kb.api.serving.ports.Service that ask so."""

    _kb: "KnowledgeBase"
    _adding: threading.Lock
    _telling: Telling
    _closed: threading.Event
    _looking = False
    followed = False  # whether somebody calls *prepare* after each change: no request looks at what came in

    def _opens(self) -> None:
        """Open the queue's file: one of another format goes now, and not with the first request."""
        if self._kb.home.writable:
            with suppress(KbError), stored(self._kb):
                pass

    def prepare(self) -> None:
        """Look at what may be asked about who is who, so that the page finds it done; ends early when closed."""
        if self._kb.home.writable:
            self._looking = True
            try:
                prepare(self._kb, self._closed.is_set)
            finally:
                self._looking = False

    def questions(
        self, *, kind: str, why: str, entity: str, limit: int, offset: int, quoted: int | None = None
    ) -> Questions:
        """Return open questions; see the port."""
        about = self._kb.entity_id(entity)
        wanted = {"kind": kind, "why": why, "entity": about}
        return questions(self._kb, **wanted, limit=limit, offset=offset, quoted=quoted, **self._pace)

    def question(self, identifier: str) -> Question:
        """Return one open question; see the port."""
        return question(self._kb, identifier, **self._pace)

    def answered(self, identifier: str, said: str, actor: str, reason: str, seen: int) -> int:
        """Answer a question, and return as soon as that is recorded; see the port."""

        return self._told(lambda: answer(self._kb, identifier, said, actor, reason, seen))

    def decided(self, action: str, actor: str, **words: Any) -> int:
        """Take a decision, and return as soon as it is recorded where much may follow from it; see the port."""
        if action not in _FAR_REACHING:
            return self.decide(action, actor, **words).position
        return self._told(lambda: act(self._kb, action, actor, **words), _FOLLOWED)

    def decide(self, action: str, actor: str, **words: Any) -> "Done":
        """Take one decision; see the port."""
        with self._adding:
            done = act(self._kb, action, actor, **words)
        self._taken()
        return done

    def _told(self, decides: Callable[[], "Done"], patience: float = PATIENCE) -> int:
        def work(told: Callable[[int], None]) -> "Done":
            with self._adding:
                self._kb.on_decided = told
                try:
                    done = decides()
                finally:
                    self._kb.on_decided = None
            self._taken()
            return done

        return self._telling.take(work, patience)

    def answer(self, identifier: str, said: str, actor: str, reason: str, seen: int) -> "Done":
        """Answer a question; see the port."""
        with self._adding:
            done = answer(self._kb, identifier, said, actor, reason, seen)
        self._taken()
        return done

    def _taken(self) -> None:
        """Bring the queue to behind a decision, so that the next question is there at once."""
        if self.followed and not self._looking:
            questions(self._kb, limit=1, quoted=0, within=_LOOKS)

    @property
    def _pace(self) -> _Pace:
        """How much of what is not looked at yet a request looks at: nothing where another does."""
        left = self.followed or self._looking
        return {"within": 0 if self._looking else _LOOKS, "left": left}
