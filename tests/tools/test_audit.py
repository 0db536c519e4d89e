"""The audit of dependencies: what runs here is in order, and what would not be is found."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools import audit

PINNED = {"urllib3": ["2.0.3"], "python-multipart": ["0.0.20", "0.0.21"]}


def advisory(name: str, events: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    """Return an OSV record."""
    ranges = [{"type": "ECOSYSTEM", "events": events}]
    return {
        "id": "X-1",
        "summary": "Bad.",
        "affected": [{"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges}],
        **more,
    }


def test_what_runs_here_is_as_pinned_and_of_known_licences() -> None:
    """This is the part that needs no network; `make test` runs it."""
    assert [*audit.installed(audit.pins((audit.ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")))] == []


def test_another_version_and_a_licence_that_is_not_told_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, with what is there and what should be."""
    monkeypatch.setattr(audit, "licence", lambda _: "GPL-3.0-only")
    (line, other) = audit.installed({"rdflib": ["0.1"], "of-another-platform": ["1"]})
    assert "rdflib: " in line
    assert "0.1 is pinned" in line
    assert "GPL-3.0-only" in other


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (advisory("urllib3", [{"introduced": "0"}, {"fixed": "2.0.7"}]), ["2.0.3: X-1, Bad. (mended in 2.0.7)"]),
        (advisory("urllib3", [{"introduced": "0"}, {"fixed": "2.0.3"}]), []),
        (advisory("urllib3", [{"introduced": "2.0.4"}]), []),
        (
            advisory("urllib3", [{"introduced": "0"}, {"fixed": "1.9"}, {"introduced": "2.0.0"}, {"fixed": "2.0.6"}]),
            ["mended in 1.9, 2.0.6"],
        ),
        (advisory("urllib3", [{"introduced": "0"}, {"last_affected": "2.0.3"}]), ["nothing yet"]),
        (advisory("urllib3", [{"introduced": "0"}, {"last_affected": "2.0.2"}]), []),
        (advisory("Python_Multipart", [{"introduced": "0"}, {"fixed": "0.0.21"}]), ["python-multipart 0.0.20"]),
        (advisory("urllib3", [{"introduced": "0"}], withdrawn="2024-01-01T00:00:00Z"), []),
        (advisory("other", [{"introduced": "0"}]), []),
    ],
)  # fmt: skip
def test_a_version_within_a_range_is_affected(known: dict[str, Any], found: list[str]) -> None:
    """Versions in their order, names in their normal form, advisories that were taken back left out."""
    lines = [*audit.holes(PINNED, [known])]
    assert len(lines) == len(found)
    assert all(words in line for words, line in zip(found, lines, strict=True))


def test_advisories_come_as_archive_folder_or_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same are found in each, and the exit code says that there is one."""
    requirements = tmp_path / "run.txt"
    requirements.write_text(
        "urllib3==2.0.3 \\\n    --hash=sha256:00\nother[x]==1 ; python_version < '3'\n", encoding="utf-8"
    )
    known = json.dumps(advisory("urllib3", [{"introduced": "0"}, {"fixed": "2.0.7"}]))
    folder = tmp_path / "osv"
    folder.mkdir()
    (folder / "X-1.json").write_text(known, encoding="utf-8")
    (tmp_path / "list.json").write_text(f"[{known}]", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("X-1.json", known)
    for given in (folder, tmp_path / "list.json", tmp_path / "all.zip"):
        assert audit.main([str(requirements), "--advisories", str(given)]) == 1
        assert "X-1" in capsys.readouterr().out
