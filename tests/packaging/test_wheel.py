"""The wheel carries all that it needs, nothing more, and works where nothing else is installed."""

import os
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 50_000_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)])
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("newskb-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an empty environment after the wheel and what it needs went in."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    probe = [*pip, "install", "--dry-run", "--require-hashes", "-r", str(ROOT / "requirements" / "uv.txt")]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no package index within reach: nothing can be installed into an empty environment")
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python]
    has_uv = not subprocess.run([*uv[:3], "--version"], capture_output=True, check=False).returncode
    install = uv if has_uv else [*pip, "install"]
    run([*install, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")])
    run([*install, "--no-deps", str(wheel)])
    return folder / "bin"


def run(command: list[str], cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KB_", "PYTHON"))}
    done = subprocess.run(
        command, cwd=cwd, env={**inherited, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done


def test_the_wheel_carries_ontology_shapes_reader_gazetteer_and_seeds(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder in ("ontology", "shapes", "seeds", "queries"):
        inside = {f"kb/data/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob("*.*")}
        assert inside <= names, folder
    reader = {f"kb/{path.relative_to(ROOT / 'kb').as_posix()}" for path in (ROOT / "kb/data/reader").iterdir()}
    assert reader | {"kb/data/gazetteer.sqlite", "kb/py.typed"} <= names


def test_neither_archive_holds_tests_or_training_data(built: Path, wheel: Path) -> None:
    (source,) = built.glob("newskb-*.tar.gz")
    with tarfile.open(source) as archive:
        held = [name.split("/", 1)[1] for name in archive.getnames() if "/" in name]
    held += zipfile.ZipFile(wheel).namelist()

    assert [name for name in held if name.startswith(("tests", "training", "benchmarks", "kb/data/news"))] == []


def test_the_archives_are_small_enough_to_download(built: Path) -> None:
    assert {path.name: path.stat().st_size for path in built.iterdir() if path.stat().st_size > MOST_BYTES} == {}


def test_licences_go_with_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_pinned_requirements_are_what_the_wheel_asks_for(installed: Path) -> None:
    assert "No broken requirements" in run([str(installed / "python"), "-m", "pip", "check"]).stdout


def test_the_installed_program_says_its_version(installed: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert run([str(installed / "kb"), "--version"]).stdout.strip() == f"kb {version}"


def test_the_demo_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"

    page = run([str(installed / "kb"), "demo"], cwd=tmp_path, KB_HOME=str(home)).stdout

    assert "== What was read: 16 articles" in page
    assert "== Figures that disagree" in page
    assert "== Where to go next" in page
    assert not home.exists()


def test_the_doctor_finds_the_installation_sound(installed: Path, tmp_path: Path) -> None:
    said = run([str(installed / "kb"), "doctor", "--home", str(tmp_path / "home")], cwd=tmp_path).stdout

    assert "files of ontology" in said
