"""Events of the log for reading and for machines.

Input: recorded events. Output: one line of words; JSON values. Pure.
"""

import json
from collections.abc import Sequence
from functools import singledispatch
from typing import Any, Final

from kb import events as ev
from kb.events import Recorded
from kb.service.history.following import Unreadable
from kb.service.intake.leftovers import left_out

_LINE: Final = 90  # characters of what is told in a line
_LOOSE: Final = " ,;:([{-\u2013\u2014"  # no line ends in them
_MOVED: Final = 3  # members that are named
_AMENDED: Final = {"label": "is called", "type": "is of type", "external": "has the id", "same": "is the very same as"}


def as_record(recorded: Recorded) -> dict[str, Any]:
    """Return an event whole: its envelope, and its payload as stored under "event"; null if it was erased."""
    at = recorded.envelope
    return {
        "position": at.position,
        "stream": at.stream,
        "stream_version": at.stream_version,
        "type": at.type,
        "schema_version": at.schema_version,
        "recorded_at": at.recorded_at,
        "actor": at.actor,
        "cause": at.cause,
        "event": None if at.erased else json.loads(at.payload),
        "previous": at.previous,
        "hash": at.hash,
    }


@singledispatch
def in_words(event: object) -> str:
    """Return what happened, in a few words; "" for an event that nothing is told about."""
    return ""


@in_words.register
def _(event: Unreadable) -> str:
    return event.reason


@in_words.register
def _(event: ev.ArticleAdded) -> str:
    return f"article-{event.article_id} {_short(event.article.title or event.origin)}"


@in_words.register
def _(event: ev.ArticleCorrected) -> str:
    why = f": {_short(event.reason)}" if event.reason else ""
    return f"article-{event.article_id} takes the place of article-{event.replaces}{why}"


@in_words.register
def _(event: ev.PayloadErased) -> str:
    return "erased"


@in_words.register
def _(event: ev.ArticleWithdrawn) -> str:
    return f"article-{event.article_id}: {_short(event.reason)}"


@in_words.register
def _(event: ev.ExtractionRecorded) -> str:
    found = event.extraction
    counts = (
        (len(found.entities), "entity", "entities"), (len(found.events), "event", "events"),
        (len(found.statements), "statement", "statements"), (len(found.figures), "figure", "figures"),
    )  # fmt: skip
    told = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counts)
    return f"article-{event.article_id}: {told}"


@in_words.register
def _(event: ev.ExtractionRejected) -> str:
    first = next((line.strip() for line in event.report.splitlines() if line.strip()), "")
    return f"article-{event.article_id}: {left_out(event.rejected, event.report)} claims left out: {_short(first)}"


@in_words.register
def _(event: ev.EntitiesLinked) -> str:
    return f"entity-{event.entity} = {', '.join(event.members)} ({event.score:g} bits: {_some(event.reasons)})"


@in_words.register
def _(event: ev.HappeningsLinked) -> str:
    return f"happening-{event.happening} = {', '.join(event.members)} ({event.score:g} bits: {_some(event.reasons)})"


@in_words.register
def _(event: ev.EntitiesMerged) -> str:
    return f"entity-{event.absorbed} goes into entity-{event.entity}{_because(event.reasons)}"


@in_words.register
def _(event: ev.MergeUndone) -> str:
    return f"merge {event.merge_id}" + (f": {_short(event.reason)}" if event.reason else "")


@in_words.register
def _(event: ev.EntitiesKeptApart) -> str:
    first, second = event.entities
    return f"entity-{first} is not entity-{second}{_because(event.reasons)}"


@in_words.register
def _(event: ev.MembersMoved) -> str:
    apart = f"{event.different[0]} is not {event.different[1]}" if event.different else ""
    moved = zip(event.members, event.targets, strict=True)
    goes = [f"{name} to entity-{target}" for name, target in moved if target != event.entity]
    said = apart or _few(goes or [f"{name} stays" for name in event.members])
    return f"from entity-{event.entity}: {said}{_because(event.reasons)}"


@in_words.register
def _(event: ev.PairLeftOpen) -> str:
    one, other = (name if "#" in name else f"entity-{name}" for name in event.pair)
    return f"{one} and {other} may be one or two ({event.score:g} bits){_because(event.reasons)}"


@in_words.register
def _(event: ev.WeightsAdopted) -> str:
    scaled = ", ".join(f"{one.field} x{one.scale:g}" for one in (*event.entities, *event.events))
    return f"fitted to {event.decisions} decisions: {_short(scaled)}{_why(event.reason)}"


@in_words.register
def _(event: ev.EntityDescribed) -> str:
    return f"entity-{event.entity} {event.label} ({', '.join((event.type, *event.external))})"


@in_words.register
def _(event: ev.BaseCreated) -> str:
    return f"{event.base_iri} by kb {event.version}"


@in_words.register
def _(event: ev.OntologyAdopted) -> str:
    return f"{len(event.turtle):,} characters, sha256 {event.sha256[:12]}"


@in_words.register
def _(event: ev.GraphImported) -> str:
    return f"<{event.graph}>: {event.ntriples.count(chr(10)):,} triples from {event.origin}"


@in_words.register
def _(event: ev.GraphDropped) -> str:
    return f"<{event.graph}>: {_short(event.reason)}"


@in_words.register
def _(event: ev.Erased) -> str:
    return f"events {', '.join(map(str, event.positions))}: {_short(event.reason)}"


@in_words.register(ev.ClaimConfirmed)
@in_words.register(ev.ClaimRetracted)
def _(event: ev.ClaimConfirmed | ev.ClaimRetracted) -> str:
    return f"{event.claim}{_part(event.judged)}{_why(event.reason)}"


@in_words.register
def _(event: ev.ClaimAmended) -> str:
    return f"{event.claim}{_part(event.judged)} is {_short(event.name or _amended(event))}{_why(event.reason)}"


@in_words.register
def _(event: ev.EntityAmended) -> str:
    said = _AMENDED.get(event.field, event.field)
    return f"entity-{event.entity} {said} {_short(event.value)}{_why(event.reason)}"


@in_words.register
def _(event: ev.CandidatesFound) -> str:
    many = sum(len(one.candidates) for one in event.asked)
    return f"{event.service}: {many:,} candidates for {len(event.asked):,} entities"


@in_words.register
def _(event: ev.CandidateRejected) -> str:
    return f"entity-{event.entity} is not {event.external}{_why(event.reason)}"


@in_words.register
def _(event: ev.ListAdded) -> str:
    return f"list {event.name}: {len(event.entries):,} rows from {event.origin}"


@in_words.register
def _(event: ev.ListWithdrawn) -> str:
    return f"list {event.name}{_why(event.reason)}"


@in_words.register
def _(event: ev.DecisionUndone) -> str:
    return f"decision {event.decision}{_why(event.reason)}"


def _why(reason: str) -> str:
    return f": {_short(reason)}" if reason else ""


def _because(reasons: Sequence[str]) -> str:
    return f": {_some(reasons)}" if reasons else ""


def _some(reasons: Sequence[str]) -> str:
    """Return reasons, each whole, as many as go into a line, and how many others there are."""
    shown = [_short(one) for one in reasons]
    while len(shown) > 1 and len("; ".join(shown)) > _LINE:
        shown.pop()
    more = len(reasons) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def _few(moved: Sequence[str]) -> str:
    """Return where members go, of the first ones, and how many others do."""
    more = len(moved) - _MOVED
    return ", ".join(moved[:_MOVED]) + (f", and {more} more" if more > 0 else "")


def _part(judged: ev.Judged | None) -> str:
    return f" ({judged.field} of {judged.kind})" if judged is not None and judged.field else ""


def _amended(event: ev.ClaimAmended) -> str:
    """The new value as a person would write it: times and amounts are kept with their exactness before them."""
    exactness, _, rest = event.value.partition(" ")
    field = event.judged.field if event.judged is not None else ""
    if rest and field == "time":
        first, *_, last = rest.split("/")
        return first if first == last else f"{first} to {last}"
    if rest and field == "value":
        amount = " to ".join(rest.split())
        return amount if exactness == "exactly" else f"{exactness.replace('_', ' ')} {amount}"
    return event.value


def _short(text: str) -> str:
    """Return a text on one line, cut behind a word; within one that is longer than the line itself."""
    flat = " ".join(text.split())
    if len(flat) <= _LINE:
        return flat
    cut = flat[: _LINE - 1]
    at = cut.rfind(" ") if flat[_LINE - 1] != " " else len(cut)
    return f"{cut[:at].rstrip(_LOOSE)} …" if at > _LINE // 2 else f"{cut}…"
