"""Sets of articles with what is one across them: for measuring and fitting links.

Input: tests/data/clusters/*.yaml and clusters-apart (our own), syn3 of news-annotated (made into
JSON by its annot.py), meantime-TOPIC.jsonl.gz. Output: LinkSets.
Never: reads ../shared/gold; that judges the end result only.

A topic of MEANTIME named in KEPT_APART is never fitted on.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from kb.model import Article, Span
from kb.sources import Loaded, read_path

KEPT_APART: Final = ("stock",)
CLUSTERS: Final = Path(__file__).parent.parent / "tests" / "data" / "clusters"
APART: Final = CLUSTERS.with_name("clusters-apart")  # for the end result alone: no rule was made with them in view
SYN3_DAYS: Final = {  # the datelines give weekday, day and month; these are the years in which they fit
    "syn-a1": "2025-06-03", "syn-a2": "2025-06-04", "syn-a3": "2025-06-06",
    "syn-b1": "2024-09-15", "syn-b2": "2024-09-17", "syn-b3": "2024-09-20",
    "syn-c1": "2025-08-12", "syn-c2": "2025-08-12", "syn-c3": "2025-08-13",
}  # fmt: skip

Ref = tuple[str, tuple[Span, ...]]  # article key, the spans at which a thing is named


@dataclass(frozen=True, slots=True)
class LinkSet:
    """Articles and what is one in them.

    Attributes:
        articles: key -> article.
        entities, events: what is one, each a list of references; a thing of one article is a list of one.
        entities_apart, events_apart: pairs that must not be one.
        also: what else is one, found by reading again what was linked: no score counts it, fitting takes it as one.
        strict: whether everything is labelled, so that any further link of events is wrong.
    """

    name: str
    articles: dict[str, Article]
    entities: list[list[Ref]]
    events: list[list[Ref]]
    entities_apart: list[tuple[Ref, Ref]]
    events_apart: list[tuple[Ref, Ref]]
    strict: bool
    also: list[list[Ref]] = field(default_factory=list)


def own_clusters(folder: Path = CLUSTERS) -> Iterator[LinkSet]:
    """Yield the sets of tests/data/clusters, each a file.

    A reference is the article's key and words of its text: "a struck", "b killing#2" for the second such words,
    "c attack | struck" where two places tell of one thing.
    """
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        articles = {key: _article(text) for key, text in data["articles"].items()}

        def ref(words: str, articles: dict[str, Article] = articles, path: Path = path) -> Ref:
            key, _, rest = words.partition(" ")
            return key, tuple(_found(articles[key].text, part.strip(), path) for part in rest.split("|"))

        def refs(rows: list[list[str]] | None) -> list[list[Ref]]:
            return [[ref(words) for words in row] for row in rows or ()]

        yield LinkSet(
            path.stem,
            articles,
            refs(data.get("same")),
            refs(data.get("events")),
            [(one, other) for one, other in refs(data.get("apart"))],
            [(one, other) for one, other in refs(data.get("events_apart"))],
            strict=True,
            also=refs(data.get("also")),
        )


def syn3(path: Path) -> Iterator[LinkSet]:
    """Yield the clusters a, b, c: within a cluster the same id is the same thing."""
    documents = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for letter in "abc":
        mine = [d for d in documents if d["doc"].startswith(f"syn-{letter}")]
        entities: dict[str, list[Ref]] = defaultdict(list)
        events: dict[str, list[Ref]] = defaultdict(list)
        articles = {}
        for d in mine:
            articles[d["doc"]] = Article(d["text"], d["text"].split("\n")[0], published=SYN3_DAYS[d["doc"]])
            for entity in d["entities"]:
                spans = tuple(_span(m) for m in entity["mentions"] if m["kind"] in ("name", "acronym"))
                if spans:
                    entities[entity["id"]].append((d["doc"], spans))
            for event in d["events"]:
                triggers = (event["trigger"], *event.get("other_mentions", ()))
                events[event["id"]].append((d["doc"], tuple(_span(m) for m in triggers)))
        yield LinkSet(f"syn3-{letter}", articles, [*entities.values()], [*events.values()], [], [], strict=True)


def meantime(path: Path) -> LinkSet:
    """Return one topic of MEANTIME; it labels the first sentences only, so it is not strict."""
    articles: dict[str, Article] = {}
    found: dict[str, dict[str, list[Ref]]] = {"entity": defaultdict(list), "event": defaultdict(list)}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            d = json.loads(line)
            text, spans = _joined(d["tokens"], d["sentence"])
            day = next((t["value"] for t in d["timex"] if t["function"] == "CREATION_TIME"), "")
            articles[d["id"]] = Article(text, text.split("\n")[0], published=day if len(day) == 10 else "")
            places = {m["id"]: m["tokens"] for m in d["mentions"] if m["syntactic"] == "NAM"}
            places |= {m["id"]: m["tokens"] for m in d["events"]}
            for instance in d["instances"]:
                where = tuple(
                    Span(spans[places[m][0]].start, spans[places[m][-1]].end)
                    for m in instance.get("mentions", ())
                    if places.get(m)
                )
                grammatical = instance["class"] in ("SPEECH_COGNITIVE", "GRAMMATICAL")
                if instance["instance"] and where and not grammatical:
                    found[instance["kind"]][instance["instance"]].append((d["id"], where))
    name = path.name.removesuffix(".jsonl.gz")
    return LinkSet(name, articles, [*found["entity"].values()], [*found["event"].values()], [], [], strict=False)


def _article(text: str) -> Article:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.txt"
        file.write_text(text, encoding="utf-8")
        (loaded,) = [outcome for outcome in read_path(file) if isinstance(outcome, Loaded)]
    return loaded.article


def _found(text: str, words: str, path: Path) -> Span:
    """Return the place of "words" or "words#2" as whole words of a text, title included."""
    name, _, number = words.partition("#")
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    if len(places) < int(number or 1):
        raise ValueError(f"{path.name}: {words!r} is not in the text.")
    return Span(*places[int(number or 1) - 1])


def _span(mention: dict[str, Any]) -> Span:
    return Span(mention["start"], mention["end"])


def _joined(tokens: list[str], sentences: list[int]) -> tuple[str, list[Span]]:
    """Return a text of tokens with the place of each; a sentence a paragraph, as Wikinews has it nearly."""
    text, spans = "", []
    for number, token in enumerate(tokens):
        word = {"``": "“", "''": "”"}.get(token, token)
        if number and sentences[number] != sentences[number - 1]:
            text += "\n\n"
        elif text and not re.match(r"[,.;:!?)\]”%]|'s$|n't$", word) and text[-1] not in "([“$":
            text += " "
        spans.append(Span(len(text), len(text) + len(word)))
        text += word
    return text, spans
