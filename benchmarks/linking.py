"""How well entities and events are linked across articles, and what linking costs as a home grows.

    python -m benchmarks.linking [--syn3 syn3.jsonl] [--meantime FOLDER] [--grow N]

Pairs end to end, with what the built-in reader makes of the texts: our own clusters (tests/data/clusters), and if
given syn3 of news-annotated (made by its annot.py) and the topics of MEANTIME. Six clusters and the topic "stock" were
kept apart from all fitting. --grow adds N invented articles with a reader that costs nothing and prints CPU
milliseconds for each hundred, so that a cost that grows with the home is seen.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kb.bootstrap import default_parts, open_knowledge_base
from kb.model import Article, Entity, Extraction, Mention, Office, Span
from kb.service.identity.members import Members, latest_extractions, linked_members
from kb.settings import load_settings
from kb.sources import Loaded
from training.link_scores import Counts, Item, score
from training.links import APART, LinkSet, meantime, own_clusters, syn3


def main() -> None:
    """Print a table of measures, or of costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--syn3", type=Path)
    parser.add_argument("--meantime", type=Path)
    parser.add_argument("--grow", type=int, default=0)
    options = parser.parse_args()
    if options.grow:
        grow(options.grow)
        return
    sets: list[tuple[str, LinkSet]] = [("own clusters", links) for links in own_clusters()]
    sets += [("clusters apart", links) for links in own_clusters(APART)]
    if options.syn3:
        sets += [("syn3", links) for links in syn3(options.syn3)]
    if options.meantime:
        paths = sorted(options.meantime.glob("meantime-*.jsonl.gz"))
        sets += [(links.name, links) for links in map(meantime, paths)]
    totals: dict[tuple[str, str], Counts] = {}
    for name, links in sets:
        for kind, counts in measured(links).items():
            totals.setdefault((name, kind), Counts()).add(counts)
    print(f"{'set':18s} {'of':9s} {'precision':>9s} {'recall':>7s} {'F1':>6s} {'F1 of read':>10s} {'forbidden':>10s}")
    for (name, kind), c in sorted(totals.items()):
        forbidden = f"{c.broken}/{c.tested}"
        print(
            f"{name:18s} {kind:9s} {c.precision:9.3f} {c.recall:7.3f} {c.f1:6.3f} {c.f1_of_read:10.3f} {forbidden:>10s}"
        )


def measured(links: LinkSet) -> dict[str, Counts]:
    """Add a set's articles to a throw-away home and return how they were linked."""
    with tempfile.TemporaryDirectory() as home, open_knowledge_base(home, load_settings({}, {}), create=True) as kb:
        keys = {article.id: key for key, article in links.articles.items()}
        with kb.adder() as adder:
            for key, article in links.articles.items():
                adder.add(Loaded(article, key))
        read = {keys[article]: extraction for article, extraction in latest_extractions(kb.log)}
        entities, events = linked_members(kb)
        return score(links, read, _items(keys, entities), _items(keys, events))


def _items(keys: dict[str, str], groups: Members) -> Iterator[list[Item]]:
    for members in groups.values():
        split = (member.partition("#") for member in members)
        yield [(keys[article], local) for article, _, local in split]


class Names:
    """A reader that takes each line of an article for a name, "Given Family, office"; deterministic, costs nothing."""

    name, version, model, languages = "names", "1", "", ("en",)

    def extract(self, article: Article) -> Extraction:
        """Return a person and an office for each line."""
        entities, mentions, offices, at = [], [], [], 0
        for number, line in enumerate(article.text.splitlines(), 1):
            name, _, office = line.partition(", ")
            span = Span(at, at + len(name))
            entities.append(Entity(f"e{number}", "person", name))
            mentions.append(Mention(f"m{number}", span, "name", f"e{number}"))
            offices.append(Office(f"o{number}", f"e{number}", office, Span(at + len(name) + 2, at + len(line))))
            at += len(line) + 1
        return Extraction(article.id, "names", "1", "", tuple(mentions), tuple(entities), tuple(offices))


def grow(count: int) -> None:
    """Add *count* articles whose eight persons follow Zipf's law, and print what each hundred cost."""
    rng = random.Random(7)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ov")]
    people = [
        f"{''.join(rng.sample(syllables, 2)).title()} {''.join(rng.sample(syllables, 3)).title()}, "
        f"{rng.choice(('mayor', 'judge', 'minister', 'coach', 'editor'))}"
        for _ in range(20_000)
    ]
    weights = [1 / (rank + 1) for rank in range(len(people))]
    settings = load_settings({}, {})
    parts = replace(default_parts(settings), extractor=Names)
    with (
        tempfile.TemporaryDirectory() as home,
        open_knowledge_base(home, settings, create=True, parts=parts) as kb,
        kb.adder() as adder,
    ):
        spent = 0.0
        link = adder._linker.link

        def watched(*args: object, **kwargs: object) -> object:
            nonlocal spent
            begun = time.process_time()
            try:
                return link(*args, **kwargs)  # type: ignore[arg-type]
            finally:
                spent += time.process_time() - begun

        adder._linker.link = watched  # type: ignore[assignment]
        for number in range(1, count + 1):
            lines = dict.fromkeys(rng.choices(people, weights, k=8))
            day = f"2025-{1 + number // 28 % 12:02}-{1 + number % 28:02}"
            adder.add(Loaded(Article("\n".join([*lines, f"Nr {number}, clerk"]), published=day), str(number)))
            if number % 100 == 0:
                print(f"{number:7d} articles: linking {spent * 10:6.1f} CPU ms an article")
                spent = 0.0


if __name__ == "__main__":
    main()
