"""Other languages are said; doubt never makes English foreign."""

import subprocess
import sys

import pytest

from kb.sources import ReadOptions
from kb.sources.language import choose, detect
from tests.sources.samples import ENGLISH, NOW, loaded

GERMAN = "Der Angriff begann am Morgen, sagte ein Sprecher der Feuerwehr in Berlin am Montag vor Journalisten."
UKRAINIAN = "Вчора у Києві відбулися переговори, повідомив журналістам речник міністерства оборони країни."


@pytest.mark.parametrize(("text", "tag"), [(ENGLISH, "en"), (GERMAN, "de"), (UKRAINIAN, "uk")])
def test_languages_are_told_by_their_words(text: str, tag: str) -> None:
    """A sentence or two is enough."""
    assert detect(text) == tag


@pytest.mark.parametrize("text", ["", "Fire.", "Tom Hanks, Kyiv", "12 345 " * 40, "KYIV, July 4 (Reuters) —"])
def test_a_few_words_decide_nothing(text: str) -> None:
    """Nor do numbers."""
    assert detect(text) == ""


def test_words_beat_a_template_and_a_finer_tag_is_kept() -> None:
    """lang="en" above a German article is wrong; en-GB above an English one says more."""
    assert choose("en", GERMAN) == "de"
    assert choose("en_GB", ENGLISH) == "en-GB"
    assert choose("fr", "Feu.") == "fr"
    assert choose("not a tag", "Feu.") == ""


def test_another_language_is_kept_whole() -> None:
    """Whether anybody reads it is for the extractor to say."""
    outcome = loaded(f"Title: Angriff\n\n{GERMAN}".encode(), options=ReadOptions(now=NOW))

    assert outcome.article.language == "de"
    assert outcome.article.text.endswith(GERMAN)
    assert not any("language" in note.text for note in outcome.notes)


@pytest.mark.thorough
def test_weights_of_languages_that_are_never_told_are_not_kept() -> None:
    """They would be 28 MB for as long as a server runs; in another process, as all that tell languages share them."""
    said = (
        "from kb.sources.language import _identifier; told = _identifier(); "
        "some = len(told.labels); told.set_languages(None); print(some == len(told.labels), some)"
    )
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True, text=True)
    same, count = found.stdout.split()

    assert same == "True"
    assert 40 < int(count) < 80
