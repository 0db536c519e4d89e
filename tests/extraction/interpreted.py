"""What the stages make of analyses made by hand."""

import re
from dataclasses import dataclass

from kb.extraction.builtin import BuiltinExtractor
from kb.extraction.layout.stage import layout
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.model import Article, Extraction
from tests.extraction.analyses import Row, analysis, grow

Tree = dict[str, tuple[str, str, str]]


@dataclass
class NoReader:
    """Stands where a model would; these tests bring their own analyses."""

    version: str = "test"
    model_sha256: str = ""


def extraction(
    text: str,
    rows: list[Row],
    links: list[tuple[str, str, str]],
    tree: dict[str, tuple[str, str, str]] | None = None,
    published: str = "2024-05-17",
    score: float = 0.9,
) -> Extraction:
    read = analysis(text, rows, links, score)
    grow(read.doc, tree or {})
    extractor = BuiltinExtractor(NoReader(), shipped(), EventTypes.load())  # type: ignore[arg-type]
    return extractor.interpret(Article(text, published=published), layout(text, 0), read)


def trigger(words: str, coarse: str, polarity: str = "positive", modality: str = "actual") -> Row:
    return ("trigger", coarse, words, {"polarity": polarity, "modality": modality})


def mention(words: str, group: str, kind: str = "name") -> Row:
    return ("mention", group, words, {"kind": kind, "type": {"place": "city"}.get(group, group)})


def one_sentence(text: str, tree: Tree) -> Tree:
    """Return *tree* with the words that it leaves out hung from its root as nouns."""
    root = next(word for word, (_, relation, _) in tree.items() if relation == "root")
    words = re.findall(r"\w+", text)
    named = [f"{word}#{words[: n + 1].count(word)}" for n, word in enumerate(words)]
    left = (word for word in named if word not in tree and word.removesuffix("#1") not in tree)
    return {**dict.fromkeys(left, ("NOUN", "dep", root)), **tree}
