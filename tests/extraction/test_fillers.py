"""The words that fill a role are a noun phrase: neither a number or an adjective alone nor the clause behind it."""

import pytest

from kb.extraction.events.fillers import noun_behind, whole_words
from kb.model import Span
from tests.extraction.analyses import document, grow
from tests.extraction.interpreted import extraction, mention, trigger

Tree = dict[str, tuple[str, str, str]]

COUNTED: Tree = {
    "at": ("ADP", "case", "least"),
    "least": ("ADJ", "nmod", "nine"),
    "more": ("ADJ", "advmod", "nine"),
    "than": ("ADP", "fixed", "more"),
    "nine": ("NUM", "nummod", "weavers"),
    "old": ("ADJ", "amod", "weavers"),
    "weavers": ("NOUN", "obj", "took"),
    "away": ("ADV", "advmod", "took"),
    "took": ("VERB", "ROOT", "took"),
    ".": ("PUNCT", "punct", "took"),
}
HOMELESS: Tree = {"homeless": ("ADJ", "xcomp", "made"), ".": ("PUNCT", "punct", "made")}
PARTS: Tree = {
    "one": ("NUM", "obj", "took"),
    "half": ("NOUN", "obj", "took"),
    "copies": ("NOUN", "obj", "took"),
    "of": ("ADP", "case", "took"),
    "its": ("PRON", "nmod:poss", "buses"),
    "her": ("PRON", "nmod:poss", "friend"),
    "'s": ("PART", "case", "friend"),
    "it": ("PRON", "obj", "took"),
    "took": ("VERB", "ROOT", "took"),
    ".": ("PUNCT", "punct", "took"),
    "away": ("ADV", "advmod", "took"),
}


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "marked", "tree", "whole"),
    [
        ("A stray dog slept.", "stray", {"stray": ("ADJ", "amod", "dog")}, "stray dog"),
        ("Crews found 300 unlabelled jars.", "300", {"300": ("NUM", "nummod", "jars")}, "300 unlabelled jars"),
        (
            "Crews found nearly 300 mine-resistant lorries.",
            "nearly",
            {
                "nearly": ("ADV", "advmod", "300"),
                "300": ("NUM", "nummod", "lorries"),
                "-": ("PUNCT", "punct", "resistant"),
                "resistant": ("ADJ", "amod", "lorries"),
            },
            "nearly 300 mine-resistant lorries",
        ),
        (
            "Dozens of farmers wept.",
            "Dozens",
            {"farmers": ("NOUN", "nmod", "Dozens"), "of": ("ADP", "case", "farmers")},
            "Dozens of farmers",
        ),
        (
            "A bus packed with pupils skidded.",
            "bus packed with pupils",
            {"packed": ("VERB", "acl", "bus"), "with": ("ADP", "case", "pupils"), "pupils": ("NOUN", "obl", "packed")},
            "bus",
        ),
        (
            "Years of military non-alignment ended.",
            "military non",
            {"military": ("ADJ", "amod", "alignment")},
            "military non-alignment",
        ),
        (
            "The roof of a church fell.",
            "roof of a",
            {"of": ("ADP", "case", "church"), "a": ("DET", "det", "church"), "church": ("NOUN", "nmod", "roof")},
            "roof of a church",
        ),
        (
            "Owners and staff left.",
            "Owners and",
            {"and": ("CCONJ", "cc", "staff"), "staff": ("NOUN", "conj", "Owners")},
            "Owners",
        ),
        ("They paid $4.2 million.", "$", {}, "$4.2 million"),
        ("They paid A$75, it said.", "75", {}, "A$75"),
        ("They paid $75 million.", "million", {}, "$75 million"),
        ("They paid N50 billion.", "N50", {}, "N50 billion"),
        ("The N50 road is shut.", "N50", {}, "N50"),
        ("Ada Obi wept.", "Ada Obi", {"Ada": ("PROPN", "nsubj", "wept"), "Obi": ("PROPN", "flat", "Ada")}, "Ada Obi"),
    ],
)
def test_a_filler_goes_on_to_its_noun_and_ends_before_its_clause(
    text: str, marked: str, tree: Tree, whole: str
) -> None:
    doc = document(text, [])
    grow(doc.doc, tree)

    assert whole_words(doc, span_of(text, marked)).of(text) == whole


@pytest.mark.parametrize(
    ("text", "marked", "number", "tree", "whole"),
    [
        ("Floods took at least nine old weavers away.", "at", "at least nine", COUNTED, "at least nine old weavers"),
        ("Floods took more than nine weavers away.", "more", "more than nine", COUNTED, "more than nine weavers"),
        ("Floods made some nine homeless.", "some", "some nine", HOMELESS, "some nine"),
        ("Floods took one of its buses away.", "one of", "one", PARTS, "one of its buses"),
        ("Floods took copies of her friend's book away.", "copies", "", PARTS, "copies of her friend's book"),
        ("Floods took half of it away.", "half", "half", PARTS, "half of it"),
        ("Floods took copies away.", "copies", "", PARTS, "copies"),
    ],
)
def test_a_part_of_a_number_goes_on_to_what_is_counted_and_a_part_to_its_whole(
    text: str, marked: str, number: str, tree: Tree, whole: str
) -> None:
    doc = document(text, [("figure", "figure", number)] if number else [])
    here = {t.text for t in doc.doc}
    grow(doc.doc, {word: row for word, row in tree.items() if {word, row[2]} <= here})

    assert whole_words(doc, span_of(text, marked)).of(text) == whole


def test_what_happens_is_no_whole_of_what_fills_a_role() -> None:
    text = "They saw parts of the raid unfold."
    doc = document(text, [trigger("raid", "attack")])
    tree = {"the": ("DET", "det", "raid"), "parts": ("NOUN", "obj", "saw"), "of": ("ADP", "case", "saw")}
    grow(doc.doc, tree | {"saw": ("VERB", "ROOT", "saw")})

    assert whole_words(doc, span_of(text, "parts")).of(text) == "parts"


def test_what_happens_is_no_part_of_what_fills_its_role() -> None:
    text = "A drone strike followed."
    doc = document(text, [trigger("strike", "attack")])
    grow(doc.doc, {"drone": ("NOUN", "compound", "strike")})

    assert whole_words(doc, span_of(text, "drone")).of(text) == "drone"


def test_a_name_that_only_tells_of_a_noun_leaves_the_role_to_it() -> None:
    text = "Rebels stormed a navy base."
    doc = document(text, [])
    grow(
        doc.doc,
        {
            "stormed": ("VERB", "root", "stormed"),
            "base": ("NOUN", "obj", "stormed"),
            "navy": ("NOUN", "compound", "base"),
        },
    )
    noun = noun_behind(doc, span_of(text, "navy"), doc.doc[1])

    assert noun is not None
    assert noun.of(text) == "base"
    assert noun_behind(doc, span_of(text, "Rebels"), doc.doc[1]) is None


def test_whoever_agrees_is_a_party_to_it() -> None:
    text = "Oslo and Lima agreed. Bern agreed."
    found = extraction(
        text,
        [mention(w, "place") for w in ("Oslo", "Lima", "Bern")]
        + [trigger("agreed", "agreement"), trigger("agreed#2", "agreement")],
        [("agent", "agreed", "Oslo"), ("agent", "agreed", "Lima"), ("agent", "agreed#2", "Bern")],
    )

    assert [(r.role, r.span.of(text)) for event in found.events for r in event.roles] == [
        ("party", "Oslo"),
        ("party", "Lima"),
        ("party", "Bern"),
    ]


def test_no_town_dies() -> None:
    text = "Osk counts its dead."
    rows = [mention("Osk", "place"), mention("its", "place", "pronoun"), trigger("dead", "death")]
    links = [("coref", "its", "Osk"), ("patient", "dead", "its")]

    (event,) = extraction(text, rows, links).events

    assert [role for role in event.roles if role.role == "patient"] == []


@pytest.mark.parametrize(("role", "coarse", "kept"), [("participant", "talks", 2), ("patient", "attack", 1)])
def test_a_port_joined_to_a_union_talks_as_well(role: str, coarse: str, kept: int) -> None:
    """But is only where a convoy and the port are told of as attacked."""
    text = "The union and the port met."
    doc = [("mention", "organisation", "union", {"kind": "nominal"}), ("mention", "place", "port", {"kind": "nominal"})]
    tree = {"union": ("NOUN", "nsubj", "met"), "port": ("NOUN", "conj", "union"), "met": ("VERB", "root", "met")}

    (event,) = extraction(text, [*doc, trigger("met", coarse)], [(role, "met", "union")], tree).events

    assert len([r for r in event.roles if r.role != "place"]) == kept


def test_the_score_of_a_match_is_nobodys_part_in_it() -> None:
    text = "Osk beat Aveno 3-1."
    rows = [mention("Osk", "organisation"), mention("Aveno", "organisation"), trigger("beat", "other")]
    links = [("agent", "beat", "Osk"), ("patient", "beat", "Aveno"), ("patient", "beat", "3-1")]

    (event,) = extraction(text, [*rows, ("argument", "argument", "3-1")], links).events

    assert [role.span.of(text) for role in event.roles] == ["Osk", "Aveno"]


def test_whoever_has_one_role_has_no_other_in_the_same_words() -> None:
    text = "Its staff fled."
    rows = [mention("staff", "group", "nominal"), ("argument", "argument", "staff"), trigger("fled", "displacement")]
    links = [("agent", "fled", "mention:staff"), ("patient", "fled", "argument:staff")]

    (event,) = extraction(text, rows, links).events

    assert [(role.role, bool(role.entity)) for role in event.roles] == [("agent", True)]


@pytest.mark.parametrize(
    ("text", "verb", "links", "roles"),
    [
        ("Obi had a win.", "win", {"Obi": "agent"}, {"Obi": "candidate"}),
        ("Obi admitted defeat.", "defeat", {"Obi": "agent"}, {"Obi": "candidate"}),
        (
            "Obi may reelect Lund.",
            "reelect",
            {"Obi": "agent", "Lund": "patient"},
            {"Obi": "agent", "Lund": "candidate"},
        ),
        ("Obi called a vote.", "vote", {"Obi": "agent"}, {"Obi": "agent"}),
    ],
)
def test_whoever_wins_or_loses_an_election_was_a_candidate(
    text: str, verb: str, links: dict[str, str], roles: dict[str, str]
) -> None:
    rows = [*(mention(name, "person") for name in links), trigger(verb, "election")]
    (event,) = extraction(text, rows, [(role, verb, name) for name, role in links.items()]).events

    assert {r.span.of(text): r.role for r in event.roles} == roles


def test_words_end_where_the_name_ends_and_before_a_time() -> None:
    text = "Shares in Osk Steel fell; Osk earned 47 euros last year."
    rows = [mention("Osk Steel", "organisation"), ("time", "time", "last year")]
    tree: Tree = {
        "Shares": ("NOUN", "nsubj", "fell"),
        "Osk": ("PROPN", "compound", "Steel"),
        "Steel": ("PROPN", "nmod", "Shares"),
        "fell": ("VERB", "root", "fell"),
        "47": ("NUM", "nummod", "euros"),
        "euros": ("NOUN", "obj", "earned"),
        "last": ("ADJ", "amod", "year"),
        "year": ("NOUN", "obl", "earned"),
        "earned": ("VERB", "root", "earned"),
    }
    doc = document(text, rows)
    grow(doc.doc, tree)

    assert whole_words(doc, span_of(text, "Shares in Osk")).of(text) == "Shares in Osk Steel"
    assert whole_words(doc, span_of(text, "47 euros last year")).of(text) == "47 euros"


@pytest.mark.parametrize(
    ("words", "behind", "doers"),
    [
        ("Kenyan", "Ana Paz", ["Ana Paz"]),
        ("a Kenyan", "", []),
        ("three Kenyans", "", []),
        ("Kenyan", "", ["Kenya"]),
    ],
)
def test_a_nationality_is_no_country_that_takes_part(words: str, behind: str, doers: list[str]) -> None:
    """Before a name, or as a noun for somebody, it says whose he or she is."""
    text = f"Yesterday {words} {behind} fled.".replace("  ", " ")
    adjective = words.rsplit(maxsplit=1)[-1]
    rows = [trigger("fled", "displacement"), mention(adjective, "country", "adjective")]
    links = [("agent", "fled", adjective)]
    if behind:
        rows, links = [*rows, mention(behind, "person")], [*links, ("agent", "fled", behind)]
    tree: Tree = {"fled": ("VERB", "root", "fled"), adjective: ("PROPN", "nsubj", "fled")}
    if behind:
        tree |= {"Ana": ("PROPN", "nsubj", "fled"), "Paz": ("PROPN", "flat", "Ana")}
    found = extraction(text, rows, links, tree)
    names = {e.id: e.name for e in found.entities}

    assert [names[role.entity] for role in found.events[0].roles] == doers
