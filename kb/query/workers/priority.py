"""Which processes the processor serves after others, and whether they may come back.

Input: process ids of workers, from kb.query.workers.zygote, which has started them and has not reaped them. Output:
nothing.
Never: touches a process of others.
"""

import os
import sys
from contextlib import suppress
from typing import Final

_NICE: Final = 15  # where the system knows nothing better


def put_behind(pid: int) -> None:
    """Have the processor serve a worker when no other process of ours wants it.

    On Linux a priority is one thread's, not a process's, and the query runs on a thread of its own. Beside one that is
    merely nice a small query waits for the end of a slice at each of its wake-ups; SCHED_IDLE gives way at once.
    Where a sandbox refuses the class, or knows no such call, the thread is made nice instead.
    """
    if sys.platform != "linux":
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)
        return
    for thread in _threads(pid):
        with suppress(ProcessLookupError):  # it has ended
            try:
                os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
            except (PermissionError, NotImplementedError):
                os.setpriority(os.PRIO_PROCESS, thread, _NICE)


def put_in_front(pid: int) -> None:
    """Have the processor serve a worker as others again; only where *may_return* says so."""
    for thread in _threads(pid):
        with suppress(ProcessLookupError):
            os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))


def may_return() -> bool:
    """Say whether a process may leave the idle class again: by trying, for the right depends on more than can be read.

    Whoever has CAP_SYS_NICE may, or a limit RLIMIT_NICE of 20 (LimitNICE=20 in a unit of systemd).
    """
    if sys.platform != "linux":
        return False
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1] == 0
    code = 1
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        code = 0
    finally:
        os._exit(code)


def _threads(pid: int) -> list[int]:
    """Return the threads of a worker of ours, which is not reaped before this process does so."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(name) for name in os.listdir(f"/proc/{pid}/task")]
    return []
