"""The worked example of docs/extractors.md is an extractor, and what it reads passes every check."""

import re
from pathlib import Path

from kb.extraction.protocol import Extractor, FirstThatReads, extractor_names, reads
from kb.model import Article
from kb.service.intake.extracting import ArticleReader
from kb.validation import validate
from tests.service.stand_in import StandIn

PAGE = (Path(__file__).parents[2] / "docs" / "extractors.md").read_text(encoding="utf-8")
TEXT = "Acme bought Bolt on Friday. Later Cord bought Acme.\n"


def example() -> Extractor:
    """Return what the page's Python makes."""
    space: dict[str, type] = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], space)  # type: ignore[index]
    made = space["Takeovers"]()
    assert isinstance(made, Extractor)
    return made


def test_the_example_reads_and_is_vetted() -> None:
    """By the shapes of the package: nothing is left out."""
    vetted = ArticleReader(example(), "http://localhost:8000/", validate).read(Article(TEXT), "here")

    assert vetted.rejected is None, vetted.report
    found = vetted.extraction
    names = {e.id: e.name for e in found.entities}
    assert [[(r.role, names[r.entity]) for r in v.roles] for v in found.events] == [
        [("agent", "Acme"), ("theme", "Bolt")],
        [("agent", "Cord"), ("theme", "Acme")],
    ]


def test_the_page_names_every_extractor_of_the_package() -> None:
    """And its table no other."""
    rows = re.findall(r"^\| `(\w+)", PAGE, re.MULTILINE)
    assert sorted(rows) == ["builtin", "llm", "spacy"]
    assert set(rows) <= set(extractor_names())


def test_the_first_that_knows_the_language_reads() -> None:
    """Undecided goes to the first; what nobody knows is unread in the first's name."""

    class French(StandIn):
        name = "french"
        languages = ("fr",)

    both = FirstThatReads([StandIn(), French()])
    assert isinstance(both, Extractor)
    assert (both.name, both.languages) == ("stand-in,french", ("en", "fr"))
    assert both.part_for("fr-CA").name == "french"
    assert both.part_for("").name == "stand-in"
    assert not reads(both, "de")
    reader = ArticleReader(both, "http://localhost:8000/", lambda *_: validate((), "", ()))
    unread = reader.read(Article("Hallo.", language="de"), "here").extraction
    assert (unread.extractor, unread.notes) == ("stand-in", ("unread: language de",))
