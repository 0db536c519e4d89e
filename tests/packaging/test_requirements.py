"""What the code imports is declared, and what is declared is pinned with a hash."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = {"kb", "tests", "tools", "benchmarks", "training"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def bare(requirement: str) -> str:
    """Return the distribution's name in its normal form."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement.strip())[0]).lower()


def imported(folder: str) -> dict[str, str]:
    """Return the modules of others that a folder imports -> a file that does."""
    found: dict[str, str] = {}
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            found |= {name.partition(".")[0]: str(path.relative_to(ROOT)) for name in names}
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names | OWN}


def undeclared(folder: str, declared: set[str]) -> dict[str, str]:
    homes = packages_distributions()
    return {
        name: path
        for name, path in imported(folder).items()
        if not declared & {bare(home) for home in homes.get(name, [])}
    }


EXTRAS = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
DECLARED = {bare(line) for line in [*PROJECT["dependencies"], *EXTRAS]}


def listed(file: str) -> set[str]:
    lines = (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    return {bare(line) for line in lines if line and not line.startswith("#")}


FOR_TESTS = listed("dev.in")
PEERS = listed("peers.in")  # that a benchmark compares with where they are installed


def test_the_package_imports_only_what_it_declares() -> None:
    assert undeclared("kb", DECLARED) == {}


@pytest.mark.parametrize("folder", ["tests", "tools", "benchmarks"])
def test_what_surrounds_the_package_imports_only_what_is_pinned(folder: str) -> None:
    missing = undeclared(folder, DECLARED | FOR_TESTS)
    assert {name for name in missing if folder != "benchmarks" or bare(name) not in PEERS} == set()


@pytest.mark.parametrize(
    ("file", "wanted"), [("run.txt", DECLARED), ("dev.txt", DECLARED | FOR_TESTS), ("peers.txt", PEERS)]
)
def test_everything_declared_is_pinned_with_hashes_and_no_address(file: str, wanted: set[str]) -> None:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==[^\n]*\\\n +--hash=sha256:[0-9a-f]{64}", text, re.M)

    assert wanted - {bare(name) for name in pinned} == set()
    assert re.findall(r"https?://|^-", text, re.M) == []
