"""By which rules articles are taken in, what became of one, and why one did not get in.

Input: outcomes of kb.sources, as kb.service.intake.adding takes them. Output: values for kb.cli and kb.api. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.errors import ConflictError, InputError, KbError
from kb.events import ArticleWithdrawn, Recorded


@dataclass(frozen=True, slots=True)
class Rules:
    """How articles are taken in.

    Attributes:
        actor: who adds, "person:NAME".
        revision: the same id or URL with other text is the publisher's correction.
        again: a text that was withdrawn or erased comes in again.
        max_characters: of one article; a longer one is refused.
        commit_articles, commit_seconds: how often the projections catch up at the latest.
        patience: seconds to wait for other machines that write to the same log.
    """

    actor: str
    revision: bool = False
    max_characters: int = 500_000
    commit_articles: int = 50
    commit_seconds: float = 15.0
    patience: float = 600.0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one outcome.

    Attributes:
        status: added, corrected, refiled (kb.service.articles.refiling), known, skipped or failed.
        origin: file name, "-" or "http".
        place: where in the file, "" for the whole.
        article: its id, "" if it is not in.
        title: its title.
        counts: kind -> how many were recorded; empty unless something was read now.
        rejected: claims that failed validation and were left out.
        notes: what the user should know, one sentence each.
        error: why it failed.
        out: who took it out, where it was skipped for that.
        position: of the article's last event, 0 if nothing was recorded.
    """

    status: str
    origin: str
    place: str = ""
    article: str = ""
    title: str = ""
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    rejected: int = 0
    notes: tuple[str, ...] = ()
    error: KbError | None = None
    position: int = 0
    out: "TakenOutError | None" = None

    @property
    def where(self) -> str:
        """The file, and the place in it."""
        return f"{self.origin}, {self.place}" if self.place else self.origin


class OtherTextError(ConflictError):
    """An article has the external id of another one, and other text."""

    code = "other-text"

    def __init__(self, external_id: str, existing: str, where: str) -> None:
        self.external_id = external_id
        self.existing = existing
        super().__init__(
            f"{where}: article-{existing} has the same id {external_id!r} and other text.",
            hint="If this is the publisher's correction, add it with --revision; else give it an id of its own.",
        )


class TakenOutError(ConflictError):
    """Somebody took a text out, and it does not come back by being met again.

    Attributes:
        article: its id.
        position: of the event that withdrew or erased it.
        erased: whether it was erased, so that nothing but the text itself can bring it back.
    """

    code = "taken-out"

    def __init__(self, article: str, by: Recorded, *, erased: bool) -> None:
        self.article = article
        self.position = by.position
        self.erased = erased
        who, day = by.envelope.actor.removeprefix("person:"), by.envelope.recorded_at[:10]
        why = f" ({by.event.reason})" if isinstance(by.event, ArticleWithdrawn) and by.event.reason else ""
        what = "erased" if erased else "withdrawn"
        super().__init__(
            f"article-{article} was {what} by event {by.position}, {day}, by {who}{why}, and stays out.",
            hint=("" if erased else f"`kb undo {by.position}` brings it back. ")
            + "`kb add --again` (`again` over HTTP and in scripts) takes the text in again.",
        )


class TooLongError(InputError):
    """A text is longer than any article."""

    code = "too-long"

    def __init__(self, where: str, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(
            f"{where}: it has {length:,} characters, an article may have {limit:,}.",
            hint="Split it into its articles, or raise the setting max_characters.",
        )
