"""A public knowledge base that the stand-in extractor reads for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import KnowledgeBase, bootstrap
from tests.cli.conftest import write_articles
from tests.service.stand_in import parts


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for a home, in which articles are read by the stand-in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "default_parts", lambda settings: parts())
        patch.setenv("KB_CONFIG", "")
        yield tmp_path_factory.mktemp("scripting") / "home"


@pytest.fixture(scope="module")
def kb(home: Path) -> Iterator[KnowledgeBase]:
    """Two articles that tell of one attack; tests that share it do not write."""
    write_articles(home.parent / "articles")
    with KnowledgeBase(home, create=True, actor="ann") as made:
        made.add(home.parent / "articles")
        yield made
