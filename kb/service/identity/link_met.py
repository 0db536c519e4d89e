"""Whom the entities of one article may be, by their names: members of other articles, those most like its own.

Input: the article's profile; the index and the weights of pairs. Output: members by entity, a Region of who is beyond
doubt, and in which articles most names were met; read by kb.service.identity.link_region.
Never: decides. All names are looked up before any is weighed, so that of who is in a hundred articles those few are
read in which other names of the article were met, too.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from kb.model.identity import member
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import own_names
from kb.resolution.judging import Pairs
from kb.resolution.profile import Profile
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.region import Region

_ALL: Final = 8  # members that are all weighed; of more few of each id are
_NEAREST: Final = 3  # of each id, for an entity of the article itself
_BESIDE: Final = 4  # of each id, for what an entity of the article may be
_WELL_KNOWN: Final = 5  # articles with one very name, all of one entity, that is looked for under no other spelling
_BEYOND_DOUBT: Final = 1.0  # bits above a link from which such a one is taken for that entity


class Met:
    """Finds whom the entities of an article may be.

    Args:
        index: of what is known.
        pairs: weighs.
    """

    def __init__(self, index: LinkIndex, pairs: Pairs) -> None:
        self.index = index
        self.pairs = pairs
        self.articles: Counter[str] = Counter()  # in which names of the article were met, how many
        self.linked = ""  # the article
        self._bearers: dict[str, list[str]] = {}  # own member -> those who may be one with it
        self._told: dict[str, list[str]] = {}  # own member -> those of them that are weighed
        self._by_id: dict[str, dict[str, list[str]]] = {}  # own member -> id -> those of its bearers that stand for it
        self._known: set[str] = set()  # own members that are well known by their very name

    def look_up(self, own: ArticleProfile, standing: Mapping[str, str], *, all_spellings: bool = False) -> None:
        """Look up the names of all entities of an article.

        Args:
            own: the article.
            standing: member -> canonical id, of those about which nothing is to be decided any more.
            all_spellings: whether the well-known are looked for under other spellings than their own, too.
        """
        self.linked, self.articles = own.article, Counter()
        self._bearers.clear()
        self._by_id.clear()
        self._known.clear()
        self._told.clear()
        for profile in own.entities.values():
            names = [] if all_spellings else self._well_known(profile, standing)
            if names:
                self._known.add(profile.member)
            names = self._bearers[profile.member] = names or self._bearing(profile)
            further = self.index.near(profile, identified=True) if profile.external else []
            # In order, not as a set: of as many names met the first come first, whichever process it is.
            self.articles.update(list(dict.fromkeys([name.split("#", 1)[0] for name in (*names, *further)])))
        self._told.update({one.member: self._telling(one) for one in own.entities.values()})
        self.index.fetch({name.split("#", 1)[0] for names in self._told.values() for name in names})

    def of(self, profile: Profile) -> dict[str, Profile]:
        """Return those to be weighed of the entities of other articles that may bear its name.

        With an identifier they are those without one; a list may know a body by another than articles do.
        """
        told = self._told.get(profile.member)
        found = {name: self.index.entity(name) for name in (self._telling(profile) if told is None else told)}
        return {name: one for name, one in found.items() if one is not None}

    def alone(self, own: Profile) -> Region | None:
        """Return a region of a well-known entity and whom it is beyond doubt; None if it is not, or there is doubt."""
        itself = own.member
        if itself not in self._known:
            return None
        met = self.of(own)
        bits = {name: self.pairs.bits(itself, name) for name in met}
        best = max(bits, key=lambda name: (bits[name], name), default="")
        sure = bool(best) and bits[best] >= w.LINK + _BEYOND_DOUBT and not self.pairs.weak(itself, best)
        if not sure or min(bits.values()) <= w.VETO:
            self._known.discard(itself)
            self._bearers[itself] = self._bearing(own)
            self._by_id.pop(itself, None)
            self._told[itself] = self._telling(own)
            return None
        likely = {name: one for name, one in met.items() if bits[name] >= w.REVIEW}
        return Region({itself: own, **likely}, frozenset({itself}), frozenset(self.by_id(likely)), settled=True)

    def nearest(self, own: Profile) -> dict[str, list[str]]:
        """Return id -> those of its members that may be one with an entity of the article, nearest names first."""
        itself = own.member
        if itself not in self._bearers:
            return {}
        if itself not in self._by_id:
            self._by_id[itself] = self.by_id(self._bearers[itself])
        return self._by_id[itself]

    def by_id(self, names: Collection[str]) -> dict[str, list[str]]:
        """Return canonical id -> those of the members that stand for it, in their order."""
        held: dict[str, list[str]] = {}
        for name, entity in self.index.stands_for(dict.fromkeys(names)).items():
            if entity in held:
                held[entity].append(name)
            else:
                held[entity] = [name]
        return held

    def _well_known(self, own: Profile, standing: Mapping[str, str]) -> list[str]:
        """Return the members that bear the very name of an entity, if there are many and all are one; else none."""
        if own.external or own.listed or own.member in standing or not own.names:
            return []
        if own.group == "person" and not all(" " in name for name in own_names(own)):
            return []
        names = self.index.same(own)
        if len(names) < _WELL_KNOWN or len(self.by_id(names)) > 1:
            return []
        return [] if self.index.holders(own) or self.index.listed(own) else names

    def _bearing(self, profile: Profile) -> list[str]:
        names = self.index.near(profile, identified=False)
        known_body = profile.group == "organisation" and bool(profile.external)
        if not profile.external or (known_body and profile.listed):
            names += self.index.near(profile, identified=True)
        if not profile.external or known_body or profile.listed:
            names += [member(article, local) for article, local in self.index.listed(profile)]
        return names + self.index.holders(profile)

    def _telling(self, profile: Profile) -> list[str]:
        """Return the members to be weighed: of each id those whose articles have most in common with its own.

        Of each id that an entity of another article may be, those under the likest name that are nearest in time.
        """
        known = self._bearers.get(profile.member)
        names = self._bearing(profile) if known is None else known
        if len(names) <= _ALL:
            return names
        held = self.by_id(names) if known is None else self.nearest(profile)
        return [name for some in held.values() for name in self._most_in_common(profile.article, some)]

    def _most_in_common(self, article: str, names: list[str]) -> list[str]:
        if article == self.linked:
            return sorted(names, key=lambda name: -self.articles[name.split("#", 1)[0]])[:_NEAREST]
        return names[:_BESIDE]
