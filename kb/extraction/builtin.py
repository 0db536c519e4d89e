"""The built-in extractor: the model proposes, the stages decide.

Input: an Article. Output: an Extraction, every claim with its characters.
Pure given the model, the gazetteer and the ontology's event types.
"""

from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

from kb.extraction.calibration import FILE, Calibration, load
from kb.extraction.dating.clock import TextClock
from kb.extraction.document import Document, Turn
from kb.extraction.events.own_notes import without_retracted
from kb.extraction.events.role_fit import fitted
from kb.extraction.events.stage import find_events
from kb.extraction.figures.stage import find_figures
from kb.extraction.figures.whose import with_whose
from kb.extraction.finishing import finish
from kb.extraction.layout.joining import joined
from kb.extraction.layout.parts import parts_of
from kb.extraction.layout.quotes import find_quotations, inner_spans
from kb.extraction.layout.stage import Layout
from kb.extraction.layout.stage import layout as find_layout
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.described import described
from kb.extraction.names.entities import build_entities
from kb.extraction.names.filed import filed_names
from kb.extraction.names.lands import with_countries
from kb.extraction.names.owned import owned
from kb.extraction.names.place_words import with_kinds, with_lands
from kb.extraction.names.rivals import rivals_of
from kb.extraction.names.same_words import as_elsewhere
from kb.extraction.names.stage import collect_mentions
from kb.extraction.names.whole_names import with_whole_names
from kb.extraction.offices.homeland import main_code
from kb.extraction.offices.stage import find_offices
from kb.extraction.offices.terms import with_terms
from kb.extraction.quantity import find_quantities
from kb.extraction.statements.answered import with_answered
from kb.extraction.statements.first_person import settle_first_persons
from kb.extraction.statements.stage import find_statements
from kb.language.analysis import Analysis
from kb.language.event_types import EventTypes
from kb.language.gazetteer import Gazetteer, shipped
from kb.language.reader import Reader
from kb.model import Article, Extraction, Span

VERSION: Final = "26"
LANGUAGES: Final = ("en",)
BREAK: Final = "\u2029"  # parts paragraphs for the reader
SEVERAL: Final = (
    "It holds {} articles: each was read on its own, but they are kept, dated and withdrawn as one. "
    "Add them as files of their own to have them apart."
)


def readable_text(text: str, layout: Layout) -> str:
    """Return *text* at its own length with everything blanked that is not story or title.

    Header labels, bylines, teasers and time stamps become spaces, so that the
    reader never sees them and every offset stays what it was. A line that is
    a heading or a list's item is parted from its neighbours as a paragraph is.
    """
    keep = {paragraph.prose: paragraph.kind == "list_item" for paragraph in layout.story if paragraph.prose is not None}
    keep |= {layout.title: True} if layout.title is not None else {}
    keep |= {paragraph.span: paragraph.kind == "heading" for paragraph in layout.of_kind("heading", "correction")}
    pieces, at, alone = [], 0, False
    for span, line in sorted(keep.items()):
        start = max(at, span.start)
        if start >= span.end:
            continue
        between = _blank(text[at:start])
        parted = (alone or line) and not text[start].islower()
        pieces.append(between.replace("\n", BREAK, 1) if parted else between)
        pieces.append(text[start : span.end])
        at, alone = span.end, line
    pieces.append(_blank(text[at:]))
    return "".join(pieces)


def _blank(text: str) -> str:
    return "".join("\n" if c in "\n\f" else " " for c in text)


class BuiltinExtractor:
    """The extractor that ships with the package."""

    name = "builtin"
    languages = LANGUAGES

    def __init__(
        self, reader: Reader, gazetteer: Gazetteer, types: EventTypes, calibration: Calibration | None = None
    ) -> None:
        """Take the parts; without a calibration claims carry raw scores."""
        self.model = reader.model_sha256
        self._calibration = calibration or Calibration()
        self.version = ".".join(filter(None, (VERSION, reader.version, self._calibration.version)))
        self._reader = reader
        self._gazetteer = gazetteer
        self._types = types

    def extract(self, article: Article) -> Extraction:
        """Return all that *article* says, in text order; of several articles in one text, each read on its own."""
        read = [(part.start, self._read(part.article)) for part in parts_of(article)]
        whole = joined(article.id, read)
        return replace(whole, notes=(*whole.notes, SEVERAL.format(len(read)))) if len(read) > 1 else whole

    def _read(self, article: Article) -> Extraction:
        layout = find_layout(article.text, article.body_start)
        analysis = self._reader.read(readable_text(article.text, layout))
        return self.interpret(article, layout, analysis)

    def interpret(self, article: Article, layout: Layout, analysis: Analysis) -> Extraction:
        """Return the extraction that the stages make of an analysis."""
        found = self._calibration.apply(interpret(article, layout, analysis, self._gazetteer, self._types))
        return replace(found, extractor=self.name, version=self.version, model=self.model)


def interpret(
    article: Article, layout: Layout, analysis: Analysis, gazetteer: Gazetteer, types: EventTypes
) -> Extraction:
    """Return what the stages make of an analysis, whoever made that; extractor and version are left empty."""
    paragraphs = tuple(p.prose for p in layout.story if p.prose is not None)
    document = Document(
        article,
        analysis,
        _quotations(article.text, layout),
        paragraphs,
        _turns(layout),
        _entries(layout),
        next((line.places[0] for line in layout.datelines if line.places), None),
        layout.title,
    )
    links: dict[int, dict[int, float]] = {}
    for relation in analysis.relations:
        if relation.label == "coref":
            links.setdefault(relation.head, {})[relation.tail] = relation.score
    filed = filed_names(article.text, layout, gazetteer, len(analysis.proposals))
    collected = sorted((*collect_mentions(document, gazetteer), *filed), key=lambda c: (c.span.start, -c.span.end))
    whole = with_lands(with_whole_names(collected, article.text), article.text, gazetteer)
    candidates = with_countries(as_elsewhere(with_kinds(whole, article.text), gazetteer), article.text, gazetteer)
    rivals, names = rivals_of(document, candidates), described(document, candidates, gazetteer)
    clusters = cluster_mentions(candidates, links, article.text, rivals, names, owned(document, candidates))
    table = build_entities(document, clusters, gazetteer)
    statements = find_statements(document, table)
    table = settle_first_persons(table, candidates, statements, find_offices(document, table))
    clock = TextClock(document, layout)
    events = find_events(document, table, statements, types, clock)
    quantities = find_quantities(analysis.doc)
    figures = find_figures(document, events, statements, quantities, partial(main_code, document, table))
    figures = with_whose(document, table, events.events, figures, types.coarse)
    facts = without_retracted(events.events, statements, article.text, clock.stamped)
    return finish(
        Extraction(
            article=article.id,
            extractor="",
            version="",
            mentions=table.mentions,
            entities=table.entities,
            offices=with_terms(document, find_offices(document, table), clock),
            statements=with_answered(document, statements, events.events),
            events=tuple(fitted(facts, table.entity, article.text)),
            figures=figures,
        )
    )


def _turns(layout: Layout) -> tuple[Turn, ...]:
    return tuple(
        Turn(p.speaker, p.prose, p.kind == "question")
        for p in layout.story
        if p.speaker is not None and p.prose is not None
    )


def _entries(layout: Layout) -> tuple[int, ...]:
    """Where a live blog's time stamp changes."""
    stamped = [p for p in layout.story if p.stamp is not None]
    return tuple(p.span.start for before, p in pairwise(stamped) if p.stamp != before.stamp)


def _quotations(text: str, layout: Layout) -> tuple[Span, ...]:
    spans = [paragraph.span for paragraph in layout.paragraphs]
    return tuple(sorted(inner_spans(find_quotations(text, spans))))


@lru_cache(maxsize=1)
def create() -> BuiltinExtractor:
    """Return the built-in extractor with the packaged model, calibration, gazetteer and event types.

    Raises:
        CalibrationError: the calibration is not that of the model.
    """
    from kb.language.network import folder
    from kb.language.reader import load_reader

    reader = load_reader()
    return BuiltinExtractor(reader, shipped(), EventTypes.load(), load(folder() / FILE, reader.model_sha256))
