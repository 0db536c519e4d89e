"""What every page knows besides its own subject: its address, the moment that it is of, who looks, the theme.

Input: a request, what is read of it. Output: Frame, the `frame` of every template.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kb.api.pages.links import AS_OF, Parameters, address, changed, page_of
from kb.api.traffic.unheard import TIMELESS

THEME: Final = "kb-theme"
_UNDER: Final = {"/denials": "/statements", "/queries": "/query", "/diff": "/log"}
THEMES: Final = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of the log that a page is of.

    Attributes:
        position: of the event.
        recorded_at: when it was recorded, UTC; "" before the first.
    """

    position: int
    recorded_at: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main menu."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision that was just taken from this page: the type of its event, the event in words, the article's id.

    Attributes:
        names: what those are called whose ids are in the words.
        again: whether it puts in force what had been undone.
    """

    position: int
    what: str
    said: str
    undone: bool
    article: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What base.html shows around a page.

    Attributes:
        path: of this page.
        parameters: it was asked with.
        position: up to which the graph knows the log; forms send it as *seen*.
        course: which log that is, see CatalogReader.course: what is kept for a page is kept by it.
        moment: the page is as known after this event; None for now.
        theme: "light" or "dark" if the reader chose one, else ""; *theme_cookie*: where a script is to keep it.
        token: for the forms of this page; "" for a page that may have none.
        may_write: whether the reader may decide: it is about now, and whoever must sign in has.
        sign_in: whether writers must sign in; *signed_in*: whether this one has.
        behind: why the page does not know the last events, "" if it does.
        recorded: what was decided just now.
        formats: what else there is at this address: "json", "csv", "ttl".
        empty: whether the base, as of that moment, has no article.
        data: parameters besides, by which JSON at this address has what the page shows.
    """

    path: str = "/"
    parameters: tuple[tuple[str, str], ...] = ()
    nav: tuple[NavItem, ...] = ()
    position: int = 0
    course: str = ""
    moment: Moment | None = None
    theme: str = ""
    theme_cookie: str = THEME
    token: str = ""
    may_write: bool = False
    sign_in: bool = False
    signed_in: bool = False
    behind: str = ""
    recorded: Recorded | None = None
    formats: tuple[str, ...] = field(default=())
    data: tuple[tuple[str, str], ...] = ()
    empty: bool = False

    @property
    def as_of(self) -> str:
        """The moment as it was asked for, "" for now."""
        return next((value for name, value in self.parameters if name == AS_OF), "")

    @property
    def timeless(self) -> bool:
        """Whether the page tells of now alone."""
        return self.path.startswith(TIMELESS)

    @property
    def section(self) -> str:
        """The entry of the main menu that the page is under, or that it is."""
        first = f"/{self.path.split('/')[1]}"
        return _UNDER.get(first, first)

    def given(self, name: str) -> str:
        """Return a parameter of this page, "" if it has none of this name."""
        return next((value for key, value in self.parameters if key == name), "")

    def has(self, path: str) -> bool:
        """Say whether the main menu has a page."""
        return any(item.path == path for item in self.nav)

    def to(self, path: str, fragment: str = "", **parameters: str) -> str:
        """Return the address of another page, of the same moment where it knows moments."""
        moment = "" if path.startswith(TIMELESS) else self.as_of
        return address(path, changed([(AS_OF, moment)], parameters), fragment)

    def ref(self, identifier: str, fragment: str = "", **parameters: str) -> str:
        """Return the address of the page about a thing, of the same moment."""
        return self.to(page_of(identifier), fragment, **parameters)

    def here(self, fragment: str = "", **changes: str | None) -> str:
        """Return the address of this page with other parameters; None takes one away."""
        return address(self.path, self._without_done(changes), fragment)

    def keeping(self, *without: str) -> Parameters:
        """Return the parameters of this page without some, for the hidden fields of a form that adds to them."""
        return [(name, value) for name, value in self._without_done({}) if name not in without]

    def alternate(self, ending: str) -> str:
        """Return where this page is in another format."""
        path = "/index" if self.path == "/" else self.path
        more = dict(self.data) if ending == "json" else {}
        return address(f"{path}.{ending}", self._without_done({**more}))

    def _without_done(self, changes: dict[str, str | None]) -> list[tuple[str, str]]:
        return changed(self.parameters, {"done": None, "corrected": None} | changes)
