"""An article's own entities and events, as people name them, and those that stand for a canonical id.

Input: "ARTICLE#LOCAL", "ARTICLE#NAME" or "event-ID"; the catalog. Output: Members of articles in the graph.
Never: guesses between several.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.errors import NotFoundError
from kb.language.text_keys import name_key
from kb.model.identity import own_id
from kb.model.listing import is_listing
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.clusters import cluster
from kb.service.articles.withdrawing import live_row

_MEMBER: Final = re.compile(r"(?:article-|listing-)?([0-9a-f]{16}|[0-9a-f]{20})#(.+)\Z")
_EVENT: Final = re.compile(r"event-([0-9a-f]{20})\Z")
_TOLD: Final = 6  # members that a message names


class NoSuchMemberError(NotFoundError):
    """An article has no such entity or event."""

    code = "no-such-member"

    def __init__(self, what: str, why: str) -> None:
        self.what = what
        super().__init__(
            f"{what!r} names no entity or event of an article: {why}.",
            hint="Write ARTICLE#LOCAL or ARTICLE#NAME, as `kb list members ENTITY` has them; or event-ID.",
        )


@dataclass(frozen=True, slots=True)
class Member:
    """An article's own entity or event.

    Attributes:
        name: "ARTICLE#LOCAL".
        label: what the article calls it.
        target: the canonical id that it stands for, before merges.
        kind: entity or happening.
    """

    name: str
    label: str
    target: str
    kind: str

    @property
    def article(self) -> str:
        """Id of its article."""
        return self.name.partition("#")[0]

    @property
    def own(self) -> str:
        """The id that it has by itself."""
        return own_id(*self.name.split("#", 1))

    @property
    def words(self) -> str:
        """What to call it in a message."""
        return f"“{self.label}” of {'listing' if is_listing(self.article) else 'article'}-{self.article}"


def _by_number(local: str) -> tuple[int, str]:
    return len(local), local  # e2 before e10


def is_member(what: str) -> bool:
    """Say whether somebody names one article's own, not what it stands for."""
    return bool(_MEMBER.match(what.strip()) or _EVENT.match(what.strip()))


class Members:
    """Finds members.

    Args:
        catalog: of the home, caught up.
        base: base IRI of the home.
    """

    def __init__(self, catalog: Catalog, base: str) -> None:
        self._catalog = catalog
        self._tables = catalog.tables
        self._base = base

    def named(self, what: str) -> Member:
        """Return the member that somebody names.

        Raises:
            NoSuchMemberError: there is none.
            NoArticleError, NotThereError: its article is not there, or not any more.
        """
        plain = what.strip().removeprefix("<").removesuffix(">").removeprefix(f"{self._base}id/")
        if event := _EVENT.match(plain):
            row = self._catalog.connection.execute(
                "SELECT article, local FROM events WHERE id = ?", (event[1],)
            ).fetchone()
            if row is None:
                raise NoSuchMemberError(what, "there is no such event")
            return self._member(f"{row[0]}#{row[1]}")
        match = _MEMBER.match(plain)
        if match is None:
            raise NoSuchMemberError(what, "it is neither ARTICLE#LOCAL nor event-ID")
        if not is_listing(match[1]):
            live_row(self._catalog, match[1])
        elif self._catalog.views.listing_row(match[1]) is None:
            raise NoSuchMemberError(what, "no curated list in force has such a row")
        there = self._catalog.views.links(match[1])
        if match[2] in there:
            return self._member(f"{match[1]}#{match[2]}")
        named = [
            one
            for local in sorted(there, key=_by_number)
            if (one := self._member(f"{match[1]}#{local}")).kind == "entity"
        ]
        called = [one for one in named if name_key(one.label) == name_key(match[2])]
        if len(called) != 1:
            these = called or named
            some = "; ".join(f"{one.name.partition('#')[2]} {one.label}" for one in these[:_TOLD])
            more = f"; and {len(these) - _TOLD} more" if len(these) > _TOLD else ""
            raise NoSuchMemberError(what, f"the article has {some or 'none'}{more}")
        return called[0]

    def _member(self, name: str) -> Member:
        article, local = name.split("#", 1)
        row = self._tables.get("changed", article, local) or self._tables.get("member", article, local) or {}
        target = str(self._tables.get("link", article, local) or own_id(article, local))
        return Member(name, str(row.get("name") or row.get("label") or local), target, str(row.get("is", "")))

    def of(self, entity: str) -> tuple[Member, ...]:
        """Return the members of a canonical id, after merges, the first that came first."""
        together = cluster(self._tables, entity).members
        names = {name for one in together for name in self._tables.keys("linked", one)}
        return tuple(sorted(map(self._member, names), key=lambda one: (self._came(one), one.name)))

    def _came(self, member: Member) -> int:
        row = self._tables.get("article", member.article) or self._tables.get("listing", member.article) or {}
        return int(row.get("position", 0))
