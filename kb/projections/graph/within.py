"""Claims within one article that cannot all be true: what one it quotes says and another denies, and rival numbers.

Input: an article, and what was read from it as people left it. Output: Contradictions and their quads, for the graph of
the article; read by kb.projections.graph.parts. Those between articles are kb.projections.graph.contradictions'.
Never: opposes what one voice says now to what it said before, or what nobody but the article itself says; takes two who
accuse each other to contradict each other, for both may be right; takes who says what should or might have been to say
that it was.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from pyoxigraph import Quad

from kb.graph.claims import Claims
from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.graph.reality import denies
from kb.language.event_types import EventTypes
from kb.model import Article, Event, Role, Statement
from kb.projections.graph.gainsaid import apart, disclaimed, gainsaid
from kb.projections.graph.opposition import Contradiction, Side, quads_of
from kb.resolution.events.figures import compare_numbers, number
from kb.resolution.events.partial import of_part

_UNREAL: Final = re.compile(r"\b(?:should|ought|could|might|would|must)(?:n['’]t)?\b[^,;:.]*\Z", re.IGNORECASE)
_CLAIMED: Final = {"actual": "happened", "ongoing": "goes on", "alleged": "alleged"}  # modality -> in words


class Within:
    """Finds what is at odds within one article.

    Args:
        article: the article.
        curated: what was read from it, as people left it.
        iris: of the home.
    """

    def __init__(self, article: Article, curated: Curated, iris: Iris) -> None:
        self._article, self._curated, self._iris = article, curated, iris
        self._extraction = curated.extraction
        self._statements = {one.id: one for one in self._extraction.statements}
        self._bodies: dict[str, set[str]] = {}  # who speaks for what
        for office in self._extraction.offices:
            self._bodies.setdefault(office.person, set()).update({office.organisation} - {""})
        self._names = {one.id: one.name for one in self._extraction.entities}
        self._within = {one.id: one.within for one in self._extraction.entities}
        self._behind: dict[frozenset[str], frozenset[str]] = {}  # voices -> whom they speak for
        self._first: dict[str, int] = {}  # statement -> where the first event that it claims stands
        for event in self._extraction.events:
            for source in event.sources:
                self._first[source] = min(self._first.get(source, event.trigger.start), event.trigger.start)

    def found(self) -> dict[str, tuple[Contradiction, ...]]:
        """Return local id of an event -> what is at odds about it, in a fixed order."""
        denials: dict[str, list[Statement]] = {}  # event -> those that deny it
        for one in self._extraction.statements:
            if one.speakers and self._denies(one):
                for about in dict.fromkeys(one.about):
                    denials.setdefault(about, []).append(one)
        odds: dict[str, list[Contradiction]] = {}
        for event in self._extraction.events:
            odds.setdefault(event.id, []).extend(self._denied(event, denials.get(event.id, ())))
        for told, denial in gainsaid(self._article.text, self._extraction):
            odds[told.id].extend(self._gainsaid(told, denial))
        for done, doer, disowning in disclaimed(self._article.text, self._extraction, self._speaks_for):
            odds[done.id].append(self._disclaimed(done, doer, disowning))
        for counted, rivals in self._numbers():
            odds[counted].append(rivals)
        return {event: tuple(sorted(found, key=_order)) for event, found in odds.items() if found}

    def _denies(self, statement: Statement) -> bool:
        return statement.cue is not None and denies(statement.cue.of(self._article.text))

    def _voices(self, sources: Sequence[str]) -> frozenset[str]:
        """Return who says it, by local id; none for what nobody named, or the article itself, says."""
        said = [self._statements[one].speakers for one in sources if one in self._statements]
        return frozenset(one for speakers in said for one in speakers) if all(said) else frozenset()

    def _denied(self, event: Event, told: Sequence[Statement]) -> Iterator[Contradiction]:
        """Yield who says that an event was so, against each of *told*, who denies it.

        Of an accusation it is what it says first that is denied: not the attack that it mentions besides.
        """
        claimed = _CLAIMED.get(event.modality, "") if event.polarity == "positive" else ""
        if not claimed or not told:
            return
        claims = Claims(self._article, self._extraction, self._iris)
        so = next(part.claim for part in claims.of(event) if part.field == "reality")
        for denial in told:
            voices = self._tellers(event, denial.id)
            not_so = next(p.claim for p in claims.of(denial) if p.field == "about" and p.value == event.id)
            if so is None or not_so is None or not voices or voices & set(denial.speakers):
                continue
            so, not_so = (self._curated.renamed.get(one, one) for one in (so, not_so))
            sides = (
                Side(so, self._article.id, event.id, f"{claimed}, {self._named(voices)}"),
                Side(not_so, self._article.id, event.id, f"{self._words(denial)}, {self._named(denial.speakers)}"),
            )
            yield Contradiction("happened", *sides)

    def _gainsaid(self, told: Event, denial: Event) -> Iterator[Contradiction]:
        """Yield who says that an event was so against who says that it was not, where they are two."""
        voices, others = self._tellers(told), self._voices(denial.sources)
        if not voices or not others or self._for(voices) & self._for(others):
            return
        if any(self._unreal(denial, one) for one in denial.sources):
            return
        claims = Claims(self._article, self._extraction, self._iris)
        so, not_so = (next(p.claim for p in claims.of(one) if p.field == "reality") for one in (told, denial))
        if so is None or not_so is None:
            return
        so, not_so = (self._curated.renamed.get(one, one) for one in (so, not_so))
        denying = all(self._denies(one) for one in map(self._statements.get, denial.sources) if one is not None)
        yield Contradiction(
            "happened",
            Side(so, self._article.id, told.id, f"{_CLAIMED[told.modality]}, {self._named(voices)}"),
            Side(
                not_so,
                self._article.id,
                denial.id,
                f"{'denied' if denying else 'did not happen'}, {self._named(others)}",
            ),
        )

    def _speaks_for(self, statement: Statement) -> frozenset[str]:
        return self._for(frozenset(statement.speakers))

    def _disclaimed(self, event: Event, doer: Role, denial: Statement) -> Contradiction:
        """Return that somebody did it against that he says not; who told of the event need not have said who did it."""
        claims = Claims(self._article, self._extraction, self._iris)
        did = next(p.claim for p in claims.of(event) if p.value == doer.entity and p.words == doer.span)
        not_so = next(p.claim for p in claims.of(denial) if p.field == "speaker")
        assert did is not None
        assert not_so is not None
        did, not_so = (self._curated.renamed.get(one, one) for one in (did, not_so))
        return Contradiction(
            "actor",
            Side(did, self._article.id, event.id, f"by {self._named([doer.entity])}"),
            Side(not_so, self._article.id, event.id, f"{self._words(denial)}, {self._named(denial.speakers)}"),
            why="done by one who denies it",
        )

    def _tellers(self, event: Event, without: str = "") -> frozenset[str]:
        """Return who claims an event first of all, and says no more than that it was; but for one statement."""
        sources = [
            one for one in event.sources if one != without and self._heads(event, one) and not self._unreal(event, one)
        ]
        return self._voices(sources) if sources else frozenset()

    def _heads(self, event: Event, source: str) -> bool:
        """Whether an event is the first of those that a statement claims."""
        return event.trigger.start == self._first[source]

    def _unreal(self, event: Event, source: str) -> bool:
        """Whether a statement says of an event that it should, could or might have been."""
        spans = self._statements[source].content if source in self._statements else ()
        within = (one for one in spans if one.start <= event.trigger.start < one.end)
        return any(_UNREAL.search(self._article.text, one.start, event.trigger.start) for one in within)

    def _numbers(self) -> Iterator[tuple[str, Contradiction]]:
        """Yield event and contradiction for two numbers of two voices about it, or about what had the same cause."""
        events = {event.id: event for event in self._extraction.events}
        counted = [
            (figure, events[figure.event], voices)
            for figure in self._extraction.figures
            if figure.value is not None
            and not figure.withdrawn
            and figure.event in events
            and (voices := self._voices(figure.sources))
            and not of_part(self._article.text, figure, self._extraction)
        ]
        claims = Claims(self._article, self._extraction, self._iris)
        for at, with_it in _comparable([event for _, event, _ in counted]):
            (mine, ours, us), (theirs, other, them) = counted[at], counted[with_it]
            if self._for(us) & self._for(them) or not _one_count(ours, other):
                continue
            about = _class_of(ours)
            if compare_numbers(number(mine, part=False), number(theirs, part=False), about) != "differ":
                continue
            sides = (
                Side(
                    self._curated.renamed.get(claim, claim),
                    self._article.id,
                    figure.event,
                    f"{' '.join(f'{figure.words(self._article.text)} {figure.of}'.split())}, {self._named(voices)}",
                )
                for figure, voices in ((mine, us), (theirs, them))
                for claim in (claims.figure_claim(figure),)
            )
            yield ours.id, Contradiction("figure", *sides)

    def _for(self, voices: frozenset[str]) -> frozenset[str]:
        """Return voices with the bodies that they speak for, and the bodies these are part of."""
        if voices not in self._behind:
            found, waiting = set(), list(voices)
            while waiting:
                if (one := waiting.pop()) and one not in found:
                    found.add(one)
                    waiting += [*self._bodies.get(one, ()), self._within.get(one, "")]
            self._behind[voices] = frozenset(found)
        return self._behind[voices]

    def _words(self, statement: Statement) -> str:
        return statement.cue.of(self._article.text) if statement.cue else ""

    def _named(self, speakers: Collection[str]) -> str:
        return " and ".join(sorted(self._names.get(one, one) for one in speakers))


def within_quads(article: str, found: Mapping[str, Sequence[Contradiction]], iris: Iris) -> Iterator[Quad]:
    """Yield what an article's graph says of what is at odds within it; *found* as Within gives it."""
    for event, odds in found.items():
        yield from quads_of(odds, iris.event(article, event), iris.article_graph(article), iris)


def _comparable(events: Sequence[Event]) -> list[tuple[int, int]]:
    """Return pairs of places in *events*, in order, of one event, or of one type and cause: no others count alike."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, event in enumerate(events):
        for key in ((event.id,), *((event.type, cause) for cause in event.causes)):
            alike.setdefault(key, []).append(at)
    return sorted({pair for places in alike.values() for pair in combinations(dict.fromkeys(places), 2)})


def _one_count(one: Event, other: Event) -> bool:
    """Whether numbers about two events count one thing: the dead of one attack, told of twice."""
    if one.id == other.id:
        return True
    if (
        one.type != other.type
        or "negative" in (one.polarity, other.polarity)
        or not set(one.causes) & set(other.causes)
    ):
        return False
    return not apart(one.time, other.time)


def _class_of(event: Event) -> str:
    types = EventTypes.load()
    return types.coarse(event.type) if event.type in types else "other"


def _order(one: Contradiction) -> tuple[str, str, str]:
    return one.kind, one.one.claim.value, one.other.claim.value
