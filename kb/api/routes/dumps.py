"""Dumps that were made with `kb dump`, to fetch.

Input: the folder of a home's dumps. Output: what there is, as JSON; files with their checksums as validators.
Never: makes a dump; sends one that holds what was erased since; leaves the folder.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, RedirectResponse
from pydantic import BaseModel, Field

from kb.api.routes.browse import PROBLEMS
from kb.api.serving.ports import Service
from kb.api.traffic.below import path_of
from kb.api.traffic.validators import has
from kb.errors import NotFoundError
from kb.events import Erased
from kb.exporting.formats import FORMS
from kb.log import EventLog
from kb.service.export.dumping import SUMS, Dump, dumps, read

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ENDINGS: Final = sorted(((form.ending, form.media_type) for form in FORMS), key=lambda one: -len(one[0]))
Position = Annotated[int, PathParameter(ge=0, description="Up to which event of the log it goes.")]
Name = Annotated[str, PathParameter(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]


class NoSuchDumpError(NotFoundError):
    """There is no such dump, or no such file in it."""

    code = "no-such-dump"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"There is no dump {what}.", hint="GET /dumps lists those that there are; `kb dump` makes one."
        )


class ErasedDumpError(NotFoundError):
    """A dump holds what was erased after it was made."""

    code = "erased-dump"

    def __init__(self, position: int, erased: int) -> None:
        self.position = position
        self.erased = erased
        super().__init__(
            f"The dump of event {position} holds what event {erased} erased.", hint="Take /dumps/latest, or /export."
        )


class DumpFileOut(BaseModel):
    """One file."""

    name: str
    address: str = Field(examples=["/dumps/236/kb.nq"])
    size: int = Field(description="In bytes.")
    sha256: str


class DumpOut(BaseModel):
    """One dump."""

    position: int = Field(description="Up to which event of the log it goes.", examples=[236])
    address: str = Field(examples=["/dumps/236"])
    files: list[DumpFileOut]


class DumpsOut(BaseModel):
    """All dumps, the last first."""

    items: list[DumpOut]


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(prefix="/dumps", tags=["linked data"], responses=PROBLEMS)

    @routes.head("", include_in_schema=False)
    @routes.get("", response_model=DumpsOut)
    def listed(request: Request) -> DumpsOut:
        """List the dumps, the last first; those that hold what was erased since are left out."""
        return DumpsOut(items=[_out(request, one) for one in standing(service.dumps, service.log)])

    @routes.head("/latest", include_in_schema=False)
    @routes.get("/latest", status_code=307, response_class=RedirectResponse)
    def latest() -> Response:
        """Go to the last dump."""
        return _to_latest("")

    @routes.head("/latest/{name}", include_in_schema=False)
    @routes.get("/latest/{name}", status_code=307, response_class=RedirectResponse)
    def latest_file(name: Name) -> Response:
        """Go to a file of the last dump."""
        return _to_latest(f"/{name}")

    def _to_latest(rest: str) -> Response:
        last = next(standing(service.dumps, service.log), None)
        if last is None:
            raise NoSuchDumpError("latest")
        return RedirectResponse(f"/dumps/{last.position}{rest}", 307, headers={"Cache-Control": "no-cache"})

    @routes.head("/{position}", include_in_schema=False)
    @routes.get("/{position}", response_model=DumpOut)
    def one_dump(position: Position, request: Request) -> DumpOut:
        """List the files of one dump."""
        return _out(request, _dump(service, position))

    @routes.head("/{position}/{name}", include_in_schema=False)
    @routes.get("/{position}/{name}", response_class=FileResponse)
    def file(position: Position, name: Name, request: Request) -> Response:
        """Send one file of a dump; it never changes."""
        found = _dump(service, position)
        known = next((one for one in found.files if one.name == name), None)
        if known is None and name != SUMS:
            raise NoSuchDumpError(f"{position}/{name}")
        headers = {"Cache-Control": _FOR_EVER}
        if known is not None:
            headers["ETag"] = f'"{known.sha256[:32]}"'
            if has(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
        return FileResponse(found.folder / name, media_type=_media_type(name), headers=headers)

    return routes


def standing(folder: Path, log: EventLog) -> Iterator[Dump]:
    """Yield the dumps, the last first, but for those that hold what was erased since."""
    erased = _last_erased(log)
    return (one for one in dumps(folder) if one.position >= erased)


def _dump(service: Service, position: int) -> Dump:
    found = read(service.dumps / str(position))
    if found is None:
        raise NoSuchDumpError(str(position))
    if position < (erased := _last_erased(service.log)):
        raise ErasedDumpError(position, erased)
    return found


def _last_erased(log: EventLog) -> int:
    """Return the position of the last event that erased something, 0 if none did."""
    return max((recorded.position for recorded in log.read(types=[Erased.TYPE])), default=0)


def _out(request: Request, dump: Dump) -> DumpOut:
    address = path_of(request, f"/dumps/{dump.position}")
    files = [
        DumpFileOut(name=one.name, address=f"{address}/{one.name}", size=one.size, sha256=one.sha256)
        for one in dump.files
    ]
    return DumpOut(position=dump.position, address=address, files=files)


def _media_type(name: str) -> str:
    if name.endswith(".ttl"):
        return "text/turtle; charset=utf-8"
    return next((media for ending, media in _ENDINGS if name.endswith(f".{ending}")), "text/plain; charset=utf-8")
