"""Who "I" is depends on who speaks, not on who was named last."""

from kb.extraction.builtin import create
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.entities import EntityTable, build_entities
from kb.extraction.names.stage import collect_mentions
from kb.extraction.statements.first_person import settle_first_persons
from kb.extraction.statements.stage import find_statements
from kb.language.gazetteer import shipped
from kb.model import Article
from tests.extraction.analyses import Row, document
from tests.extraction.interpreted import extraction

PRONOUN = {"kind": "pronoun", "type": "person"}


def read(text: str, rows: list[Row], links: list[tuple[str, str, str]]) -> tuple[EntityTable, dict[str, str]]:
    """Return the settled table and, for each mention, words and place -> the entity's name."""
    doc = document(text, rows, links)
    by_head: dict[int, dict[int, float]] = {}
    for relation in doc.analysis.relations:
        if relation.label == "coref":
            by_head.setdefault(relation.head, {})[relation.tail] = relation.score
    candidates = collect_mentions(doc, shipped())
    table = build_entities(doc, cluster_mentions(candidates, by_head), shipped())
    settled = settle_first_persons(table, candidates, find_statements(doc, table))
    return settled, {f"{m.span.of(text)} {m.span.start}": settled.entity(m.entity).name for m in settled.mentions}


def test_i_is_the_speaker_though_the_model_ties_it_to_somebody_else() -> None:
    text = "Thiago Nunez will play. “He is better than I was,” said Facundo Pereyra."
    rows: list[Row] = [
        ("mention", "person", "Thiago Nunez", {"kind": "name", "type": "person"}),
        ("mention", "person", "I", PRONOUN),
        ("mention", "person", "Facundo Pereyra", {"kind": "name", "type": "person"}),
        ("cue", "cue", "said"),
        ("content", "direct", "He is better than I was"),
    ]
    links = [
        ("coref", "mention:I", "Thiago Nunez"),
        ("content", "said", "He is better than I was"),
        ("speaker", "said", "Facundo Pereyra"),
    ]
    table, names = read(text, rows, links)

    assert names[f"I {text.index('I was')}"] == "Facundo Pereyra"
    assert [m.id for m in table.mentions] == [f"m{n}" for n in range(1, len(table.mentions) + 1)]


def official(text: str) -> str:
    """Return whom "we" is of in a quotation of an officer beside protesters, "" for nobody."""
    found = create().extract(Article(text))
    name = {entity.id: entity.name for entity in found.entities}
    return next((name[m.entity] for m in found.mentions if m.span.of(text).casefold() == "we"), "")


def test_we_of_an_officer_are_the_police_and_not_the_crowd() -> None:
    text = (
        "Dozens of protesters were arrested in Osk on Thursday. Police used pepper spray after demonstrators tore down "
        "a fence, Superintendent Ruvu Lom said.\n\n"
        '"We have had people spat at and kicked," Lom said.'
    )

    assert official(text) == "Police"


def test_we_of_a_minister_are_none_of_the_rebels() -> None:
    text = (
        "Rebels in Colombia freed a mayor on Thursday.\n\nDefence Minister Ana Paz said the rebels gave way. "
        '"We surrounded them, and they ran out of options," she told a radio station.'
    )

    assert official(text) == ""


def test_we_of_who_marches_may_be_the_crowd() -> None:
    text = (
        "Hundreds of protesters marched in Osk on Thursday.\n\n"
        '"We shall come back tomorrow," said Ana Paz, a baker who marched with them.'
    )

    assert official(text).casefold() != "police"


def test_we_is_the_body_that_speaks_and_a_persons_we_is_left_open() -> None:
    text = "“We deny it,” the ministry said. “We won,” said Ada Obi."
    rows: list[Row] = [
        ("mention", "group", "We", PRONOUN),
        ("mention", "organisation", "ministry", {"kind": "nominal", "type": "office"}),
        ("mention", "group", "We#2", PRONOUN),
        ("mention", "person", "Ada Obi", {"kind": "name", "type": "person"}),
        ("cue", "cue", "said"),
        ("cue", "cue", "said#2"),
        ("content", "direct", "We deny it"),
        ("content", "direct", "We won"),
    ]
    links = [
        ("content", "said", "We deny it"),
        ("speaker", "said", "ministry"),
        ("content", "said#2", "We won"),
        ("speaker", "said#2", "Ada Obi"),
    ]
    _, names = read(text, rows, links)

    assert names["We 1"] == "ministry"
    assert f"We {text.index('We won')}" not in names


def we(text: str, linked: Row, land: str, speaker: str = "Ada Obi") -> bool:
    """Return whether "we" of the minister of a land stays with whom the model links."""
    kind = "name" if speaker[0].isupper() else "nominal"
    rows: list[Row] = [
        linked,
        ("mention", "country", land, {"kind": "name", "type": "country"}),
        ("mention", "person", speaker, {"kind": kind, "type": "person"}),
        ("mention", "group", "We", PRONOUN),
        ("cue", "cue", "said"),
        ("content", "direct", "We deny it"),
        *([("office", "office", "minister")] if "minister" in text else []),
    ]
    links = [("coref", "We", linked[2]), ("content", "said", "We deny it"), ("speaker", "said", speaker)]
    links += [("holder", "minister", "Ada Obi"), ("body", "minister", land)] if "minister" in text else []
    found = extraction(text, rows, links)

    name = {entity.id: entity.name for entity in found.entities}
    return [name[m.entity] for m in found.mentions if m.span.of(text) == "We"] == [linked[2]]


def test_we_of_a_minister_are_no_other_land_and_we_of_no_officer_no_court() -> None:
    lands = {"kind": "name", "type": "country"}
    portugal: Row = ("mention", "country", "Portugal", lands)
    court: Row = ("mention", "organisation", "Supreme Court", {"kind": "name", "type": "organisation"})

    assert not we("Portugal wept. “We deny it,” said Chad minister Ada Obi.", portugal, "Chad")
    assert we("Portugal wept over Chad. “We deny it,” said a friend, Ada Obi.", portugal, "Chad")
    assert not we("The Supreme Court sat in Chad. “We deny it,” said Ada Obi.", court, "Chad")
    army: Row = ("mention", "organisation", "Osk Army", {"kind": "name", "type": "organisation"})
    assert not we("Osk Army left Chad. “We deny it,” said a friend.", army, "Chad", "friend")
    assert we("Osk Army left Chad. “We deny it,” said a soldier.", army, "Chad", "soldier")
