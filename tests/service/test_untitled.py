"""What articles without a title are called."""

from pathlib import Path

import pytest

from kb.service.knowledge_base import KnowledgeBase
from tests.service.conftest import add


@pytest.mark.parametrize("words", ["Rain fell on the port. " * 9, "洪水淹没了港口。" * 30, "Rain"])
def test_an_article_without_title_is_called_by_its_beginning(kb: KnowledgeBase, tmp_path: Path, words: str) -> None:
    """In languages without blanks too."""
    (tmp_path / "rain.txt").write_text(words, encoding="utf-8")
    add(kb, tmp_path / "rain.txt")
    kb.catch_up()
    (listed,) = kb.catalog.list_articles().items

    begins = listed.called.removesuffix(" …")
    assert listed.title == ""
    assert words.startswith(begins)
    assert min(60, len(words)) <= len(begins) <= 80
