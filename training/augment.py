"""Other names, quotation marks, casing and masks for a document's words, drawn anew each time.

Read by training/batches.py. The number of words never changes, so that all gold
stays where it is. What they add together is in docs/reading.md.
"""

import random
from collections import Counter
from collections.abc import Iterable

from kb.language.tokenizer import LOWER, TITLE, UPPER, casing
from training.documents import Document

TOWNS = ("city", "town", "village", "district", "place")


class Stock:
    """Words of persons' and places' names, from corpora of many origins."""

    def __init__(self, docs: Iterable[Document]) -> None:
        given: Counter[str] = Counter()
        family: Counter[str] = Counter()
        places: Counter[str] = Counter()
        for d in docs:
            for kind, words in names_of(d):
                if not all(w[0].isupper() and w.isalpha() and len(w) > 2 for w in words):
                    continue
                if kind == "PER" and len(words) > 1:
                    given.update(words[:-1])
                    family[words[-1]] += 1
                elif kind == "LOC" and len(words) == 1:
                    places.update(words)
        # each once, however often it stands there: the rare names are the point
        self.given, self.family, self.places = sorted(given), sorted(family), sorted(places)


def names_of(doc: Document) -> Iterable[tuple[str, list[str]]]:
    """Yield kind and words of each name."""
    i, tags = 0, doc.names or []
    while i < len(tags):
        e = i + 1
        if tags[i].startswith("B"):
            while e < len(tags) and tags[e].startswith("I"):
                e += 1
            yield tags[i][2:], doc.words[i:e]
        i = e


def renamed(doc: Document, stock: Stock, rng: random.Random) -> list[str]:
    """Return the words with other persons and towns in three documents of ten.

    A word is replaced wherever it stands, by one and the same other word, and
    only if it occurs in no other kind of name: "Jordan" the man and the country
    keep theirs.
    """
    if doc.spans is None or rng.random() >= 0.3:
        return doc.words
    roles: dict[str, set[str]] = {}
    for s in doc.spans:
        if s.layer != "mention" or s.attributes.get("kind") not in ("name", "acronym", "metonym", "adjective"):
            continue
        person = s.label == "person" and s.attributes["kind"] == "name"
        town = s.label == "place" and s.attributes["kind"] == "name" and s.attributes.get("type") in TOWNS
        for i in range(s.start, s.end + 1):
            w = doc.words[i]
            if not (w[0].isupper() and w.isalpha() and w[1:].islower()):
                continue
            role = ("family" if i == s.end else "given") if person else "place" if town and s.start == s.end else "kept"
            roles.setdefault(w, set()).add(role)
    other = {
        w: rng.choice({"family": stock.family, "given": stock.given, "place": stock.places}[next(iter(r))])
        for w, r in sorted(roles.items())
        if len(r) == 1 and "kept" not in r
    }
    return [other.get(w, w) for w in doc.words]


def styled(words: list[str], breaks: list[bool], rng: random.Random) -> list[str]:
    """Return the words in another style of quotation marks half of the time."""
    if rng.random() < 0.5:
        return words
    out, opened = [], False
    for w, fresh in zip(words, breaks, strict=True):
        if fresh:
            opened = False
        if w in ('"', "``", "''"):
            w = "”" if opened else "“"
            opened = not opened
        elif "'" in w:
            w = w.replace("'", "’")
        out.append(w)
    return out


def cased(doc: Document, rng: random.Random) -> list[int]:
    """Return the casing of each word, in three documents of ten with some sentences as in headlines."""
    case = [casing(w) for w in doc.words]
    if rng.random() >= 0.3:
        return case
    for a, e in zip(doc.sentences, [*doc.sentences[1:], len(doc.words)], strict=True):
        draw = rng.random()
        if draw < 0.07:
            case[a:e] = [UPPER if c <= UPPER else c for c in case[a:e]]
        elif draw < 0.14:
            case[a:e] = [
                TITLE if c == LOWER and len(w) > 3 else c for c, w in zip(case[a:e], doc.words[a:e], strict=True)
            ]
        elif draw < 0.17:
            case[a:e] = [LOWER] * (e - a)
    return case


def hidden(ids: list[tuple[int, ...]], mask: tuple[int, ...], rng: random.Random) -> list[tuple[int, ...]]:
    """Return the words with one in ten behind a mask, in half of the documents: the words around must tell, too."""
    if rng.random() < 0.5:
        return ids
    return [mask if rng.random() < 0.1 else x for x in ids]
