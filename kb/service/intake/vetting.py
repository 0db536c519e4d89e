"""An extraction as it may be recorded: what fails is left out, with the report of why.

Input: an article, its extraction, and a judge of quads (kb.validation).
Output: Vetted, read by kb.service.intake.adding.
Pure given the judge. Never: lets a claim in that the shapes refuse, or loses
one: what is left out is kept beside its report.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import InputError
from kb.extraction.protocol import Refusal
from kb.graph.article_graph import article_quads
from kb.graph.iris import Iris
from kb.graph.pruning import item_ids, prune, size
from kb.graph.registry_graph import EntityView, entity_quads
from kb.model import Article, Extraction
from kb.model.identity import own_id
from kb.service.intake.leftovers import REFUSED, left_out
from kb.service.intake.soundness import unsound
from kb.validation import Report

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SUBJECT: Final = _RDF + "subject"
_OBJECT: Final = _RDF + "object"
_TYPE: Final = NamedNode(_RDF + "type")


Judge = Callable[[Sequence[Quad], str, Sequence[Quad]], Report]
"""Judges an article's graph, given its text and what the registry says of the entities that it names."""


@dataclass(frozen=True, slots=True)
class Vetted:
    """The two halves of an extraction.

    Attributes:
        extraction: what conforms.
        rejected: what does not; None if all conforms.
        report: why, round by round: words, and SHACL reports in Turtle; what
            the extractor itself refused stands first, a line each.
    """

    extraction: Extraction
    rejected: Extraction | None = None
    report: str = ""

    @property
    def left_out(self) -> int:
        """How many claims, and answers that were none, are not in the extraction."""
        return left_out(self.rejected, self.report) if self.rejected is not None else 0


class UnfitArticleError(InputError):
    """What is known about the article itself breaks the shapes."""

    code = "unfit-article"

    def __init__(self, article: str, report: str) -> None:
        self.article = article
        self.report = report
        first = next((line.strip() for line in report.splitlines() if line.strip()), "no reason given")
        super().__init__(
            f"The article {article} cannot be described in the graph: {first}",
            hint="Look at its title, source, URL and date.",
        )


def vet(article: Article, extraction: Extraction, base: str, judge: Judge) -> Vetted:
    """Return what of *extraction* may be recorded, and what may not.

    Drops the claims that fail and those that rest on them, and asks again
    until the rest conforms.

    Args:
        article: the stored revision.
        extraction: as an extractor made it, of this article.
        base: base IRI of the home.
        judge: see Judge.

    Raises:
        UnfitArticleError: the article fails even with nothing read from it.
    """
    if extraction.article != article.id:
        empty = replace(_nothing(extraction), article=article.id)
        return Vetted(empty, extraction, f"It was made for article {extraction.article}, not {article.id}.")
    reports: list[str] = []
    faults = unsound(extraction, article.text)
    stays = extraction
    if faults:
        reports.append("\n".join(f"{identifier}: {reason}" for identifier, reason in faults.items()))
        stays, _ = prune(stays, faults)
    while True:
        quads = article_quads(article, stays, {}, base)
        report = judge(quads, article.text, closure(stays, base))
        if report.conforms:
            break
        if not size(stays):
            raise UnfitArticleError(article.id, report.text())
        reports.append(report.turtle())
        stays, _ = prune(stays, blamed(report.focus, quads, article, stays, Iris(base)))
    if not reports:
        return Vetted(extraction)
    kept = set(item_ids(stays))
    _, rejected = prune(extraction, [local for local in item_ids(extraction) if local not in kept])
    return Vetted(stays, rejected, "\n\n".join(reports))


def with_refusals(vetted: Vetted, refused: Sequence[Refusal]) -> Vetted:
    """Return *vetted* with what the extractor could make no claim of, kept as rejected."""
    if not refused:
        return vetted
    lines = "\n".join(f"{REFUSED}{one.reason}: {' '.join(one.what.split())}" for one in refused)
    report = "\n\n".join(part for part in (lines, vetted.report) if part)
    return Vetted(vetted.extraction, vetted.rejected or _nothing(vetted.extraction), report)


def closure(extraction: Extraction, base: str) -> tuple[Quad, ...]:
    """Return what the registry would say of the entities of *extraction*, were none of them known yet."""
    views = (
        EntityView(
            id=own_id(extraction.article, entity.id),
            label=entity.name,
            type=entity.type,
            aliases=entity.aliases,
            country=entity.country,
            within=own_id(extraction.article, entity.within) if entity.within else "",
            external=(entity.external,) if entity.external else (),
            description=entity.description,
        )
        for entity in extraction.entities
    )
    return tuple(quad for view in views for quad in entity_quads(view, base))


def blamed(
    focus: Iterable[str], quads: Sequence[Quad], article: Article, extraction: Extraction, iris: Iris
) -> set[str]:
    """Return the local ids of the claims that the failing nodes stand for.

    A node that no claim makes by itself (a time, words, a reified claim) is
    laid to those whose nodes lead to it; what nobody makes, to all of them.
    """
    owners = _owners(article, extraction, iris)
    subjects: dict[str, set[str]] = {}
    about: dict[str, str] = {}
    for quad in quads:
        if isinstance(quad.object, Literal) or quad.predicate == _TYPE:
            continue
        if quad.predicate.value == _SUBJECT:
            about.setdefault(_iri(quad.subject), _iri(quad.object))
        if quad.predicate.value == _OBJECT and "/id/figure-" in _iri(quad.object):
            about[_iri(quad.subject)] = _iri(quad.object)  # that an event has a figure is the figure's own claim
        subjects.setdefault(_iri(quad.object), set()).add(_iri(quad.subject))
    found: set[str] = set()
    for node in focus:
        mine = set() if node == iris.article(article.id).value else _of_node(node, owners, subjects, about)
        found |= mine or set(item_ids(extraction))
    return found


def _of_node(
    node: str, owners: Mapping[str, set[str]], subjects: Mapping[str, set[str]], about: Mapping[str, str]
) -> set[str]:
    """Walk from a node to the claims that lead to it."""
    found: set[str] = set(owners.get(node, ()))
    if found and not node.rsplit("/", 1)[-1].startswith("mention-"):
        return found
    seen, waiting = {node}, [node]
    while waiting:
        at = waiting.pop()
        nexts = {about[at]} if at in about else subjects.get(at, set())
        for other in nexts - seen:
            seen.add(other)
            if other in owners:
                found |= owners[other]
            else:
                waiting.append(other)
    return found


def _owners(article: Article, extraction: Extraction, iris: Iris) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}

    def own(node: NamedNode, local: str) -> None:
        owners.setdefault(node.value, set()).add(local)

    for mention in extraction.mentions:
        own(iris.mention(article.id, mention.span.start, mention.span.end), mention.id)
    for entity in extraction.entities:
        own(iris.entity(own_id(article.id, entity.id)), entity.id)
    for kind, items in (
        (iris.event, extraction.events),
        (iris.statement, extraction.statements),
        (iris.figure, extraction.figures),
        (iris.position, extraction.offices),
    ):
        for item in items:
            own(kind(article.id, item.id), item.id)
    return owners


def _nothing(extraction: Extraction) -> Extraction:
    return Extraction(extraction.article, extraction.extractor, extraction.version, extraction.model)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
