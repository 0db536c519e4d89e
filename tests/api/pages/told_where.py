"""A home of raids with days and places: an extractor for "On 2024-05-03 Blue Column raided Nairobi.", and its articles.

A day may be a month ("2024-05"), or "someday" for none. Nairobi, Kenya and Geneva are in the gazetteer, others nowhere.
"""

import calendar
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kb.bootstrap import open_knowledge_base
from kb.language.gazetteer import shipped
from kb.model import Article, Entity, Event, Extraction, Mention, Role, Span, TimeValue
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_paths
from tests.api.conftest import FAST
from tests.service.stand_in import parts

KNOWN = {
    "Nairobi": ("city", "KE", "geonames:184745"),
    "Kenya": ("country", "KE", "geonames:192950"),
    "Geneva": ("city", "CH", "geonames:2660646"),
}
_RAID = re.compile(r"On (?P<day>\S+) (?P<who>[A-Z]\w+ \w+) (?P<verb>raided) (?P<where>[^.]+)\.")
ARTICLES = {
    "one": "On 2024-05-03 Blue Column raided Nairobi. On 2024-05 Blue Column raided Kenya. "
    "On someday Blue Column raided Geneva.",
    "two": "On 2024-06-07 Green Column raided Nairobi. On 2022-01-02 Green Column raided Old <b>Mill</b>.",
}


class Raids:
    """Reads one pattern."""

    name, version, model = "raids", "1", ""
    languages: tuple[str, ...] = ("en",)

    def extract(self, article: Article) -> Extraction:
        """Return the raids of a text."""
        entities: dict[str, Entity] = {}
        mentions: list[Mention] = []
        events: list[Event] = []

        def named(match: re.Match[str], group: str) -> str:
            name = match[group]
            kind, country, external = KNOWN.get(name, ("organisation" if group == "who" else "place", "", ""))
            local = f"e{len(entities) + 1}"
            one = entities.setdefault(name, Entity(local, kind, name, country=country, external=external))
            mentions.append(Mention(f"m{len(mentions) + 1}", Span(*match.span(group)), "name", one.id, 1.0))
            return one.id

        for match in _RAID.finditer(article.text):
            who, where = named(match, "who"), named(match, "where")
            events.append(
                Event(
                    f"v{len(events) + 1}",
                    "raid",
                    Span(*match.span("verb")),
                    roles=(Role("agent", Span(*match.span("who")), who),),
                    places=(where,),
                    place_spans=(Span(*match.span("where")),),
                    time=_time(match["day"], Span(*match.span("day"))),
                )
            )
        return Extraction(
            article.id,
            self.name,
            "1",
            mentions=tuple(mentions),
            entities=tuple(entities.values()),
            events=tuple(events),
        )


def _time(day: str, words: Span) -> TimeValue | None:
    if day == "someday":
        return None
    if len(day) == len("2024-05"):
        last = f"{day}-{calendar.monthrange(int(day[:4]), int(day[5:]))[1]}"
        return TimeValue(words, f"{day}-01", last, f"{day}-01", last, "month")
    return TimeValue(words, day, day, day, day, "day")


@contextmanager
def opened(folder: Path) -> Iterator[KnowledgeBase]:
    """Make the home below a folder."""
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(f"Title: {name}\nDate: 2024-06-09\nSource: Wire\n\n{text}\n", "utf-8")
    told = replace(parts(), extractor=Raids, gazetteer=shipped)
    settings = replace(load_settings(FAST, {}), home=str(folder / "home"))
    with open_knowledge_base(folder / "home", settings, create=True, parts=told) as kb:
        with kb.adder() as adder:
            assert [adder.add(one).error for one in read_paths(sorted(folder.glob("*.txt")))] == [None, None]
        yield kb
