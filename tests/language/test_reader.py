"""The packaged model, end to end. No exact scores: weights may be trained anew."""

import hashlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.language.analysis import LAYERS, RELATIONS, Analysis
from kb.language.network import folder
from kb.language.reader import Reader, load_reader

TEXT = """Troops shell village near the border

Government troops shelled the village of Osk on Tuesday, killing at least 12 people, police said.

“We will not stop,” Defence Minister Anna Kuril told reporters in Vienna. She denied that Russia had sent weapons."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def words(analysis: Analysis, layer: str) -> set[str]:
    found = set()
    for _, p in analysis.layer(layer):
        a, b = analysis.offsets(p)
        found.add(analysis.doc.text[a:b])
    return found


def plain(a: Analysis) -> str:
    tokens = [(t.text, t.pos_, t.lemma_, t.dep_, t.head.i) for t in a.doc]
    rows = [(p.layer, p.label, p.start, p.end, p.score, dict(p.attributes)) for p in a.proposals]
    return repr((tokens, rows, a.relations))


def check(analysis: Analysis, text: str) -> None:
    doc = analysis.doc
    assert doc.text == text
    for p in analysis.proposals:
        assert p.layer in LAYERS
        assert 0 <= p.start < p.end <= len(doc)
        assert not doc[p.start].is_space
        assert not doc[p.end - 1].is_space
        assert 0 <= p.score <= 1
    order = [(LAYERS.index(p.layer), p.start) for p in analysis.proposals]
    assert order == sorted(order)
    keys = [(r.head, r.tail, r.label) for r in analysis.relations]
    assert keys == sorted(set(keys))
    for r in analysis.relations:
        assert r.label in RELATIONS
        assert r.head != r.tail
        assert max(r.head, r.tail) < len(analysis.proposals)
        assert 0 <= r.score <= 1
    for s in doc.sents:
        assert s.start <= s.root.i < s.end
        assert sum(t.head.i == t.i for t in s) == 1


def test_plain_news_is_understood(reader: Reader) -> None:
    """Names, cues, triggers, figures, quotations and their ties in plain sentences."""
    a = reader.read(TEXT)

    check(a, TEXT)
    assert {"Anna Kuril", "Vienna", "Russia"} <= words(a, "name")
    assert "said" in words(a, "cue")
    assert "shelled" in words(a, "trigger")
    assert any("12" in x for x in words(a, "figure"))
    assert any(p.label == "direct" for _, p in a.layer("content"))
    assert {"speaker", "content"} <= {r.label for r in a.relations}


def test_sentences_end_at_paragraphs(reader: Reader) -> None:
    """A heading without a full stop is a sentence of its own."""
    first = next(iter(reader.read(TEXT).doc.sents))

    assert first.text.strip() == "Troops shell village near the border"


def test_parts_of_speech_and_lemmas_are_set(reader: Reader) -> None:
    """Every token has both; a finite verb is found and brought to its dictionary form."""
    doc = reader.read("The soldiers struck the bridge yesterday.").doc

    assert all(t.pos_ and t.lemma_ for t in doc)
    assert (doc[2].pos_, doc[2].lemma_) == ("VERB", "strike")
    assert doc[2].head.i == 2


@pytest.mark.parametrize("text", ["", " ", "\n\n\t ", ".", "”", "\u0000", "a" * 5000, "😀" * 40, "\u202eabc", "\ud800"])
def test_odd_texts_are_read(reader: Reader, text: str) -> None:
    """Nothing makes the reader fail."""
    if "\ud800" in text:
        text = text.encode("utf-8", "replace").decode()
    check(reader.read(text), text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=120))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_proposals_inside_it(text: str) -> None:
    """Whatever the characters, spans lie in the text and trees are trees."""
    check(load_reader().read(text), text)


@given(st.lists(st.sampled_from([*TEXT.split(), "\n\n", ".", "“", "”"]), max_size=500))
@settings(max_examples=10, deadline=None)
def test_any_order_of_words_gives_proposals_inside_the_text(parts: list[str]) -> None:
    """The same for texts of more than one window."""
    text = " ".join(parts)
    check(load_reader().read(text), text)


def test_a_long_article_is_read_in_windows(reader: Reader) -> None:
    """Every paragraph of a long text yields its names, and late pronouns are tied."""
    text = "\n\n".join([TEXT] * 12)

    a = reader.read(text)

    check(a, text)
    found = [a.offsets(p)[0] for _, p in a.layer("name") if a.doc[p.start].text == "Vienna"]
    assert len(found) == 12


def test_the_company_a_text_keeps_does_not_matter(reader: Reader) -> None:
    """The same text gives the same analysis alone and among others."""
    alone = plain(reader.read(TEXT))

    assert [plain(a) for a in reader.read_many(["Short.", TEXT, TEXT * 3, TEXT])][1::2] == [alone, alone]


@pytest.mark.thorough
def test_time_grows_with_length_only_linearly(reader: Reader) -> None:
    """Four times the text takes well under sixteen times as long."""

    def took(n: int) -> float:
        begin = time.process_time()
        reader.read("word " * n)
        return time.process_time() - begin

    took(500)
    assert took(8000) < 10 * max(took(2000), 0.01)


def test_the_hash_is_that_of_the_files(reader: Reader) -> None:
    """What an extraction event records as the model names these very files."""
    sums = json.loads((folder() / "config.json").read_text(encoding="utf-8"))["sha256"]

    assert {f: hashlib.sha256((folder() / f).read_bytes()).hexdigest() for f in sums} == sums
    joined = "".join(f"{k} {sums[k]}\n" for k in sorted(sums))
    assert reader.model_sha256 == hashlib.sha256(joined.encode()).hexdigest()


def test_the_model_fits_the_wheel() -> None:
    """Less than 40 MB."""
    assert sum(f.stat().st_size for f in folder().iterdir()) < 40e6
