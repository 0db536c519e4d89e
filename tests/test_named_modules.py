"""What pages and comments say lies where does lie there: a module that moves takes its mentions along."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOPS = ("kb", "tests", "tools", "training", "benchmarks")
LAYERS = "|".join(sorted(path.parent.name for path in (ROOT / "kb").glob("*/__init__.py")))
DOTTED = re.compile(rf"(?<![\w./-])kb\.(?:{LAYERS})(?:\.\w+)+")
FILE = re.compile(r"(?<![\w./-])(?:[\w-]+/)*\w+\.py\b")
# docstrings and comments alone: in code a name before a dot may be an object of a test, and its path a call
PROSE = re.compile(r'"""(.*?)"""|(?:^|\s)# ([^\n]*)', re.DOTALL)


@cache
def files() -> frozenset[str]:
    """Return the paths of the repository's Python files."""
    found = (path.relative_to(ROOT).as_posix() for top in TOPS for path in (ROOT / top).rglob("*.py"))
    return frozenset(path for path in found if "/." not in path)  # training has an environment of its own


@cache
def leads_somewhere(dotted: str) -> bool:
    """Say whether *dotted* is a module, a folder of modules or a name in one."""
    path = ROOT / dotted.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    module, _, name = dotted.rpartition(".")
    if module.count(".") < 1:
        return False
    held = ROOT / module.replace(".", "/")
    text = held.with_suffix(".py") if held.with_suffix(".py").is_file() else held / "__init__.py"
    if text.is_file():
        return re.search(rf"\b{name}\b", text.read_text(encoding="utf-8")) is not None
    return leads_somewhere(module)  # a method of a class


@cache
def is_there(named: str) -> bool:
    """Say whether a file is called *named*, from the root or from any folder on."""
    return any(f"/{path}".endswith(f"/{named}") for path in files())


def pages() -> list[Path]:
    """Return the pages people read; decisions and the list of changes speak of their own time."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "training/README.md"]


def test_pages_name_modules_and_files_that_are_there() -> None:
    """Each by its name, so that the page can be mended."""
    lost = {
        f"{page.name}: {named}"
        for page in pages()
        for text in [page.read_text(encoding="utf-8")]
        for named in {*DOTTED.findall(text), *FILE.findall(text)}
        if not (leads_somewhere(named) if DOTTED.fullmatch(named) else is_there(named))
    }
    assert not lost


def test_modules_name_modules_and_files_that_are_there() -> None:
    """In docstrings and comments: "read by kb.some.module" is the map by which people find their way."""
    lost = {
        f"{path}: {named}"
        for path in files()
        for found in PROSE.finditer((ROOT / path).read_text(encoding="utf-8"))
        for named in {*DOTTED.findall(found[0]), *FILE.findall(found[0])}
        if not (leads_somewhere(named) if DOTTED.fullmatch(named) else is_there(named))
    }
    assert not lost


def test_a_module_that_is_gone_is_told() -> None:
    """What the two above rest on."""
    assert leads_somewhere("kb.extraction.builtin.interpret")
    assert leads_somewhere("kb.extraction.protocol.Extractor.extract")
    assert not leads_somewhere("kb.service.no_such_module")
    assert is_there("extraction/builtin.py")
    assert not is_there("uiltin.py")
