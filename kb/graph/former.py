"""What an article claimed before its publisher corrected it, and does not claim any more.

Input: two texts of one article, and what was read from each. Output: quads for the graph of the newer one: figures and
statements whose sentence changed or went, told apart from what is claimed now.
Pure. Never: calls a former claim a figure or a statement: no count and no list of conflicts takes it for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kb.graph import names
from kb.graph.alignment import Alignment
from kb.graph.claims import Item, spans_of
from kb.graph.iris import Iris
from kb.model import Article, Extraction, Figure

_REVISION = NamedNode(f"{names.PROV}wasRevisionOf")
_PART = NamedNode(f"{names.DCT}isPartOf")


@dataclass(frozen=True, slots=True)
class FormerClaim:
    """A figure or a statement that a text had and its correction has not.

    Attributes:
        words: of it; *sentence*: in which they stood.
        successor: what the correction claims in its place, None for nothing; *now*: its words.
    """

    claim: Item
    words: str
    sentence: str
    successor: Item | None
    now: str


def former_quads(
    new: tuple[Article, Extraction | None], old: tuple[Article, Extraction | None], base: str, into: str
) -> tuple[Quad, ...]:
    """Return what *old* claimed and *new* does not.

    Args:
        new: the text in force, or an earlier one on the way to it.
        old: the text that it took the place of.
        base: base IRI of the home.
        into: id of the article in whose graph this is told: the text in force.
    """
    iris = Iris(base)
    graph = iris.article_graph(into)
    article, extraction = old
    earlier, now = iris.article(article.id), iris.article(new[0].id)
    found = [Quad(now, _REVISION, earlier, graph)]
    if extraction is None:
        return tuple(found)
    for former in former_claims(new, (article, extraction)):
        one, successor = former.claim, former.successor
        kind = "figure" if isinstance(one, Figure) else "statement"
        node = iris.figure(article.id, one.id) if kind == "figure" else iris.statement(article.id, one.id)
        found += [
            Quad(iris.article(into), names.kb("formerly"), node, graph),
            Quad(node, names.TYPE, names.kb("FormerClaim"), graph),
            Quad(node, names.TYPE, names.kb("FormerFigure" if kind == "figure" else "FormerStatement"), graph),
            Quad(node, names.LABEL, names.text(former.words), graph),
            Quad(node, names.kb("formerSentence"), names.text(former.sentence), graph),
            Quad(node, _PART, earlier, graph),
        ]
        if successor is not None and new[0].id == into:
            mint = iris.figure if kind == "figure" else iris.statement
            found.append(Quad(mint(new[0].id, successor.id), _REVISION, node, graph))
    return tuple(dict.fromkeys(found))


def former_claims(new: tuple[Article, Extraction | None], old: tuple[Article, Extraction]) -> Iterator[FormerClaim]:
    """Yield what *old* claimed and *new* does not, in the order of its reading."""
    article, extraction = old
    alignment, back = Alignment(article.text, new[0].text), Alignment(new[0].text, article.text)
    gone = list(_changed(extraction, alignment))
    successors = _successors(gone, extraction, list(_changed(new[1], back)), new[1])
    for one in gone:
        successor = successors.get(one.id)
        if successor is not None and _says_the_same(one, successor, article, new[0]):
            continue
        sentence = alignment.sentence(spans_of(one)[0])
        now = _words(successor, new[0]) if successor is not None else ""
        yield FormerClaim(
            one, _words(one, article), article.text[sentence.start : sentence.end].strip(), successor, now
        )


def _words(one: Item, article: Article) -> str:
    return " ".join(article.text[part.start : part.end].strip() for part in spans_of(one))


def _changed(extraction: Extraction | None, alignment: Alignment) -> Iterator[Item]:
    """Yield the figures and statements of a reading whose words the other text does not have."""
    if extraction is not None:
        items: tuple[Item, ...] = (*extraction.figures, *extraction.statements)
        for one in items:
            if spans_of(one) and any(alignment.moved(span) is None for span in spans_of(one)):
                yield one


def _successors(old: list[Item], before: Extraction, new: list[Item], now: Extraction | None) -> dict[str, Item]:
    """Return local id of a former claim -> what is claimed in its place: of its kind and subject the same in turn.

    A note of what the text said before ("an earlier version said that nine had died") takes no place of what held.
    """
    if now is None:
        return {}
    found: dict[str, Item] = {}
    groups: dict[tuple[object, ...], list[Item]] = {}
    for one in old:
        groups.setdefault(_group(one, before), []).append(one)
    for group, items in groups.items():
        alike = [one for one in new if _group(one, now) == group]
        if len(alike) == 1:
            alike *= len(items)
        if len(alike) == len(items):
            found.update({one.id: other for one, other in zip(items, alike, strict=True)})
    return found


def _group(one: Item, extraction: Extraction) -> tuple[object, ...]:
    back = one.withdrawn if isinstance(one, Figure) else getattr(one, "status", "") == "retracted"
    return (type(one).__name__, back, *_subject(one, extraction))


def _says_the_same(one: Item, other: Item, before: Article, now: Article) -> bool:
    """Say whether two claims say the same, in sentences that differ elsewhere."""
    if isinstance(one, Figure) and isinstance(other, Figure):
        return (one.value, one.upper, one.comparator) == (other.value, other.upper, other.comparator)
    words = [[text.text[at.start : at.end] for at in spans_of(each)] for each, text in ((one, before), (other, now))]
    return words[0] == words[1]


def _subject(one: Item, extraction: Extraction) -> tuple[str, ...]:
    """Return what tells figures and statements apart whatever they say: what is counted, or who speaks."""
    if isinstance(one, Figure):
        event = next((event.type for event in extraction.events if event.id == one.event), "")
        return (event, one.of)
    called = {entity.id: entity.name for entity in extraction.entities}
    return tuple(called.get(speaker, "") for speaker in getattr(one, "speakers", ()))
