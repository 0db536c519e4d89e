"""The process that reads long texts, so that cutting and comparing words takes no time of the process that answers.

Input: messages from kb.query.workers.apart on the socket it was started with (``python -m kb.query.workers.reader
DESCRIPTOR``).
Output: what the function that each names returns or raises, pickled: both ends are ours.
Never: holds a graph; runs a query; outlives the process that started it, whose end closes the socket.
"""

import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from kb.query.sparql.advice import explained
from kb.query.sparql.extensions import rewritten
from kb.query.sparql.readings import read
from kb.query.workers import wire

_NICE: Final = 10  # long texts are few, and everybody else's queries want the same processor
_DOES: Final[Mapping[str, Callable[..., Any]]] = {"read": read, "explained": explained, "rewritten": rewritten}


def main() -> None:
    """Serve on the socket whose descriptor is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICE)
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        while True:
            try:
                message, body, _ = wire.receive(channel)
                wire.send(channel, {"op": "done"}, _done(channel, message["op"], *pickle.loads(body)))
            except (EOFError, ConnectionError):
                break


def _done(channel: socket.socket, what: str, calls_back: bool, *arguments: Any) -> bytes:
    """Do it; return the outcome, and whether it is an error, pickled."""

    def back(*words: Any) -> Any:
        wire.send(channel, {"op": "back"}, pickle.dumps(words))
        return pickle.loads(wire.receive(channel)[1])

    try:
        return pickle.dumps((_DOES[what](*arguments, *((back,) if calls_back else ())), False))
    except (EOFError, ConnectionError):
        raise
    except Exception as error:  # noqa: BLE001  whoever asked is told, as if it had been done there
        return pickle.dumps((error, True))


if __name__ == "__main__":
    main()
