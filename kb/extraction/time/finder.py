"""Time expressions of a text: atoms joined with what bounds and shades them.

Input: plain text or a spaCy Doc. Output: TimeExpression values by start, read by
kb.extraction.time.resolution and the event stage.
Never: knows the day it is read on.
Pure: no I/O; linear in the text's length.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from kb.extraction.time.expression import Atom, TimeExpression
from kb.extraction.time.patterns import find_atoms
from kb.extraction.time.runs import run_up
from kb.extraction.time.words import edge_name
from kb.model.span import Span

_DAYS: Final = frozenset({"weekday", "date", "day_word"})
_JOINT: Final = re.compile(r",?\s(?:(?:on|at|in|of|around|about)\s)?(?:the\s)?|\s?\(|,\s|\s?[-–—]\s?")
_PAIRS: Final = frozenset(
    {("clock", d) for d in _DAYS}
    | {(d, "clock") for d in _DAYS}
    | {("part", d) for d in _DAYS}
    | {(d, "part") for d in _DAYS}
    | {("clock", "part"), ("part", "clock"), ("clock", "clock")}
    | {("weekday", "date"), ("day_word", "weekday"), ("date", "weekday"), ("day_word", "date"), ("date", "year")}
    | {("weekday", "period"), ("part", "period"), ("date", "period")}
)
_RANGE: Final = re.compile(r"\s(to|through|until|till|and)\s(?:about\s|around\s|the\s)?|\s?[-–—]\s?")
_RANGED: Final = frozenset("date weekday day_word month year clock decade part period".split())
_LEFT: Final = 48
_PREPOSITION: Final = re.compile(r"\b(?:on|in|at|of)\s(?:the\s)?$|\bthe\s$", re.IGNORECASE)
_SHADE: Final = re.compile(
    r"\b(?P<e>early|late|earlier|later|mid|sometime|shortly\sbefore|shortly\safter|just\sbefore|just\safter|soon\safter"
    r"|long\sbefore|at\sleast|around|about)(?:[\s-])(?:on\s|in\s|at\s|the\s)*$",
    re.IGNORECASE,
)
_EDGE_OF: Final = re.compile(
    r"\b(?P<e>start|beginning|end|middle|close|rest|remainder|turn|early\spart|first\shalf|second\shalf|latter\shalf"
    r"|(?:first|second|third|fourth|final|last)\squarter|first\sdays|last\sdays|eve|first\sweek|last\sweek)\sof\s(?:the\s)?$",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(
    r"\b(?P<b>since|until|till|by|before|prior\sto|ahead\sof|after|from|starting|beginning|effective|as\sof|as\searly\sas"
    r"|as\ssoon\sas|through|up\sto|no\slater\sthan|not\sbefore|dating\sback\sto|between)\s"
    r"(?:at\sleast\s|about\s|around\s|the\s|on\s|in\s|from\s)*$",
    re.IGNORECASE,
)
_BOUND_NAMES: Final = {
    "since": "since",
    "starting": "from",
    "beginning": "from",
    "effective": "from",
    "from": "from",
    "dating back to": "since",
    "until": "until",
    "till": "until",
    "through": "until",
    "up to": "until",
    "by": "by",
    "no later than": "by",
    "before": "before",
    "prior to": "before",
    "ahead of": "before",
    "after": "after",
    "as early as": "earliest",
    "as soon as": "earliest",
    "not before": "earliest",
}
_OPENS_CLAUSE: Final = re.compile(r"\s*(since|until|before|after)\s", re.IGNORECASE)
_FUTURE: Final = re.compile(
    r"\b(?:will|shall|won['’]t|would|plans?|planned|planning|due|scheduled|set\s(?:to|for)|expected|expects?|slated|possible|likely"
    r"|forecast|(?:is|are|was|were)\sto\s(?:be|meet|hold|travel|visit|open|begin|start|take)|to\sbe\sheld|aims?\sto|intends?"
    r"|hopes?\sto|upcoming|might|could|may|should|must|wants?\sto|ready\sto|ahead\sof|deadline"
    r"|(?:threaten|agree|decide|promise|vow|ask|urge|order|prepar|pledg)\w{1,3}\s(?:\w+\s){0,3}to\s\w+"
    r"|re-?opens?|resumes|opens|begins|starts|expires|meets|takes\splace|comes\sinto)\b|['’]ll\b"
)
_NOUNS: Final = frozenset({"plan", "plans", "forecast", "deadline"})
_DETERMINER: Final = re.compile(
    r"(?:\b(?:the|an?|this|that|these|those|its|his|her|their|our|new|first|peace|budget|profit|growth)|['’]s|-\w+)\s$"
)
_DUE_FOR: Final = re.compile(r"\b(?:planned|scheduled|set|due|slated)\sfor\s$")
_HAD: Final = re.compile(r"\bhad\s(?:been\s)?$")
_PAST: Final = re.compile(
    r"\b(?:had|was|were|did|began|broke|came|fell|found|fought|fled|gave|got|held|hit|killed|left|lost|made|met|rose|saw|sent|shot|"
    r"spoke|struck|told|took|went|won|[a-z]{3,}ed)\b"
)
_SINCE_WHEN: Final = re.compile(r"\b(?:first|never|not|no|only|worst|most|\w{3,}est|un\w+ed)\b|n['’]t\b")
_CLAUSE: Final = re.compile(r"[.;:!?\n“”\"]|,\s|\b(?:that|but|when|after|while|who|which|because)\s")
_PAST_AFTER: Final = re.compile(r"\s(?:had|was|were|has\sbeen|have\sbeen)\s")


class HasText(Protocol):
    """A spaCy Doc, or anything else that knows its text."""

    @property
    def text(self) -> str:
        """The whole text; offsets count in it."""
        ...


def find_times(doc_or_text: HasText | str) -> tuple[TimeExpression, ...]:
    """Return the time expressions by start; none overlap.

    Durations ("for three days") and frequencies ("every week") are among them,
    marked by their kind; they name no day.
    """
    text = doc_or_text if isinstance(doc_or_text, str) else doc_or_text.text
    groups = _groups(text, find_atoms(text))
    found: list[TimeExpression] = []
    number, floor = 0, 0
    while number < len(groups):
        group = groups[number]
        following = groups[number + 1] if number + 1 < len(groups) else None
        until: list[Atom] = []
        if following is not None and _is_range(text, group, following, floor):
            until = following
            number += 1
        found.append(_expression(text, group, until, floor))
        floor = found[-1].span.end
        number += 1
    return tuple(found)


def best_for(span: Span, expressions: Sequence[TimeExpression], text: str = "") -> TimeExpression | None:
    """Return the expression that shares most characters with *span*, the first of equals; None if none touches it.

    Args:
        span: words that date something, perhaps a whole clause.
        text: the text they stand in; with it, "since the war began in 2022" as a
            whole is bounded by its "since", while "2022" alone is the year.
    """
    best, most = None, 0
    for expression in expressions:
        shared = min(span.end, expression.span.end) - max(span.start, expression.span.start)
        if shared > most:
            best, most = expression, shared
    if best is None or best.bound or best.until or span.start >= best.span.start:
        return best
    match = _OPENS_CLAUSE.match(text, span.start, best.span.start)
    if match is None:
        return best
    return replace(best, bound=_BOUND_NAMES[match.group(1).lower()], kind="open", span=Span(span.start, best.span.end))


def _groups(text: str, atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Join atoms that date one thing together: clock and day, weekday and date, night and (date)."""
    groups: list[list[Atom]] = []
    for atom in atoms:
        last = groups[-1][-1] if groups else None
        if last is not None and len(groups[-1]) < 4 and _joins(text, groups[-1], last, atom):
            groups[-1].append(atom)
        else:
            groups.append([atom])
    return groups


def _joins(text: str, group: list[Atom], last: Atom, atom: Atom) -> bool:  # noqa: PLR0911 - one return a rule
    pair = (last.kind, atom.kind)
    if pair not in _PAIRS or atom.start - last.end > 14:
        return False
    between = text[last.end : atom.start]
    if _JOINT.fullmatch(between) is None:
        return False
    kinds = [a.kind for a in group]
    dashed = between.strip() in {"-", "–", "—"}
    if pair == ("clock", "clock"):
        return "(" in between
    if dashed:
        return False
    if "," in between and pair == ("part", "date"):
        return False
    if atom.kind == "period" and not (
        atom.unit in {"week", "month", "year", "weekend"} and ("of" in between or between == " ")
    ):
        return False
    if pair == ("day_word", "date") and "(" not in between and "," not in between:
        return False
    return kinds.count(atom.kind) == 0 or "(" in between


def _is_range(text: str, first: list[Atom], second: list[Atom], floor: int) -> bool:
    between = text[first[-1].end : second[0].start]
    if len(between) > 16 or first[0].kind not in _RANGED or second[0].kind not in _RANGED:
        return False
    match = _RANGE.fullmatch(between)
    if match is None:
        return False
    kinds = {a.kind for a in first} & {a.kind for a in second}
    if not kinds and not ({a.kind for a in (*first, *second)} <= _DAYS):
        return False
    word = match.group(1)
    before = text[max(floor, first[0].start - 16) : first[0].start].lower()
    if word == "and":
        led = re.search(r"\bbetween\s(?:late\s|early\s|mid-?)?(?:the\s)?$", before) is not None
        return led or (len(first) == len(second) == 1 and _follows(first[0], second[0]))
    return word is not None or first[0].kind in {"date", "weekday", "month", "clock", "year"}


def _follows(one: Atom, other: Atom) -> bool:
    """Whether a year or month is the next: "in 2022 [and 2023]"."""
    if one.kind == other.kind == "year":
        return not one.number and not other.number and other.year - one.year == 1
    return one.kind == other.kind == "month" and other.month - one.month == 1 and one.year in (0, other.year)


def _expression(text: str, atoms: list[Atom], until: list[Atom], floor: int) -> TimeExpression:
    start, end = atoms[0].start, (until or atoms)[-1].end
    if text[end : end + 1] == ")" and "(" in text[start:end]:
        end += 1
    start, edge, bound = _modifiers(text, start, floor, atoms[0])
    if bound in {"since", "from"} and (until or any(a.last_day or (a.kind == "year" and a.number) for a in atoms)):
        bound = ""
    kind = _kind(atoms, until, bound)
    if atoms[0].which == "in" and _SINCE_WHEN.search(_clause_before(text, start)):
        kind = "duration"  # "the first rain in three weeks"
    run = run_up(text, atoms[0]) if not until else 0
    made = TimeExpression(Span(start, end), kind, tuple(atoms), tuple(until), "" if run else bound, edge, run=run)
    return replace(made, cue=_cue(text, start, end, bound))


def _modifiers(text: str, start: int, floor: int, atom: Atom) -> tuple[int, str, str]:
    """Return (start with the modifiers, edge, bound) from the words left of the first atom."""
    edge = bound = ""
    at = start
    for _ in range(3):
        window = text[max(floor, at - _LEFT) : at]
        match = _SHADE.search(window) or _EDGE_OF.search(window)
        if match is not None and not edge:
            word = re.sub(r"\s+", " ", match["e"].lower())
            if word in {"around", "about", "at least", "sometime"} and atom.kind in {"window", "duration"}:
                break
            edge = edge_name(word) or word.replace(" ", "_")
            at = start = at - len(window) + match.start()
            continue
        if (match := _BOUND.search(window)) is not None:
            word = re.sub(r"\s+", " ", match["b"].lower())
            owns = word == "by" and text[atom.end : atom.end + 2] in ("'s", "’s")  # "killed by last week's floods"
            if owns or (word == "before" and atom.kind == "shift"):
                break
            bound = _BOUND_NAMES.get(word, "")
            start = at - len(window) + match.start()
            break
        match = _PREPOSITION.search(window)
        if match is None:
            break
        at -= len(window) - match.start()
    return start, edge, bound


def _kind(atoms: list[Atom], until: list[Atom], bound: str) -> str:  # noqa: PLR0911 - one return a rule
    kinds = {atom.kind for atom in atoms}
    if kinds <= {"duration"}:
        return "duration"
    if kinds <= {"set"}:
        return "set"
    if until:
        return "range"
    if bound:
        return "open"
    if "clock" in kinds:
        return "clock"
    for name in ("vague", "date"):
        if name in kinds:
            return name
    if kinds & {"month", "year", "decade", "century", "season"}:
        return "period"
    return "part_of_day" if kinds <= {"part"} else "relative"


def _clause_before(text: str, start: int) -> str:
    before = text[max(0, start - 90) : start]
    clause = 0
    for match in _CLAUSE.finditer(before):
        if match.end() < len(before) - 3 or match.group() in ".!?\n":
            clause = match.end()
    return before[clause:]


def _is_noun(text: str, match: re.Match[str]) -> bool:
    """Whether what may be a verb of planning is a noun: "approved the plan on Tuesday", "cut its forecast"."""
    return match.group() in _NOUNS and _DETERMINER.search(text, 0, match.start()) is not None


def _cue(text: str, start: int, end: int, bound: str) -> str:
    """Return future or past as the clause's verbs say; "had been planned" says neither."""
    before = _clause_before(text, start)
    after = re.split(r"[.;!?\n]", text[end : end + 70])[0]
    ahead = [m for m in _FUTURE.finditer(before) if not _HAD.search(before, 0, m.start()) and not _is_noun(before, m)]
    if (
        ahead
        or _DUE_FOR.search(before)
        or re.match(r"\s(?:will|would|is\sdue|is\sexpected|is\sset)\b|['’]s\b.*\b(?:will|would)\b", after)
    ):
        return "future"
    if bound in {"by", "until"} and not _PAST_AFTER.search(after) and not _PAST_AFTER.search(before):
        return "future"
    return "past" if _PAST.search(before) or _PAST.search(after) else ""
