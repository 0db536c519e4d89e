"""A clause about a claim just made turns that claim down."""

import pytest

from tests.extraction.interpreted import Tree, extraction, mention, one_sentence

TEXT = "Ali Paz said the raid killed six, a claim that Ana Obi denied."
TREE: Tree = {
    "Paz": ("PROPN", "nsubj", "said"),
    "said": ("VERB", "root", "said"),
    "raid": ("NOUN", "nsubj", "killed"),
    "killed": ("VERB", "ccomp", "said"),
    ",": ("PUNCT", "punct", "claim"),
    "a": ("DET", "det", "claim"),
    "claim": ("NOUN", "appos", "killed"),
    "Obi": ("PROPN", "nsubj", "denied"),
    "denied": ("VERB", "acl:relcl", "claim"),
}


def told(text: str, tree: Tree, cue: str = "denied") -> list[tuple[str, str]]:
    """Cue and words of each statement."""
    rows = [mention("Ali Paz", "person"), mention("Ana Obi", "person"), ("cue", "cue", "said"), ("cue", "cue", cue)]
    rows += [("content", "indirect", "the raid killed six")]
    links = [("speaker", "said", "Ali Paz"), ("content", "said", "the raid killed six"), ("speaker", cue, "Ana Obi")]
    found = extraction(text, rows, links, one_sentence(text, tree)).statements
    return [(s.cue.of(text) if s.cue else "", s.content[0].of(text)) for s in found if s.content]


def test_who_denies_the_claim_denies_what_it_says() -> None:
    assert told(TEXT, TREE) == [("said", "the raid killed six"), ("denied", "the raid killed six")]


@pytest.mark.parametrize(
    ("old", "new"),
    [("claim", "road"), ("denied", "praised"), (", a claim", " and a claim"), ("six, a", "six, he wrote in May, a")],
)
def test_of_nothing_else(old: str, new: str) -> None:
    """No claim, no denial, no apposition, other words between."""
    text = TEXT.replace(old, new)
    tree = {name.replace(old, new): (pos, dep, head.replace(old, new)) for name, (pos, dep, head) in TREE.items()}
    tree = {name: row for name, row in tree.items() if name in text}

    assert told(text, tree, "praised" if new == "praised" else "denied") == [("said", "the raid killed six")]


def test_what_a_denial_says_itself_stays_its_content() -> None:
    text = TEXT.replace("denied.", "denied making.")
    rows = [
        mention("Ali Paz", "person"),
        mention("Ana Obi", "person"),
        ("cue", "cue", "said"),
        ("cue", "cue", "denied"),
    ]
    rows += [("content", "indirect", "the raid killed six"), ("content", "indirect", "making")]
    links = [
        ("speaker", "said", "Ali Paz"),
        ("content", "said", "the raid killed six"),
        ("speaker", "denied", "Ana Obi"),
    ]
    links += [("content", "denied", "making")]

    found = extraction(text, rows, links, one_sentence(text, TREE)).statements

    assert [part.of(text) for s in found for part in s.content] == ["the raid killed six", "making"]


@pytest.mark.parametrize(("comma", "statements"), [(", which", 2), (" which", 1)])
def test_which_takes_up_all_that_was_said(comma: str, statements: int) -> None:
    text = f"Ali Paz said the raid killed six{comma} Ana Obi denied."
    tree = {name: row for name, row in TREE.items() if name not in ("a", "claim")}
    tree |= {"which": ("PRON", "obj", "denied"), ",": ("PUNCT", "punct", "denied")}
    tree |= {"six": ("NUM", "obj", "killed"), "denied": ("VERB", "acl:relcl", "six")}
    if comma == " which":
        del tree[","]

    assert [cue for cue, _ in told(text, tree)] == ["said", "denied"][:statements]
