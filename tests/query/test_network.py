"""Tests of kb.query.workers.network."""

import os
import platform
import socket
import sys
import threading
from pathlib import Path

import pytest

from kb.query.workers.network import forbid_sockets


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="the filter knows two machines"
)
def test_after_it_there_are_files_and_no_sockets() -> None:
    """In all threads that start later; asked in a process of its own, since it cannot be undone."""
    pid = os.fork()
    if pid == 0:
        said = forbid_sockets()
        found: list[str] = []

        def attempt() -> None:
            try:
                socket.socket().close()
            except PermissionError:
                found.append("refused")

        attempt()
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
        os._exit(0 if said and found == ["refused"] * 2 and Path(__file__).read_bytes() else 1)

    assert os.waitpid(pid, 0)[1] == 0
