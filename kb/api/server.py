"""Serves a knowledge base on a socket, until told to stop.

Input: an opened KnowledgeBase, an address. Output: HTTP.
Never: listens on an address that others reach without a token, or takes another port than the one asked for.
"""

import errno
import logging
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kb.api.serving.keeping import Keeper
from kb.api.traffic.access import TokenNeededError, is_loopback
from kb.api.traffic.guards import Guards
from kb.api.traffic.logs import log_to_standard_error
from kb.errors import ConflictError, InputError
from kb.projections.collecting import settle

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

    from kb.api.beginning import Beginning
    from kb.api.serving.backend import Backend
    from kb.service.knowledge_base import KnowledgeBase

_log = logging.getLogger("kb.api")
SWITCH: Final = 0.0005  # seconds for which a thread that computes keeps the interpreter from the one that answers
_FILES: Final = 256  # that the server opens besides connections
_PATIENCE: Final = 10  # seconds that running requests are given at the end


class PortInUseError(ConflictError):
    """Another program listens on the port."""

    code = "port-in-use"

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        super().__init__(
            f"Another program listens on {host}:{port}.", hint="Take another port with --port, or 0 for a free one."
        )


class AddressError(InputError):
    """The address is none of this machine's, or may not be used."""

    code = "bad-address"

    def __init__(self, host: str, port: int, cause: str) -> None:
        self.host = host
        self.port = port
        super().__init__(
            f"Listening on {host}:{port} is not possible: {cause}.",
            hint="Take an address of this machine and a port above 1023.",
        )


def bind(host: str, port: int, token: str) -> socket.socket:
    """Return a listening socket; no process started later inherits it.

    Raises:
        TokenNeededError: others reach *host*, and there is no token.
        PortInUseError: the port is taken.
        AddressError: *host* is not this machine's, or the port may not be used.
    """
    if not token and not is_loopback(host):
        raise TokenNeededError(host)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host.strip("[]"), port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(host, port) from error
        raise AddressError(host, port, error.strerror or str(error)) from error


def serve(
    kb: "KnowledgeBase",
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str = "",
    guards: Guards = Guards(),  # noqa: B008  frozen
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a knowledge base until SIGINT or SIGTERM; requests that run then are given ten seconds.

    Args:
        kb: opened; it stays open.
        host: address to listen on.
        port: port, 0 for a free one.
        token: what writers must send, "" for none.
        guards: bounds on visitors, and where the server tells about itself.
        on_ready: called with the address once the graph is loaded and connections are taken.

    Raises:
        TokenNeededError, PortInUseError, AddressError: see *bind*.
        StorageError: the graph cannot be read.
    """
    from kb.service.tokens import Tokens

    tokens = Tokens(kb.home.root)
    with bind(host, port, token or " ".join(one.name for one in tokens.all())) as listening:
        from kb.api.serving.backend import Backend

        log_to_standard_error(guards.log_format)
        _allow_files(2 * guards.connections)
        sys.setswitchinterval(SWITCH)
        backend = Backend(kb)
        try:
            with ThreadPoolExecutor(1, "kb-graph") as beside:  # other processes load it
                loading = beside.submit(backend.start)
                from kb.api.beginning import Beginning

                app = Beginning(backend, token=token, tokens=tokens, guards=guards)
                server = make_server(app, connections=guards.connections)
                loading.result()
            number = listening.getsockname()[1]
            if on_ready:
                on_ready(f"http://[{host}]:{number}/" if ":" in host else f"http://{host}:{number}/")
            backend.followed = kb.home.writable
            keeper = Keeper(kb.standing, (backend.prepare, lambda: _ask(app)), backend.look_after)
            threading.Thread(target=_warm, args=(app, backend, keeper), name="kb-warm", daemon=True).start()
            try:
                server.run(sockets=[listening])
            finally:
                keeper.close()
        finally:
            backend.close()


def _ask(app: "Beginning") -> None:
    from kb.api.pages.warming import ask

    ask(app.whole())


def _warm(app: "Beginning", backend: "Backend", keeper: Keeper) -> None:
    """Make ready what the first requests would wait for, pages first: somebody may be looking already."""
    from kb.api.pages.warming import warm

    try:
        whole = app.whole()
        warm(whole, whole.state.pages)
        began = time.monotonic()
        backend.warm()
        settle()
        _log.info("Reading of articles and review are ready, after %.1f seconds more.", time.monotonic() - began)
    except Exception:  # noqa: BLE001 - who asks is told, and the keeper tries again
        _log.exception("Not all could be made ready before it is asked for.")
    keeper.start()


def make_server(app: "ASGIApp", *, connections: int = 1000) -> "uvicorn.Server":
    """Return a server for *app*, to be run on sockets from *bind*.

    Args:
        connections: open at the same time, at most.
    """
    import uvicorn

    from kb.api.endpoint.quick_connections import bounded
    from kb.api.traffic.connections import Patience

    class Server(uvicorn.Server):
        """Ends by returning: uvicorn's own raises the signal once more, and nothing behind it would be closed.

        A signal that the caller has ignored (`nohup`, `kb serve &` in a script) stays ignored.
        """

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            heard = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) is not signal.SIG_IGN]
            before = {number: signal.signal(number, self.handle_exit) for number in heard}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

    state = getattr(app, "state", None)
    server = Server(
        uvicorn.Config(
            app,
            http=bounded(Patience(most=connections, each=max(connections // 5, 1)), getattr(state, "quick", None)),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE,
            timeout_keep_alive=15,
        )
    )
    feed = getattr(state, "feed", None)
    if feed is not None:  # streams that never end by themselves end with the server
        feed.ending = lambda: server.should_exit
    return server


def _allow_files(wanted: int) -> None:
    """Raise the number of files that this process may open, as far as it may be raised."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted + _FILES if hard == resource.RLIM_INFINITY else min(wanted + _FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
