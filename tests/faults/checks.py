"""What must hold of a home after whatever happened to the process that wrote to it.

Input: the home, what an undisturbed run recorded, what was acknowledged.
Output: sentences, one for each thing that is not as it should; none if all is well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice

from kb.errors import KbError
from kb.events import Erased
from kb.events.streams import article_stream
from kb.log import EventLog, backup
from kb.projections import drafts
from kb.service.knowledge_base import KnowledgeBase
from tests.faults.operations import Place, mark_of, numbers, opened
from tests.service.words import places_of

Mark = tuple[str, int, str, str]
"""An event as far as two runs must agree: stream, stream version, type, SHA-256 of its payload, "" once erased."""


@dataclass(frozen=True, slots=True)
class Course:
    """What an undisturbed run recorded.

    Attributes:
        marks: the whole log afterwards.
        ends: positions at which a batch ended: there and nowhere else may a log end.
    """

    marks: tuple[Mark, ...]
    ends: frozenset[int]


def marks(log: EventLog) -> tuple[Mark, ...]:
    """Return the log's events as marks."""
    return tuple(
        (e.stream, e.stream_version, e.type, "" if e.erased else sha256(e.payload).hexdigest()) for e in log.envelopes()
    )


def faults_of(place: Place, course: Course, acknowledged: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with the home; afterwards its projections have caught up."""
    try:
        with opened(place) as kb:
            yield from _of_log(kb.log, course, acknowledged)
            yield from _of_projections(kb)
            yield from _of_erasures(place, kb.log)
            yield from _of_copies(place, kb.log)
    except KbError as error:
        yield f"the home cannot be used: {error.code}: {error}"


def _of_log(log: EventLog, course: Course, acknowledged: Sequence[int]) -> Iterator[str]:
    log.verify()
    has = marks(log)
    last = max(acknowledged, default=0)
    if len(has) < last:
        yield f"lost: event {last} was acknowledged, the log ends at {len(has)}"
    if len(has) not in course.ends:
        yield f"half-written: the log ends at {len(has)}, in the middle of a batch"
    if len(has) > len(course.marks):
        yield f"other: event {len(course.marks) + 1} is none of an undisturbed run"
    for at, (one, other) in enumerate(zip(has, course.marks, strict=False), 1):
        if one[:3] != other[:3] or (one[3] != other[3] and one[3] and other[3]):  # "" on one side: erased later on
            yield f"other: event {at} is not what an undisturbed run records"
            return


def _of_erasures(place: Place, log: EventLog) -> Iterator[str]:
    """What the log says was erased is in no file, since the next command has run."""
    erasures = [recorded.event for recorded in log.read(types=[Erased.TYPE])]
    positions = {at for event in erasures if isinstance(event, Erased) for at in event.positions}
    if not positions:
        return
    envelopes = [envelope for envelope in log.envelopes() if envelope.position in positions]
    yield from (f"half-written: event {e.position} is erased and has a payload" for e in envelopes if not e.erased)
    streams = {envelope.stream for envelope in envelopes}
    marks_of_erased = [mark_of(number) for name, number in numbers().items() if article_stream(name) in streams]
    for word, files in places_of(marks_of_erased, place.folder).items():
        if in_home := [name for name in files if name != place.kept.name]:
            yield f"not erased: {word} is in {', '.join(in_home)}"


def _of_copies(place: Place, log: EventLog) -> Iterator[str]:
    """What was backed up or restored is whole where it is there at all."""
    if place.backup.exists():
        with place.backup.open("rb") as stream:
            manifest, envelopes = backup.read(stream, "backup")
            if list(envelopes) != list(islice(log.envelopes(), manifest.position)):
                yield "half-written: the backup is not a beginning of the log"
    if place.restored.exists():
        with opened(replace(place, address=str(place.restored))) as kb:
            if list(kb.log.envelopes()) != list(log.envelopes()):
                yield "half-written: the restored log is not the log"
            yield from _of_projections(kb)


def _of_projections(kb: KnowledgeBase) -> Iterator[str]:
    from kb.service.upkeep.maintenance import verify_home

    answered = _answered(kb)
    with kb.writing():
        pass  # the next command that writes would do this
    if _answered(kb) != answered:
        yield "who asked first was answered from another graph"
    if drafts.left(kb.home):
        yield f"left behind: {', '.join(path.name for path in drafts.lying(kb.home))}"
    for difference in verify_home(kb).differences:
        yield f"graph is not replay: {difference.projection} {difference.where} {difference.what} {difference.value}"


def _answered(kb: KnowledgeBase) -> tuple[int, frozenset[str]]:
    """Return up to which event who only reads is answered, and from which quads."""
    with kb.at() as moment:
        store = moment.store()  # which makes it again if its files are torn
        return moment.position, frozenset(map(str, store))


def after_all(place: Place) -> Iterator[str]:
    """Yield what is wrong after the operation was run again to its end."""
    with opened(place) as kb:
        yield from _of_projections(kb)
        yield from _of_erasures(place, kb.log)
        if kb.standing() != kb.position:
            yield f"the projections stand at {kb.standing()}, the log at {kb.position}"
    for path in sorted(place.folder.rglob("*")):
        if path.suffix in (".new", ".part"):
            yield f"left behind: {path.relative_to(place.folder)}"
