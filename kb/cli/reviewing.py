"""Commands by which a person answers who is who, one question at a time: review, list review."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kb.cli import console, options
from kb.cli.decide import Reason
from kb.cli.lists import lists
from kb.cli.writing import opened
from kb.errors import ConflictError, InputError, NotFoundError

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase
    from kb.service.review.reviewing import Question
    from kb.service.review.sides import Side

_KEYS: Final = {"s": "same", "d": "different", "u": "unsure", "k": "skip", "z": "undo", "q": "quit"}
_ASK: Final = "[s]ame, [d]ifferent, [u]nsure, s[k]ip, undo [z], [q]uit? "
_ENDS: Final = (b"", b"\x04", b"\x00")  # hung up; Ctrl-D; Ctrl-D before single keys were asked for, as Linux keeps it
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help="Only of entity or event.")]
Why = Annotated[
    str,
    typer.Option(
        "--why", metavar="WHY", help="Only near the threshold (near), contradicted, or held by one pair (weak)."
    ),
]
About = Annotated[str, typer.Option("--entity", metavar="ID-or-name", help="Only about this entity.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Answer who is who, one question at a time.")(review)


@lists.command(name="review")
def list_review(
    kind: Kind = "",
    why: Why = "",
    entity: About = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="At most so many; 0 for all.")] = 20,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Leave out the first N.")] = 0,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List the questions that `kb review` would ask, those first whose answer is worth most."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.review.reviewing import questions

    _check(kind, why)
    with open_knowledge_base(None, options.settings(home=home)) as kb:
        found = questions(kb, kind=kind, why=why, entity=kb.entity_id(entity), limit=limit, offset=offset)
    if as_json:
        console.out_json([as_record(one) for one in found.items])
        return
    if found.items:
        rows = [
            (
                f"review-{one.item.id}",
                f"{one.item.worth:.2f}",
                one.item.kind,
                one.item.why,
                f"{one.item.bits:+g}",
                console.cut(one.sides[0].label, 34),
                console.cut(one.sides[1].label, 34),
                console.cut(one.item.reason),
            )
            for one in found.items
        ]
        console.out_table(
            ("id", "worth", "of", "why", "bits", "one", "other", "reason"), rows, right=frozenset({"worth", "bits"})
        )
    shown = f"{len(found.items):,} of " if len(found.items) < found.total else ""
    console.say(f"{shown}{console.counted(found.total, 'questions')}; `kb review` asks them")


def review(
    kind: Kind = "",
    why: Why = "",
    entity: About = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="Stop after N questions; 0 for all.")] = 0,
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Answer whether two are one, one question at a time, those first whose answer is worth most.

    Keys: s the same, d different, u unsure (asked again when other evidence comes), k skip, z undo the last answer,
    q quit. From a pipe a line is an answer, a reason may stand behind it: "d mother and daughter". Each answer is one
    event of the log; whoever stops goes on where they were.
    """

    _check(kind, why)
    with opened(home, actor) as kb:
        filters = {"kind": kind, "why": why, "entity": kb.entity_id(entity)}
        _Session(kb, filters, reason, as_json).run(limit)


def _check(kind: str, why: str) -> None:
    from kb.service.review.queue import KINDS

    options.choices("--kind", [kind] if kind else [], ("entity", "event"))
    options.choices("--why", [why] if why else [], KINDS)


@dataclass
class _Session:
    """One sitting: what was skipped, and what was answered, to undo it."""

    kb: "KnowledgeBase"
    filters: dict[str, str]
    reason: str
    as_json: bool
    skipped: set[str] = field(default_factory=set)
    made: list[tuple[int, str]] = field(default_factory=list)  # position, answer
    _lines: int = 0

    def run(self, limit: int) -> None:
        """Ask until there is nothing left, somebody quits or the answers end."""
        with _single_keys():
            self._run(limit)
        self._sum_up()

    def _run(self, limit: int) -> None:
        from kb.service.review.reviewing import next_question

        asked = 0
        while not limit or asked < limit:
            question, left = next_question(self.kb, self.skipped, **self.filters)
            if question is None:
                break
            self._show(question, left)
            said = self._ask(question)
            if said == "quit":
                break
            asked += said != "undo"

    def _ask(self, question: "Question") -> str:
        """Take answers until one settles the question, and return it."""
        while True:
            said, reason = self._read()
            if said == "skip":
                self.skipped.add(question.item.id)
            if said == "undo" and not self._undo():
                continue
            if said in ("same", "different", "unsure"):
                self._answer(question, said, reason or self.reason)
            return said

    def _answer(self, question: "Question", said: str, reason: str) -> None:
        from kb.service.review.reviewing import reviewing

        try:
            with reviewing(self.kb, on_wait=console.waiting) as reviewer:
                done = reviewer.answer(question.item, said, reason)
        except (ConflictError, NotFoundError) as error:  # somebody else decided meanwhile; the next question stands
            self.skipped.add(question.item.id)
            console.report(error)
            return
        self.made.append((done.position, said))
        if self.as_json:
            console.out_json_line({"review": question.item.id, "answer": said, **asdict(done)})
        else:
            console.out(f"{done.position}  {done.said}")
        for earlier in done.overturns:
            console.say(f"note: this overturns {earlier}")

    def _undo(self) -> bool:
        """Take the last answer of this sitting back; say so if there is none."""
        from kb.service.curation.undoing import undoing

        if not self.made:
            console.say("Nothing was answered yet; `kb undo N` takes an earlier answer back.")
            return False
        position, _ = self.made.pop()
        with undoing(self.kb, on_wait=console.waiting) as undoer:
            done = undoer.undo(position, "answered by mistake")
        if self.as_json:
            console.out_json_line({"answer": "undo", **asdict(done)})
        else:
            console.out(f"{done.position}  {done.said}")
        return True

    def _read(self) -> tuple[str, str]:
        """Return the next answer and the reason behind it.

        Raises:
            InputError: a line from a pipe is no answer.
        """
        terminal = sys.stdin.isatty()
        while True:
            given = _key() if terminal else sys.stdin.readline()
            self._lines += 1
            if not given:
                return "quit", ""
            word, _, reason = given.strip().partition(" ")
            if not word and not terminal:
                continue
            said = _KEYS.get(word.lower(), word.lower())
            if said in _KEYS.values():
                return said, reason.strip()
            if not terminal:
                hint = f"Answer {', '.join(_KEYS.values())}, or the first letter of each; a reason may stand behind it."
                raise InputError(f"Line {self._lines} is no answer: {word!r}.", hint=hint)
            console.say(_ASK)

    def _show(self, question: "Question", left: int) -> None:
        if self.as_json:
            return
        for line in _lines(question, left):
            console.out(line)
        if sys.stdin.isatty():
            sys.stdout.flush()
            console.say(_ASK)

    def _sum_up(self) -> None:
        from kb.service.review.reviewing import next_question

        _, left = next_question(self.kb, **self.filters)
        told = [f"{sum(s == said for _, s in self.made)} {said}" for said in ("same", "different", "unsure")]
        console.say(f"{console.counted(len(self.made), 'answers')} ({', '.join(told)}); {left:,} open.")


@contextmanager
def _single_keys() -> Iterator[None]:
    """Have the terminal, if standard input is one, hand over each key as it is pressed, from before the first question
    is drawn: one that was pressed between a question and the reading of it would wait for a line's end."""
    if not sys.stdin.isatty():
        yield
        return
    import termios
    import tty

    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    tty.setcbreak(number, termios.TCSADRAIN)
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)


def _key() -> str:
    """Return one key of the terminal, "" at its end; keys that were pressed before it was asked for count."""
    key = os.read(sys.stdin.fileno(), 1)
    return "" if key in _ENDS else key.decode("latin-1")


def _lines(question: "Question", left: int) -> Iterator[str]:
    item = question.item
    yield ""
    yield f"review-{item.id}  {item.kind}, {item.why}  worth {item.worth:.2f}  ({left:,} open)"
    yield f"{item.reason}."
    for mark, side in zip("AB", question.sides, strict=True):
        yield from _side(mark, side)
    for part in sorted(item.parts, key=lambda part: -part.bits):
        yield f"  {part.bits:+6.1f}  {part.words}"
    yield f"  {item.bits:+6.1f}  in all"
    for rival in question.rivals:
        mark = "AB"[rival.side]
        yield f"{mark} might also be {rival.label}  {rival.id}  {rival.bits:+.1f} bits  (review-{rival.review})"


def _side(mark: str, side: "Side") -> Iterator[str]:
    kind, told = side.type.replace("_", " "), console.counted(side.articles, "articles")
    yield f"{mark}  {side.label}  ({kind})  {side.id}  {told}"
    if side.names:
        yield f"   also called {', '.join(side.names)}"
    for office in side.offices:
        yield f"   {office}"
    for one in side.told:
        at = " ".join(part for part in (one.published[:10], one.source) if part)
        yield f"   {one.member}  {at}  {console.cut(one.title)}".rstrip()
        if one.quote is not None:
            yield f"      {one.quote.before}«{one.quote.words}»{one.quote.after}"


def as_record(question: "Question") -> dict[str, Any]:
    """Return a question as JSON values."""
    item = asdict(question.item)
    item["parts"] = [{"field": p.field, "bits": p.bits, "words": p.words} for p in question.item.parts]
    rivals = [{**asdict(one), "review": f"review-{one.review}"} for one in question.rivals]
    return {**item, "sides": [asdict(side) for side in question.sides], "rivals": rivals}
