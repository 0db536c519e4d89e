"""What a reader of pages can do about a problem: in words of the pages, with ways on.

Input: a problem as programs get it, the error that it was, the frame of its page. Output: Advice for the template.
Pure. Never: names a command, a header or a file of the documentation: whoever reads a page has a page.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi.exceptions import RequestValidationError

from kb.api.pages.frame import Frame
from kb.api.pages.wording import doer, followed_here, moment
from kb.model.days import WRITTEN

_ID: Final = re.compile(r"(article|entity|event|happening|statement|claim|figure)-?[0-9a-f]{12,}\Z")
_LISTS: Final[Mapping[str, tuple[str, str]]] = {
    "article": ("All articles", "/articles"),
    "entity": ("All entities", "/entities"),
    "event": ("All events", "/events"),
    "happening": ("All events", "/events"),
    "statement": ("All statements", "/statements"),
}
_LEFT: Final = "It never was in this base, or it has left it: the foot of this page leads back to an earlier moment."
_STAMP: Final = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_NAMED: Final = re.compile(r"\b(?:entity|happening)-[0-9a-f]{20} \(([^()]+)\)")  # an id with what it is called
_FAULTS: Final[Mapping[str, str]] = {  # by pydantic's name of the fault
    "extra_forbidden": "This page has no parameter “{name}”.",
    "missing": "The parameter “{name}” is missing.",
    "day": "“{given}” is no day for “{name}”: write it as 2024-05-31, or as a month or year: 2024-05, 2024.",
    "string_pattern_mismatch": "“{given}” is not what “{name}” may be.",
    "literal_error": "“{given}” is not what “{name}” may be: it is {expected}.",
    "string_too_long": "“{name}” is longer than it may be.",
    "string_too_short": "“{name}” is shorter than it may be.",
}

Way = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a problem.

    Attributes:
        said: what is wrong, one sentence.
        title: of the page, "" where the status says enough.
        hint: what to do, "" where the ways say it.
        ways: what leads on: in words, and the address.
        words: that a search may begin with; None where searching is of no use.
        undo: the decision that led here and can be undone, 0 for none.
        keeper: what whoever keeps the server would do, in commands.
    """

    said: str
    hint: str = ""
    ways: tuple[Way, ...] = ()
    words: str | None = None
    undo: int = 0
    keeper: str = ""
    title: str = ""


def advice(problem: Mapping[str, Any], error: object, frame: Frame) -> Advice:
    """Return what to do about a problem on the page of *frame*.

    Args:
        error: that it was made of, None for what the web framework says.
    """
    said = _NAMED.sub(r"\1", _STAMP.sub(lambda found: moment(found[0]), str(problem["detail"])))
    hint = str(problem.get("hint", ""))
    if isinstance(error, RequestValidationError):
        faults = [(_parameter(one), _fault(one)) for one in error.errors()]
        without = _without(frame, (name for name, _ in faults))
        ways = (("The page without it", without),) if frame.parameters else ()
        return Advice(" ".join(text for _, text in faults), "", ways)
    known = _BY_CODE.get(str(problem.get("code", "")))
    if known is not None:
        return known(error, said, frame)
    filtered = _filtered(error, frame)
    here = followed_here(hint)
    keeper = hint if hint and not here and problem["status"] >= 500 else ""
    return Advice(said, here, tuple(filtered), "" if problem["status"] == 404 else None, keeper=keeper)


def _gone(error: Any, said: str, frame: Frame) -> Advice:
    before = frame.to(f"/articles/article-{error.article}", asOf=str(error.position - 1))
    ways: list[Way] = [("As it was known before", before), _event(frame, error.position)]
    when = f"{doer(error.actor)}, {moment(error.recorded_at)}"
    named = f"“{error.title}”. " if error.title else ""
    if error.newer:
        ways.insert(0, ("The text that took its place", frame.ref(f"article-{error.newer}")))
        return Advice(f"{named}Put in by {when}.", "", tuple(ways), title="A newer text took its place")
    why = f": {error.why}" if error.why else "."
    hint = "Nothing of it is in the graph. What it said can be read as it was known before."
    said = f"{named}Withdrawn by {when}{why}"
    return Advice(said, hint, tuple(ways), None, error.position, title="This article was withdrawn")


def _erased(error: Any, said: str, frame: Frame) -> Advice:
    said = "Nothing of it is left. The log says who erased it, and why."
    return Advice(said, "", (_event(frame, error.position),), title="This was erased")


def _left(error: Any, said: str, frame: Frame) -> Advice:
    return Advice(said, "", (("What became of the article", frame.ref(f"article-{error.article}")),), "")


def _nameless(error: Any, said: str, frame: Frame) -> Advice:
    what = str(error.what)
    of_id = _ID.match(what)
    ways = [*_filtered(error, frame), *([_LISTS[of_id[1]]] if of_id and of_id[1] in _LISTS else [])]
    hint = _LEFT if of_id else "Write it as the articles do, or a part of it, and choose from what is found."
    return Advice(said, hint, tuple(_placed(ways, frame)), "" if of_id else what)


def _several(error: Any, said: str, frame: Frame) -> Advice:
    said = f"“{error.what}” is what several things here are called."
    hint = "Choose one of them from what is suggested as you type, or from what is found."
    return Advice(said, hint, tuple(_filtered(error, frame)), str(error.what))


def _recordless(error: Any, said: str, frame: Frame) -> Advice:
    one = _ID.match(f"{error.kind}{error.identifier}")
    called = "event" if error.kind == "happening" else error.kind
    said = f"There is no {called} with this id." if one else said
    ways = [_LISTS[error.kind]] if error.kind in _LISTS else []
    return Advice(said, _LEFT if one else "", tuple(_placed(ways, frame)), "" if one else str(error.identifier))


def _momentless(error: Any, said: str, frame: Frame) -> Advice:
    now = [("The page as of now", frame.here(asOf=None))] if frame.as_of else []
    hint = "Give the number of an event, a day as 2024-07-05, or a time as 2024-07-05T18:30."
    return Advice(said, hint, (*now, ("Events of the log with their times", "/log")))


def _scope(error: Any, said: str, frame: Frame) -> Advice:
    return Advice(said, "Sign in with a token that may do this, or ask whoever keeps this base for one.")


def _unauthorised(error: Any, said: str, frame: Frame) -> Advice:
    return Advice(said, "Whoever keeps this base gives out tokens. Reading goes on without one.")


def _question(error: Any, said: str, frame: Frame) -> Advice:
    return Advice(said, "Somebody may have answered it meanwhile.", (("Questions that are open", "/review"),))


def _saved(error: Any, said: str, frame: Frame) -> Advice:
    return Advice(said, "", (("All saved queries", frame.to("/queries")),))


def _typeless(error: Any, said: str, frame: Frame) -> Advice:
    ways = (*_filtered(error, frame), ("Types of events", "/ontology"))
    return Advice(said, "", ways)


def _dumpless(error: Any, said: str, frame: Frame) -> Advice:
    return Advice(said, "", (("All dumps", "/dumps"),))


def _meanwhile(error: Any, said: str, frame: Frame) -> Advice:
    return Advice(said, "Nothing was recorded. Look at the page as it is now, and decide again if you still want to.")


_BY_CODE: Final[Mapping[str, Callable[[Any, str, Frame], Advice]]] = {
    "gone-article": _gone,
    "erased-article": _erased,
    "left-graph": _left,
    "nothing-called": _nameless,
    "several-called": _several,
    "no-such-record": _recordless,
    "no-such-moment": _momentless,
    "bad-moment": _momentless,
    "scope-too-small": _scope,
    "unauthorised": _unauthorised,
    "no-such-review": _question,
    "no-such-saved-query": _saved,
    "no-such-event-type": _typeless,
    "no-such-dump": _dumpless,
    "erased-dump": _dumpless,
    "decided-meanwhile": _meanwhile,
    "log-moved": _meanwhile,
    "log-moved-on": _meanwhile,
    "stream-conflict": _meanwhile,
}


def _event(frame: Frame, position: int) -> Way:
    return f"Event {position:,} of the log", frame.to("/log", before=str(position + 1))


def _placed(ways: list[Way], frame: Frame) -> Iterator[Way]:
    """Yield ways with the moment of the page in them."""
    for label, path in ways:
        yield label, path if "?" in path or "#" in path else frame.to(path)


def _filtered(error: object, frame: Frame) -> list[Way]:
    """Return the way to the page without the parameters whose value an error is about."""
    given = {str(fact) for fact in vars(error).values() if isinstance(fact, str) and fact} if error else set()
    names = [name for name, value in frame.parameters if value in given or value.strip() in given]
    if not names:
        return []
    return [("The page without it", _without(frame, names))]


def _without(frame: Frame, names: Iterable[str]) -> str:
    changes: dict[str, str | None] = dict.fromkeys([*names, "cursor"])
    return frame.here("", **changes)


def _parameter(error: Mapping[str, Any]) -> str:
    return str(error["loc"][-1]) if error["loc"] else ""


def _fault(error: Mapping[str, Any]) -> str:
    """Return what is wrong with a parameter, a sentence."""
    name, given, context = _parameter(error), str(error.get("input", ""))[:80], error.get("ctx", {})
    told = str(error["msg"]).removeprefix("Value error, ")
    kind = "day" if context.get("pattern") == WRITTEN else str(error["type"])
    said = _FAULTS.get(kind, "“{given}” is not what “{name}” may be: {told}.")
    return said.format(name=name, given=given, told=f"{told[:1].lower()}{told[1:]}", **context)
