"""What bounds and shows the traffic of a server, in one place.

Input: settings, by whoever starts it (kb.cli). Output: read by kb.api.app and kb.api.server.
"""

from dataclasses import dataclass

from kb.query.limits import Limits


@dataclass(frozen=True, slots=True)
class Guards:
    """Bounds on visitors, where the server is, and where it tells about itself.

    Attributes:
        anonymous: what queries of those without a token may cost; None: the same as those of others.
        rate: requests a second of one address without a token, on average; 0: any number.
        connections: open at the same time, at most.
        log_format: "text" or "json".
        private: reading needs a token too.
        root_path: of the host, below which the server is (kb.api.traffic.below.root_path), "" for its root.
        otel_url: OTLP collector for traces, "" for none.
    """

    anonymous: Limits | None = None
    rate: float = 0.0
    connections: int = 1000
    log_format: str = "text"
    otel_url: str = ""
    private: bool = False
    root_path: str = ""
