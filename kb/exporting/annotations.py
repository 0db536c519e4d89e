"""Every mention as a W3C Web Annotation on the text of its article.

Input: kb.exporting.reading.Graph, the articles' texts. Output: one AnnotationCollection in JSON-LD: of each mention its
place (TextPositionSelector, in code points), its words with those around them (TextQuoteSelector), a hash of the text
that both count in, and what the words stand for or are evidence of.
Never: writes a selector that does not select the mention's words: text and graph are compared.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from pyoxigraph import NamedNode, Quad

from kb.errors import IntegrityError
from kb.exporting.reading import Graph, Node, last
from kb.graph import names
from kb.graph.vocabulary import KB, NAMESPACE
from kb.projections.files.sorting import sorted_lines

MEDIA_TYPE: Final = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
_CONTEXT: Final = ["http://www.w3.org/ns/anno.jsonld", {"kb": NAMESPACE, "sha256": "kb:sha256", "title": "kb:title"}]
_AROUND: Final = 32  # characters of prefix and suffix
_RESTING: Final = {
    KB.trigger: "classifying",
    KB.mention: "classifying",
    KB.contentSpan: "classifying",
    KB.cue: "classifying",
    KB.speakerSpan: "classifying",
    KB.evidence: "describing",
}

TextOf = Callable[[str], str]


class MisplacedMentionError(IntegrityError):
    """A mention's characters are not the words that the graph has for it."""

    code = "misplaced-mention"

    def __init__(self, mention: str, article: str) -> None:
        self.mention = mention
        self.article = article
        super().__init__(
            f"The words of {mention} do not stand in {article} where the graph has them.", hint="Run `kb verify`."
        )


def write_annotations(graph: Graph, out: IO[bytes], text_of: TextOf) -> int:
    """Write the annotations and return how many there are.

    Args:
        text_of: the text of the article with this id, as it was read.

    Raises:
        MisplacedMentionError: text and graph do not fit.
    """
    head = {"@context": _CONTEXT, "id": f"{graph.base}annotations", "type": "AnnotationCollection"}
    out.write(json.dumps(head | {"label": "Mentions"}, ensure_ascii=False)[:-1].encode())
    out.write(b', "first": {"id": %s, "type": "AnnotationPage", ' % json.dumps(f"{graph.base}annotations#1").encode())
    out.write(b'"startIndex": 0, "items": [')
    count = 0
    for article in graph.names(KB.Article) if graph.chosen is None else _articles(graph):
        for annotation in _of_article(graph, article, text_of):
            out.write(b",\n" if count else b"\n")
            out.write(json.dumps(annotation, ensure_ascii=False).encode("utf-8", "replace"))
            count += 1
    out.write(b'\n]}, "total": %d}\n' % count)
    return count


def _articles(graph: Graph) -> Iterator[str]:
    """Yield the articles of the chosen mentions, in order."""
    found = (graph.node(iri).one(KB.article) for iri in graph.names(KB.Mention))
    for line in sorted_lines(f"{article}\n".encode() for article in found if article):
        yield line[:-1].decode()


def _of_article(graph: Graph, iri: str, text_of: TextOf) -> Iterator[dict[str, Any]]:
    quads = graph.article_graph(iri)
    if not quads:
        return
    article = graph.node(iri)
    text = text_of(article.name.removeprefix("article-"))
    target = _source(article, text)
    told = _bodies(quads)
    spans = []
    for mention in {_name(quad) for quad in quads if _is_mention(quad)}:
        if graph.chosen is None or mention in graph.chosen:
            node = graph.node(mention)
            spans.append((node.whole(KB.start) or 0, node.whole(KB.end) or 0, node))
    for start, end, node in sorted(spans, key=lambda span: (span[0], span[1], span[2].iri)):
        exact = names.text(text[start:end]).value
        if exact != node.one(KB.exact):
            raise MisplacedMentionError(node.name, article.name)
        yield _annotation(node, told.get(node.iri, []), target, _selectors(text, start, end))


def _is_mention(quad: Quad) -> bool:
    return quad.predicate == names.TYPE and quad.object == names.kb("Mention")


def _name(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)


def _source(article: Node, text: str) -> dict[str, Any]:
    source = {"id": article.iri, "type": "Text", "format": "text/plain", "title": article.one(KB.title)}
    if language := article.one(KB.language):
        source["language"] = language
    if url := article.one(KB.url):
        source["via"] = url
    return source | {"sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    quote = {
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector"} | {name: names.text(words).value for name, words in quote.items()},
    ]


def _bodies(quads: list[Quad]) -> dict[str, list[tuple[str, str]]]:
    """Return of each mention the events, statements, figures, offices and times that rest on it, and how."""
    found: dict[str, list[tuple[str, str]]] = {}
    claims = {quad.subject for quad in quads if quad.predicate == names.TYPE and quad.object == names.kb("Claim")}
    for quad in quads:
        if quad.predicate.value in _RESTING and isinstance(quad.object, NamedNode) and quad.subject not in claims:
            entry = (_name(quad), quad.predicate.value)
            found.setdefault(quad.object.value, []).append(entry)
    return found


def _annotation(
    node: Node, told: list[tuple[str, str]], source: dict[str, Any], selectors: list[dict[str, Any]]
) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = [
        {"type": "SpecificResource", "source": entity, "purpose": "identifying"} for entity in node.many(KB.refersTo)
    ]
    for subject, predicate in told:
        if predicate == KB.mention and (subject, KB.trigger) in told:
            continue
        bodies.append(
            {
                "type": "SpecificResource",
                "source": subject,
                "purpose": _RESTING[predicate],
                "styleClass": last(predicate),
            }
        )
    annotation: dict[str, Any] = {
        "id": f"{node.iri}#annotation",
        "type": "Annotation",
        "motivation": bodies[0]["purpose"] if bodies else "highlighting",
    }
    if bodies:
        annotation["body"] = bodies
    return annotation | {"target": {"type": "SpecificResource", "source": source, "selector": selectors}}
