"""Ten thousand damaged articles: none ends the reader, none yields a claim that its words do not bear.

KB_FUZZ_FROM and KB_FUZZ_COUNT choose other seeds; a failure names its seed, and `mangled(SEED)` is the text.
"""

import multiprocessing
import os
import re
import traceback
from concurrent.futures import ProcessPoolExecutor

import pytest

from kb.extraction.builtin import create
from kb.graph.article_graph import article_quads
from kb.service.intake.soundness import unsound
from kb.service.intake.vetting import vet
from kb.sources import read_bytes
from kb.sources.outcome import Loaded
from kb.validation import validate
from tests.extraction.mangling import mangled

FROM = int(os.environ.get("KB_FUZZ_FROM", "0"))
COUNT = int(os.environ.get("KB_FUZZ_COUNT", "10000"))
BASE = "http://localhost:8000/"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
EACH = 25


def fault(seed: int) -> str:
    """Return what is wrong with what the reader makes of a seed's text, "" if nothing is."""
    try:
        for outcome in read_bytes(mangled(seed).encode("utf-8", "surrogatepass"), "x.txt", kind="text"):
            if isinstance(outcome, Loaded):
                return _fault(outcome, again=seed % 20 == 0)
    except Exception:  # noqa: BLE001  whatever it is, the seed is to be known
        return traceback.format_exc(limit=-6)
    return ""


def _fault(loaded: Loaded, *, again: bool) -> str:
    article = loaded.article
    extraction = create().extract(article)
    if found := unsound(extraction, article.text):
        return f"unsound: {found}"
    if again and create().extract(article) != extraction:
        return "the second reading differs"
    vetted = vet(article, extraction, BASE, validate)
    if vetted.rejected is not None:
        return f"refused: {vetted.report}"
    literals = (str(quad.object) for quad in article_quads(article, extraction, {}, BASE))
    return next((f"no XML holds {literal!r}" for literal in literals if NOT_IN_XML.search(literal)), "")


def faults(first: int) -> dict[int, str]:
    """The faults of some seeds from *first*; one call of a worker."""
    return {seed: found for seed in range(first, min(first + EACH, FROM + COUNT)) if (found := fault(seed))}


@pytest.mark.thorough
def test_the_first_seeds_are_read() -> None:
    """A handful in the quick tests."""
    assert {seed: found for seed in range(15) if (found := fault(seed))} == {}


@pytest.mark.slow
def test_mangled_articles_yield_only_claims_that_their_words_bear() -> None:
    """No crash, no claim without its span, nothing that the shapes refuse; the same the second time."""
    found: dict[int, str] = {}
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as workers:
        for part in workers.map(faults, range(FROM, FROM + COUNT, EACH)):
            found |= part
    told = "\n\n".join(f"seed {seed}: {said}" for seed, said in sorted(found.items())[:10])
    assert not found, f"{len(found)} of {COUNT} seeds fail, the first of them:\n\n{told}"
