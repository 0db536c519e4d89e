"""Corpora to documents: which are held back, and what becomes of words, names, frames and annotated news."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.documents import Document
from training.frames import add_facts, add_frames
from training.prepare import (
    cluster,
    conllu,
    docbin,
    is_dev,
    join_names,
    news,
    news_document,
    normal,
    with_preposition,
)

TREES = """# newdoc id = one
# newpar
# sent_id = one-1
# text = Rebels shelled Osk.
1\tRebels\trebel\tNOUN\t_\t_\t2\tnsubj\t_\t_
2\tshelled\tshell\tVERB\t_\t_\t0\troot\t_\t_
3\tOsk\tOsk\tPROPN\t_\t_\t2\tobj\t_\t_
4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

# sent_id = one-2
1-2\tDidn't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDid\tdo\tAUX\t_\t_\t2\taux\t_\t_
2\tn't\tnot\tPART\t_\t_\t0\troot\t_\t_

# newdoc id = two
# sent_id = two-1
1\tRain\train\tNOUN\t_\t_\t0\troot\t_\t_
"""


def test_a_text_of_names_has_its_sentences(tmp_path: Path) -> None:
    """Though its corpus marks none: else a network learns that a text may be one sentence."""
    words = "Sgt . Paz of the U.N . left Osk . Rebels came . Nobody fled to Ula".split()
    path = tmp_path / "names.spacy"
    DocBin(docs=[Doc(Vocab(), words)]).to_disk(path)

    (document,) = docbin(path, "re3d", 1, set(), frozenset())

    assert [words[n] for n in document.sentences] == ["Sgt", "Rebels", "Nobody"]


@pytest.fixture
def trees(tmp_path: Path) -> list[Document]:
    """Two documents of a treebank."""
    path = tmp_path / "trees.conllu.gz"
    path.write_bytes(gzip.compress(TREES.encode()))
    return conllu(path, "ewt")


def test_trees_go_on_through_a_document(trees: list[Document]) -> None:
    one, two = trees
    assert (one.name, one.words) == ("one", ["Rebels", "shelled", "Osk", ".", "Did", "n't"])
    assert one.sentences == [0, 4]
    assert one.heads == [1, -1, 1, 1, 5, -1]  # of the second sentence counted from the document's first word
    assert one.breaks == [True, *[False] * 5]
    assert (two.words, two.heads, two.breaks) == (["Rain"], [-1], [True])


def test_names_join_sentences_of_the_same_words_alone(trees: list[Document]) -> None:
    join_names(trees, {("Rebels", "shelled", "Osk", "."): ["O", "O", "B-LOC", "O"]})
    assert trees[0].names == ["O", "O", "B-LOC", "O", "", ""]  # "": nobody said
    assert trees[1].names == [""]


def test_an_argument_is_marked_at_its_head(trees: list[Document], tmp_path: Path) -> None:
    arguments = [[0, 1, "ARG0"], [1, 2, "V"], [2, 4, "ARG1"]]
    frames = {"sent_id": "one-1", "tokens": trees[0].words[:4], "frames": [{"pred": 1, "args": arguments}]}
    other = {"sent_id": "elsewhere", "tokens": [], "frames": []}
    path = tmp_path / "frames.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, (frames, other))).encode()))
    add_frames(trees, path)
    assert trees[0].frames == {1: {0: "ARG0", 2: "ARG1"}}
    assert trees[1].frames is None

    path.write_bytes(
        gzip.compress(b"sent_id\ttoken\tfactuality\tconfidence\none-2\t1\t-2.5\t0.75\nelsewhere\t0\t1\t1\n")
    )
    add_facts(trees, path)
    assert trees[0].facts == {5: (-2.5, 0.75)}


def test_articles_on_one_happening_are_held_back_together_or_not_at_all() -> None:
    assert cluster("syn-a1") == cluster("syn-a3") != cluster("syn-b1")
    assert {is_dev(f"syn-a{n}") for n in range(1, 4)} in ({True}, {False})


def test_which_are_held_back_does_not_change() -> None:
    """By the hash of a name alone: one in sixteen, one in three of the second round, none of the later ones."""
    names = [f"doc-{n}" for n in range(4_000)]
    assert 0.05 < sum(map(is_dev, names)) / 4_000 < 0.075
    second = [f"grd-{n}" for n in range(900)]
    assert 0.28 < sum(map(is_dev, second)) / 900 < 0.39
    assert not any(is_dev(f"{prefix}-{n}") for prefix in ("gra", "grb", "grh", "gsz") for n in range(300))
    assert [n for n in range(40) if is_dev(f"doc-{n}")] == [1, 12]


def test_a_time_takes_its_preposition() -> None:
    text = "It fell on Monday and rose Tuesday."
    assert with_preposition(text, {"start": 11, "end": 17}) == {"start": 8, "end": 17}
    assert with_preposition(text, {"start": 27, "end": 34}) == {"start": 27, "end": 34}


def test_the_same_sentence_however_it_was_spaced() -> None:
    assert normal("U.S. troops , he said") == normal("US troops, he said.")


TEXT = "Rebels of the Osk Front shelled Osk on Monday. Mayor Ada Lund said the shelling killed six people."


def _span(words: str, nth: int = 0) -> dict[str, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words)}


def _annotated() -> dict[str, Any]:
    def mention(words: str, kind: str, nth: int = 0) -> dict[str, Any]:
        return {**_span(words, nth), "kind": kind}

    def event(name: str, cls: str, trigger: dict[str, int], **more: object) -> dict[str, Any]:
        about: dict[str, Any] = {
            "polarity": "positive",
            "modality": "actual",
            "roles": [],
            "place": [],
            "part_of": None,
            "cause": None,
        }
        return {"id": name, "cls": cls, "trigger": trigger, "other_mentions": [], **about, **more}

    return {
        "doc": "made-up",
        "text": TEXT,
        "entities": [
            {"id": "e1", "type": "group", "mentions": [mention("Osk Front", "name")]},
            {"id": "e2", "type": "city", "mentions": [mention("Osk", "name", 1)]},
            {"id": "e3", "type": "person", "mentions": [mention("Mayor", "nominal"), mention("Ada Lund", "name")]},
        ],
        "events": [
            event("v1", "attack", _span("shelled"), other_mentions=[_span("shelling")], place=["e2"],
                  roles=[{"role": "agent", "ref": "e1"}, {"role": "target", "ref": "e2"}],
                  time={"span": [_span("Monday")]}),
            event("v2", "death", _span("killed"), cause="v1", roles=[{"role": "patient", "span": _span("six people")}]),
        ],
        "statements": [{"mode": "indirect", "status": "reported", "cue": [_span("said")], "speaker": ["e3"],
                        "content": [_span("the shelling killed six people")]}],
        "officials": [{"role_span": _span("Mayor"), "status": "current", "person": "e3", "org": None, "country": None,
                       "place": "e2"}],
        "quantities": [{"event": "v2", "span": _span("six people")}],
    }  # fmt: skip


def test_annotated_news_becomes_spans_and_links() -> None:
    doc = news_document(_annotated(), [(0, TEXT[:46], False), (1, TEXT[47:], False)])
    assert doc.spans is not None
    assert doc.links is not None
    assert doc.names is not None
    assert doc.ignored is not None
    spans = doc.spans

    def words(number: int) -> str:
        span = spans[number]
        return " ".join(doc.words[span.start : span.end + 1])

    links = {(label, words(head), words(tail)) for (head, tail), label in doc.links.items()}
    assert doc.sentences == [0, doc.words.index("Mayor")]
    assert [n for n in doc.names if n != "O"] == ["B-ORG", "I-ORG", "B-LOC", "B-PER", "I-PER"]  # "Mayor" is no name
    assert links >= {
        ("agent", "shelled", "Osk Front"),
        ("same", "shelling", "shelled"),
        ("time", "shelled", "on Monday"),
        ("cause", "killed", "shelling"),  # the nearer of its two mentions
        ("patient", "killed", "six people"),
        ("measure", "killed", "six people"),
        ("content", "said", "the shelling killed six people"),
        ("coref", "Ada Lund", "Mayor"),
        ("holder", "Mayor", "Mayor"),
        ("body", "Mayor", "Osk"),
    }
    assert not doc.ignored & set(doc.links)  # what else says the same is left out of the loss, not marked wrong
    assert any(words(head) == "shelling" and words(tail) == "Osk Front" for head, tail in doc.ignored)


def test_an_annotation_with_an_error_stops_or_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, words in (("bad", "Oslo"), ("good", "Osk")):
        (tmp_path / f"{name}.src").write_text(f"# {name}\n1\tRain fell in Osk.\n", encoding="utf-8")
        (tmp_path / f"{name}.ann").write_text(f'@doc {name}\nE e1 city "{words}"\nM e1 1"{words}"\n', encoding="utf-8")

    with pytest.raises(SystemExit, match="bad"):
        news(tmp_path)
    assert [doc.name for doc in news(tmp_path, strict=False)] == ["good"]
    assert "left out: bad.ann" in capsys.readouterr().out
