"""Whether a decision about a claim may stand: what it makes of the article must be found again and hold to the shapes.

Input: a claim as it was found, the decision on it. Output: nothing, or the error that says what speaks against it.
Never: records; refuses for what was wrong before.
"""

from dataclasses import replace

from kb.events import ClaimAmended, ClaimConfirmed, ClaimRetracted
from kb.graph.curation import Curated, Curation, curate, curated_quads
from kb.projections.folding.curating import curations
from kb.projections.folding.tables import Tables
from kb.service.curation.errors import UnfitAmendmentError
from kb.service.curation.naming_claims import Named
from kb.service.intake.vetting import closure
from kb.service.knowledge_base import KnowledgeBase

Decision = ClaimConfirmed | ClaimRetracted | ClaimAmended


def refuse_unfit(kb: KnowledgeBase, tables: Tables, named: Named, event: Decision) -> None:
    """Refuse a decision after which the article's graph breaks a shape that it did not break before.

    Raises:
        UnfitAmendmentError: so it is, or the decision would find nothing to apply to.
    """
    decisions = curations(tables, named.article.id)
    value, name, kind = (getattr(event, key, "") for key in ("value", "name", "type"))
    local = event.claim.partition("#")[2]
    assert event.judged is not None
    ours = Curation(kb.log.position() + 1, event.TYPE, local, event.judged, value, name, kind)
    after = curate(named.article, named.raw, (*decisions, ours), kb.iris)
    if why := after.lost.get(ours.position):
        raise UnfitAmendmentError(named.words, value, why)
    if isinstance(event, ClaimConfirmed):
        return
    before = _broken(kb, named, named.curated)
    fresh = [words for key, words in _broken(kb, named, after).items() if key not in before]
    if fresh:
        raise UnfitAmendmentError(named.words, value or "nothing", fresh[0].rstrip("."))


def _broken(kb: KnowledgeBase, named: Named, curated: Curated) -> dict[tuple[str, str], str]:
    base, judge = kb.base_iri, kb.parts.judge()
    quads = curated_quads(named.article, replace(curated, renamed={}), {}, base)
    report = judge(quads, named.article.text, closure(curated.extraction, base))
    return {(one.focus, one.shape): one.message for one in report.violations}
