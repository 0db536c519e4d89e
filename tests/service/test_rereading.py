"""Reading again: new events beside the old, decisions kept, what finds nothing is said."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import InputError
from kb.events import (
    ClaimAmended,
    ClaimRetracted,
    EntitiesLinked,
    EntitiesMerged,
    EntityDescribed,
    ExtractionRecorded,
    ExtractionRejected,
)
from kb.events.streams import CURATION, RESOLUTION
from kb.log import Append
from kb.model import Article, Entity, Extraction
from kb.model.identity import member_id
from kb.service.articles.readings import compare_readings, rereading
from kb.service.articles.rereading import Change
from kb.service.articles.stored import LeftArticleError, NoArticleError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import verify_home
from tests.service.conftest import add
from tests.service.stand_in import StandIn

STORY = (
    "Title: Raid\nDate: 2024-05-01\n\nBlue Column attacked Nordhaven Depot on Tuesday. 5 killed were counted there. "
    "Ada Lund said: it was a hard night for everybody.\n"
)
SPEAKER, COLUMN, DEPOT = "e1", "e2", "e3"  # statements come first in the stand-in


class Second(StandIn):
    """Reads the same, counts entities backwards, and may leave some out or retype events."""

    name = "second"
    version = "2"

    def __init__(self, without: Sequence[str] = (), event_type: str = "attack", languages: Sequence[str] = ("en",)):
        super().__init__()
        self.without = without
        self.event_type = event_type
        self.languages = tuple(languages)

    def extract(self, article: Article) -> Extraction:
        """Return what the stand-in finds, turned round."""
        found = super().extract(article)
        gone = {entity.id for entity in found.entities if entity.name in self.without}
        entities = tuple(e for e in reversed(found.entities) if e.id not in gone)
        to = {entity.id: f"e{number}" for number, entity in enumerate(entities, 1)}
        return replace(
            found,
            extractor=self.name,
            version=self.version,
            mentions=tuple(replace(m, entity=to[m.entity]) for m in found.mentions if m.entity not in gone),
            entities=tuple(replace(e, id=to[e.id]) for e in entities),
            statements=tuple(
                replace(s, speakers=tuple(to[x] for x in s.speakers if x in to)) for s in found.statements
            ),
            events=tuple(
                replace(v, type=self.event_type, roles=tuple(replace(r, entity=to.get(r.entity, "")) for r in v.roles))
                for v in found.events
            ),
        )


@pytest.fixture
def article(kb: KnowledgeBase, tmp_path: Path) -> str:
    """An article read by the stand-in."""
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    return add(kb, path)[0].article  # type: ignore[attr-defined,no-any-return]


def again(kb: KnowledgeBase, article: str, extractor: StandIn) -> Change:
    with rereading(kb, extractor) as rereader:
        return rereader.read_again(article)


def decide(kb: KnowledgeBase, stream: str, *events: object) -> int:
    """Record what a person decided and return its position."""
    batch = [Append(stream, kb.log.stream_version(stream), list(events), "person:ann")]  # type: ignore[arg-type]
    position = kb.log.append_batch(batch)[-1].position
    kb.catch_up()
    return position


def extraction(kb: KnowledgeBase) -> Extraction:
    return [r.event.extraction for r in kb.log.read(types=[ExtractionRecorded.TYPE])][-1]


def test_a_second_reading_is_a_new_event_with_the_ids_of_the_first(kb: KnowledgeBase, article: str) -> None:
    """What the new extractor counts otherwise is the same entity still; the log keeps both readings."""
    old, position = extraction(kb), kb.position
    change = again(kb, article, Second())

    assert (change.status, change.before, change.after) == ("reread", "stand-in/1", "second/2")
    assert change.comparison is not None
    assert change.comparison.differences == 0
    new = extraction(kb)
    assert {e.id: e.name for e in new.entities} == {e.id: e.name for e in old.entities}
    assert new.events == old.events
    assert kb.position > position
    assert verify_home(kb).differences == ()
    assert again(kb, article, Second()).status == "unchanged"


def test_projections_show_the_newest_and_as_of_the_old(kb: KnowledgeBase, article: str) -> None:
    """The event is retyped; before that position it still has its old type."""
    position = kb.position
    change = again(kb, article, Second(event_type="shelling"))

    assert [t.differs for t in change.comparison.different] == [(("type", "attack", "shelling"),)]
    assert [e.type for e in kb.catalog.list_events().items] == ["shelling"]
    with kb.as_of(position) as projections:
        types = [event.type for event in projections.reader.list_events().items]
    assert types == ["attack"]


def test_a_merge_and_a_name_given_by_people_still_apply(kb: KnowledgeBase, article: str, tmp_path: Path) -> None:
    """They name canonical ids, which the new reading does not hand to somebody else."""
    column, depot = member_id(article, COLUMN), member_id(article, DEPOT)
    decide(
        kb,
        RESOLUTION,
        EntitiesMerged("m1", column, depot, reasons=("same",)),
        EntityDescribed(column, "The Column", "armed_force"),
    )
    change = again(kb, article, Second())

    assert {kept.outcome for kept in change.decisions} == {"holds"}
    assert len(change.decisions) == 2
    with kb.catalog_connection() as connection:
        rows = dict(connection.execute("SELECT local, entity FROM members WHERE kind = 'entity'").fetchall())
        labels = dict(connection.execute("SELECT id, label FROM entities").fetchall())
    assert rows[COLUMN] == rows[DEPOT] == column
    assert labels[column] == "The Column"


def test_what_a_decision_was_about_and_is_not_found_again_is_listed_and_kept(kb: KnowledgeBase, article: str) -> None:
    """The log keeps the decision, and a later reading that finds the thing again obeys it."""
    column = member_id(article, COLUMN)
    described = decide(kb, RESOLUTION, EntityDescribed(column, "The Column", "armed_force"))
    change = again(kb, article, Second(without=["Blue Column"]))

    lost = [kept for kept in change.decisions if kept.outcome == "not-found"]
    assert [(kept.position, kept.actor) for kept in lost] == [(described, "person:ann")]
    assert f"entity-{column}" in lost[0].why
    assert COLUMN not in {e.id for e in extraction(kb).entities}

    assert again(kb, article, StandIn()).status == "reread"
    assert kb.catalog.get_entity(column).label == "The Column"


def test_a_link_made_by_a_person_holds_again_when_its_member_comes_back(kb: KnowledgeBase, article: str) -> None:
    """Lost with one reading, and said so; found by the next."""
    target = "f" * 20
    decide(kb, RESOLUTION, EntitiesLinked(target, (f"{article}#{COLUMN}",), 0.0, ("I know them",)))
    change = again(kb, article, Second(without=["Blue Column"]))
    assert [(kept.outcome, kept.why) for kept in change.decisions] == [
        ("not-found", f"the new reading does not have {COLUMN}")
    ]

    again(kb, article, StandIn())
    with kb.catalog_connection() as connection:
        rows = dict(connection.execute("SELECT local, entity FROM members WHERE kind = 'entity'").fetchall())
    assert rows[COLUMN] == target
    assert verify_home(kb).differences == ()


def test_a_retracted_claim_stays_retracted(kb: KnowledgeBase, article: str) -> None:
    """The event is found again, and is still none of the graph's."""
    decide(kb, CURATION, ClaimRetracted(f"{article}#v1", "it was a drill"))
    assert list(kb.catalog.list_events().items) == []
    change = again(kb, article, Second(event_type="shelling"))

    assert [(kept.outcome, kept.type) for kept in change.decisions] == [("holds", "claim-retracted")]
    assert list(kb.catalog.list_events().items) == []


def _type_claim(kb: KnowledgeBase) -> str:
    """Return the local id of the claim that says what type the event is of."""
    query = (
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT ?c WHERE { ?c rdf:predicate kb:eventType }"
    )
    return ask(kb, query)[0].rpartition("/")[2]


def ask(kb: KnowledgeBase, text: str) -> list[str]:
    """Return the one column that a query gives of the union of all graphs."""
    with kb.as_of(kb.position) as projections:
        rows = projections.graph.store.query(
            f"PREFIX kb: <https://w3id.org/newskb#> {text}", use_default_graph_as_union=True
        )
        return [row[0].value for row in rows]  # type: ignore[union-attr]


TYPES = "SELECT ?t WHERE { ?e kb:eventType ?t . ?e a kb:Event }"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("read_as", "outcome", "value"),
    [("shelling", "holds", "raid"), ("raid", "agreed", "raid"), ("attack", "holds", "raid")],
)
def test_an_amended_value_holds_whatever_the_new_reading_says(
    kb: KnowledgeBase, article: str, read_as: str, outcome: str, value: str
) -> None:
    """A person said that it was a raid: so it is where a third type is read there, and no event has to say so again."""
    claim = _type_claim(kb)
    decided = decide(kb, CURATION, ClaimAmended(f"{article}#{claim}", "https://w3id.org/newskb/type#raid", "see photo"))
    change = again(kb, article, Second(event_type=read_as))

    assert [(kept.position, kept.outcome) for kept in change.decisions] == [(decided, outcome)]
    assert ask(kb, TYPES) == [f"https://w3id.org/newskb/type#{value}"]
    amended = list(kb.log.read(types=[ClaimAmended.TYPE]))
    assert len(amended) == 1
    assert verify_home(kb).differences == ()


def test_an_amendment_without_a_claim_to_go_to_is_listed(kb: KnowledgeBase, article: str) -> None:
    """The event itself is gone."""
    claim = _type_claim(kb)
    decide(kb, CURATION, ClaimAmended(f"{article}#{claim}", "https://w3id.org/newskb/type#raid", "see photo"))

    class Blind(Second):
        def extract(self, article: Article) -> Extraction:
            return replace(super().extract(article), events=(), figures=())

    change = again(kb, article, Blind())
    assert [(kept.outcome, kept.why) for kept in change.decisions] == [("not-found", "the reading has no such event")]


def test_a_language_that_the_extractor_does_not_read_takes_nothing_away(kb: KnowledgeBase, article: str) -> None:
    """The reading before stays in force."""
    position = kb.position
    change = again(kb, article, Second(languages=["fr"]))

    assert change.status == "unread"
    assert any("does not read (en)" in note for note in change.notes)
    assert kb.position == position


def test_an_article_that_nobody_could_read_is_read_by_the_extractor_for_its_language(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    """Kept until somebody comes who can."""
    text = "Am Dienstag, sagte man in der Stadt, war alles wieder ruhig. Rote Wache attacked Nordhaven Depot.\n"
    path = tmp_path / "de.txt"
    path.write_text("Language: de\n\n" + text * 2, encoding="utf-8")
    german = add(kb, path)[0].article  # type: ignore[attr-defined]
    assert extraction(kb).notes == ("unread: language de",)

    change = again(kb, german, Second(languages=["de"]))
    assert (change.status, change.before) == ("reread", "stand-in/1")
    assert {e.name for e in extraction(kb).entities} == {"Rote Wache", "Nordhaven Depot"}


@pytest.mark.thorough
def test_a_break_off_leaves_every_article_in_one_reading(
    kb: KnowledgeBase, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails before or in the append changes nothing; what fails after it is caught up with."""
    position = kb.position

    class Faulty(Second):
        def extract(self, article: Article) -> Extraction:
            raise RuntimeError("no more memory")

    change = again(kb, article, Faulty())
    assert change.status == "failed"
    assert isinstance(change.error, InputError)
    assert kb.position == position

    class Confused(Second):
        def extract(self, article: Article) -> Extraction:
            return replace(super().extract(article), article="0" * 16)

    class Silent(Second):
        def extract(self, article: Article) -> Extraction:
            return None  # type: ignore[return-value]

    for extractor in (Confused(), Silent()):
        change = again(kb, article, extractor)
        assert (change.status, kb.position) == ("failed", position)
        assert isinstance(change.error, InputError)

    def broken(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(kb.log, "append_batch", broken)
    with pytest.raises(KeyboardInterrupt):
        again(kb, article, Second(event_type="shelling"))
    monkeypatch.undo()
    assert (kb.position, extraction(kb).extractor) == (position, "stand-in")

    monkeypatch.setattr("kb.service.articles.rereading.compare", broken)  # runs when all is recorded
    with pytest.raises(KeyboardInterrupt):
        again(kb, article, Second(event_type="shelling"))
    monkeypatch.undo()
    assert extraction(kb).extractor == "second"
    assert [e.type for e in kb.catalog.list_events().items] == ["shelling"]
    assert verify_home(kb).differences == ()


def test_what_fails_the_checks_is_left_out_and_counted(kb: KnowledgeBase, article: str) -> None:
    """As when an article is added."""

    class Inventive(Second):
        def extract(self, article: Article) -> Extraction:
            found = super().extract(article)
            return replace(found, entities=(*found.entities, Entity("e9", "dragon", "Smaug")))

    change = again(kb, article, Inventive())
    assert change.rejected == 1
    rejected = next(iter(kb.log.read(types=[ExtractionRejected.TYPE]))).event
    assert [e.name for e in rejected.rejected.entities] == ["Smaug"]
    assert "'dragon' is not a term of the model" in rejected.report


def test_unknown_and_withdrawn_articles_are_refused(kb: KnowledgeBase, article: str) -> None:
    """With what to do."""
    from kb.events import ArticleWithdrawn
    from kb.events.streams import article_stream

    with pytest.raises(NoArticleError):
        again(kb, "0" * 16, Second())
    decide(kb, article_stream(article), ArticleWithdrawn(article, "legal"))
    with pytest.raises(LeftArticleError):
        again(kb, article, Second())


def test_comparing_writes_nothing_and_says_what_differs(kb: KnowledgeBase, article: str) -> None:
    """By kind: only in one, only in the other, told differently."""
    position = kb.position
    found = compare_readings(kb, article, [None, Second(without=["Ada Lund"], event_type="shelling")])

    assert kb.position == position
    told = found.comparison
    assert [(t.kind, t.label) for t in told.only_first] == [("entities", "Ada Lund (organisation)")]
    assert told.only_second == ()
    assert {(t.kind, t.differs[0]) for t in told.different} == {
        ("statements", ("speakers", "Ada Lund", "")),
        ("events", ("type", "attack", "shelling")),
    }
    assert told.same == {"entities": 2, "offices": 0, "statements": 0, "events": 0, "figures": 1}
