"""The page by which articles go in: pasted or from files, looked at before they are recorded.

Input: forms with text or files. Output: what would be read, or what became of each article.
Never: records what was only to be looked at; fetches an address itself: the service does, where its settings allow it.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Annotated, Final, Literal

from fastapi import File, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kb.api.pages import article_view
from kb.api.pages.deciding import who_acts
from kb.api.pages.marking import paragraphs
from kb.api.pages.site import Site
from kb.api.pages.wording import followed_here
from kb.api.serving.ports import Draft, Service
from kb.api.serving.taking import FetchingOffError, UnreadableDateError, bytes_of, check
from kb.api.serving.visiting import FetchingBusyError
from kb.errors import KbError, LockedError, StorageError
from kb.service.intake.previewing import Preview
from kb.service.intake.results import Result, TakenOutError
from kb.sources.fetching import FetchError
from kb.sources.network import BadAddressError

LOOKED_AT: Final = 3  # articles of a file whose reading is shown
FILES: Final = 50  # at once
_ADDRESS: Final = "address"
Words = Annotated[str, Form(max_length=2_000)]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came, what was pasted, or an address: its bytes, its name, and its kind where that is known."""

    data: bytes
    name: str
    kind: str = ""
    draft: Draft | None = None  # what a person typed

    def looked_at(self, service: Service) -> Sequence[Preview]:
        """Return what would be read of it."""
        if self.kind == _ADDRESS:
            return service.preview_page(self.name, LOOKED_AT)
        return service.preview(self.data, self.name, self.kind, LOOKED_AT)

    def taken(self, service: Service, actor: str) -> Sequence[Result]:
        """Record it; what a person typed may file anew what is in already."""
        if self.draft is not None:
            try:
                return [replace(service.add(self.draft, actor), origin=self.name)]
            except (LockedError, StorageError):
                raise
            except TakenOutError as out:
                return [Result("skipped", self.name, title=self.draft.title, notes=(str(out),), out=out)]
            except KbError as error:
                return [Result("failed", self.name, error=error)]
        if self.kind == _ADDRESS:
            return service.take_page(self.name, actor)
        return service.take(self.data, self.name, self.kind, actor)


async def _sent(draft: Draft, files: Sequence[UploadFile], page: str) -> list[Sent]:
    found = [Sent(bytes_of(draft), "Pasted text", "json", draft)] if draft.text.strip() else []
    if page:
        found.append(Sent(b"", page, _ADDRESS))
    found += [Sent(await file.read(), file.filename or "file") for file in files[:FILES]]
    return found


def _kept(take: Callable[[], Sequence[Result]], name: str) -> Sequence[Result]:
    """Return what became of one of several; what takes the whole of it is its own, and keeps no other out."""
    try:
        return take()
    except KbError as error:
        return [Result("failed", name, error=error)]


def _draft_of(shown: Sequence[Preview]) -> Draft | None:
    """The one article that was looked at, to be sent again from the form; None if there are several."""
    if len(shown) != 1 or shown[0].reading is None:
        return None
    article = shown[0].reading.article
    return Draft(article.text, article.title, article.source, article.url, article.published, article.language)


def _nothing(draft: Draft, *, fetches: bool) -> str:
    """Return why there is nothing to read, and what to do: who gave a web address alone wants its page."""
    if draft.url and fetches:
        return "A web address says where a text is from. To have its page fetched, write it under “Address of a page”."
    if draft.url:
        return "This server fetches no addresses. Paste the text of the page; the web address says where it is from."
    return f"Paste a text, {'name the address of a page, ' if fetches else ''}or choose files."


class _AddPage:
    """The page with its form, and what was looked at or became of what was sent."""

    def __init__(self, site: Site, request: Request) -> None:
        self._site = site
        self._request = request

    def __call__(
        self,
        draft: Draft,
        *,
        previews: Sequence[Preview] = (),
        results: Sequence[Result] = (),
        said: str = "",
        page: str = "",
        left: int = 0,
    ) -> Response:
        """Answer with the page.

        Args:
            draft: what the form has in its fields.
            previews: what would be read.
            results: what became of each article.
            said: why nothing could be done, "" if it could.
            page: the address in the form.
            left: how many files were too many at once.
        """
        readings = [one.reading for one in previews if one.reading is not None]
        texts = [paragraphs(r.article.text, 0, len(r.article.text), article_view.marks(r)) for r in readings]
        return self._site.show(
            self._request,
            "add.html",
            self._site.frame(self._request),
            200 if not said else 400,
            draft=asdict(draft),
            previews=previews,
            texts=texts,
            groups=[article_view.groups(reading) for reading in readings],
            results=results,
            said=said,
            most=FILES,
            left=left,
            page=page,
            fetches=self._site.service.fetches,
        )

    def looked_at(self, sent: Sequence[Sent], draft: Draft) -> Response:
        """Show what would be read of what was sent."""
        shown = [found for one in sent for found in one.looked_at(self._site.service)]
        return self(_draft_of(shown) or draft, previews=shown)

    def recorded(self, sent: Sequence[Sent], actor: str, left: int) -> Response:
        """Record what was sent, and show what became of it: of one article its page."""
        service = self._site.service
        if len(sent) == 1:
            results = list(sent[0].taken(service, actor))
        else:
            takes = [(partial(one.taken, service, actor), one.name) for one in sent]
            results = [result for take, name in takes for result in _kept(take, name)]
        if len(results) == 1 and results[0].status == "added":
            return RedirectResponse(f"/articles/article-{results[0].article}", 303)
        return self(Draft(""), results=results, left=left)


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/add")
    def page(request: Request) -> Response:
        """Offer the form."""
        return _AddPage(site, request)(Draft(""))

    @site.router.post("/add")
    async def take(
        request: Request,
        do: Annotated[Literal["look", "add"], Form()] = "add",
        csrf: Annotated[str, Form(max_length=200)] = "",
        text: Annotated[str, Form()] = "",
        title: Words = "",
        source: Words = "",
        url: Words = "",
        published: Words = "",
        page: Words = "",
        files: Annotated[list[UploadFile | str] | None, File()] = None,  # words where none was chosen
    ) -> Response:
        """Read what was sent, and record it unless it is only to be looked at."""
        actor, show = who_acts(site, request, csrf), _AddPage(site, request)
        text = text.replace("\r\n", "\n")  # a form sends all line ends so, whatever was written: nothing to be told of
        draft = Draft(text, title.strip(), source.strip(), url.strip(), published.strip())
        chosen = [one for one in files or [] if not isinstance(one, str) and one.filename]
        sent = await _sent(draft, chosen, page.strip())

        def done() -> Response:
            if not sent:
                return show(draft, said=_nothing(draft, fetches=site.service.fetches))
            try:
                if text.strip():
                    check(draft)
                if do == "look":
                    return show.looked_at(sent, draft)
                return show.recorded(sent, actor, max(len(chosen) - FILES, 0))
            except (BadAddressError, FetchError, FetchingOffError, FetchingBusyError, UnreadableDateError) as error:
                return show(draft, said=f"{error} {followed_here(error.hint)}".strip(), page=page.strip())

        return await run_in_threadpool(done)
