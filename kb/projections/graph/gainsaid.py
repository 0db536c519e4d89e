"""Events that one article has twice: as one it quotes tells them, and as another says that they did not happen; and
events of which somebody who is told to have done them says that it was not he.

Input: an article's text and reading. Output: pairs of events, told and denied; events with a doer and the statement
that denies it. Read by kb.projections.graph.within, which knows whose voices they are.
Pure. Never: pairs what there was none of ("no arrests were made") with anything, for whatever there was may have been
elsewhere; nor what was done to others, by others or on other days.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from kb.graph.reality import denies
from kb.model import Entity, Event, Extraction, Role, Statement, TimeValue
from kb.resolution.events.negation import none_of_it

SO: Final = frozenset({"actual", "ongoing", "alleged"})  # modalities
FARTHEST: Final = 1500  # characters from what is told to the denial of it
_DOERS: Final = frozenset({"agent", "party", "participant"})
_BESIDE: Final = frozenset({"instrument", "means", "circumstance", "cause", "reason", "purpose", "place"})
_OF_A_COUNTRY: Final = frozenset({"armed_force", "office"})
_PART_IN_IT: Final = (
    r"(?:responsib\w+|involve\w*|implicated|complicity|behind|part|role|hand|links?|connection|knowledge|to do with)\b"
)
_DISOWNED: Final = re.compile(rf"\b{_PART_IN_IT}", re.IGNORECASE)  # behind "denied"
_NOT_MINE: Final = re.compile(  # behind "said"
    r"(?:\b(?:not|never)|n['’]t)\s+(?:been\s+)?(?:responsible|involved|implicated|behind)\b"
    rf"|\b(?:ha[ds]|have|having|plays|played|takes|took|bears|bore)\s+no(?:thing)?\s+(?:\w+\s+){{0,2}}?{_PART_IN_IT}",
    re.IGNORECASE,
)
_BESIDES: Final = re.compile(  # between a part and an event: it was no part in that event
    r"[;.]|\b(?:after|before|but|during|following|since|that|until|when|where|which|while|who|whose)\b|^\s+(?:of|by)\s+(?!the\b)"
)
_SUBJECT: Final = re.compile(  # of "was behind", "had no part"
    r"(?P<owner>\b(?:our|its|their|his|her)\s+(?:\w+\s+)?)?\b(?P<who>\w+)\s+"
    r"(?:was|were|is|are|had|has|have|plays|played|takes|took|bears|bore)(?:n['’]t)?\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(r"\b[A-Z]\w+['’]s?\s")  # "denied Osk's role"
_SELF: Final = frozenset("he i it she they we".split())


def gainsaid(text: str, extraction: Extraction) -> Iterator[tuple[Event, Event]]:
    """Yield each event that is said not to have happened, after the nearest in the text that tells that it did."""
    entities = {one.id: one for one in extraction.entities}
    told: dict[str, list[Event]] = {}
    for event in extraction.events:
        if event.polarity == "positive" and event.modality in SO and event.sources:
            told.setdefault(event.type, []).append(event)
    for denial in extraction.events:
        if denial.polarity != "negative" or denial.modality not in SO or not denial.sources:
            continue
        if none_of_it(text, denial):
            continue
        alike = [one for one in told.get(denial.type, ()) if _far(one, denial) <= FARTHEST]
        alike = [one for one in alike if _one_event(one, denial, entities)]
        if alike:
            yield min(alike, key=lambda one: (_far(one, denial), one.id)), denial


def disclaimed(
    text: str, extraction: Extraction, speaks_for: Callable[[Statement], frozenset[str]]
) -> Iterator[tuple[Event, Role, Statement]]:
    """Yield each event that somebody is told to have done, and the statement by which who did it denies that he did.

    The denial names the event and no more than a part in it: whoever denies the event itself denies another thing, and
    whoever denies that others were behind it, or any part in what came after it, or who did not deny it, says nothing
    of himself.

    Args:
        speaks_for: returns who says a statement, with the bodies that they speak for.
    """
    for statement in extraction.statements:
        if statement.cue is None or not statement.content or not statement.speakers:
            continue
        if statement.status == "not_reported_content":
            continue  # "did not deny", "neither confirmed nor denied"
        said = text[min(statement.cue.start, statement.content[0].start) : statement.content[-1].end]
        disowned = _DISOWNED if denies(statement.cue.of(text)) else _NOT_MINE
        if not (found := disowned.search(said)) or _of_others(said[: found.end()]):
            continue
        begin, end = min(statement.cue.start, statement.content[0].start) + found.end(), statement.content[-1].end
        for event in extraction.events:
            spans = [span for span in (event.trigger, *event.other_mentions) if begin <= span.start < end]
            named = any(not _BESIDES.search(text[begin : span.start]) for span in spans)
            if named and event.polarity == "positive" and event.modality in SO:
                doers = (one for one in event.roles if one.role in _DOERS and one.entity in speaks_for(statement))
                yield from ((event, doer, statement) for doer in doers)


def _of_others(said: str) -> bool:
    """Whether it is others who had no part in it: "denied that Osk was behind", "said guards were not involved"."""
    subjects = [found for found in _SUBJECT.finditer(said) if not found["owner"]]
    return _OTHERS.search(said) is not None or any(found["who"].casefold() not in _SELF for found in subjects[-1:])


def apart(one: TimeValue | None, other: TimeValue | None) -> bool:
    """Whether two times, each with both ends known, do not meet."""
    if one is None or other is None:
        return False
    begin, end = max(one.earliest_begin, other.earliest_begin), min(one.latest_end or "", other.latest_end or "")
    return bool(one.earliest_begin and other.earliest_begin and end and begin[:10] > end[:10])


def _far(one: Event, other: Event) -> int:
    return abs(one.trigger.start - other.trigger.start)


def _one_event(told: Event, denial: Event, entities: dict[str, Entity]) -> bool:
    """Whether both are of one happening: whom it befell is named in both, or whoever did it where it befell nobody."""
    if apart(told.time, denial.time):
        return False
    doers, undergoing = (_who(told, _DOERS), _who(denial, _DOERS)), (_whom(told), _whom(denial))
    if not _by_one(*([entities[one] for one in some if one in entities] for some in doers)):
        return False
    if any(undergoing):
        return bool(undergoing[0] & undergoing[1])
    places = set(told.places), set(denial.places)
    return bool(doers[0] & doers[1]) and (not all(places) or bool(places[0] & places[1]))


def _who(event: Event, roles: frozenset[str]) -> set[str]:
    return {one.entity for one in event.roles if one.entity and one.role in roles}


def _whom(event: Event) -> set[str]:
    return {one.entity for one in event.roles if one.entity and one.role not in _DOERS | _BESIDE}


def _by_one(ours: list[Entity], theirs: list[Entity]) -> bool:
    """Whether those who did it may be the same: one of them in both, none in one, or "its forces" and an army."""
    if not ours or not theirs or {one.id for one in ours} & {one.id for one in theirs}:
        return True
    return any(_may_be(one, other) or _may_be(other, one) for one in ours for other in theirs)


def _may_be(described: Entity, one: Entity) -> bool:
    """Whether who has no name may be another: forces an army, a military its country."""
    if described.named or described.type not in _OF_A_COUNTRY:
        return False
    return one.type == "country" or (one.named and one.type == described.type)
