"""Starts a kb.query.workers.zygote: a fresh interpreter with one socket of ours and nothing else.

Input: the socket that it serves. Output: the process.
Never: waits for it.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

import kb


def started(channel: socket.socket) -> subprocess.Popen[bytes]:
    """Return a process that serves on *channel*."""
    paths = [str(Path(kb.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(  # arguments are our own, nothing of a client's
        [sys.executable, "-P", "-m", "kb.query.workers.zygote", str(channel.fileno())],
        pass_fds=[channel.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
    )
