"""How far two readings of the same articles agree; print one line a measure.

    python -m training.agreement

Reads training/data/news-second and the same documents in news-grown. The
second reading is scored against the first as a reader would be: F1 is the same
either way round. No model learnt from a person's marks can be expected to agree
with them better than another person does.
"""

from collections import Counter

from training.documents import Document
from training.evaluate import MEASURED, Score, touching
from training.prepare import GROWN, HERE, news

SECOND = HERE / "data" / "news-second"


def compare(first: Document, second: Document, scores: dict[str, Score], same: Counter) -> None:
    """Add what two readings of one document share."""

    def score(name: str) -> Score:
        return scores.setdefault(name, Score())

    spans = [[(s.layer, s.label, s.start, s.end + 1) for s in d.spans] for d in (second, first)]
    for layer in ("mention", "trigger", "cue", "content", "figure", "time", "office"):
        f, g = ([x[1:] for x in side if x[0] == layer] for side in spans)
        score(f"{layer}, exact").add({x[1:] for x in f}, {x[1:] for x in g})
        if layer in ("mention", "trigger", "content"):
            score(f"{layer} with label, exact").add(set(f), set(g))
        if layer in ("trigger", "content"):
            if layer == "content":
                f, g = ([("", *x[1:]) for x in side] for side in (f, g))
            name = "trigger with class, touching" if layer == "trigger" else "content, loose (half of the words)"
            score(name).count(*touching(f, g, 0.01 if layer == "trigger" else 0.5))
    links = [
        {(label, *(d.spans[i].layer for i in pair), *((d.spans[i].start, d.spans[i].end) for i in pair))
         for pair, label in d.links.items()}
        for d in (second, first)
    ]  # fmt: skip
    for name, labels in MEASURED.items():
        score(f"relation {name}, end to end").add(*({x for x in side if x[0] in labels} for side in links))
    known = {(s.layer, s.start, s.end): s for s in first.spans}
    for s in second.spans:
        other = known.get((s.layer, s.start, s.end))
        for key, value in s.attributes.items() if other else ():
            if key in other.attributes:
                same[f"{key} of {s.layer}", other.attributes[key] == value] += 1


def main() -> None:
    second = {d.name: d for d in news(SECOND)}
    first = {d.name: d for d in news(GROWN, strict=False) if d.name in second}
    scores: dict[str, Score] = {}
    same: Counter = Counter()
    for name, d in second.items():
        if d.words != first[name].words:
            raise SystemExit(f"{name}: the two readings are of different texts")
        compare(first[name], d, scores, same)
    print(f"{len(second)} documents, {sum(len(d.words) for d in second.values())} words")
    for k, v in sorted(scores.items()):
        print(f"{k:50s} {v}")
    for key in sorted({k for k, _ in same}):
        n = same[key, True] + same[key, False]
        print(f"{'accuracy, ' + key:50s} {100 * same[key, True] / n:5.1f}  n {n}")


if __name__ == "__main__":
    main()
