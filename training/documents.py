"""What prepare.py makes of every corpus: words with the gold that it has.

Read by training/batches.py and training/evaluate.py.
"""

from dataclasses import dataclass, field


@dataclass
class Span:
    """A gold span: first and last word (inclusive), what it is, its attributes."""

    layer: str
    label: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class Document:
    """Words with whatever gold a corpus has for them; None where it has none."""

    corpus: str
    name: str
    words: list[str]
    sentences: list[int]  # index of each sentence's first word
    breaks: list[bool]
    sentences_known: bool = True
    pos: list[str] | None = None
    heads: list[int] | None = None  # index of the governor, -1 root, -2 unknown
    deps: list[str] | None = None
    names: list[str] | None = None  # B-PER ..., "" where unknown
    spans: list[Span] | None = None
    links: dict[tuple[int, int], str] | None = None  # (head span, tail span) -> relation
    ignored: set[tuple[int, int]] | None = None  # pairs of which the gold says nothing certain
    sentence_ids: list[str] | None = None  # as the treebank names them
    frames: dict[int, dict[int, str]] | None = None  # predicate -> head word of each argument -> PropBank role
    facts: dict[int, tuple[float, float]] | None = None  # predicate -> did it happen (-3 to 3), confidence
    text: str = ""
    offsets: list[tuple[int, int]] | None = None
