"""A tiny extractor and judge, so that tests of the service need no model: deterministic, fast, never in the package.

Every "X attacked Y." makes an attack with two organisations, "N killed" a
figure on it, and "X said: W." or "X denied: W." a statement, which gives the
figures in it. "BROKEN" makes a span beyond the text,
"REFUSED" an entity that the judge refuses, "FAULT" an exception, "SLOW" takes a minute;
with "MAYBE" names, attacks and figures are at 0.4.
"""

import os
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, Quad

from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Role, Span, Statement
from kb.service.knowledge_base import Parts
from kb.validation import Report, Result

_ATTACK = re.compile(r"(?P<agent>[A-Z]\w+(?: [A-Z]\w+)*) (?P<verb>attacked) (?P<target>[A-Z]\w+(?: [A-Z]\w+)*)")
_KILLED = re.compile(r"(?P<number>\d+) (?P<more>more )?killed")
_SAID = re.compile(r"(?P<speaker>[A-Z]\w+(?: [A-Z]\w+)*) (?P<cue>said|denied): (?P<content>[^.\n]+)")


class StandIn:
    """Reads three patterns."""

    name = "stand-in"
    version = "1"
    model = ""
    languages: tuple[str, ...] = ("en",)

    def __init__(self) -> None:
        self.read = 0

    def extract(self, article: Article) -> Extraction:
        """Return what the three patterns find."""
        self.read += 1
        text = article.text
        if "FAULT" in text:
            raise RuntimeError("stand-in fault")
        if "SLOW" in text:
            if begun := os.environ.get("STAND_IN_BEGUN"):  # a file that says so
                Path(begun).touch()
            time.sleep(60)
        names: dict[str, str] = {}
        mentions: list[Mention] = []

        def entity(match: re.Match[str], group: str) -> str:
            local = names.setdefault(match[group], f"e{len(names) + 1}")
            mentions.append(Mention(f"m{len(mentions) + 1}", Span(*match.span(group)), "name", local, sure))
            return local

        sure = 0.4 if "MAYBE" in text else 1.0
        statements, events, figures = [], [], []
        for match in _SAID.finditer(text):
            statements.append(
                Statement(
                    f"s{len(statements) + 1}",
                    (Span(*match.span("content")),),
                    "direct" if match["cue"] == "said" else "indirect",
                    (entity(match, "speaker"),),
                    speaker_span=Span(*match.span("speaker")),
                    cue=Span(*match.span("cue")),
                )
            )
        for match in _ATTACK.finditer(text):
            roles = tuple(
                Role(role, Span(*match.span(role)), entity=entity(match, role), confidence=sure)
                for role in ("agent", "target")
            )
            trigger = Span(*match.span("verb"))
            events.append(Event(f"v{len(events) + 1}", "attack", trigger, roles=roles, confidence=sure))
        for match in _KILLED.finditer(text):
            if events:
                number = float(match["number"])
                span = Span(*match.span("number"))
                told = Figure(
                    f"q{len(figures) + 1}", events[-1].id, span, "exactly", number, of="killed", confidence=sure
                )
                sources = tuple(one.id for one in statements if one.content[0].start <= span.start < one.content[0].end)
                figures.append(replace(told, change="increase" if match["more"] else "", sources=sources))
        if "BROKEN" in text:
            events.append(Event("v99", "attack", Span(len(text) + 5, len(text) + 9)))
            figures.append(Figure("q99", "v99", Span(0, 1), "exactly", 1.0))
        entities = tuple(Entity(local, "organisation", name) for name, local in names.items())
        return Extraction(
            article.id,
            self.name,
            self.version,
            mentions=tuple(mentions),
            entities=entities,
            statements=tuple(statements),
            events=tuple(events),
            figures=tuple(figures),
        )


def judge(quads: Sequence[Quad], text: str, closure: Sequence[Quad]) -> Report:
    """Refuse every kb:Mention of the word REFUSED, as a shape might."""
    return Report(
        tuple(
            Result(quad.subject.value, "urn:shape", message="It has a refused word.")
            for quad in quads
            if quad.predicate.value.endswith("#exact") and quad.object == Literal("REFUSED")
        )
    )


def parts(extractor: StandIn | None = None) -> Parts:
    """Return parts that read with the stand-in."""
    reader = extractor or StandIn()
    return Parts(
        extractor=lambda: reader, judge=lambda: judge, coarse=lambda: lambda name: name, gazetteer=lambda: None
    )
