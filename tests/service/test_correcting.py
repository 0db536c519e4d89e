"""A correction: what stands in both texts stays as it was, decisions included; what changed is listed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.events import ArticleCorrected, ClaimConfirmed, ClaimRetracted, EntityAmended
from kb.events.streams import CURATION
from kb.graph.alignment import Alignment
from kb.model import Span
from kb.projections.verify import verify
from kb.service.articles.correcting import CORRECTION, SAME
from kb.service.articles.revising import NotEarlierError, OneTextError, StoredTextError, correct, put_back
from kb.service.articles.withdrawing import NotThereError, withdraw
from kb.service.curation.acting import act
from kb.service.curation.deciding import deciding
from kb.service.curation.decisions import decisions
from kb.service.curation.errors import DecisionStateError, NoSuchClaimError
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import read_bytes, read_path
from tests.service.residue import told
from tests.service.test_withdrawing import put

OLD = (
    "Title: Raid\nSource: Gazette\nURL: https://gazette.example/raid\nDate: 2024-05-01\n\n"
    "Blue Column attacked Nordhaven Depot on Tuesday. Red Guard attacked Oster Mill, and 3 killed were found. "
    "Red Guard said: Nothing happened there."
)
NEW = OLD.replace("3 killed", "5 killed").replace("Blue Column", "In the night, Blue Column", 1)


def outcomes(text: str) -> list:
    """Return what is read of a text."""
    return list(read_bytes(text.encode(), "new.txt"))


def decide(kb: KnowledgeBase, *events: object) -> int:
    """Record decisions of a person and return the position of the first."""
    recorded = kb.log.append(CURATION, kb.log.stream_version(CURATION), events, actor="person:ana")  # type: ignore[arg-type]
    kb.catch_up()
    return recorded[0].position


def reading(kb: KnowledgeBase, article: str) -> object:
    """Return what was read from an article."""
    with kb.writing() as projections:
        row = projections.catalog.views.article_row(article) or {}
        return projections.catalog.sources.extraction(int(row["extraction"]))


def test_entities_and_decisions_stay_with_the_sentences_that_stay(kb: KnowledgeBase) -> None:
    """The same ids; a confirmation moves with its words; one on a changed sentence is listed."""
    [old] = put(kb, OLD)
    ids = {name: kb.entity_id(name) for name in ("Blue Column", "Nordhaven Depot", "Red Guard", "Oster Mill")}
    second = next(
        event.id for event in reading(kb, old).events if OLD[event.trigger.start - 10 :].startswith("Red Guard")
    )  # type: ignore[attr-defined]
    moved = decide(kb, ClaimRetracted(f"{old}#s1", "he never said so"))
    lost = decide(kb, ClaimConfirmed(f"{old}#{second}"))
    decide(kb, EntityAmended(ids["Red Guard"], "label", "The Red Guard", "its full name"))

    result = correct(kb, old, outcomes(NEW.partition("\n\n")[2]))

    assert result.status == "corrected"
    for name, entity in ids.items():
        assert kb.entity_id("The Red Guard" if name == "Red Guard" else name) == entity
    article = kb.catalog.get_article(result.article)
    assert (article.source, article.url, article.published) == ("Gazette", "https://gazette.example/raid", "2024-05-01")
    carried = [item for item in kb.log.read(stream=CURATION) if item.envelope.actor == CORRECTION]
    assert [item.envelope.cause for item in carried] == [moved]
    with kb.writing() as projections:
        stands = projections.catalog.views.curations(result.article)
    assert [(one.kind, one.person) for one in stands] == [(ClaimRetracted.TYPE, True)]
    assert kb.catalog.list_statements(limit=5).total == 0
    (note,) = [note for note in result.notes if "look again" in note]
    assert note.startswith(f"The decision of event {lost} (claim-confirmed {old}#{second}) is about words")
    verify(kb.home, kb.log).check()


def test_what_was_amended_stays_amended_where_its_sentence_stays(kb: KnowledgeBase) -> None:
    """A number, which has no claim of its own; what was amended twice, and confirmed then."""
    [old] = put(kb, OLD)
    decided = amended(kb, old)
    before = graph_facts(kb, old)

    result = correct(kb, old, outcomes(OLD.replace("Nothing happened there.", "Nothing at all.").partition("\n\n")[2]))

    assert not [note for note in result.notes if "look again" in note]
    assert graph_facts(kb, result.article) == before
    carried = [item for item in kb.log.read(stream=CURATION) if item.envelope.actor == CORRECTION]
    assert [item.envelope.cause for item in carried] == decided
    verify(kb.home, kb.log).check()


def test_of_decisions_on_words_that_changed_those_that_had_an_effect_are_named(kb: KnowledgeBase) -> None:
    """What was amended anew, or confirmed and then amended, is history: the last word is what has to be looked at."""
    [old] = put(kb, OLD)
    decided = amended(kb, old)
    text = OLD.partition("\n\n")[2].replace("3 killed", "5 killed")
    result = correct(kb, old, outcomes(text))
    noted = [int(note.split()[4]) for note in result.notes if "look again" in note]
    lost = [row.position for row in decisions(kb, state="lost")]
    assert set(noted) < set(lost) <= set(decided)
    assert {row.state for row in decisions(kb, as_of=decided[-1]) if row.position in noted} == {"holds"}
    assert {row.state for row in decisions(kb, as_of=decided[-1]) if row.position in {*lost} - {*noted}} == {
        "overruled"
    }


def test_an_unknown_claim_is_unknown_after_a_correction_too(kb: KnowledgeBase) -> None:
    """Decisions that went along do not say where in the new reading their claim stands."""
    [old] = put(kb, OLD)
    amended(kb, old)
    correct(kb, old, outcomes(OLD.replace("Nothing happened there.", "Nothing at all.").partition("\n\n")[2]))
    with pytest.raises(NoSuchClaimError, match="names no claim"), deciding(kb) as decider:
        decider.confirm(f"figure-{0:020}", "seen")


def amended(kb: KnowledgeBase, article: str) -> list[int]:
    """Have a person amend the first figure and the first event twice, and confirm them; return the positions."""
    found: list[int] = []
    with deciding(kb, "person:ann") as decider:
        for part, values in (("q1.value", ("4", "about 6")), ("v1.time", ("2024-04-29", "2024-04-28"))):
            found += [decider.amend(f"{article}#{part}", value, "recount").position for value in values]
            found.append(decider.confirm(f"{article}#{part}", "seen").position)
    return found


def graph_facts(kb: KnowledgeBase, article: str) -> list[tuple[str, str]]:
    """Return what an article tells of its first event and figure."""
    pages = (kb.show(f"{article}#{local}") for local in ("v1", "q1"))
    facts = (fact for page in pages for section in page.sections for fact in section.facts)
    return [(fact.name, fact.value) for fact in facts if fact.name in ("time", "value")]


def test_the_earlier_text_is_in_the_log_and_leaves_the_graph(kb: KnowledgeBase, tmp_path: Path) -> None:
    """By --revision the same: addresses say what belongs together."""
    [old] = put(kb, OLD)
    before = kb.position
    file = tmp_path / "new.txt"
    file.write_text(NEW, encoding="utf-8")
    with kb.adder(revision=True) as adder:
        result = adder.add(next(iter(read_path(file))))

    events = [item.event for item in kb.log.read(after=before) if isinstance(item.event, ArticleCorrected)]
    assert [(event.article_id, event.replaces) for event in events] == [(result.article, old)]
    assert [article.id for article in kb.catalog.list_articles(limit=5).items] == [result.article]
    assert [event.type for event in kb.catalog.list_events(limit=9).items] == ["attack", "attack"]


def test_a_figure_that_the_correction_changed_stays_visible_as_withdrawn(kb: KnowledgeBase) -> None:
    """With its sentence and the text that had it; the new one is its revision; no count takes it for a figure."""
    [old] = put(kb, OLD)
    new = correct(kb, old, outcomes(NEW)).article
    newer = correct(kb, new, outcomes(NEW.replace("5 killed", "6 killed"))).article

    rows = kb.query(
        "SELECT ?words ?sentence ?text ?now { ?a kb:formerly ?f . ?f a kb:FormerFigure ; rdfs:label ?words ; "
        "kb:formerSentence ?sentence ; dcterms:isPartOf ?text OPTIONAL { ?q prov:wasRevisionOf ?f ; kb:value ?now } } "
        "ORDER BY ?words",
        format="csv",
    )
    lines = rows.read().decode().split()
    text = " ".join(lines)
    assert "Red Guard attacked Oster Mill, and 3 killed were found." in text
    assert f"article-{old}" in text
    assert text.endswith(f"article-{new},6")
    count = kb.query("SELECT (COUNT(*) AS ?n) { ?q a kb:Figure }", format="csv").read().decode().split()
    assert count == ["n", "1"]
    chain = kb.query("SELECT ?x { ?x prov:wasRevisionOf ?y . ?x a kb:Article }", format="csv").read().decode().split()
    assert chain[1:] == [f"http://localhost:8000/id/article-{newer}"]
    verify(kb.home, kb.log).check()


def test_a_statement_keeps_both_versions(kb: KnowledgeBase) -> None:
    """The one in force is a revision of the one before; one that did not change has no former version."""
    [old] = put(kb, OLD)
    correct(kb, old, outcomes(NEW.replace("Nothing happened there", "Little happened there")))

    rows = kb.query(
        "SELECT ?was ?is { ?s prov:wasRevisionOf ?f ; kb:content ?is . ?f a kb:FormerStatement ; rdfs:label ?was }",
        format="csv",
    )
    assert rows.read().decode().splitlines()[1:] == ["Nothing happened there,Little happened there"]


def test_two_texts_of_one_run_are_joined_too(kb: KnowledgeBase) -> None:
    """The catalog catches up before anything is carried."""
    with kb.adder(revision=True) as adder:
        first = adder.add(outcomes(OLD)[0])
        second = adder.add(outcomes(NEW)[0])
    assert (first.status, second.status) == ("added", "corrected")
    links = [event for event in kb.log.read(types=["entities-linked"]) if event.envelope.position > first.position]
    assert len(links) >= 4


@pytest.mark.parametrize("by", ["address", "hand"])
def test_what_the_new_text_does_not_say_stays_as_it_was(kb: KnowledgeBase, by: str) -> None:
    """By --revision as by `kb correct`: title, source and day stay, and it is not said to have no day."""
    [old] = put(kb, OLD)
    body = NEW.partition("\n\n")[2]
    if by == "address":
        with kb.adder(revision=True) as adder:
            result = adder.add(outcomes(f"Title: Raid, corrected\nURL: https://gazette.example/raid\n\n{body}")[0])
    else:
        result = correct(kb, old, outcomes(f"Title: Raid, corrected\n\n{body}"))

    [row] = kb.catalog.list_articles().items
    assert (result.status, row.id) == ("corrected", result.article)
    assert (row.title, row.source, row.published) == ("Raid, corrected", "Gazette", "2024-05-01")
    assert row.url == "https://gazette.example/raid"
    assert not any("no publication date" in note for note in (*result.notes, *row.notes))


@pytest.mark.thorough
def test_a_correction_that_is_added_again_stays_one(kb: KnowledgeBase) -> None:
    """What was moved to it once is not moved again over what was decided since."""
    [old] = put(kb, OLD)
    new = correct(kb, old, outcomes(NEW)).article
    decided = decide(kb, ClaimRetracted(f"{new}#s1", "he never said so"))
    withdraw(kb, new, "a mistake")
    before = kb.position

    with kb.adder() as adder:
        assert adder.add(outcomes(NEW)[0], corrects=old).status == "corrected"

    again = [item.event for item in kb.log.read(after=before)]
    assert not any(isinstance(event, ClaimConfirmed | ClaimRetracted) for event in again)
    assert SAME not in str(again)
    assert decided in {decision.position for decision in decisions(kb, article=new)}
    assert put_back(kb, new, old).status == "corrected"
    verify(kb.home, kb.log).check()


def test_the_earlier_text_comes_back_once_the_newer_was_withdrawn(kb: KnowledgeBase) -> None:
    """A correction is no one-way street, and the graph is still what a replay makes."""
    [old] = put(kb, OLD)
    new = correct(kb, old, outcomes(NEW.partition("\n\n")[2])).article
    with kb.adder() as adder:
        assert [adder.add(outcome).status for outcome in outcomes(OLD)] == ["known"]
    withdraw(kb, new, "it was another article's")

    assert put(kb, OLD) == [old]

    assert [row.id for row in kb.catalog.list_articles().items] == [old]
    verify(kb.home, kb.log).check()


@pytest.mark.thorough
def test_a_text_corrected_back_is_the_article_of_before(kb: KnowledgeBase) -> None:
    """The same ids, also of what the text between did not say; what it says differently is what was withdrawn."""
    [old] = put(kb, OLD)
    events = {row.id for row in kb.catalog.list_events().items}
    figures = "SELECT ?f { ?f a kb:Figure }"
    before = kb.query(figures, format="csv").read()
    new = correct(kb, old, outcomes(NEW)).article
    between = kb.position
    assert kb.query(figures, format="csv").read() != before

    back = correct(kb, new, outcomes(OLD))

    assert (back.status, back.article) == ("corrected", old)
    assert [row.id for row in kb.catalog.list_articles().items] == [old]
    assert {row.id for row in kb.catalog.list_events().items} == events
    assert kb.query(figures, format="csv").read() == before
    former = kb.query("SELECT ?w { ?f a kb:FormerFigure ; rdfs:label ?w }", format="csv").read().decode().split()
    assert former == ["w", "5"]
    with kb.at(between) as then:
        assert [row.id for row in then.catalog.list_articles().items] == [new]
    assert put_back(kb, old, new).article == new
    assert put_back(kb, new, old).article == old
    verify(kb.home, kb.log).check()
    done = withdraw(kb, old, "asked")
    assert kb.catalog.list_articles().total == 0
    act(kb, "undo", position=done.position)
    assert [row.id for row in kb.catalog.list_articles().items] == [old]
    verify(kb.home, kb.log).check()


@pytest.mark.thorough
def test_a_corrected_article_that_is_withdrawn_leaves_nothing(kb: KnowledgeBase) -> None:
    """Nor what took the place of its earlier texts; undone, or with a text added again, that is told again."""
    replaced = "SELECT ?old ?new { ?old dcterms:isReplacedBy ?new } ORDER BY ?old"
    empty = told(kb.log)
    [old] = put(kb, OLD)
    new = correct(kb, old, outcomes(NEW)).article
    newer = correct(kb, new, outcomes(NEW.replace("5 killed", "6 killed"))).article
    before = kb.query(replaced, format="csv").read()
    assert before.count(b"article-") == 4

    done = withdraw(kb, newer, "asked")

    assert told(kb.log) == empty
    verify(kb.home, kb.log).check()
    act(kb, "undo", position=done.position)
    assert kb.query(replaced, format="csv").read() == before
    withdraw(kb, newer, "asked again")
    assert put(kb, NEW.replace("5 killed", "6 killed")) == [newer]
    assert kb.query(replaced, format="csv").read() == before
    verify(kb.home, kb.log).check()


@pytest.mark.thorough
def test_a_decision_and_its_repetition_are_one(kb: KnowledgeBase) -> None:
    """Undone by either number, for both texts, and listed once; the text that comes back has it as it stands then."""
    [old] = put(kb, OLD)
    first = act(kb, "retract", what=f"{old}#s1", reason="he never said so").position
    new = correct(kb, old, outcomes(NEW)).article
    repeated = kb.position
    assert [(row.position, row.state) for row in decisions(kb)] == [(first, "holds")]
    assert f"repeated for article-{new} by event {repeated}" in next(decisions(kb)).why
    for turn, position, statements in (("undo", first, 1), ("redo", first, 0), ("undo", repeated, 1)):
        act(kb, turn, position=position)
        assert kb.catalog.list_statements().total == statements, (turn, position)
    with pytest.raises(DecisionStateError, match=f"Event {first} is undone already"):
        act(kb, "undo", position=repeated)

    put_back(kb, new, old)

    assert kb.catalog.list_statements().total == 1
    act(kb, "redo", position=repeated)
    assert kb.catalog.list_statements().total == 0
    act(kb, "confirm", what=f"{old}#s1", reason="he did say so")
    put_back(kb, old, new)
    assert kb.catalog.list_statements().total == 1, "the later decision went along and is the last word"
    verify(kb.home, kb.log).check()


def test_a_text_whose_words_changed_has_its_decision_back_when_it_comes_back(kb: KnowledgeBase) -> None:
    """Meanwhile the decision is lost, and says since which text."""
    [old] = put(kb, OLD)
    act(kb, "retract", what=f"{old}#s1", reason="he never said so")
    new = correct(kb, old, outcomes(OLD.replace("Nothing", "Little"))).article
    [row] = decisions(kb)
    assert (row.state, row.why) == ("lost", f"article-{old} was corrected, and its words do not stand in article-{new}")
    put_back(kb, new, old)
    assert [(row.state, row.why) for row in decisions(kb)] == [("holds", "")]
    assert kb.catalog.list_statements().total == 0


def test_only_an_earlier_text_of_the_article_comes_back(kb: KnowledgeBase) -> None:
    """Another article's text is refused, by file and by id; nothing is recorded."""
    [old] = put(kb, OLD)
    text = OLD.replace("gazette.example/raid", "gazette.example/other").replace("Tuesday", "Friday")
    [other] = put(kb, text)
    position = kb.position
    with pytest.raises(NotEarlierError, match="which was never corrected"):
        put_back(kb, old, other)
    with pytest.raises(StoredTextError, match=f"another article, article-{other}, which is in the graph"):
        correct(kb, old, outcomes(text))
    assert kb.position == position
    new = correct(kb, old, outcomes(NEW)).article
    with pytest.raises(NotEarlierError, match=f"which had article-{old}"):
        put_back(kb, new, other)
    with pytest.raises(StoredTextError, match=f"which article-{new} took the place of"):
        correct(kb, other, outcomes(OLD))


def test_what_cannot_be_corrected_says_how_things_stand(kb: KnowledgeBase) -> None:
    """No text, two texts, an article that left; nothing is recorded."""
    [old] = put(kb, OLD)
    with pytest.raises(OneTextError, match="there is none"):
        correct(kb, old, [])
    with pytest.raises(OneTextError, match="there are 2"):
        correct(kb, old, [*outcomes(NEW), *outcomes(OLD)])
    assert correct(kb, old, outcomes(OLD)).status == "known"
    newer = correct(kb, old, outcomes(NEW)).article
    position = kb.position
    with pytest.raises(NotThereError, match=f"article-{newer} took its place"):
        correct(kb, old, outcomes(NEW + " More."))
    assert kb.position == position
    withdraw(kb, newer, "asked")
    with pytest.raises(NotThereError, match="was withdrawn"):
        correct(kb, newer, outcomes(NEW + " More."))


SENTENCES = st.lists(
    st.sampled_from(["A b c. ", "Who did it? ", "“So be it.” ", "He left.\n", "Title\n\n", "x y z "]), max_size=8
)


@given(SENTENCES, SENTENCES)
def test_what_is_moved_has_the_same_words(old: list[str], new: list[str]) -> None:
    """Whatever was put in, taken out or turned round."""
    one, other = "".join(old), "".join(new)
    alignment, back = Alignment(one, other), Alignment(one, one)
    for start in range(len(one)):
        for end in range(start + 1, min(len(one), start + 4) + 1):
            moved = alignment.moved(Span(start, end))
            if moved is not None:
                assert other[moved.start : moved.end] == one[start:end]
    assert all(back.moved(Span(at, at + 1)) == Span(at, at + 1) for at in range(len(one)) if one[at].strip())
