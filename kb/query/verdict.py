"""What a worker's end means: a report, or the error with a reason of its own.

Input: how the process ended (kb.query.process) and what it left in its report. Output: read by kb.query.pool.
"""

import json
import os
import signal
from typing import IO, Any, Final

from kb.errors import StorageError
from kb.query import errors
from kb.query.job import Job
from kb.query.process import Waiting

_REPORT: Final = 64 << 10  # bytes of a report that are read, from its end
_OUT_OF_MEMORY: Final = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate memory")


def judge(waiting: Waiting, report: IO[bytes], job: Job) -> dict[str, Any] | None:
    """Return the worker's report if it is a good one, None to try again, else raise what its end means."""
    report.seek(max(report.seek(0, os.SEEK_END) - _REPORT, 0))
    said = report.read()
    if waiting.signal in (signal.SIGALRM, signal.SIGXCPU):
        raise errors.QueryTimeoutError(job.time or 0)
    if waiting.signal or waiting.code:
        if waiting.signal == signal.SIGKILL or any(words in said for words in _OUT_OF_MEMORY):
            raise errors.QueryMemoryError(job.memory)
        name = signal.Signals(waiting.signal).name if waiting.signal else f"exit code {waiting.code}"
        raise errors.ForbiddenQueryError(
            f"The engine broke off on this query ({name}); other queries go on.", hint="Write it simpler."
        )
    answer: dict[str, Any] = json.loads(said.rpartition(b"\n")[2])
    match answer["status"]:
        case "done":
            return answer
        case "malformed":
            raise errors.MalformedQueryError(answer["detail"], line=answer["line"], column=answer["column"])
        case "too-large":
            raise errors.QueryTooLargeError("bytes of result", job.size or 0)
        case "moved":
            return None
        case "memory":
            raise errors.QueryMemoryError(job.memory)
        case "failed":
            raise StorageError(f"The graph cannot be read: {answer['detail']}", hint="`kb verify` says more.")
        case _:
            raise errors.ForbiddenQueryError(f"The engine refused the query: {answer['detail']}")
