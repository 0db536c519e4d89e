"""The pages by which an article is withdrawn, and a publisher's new text put in its place: what moves is said first.

Input: forms with a reason, or a text. Output: what would leave or change; one event by the service, and the way back.
Never: records what was only looked at. Erasing is not done here: `kb erase` does it at the home itself.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kb.api.pages.deciding import who_acts
from kb.api.pages.site import Site
from kb.api.routes.withdrawing import would_leave
from kb.api.routes.words_changed import word_changes
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Draft
from kb.errors import ConflictError, InputError
from kb.projections.catalog.records import ArticleRecord
from kb.service.articles.article_history import stored_text
from kb.service.articles.correction_plan import CorrectionPlan

_NAMED: Final = 60  # entities that leave, listed by name
Words = Annotated[str, Form(max_length=2_000)]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of a correction holds: a text with what it is filed under, "" for what stays as it is."""

    text: str
    title: str = ""
    published: str = ""

    @property
    def draft(self) -> Draft:
        """As the service takes it; browsers send lines that end in CR LF."""
        return Draft(self.text.replace("\r\n", "\n"), self.title.strip(), published=self.published.strip())


def add(site: Site) -> None:
    """Add the routes."""
    _withdrawal(site)
    _correction(site)


def _withdrawal(site: Site) -> None:
    @site.page("/articles/{identifier}/withdrawal")
    def page(request: Request, identifier: str) -> Response:
        """Show what would leave with an article, and ask why it is withdrawn."""
        with site.reading(request) as (then, frame):
            record, found = would_leave(then, identifier)
            return site.show(request, "withdraw.html", frame, record=record, leaving=found, most=_NAMED)

    @site.router.post("/articles/{identifier}/withdraw")
    async def withdraw(
        request: Request,
        identifier: str,
        csrf: Annotated[str, Form(max_length=200)] = "",
        reason: Words = "",
    ) -> Response:
        """Withdraw it, and go to the list without it, which offers to undo that."""
        actor = who_acts(site, request, csrf, needs="admin")
        done = await run_in_threadpool(site.service.withdraw, bare("article", identifier), reason, actor)
        return RedirectResponse(f"/articles?done={done.position}", 303)


def _correction(site: Site) -> None:
    def show(
        request: Request,
        identifier: str,
        offered: Offered | None = None,
        *,
        back: str = "",
        plan: CorrectionPlan | None = None,
        said: str = "",
    ) -> Response:
        with site.reading(request) as (then, frame):
            record = then.record("article", bare("article", identifier))
            assert isinstance(record, ArticleRecord)
            if offered is None:
                with then.moment() as moment:
                    stored = stored_text(moment, bare("article", back) if back else record.id)
                offered = Offered(stored.text, stored.title, stored.published) if back else Offered(stored.text)
            runs = word_changes(plan.old.text, plan.new.text) if plan and plan.changes else []
            told = {"record": record, "offered": offered, "plan": plan, "runs": runs, "said": said}
            return site.show(request, "correct.html", frame, 400 if said else 200, **told)

    @site.page("/articles/{identifier}/correction")
    def page(request: Request, identifier: str, back: Annotated[str, Query(max_length=100)] = "") -> Response:
        """Offer the text to be changed; with *back* an earlier text of it, to be put back."""
        return show(request, identifier, back=back)

    @site.router.post("/articles/{identifier}/correct")
    async def correct(
        request: Request,
        identifier: str,
        do: Annotated[Literal["look", "record"], Form()] = "look",
        csrf: Annotated[str, Form(max_length=200)] = "",
        text: Annotated[str, Form()] = "",
        title: Words = "",
        published: Words = "",
    ) -> Response:
        """Say what a new text would change, or record it."""
        actor = who_acts(site, request, csrf)
        offered, article = Offered(text, title, published), bare("article", identifier)

        def done() -> Response:
            try:
                plan = site.service.plan_correction(article, offered.draft)
                if do == "record" and plan.changes:
                    made = site.service.correct(article, offered.draft, actor)
                    return RedirectResponse(f"/articles/article-{made.article}?corrected={article}", 303)
            except (InputError, ConflictError) as error:
                return show(request, identifier, offered, said=f"{error} {error.hint}".strip())
            return show(request, identifier, offered, plan=plan)

        return await run_in_threadpool(done)
