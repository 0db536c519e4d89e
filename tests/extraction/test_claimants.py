"""A number that somebody only names to deny it is not that somebody's."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.figures.claimants import claimants, counts_mourners, counts_speakers, is_ruled_out
from kb.extraction.spans import SpanIndex
from kb.model import Article, Span, Statement
from tests.extraction.analyses import document, grow
from tests.extraction.interpreted import Tree, one_sentence


def _at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "number", "cue", "denied", "claimed"),
    [
        ("The mayor said 40 sheep drowned", "40", "said", False, ("s1",)),
        ("The mayor denied that 40 sheep drowned", "40", "denied", False, None),
        ("The mayor denied that 40 sheep drowned", "40", "denied", True, ("s1",)),
        ("The mayor rejected a toll of 40", "40", "rejected", False, None),
        ("The mayor said anyone who still claims 40 sheep drowned had not counted", "40", "said", False, None),
        ("The mayor said the figure of 40 was wildly exaggerated", "40", "said", False, None),
        ("The mayor said the figure of 40 was confirmed", "40", "said", False, ("s1",)),
        ("The mayor said a toll of 40 was “nonsense” and that 12 had drowned", "12", "said", False, ("s1",)),
    ],
)
def test_who_denies_a_number_does_not_claim_it(
    text: str, number: str, cue: str, denied: bool, claimed: tuple[str, ...] | None
) -> None:
    said = _at(text, cue)
    statement = Statement("s1", content=(Span(said.end + 1, len(text)),), mode="indirect", cue=said)

    told = SpanIndex((part, statement) for part in statement.content)
    assert claimants(document(text, []), told, _at(text, number), event_denied=denied) == claimed


def test_a_number_that_the_text_itself_calls_false_is_left_out() -> None:
    text = "Reports of 40 drowned sheep are false"
    assert claimants(document(text, []), SpanIndex([]), _at(text, "40"), event_denied=False) is None


@pytest.mark.parametrize(
    ("text", "number", "out"),
    [
        ("The toll is 12, not 14, police said", "14", True),
        ("The toll is 12, not 14, police said", "12", False),
        ("Not 14 but 12 sheep drowned", "14", True),
        ("It was not 14 sheep", "14", True),
        ("All but 14 sheep drowned", "14", True),
        ("Everyone except for 14 shepherds left", "14", True),
        ("It was all but certain that 14 sheep had drowned", "14", False),
        ("Rain did not stop 14 runners", "14", False),
        ("They were not paid; 14 left", "14", False),
    ],
)
def test_the_text_says_that_it_is_another_number(text: str, number: str, out: bool) -> None:
    assert is_ruled_out(document(text, []), _at(text, number)) is out


@pytest.mark.thorough
@pytest.mark.parametrize("other", ["the union federation CTB spoke of 12,000", "the union put the number at 12,000"])
def test_a_number_that_another_voice_gives_is_of_what_the_first_counts(other: str) -> None:
    text = f"Vote ends in uproar\n\nSome 3,000 people marched through Osk after the vote, police said; {other}."
    read = create().extract(Article(text))
    march = next(event for event in read.events if event.trigger.of(text) == "marched")

    assert {f.value for f in read.figures if f.event == march.id} == {3000, 12000}


def test_a_number_of_something_else_stays_with_it() -> None:
    text = "Some 3,000 people marched through Osk, police said; the union spoke of 12 arrests."
    read = create().extract(Article(text))
    march = next(event for event in read.events if event.trigger.of(text) == "marched")

    assert {f.value for f in read.figures if f.event == march.id} == {3000}


@pytest.mark.parametrize(
    ("text", "number", "tree", "counts"),
    [
        (
            "Two envoys said 40 sheep drowned",
            "Two",
            {"Two": ("NUM", "nummod", "envoys"), "envoys": ("NOUN", "nsubj", "said")},
            True,
        ),
        (
            "Two envoys said 40 sheep drowned",
            "40",
            {"40": ("NUM", "nummod", "sheep"), "sheep": ("NOUN", "nsubj", "drowned")},
            False,
        ),
        (
            "It sank, according to two envoys",
            "two",
            {"two": ("NUM", "nummod", "envoys"), "envoys": ("NOUN", "obl", "according")},
            True,
        ),
        (
            "Two envoys who said so drowned",
            "Two",
            {"Two": ("NUM", "nummod", "envoys"), "envoys": ("NOUN", "nsubj", "drowned")},
            False,
        ),
        (
            "Six clerks said they were robbed",
            "Six",
            {
                "Six": ("NUM", "nummod", "clerks"),
                "clerks": ("NOUN", "nsubj", "said"),
                "they": ("PRON", "nsubj:pass", "robbed"),
            },
            False,
        ),
        (
            "Some 60% of voters said no",
            "60",
            {"60": ("NUM", "nummod", "%"), "%": ("NOUN", "nsubj", "said")},
            False,
        ),
    ],
)
def test_how_many_say_so_is_no_figure(text: str, number: str, tree: Tree, counts: bool) -> None:
    cue = "according" if "according" in text else "said"
    read = document(text, [("cue", "cue", cue, {})])
    grow(read.doc, one_sentence(text, {cue: ("VERB", "root", cue), **tree}))

    assert counts_speakers(read, _at(text, number)) is counts


@pytest.mark.parametrize(
    ("lost", "number", "counts"),
    [("daughters", "One", True), ("daughters", "three", False), ("lives", "One", False)],
)
def test_how_many_lost_somebody_is_not_how_many_died(lost: str, number: str, counts: bool) -> None:
    text = f"One family lost three {lost}"
    read = document(text, [("trigger", "death", "lost", {})])
    tree: Tree = {
        "One": ("NUM", "nummod", "family"),
        "family": ("NOUN", "nsubj", "lost"),
        "lost": ("VERB", "root", "lost"),
        "three": ("NUM", "nummod", lost),
        lost: ("NOUN", "obj", "lost"),
    }
    grow(read.doc, tree)

    assert counts_mourners(read, _at(text, number)) is counts
