"""What the HTTP service needs behind it to take articles and lists in and out; part of kb.api.serving.ports.

Implemented by kb.api.serving.recording and kb.api.serving.curating on a KnowledgeBase.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kb.service.articles.correction_plan import CorrectionPlan
    from kb.service.articles.withdrawing import Withdrawal
    from kb.service.identity.resolve_plan import Plan
    from kb.service.intake.adding import Result
    from kb.service.intake.previewing import Preview
    from kb.service.lists.change import ListChange


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way in, as the client sent it."""

    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    id: str = ""
    again: bool = False  # though it was withdrawn or erased


class Writes(Protocol):
    """What can be put into a knowledge base, and taken out of it. Every method may be called from any thread."""

    def add(self, draft: Draft, actor: str = "") -> "Result":
        """Take one article in, added by *actor*; one that is in already is filed anew if the draft says otherwise.

        When it returns, queries see it.

        Raises:
            InputError, ConflictError: it did not go in; says why, as a TakenOutError for one that was withdrawn.
            LockedError, StorageError: the home could not take it.
        """

    def take(
        self, data: bytes, origin: str, kind: str, actor: str = "", told: Callable[["Result"], None] | None = None
    ) -> Sequence["Result"]:
        """Read a file and add the articles in it; what could not go in has an error.

        Args:
            data: the whole file.
            origin: its name.
            kind: as `kb add --format`, "" to tell it from the file.
            told: gets each result once it is recorded; must not wait.
        """

    def preview(self, data: bytes, origin: str, kind: str, most: int) -> Sequence["Preview"]:
        """Return what would be read of the first *most* articles of a file; see kb.service.intake.previewing."""

    @property
    def fetches(self) -> bool:
        """Whether addresses of the public web are fetched for who may write."""

    def take_page(self, url: str, actor: str = "") -> Sequence["Result"]:
        """Fetch an address and add the articles there; what could not go in has an error.

        Raises:
            FetchingOffError: the settings do not allow it.
            FetchingBusyError: as many are being fetched as may be at once.
            BadAddressError, FetchError: see kb.sources.visiting.
        """

    def preview_page(self, url: str, most: int) -> Sequence["Preview"]:
        """Fetch an address and return what would be read there; raises as *take_page*."""

    def correct(self, article: str, draft: Draft, actor: str = "", reason: str = "") -> "Result":
        """Put a publisher's new text in the place of an article, named by its id. When it returns, queries see it.

        Raises:
            NotFoundError, ConflictError, InputError: it did not go in; says why.
            LockedError, StorageError: the home could not take it.
        """

    def plan_correction(self, article: str, draft: Draft) -> "CorrectionPlan":
        """Return what a new text would change in an article's place; see kb.service.articles.correction_plan.

        Raises:
            NotFoundError, ConflictError, InputError: it could not go in; says why.
        """

    def put_back(self, article: str, earlier: str, actor: str = "", reason: str = "") -> "Result":
        """Correct an article back to an earlier text of it, both named by their ids; as *correct*."""

    def withdraw(self, article: str, reason: str, actor: str = "") -> "Withdrawal":
        """Take an article out of the graph. When it returns, queries are without it.

        Args:
            article: its id.
            reason: why.
            actor: who withdraws it, "" for the actor that the home has.

        Raises:
            NotFoundError, ConflictError: it is not there, or not any more.
            LockedError, StorageError: the home could not take it.
        """

    def add_list(
        self, name: str, data: bytes, form: str, origin: str, *, skip_bad: bool, dry_run: bool, actor: str
    ) -> "ListChange":
        """Take a curated list in, or a new version of one; see kb.service.lists.listing.add_list, also for errors.

        Args:
            data: the whole file.
            form: one of kb.sources.lists.FORMS.
            origin: the file's name, "" for none.
        """

    def withdraw_list(self, name: str, reason: str, actor: str) -> "ListChange":
        """Take a curated list out of the graph; raises NotFoundError for none such."""

    def resolve(self, article: str, position: int, *, write: bool) -> tuple["Plan", int]:
        """Judge an article, or all, anew by today's rules; return what changes and the position written up to.

        Args:
            article: id of the one, "" for all.
            position: that the plan is to hold for, 0 for any.
            write: record it; 0 is returned where nothing was.

        Raises:
            NotFoundError: there is no such article.
            ConflictError: the log is elsewhere than *position*.
            LockedError, StorageError: the home could not take it.
        """
