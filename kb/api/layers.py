"""What every request passes on its way in and every answer on its way out, in order.

Input: the application with its routes, guards. Output: the same, wrapped. The last added is the outermost.
"""

from typing import Final

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette_compress import add_compress_type, remove_compress_type

from kb.api.endpoint.quick import COMPRESSED, Quick
from kb.api.serving.ports import Service
from kb.api.traffic.accepting import OneAccept
from kb.api.traffic.access import Owners
from kb.api.traffic.behind import Behind
from kb.api.traffic.below import Below
from kb.api.traffic.encoding import Encoding
from kb.api.traffic.guards import Guards
from kb.api.traffic.hardening import SecurityHeaders
from kb.api.traffic.heads import Heads
from kb.api.traffic.lingering import Lingering
from kb.api.traffic.metrics import Counting, Metrics
from kb.api.traffic.middleware import BodyLimit, RequestLog
from kb.api.traffic.noting import Noting
from kb.api.traffic.private import Private
from kb.api.traffic.rates import Buckets, RateLimit
from kb.api.traffic.strangers import Strangers
from kb.api.traffic.tracing import Traced, provider
from kb.api.traffic.validated import Validated
from kb.api.traffic.visitors import Visitors
from kb.api.traffic.weakened import Weakened
from kb.query.formats import SOLUTIONS, TRIPLES

OWN_HEADERS: Final = ("X-Kb-Position", "X-Kb-As-Of", "X-Kb-Truncated", "X-Kb-Seconds", "X-Kb-Total", "X-Kb-Warning")
MAX_BODY: Final = 32 << 20  # bytes: a text of 10 MB and its escapes in JSON

for _format in (*SOLUTIONS, *TRIPLES):
    add_compress_type(_format.media_type)
add_compress_type("application/problem+json")
remove_compress_type("text/event-stream")  # each event goes out as it comes


def install(
    app: FastAPI,
    service: Service,
    guards: Guards,
    visitors: Visitors,
    counts: Metrics,
    buckets: Buckets | None,
    *,
    token: str,
    tokens: Owners | None,
) -> None:
    """Wrap *app*.

    Args:
        visitors: tells who sends a request.
        counts: what is counted.
        buckets: how many requests each address may send; None: any number.
        token, tokens: that let in where the server is private.
    """
    app.add_middleware(Validated)
    app.add_middleware(Heads)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY)  # bodies that come without a length
    app.add_middleware(BodyLimit, most=MAX_BODY)  # all others, before they are read
    app.add_middleware(Behind, service=service)
    app.add_middleware(Strangers, visitors=visitors)
    app.add_middleware(Noting)
    app.add_middleware(Encoding, least=COMPRESSED)
    app.add_middleware(Weakened)
    if guards.private:
        app.add_middleware(Private, token=token, tokens=tokens)
    if buckets:
        app.add_middleware(RateLimit, buckets=buckets, visitors=visitors)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],  # whatever a library adds: cookies are let through by none of them
        expose_headers=["ETag", "Link", "Location", "Retry-After", "X-Request-Id", *OWN_HEADERS],
    )
    app.add_middleware(Below, path=guards.root_path)
    app.add_middleware(SecurityHeaders)
    if guards.otel_url:
        app.add_middleware(Traced, tracer_provider=provider(guards.otel_url))
    app.add_middleware(Counting, metrics=counts)
    app.add_middleware(RequestLog, visitors=visitors)
    app.add_middleware(OneAccept)
    app.add_middleware(Lingering)
    if not (guards.private or guards.rate or guards.otel_url):
        app.state.quick = Quick(service, visitors, counts)
