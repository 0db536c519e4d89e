"""Templates made into answers.

Input: the name of a template, a Frame, values. Output: HTML with the headers that keep it safe.
Escaping is on for every template, and a name that a template does not get is an error, not a gap.
"""

import gzip
import re
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from kb import __version__
from kb.api.pages import wording
from kb.api.pages.assets import Assets
from kb.api.pages.changed_values import by_property
from kb.api.pages.dating import opposed_times, timed
from kb.api.pages.frame import Frame
from kb.api.pages.naming import linked
from kb.api.pages.security import HEADERS, Forms
from kb.api.pages.unseen import shown

TEMPLATES: Final = Path(__file__).parent / "templates"
_WORTH_PACKING: Final = 1500  # bytes
# attributes whose values are addresses; in text and in values a quotation mark is escaped, so that none is met there
_ADDRESSES: Final = re.compile(
    r"(\s(?:href|src|action|formaction|hx-(?:get|post)|data-(?:from-path|to-path|path|pick|send|shows|source"
    r'|stream|terms|to|world))=")(?=/(?!/))'
)
_SEVERAL: Final = re.compile(r'(\sdata-(?:scripts|styles)=")([^"]*)')  # addresses with blanks between them


class Renderer:
    """Holds the templates, compiled when first used.

    Args:
        assets: files that pages load.
        forms: tokens of forms.
        root_path: of the host, below which the pages are; put before the addresses of what is filled in.
    """

    def __init__(self, assets: Assets, forms: Forms, root_path: str = "") -> None:
        self._root_path = root_path
        self._forms = forms
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(
            wording.FILTERS, by_property=by_property, linked=linked, timed=timed, opposed_times=opposed_times
        )
        self._environment.globals.update(wording.GLOBALS, asset=assets.address, version=__version__)

    def compile(self) -> None:
        """Compile all templates."""
        for name in self._environment.list_templates(extensions=["html"]):
            self._environment.get_template(name)

    def text(self, template: str, **values: Any) -> str:
        """Return a template filled in."""
        made = shown(wording.directed(self._environment.get_template(template).render(**values)))
        return below(made, self._root_path) if self._root_path else made

    def page(self, request: Request, template: str, frame: Frame, status: int = 200, **values: Any) -> Response:
        """Return the answer with a page, or with a part of one, for htmx to put in place."""
        body = self.text(template, frame=frame, **values).encode("utf-8", "replace")
        headers = {**HEADERS, "Vary": "Accept, Accept-Encoding, Cookie"}
        if len(body) > _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 5, mtime=0)
            headers["Content-Encoding"] = "gzip"
        response = HTMLResponse(body, status, headers=headers)
        self._forms.keep(request, response)
        return response


def below(html: str, root_path: str) -> str:
    """Return a page whose addresses begin with the path that the server is below."""

    def each(found: re.Match[str]) -> str:
        return found[1] + " ".join(f"{root_path}{one}" if one[0] == "/" else one for one in found[2].split())

    return _SEVERAL.sub(each, _ADDRESSES.sub(rf"\g<1>{root_path}", html))
