"""What two say whom one article quotes: listed under the happening, and gone when retracted or withdrawn."""

import pytest

from kb.model import Article, Entity, Event, Extraction, Mention, Role, Span, Statement
from kb.projections.graph.gainsaid import disclaimed
from kb.projections.verify import verify
from kb.service.articles.withdrawing import withdraw
from kb.service.curation.deciding import deciding
from kb.service.happenings.answering_back import answered
from kb.service.happenings.disputes import disputed
from kb.service.happenings.odds import Odds, odds
from kb.service.happenings.opposing import against, opposed
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import read_bytes
from tests.service.stand_in import StandIn

TEXT = "Alba said Bora shelled Norton. Bora denied the charge."
OWN = "Bora denied responsibility for the shelling."


class Quoting(StandIn):
    """Reads *TEXT*."""

    def extract(self, article: Article) -> Extraction:
        """Return who claims and who denies."""

        def span(words: str, after: int = 0) -> Span:
            start = article.text.index(words, after)
            return Span(start, start + len(words))

        denial = article.text.index("Bora denied")
        if article.text.endswith(OWN):
            content = span(OWN.partition("denied ")[2][:-1])
            told = Event(
                "v1",
                "shelling",
                span("shelled"),
                roles=(Role("agent", span("Bora"), "e2"),),
                other_mentions=(span("shelling"),),
                sources=("s1",),
            )
            return Extraction(
                article.id,
                self.name,
                self.version,
                mentions=(Mention("m1", span("Alba"), "name", "e1"), Mention("m2", span("Bora"), "name", "e2")),
                entities=(Entity("e1", "office", "Alba"), Entity("e2", "office", "Bora")),
                statements=(
                    Statement("s1", (span("Bora shelled Norton"),), "indirect", ("e1",), span("Alba"), span("said"),
                              claims=("v1",)),
                    Statement("s2", (content,), "indirect", ("e2",), span("Bora", denial), span("denied")),
                ),
                events=(told,),
            )  # fmt: skip
        return Extraction(
            article.id,
            self.name,
            self.version,
            mentions=(Mention("m1", span("Alba"), "name", "e1"), Mention("m2", span("Bora", denial), "name", "e2")),
            entities=(Entity("e1", "office", "Alba"), Entity("e2", "office", "Bora")),
            statements=(
                Statement(
                    "s1",
                    (span("Bora shelled Norton"),),
                    "indirect",
                    ("e1",),
                    span("Alba"),
                    span("said"),
                    claims=("v1",),
                ),
                Statement(
                    "s2",
                    (span("the charge"),),
                    "indirect",
                    ("e2",),
                    span("Bora", denial),
                    span("denied"),
                    about=("v1",),
                ),
            ),
            events=(Event("v1", "shelling", span("shelled"), sources=("s1",)),),
        )


@pytest.fixture
def reader() -> StandIn:
    return Quoting()


def asked(kb: KnowledgeBase) -> list[Odds]:
    def ask(text: str) -> bytes:
        with kb.query(text, format="json") as answer:
            return answer.read()

    return list(odds(ask, kb.iris.base))


@pytest.mark.thorough
def test_a_denial_stands_against_whom_it_answers_until_it_is_retracted_or_withdrawn(kb: KnowledgeBase) -> None:
    """By its happening; the claim that the denial is about it is a person's to retract, and to take back."""
    with kb.adder() as adder:
        article = adder.add(next(read_bytes(f"Title: A\nDate: 2025-03-01\n\n{TEXT}".encode(), "test"))).article
    (odd,) = asked(kb)

    assert odd.happening.startswith("happening-")
    assert odd.because.endswith("happened, Alba; denied, Bora")
    assert odd.articles == (f"article-{article}",) * 2
    about = next(
        row.split("/")[-1]
        for row in kb.query(
            "SELECT ?c { ?c a kb:Claim ; rdf:predicate kb:about }", format="csv"
        ).read().decode().split()[1:]
    )  # fmt: skip
    assert about in odd.claims
    with deciding(kb) as decide:
        decide.retract(about, "it denies another charge")
    assert asked(kb) == []
    verify(kb.home, kb.log).check()


def test_both_stand_opposite_each_other(kb: KnowledgeBase) -> None:
    """Whoever denies it, in words that name nothing of it; also beside the statements of each."""
    with kb.adder() as adder:
        adder.add(next(read_bytes(f"Title: A\nDate: 2025-03-01\n\n{TEXT}".encode(), "test")))

    def ask(text: str) -> bytes:
        with kb.query(text, format="json") as answer:
            return answer.read()

    catalog = kb.catalog
    (event,) = catalog.list_events().items
    claim, denial = sorted(catalog.list_statements().items, key=lambda one: one.start)
    (one,) = opposed(catalog, answered(ask, kb.iris.base))
    assert [(told.event.id, told.reality) for told in (*one.claims, *one.denials)] == [
        (event.id, "occurred"),
        (event.id, "denied"),
    ]
    assert [told.statements for told in (*one.claims, *one.denials)] == [(claim,), (denial,)]
    assert [told.confidence for told in (*one.claims, *one.denials)] == [event.confidence, denial.confidence]
    assert opposed(catalog) == (), "no two articles tell of it"
    beside = against(catalog, [event], answered(ask, kb.iris.base, events=[event.id]))
    assert beside == ((one, "denials"),)
    beside = against(catalog, [], answered(ask, kb.iris.base, denials=[f"statement-{denial.id}"]))
    assert beside == ((one, "claims"),)
    assert answered(ask, kb.iris.base, denials=[f"statement-{claim.id}"]) == ()


def test_it_leaves_with_its_article(kb: KnowledgeBase) -> None:
    """Nothing of it stays behind."""
    with kb.adder() as adder:
        article = adder.add(next(read_bytes(TEXT.encode(), "test"))).article
    assert asked(kb)
    withdraw(kb, article, reason="test")

    assert asked(kb) == []
    verify(kb.home, kb.log).check()


def test_who_denies_to_have_done_it_stands_opposite_who_says_so(kb: KnowledgeBase) -> None:
    """What happened is not denied; both accounts of who did it stand beside each other."""
    with kb.adder() as adder:
        text = TEXT.replace("Bora denied the charge.", OWN)
        adder.add(next(read_bytes(f"Title: A\nDate: 2025-03-01\n\n{text}".encode(), "test")))

    def ask(text: str) -> bytes:
        with kb.query(text, format="json") as answer:
            return answer.read()

    (one,) = opposed(kb.catalog, answered(ask, kb.iris.base))
    assert one.of_doer
    assert [(told.reality, told.answers, told.statements[0].cue) for told in (*one.claims, *one.denials)] == [
        ("occurred", "", "said"),
        ("occurred", "doer", "denied"),
    ]
    (odd,) = asked(kb)
    assert odd.because == "done by one who denies it: by Bora; denied, Bora"
    happening = odd.happening.removeprefix("happening-")
    with kb.at(None) as moment, moment.shower() as shower:
        (dispute,) = disputed(kb.catalog, shower.reading, happening, (), [odd]).disputes
    assert [(each.words, each.tellings[0].by) for each in dispute.accounts] == [("Bora", "Alba"), ("not Bora", "Bora")]


@pytest.mark.parametrize(
    ("said", "status", "own"),
    [
        ("denied responsibility for the shelling", "reported", True),
        ("denied any part in the shelling", "reported", True),
        ("denied it was behind the shelling", "reported", True),
        ("did not deny responsibility for the shelling", "not_reported_content", False),
        ("denied that Cora was behind the shelling", "reported", False),
        ("denied Cora’s role in the shelling", "reported", False),
        ("denied involvement of clerks in the shelling", "reported", False),
        ("denied any part in talks after the shelling", "reported", False),
        ("said it was not behind the shelling", "reported", True),
        ("said it had no part in talks that followed the shelling", "reported", False),
        ("said clerks were not involved in the shelling", "reported", False),
    ],
)
def test_only_who_denies_a_part_of_his_own_in_it_stands_opposite(said: str, status: str, own: bool) -> None:
    text = f"Bora shelled Norton. Bora {said}."
    cue = "did not deny" if "did not" in said else said.split(maxsplit=1)[0]

    def span(words: str, after: int = 0) -> Span:
        return Span(text.index(words, after), text.index(words, after) + len(words))

    spoken = span(said.removeprefix(cue).strip())
    told = Event("v1", "shelling", span("shelled"), roles=(Role("agent", span("Bora"), "e1"),),
                 other_mentions=(span("shelling"),))  # fmt: skip
    found = disclaimed(
        text,
        Extraction(
            "a",
            "x",
            "1",
            mentions=(Mention("m1", span("Bora"), "name", "e1"),),
            entities=(Entity("e1", "office", "Bora"),),
            statements=(Statement("s1", (spoken,), "indirect", ("e1",), span("Bora", 20), span(cue), status=status),),
            events=(told,),
        ),
        lambda statement: frozenset(statement.speakers),
    )

    assert bool(list(found)) is own
