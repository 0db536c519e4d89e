"""Identity across articles on MEANTIME: B-cubed and CoNLL F1, beside a baseline that joins what has one head lemma.

    python -m benchmarks.meantime FOLDER [--topic stock]

FOLDER holds meantime-TOPIC.jsonl.gz. Each topic's articles are one document collection: the mentions of an instance
(names of entities; events that are no speech or grammar) are one cluster, whatever article they stand in.

Gold mentions: both sides get exactly the mentions of the key. What the built-in reader has no entity or event for gets
a bare one, a body so named or an event of its trigger's type. Own mentions: what the reader found in the part of the
article that MEANTIME labels; what lies on labelled mentions without an instance is left out. "stock" had no part in any
fitting.
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kb.bootstrap import default_parts, open_knowledge_base
from kb.language.event_types import EventTypes
from kb.language.lemma import lemma
from kb.model import Article, Entity, Event, Extraction, Mention, Span
from kb.service.identity.members import linked_members
from kb.settings import load_settings
from kb.sources import Loaded
from training.coref_scores import Cluster, b_cubed, clusters_of, conll
from training.link_scores import Aligner
from training.links import LinkSet, meantime

TOPICS: Final = ("airbus", "apple", "stock")
KINDS: Final = ("entities", "events")
Place = tuple[str, Span]  # article key, where a mention stands
Labels = dict[Place, str]
Read = Callable[[Article], Extraction]


@dataclass(frozen=True, slots=True)
class Given:
    """A reader that has read already; deterministic, costs nothing."""

    read: dict[str, Extraction]
    name: str = "given"
    version: str = "1"
    model: str = ""
    languages: tuple[str, ...] = ("en",)

    def extract(self, article: Article) -> Extraction:
        """Return what was read."""
        return self.read[article.id]


def key_of(links: LinkSet, kind: str) -> Labels:
    """Return the mentions of the key with their instances; of two on one place the first."""
    found: Labels = {}
    for number, refs in enumerate(links.entities if kind == "entities" else links.events):
        for key, spans in refs:
            for span in spans:
                found.setdefault((key, span), f"g{number}")
    return found


def completed(links: LinkSet, read: dict[str, Extraction]) -> tuple[dict[str, Extraction], dict[str, Labels]]:
    """Return the readings with something bare for each gold mention that has nothing, and which is whose."""
    types = EventTypes.load()
    found = dict(read)
    whose: dict[str, Labels] = {kind: {} for kind in KINDS}
    for kind in KINDS:
        align = Aligner(read, events=kind == "events")
        for key, span in sorted(key_of(links, kind), key=lambda place: (place[0], place[1].start, place[1].end)):
            words = links.articles[key].text[span.start : span.end]
            item = align.find((key, (_head(words, span, kind),)))
            local = item[1] if item else ""
            if not local:
                found[key], local = _with_bare(found[key], span, words, types if kind == "events" else None)
            whose[kind][key, span] = f"{key}#{local}"
    return found, whose


def _head(words: str, span: Span, kind: str) -> Span:
    """Return the last word of a name, the first of a trigger: an item of the reader must stand there."""
    size = len(words.rsplit(None, 1)[-1] if kind == "entities" else words.split(None, 1)[0])
    return Span(span.end - size, span.end) if kind == "entities" else Span(span.start, span.start + size)


def _name_in(words: str) -> str:
    """Return a name without the words that describe it: "iPhone" of "the much-anticipated iPhone"."""
    kept: list[str] = []
    for word in reversed(words.strip(" ,.").split()):
        if word.islower() and kept:
            break
        kept.insert(0, word)
    return " ".join(kept)


def _with_bare(reading: Extraction, span: Span, words: str, types: EventTypes | None) -> tuple[Extraction, str]:
    """Add an event of the trigger's type or, without types, a body so named, to which a second mention is added."""
    if types is not None:
        verb = _verb(words)
        known = types.for_trigger(verb) or (types.fold("other", verb),)
        event = Event(f"v{len(reading.events) + 1}", known[0].name, span)
        return replace(reading, events=(*reading.events, event)), event.id
    name = _name_in(words)
    same = next((e.id for e in reading.entities if e.named and e.name == name), "")
    local = same or f"e{1 + max((int(e.id[1:]) for e in reading.entities), default=0)}"
    entities = reading.entities if same else (*reading.entities, Entity(local, "organisation", name))
    number = 1 + max((int(m.id[1:]) for m in reading.mentions), default=0)
    mention = Mention(f"m{number}", span, "name", local)
    return replace(reading, entities=entities, mentions=(*reading.mentions, mention)), local


def own_mentions(links: LinkSet, read: dict[str, Extraction], labelled: dict[str, list[Span]], kind: str) -> Labels:
    """Return the reader's mentions in the labelled part with their local items; on a gold mention, at its place."""
    found: Labels = {}
    gold = key_of(links, kind)
    for key, reading in read.items():
        mine = [span for article, span in gold if article == key]
        end = max((span.end for span in labelled[key]), default=0)
        for span, local in _spans(reading, kind):
            if span.start >= end:
                continue
            if at := next((one for one in mine if _meet(one, span)), None):
                found.setdefault((key, at), f"{key}#{local}")
            elif not any(_meet(one, span) for one in labelled[key]):
                found[key, span] = f"{key}#{local}"
    return found


def _spans(reading: Extraction, kind: str) -> Iterator[tuple[Span, str]]:
    if kind == "events":
        for event in reading.events:
            yield from ((span, event.id) for span in (event.trigger, *event.other_mentions))
        return
    named = {entity.id for entity in reading.entities if entity.named}
    for mention in reading.mentions:
        if mention.entity in named and mention.kind in ("name", "acronym"):
            yield mention.span, mention.entity


def _meet(one: Span, other: Span) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common >= min(one.end - one.start, other.end - other.start) > 0


def linked(links: LinkSet, read: dict[str, Extraction]) -> dict[str, str]:
    """Add the articles with these readings to a throw-away home; return KEY#LOCAL -> canonical id."""
    settings = load_settings({}, {})
    given = Given({links.articles[key].id: reading for key, reading in read.items()})
    parts = replace(default_parts(settings), extractor=lambda: given)
    keys = {article.id: key for key, article in links.articles.items()}
    with tempfile.TemporaryDirectory() as home, open_knowledge_base(home, settings, create=True, parts=parts) as kb:
        with kb.adder() as adder:
            for key, article in links.articles.items():
                adder.add(Loaded(article, key))
        found = {}
        for members in linked_members(kb):
            for canonical, items in members.items():
                for item in items:
                    article, _, local = item.partition("#")
                    found[f"{keys[article]}#{local}"] = canonical
    return found


def by_head(links: LinkSet, places: Labels, kind: str) -> list[Cluster]:
    """Join mentions of one head lemma: the last word of a name, the first of a trigger."""
    heads = {}
    for key, span in places:
        words = links.articles[key].text[span.start : span.end].casefold()
        heads[key, span] = words.rsplit(None, 1)[-1] if kind == "entities" else _verb(words)
    return clusters_of(heads)


def _verb(words: str) -> str:
    first, _, _ = words.casefold().partition(" ")
    return lemma(first, "VERB")


def labelled_spans(path: Path, links: LinkSet) -> dict[str, list[Span]]:
    """Return where MEANTIME has any mention or event, with an instance or without."""
    from training.links import _joined

    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            d = json.loads(line)
            _, spans = _joined(d["tokens"], d["sentence"])
            rows = [m["tokens"] for m in (*d["mentions"], *d["events"]) if m["tokens"]]
            found[d["id"]] = [Span(spans[row[0]].start, spans[row[-1]].end) for row in rows]
    return {key: found[key] for key in links.articles}


def main() -> None:
    """Print B-cubed and CoNLL F1 of both, for gold mentions and own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--topic", choices=TOPICS, action="append")
    options = parser.parse_args()
    from kb.extraction.builtin import create

    reader = create()
    print(f"{'F1':10s} {'of':9s} {'mentions':9s} {'B-cubed':>8s} {'baseline':>9s} {'CoNLL':>7s} {'baseline':>9s}")
    for topic in options.topic or TOPICS:
        path = options.folder / f"meantime-{topic}.jsonl.gz"
        links = meantime(path)
        read = {key: reader.extract(article) for key, article in links.articles.items()}
        for row in compared(links, read, labelled_spans(path, links)):
            print(f"{topic:10s} " + row)


def compared(links: LinkSet, read: dict[str, Extraction], labelled: dict[str, list[Span]]) -> Iterator[str]:
    """Yield a line for each kind, with gold mentions and with own."""
    whole, whose = completed(links, read)
    for title, readings in (("gold", whole), ("own", read)):
        ids = linked(links, readings)
        for kind in KINDS:
            key = clusters_of(dict(key_of(links, kind)))
            places = whose[kind] if title == "gold" else own_mentions(links, read, labelled, kind)
            response = clusters_of({place: ids.get(item, item) for place, item in places.items()})
            simple = by_head(links, places, kind)
            yield (
                f"{kind:9s} {title:9s} {b_cubed(key, response).f1:8.3f} {b_cubed(key, simple).f1:9.3f}"
                f" {conll(key, response):7.3f} {conll(key, simple):9.3f}"
            )


if __name__ == "__main__":
    main()
