"""The fast way of validation beside pySHACL alone, on the bundled articles as the reader reads them.

    python benchmarks/validation.py [--articles 4] [--repeat 3]

One thread, process_time. "conforming": the graph as it is. "broken": with the
evidence of one claim taken away, so that pySHACL is asked about what is left.
Ratios carry over to other machines, times do not.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import Quad

BASE = "http://localhost:8000/"


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    rows = list(measured(options.articles, options.repeat))
    print(f"{'article':<34}{'triples':>8}{'pySHACL':>10}{'fast':>8}{'ratio':>7}{'broken':>9}{'ratio':>7}")
    for name, triples, full, fast, broken in rows:
        print(
            f"{name[:33]:<34}{triples:>8}{full * 1000:>8.0f}ms{fast * 1000:>6.0f}ms{fast / full:>7.3f}"
            f"{broken * 1000:>7.0f}ms{broken / full:>7.3f}"
        )
    return 0


def measured(articles: int, repeat: int) -> Sequence[tuple[str, int, float, float, float]]:
    """Return name, triples and seconds by pySHACL alone, the fast way, and the fast way on the broken graph."""
    from kb.extraction import builtin
    from kb.graph.article_graph import article_quads
    from kb.graph.vocabulary import KB
    from kb.resources import resource
    from kb.service.intake.vetting import closure
    from kb.sources import read_path
    from kb.validation import validate
    from kb.validation.authority import judge
    from kb.validation.shape_files import shape_set
    from kb.validation.surroundings import surrounded

    extractor = builtin.create()
    rows = []
    for path in sorted(Path(resource("seeds")).glob("[0-9]*.txt"))[:articles]:
        for loaded in read_path(path):
            article = loaded.article
            extraction = extractor.extract(article)
            quads = article_quads(article, extraction, {}, BASE)
            known = closure(extraction, BASE)
            cited = next(q for q in quads if q.predicate.value == KB.evidence and "/claim-" in str(q.subject))
            broken = [q for q in quads if q.subject != cited.subject or q.predicate != cited.predicate]

            def fast(graph: Sequence[Quad], text: str = article.text, about: Sequence[Quad] = known) -> object:
                return validate(graph, text, about)

            fast(broken)  # imports rdflib and pySHACL, parses the shapes
            judged = surrounded(quads, article.text, known)
            rows.append(
                (
                    path.stem,
                    len(quads),
                    best(lambda graph=judged: judge(graph, shape_set()), 1),
                    best(lambda graph=quads, call=fast: call(graph), repeat),
                    best(lambda graph=broken, call=fast: call(graph), repeat),
                )
            )
    return rows


def best(call: Callable[[], object], repeat: int) -> float:
    """Return the least CPU time of some calls, in seconds."""
    times = []
    for _ in range(repeat):
        begun = time.process_time()
        call()
        times.append(time.process_time() - begun)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
