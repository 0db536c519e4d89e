"""The log as a page: what happened when and by whom, the newest first; and what changed between two moments.

Input: kb.api.serving.ports.Service. Output: answers. Programs have /log, /log/stream and /diff.
Never: reads the whole log for one page: how far back a page has looked is said.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.begun import begun
from kb.api.pages.listing import BadFilterError
from kb.api.pages.naming import names_in
from kb.api.pages.site import Site
from kb.api.serving.ports import Reads
from kb.events.codec import EVENT_TYPES
from kb.log import EventLog
from kb.projections.folding.judging import by_person
from kb.projections.graph.changes import KINDS
from kb.projections.graph.part_looks import Part
from kb.service.curation.turning import Turn, turns
from kb.service.history.diff_told import Item
from kb.service.history.differing import Diff, Why, why
from kb.service.history.earlier import earlier
from kb.service.history.following import Chosen

ON_A_PAGE: Final = 50
COMPARED: Final = 5_000  # events between two moments, as over /diff
GROUPS: Final = 20  # parts of the graph whose changes a page tells; the patch has all
LINES: Final = 150  # and of these as many as have so many lines together
QUADS: Final = 1_000  # or so many quads before and after: making them takes most of a page's time


_UNTOLD: Final = frozenset({"record", "position", "actor"})  # the events themselves, which stand below


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the log.

    Attributes:
        events: the newest first.
        head: position of the log's last event.
        down_to: events from here on were looked at; older ones lie before it.
        turns: position -> how a decision of a person can be turned round: those alone that can.
    """

    events: tuple[Why, ...]
    head: int
    down_to: int
    turns: dict[int, Turn]


@dataclass(frozen=True, slots=True)
class Changed:
    """One part of the graph that changed, as a page tells it.

    Attributes:
        kind, id, label, items: of what is told.
        gone, come: how many quads left, and came.
    """

    kind: str
    id: str
    label: str
    items: tuple[Item, ...]
    gone: int
    come: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What a page tells of what changed between two moments.

    Attributes:
        start, goal: their positions.
        groups: parts of the graph.
        more: the last part of the graph that is told, where others come after it, else "".
        why: the events by which they changed.
        between: type -> how many events of it lie between the two, in the order of *types_between*.
    """

    start: int
    goal: int
    groups: tuple[Changed, ...]
    more: str
    why: dict[int, Why]
    between: dict[str, int]


def types_between(log: EventLog, one: int, other: int) -> dict[str, int]:
    """Return how many events of each type lie between two positions, whichever is the earlier.

    Types of which people recorded any come first: what rules made of it follows from that.
    """
    low, high = sorted((one, other))
    found: Counter[str] = Counter()
    people: set[str] = set()
    for (kind, actor), number in log.counts(low, high).items():
        found[kind] += number
        if actor.startswith("person:"):
            people.add(kind)
    return dict(sorted(found.items(), key=lambda each: (each[0] not in people, -each[1], each[0])))


def compared(diff: Diff, log: EventLog, after: Part | None = None) -> Compared:
    """Return a page's part of what changed, of the parts of the graph after one."""
    groups: list[Changed] = []
    positions: set[int] = set()
    lines, quads, last, more = 0, 0, "", ""
    for change, group in diff.told(after, _UNTOLD):
        groups.append(Changed(group.kind, group.id, group.label, group.items, len(change.gone), len(change.come)))
        positions.update(change.gone.values(), change.come.values())
        lines += sum(len(item.entries) for item in group.items)
        quads += len(change.before) + len(change.after)
        last = ":".join(change.part)
        if len(groups) == GROUPS or lines >= LINES or quads >= QUADS:
            more = last if diff.goes_on(change.part, _UNTOLD) else ""
            break
    reasons = {one.position: one for one in diff.why(positions)}
    return Compared(diff.start, diff.goal, tuple(groups), more, reasons, types_between(log, diff.start, diff.goal))


def _part(request: Request) -> Part | None:
    """Return the part of the graph after which a page begins, None for the first.

    Raises:
        BadFilterError: it is none.
    """
    given = request.query_params.get("after", "")
    kind, _, key = given.partition(":")
    if given and kind not in KINDS:
        raise BadFilterError("after", given, "a part of the graph, as a link to what else changed has it")
    return (kind, key) if given else None


def part(then: Reads, log: EventLog, before: int, kind: str, actor: str) -> Shown:
    """Return the events before a position that fit, the newest first.

    Args:
        then: knows how decisions stand.
        before: 0 for the end of the log.
        kind: a literal type, "" for all.
        actor: a part of who did it ("ann"), "" for all.
    """
    found = earlier(log, before, Chosen((kind,) if kind else ()), actor, most=ON_A_PAGE)
    decided = [one.position for one in found.events if by_person(one)]
    turned: dict[int, Turn] = {}
    if decided:
        with then.moment() as moment:
            turned = turns(moment, decided)
    return Shown(tuple(why(one) for one in found.events), found.head, found.down_to, turned)


def _number(request: Request, name: str, wanted: str = "the position of an event, as in 120") -> int:
    given = request.query_params.get(name, "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 16):
        raise BadFilterError(name, given, wanted)
    return int(given or 0)


def asked_part(site: Site, request: Request) -> Shown:
    """Return the part of the log that a request asks for.

    Raises:
        BadFilterError: by a type that there is none of, or no position.
    """
    kind, actor = request.query_params.get("type", ""), request.query_params.get("actor", "").strip()
    if kind and kind not in EVENT_TYPES:
        raise BadFilterError("type", kind, f"one of {', '.join(sorted(EVENT_TYPES))}")
    return part(site.service, site.service.log, _number(request, "before"), kind, actor)


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/log")
    def page(request: Request) -> Response:
        """Show what was recorded."""
        shown = asked_part(site, request)
        with site.service.catalog() as catalog:
            called = names_in(catalog, (event.said for event in shown.events), site.service.log)
        frame = site.frame(request)
        if not frame.given("before"):  # JSON begins with the first event, unless it is asked for those before one
            frame = replace(frame, data=(("before", str(shown.head + 1)),))
        return site.show(request, "log.html", frame, shown=shown, names=called, types=sorted(EVENT_TYPES))

    @site.page("/diff")
    def compare(request: Request) -> Response:
        """Show what changed between two moments, and by which events."""
        if not request.query_params.get("from", ""):
            return _compared(site, request, waits=True)
        return begun(request, lambda: _compared(site, request), lambda: _compared(site, request, waits=True))


def _compared(site: Site, request: Request, *, waits: bool = False) -> Response:
    """Answer with the form for two moments and what changed between them; where it *waits* for that, without."""
    frame = site.frame(request)
    start, goal = request.query_params.get("from", "").strip(), request.query_params.get("to", "").strip()
    goal = "" if goal.casefold() == "now" else goal  # as the empty field says
    if not start:
        frame = replace(frame, formats=())  # nothing was asked yet that could be had otherwise
    if waits:
        return site.show(request, "diff.html", frame, diff=None, after=None, names={})
    after = _part(request)

    def made() -> Compared:
        with site.service.diff(start, goal, most=COMPARED) as diff:
            return compared(diff, site.service.log, after)

    found = site.answers.kept(("diff", start, goal, after, frame.course), made)
    articles = (one.id for one in found.groups if one.kind == "article")  # one without title is an id in the graph
    with site.service.catalog() as catalog:
        called = names_in(catalog, (*(one.said for one in found.why.values()), *articles), site.service.log)
    return site.show(request, "diff.html", frame, diff=found, after=after, names=called)
