"""Files that pages load: style sheets, scripts, icons, and what is vendored; from the package, never from elsewhere.

Input: the folder static/. Output: addresses that hold a hash of all contents, and the files at them, kept for ever.
One hash for all: files name one another by relative addresses (a style sheet its images), and these hold too.
"""

import gzip
import hashlib
import mimetypes
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from kb.errors import NotFoundError

FOLDER: Final = Path(__file__).parent / "static"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
_TEXT: Final = ("text/", "image/svg", "application/json")


class NoSuchAssetError(NotFoundError):
    """The package has no such file, or not with these contents."""

    code = "no-such-asset"

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"There is no file {path!r} for pages.", hint="Load the page again: kb may be a newer one.")


class Assets:
    """The files below *folder*; read when first asked for."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @cached_property
    def _paths(self) -> dict[str, Path]:
        found = sorted(path for path in self._folder.rglob("*") if path.is_file())
        return {path.relative_to(self._folder).as_posix(): path for path in found}

    @cached_property
    def digest(self) -> str:
        """What the files contain, in 16 digits."""
        summed = hashlib.sha256()
        for name, path in self._paths.items():
            summed.update(f"{len(name)}:{name}".encode() + hashlib.sha256(path.read_bytes()).digest())
        return summed.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Return where a page finds a file.

        Raises:
            NoSuchAssetError: a template names one that is not there.
        """
        if name not in self._paths:
            raise NoSuchAssetError(name)
        return f"/static/{self.digest}/{name}"

    def file(self, name: str) -> bytes:
        """Return the contents of a file.

        Raises:
            NoSuchAssetError: there is none.
        """
        if name not in self._paths:
            raise NoSuchAssetError(name)
        return self._paths[name].read_bytes()

    @lru_cache(maxsize=256)  # noqa: B019  one instance, as long as the server
    def _packed(self, name: str) -> bytes:
        return gzip.compress(self.file(name), 9, mtime=0)

    def pack(self) -> None:
        """Compress the files that are sent compressed."""
        for name in self._paths:
            if _media(name).startswith(_TEXT):
                self._packed(name)

    def serve(self, app: FastAPI) -> None:
        """Have *app* send the files."""

        @app.get("/static/{digest}/{name:path}", include_in_schema=False)
        def asset(request: Request, digest: str, name: str) -> Response:
            """Send a file; what a page of another version asks for is not there."""
            if digest != self.digest:
                raise NoSuchAssetError(name)
            media = _media(name)
            headers = {"Cache-Control": _FOR_EVER, "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding"}
            body = self.file(name)
            if media.startswith(_TEXT) and "gzip" in request.headers.get("accept-encoding", ""):
                body, headers["Content-Encoding"] = self._packed(name), "gzip"
            return Response(body, media_type=media, headers=headers)


def _media(name: str) -> str:
    return _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
