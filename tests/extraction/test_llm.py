"""A chat model as an extractor, against a service on loopback: what stands in the text is taken, the rest refused."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.extraction.llm.answer import AnswerError, schema
from kb.extraction.llm.client import CutOffError, LlmServiceError, Service
from kb.extraction.llm.extractor import LlmExtractor, LlmSettingsError, create
from kb.extraction.llm.words import Finder
from kb.extraction.protocol import Extractor, Refusing, load_extractor
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.model import Article, Extraction, Span
from kb.settings import Settings
from tests.extraction.llm_stub import completion, served

TEXT = (
    "Rockets hit Derna\n\n"
    "DERNA, Libya — At least 14 people were killed on Tuesday when rockets struck the port of Derna.\n\n"
    "“We will rebuild it,” mayor Ana\u00a0Ruiz said.\nShe declined to give a date.\n"
)
ARTICLE = Article(TEXT, title="Rockets hit Derna", published="2024-05-02", language="en")


def good() -> dict[str, Any]:
    """Return an answer as a good model gives it."""
    return {
        "entities": [
            {
                "id": "e1",
                "type": "city",
                "name": "Derna",
                "mentions": [{"p": 2, "quote": "Derna", "kind": "name"}],
                "country": "LY",
                "description": "",
            },
            {
                "id": "e2",
                "type": "person",
                "name": "Ana Ruiz",
                "mentions": [
                    {"p": 3, "quote": "Ana Ruiz", "kind": "name"},
                    {"p": 3, "quote": "She", "kind": "pronoun"},
                ],
                "country": "",
                "description": "",
            },
        ],
        "offices": [{"p": 3, "quote": "mayor", "person": "e2", "role": "mayor", "of": "e1", "status": "current"}],
        "statements": [
            {
                "id": "s1",
                "speakers": ["e2"],
                "content": [{"p": 3, "quote": "We will rebuild it"}],
                "cue": {"p": 3, "quote": "said"},
                "mode": "direct",
                "medium": "",
                "addressees": [],
                "status": "reported",
            }
        ],
        "events": [
            {
                "id": "v1",
                "type": "shelling",
                "trigger": {"p": 2, "quote": "struck"},
                "polarity": "positive",
                "modality": "actual",
                "roles": [
                    {"role": "target", "p": 2, "quote": "the port of Derna", "entity": "", "event": ""},
                    {"role": "instrument", "p": 2, "quote": "rockets", "entity": "", "event": ""},
                ],
                "places": [{"p": 2, "quote": "Derna", "entity": "e1"}],
                "time": {"p": 2, "quote": "Tuesday"},
                "part_of": "",
                "sources": [],
            },
            {
                "id": "v2",
                "type": "death",
                "trigger": {"p": 2, "quote": "killed"},
                "polarity": "positive",
                "modality": "actual",
                "roles": [],
                "places": [],
                "time": {"p": 0, "quote": ""},
                "part_of": "v1",
                "sources": [],
            },
        ],
        "figures": [{"p": 2, "quote": "At least 14 people", "event": "v2", "of": "people", "sources": []}],
    }


def extractor(url: str, **more: Any) -> LlmExtractor:
    service = Service(url, "tiny", **{"timeout": 10.0, "retries": 2, **more})
    return LlmExtractor(service, EventTypes.load(), shipped(), sleep=lambda _: None)


def read(answer: Any, article: Article = ARTICLE) -> tuple[Extraction, list[str]]:
    """Return what is made of one answer, and the reasons of what is refused."""
    content = answer if isinstance(answer, str) else json.dumps(answer)
    with served((200, content)) as stub:
        found, refused = extractor(stub.url).extract_and_refuse(article)
    return found, [one.reason for one in refused]


def test_a_good_answer_becomes_claims_at_their_words() -> None:
    """Quotation marks and blanks of another kind are found; number and day are read from the words by rule."""
    found, refused = read(good())

    assert refused == []
    assert [(e.id, e.type, e.name, e.country) for e in found.entities] == [
        ("e1", "city", "Derna", "LY"),
        ("e2", "person", "Ana Ruiz", ""),
    ]
    assert [m.span.of(TEXT) for m in found.mentions] == ["Derna", "Ana\u00a0Ruiz", "She"]
    statement = found.statements[0]
    assert (statement.content[0].of(TEXT), statement.speakers, statement.mode) == (
        "We will rebuild it",
        ("e2",),
        "direct",
    )
    strike, death = found.events
    assert (strike.type, strike.trigger.of(TEXT), strike.places) == ("shelling", "struck", ("e1",))
    assert strike.time is not None
    assert strike.time.earliest_begin[:10] == "2024-04-30"
    assert death.part_of == strike.id
    figure = found.figures[0]
    assert (figure.value, figure.comparator, figure.event, figure.of) == (14.0, "at_least", death.id, "people")
    assert (found.offices[0].person, found.offices[0].place) == ("e2", "e1")
    assert found.extractor == "llm"
    assert found.version.endswith(".tiny")


def test_the_question_carries_schema_paragraphs_and_key() -> None:
    """Asked at /chat/completions of the given address, with the article's story and no more."""
    with served((200, json.dumps(good()))) as stub:
        extractor(stub.url, key="s3cret").extract(ARTICLE)

    body = stub.asked[0]
    assert (len(stub.asked), stub.paths) == (1, ["/v1/chat/completions"])
    assert stub.headers[0]["Authorization"] == "Bearer s3cret"
    assert (body["model"], body["temperature"]) == ("tiny", 0)
    assert body["response_format"]["json_schema"]["schema"] == schema()
    assert "[3] “We will rebuild it,” mayor" in body["messages"][1]["content"]
    assert "shelling" in body["messages"][0]["content"]


def test_the_schema_is_strict_all_the_way_down() -> None:
    """Services that enforce schemas ask for it: every property required, no other allowed."""

    def objects(node: Any) -> list[dict[str, Any]]:
        if isinstance(node, list):
            return [found for item in node for found in objects(item)]
        if not isinstance(node, dict):
            return []
        return [node] * (node.get("type") == "object") + [found for item in node.values() for found in objects(item)]

    found = objects(schema())
    assert len(found) >= 9
    for node in found:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


def test_invented_words_are_refused_and_what_rests_on_them() -> None:
    """Nothing that is not in the text becomes a claim; the rest lives."""
    answer = good()
    answer["entities"][1]["mentions"] = [{"p": 3, "quote": "Maria Lopez", "kind": "name"}]
    answer["events"][1]["trigger"]["quote"] = "massacred"
    answer["events"][0]["roles"][1]["quote"] = "Grad rockets"
    found, refused = read(answer)

    assert [e.name for e in found.entities] == ["Derna"]
    assert [e.type for e in found.events] == ["shelling"]
    assert [r.span.of(TEXT) for r in found.events[0].roles] == ["the port of Derna"]
    assert (found.statements, found.offices, found.figures) == ((), (), ())
    assert refused == [
        "the words of a mention of Ana Ruiz are not in the text",
        "none of its mentions stands in the text",
        "its speaker e2 is no entity of the answer",
        "the words that name it are not in the text",
        "the words of a role of v1 are not in the text",
        "its person e2 is no entity of the answer",
        "its event v2 is not in the answer or was refused",
    ]


def test_numbers_and_dates_come_from_the_words() -> None:
    """Words that hold no number or time give none, whatever the model thinks."""
    answer = good()
    answer["figures"][0]["quote"] = "people"
    answer["events"][0]["time"]["quote"] = "port"
    answer["events"][1]["type"] = "alien_landing"
    answer["figures"][0]["event"] = "v1"
    found, refused = read(answer)

    assert found.figures == ()
    assert found.events[0].time is None
    assert set(refused) == {
        "'alien_landing' is no event type of the ontology",
        "the words that date v1 name no time",
        "its words give no number",
    }


def test_half_a_schema_gives_half_an_extraction() -> None:
    """Missing lists and shapeless items are named; what has its shape is taken."""
    answer = {"entities": [good()["entities"][0], {"id": "e9"}, "Derna"], "mood": "sad", "events": {}}
    found, refused = read(answer)

    assert [e.name for e in found.entities] == ["Derna"]
    assert "the schema has no mood" in refused
    assert {"the answer has no list of events", "the answer has no list of figures"} <= set(refused)
    assert sum(reason.startswith("no item of entities, ") for reason in refused) == 2


@pytest.mark.thorough
@pytest.mark.parametrize("content", ["I am sorry, I cannot", '{"entities": [', "[1, 2]", ""])
def test_an_answer_that_is_no_json_is_asked_for_again_and_then_an_error(content: str) -> None:
    """The error shows how it begins."""
    with served((200, content)) as stub, pytest.raises(AnswerError) as caught:
        extractor(stub.url).extract(ARTICLE)
    assert len(stub.asked) == 3
    assert caught.value.answer == content


def test_json_in_a_fence_and_a_second_try_are_good_enough() -> None:
    """Models that wrap their JSON are not sent away."""
    with served((200, "no"), (200, f"```json\n{json.dumps(good())}\n```")) as stub:
        assert len(extractor(stub.url).extract(ARTICLE).events) == 2
    assert len(stub.asked) == 2


def test_a_fault_of_the_service_is_asked_again_and_its_refusal_is_not() -> None:
    """500 and 429 pass; 401 does not, and says what to set."""
    with served((500, b"oops"), (429, b"slow down"), (200, json.dumps(good()))) as stub:
        assert len(extractor(stub.url).extract(ARTICLE).events) == 2
    assert len(stub.asked) == 3

    with served((503, b"down")) as stub, pytest.raises(LlmServiceError) as caught:
        extractor(stub.url).extract(ARTICLE)
    assert len(stub.asked) == 3
    assert "status 503, down" in str(caught.value)

    with served((401, b"no key")) as stub, pytest.raises(LlmServiceError) as caught:
        extractor(stub.url).extract(ARTICLE)
    assert len(stub.asked) == 1
    assert "KB_LLM_KEY" in caught.value.hint


def test_a_slow_service_and_none_at_all_are_told_apart() -> None:
    """Each with the setting that helps."""
    with served((200, "{}"), delay=1.0) as stub, pytest.raises(LlmServiceError) as caught:
        extractor(stub.url, timeout=0.05, retries=1).extract(ARTICLE)
    assert "longer than 0.05 s" in str(caught.value)
    assert "llm_timeout" in caught.value.hint

    with pytest.raises(LlmServiceError) as caught:
        extractor(stub.url).extract(ARTICLE)  # closed by now
    assert "cannot be reached" in str(caught.value)


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"{}", b'{"choices": []}', b'{"choices": [{"message": {}}]}'])
def test_a_service_of_another_kind_is_told(body: bytes) -> None:
    """Whatever answers 200 at that address."""
    with served((200, body)) as stub, pytest.raises(LlmServiceError, match="no chat completion"):
        extractor(stub.url).extract(ARTICLE)


def test_a_redirect_is_not_followed() -> None:
    """The article goes to the address that was named, and to no other."""
    with served((307, b"")) as stub, pytest.raises(LlmServiceError, match="status 307"):
        extractor(stub.url).extract(ARTICLE)
    assert len(stub.asked) == 1


def test_a_long_article_is_read_in_windows_that_share_entities() -> None:
    """The second window may refer to an entity of the first, and spans lie in their own paragraphs."""
    filler = "The council met and talked about the harbour for a long while that day. " * 60
    text = f"Ana Ruiz opened the bridge.\n\n{filler}\n\n{filler}\n\nAna Ruiz left. She was tired.\n"

    def answer(body: dict[str, Any]) -> tuple[int, str]:
        asked = body["messages"][1]["content"]
        empty: dict[str, Any] = {kind: [] for kind in ("entities", "offices", "statements", "events", "figures")}
        if "opened the bridge" in asked.partition("Paragraphs:")[2]:
            mention = {"p": 1, "quote": "Ana Ruiz", "kind": "name"}
            return 200, json.dumps(empty | {"entities": [{**good()["entities"][1], "mentions": [mention]}]})
        if "She was tired" in asked:
            assert "k1: Ana Ruiz (person)" in asked
            mentions = [{"p": 4, "quote": "Ana Ruiz", "kind": "name"}, {"p": 4, "quote": "She", "kind": "pronoun"}]
            return 200, json.dumps(empty | {"entities": [{**good()["entities"][1], "id": "k1", "mentions": mentions}]})
        return 200, json.dumps(empty)

    with served(answer) as stub:
        found, refused = extractor(stub.url).extract_and_refuse(Article(text))
    assert len(stub.asked) == 2
    assert (len(found.entities), refused) == (1, ())
    last = text.rindex("Ana Ruiz")
    assert [m.span.start for m in found.mentions] == [0, last, text.index("She was")]


@pytest.mark.thorough
def test_an_answer_that_was_cut_off_is_asked_for_in_halves() -> None:
    """Down to single paragraphs, then it is an error."""

    def answer(body: dict[str, Any]) -> tuple[int, Any]:
        paragraphs = body["messages"][1]["content"].partition("Paragraphs:")[2].count("\n[")
        content = json.dumps({kind: [] for kind in ("entities", "offices", "statements", "events", "figures")})
        return 200, completion(content, "length" if paragraphs > 1 else "stop")

    with served(answer) as stub:
        assert extractor(stub.url).extract(ARTICLE).entities == ()
    assert len(stub.asked) > 3
    with served((200, completion("{}", "length"))) as stub, pytest.raises(CutOffError):
        extractor(stub.url).extract(ARTICLE)


def test_it_is_made_only_by_name_and_with_its_settings() -> None:
    """No address, no model, no extractor: each error names the variable."""
    with pytest.raises(LlmSettingsError) as caught:
        create(Settings())
    assert "KB_LLM_URL" in caught.value.hint
    with pytest.raises(LlmSettingsError, match="llm_model"):
        create(replace(Settings(), llm_url="http://127.0.0.1:9/v1"))
    with pytest.raises(LlmSettingsError, match="no address"):
        create(replace(Settings(), llm_url="ftp://x", llm_model="tiny"))
    made = load_extractor("llm:other", replace(Settings(), llm_url="http://127.0.0.1:9/v1", llm_model="tiny"))
    assert isinstance(made, Extractor)
    assert isinstance(made, Refusing)
    assert made.version.endswith(".other")


def test_the_key_is_never_shown() -> None:
    """Neither by `kb status`."""
    settings = replace(Settings(), llm_key="s3cret", origins=dict.fromkeys(Settings.__slots__, "x"))
    assert "s3cret" not in str(settings.rows())


@pytest.mark.thorough
@given(st.text(min_size=1, max_size=40), st.data())
def test_every_piece_of_a_text_is_found_in_it_or_not_at_all(text: str, data: st.DataObject) -> None:
    """What is found has the quoted words, but for marks and blanks."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    found = Finder(text).find(quote, Span(0, len(text)))
    if found is not None:
        assert not set("".join(quote.split())) - set(found.of(text)) or found.of(text) != quote
        assert found.end <= len(text)
    inside_word = (start > 0 and (text[start - 1] + text[start]).isalnum()) or (
        end < len(text) and (text[end - 1] + text[end]).isalnum()
    )
    if quote.strip() == quote and not inside_word and not any(c == "_" for c in text):
        assert found is not None or not quote.strip()


def test_words_inside_longer_words_and_unclear_places_are_not_found() -> None:
    """ "he" is not in "the"; what stands twice, and not where it was quoted from, is nowhere."""
    finder = Finder("the theatre. He left, he said. Oslo and Oslo.")
    assert finder.find("he", None) == Span(22, 24)
    assert finder.find("Oslo", Span(0, 12)) is None
    assert finder.find("Oslo", Span(31, 45), {Span(31, 35)}) == Span(40, 44)
