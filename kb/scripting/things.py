"""One thing of the knowledge base, with all that is known of it and the words that say so.

Input: records and pages. Output: Thing, Article, Explained; shown by notebooks as tables.
Pure values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.projections.catalog.records import ArticleRecord
from kb.resolution.comparison import Part
from kb.scripting import html, rows
from kb.scripting.tables import Table
from kb.service.display.page import Fact, Page, Quote
from kb.service.identity.explaining import Explanation

R = TypeVar("R")


@dataclass(frozen=True)
class Thing(Generic[R]):
    """An article, entity, event or statement.

    Attributes:
        record: its fields, typed; of kb.projections.catalog.records.
        page: all facts in their sections, each with the words it came from.
    """

    record: R
    page: Page

    @property
    def id(self) -> str:
        """Its id with its kind ("entity-HASH"), as every method takes it."""
        return self.page.id

    @property
    def iri(self) -> str:
        """Its IRI in the graph."""
        return self.page.iri

    @property
    def kind(self) -> str:
        """The kind: article, entity, event or statement."""
        return self.page.kind

    @property
    def title(self) -> str:
        """What it is called, for reading."""
        return self.page.title

    @property
    def facts(self) -> Table[tuple[str, Fact]]:
        """Each fact with its section, in the order of the page."""
        found = [(section.title, fact) for section in self.page.sections for fact in section.facts]
        return Table(found, rows.fact, rows.FACT, caption=f"facts about {self.title}")

    @property
    def quotes(self) -> Iterator[Quote]:
        """All words of articles that facts rest on, each once: article id, start, end (code points), words."""
        seen: set[tuple[str, int, int]] = set()
        for section in self.page.sections:
            for fact in section.facts:
                for quote in fact.quotes:
                    if (quote.article, quote.start, quote.end) not in seen:
                        seen.add((quote.article, quote.start, quote.end))
                        yield quote

    def __repr__(self) -> str:
        under = f" ({self.page.subtitle})" if self.page.subtitle else ""
        return f"<{self.kind} {self.id}: {self.title}{under}>"

    def _repr_html_(self) -> str:
        parts = [f"<h4>{html.text(self.title)}</h4>", f"<p>{html.text(self.page.subtitle)} <code>{self.id}</code></p>"]
        for section in self.page.sections:
            told = [rows.fact((section.title, fact)) for fact in section.facts]
            columns = ("name", "value", *(["by"] if any(row["by"] for row in told) else []), "words")
            parts.append(html.table(columns, told, section.title))
        return "".join(parts)


@dataclass(frozen=True, repr=False)
class Article(Thing[ArticleRecord]):
    """An article with its text.

    Attributes:
        text: as it is stored; every offset of the knowledge base counts its code points.
    """

    text: str = ""


class Explained(Table[Part]):
    """Why two things are one or two: the weight of each field in bits, the heaviest first.

    Attributes:
        one: whether they are one now.
        verdict: one sentence.
        bits: the sum; *needed* makes a link.
        explanation: all of it.
    """

    def __init__(self, explanation: Explanation) -> None:
        parts = sorted(explanation.parts, key=lambda part: -part.bits)
        super().__init__(parts, rows.part, rows.PART)
        self.explanation = explanation
        self.one = explanation.one
        self.verdict = explanation.verdict
        self.bits = explanation.bits
        self.needed = explanation.needed

    @property
    def _heading(self) -> str:
        of = " and ".join(f"{thing.label} ({thing.id})" for thing in (self.explanation.first, self.explanation.second))
        return f"{of}: {self.verdict} {self.bits:+.1f} bits in all."
