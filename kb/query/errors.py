"""Why a query gave no result: each with the facts and a reason of its own.

Raised by kb.query.sparql.gate and kb.query.workers.pool; kb.api.traffic.problems and kb.cli.exits turn the reason into
a status.
"""

from typing import Final

from kb.errors import QueryRefusedError, StorageError

_READ: Final = "Read it up to that place; a bracket, a dot or a prefix is often missing just before."
_SEND: Final = "Send one query, in UTF-8: as the parameter query, or as a body of type application/sparql-query."


class UnreadableGraphError(StorageError):
    """The graph's files cannot be opened, or not be loaded."""

    code = "unreadable-graph"

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"The graph is damaged, or cannot be read: {detail}",
            hint="`kb verify --repair` finds what is damaged and makes it again from the log, as `kb rebuild` does.",
        )


class MalformedQueryError(QueryRefusedError):
    """The text is no SPARQL query.

    Attributes:
        line: of the first character that does not fit, from 1; 0 if unknown.
        column: in code points, from 1; 0 if unknown.
        detail: what is wrong, in the engine's words.
        excerpt: that line, and a caret under the column; "" if unknown.
    """

    code = "malformed-query"

    def __init__(self, detail: str, *, line: int = 0, column: int = 0) -> None:
        self.detail = detail
        self.excerpt = ""
        self.line = line
        self.column = column
        where = f" at line {line}, column {column}" if line else ""
        super().__init__(
            f"The query is malformed{where}: {detail}",
            reason="malformed",
            hint=_READ if line else _SEND,
        )


class ForbiddenQueryError(QueryRefusedError):
    """The query asks for something that this endpoint does not do.

    Attributes:
        line, column: of what it does not do, from 1; 0 where that is no one place.
        excerpt: that line, and a caret under the column; "" where there is none.
    """

    code = "refused-query"

    def __init__(self, message: str, *, hint: str = "", line: int = 0, column: int = 0, excerpt: str = "") -> None:
        self.line = line
        self.column = column
        self.excerpt = excerpt
        super().__init__(message, reason="refused", hint=hint)


class QueryTooLargeError(QueryRefusedError):
    """The query's text or its result is beyond a limit.

    Attributes:
        what: which limit ("bytes of text", "bytes of result").
        limit: its value.
        found: what the query has, None if counting stopped at the limit.
    """

    code = "query-too-large"

    def __init__(self, what: str, limit: int, found: int | None = None) -> None:
        self.what = what
        self.limit = limit
        self.found = found
        has = f"has {found:,}" if found is not None else "goes beyond the limit"
        super().__init__(
            f"The query {has} ({what}); the limit is {limit:,}.",
            reason="too-large",
            hint="Ask for less at a time: LIMIT and OFFSET, or fewer columns.",
        )


class QueryTimeoutError(QueryRefusedError):
    """The query ran beyond its time and was stopped."""

    code = "query-time-limit"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The query was stopped after {seconds:g} s.",
            reason="time-limit",
            hint="Name more of the pattern, avoid unconnected patterns, or raise the time limit.",
        )


class OverloadedError(QueryRefusedError):
    """Too many queries at once; this one was never started.

    Attributes:
        retry_after: seconds after which trying again makes sense.
    """

    code = "query-overload"

    def __init__(self, message: str, *, retry_after: int = 2) -> None:
        self.retry_after = retry_after
        super().__init__(message, reason="overload", hint=f"Try again in {retry_after} s.")


class QueryMemoryError(QueryRefusedError):
    """The query needed more memory than it may have."""

    code = "query-memory"

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        bound = f" its {limit >> 20:,} MB of" if limit is not None else " the machine's"
        super().__init__(
            f"The query needed more than{bound} memory and was stopped.",
            reason="memory",
            hint="Sort, group or concatenate fewer rows.",
        )


class QueryCancelledError(QueryRefusedError):
    """Whoever asked took the query back."""

    code = "query-cancelled"

    def __init__(self) -> None:
        super().__init__("The query was cancelled.", reason="refused")
