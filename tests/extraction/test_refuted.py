"""What an article says is untrue did not happen; what it takes back it does not claim."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.events.denials import denied
from kb.extraction.events.refuted import corrected_words, refuted_words
from kb.model import Article, Event, Span
from tests.extraction.analyses import Row, document, grow
from tests.extraction.interpreted import Tree, one_sentence
from tests.extraction.test_events import extraction, mention, only, trigger

DAM = {
    "Reports": ("NOUN", "nsubj", "false"),
    "that": ("SCONJ", "mark", "burst"),
    "dam": ("NOUN", "nsubj", "burst"),
    "burst": ("VERB", "acl", "Reports"),
    "were": ("AUX", "cop", "false"),
    "false": ("ADJ", "root", "false"),
}


def words(text: str, tree: dict[str, tuple[str, str, str]]) -> list[str]:
    doc = document(text, [])
    grow(doc.doc, tree)
    return [doc.doc[i].text for i in sorted(refuted_words(doc))]


def test_what_false_reports_tell_did_not_happen() -> None:
    found = extraction(
        "Reports that a dam burst were false.",
        [("argument", "argument", "dam"), trigger("burst", "damage")],
        [("patient", "burst", "dam")],
        DAM,
    )

    assert (only(found).polarity, only(found).modality) == ("negative", "actual")


@pytest.mark.parametrize(
    ("text", "tree", "expected"),
    [
        ("Reports that a dam burst were false.", DAM, ["burst"]),
        ("Reports that a dam burst were not false.", {**DAM, "not": ("PART", "advmod", "false")}, []),
        (
            "Reports that a dam burst were not true.",
            {**{k: v for k, v in DAM.items() if k != "false"},
             "Reports": ("NOUN", "nsubj", "true"), "were": ("AUX", "cop", "true"),
             "not": ("PART", "advmod", "true"), "true": ("ADJ", "root", "true")},
            ["burst"],
        ),
        (
            "Reports that a dam burst were alarming.",
            {"Reports": ("NOUN", "nsubj", "alarming"), "burst": ("VERB", "acl", "Reports"),
             "were": ("AUX", "cop", "alarming"), "alarming": ("ADJ", "root", "alarming")},
            [],
        ),
        (
            "He dismissed talk of a flood.",
            {"dismissed": ("VERB", "root", "dismissed"), "talk": ("NOUN", "obj", "dismissed"),
             "of": ("ADP", "case", "flood"), "flood": ("NOUN", "nmod", "talk")},
            ["flood"],
        ),
        (
            "It is not true that it burned.",
            {"is": ("AUX", "cop", "true"), "not": ("PART", "advmod", "true"), "true": ("ADJ", "root", "true"),
             "that": ("SCONJ", "mark", "burned"), "burned": ("VERB", "csubj", "true")},
            ["burned"],
        ),
        (  # as the parser reads it where words stand between: the clause hangs from the predicate
            "Reports on air that two died were untrue.",
            {"Reports": ("NOUN", "nsubj", "untrue"), "that": ("SCONJ", "mark", "untrue"),
             "died": ("VERB", "csubj", "untrue"), "were": ("AUX", "cop", "untrue"),
             "untrue": ("ADJ", "root", "untrue")},
            ["died"],
        ),
        (
            "It is not true, as he wrote, that it burned.",
            {"is": ("AUX", "cop", "true"), "not": ("PART", "advmod", "true"), "true": ("ADJ", "root", "true"),
             "that": ("SCONJ", "mark", "burned"), "burned": ("VERB", "ccomp", "wrote"),
             "wrote": ("VERB", "advcl", "true"), "as": ("SCONJ", "mark", "wrote"), "he": ("PRON", "nsubj", "wrote"),
             ",": ("PUNCT", "punct", "true"), ",#2": ("PUNCT", "punct", "true"), "it": ("PRON", "nsubj", "burned")},
            ["burned"],
        ),
        (
            "Rumours that there are cases are false.",
            {"Rumours": ("NOUN", "nsubj", "false"), "are": ("VERB", "acl", "Rumours"),
             "cases": ("NOUN", "nsubj", "are"),
             "are#2": ("AUX", "cop", "false"), "false": ("ADJ", "root", "false")},
            ["are", "cases"],
        ),
    ],
)  # fmt: skip
def test_words_that_head_what_is_untrue(text: str, tree: dict[str, tuple[str, str, str]], expected: list[str]) -> None:
    assert words(text, tree) == expected


SAID: dict[str, tuple[str, str, str]] = {
    "We": ("PRON", "nsubj", "said"),
    "said": ("VERB", "root", "said"),
    "moved": ("VERB", "ccomp", "said"),
    "a": ("DET", "det", "clinic"),
    "clinic": ("NOUN", "nsubj", "moved"),
    "had": ("AUX", "aux", "moved"),
}


@pytest.mark.parametrize("answer", ["It has not.", "They hadn’t.", "That was wrong.", "This is not the case."])
def test_what_the_next_sentence_takes_back_is_retracted(answer: str) -> None:
    text = f"We said a clinic had moved. {answer}"
    found = extraction(
        text,
        [mention("We", "organisation", "pronoun"), ("cue", "cue", "said"),
         ("content", "indirect", "a clinic had moved"), trigger("moved", "displacement")],
        [("content", "said", "a clinic had moved"), ("speaker", "said", "We")],
        SAID,
    )  # fmt: skip

    assert [(s.status, s.speakers, s.claims) for s in found.statements] == [("retracted", (), ())]
    assert only(found).polarity == "negative"


@pytest.mark.parametrize("answer", ["It has not been easy.", "It has."])
def test_a_sentence_that_goes_on_takes_nothing_back(answer: str) -> None:
    doc = document(f"We said a clinic had moved. {answer}", [])
    grow(doc.doc, SAID)

    assert corrected_words(doc) == frozenset()


@pytest.mark.parametrize("nobody", ["nobody", "none", "no horses"])
def test_what_is_done_to_nobody_did_not_happen(nobody: str) -> None:
    rows: list[Row] = [trigger("killed", "death")]
    tree = {"killed": ("VERB", "root", "killed"), nobody.rsplit(maxsplit=1)[-1]: ("NOUN", "obj", "killed")}
    if " " in nobody:
        tree["no"] = ("DET", "det", "horses")
    found = extraction(f"The storm killed {nobody}.", rows, [], tree)

    assert only(found).polarity == "negative"


@pytest.mark.parametrize(
    ("object_", "tree", "expected"),
    [
        ("a warning", {"a": ("DET", "det", "warning")}, "negative"),
        ("any warning", {"any": ("DET", "det", "warning")}, "negative"),
        ("warning", {}, "negative"),
        ("the warning", {"the": ("DET", "det", "warning")}, "positive"),
    ],
)
def test_what_was_not_brought_about_did_not_happen(
    object_: str, tree: dict[str, tuple[str, str, str]], expected: str
) -> None:
    tree |= {
        "issue": ("VERB", "root", "issue"),
        "not": ("PART", "advmod", "issue"),
        "warning": ("NOUN", "obj", "issue"),
    }
    found = extraction(f"The office did not issue {object_}.", [trigger("warning", "communication")], [], tree)

    assert only(found).polarity == expected


def test_an_earlier_report_of_what_is_taken_back_did_not_happen_either() -> None:
    text = "10:40 We said a clinic had moved. It has not.\n\n10:20 A clinic has moved, a nurse says."
    found = extraction(
        text,
        [trigger("moved", "displacement"), trigger("moved#2", "displacement")],
        [("same", "moved#2", "moved")],
        SAID,
    )

    assert (only(found).polarity, len(only(found).other_mentions)) == ("negative", 1)


@pytest.mark.parametrize(
    ("answer", "polarity"), [("It has not; it fell.", "negative"), ("It has; it fell.", "positive")]
)
def test_a_clause_before_a_semicolon_takes_back_as_a_sentence_does(answer: str, polarity: str) -> None:
    text = f"We said a clinic had moved. {answer}"
    found = extraction(
        text,
        [mention("We", "organisation", "pronoun"), ("cue", "cue", "said"),
         ("content", "indirect", "a clinic had moved"), trigger("moved", "displacement")],
        [("content", "said", "a clinic had moved"), ("speaker", "said", "We")],
        SAID,
    )  # fmt: skip

    assert only(found).polarity == polarity


@pytest.mark.parametrize(
    ("story", "disputed", "polarity"),
    [("did not shell", True, "negative"), ("did shell", True, "positive"), ("did not shell", False, "positive")],
)
def test_what_is_denied_here_and_negated_there_did_not_happen(story: str, disputed: bool, polarity: str) -> None:
    text = f"We denied shelling Odal. They {story} Odal."
    doc = document(text, [])
    tree = {"denied": ("VERB", "root", "denied"), "shelling": ("VERB", "ccomp", "denied"),
            "shell": ("VERB", "root", "shell")}  # fmt: skip
    grow(doc.doc, tree | ({"not": ("PART", "advmod", "shell")} if "not" in story else {}))
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in ("shelling", "shell Odal")]
    event = Event("v1", "shelling", spans[0], other_mentions=(Span(spans[1].start, spans[1].start + 5),))

    found = denied(doc, event, (), (), frozenset(), frozenset({2} if disputed else ()))

    assert found.polarity == polarity


@pytest.mark.parametrize(
    "before",
    [
        "An earlier version of this article said",
        "The original version of our report, published on Monday, wrongly stated",
        "A previous version said",
        "Correction: a post at 11:10 said",
        "Correction: The headline of Monday's story wrongly said",
    ],
)
def test_what_an_earlier_version_said_nobody_claims_and_its_figure_is_withdrawn(before: str) -> None:
    text = f"Rosa Paz thanked them. {before} that 14 cows drowned."
    verb = before.rsplit(maxsplit=1)[-1]
    found = extraction(
        text,
        [
            mention("Rosa Paz", "person"),
            ("cue", "cue", verb),
            ("content", "indirect", "that 14 cows drowned"),
            trigger("drowned", "death"),
            ("figure", "figure", "14"),
        ],
        [("content", verb, "that 14 cows drowned"), ("speaker", verb, "Rosa Paz"), ("measure", "drowned", "14")],
    )
    (statement,), (figure,) = found.statements, found.figures

    assert (statement.status, statement.speakers, figure.withdrawn) == ("retracted", (), True)
    assert [event.modality for event in found.events] == ["alleged"]


def test_what_is_told_elsewhere_as_well_stays_a_fact_though_a_correction_tells_it() -> None:
    text = "An earlier version said that 14 cows drowned. The cows drowned on Monday."
    rows: list[Row] = [
        ("cue", "cue", "said"),
        ("content", "indirect", "that 14 cows drowned"),
        trigger("drowned", "death"),
        trigger("drowned#2", "death"),
    ]
    links = [("content", "said", "that 14 cows drowned"), ("same", "drowned#2", "drowned")]

    assert [event.modality for event in extraction(text, rows, links).events] == ["actual"]


def test_a_version_of_events_is_no_version_of_the_article() -> None:
    text = "Rosa Paz in her earlier version blamed rain, and the clerk said that 14 cows drowned."
    rows: list[Row] = [
        ("cue", "cue", "said"),
        ("content", "indirect", "that 14 cows drowned"),
        mention("clerk", "person", "nominal"),
    ]
    links = [("content", "said", "that 14 cows drowned"), ("speaker", "said", "clerk")]

    assert [s.status for s in extraction(text, rows, links).statements] == ["reported"]


@pytest.mark.parametrize(
    ("denial", "talks", "breakdown"),
    [
        (
            "A mill spokeswoman denied a newspaper report that talks with the union had broken down.",
            "positive",
            "negative",
        ),
        ("A mill spokeswoman denied a newspaper report of talks with the union.", "negative", None),
        ("A mill spokeswoman denied that talks with the union had broken down.", "positive", "negative"),
    ],
)
def test_who_denies_what_is_said_of_talks_denies_no_talks(denial: str, talks: str, breakdown: str | None) -> None:
    """Nor does the mill report that they broke down, whatever word of its spokeswoman's stands nearest."""
    text = f"LIMA, June 3 - {denial} Work went on at both sites of the mill on Monday."
    found = create().extract(Article(text))
    told = {event.trigger.of(text).split()[0]: event.polarity for event in found.events}

    assert told["talks"] == talks
    assert told.get("broken") == breakdown
    assert len(found.statements) == 1


@pytest.mark.parametrize(("clause", "polarity"), [(", where no case was found,", "positive"), (" no town", "negative")])
def test_what_a_clause_aside_says_of_nobody_denies_nothing_else(clause: str, polarity: str) -> None:
    """The tree may take its noun for the subject of what follows."""
    noun = clause.replace(",", "").split()[clause.split().index("no") + 1 if "where" not in clause else 2]
    tree = {"closed": ("VERB", "root", "closed"), noun: ("NOUN", "nsubj", "closed"), "no": ("DET", "det", noun)}
    found = extraction(f"Osk{clause} closed its border.", [trigger("closed", "disruption")], [], tree)

    assert only(found).polarity == polarity


@pytest.mark.parametrize("denial", ["who denies the charges", "who has rejected all the charges"])
def test_charges_that_are_denied_were_brought(denial: str) -> None:
    text = (
        "Rui Obi was dismissed after Ana Paz, a clerk, was charged with taking bribes from a road builder.\n\n"
        f"Paz, {denial}, is to stand trial in September."
    )
    read = create().extract(Article(text))
    charges = [event for event in read.events if "charge" in event.trigger.of(text)]

    assert [event.polarity for event in charges] == ["positive"]


def test_a_denied_deed_is_denied_still() -> None:
    text = "Ana Paz, a clerk, denied that she had taken bribes from a road builder."
    read = create().extract(Article(text))

    assert "positive" not in {event.polarity for event in read.events if event.trigger.of(text) in ("taken", "bribes")}


@pytest.mark.parametrize(
    ("opening", "told", "status"),
    [
        ("CORRECTION: Two cows were hurt", "We reported earlier", "retracted"),
        ("Two cows were hurt", "We reported earlier", "reported"),
        ("CORRECTION: Two cows were hurt", "We reported at once", "reported"),
        ("CORRECTION: Two cows were hurt", "As We reported earlier", "reported"),
        ("CLARIFICATION: Two cows were hurt", "We reported earlier", "reported"),
    ],
)
def test_what_a_correction_says_we_told_before_is_taken_back(opening: str, told: str, status: str) -> None:
    text = f"{opening}. {told} that 14 cows drowned."
    tree: Tree = {"We": ("PRON", "nsubj", "reported"), "reported": ("VERB", "root", "reported")}
    rows: list[Row] = [("cue", "cue", "reported"), ("content", "indirect", "that 14 cows drowned")]
    found = extraction(text, rows, [("content", "reported", "that 14 cows drowned")], one_sentence(text, tree))

    assert [s.status for s in found.statements] == [status]


def test_what_there_was_none_of_is_not_what_somebody_was_sentenced_for() -> None:
    text = "Paz was jailed for fraud. There was no fraud, Paz said."
    rows: list[Row] = [trigger("fraud", "crime"), trigger("fraud#2", "crime")]

    found = extraction(text, rows, [("same", "fraud#2", "fraud")]).events

    assert [event.polarity for event in found] == ["positive", "negative"]


def test_who_refuses_what_was_asked_refuses_the_same() -> None:
    text = "Unions asked Paz to resign. Paz refused to resign."
    rows: list[Row] = [trigger("resign", "employment", modality="requested")]
    rows += [trigger("resign#2", "employment", modality="requested")]

    assert len(extraction(text, rows, [("same", "resign#2", "resign")]).events) == 1


@pytest.mark.parametrize(("verb", "agents"), [("denied", []), ("confirmed", ["army"])])
def test_who_denies_a_strike_is_not_said_to_have_made_it(verb: str, agents: list[str]) -> None:
    text = f"Jets bombed Osk. The army {verb} any strike."
    rows: list[Row] = [trigger("bombed", "attack"), mention("army", "organisation", "nominal")]
    rows += [("cue", "cue", verb), ("content", "indirect", "any strike"), trigger("strike", "attack")]
    links = [("speaker", verb, "army"), ("content", verb, "content:any strike")]
    links += [("same", "trigger:strike", "bombed"), ("agent", "trigger:strike", "army")]

    (event,) = extraction(text, rows, links).events

    assert [r.span.of(text) for r in event.roles if r.role == "agent"] == agents


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The ministry withdrew its statement that the dam had burst.", "negative"),
        ("The ministry withdrew a statement on Friday that the dam had burst.", "negative"),
        ("The ministry did not withdraw its statement that the dam had burst.", "positive"),
        ("The senator withdrew his remark that the dam had burst because of theft.", "positive"),
        ("The ministry withdrew its statement of May after a flood in which the dam had burst.", "positive"),
    ],
)
def test_what_a_withdrawn_statement_told_did_not_happen(text: str, polarity: str) -> None:
    read = create().extract(Article(text))

    assert [event.polarity for event in read.events if event.trigger.of(text) == "burst"] == [polarity]
