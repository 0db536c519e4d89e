"""Sets of articles with what is one across them, and the score of what was linked."""

import gzip
import json
from pathlib import Path

import pytest

from kb.model import Article, Entity, Event, Extraction, Mention, Span
from training.link_scores import Aligner, Item, score
from training.links import LinkSet, meantime, own_clusters

SET = """
articles:
  a: |
    Title: Raid on Osk
    Date: 2024-05-02

    Rebels struck Osk on Tuesday. The strike killed six, and Osk wept.
  b: |
    Title: Osk again
    Date: 2024-05-03

    A raid on Osk left six dead.
same:
  - [a Osk#2, b Osk#2]
events:
  - [a struck | strike, b raid]
apart:
  - [a Rebels, b Osk]
"""


def test_a_set_names_things_by_their_words(tmp_path: Path) -> None:
    (tmp_path / "raid.yaml").write_text(SET, encoding="utf-8")
    (links,) = own_clusters(tmp_path)
    a, b = links.articles["a"], links.articles["b"]

    assert (links.name, links.strict, a.title, b.published[:10]) == ("raid", True, "Raid on Osk", "2024-05-03")
    ((first, second),) = links.events
    assert [span.of(a.text) for span in first[1]] == ["struck", "strike"]
    assert second == ("b", (Span(b.text.index("raid"), b.text.index("raid") + 4),))
    (osk,) = links.entities[0][0][1]
    assert osk.start == a.text.index("Osk", a.text.index("Osk") + 1)  # the second, counted from the title
    assert links.entities_apart[0][0][0] == "a"


@pytest.mark.parametrize("words", ["a Osk#9", "b Rebels", "a Os"])
def test_words_that_are_not_there_are_named(tmp_path: Path, words: str) -> None:
    (tmp_path / "raid.yaml").write_text(SET.replace("a Osk#2", words), encoding="utf-8")
    with pytest.raises(ValueError, match=r"raid\.yaml: .* is not in the text"):
        list(own_clusters(tmp_path))


def test_a_topic_of_meantime(tmp_path: Path) -> None:
    """Tokens become a text; what is only spoken of grammatically, or has no instance, is left out."""
    line = {
        "id": "1_a",
        "tokens": ["Airbus", "'s", "jet", "flew", ".", "It", "landed", "(", "late", ")", "."],
        "sentence": [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
        "timex": [{"function": "CREATION_TIME", "value": "2010-01-02"}],
        "mentions": [{"id": "m1", "syntactic": "NAM", "tokens": [0]}, {"id": "m2", "syntactic": "PRO", "tokens": [5]}],
        "events": [{"id": "m3", "tokens": [3]}, {"id": "m4", "tokens": [6]}],
        "instances": [
            {"kind": "entity", "class": "ORG", "instance": "airbus", "mentions": ["m1", "m2"]},
            {"kind": "event", "class": "OTHER", "instance": "flight", "mentions": ["m3"]},
            {"kind": "event", "class": "GRAMMATICAL", "instance": "landing", "mentions": ["m4"]},
            {"kind": "event", "class": "OTHER", "instance": "", "mentions": ["m4"]},
        ],
    }
    path = tmp_path / "planes.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps(line) + "\n").encode()))
    links = meantime(path)

    (article,) = links.articles.values()
    assert article.text == "Airbus's jet flew.\n\nIt landed (late)."
    assert (links.name, links.strict, article.published) == ("planes", False, "2010-01-02")
    assert links.entities == [[("1_a", (Span(0, 6),))]]  # the pronoun is no name
    assert [[span.of(article.text) for span in ref[1]] for row in links.events for ref in row] == [["flew"]]


TEXT = "Rebels struck Osk. A second raid hit Osk."


def _reading(*events: tuple[str, str]) -> Extraction:
    """Events by id and word; Osk is entity e1."""
    at = TEXT.index("Osk")
    return Extraction(
        "x",
        "test",
        "1",
        mentions=(Mention("m1", Span(at, at + 3), "name", "e1", 1.0),),
        entities=(Entity("e1", "city", "Osk", named=True),),
        events=tuple(Event(i, "attack", Span(TEXT.index(w), TEXT.index(w) + len(w))) for i, w in events),
    )


def _links(*, strict: bool = True, **more: object) -> LinkSet:
    ref = {word: (Span(TEXT.index(word), TEXT.index(word) + len(word)),) for word in ("struck", "raid", "Osk")}
    articles = {key: Article(TEXT, "Raid") for key in "ab"}
    events = [[(key, ref["struck"]) for key in "ab"], [(key, ref["raid"]) for key in "ab"]]
    apart = [(("a", ref["struck"]), ("b", ref["raid"]))]
    parts = {"entities": [[(key, ref["Osk"]) for key in "ab"]], "events": events, "entities_apart": [], **more}
    return LinkSet("made-up", articles, events_apart=apart, strict=strict, **parts)  # type: ignore[arg-type]


def test_an_item_is_found_by_most_of_its_words() -> None:
    align = Aligner({"a": _reading(("v1", "struck"), ("v2", "second raid"))}, events=True)
    raid = Span(TEXT.index("raid"), TEXT.index("raid") + 4)
    assert align.find(("a", (raid,))) == ("a", "v2")
    assert align.find(("a", (Span(0, 6),))) is None
    assert align.find(("b", (raid,))) is None


def test_pairs_are_right_wrong_missed_or_unread() -> None:
    whole = {key: _reading(("v1", "struck"), ("v2", "raid")) for key in "ab"}
    one: list[Item] = [("a", "v1"), ("b", "v1")]

    found = score(_links(), whole, [[("a", "e1"), ("b", "e1")]], [one])
    assert (found["entities"].right, found["entities"].f1) == (1, 1.0)
    events = found["events"]
    assert (events.right, events.wrong, events.missed, events.unread) == (1, 0, 1, 0)
    assert (events.tested, events.broken) == (1, 0)
    assert (events.precision, events.recall) == (1.0, 0.5)
    assert events.f1 == pytest.approx(2 / 3)

    crossed = score(_links(), whole, [], [[("a", "v1"), ("b", "v2")]])["events"]
    assert (crossed.right, crossed.wrong, crossed.missed, crossed.broken) == (0, 1, 2, 1)
    assert any("FORBIDDEN" in line for line in crossed.errors)

    short = {"a": whole["a"], "b": _reading(("v1", "struck"))}
    unread = score(_links(), short, [], [one])["events"]
    assert (unread.right, unread.missed, unread.unread) == (1, 0, 1)
    assert (unread.recall, unread.f1_of_read) == (0.5, 1.0)


def test_what_nobody_labelled_is_wrong_in_a_strict_set_alone() -> None:
    reading = {key: _reading(("v1", "struck"), ("v2", "raid"), ("v3", "hit")) for key in "ab"}
    further: list[Item] = [("a", "v3"), ("b", "v3")]
    assert score(_links(), reading, [], [further])["events"].wrong == 1
    assert score(_links(strict=False), reading, [], [further])["events"].wrong == 0


def test_nothing_linked_is_no_wrong_link() -> None:
    nothing = score(_links(), {"a": _reading(), "b": _reading()}, [], [])["events"]
    assert (nothing.precision, nothing.recall, nothing.f1) == (1.0, 0.0, 0.0)
