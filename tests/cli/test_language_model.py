"""`kb add` with a chat model on loopback: what it makes up is kept as rejected, and the user sees why."""

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import CommandLine
from tests.extraction.llm_stub import served
from tests.extraction.test_llm import TEXT, good


def _write(folder: Path) -> Path:
    path = folder / "story.txt"
    path.write_text(f"Date: 2024-05-02\n\n{TEXT}", encoding="utf-8")
    return path


def _answer(**more: Any) -> str:
    """Return the good answer; paragraphs count from the story's title."""
    return json.dumps(good() | more)


def test_rejected_answers_are_kept_and_shown(kb: CommandLine, tmp_path: Path) -> None:
    """A statement without words breaks the shapes, an invented event the text; the rest is in the graph."""
    bad = [
        {**good()["events"][0], "id": "v9", "trigger": {"p": 2, "quote": "annihilated"}},
        {**good()["events"][1], "id": "v8", "modality": "certain"},
    ]
    silent = {**good()["statements"][0], "id": "s2", "content": []}
    answer = _answer(events=good()["events"] + bad, statements=[*good()["statements"], silent])
    with served((200, answer)) as stub:
        env = {"KB_EXTRACTOR": "llm", "KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny"}
        added = kb("add", _write(tmp_path), "--json", **env)
    assert added.code == 0, added.err
    article = added.json["articles"][0]
    assert article["found"] == {"entities": 2, "events": 2, "statements": 1, "figures": 1, "offices": 1}
    assert article["rejected"] == 3

    page = kb("show", f"article-{article['article']}", "--json").json
    left_out = next(s["facts"] for s in page["sections"] if s["title"] == "Left out")
    told = " | ".join(fact["value"] for fact in left_out)
    assert "the words that name it are not in the text" in told
    assert "annihilated" in told
    assert "'certain' is not a term of the model" in told
    assert "A statement has no content, and the article does not say that none was given." in told
    assert kb("validate").code == 0
    assert kb("verify").code == 0
    log = kb("log", "--type", "extraction-rejected").out
    assert "3 claims left out" in log


def test_nothing_is_sent_unless_it_is_asked_for_by_name(kb: CommandLine, tmp_path: Path) -> None:
    """An address in the settings is no order."""
    with served((200, _answer())) as stub:
        env = {"KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny", "KB_LLM_KEY": "s3cret"}
        added = kb("add", _write(tmp_path), "--json", **env)
        article = added.json["articles"][0]["article"]
        kb("doctor", **env)
        status = kb("status", "--json", **env)
        assert stub.asked == []
        compared = kb("compare", article, "--extractors", "recorded,llm", "--json", **env)
    assert "s3cret" not in status.out + compared.out
    assert len(stub.asked) == 1
    assert {told["kind"] for told in compared.json["only_second"]} >= {"entities", "events"}


def test_a_service_that_fails_leaves_the_article_out_and_a_stored_one_as_it_was(
    kb: CommandLine, tmp_path: Path
) -> None:
    """The command says what to do and ends with its code."""
    with served((401, b"who are you")) as stub:
        env = {"KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny"}
        failed = kb("add", _write(tmp_path), KB_EXTRACTOR="llm", **env)
        assert failed.code == 1
        assert "KB_LLM_KEY" in failed.err
        added = kb("add", _write(tmp_path), "--json")
        again = kb("reextract", "--all", "--extractor", "llm", "--json", **env)
    assert again.code == 1
    assert again.json["failed"] == 1
    assert again.json["position"] == added.json["position"]
    missing = kb("reextract", "--all", "--extractor", "llm")
    assert missing.code == 3
    assert "KB_LLM_URL" in missing.err
