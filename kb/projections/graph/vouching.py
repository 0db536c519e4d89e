"""What the tellings of one happening say alike, and how many sources of their own say so, as quads.

Input: a happening, what articles say of it, as people left it. Output: quads in the happening's graph: its independent
sources, and for every participant, place, figure and reality a canonical claim with the claims and sources behind it;
read by kb.projections.graph.parts.
Never: says that a source is right; joins values that differ, "at least 23" and 26 among them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Quad

from kb.graph import names
from kb.graph.iris import Iris
from kb.graph.registry_graph import HappeningView
from kb.model import Figure
from kb.projections.graph.independence import Account, Voice, bodies_among, one_source, one_speaker, voices, vouching
from kb.projections.graph.telling import Telling, Told, told_of

Value = NamedNode | Literal


@dataclass
class _Shared:
    """A canonical claim as it is gathered."""

    predicate: str
    value: Value
    label: str
    claims: set[NamedNode] = field(default_factory=set)
    accounts: list[Account] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Backed:
    """What articles say alike of one happening, and who says so by himself.

    Attributes:
        node: of the canonical claim in the graph.
        predicate: a role, "place", "reality" or "figure".
        label: the predicate, with what tells figures and realities apart: "figure: at least 14".
        value: an entity, a reality's term or a number, as the graph has it.
        voices: each of its own, with the accounts of this claim that rest on it; those of articles in their own voice
            first.
    """

    node: NamedNode
    predicate: str
    label: str
    value: Value
    voices: tuple[Voice, ...]


def backed(happening: str, tellings: Sequence[Telling], iris: Iris) -> tuple[Backed, ...]:
    """Return the claims about one happening as *vouched* counts them, what most say first.

    Args:
        happening: its id.
        tellings: of it; as many as are to be counted.
        iris: of the home.
    """
    told = told_of(tellings, iris)
    shared = _shared(told, iris)
    accounts = [_account(one, one.event.sources) for one in told]
    everything = [*accounts, *(account for one in shared.values() for account in one.accounts)]
    sources = _Sources(happening, everything, iris)
    voices_ = sources.voices(everything)
    found = []
    for one in shared.values():
        rest: dict[NamedNode, list[Account]] = {}
        for account in one.accounts:
            for node in sources.nodes([account]):
                rest.setdefault(node, []).append(account)
        behind = [_narrowed(voices_[node], own) for node, own in rest.items()]
        node = iris.canonical_claim(happening, one.predicate, f"{one.value} {one.label}")
        ordered = tuple(sorted(behind, key=lambda voice: (bool(voice.speaker), voice.name)))
        found.append(Backed(node, one.predicate, one.label, one.value, ordered))
    return tuple(sorted(found, key=lambda one: (-len(one.voices), one.predicate, one.label, str(one.value))))


def _narrowed(voice: Voice, accounts: Sequence[Account]) -> Voice:
    """Return a voice with the accounts of one claim; why several articles are one source, where several are."""
    several = len({account.article.id for account in accounts}) > 1
    return replace(voice, accounts=tuple(accounts), why=voice.why if several else "")


def vouched(view: HappeningView, tellings: Iterable[Told], iris: Iris) -> tuple[int, frozenset[Quad]]:
    """Return how many sources of their own tell of a happening, and the quads that list them.

    Args:
        view: of the happening.
        tellings: of it, of more than one article; of more than kb.projections.graph.telling.MOST events those
            of the articles that came last, and the others count by nobody.
        iris: of the home.
    """
    told = sorted(
        tellings,
        key=lambda one: (one.telling.article.published, one.telling.article.id, one.event.id),
    )
    accounts = [_account(one, one.event.sources) for one in told]
    shared = _shared(told, iris)
    everything = [*accounts, *(account for one in shared.values() for account in one.accounts)]
    sources = _Sources(view.id, everything, iris)
    about = iris.happening(view.id)
    nodes = sources.nodes(vouching(accounts))
    terms: list[tuple[NamedNode, NamedNode, Value]] = [(about, names.kb("independentSource"), node) for node in nodes]
    terms += sources.described(everything)
    for one in shared.values():
        terms += _claim_terms(view.id, one, sources.nodes(one.accounts), iris)
    graph = iris.contradictions_graph(view.id)
    return len(nodes), frozenset(Quad(*term, graph) for term in terms)


class _Sources:
    """The nodes of those who tell of one happening.

    Args:
        happening: its id.
        accounts: of all its tellings and claims; what is one source among them is one source of every claim.
        iris: of the home.
    """

    def __init__(self, happening: str, accounts: Sequence[Account], iris: Iris) -> None:
        self._happening, self._iris = happening, iris
        self._groups = one_source({account.article.id: account.article for account in accounts})
        self._speakers = one_speaker(accounts, self._groups)

    def nodes(self, accounts: Iterable[Account]) -> list[NamedNode]:
        """Return who stands behind accounts, each once, in a fixed order."""
        found = {
            self._node(account.article.id, speaker)
            for account in accounts
            for speaker in ([who for who, _ in account.speakers] or [""])
        }
        return sorted(found, key=lambda node: node.value)

    def _node(self, article: str, speaker: str) -> NamedNode:
        parts = (
            ("speaker", self._speakers.get((article, speaker), speaker))
            if speaker
            else ("own", min(self._groups[article]))
        )
        return self._iris.independent_source(self._happening, *parts)

    def voices(self, accounts: Iterable[Account]) -> dict[NamedNode, Voice]:
        """Return each source by its node, whether it says that it was or was not."""
        found = voices([replace(account, denies=False) for account in accounts])
        return {self._node(voice.accounts[0].article.id, voice.speaker): voice for voice in found}

    def described(self, accounts: Iterable[Account]) -> Iterator[tuple[NamedNode, NamedNode, Value]]:
        """Yield what the graph says of each source: name, whose voice, the events it rests on, and why it is one."""
        for node, voice in self.voices(accounts).items():
            yield node, names.TYPE, names.kb("IndependentSource")
            yield node, names.LABEL, names.text(voice.name)
            if voice.speaker:
                yield node, names.kb("voice"), self._iris.entity(voice.speaker)
            if voice.why:
                yield node, names.kb("oneSourceBecause"), names.text(voice.why)
            for account in voice.accounts:
                yield node, names.kb("restsOn"), self._iris.event(account.article.id, account.local)


def _account(told: Told, statements: Iterable[str]) -> Account:
    """Return what an article tells, with those into whose mouth the statements put it."""
    by_id = {one.id: one for one in told.telling.extraction.statements}
    links = told.telling.links
    speakers = {
        links.get(who, who): told.entities[who].name
        for statement in statements
        if statement in by_id
        for who in by_id[statement].speakers
        if who in told.entities
    }
    kinds = [(links.get(who, who), one.type) for who, one in told.entities.items()]
    bodies = bodies_among(kind for kind in kinds if kind[0] in speakers)
    denies = told.event.polarity != "positive"
    return Account(told.telling.article, told.event.id, denies, tuple(speakers.items()), bodies)


def _shared(told: Sequence[Told], iris: Iris) -> Mapping[tuple[str, str], _Shared]:
    """Return what is said, each once, by predicate and value."""
    found: dict[tuple[str, str], _Shared] = {}

    def add(one: Told, predicate: str, value: Value, label: str, claim: NamedNode, sources: Iterable[str]) -> None:
        shared = found.setdefault((predicate, f"{value} {label}"), _Shared(predicate, value, label))
        shared.claims.add(one.named_claim(claim))
        shared.accounts.append(_account(one, sources))

    for one in told:
        for part in one.parts:
            if part.claim is None:
                continue
            if part.field == "reality":
                label = f"reality: {names.words_of(part.value)}"
                add(one, part.field, names.kb(part.value), label, part.claim, one.event.sources)
            elif part.value in one.entities and one.entities[part.value].named:
                entity = one.telling.links.get(part.value, part.value)
                add(one, part.field, iris.entity(entity), part.field, part.claim, one.event.sources)
        for figure in one.telling.extraction.figures:
            if figure.id in one.figures and figure.value is not None and not figure.withdrawn:
                sources = figure.sources or one.event.sources
                add(one, "figure", names.decimal(figure.value), _figure(figure), one.figures[figure.id], sources)
    return found


def _figure(figure: Figure) -> str:
    """What tells figures apart beside their value: "at least 23 dead" is another claim than 23."""
    upper = f" to {figure.upper:g}" if figure.upper is not None else ""
    comparator = figure.comparator.replace("_", " ")
    number = f"{figure.value or 0:,.15g}".replace(",", "")
    return f"figure: {'' if comparator == 'exactly' else comparator + ' '}{number}{upper} {figure.unit}".strip()


def _claim_terms(
    happening: str, shared: _Shared, sources: Sequence[NamedNode], iris: Iris
) -> Iterator[tuple[NamedNode, NamedNode, Value]]:
    node = iris.canonical_claim(happening, shared.predicate, f"{shared.value} {shared.label}")
    yield iris.happening(happening), names.kb("canonicalClaim"), node
    yield node, names.TYPE, names.kb("CanonicalClaim")
    yield node, names.LABEL, names.text(shared.label)
    yield node, names.PREDICATE, names.kb(shared.predicate)
    yield node, names.OBJECT, shared.value
    yield node, names.kb("independentSources"), names.integer(len(sources))
    for source in sources:
        yield node, names.kb("independentSource"), source
    for claim in shared.claims:
        yield node, names.kb("sharedClaim"), claim
