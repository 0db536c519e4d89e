"""The extractor "spacy:NAME": an installed pipeline reads, our stages decide.

Input: an Article. Output: an Extraction: entities with the mentions that the
pipeline marks as names; events, statements and figures as far as its trees and
the ontology's trigger words carry, in English; notes on what it lacks.
Never: downloads a pipeline; reads a language that the pipeline is not made for.
Confidence is that of rules, not calibrated.
"""

import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kb.errors import NotFoundError
from kb.extraction.builtin import interpret, readable_text
from kb.extraction.layout.stage import layout as find_layout
from kb.extraction.protocol import ANY_LANGUAGE
from kb.language.event_types import EventTypes
from kb.language.gazetteer import Gazetteer, shipped
from kb.model import Article, Extraction

VERSION: Final = "1"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CHUNK: Final = 1 << 20


class UnknownPipelineError(NotFoundError):
    """There is no such pipeline, or it cannot be loaded."""

    code = "unknown-pipeline"

    def __init__(self, name: str, reason: str, installed: tuple[str, ...]) -> None:
        self.name = name
        self.installed = installed
        super().__init__(
            f"The spaCy pipeline {name!r} cannot be loaded: {reason}.",
            hint=f"Installed: {', '.join(installed) or 'none'}. A folder that a pipeline was saved to will do as well.",
        )


class SpacyExtractor:
    """Reads articles with one pipeline.

    Attributes:
        lacks: what the pipeline does not give, in words.
    """

    def __init__(self, name: str, nlp: Any, gazetteer: Gazetteer, types: EventTypes) -> None:
        self.name = f"spacy:{name}"
        self.languages = (ANY_LANGUAGE if nlp.lang == "xx" else nlp.lang,)
        self.version = f"{VERSION}.{nlp.meta.get('name') or 'unnamed'}-{nlp.meta.get('version') or '0'}"
        self.model = _digest(nlp)
        self.lacks = tuple(_lacking(nlp))
        self._nlp = nlp
        self._gazetteer = gazetteer
        self._types = types

    def extract(self, article: Article) -> Extraction:
        """Return what the pipeline's names and trees amount to."""
        from kb.extraction.spacy.proposals import analyse
        from kb.extraction.spacy.trees import universal

        layout = find_layout(article.text, article.body_start)
        source = self._nlp(_SURROGATE.sub("\ufffd", readable_text(article.text, layout)))
        analysis = analyse(source, universal(source), self._types)
        found = interpret(article, layout, analysis, self._gazetteer, self._types)
        return replace(found, extractor=self.name, version=self.version, model=self.model, notes=self.lacks)


def create(argument: str) -> SpacyExtractor:
    """Return the extractor for a pipeline: the name of an installed package, or a folder.

    Raises:
        UnknownPipelineError: spaCy cannot load it.
    """
    return SpacyExtractor(argument, _load(argument), shipped(), EventTypes.load())


@lru_cache(maxsize=4)
def _load(name: str) -> Any:
    import spacy

    try:
        return spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        reason = " ".join(str(error).split())
        known = tuple(sorted(spacy.util.get_installed_models()))
        raise UnknownPipelineError(name, reason[:160].rstrip("."), known) from error


def _lacking(nlp: Any) -> list[str]:
    """Return one sentence a gap; the pipeline's components tell."""
    given = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    gaps = []
    if not {"doc.ents", "token.ent_type"} & given:
        gaps.append("The pipeline marks no names: no entities.")
    if "token.dep" not in given:
        gaps.append("The pipeline makes no trees: no events, and of statements only quotations without speaker.")
    elif not {"token.pos", "token.tag"} & given:
        gaps.append("The pipeline tells no parts of speech: no events, and of statements only quotations.")
    elif nlp.lang != "en":
        gaps.append("Event words and reporting verbs are known in English only: names are all that is read.")
    return gaps


def _digest(nlp: Any) -> str:
    """Return the SHA-256 over the pipeline's files, or over its bytes if it has none."""
    whole = hashlib.sha256()
    folder = getattr(nlp, "path", None)
    if folder is None:
        whole.update(nlp.to_bytes())
        return whole.hexdigest()
    root = Path(folder)
    for path in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")):
        whole.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                whole.update(chunk)
    return whole.hexdigest()
