"""The constants and the tables stay equal to the ontology and to kb.model."""

from kb.graph import words
from kb.graph.vocabulary import KB, NAMESPACE
from kb.model import extraction
from kb.resources import resource
from tools import vocabulary


def test_every_term_of_the_ontology_is_a_constant_and_every_constant_a_term() -> None:
    constants = {name: value for name, value in vars(KB).items() if not name.startswith("__")}

    assert set(constants) == set(vocabulary.terms(resource("ontology")))
    assert all(value == NAMESPACE + name for name, value in constants.items())


def test_the_module_is_what_the_tool_writes() -> None:
    assert vocabulary.TARGET.read_text(encoding="utf-8") == vocabulary.render(resource("ontology"))


def test_the_tables_know_every_word_of_the_model() -> None:
    assert set(words.ENTITY_CLASS) == extraction.ENTITY_TYPES
    assert set(words.MENTION_KIND) == extraction.MENTION_KINDS
    assert set(words.MODE) == extraction.MODES
    assert set(words.MODALITY) == extraction.MODALITIES
    assert set(words.COMPARATOR) == extraction.COMPARATORS
    assert set(words.ROLE) == extraction.ROLES
    assert set(words.POSITION_STATUS) == extraction.OFFICE_STATUS
