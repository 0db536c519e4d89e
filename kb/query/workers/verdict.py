"""What a worker's end means: a report, or the error with a reason of its own.

Input: how the process ended (kb.query.workers.process) and what it left in its report. Output: read by
kb.query.workers.pool.
"""

import signal
from typing import Any, Final

from kb.query import errors
from kb.query.sparql.calls import refusal
from kb.query.workers.job import Job
from kb.query.workers.waiting import Said, Worker

_GRACE: Final = 5.0  # seconds between a worker's last word and the news of its end
_OUT_OF_MEMORY: Final = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate memory")


def judge(waiting: Worker, said: Said, job: Job) -> dict[str, Any] | None:
    """Return the worker's report if it is a good one, None to try again, else raise what its end means.

    Args:
        waiting: how it ended, if it did; one that has reported need not have.
        said: its report, or what it wrote to standard error before it ended without one.
        job: what it was asked.
    """
    if isinstance(said, bytes):
        _explain(waiting, said, job)
        return None
    match said["status"]:
        case "done":
            return said
        case "malformed":
            raise errors.MalformedQueryError(said["detail"], line=said["line"], column=said["column"])
        case "too-large":
            raise errors.QueryTooLargeError("bytes of result", job.size or 0)
        case "moved":
            return None
        case "memory":
            raise errors.QueryMemoryError(job.memory)
        case "failed":
            raise errors.UnreadableGraphError(said["detail"])
        case _:
            raise refusal(said["detail"], job.text, job.prefixes)


def _explain(waiting: Worker, said: bytes, job: Job) -> None:
    """Raise what an end without a report means; return if the zygote was killed and took the worker along."""
    known = waiting.ended.wait(_GRACE)
    if waiting.lost or not known:
        return
    if waiting.signal in (signal.SIGALRM, signal.SIGXCPU):
        raise errors.QueryTimeoutError(job.time or 0)
    if waiting.signal == signal.SIGKILL or any(words in said for words in _OUT_OF_MEMORY):
        raise errors.QueryMemoryError(job.memory)
    name = signal.Signals(waiting.signal).name if waiting.signal else f"exit code {waiting.code}"
    raise errors.ForbiddenQueryError(
        f"The engine broke off on this query ({name}); other queries go on.", hint="Write it simpler."
    )
