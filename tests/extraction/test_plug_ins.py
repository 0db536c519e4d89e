"""Extractors of other packages: what their entry points lead to, or fail to."""

from pathlib import Path

import pytest

from kb.errors import KbError
from kb.extraction.protocol import BrokenExtractorError, load_extractor
from kb.settings import Settings

MODULE = """
from kb.errors import InputError
from tests.service.stand_in import StandIn

def breaks():
    return {}["key"]

def refuses():
    raise InputError("No model is set.")

def makes_none():
    return 3
"""


@pytest.fixture(autouse=True)
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package with one good entry point and several that are not."""
    (tmp_path / "kb_plugged.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "kb_moved.py").write_text("from kb.extraction.no_such_module import anything\n", encoding="utf-8")
    about = tmp_path / "kb_plugged-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: kb-plugged\nVersion: 1\n", encoding="utf-8")
    points = ["good=kb_plugged:StandIn", "gone=kb_plugged:Gone", "moved=kb_moved:Made"]
    points += [f"{name}=kb_plugged:{name}" for name in ("breaks", "refuses", "makes_none")]
    (about / "entry_points.txt").write_text("\n".join(["[kb.extractors]", *points, ""]), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_a_good_one_is_loaded() -> None:
    """The package is found at all."""
    assert load_extractor("good", Settings()).name == "stand-in"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone", "broke off: AttributeError"),
        ("moved", "broke off: ModuleNotFoundError: No module named 'kb.extraction.no_such_module'"),
        ("breaks", "broke off: KeyError: 'key'"),
        ("makes_none", "makes no Extractor, but int"),
    ],
)
def test_one_that_does_not_load_is_its_packages_fault(name: str, reason: str) -> None:
    """The error names the entry point and what it did, so that its package is mended and not kb."""
    with pytest.raises(BrokenExtractorError) as caught:
        load_extractor(f"good,{name}", Settings())

    assert caught.value.point.startswith("kb_")
    assert reason in str(caught.value)


def test_what_it_says_itself_is_left_as_it_is() -> None:
    """A package that raises kb's own errors knows better what to do next."""
    with pytest.raises(KbError, match=r"^No model is set\.$"):
        load_extractor("refuses", Settings())
