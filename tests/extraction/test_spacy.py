"""Any spaCy pipeline as an extractor: made in the test, as none can be downloaded."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kb.extraction.protocol import Extractor, ExtractorNameError, load_extractor
from kb.extraction.spacy.extractor import UnknownPipelineError, create
from kb.extraction.spacy.trees import universal
from kb.model import Article
from kb.settings import Settings

TEXT = "On Tuesday rockets killed 14 people in Derna, mayor Ana Ruiz said. Ruiz met the Blue Column.\n"
CLEAR = (  # word, part of speech, relation, head: as spaCy's English pipelines annotate
    "On ADP prep 3|Tuesday PROPN pobj 0|rockets NOUN nsubj 3|killed VERB ccomp 12|14 NUM nummod 5|people NOUN dobj 3|"
    "in ADP prep 3|Derna PROPN pobj 6|, PUNCT punct 12|mayor NOUN compound 11|Ana PROPN compound 11|"
    "Ruiz PROPN nsubj 12|said VERB ROOT 12|. PUNCT punct 12|Ruiz PROPN nsubj 15|met VERB ROOT 15|"
    "the DET det 18|Blue PROPN compound 18|"
    "Column PROPN dobj 15|. PUNCT punct 15"
)
LEMMAS = {"killed": "kill", "said": "say", "met": "meet", "rockets": "rocket"}
PATTERNS = [
    {"label": "PERSON", "pattern": "Ana Ruiz"},
    {"label": "PERSON", "pattern": "Ruiz"},
    {"label": "GPE", "pattern": "Derna"},
    {"label": "armed_force", "pattern": "Blue Column"},
    {"label": "DATE", "pattern": "Tuesday"},
    {"label": "WORK_OF_ART", "pattern": "mayor"},
]


@Language.component("kb_test_trees", assigns=["token.dep", "token.pos", "token.lemma"])
def trees(doc: Doc) -> Doc:
    """Annotate the words of TEXT as a trained pipeline would; leave other texts alone."""
    rows = [row.split() for row in CLEAR.split("|")]
    if [token.text for token in doc[: len(rows)]] != [word for word, *_ in rows]:
        return doc
    for token, (word, pos, relation, head) in zip(doc, rows, strict=False):
        token.pos_, token.dep_, token.lemma_ = pos, relation, LEMMAS.get(word, word.lower())
        token.head = doc[int(head)]
    return doc


def pipeline(folder: Path, *components: str, lang: str = "en") -> Path:
    """Save a pipeline that marks PATTERNS, and return its folder."""
    nlp = spacy.blank(lang)
    for name in components:
        nlp.add_pipe(name)
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)
    nlp.meta["name"], nlp.meta["version"] = "made_here", "1.2"
    folder.mkdir(exist_ok=True)
    nlp.to_disk(folder / "pipe")
    return folder / "pipe"


def test_a_pipeline_without_trees_gives_names_and_says_what_it_lacks(tmp_path: Path) -> None:
    """Names with their types and mentions; a label of ours is taken as it is, a foreign one left."""
    made = load_extractor(f"spacy:{pipeline(tmp_path, 'sentencizer')}", Settings())
    assert isinstance(made, Extractor)
    found = made.extract(Article(TEXT, published="2024-05-02"))

    assert {(e.name, e.type) for e in found.entities} == {
        ("Ana Ruiz", "person"),
        ("Derna", "city"),
        ("Blue Column", "armed_force"),
    }
    ruiz = next(e.id for e in found.entities if e.name == "Ana Ruiz")
    assert [m.span.of(TEXT) for m in found.mentions if m.entity == ruiz] == ["Ana Ruiz", "Ruiz"]
    assert (found.events, found.statements, found.figures) == ((), (), ())
    assert found.notes == (
        "The pipeline makes no trees: no events, and of statements only quotations without speaker.",
    )
    assert (found.extractor, found.version) == (made.name, "1.made_here-1.2")
    assert made.languages == ("en",)


def test_trees_give_events_speakers_and_numbers(tmp_path: Path) -> None:
    """The killing with its victims, place and day, said by the mayor; the number on it."""
    found = create(str(pipeline(tmp_path, "sentencizer", "kb_test_trees"))).extract(
        Article(TEXT, published="2024-05-02")
    )
    names = {e.id: e.name for e in found.entities}

    death = found.events[0]
    assert (death.type, death.trigger.of(TEXT), death.modality) == ("death", "killed", "actual")
    assert [names[place] for place in death.places] == ["Derna"]
    assert {(r.role, r.span.of(TEXT)) for r in death.roles} >= {("agent", "rockets")}
    assert any("people" in r.span.of(TEXT) for r in death.roles)
    assert death.time is not None
    assert death.time.earliest_begin[:10] == "2024-04-30"
    statement = found.statements[0]
    assert [names[s] for s in statement.speakers] == ["Ana Ruiz"]
    assert statement.content[0].of(TEXT) == "On Tuesday rockets killed 14 people in Derna"
    assert death.sources == (statement.id,)
    assert [(q.value, q.event) for q in found.figures] == [(14.0, death.id)]
    assert found.notes == ()


def test_prepositions_hang_from_their_nouns(tmp_path: Path) -> None:
    """As Universal Dependencies have it, which the stages know."""
    doc = universal(spacy.load(pipeline(tmp_path, "kb_test_trees"))(TEXT))
    told = {token.text: (token.dep_, token.head.text) for token in doc[:13]}

    assert told["Derna"] == ("obl", "killed")
    assert told["in"] == ("case", "Derna")
    assert told["people"] == ("obj", "killed")
    assert told["said"] == ("root", "said")
    assert doc.text == TEXT


def test_the_predicate_is_the_head_of_be() -> None:
    """ "He is the mayor of Derna": the mayor, not "is"."""
    nlp = spacy.blank("en")
    words = "He is the mayor of Derna .".split()
    doc = Doc(
        nlp.vocab,
        words=words,
        pos="PRON AUX DET NOUN ADP PROPN PUNCT".split(),
        lemmas="he be the mayor of Derna .".split(),
        heads=[1, 1, 3, 1, 3, 4, 1],
        deps="nsubj ROOT det attr prep pobj punct".split(),
    )
    told = {token.text: (token.dep_, token.head.text) for token in universal(doc)}
    assert told == {
        "He": ("nsubj", "mayor"),
        "is": ("cop", "mayor"),
        "the": ("det", "mayor"),
        "mayor": ("root", "mayor"),
        "of": ("case", "Derna"),
        "Derna": ("nmod", "mayor"),
        ".": ("punct", "mayor"),
    }


@pytest.mark.thorough
def test_another_language_gives_names_and_is_declared(tmp_path: Path) -> None:
    """A French pipeline reads French; one for any language, all."""
    french = create(str(pipeline(tmp_path / "fr", "sentencizer", lang="fr")))
    assert french.languages == ("fr",)
    assert {e.name for e in french.extract(Article("Ana Ruiz est partie à Derna.", language="fr")).entities} == {
        "Ana Ruiz",
        "Derna",
    }
    assert create(str(pipeline(tmp_path / "xx", "sentencizer", lang="xx"))).languages == ("*",)


@pytest.mark.thorough
def test_the_same_pipeline_has_the_same_hash_and_gives_the_same(tmp_path: Path) -> None:
    """And another one has another."""
    path = pipeline(tmp_path / "a", "sentencizer")
    one, other = create(str(path)), create(str(pipeline(tmp_path / "b", "kb_test_trees")))
    article = Article(TEXT)
    assert one.extract(article) == create(str(path)).extract(article)
    assert one.model != other.model
    assert len(one.model) == 64


@pytest.mark.thorough
@pytest.mark.parametrize("text", ["", " \n\n ", "\ud800 Ana Ruiz", "Ana Ruiz" * 3, "“”"])
def test_any_text_is_read(tmp_path: Path, text: str) -> None:
    """Empty, broken, without a sentence."""
    found = create(str(pipeline(tmp_path, "sentencizer"))).extract(Article(text))
    assert all(m.span.of(text).strip() for m in found.mentions)


def test_a_pipeline_that_is_not_there_is_named() -> None:
    """With what is installed; and without a name there is none."""
    with pytest.raises(UnknownPipelineError) as caught:
        load_extractor("spacy:en_none_such", Settings())
    assert "en_none_such" in str(caught.value)
    with pytest.raises(ExtractorNameError, match="goes on after a colon"):
        load_extractor("spacy", Settings())
