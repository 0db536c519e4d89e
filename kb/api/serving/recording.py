"""Articles that are taken in, looked at, corrected and taken out over HTTP.

Input: an opened knowledge base that one request at a time writes to. Output: part of kb.api.serving.ports.Service, for
kb.api.serving.backend.
Never: fetches an address where the settings do not allow it.
"""

import threading
from collections.abc import Callable, Sequence

from kb.api.serving.ports import Draft
from kb.api.serving.taking import FetchingOffError, outcomes, settled
from kb.api.serving.visiting import Turns
from kb.service.articles.correction_plan import CorrectionPlan, plan_correction
from kb.service.articles.refiling import SAID, otherwise_said, refile
from kb.service.articles.revising import correct, put_back
from kb.service.articles.withdrawing import Withdrawal, withdraw
from kb.service.intake.adding import Result
from kb.service.intake.previewing import Preview, preview
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import Outcome, read_bytes
from kb.sources.visiting import Visit


class Recording:
    """The methods of kb.api.serving.ports.Service that do so."""

    _kb: KnowledgeBase
    _adding: threading.Lock
    _visit: Visit
    _turns: Turns

    def add(self, draft: Draft, actor: str = "") -> Result:
        """Take one article in; see the port."""
        with self._adding:
            outcome = next(outcomes(draft))
            with self._kb.adder(again=draft.again, actor=actor) as adder:
                result = adder.add(outcome)
                said = [name for name in SAID if getattr(draft, name)]
                changes = otherwise_said(adder.catalog, outcome, said) if result.status == "known" else {}
            if changes:
                result = refile(self._kb, outcome, changes, actor=actor)
        return settled(result)

    def take(
        self, data: bytes, origin: str, kind: str, actor: str = "", told: Callable[[Result], None] | None = None
    ) -> Sequence[Result]:
        """Take a file in; see the port."""
        results = []
        with self._adding, self._kb.adder(actor=actor) as adder:
            for outcome in read_bytes(data, origin, kind=kind):
                results.append(adder.add(outcome))
                if told is not None:
                    told(results[-1])
        return results

    def preview(self, data: bytes, origin: str, kind: str, most: int) -> Sequence[Preview]:
        """Say what would be read of a file; see the port."""
        return preview(self._kb, read_bytes(data, origin, kind=kind), most)

    @property
    def fetches(self) -> bool:
        """Whether addresses are fetched; see the port."""
        return bool(self._kb.settings.fetch)

    def take_page(self, url: str, actor: str = "") -> Sequence[Result]:
        """Fetch an address and add what is there; see the port."""
        found = self._visited(url)
        with self._adding, self._kb.adder(actor=actor) as adder:
            return [adder.add(outcome) for outcome in found]

    def preview_page(self, url: str, most: int) -> Sequence[Preview]:
        """Say what would be read at an address; see the port."""
        return preview(self._kb, iter(self._visited(url)), most)

    def _visited(self, url: str) -> list[Outcome]:
        if not self.fetches:
            raise FetchingOffError
        with self._turns.one():
            return self._visit(url)

    def correct(self, article: str, draft: Draft, actor: str = "", reason: str = "") -> Result:
        """Put a new text in an article's place; see the port."""
        with self._adding:
            return settled(correct(self._kb, article, list(outcomes(draft)), reason=reason, actor=actor))

    def put_back(self, article: str, earlier: str, actor: str = "", reason: str = "") -> Result:
        """Put an earlier text of an article back; see the port."""
        with self._adding:
            return settled(put_back(self._kb, article, earlier, reason=reason, actor=actor))

    def plan_correction(self, article: str, draft: Draft) -> CorrectionPlan:
        """Say what a new text would change; see the port."""
        return plan_correction(self._kb, article, list(outcomes(draft)))

    def withdraw(self, article: str, reason: str, actor: str = "") -> Withdrawal:
        """Take an article out; see the port."""
        with self._adding:
            return withdraw(self._kb, article, reason, actor=actor)
