"""Articles as clients send them, made into what the service of a home takes in.

Input: drafts, bytes of files. Output: outcomes of kb.sources; the result of one, or its error.
"""

import json
from collections.abc import Iterator

from kb.api.serving.ports import Draft
from kb.errors import InputError
from kb.service.intake.results import Result
from kb.sources import Outcome, ReadOptions, read_bytes
from kb.sources.dates import read_date
from kb.sources.reading import check_options


class FetchingOffError(InputError):
    """An address is to be fetched, and the settings do not allow it."""

    code = "fetching-off"

    def __init__(self) -> None:
        super().__init__(
            "This server fetches no addresses.", hint="Set fetch = 1 (KB_FETCH=1) where it runs, or paste the text."
        )


class UnreadableDateError(InputError):
    """The day that a client gives for an article is none."""

    code = "unreadable-date"

    def __init__(self, published: str) -> None:
        self.published = published
        super().__init__(
            f"The publication date {published[:60]!r} is no day that can be told.",
            hint="Give it as year-month-day, with a time if it is known (2025-07-04), or leave it out.",
        )


def check(draft: Draft) -> None:
    """Refuse a draft of which something would be left out.

    Raises:
        InputError: its date is none, its address one that a browser runs.
    """
    options = check_options(ReadOptions(url=draft.url))
    if draft.published and not read_date(draft.published, options.now)[0]:
        raise UnreadableDateError(draft.published)


def outcomes(draft: Draft) -> Iterator[Outcome]:
    """Yield the one outcome of a draft.

    Raises:
        InputError: nothing is left out of what a client says; see *check*.
    """
    check(draft)
    return read_bytes(bytes_of(draft), "http", kind="json")


def bytes_of(draft: Draft) -> bytes:
    """Return a draft as a file of JSON, as `kb add` reads it."""
    told = [name for name in draft.__dataclass_fields__ if name != "again"]
    record = {name: getattr(draft, name) for name in told if getattr(draft, name)}
    return json.dumps(record).encode()


def settled(result: Result) -> Result:
    """Return what became of an article.

    Raises:
        KbError: it could not go in, or was taken out before.
    """
    if fault := result.error or result.out:
        raise fault
    return result
