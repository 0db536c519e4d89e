"""Which cluster a name belongs to: by its words, then by what the model links.

Input: a candidate that is a name, the clusters so far. Output: its cluster, read by kb.extraction.names.coreference.
Never: puts a name with names that share no word with it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from nicknames import NickNamer

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.context import located
from kb.extraction.names.craft_names import of_its_kind
from kb.extraction.names.forms import ADMINISTRATIVE, COMPASS, abbreviates, holds, key_of, same_place
from kb.extraction.names.genders import goes_by_title, is_titled_apart
from kb.extraction.names.namesakes import another, kin, namesake
from kb.extraction.names.place_kinds import PLACE_WORDS, SITE_WORDS
from kb.extraction.names.so_far import NamesSoFar
from kb.extraction.names.stage import Candidate
from kb.language.numerals import bearer
from kb.language.text_keys import name_key

NAME_FLOOR: Final = 0.8
_TOLD: Final = re.compile(
    r"[\"'”’]?\s*(?:\(|,?\s+(?:or|also|known as|called|dubbed|abbreviated)\b(?: known)?(?: as)?)"
    r"\s*(?:the\s+)?[\"'“‘]?\s*"
)
SURE: Final = 0.8
_LED: Final = re.compile(r"\b(?:at|by|for|from|in|near|of|on|outside|to|with)\s+(?:the\s+)?$", re.IGNORECASE)
_ACTS: Final = re.compile(r",\s\d\d,|,?\s(?:who|is|was|has|had|did|does|will|would|could|told|added)\b")


def named_home(
    candidate: Candidate,
    so_far: NamesSoFar,
    apart: Collection[int],
    links: Mapping[int, Mapping[int, float]],
    text: str,
) -> Cluster | None:
    """Return the cluster that a name belongs to, None for a new one.

    Args:
        so_far: the clusters of the names read so far, fuller names first.
        apart: proposals that are another entity, however alike they are called.
        links: proposal -> earlier proposal -> probability that both are one entity.
        text: the stored text, for titles beside names.
    """
    key = key_of(candidate)
    clusters = _open_to(candidate, so_far.near(candidate), apart, text)
    same = [c for c in clusters if key in c.keys and (compatible(candidate, c) or key.startswith("country "))]
    same = _own(candidate, same)
    fuller = [
        c for c in clusters if _same_kind(candidate, c) and any(abbreviates(candidate, m) for m in so_far.forms(c))
    ]
    if fuller and kin(candidate, text):
        everyone = _open_to(candidate, so_far.clusters, apart, text)
        fuller = [c for c in fuller if _of_family(c, everyone)]
    if (body := _led_by_body(candidate, clusters, fuller)) is not None:
        return body
    bearers = [*same, *(c for c in fuller if c not in same)]
    alike = same and " " in candidate.words  # "Ana Osk, no relation to"; of "Mr Osk" it says which of two he is
    if candidate.group == "person" and len(bearers) > 1 and not (alike and another(candidate, text)):
        return max(bearers, key=lambda c: _fits(candidate, c, _link(candidate, c, links), text))
    if same or (candidate.group == "country" and candidate.country):
        return same[0] if same and not another(candidate, text) else None
    if fuller:
        return max(fuller, key=lambda c: _fits(candidate, c, _link(candidate, c, links), text))
    if (owner := _surname_home(candidate, clusters, text) or _fuller_home(candidate, clusters, text)) is not None:
        return owner
    linked = [
        (_link(candidate, c, links), -n, c)
        for n, c in enumerate(clusters)
        if compatible(candidate, c) and not foreign(candidate, c)
    ]
    score, _, best = max(linked, key=lambda row: row[:2], default=(0.0, 0, None))
    return best if best is not None and score >= NAME_FLOOR and _words_agree(candidate, best, text) else None


def _open_to(candidate: Candidate, clusters: Sequence[Cluster], apart: Collection[int], text: str) -> list[Cluster]:
    if apart:
        clusters = [one for one in clusters if not any(member.proposal in apart for member in one.members)]
    bearers = [
        c
        for c in clusters
        if not _other_bearer(candidate, c)
        and not (candidate.group == c.group == "person" and is_titled_apart(candidate, c.members, text))
    ]
    return of_its_kind(candidate, bearers, key_of(candidate), text)


def _other_bearer(candidate: Candidate, cluster: Cluster) -> bool:
    """Whether the name says another number than the cluster's names: "Charles II" beside "Charles III"."""
    if candidate.group != "person" or (own := bearer(candidate.words)) is None:
        return False
    theirs = {found for m in cluster.members if m.named and (found := bearer(m.words)) is not None}
    return bool(theirs) and own not in theirs


def _led_by_body(candidate: Candidate, clusters: Sequence[Cluster], fuller: Sequence[Cluster]) -> Cluster | None:
    """The body that a surname alone is of: it was called so before, and whoever bears the name comes only later."""
    if candidate.group != "person" or " " in candidate.words or not fuller:
        return None
    at, key = candidate.span.start, name_key(candidate.words)
    if any(member.span.start < at for cluster in fuller for member in cluster.members):
        return None
    bodies = [
        c
        for c in clusters
        if c.group == "organisation"
        and any(m.named and m.span.start < at and name_key(m.words).split()[:1] == [key] for m in c.members)
    ]
    return bodies[0] if len(bodies) == 1 else None


def _of_family(cluster: Cluster, clusters: Sequence[Cluster]) -> bool:
    """Whether another person of the article has the family name of one."""
    names = {key.split()[-1] for key in cluster.keys if " " in key}
    others = (key for c in clusters if c is not cluster and c.group == "person" for key in c.keys)
    return any(key.split()[-1] in names for key in others)


def _own(candidate: Candidate, bearers: list[Cluster]) -> list[Cluster]:
    """Those of one name that can be meant: of two countries' ministries the country's own, else the one told last."""
    bearers = [c for c in bearers if candidate.group == "country" or not foreign(candidate, c)]
    if candidate.group != "organisation" or len(bearers) < 2:
        return bearers

    def last(cluster: Cluster) -> tuple[bool, int]:
        own = any(m.country == candidate.country for m in cluster.members) if candidate.country else False
        at = candidate.span.start
        return own, max((m.span.start for m in cluster.members if m.span.start < at), default=-1)

    return sorted(bearers, key=last, reverse=True)


def _fits(candidate: Candidate, cluster: Cluster, link: float, text: str) -> tuple[float, ...]:
    """How well a short name fits a fuller one, as a key: whole, by title, the model's link, where it stands."""
    if candidate.group != "person":
        return link, -cluster.members[0].span.start
    titled, last = namesake(candidate, cluster, text)
    whole = not _half_of(candidate, cluster)
    return titled, whole, not goes_by_title(candidate, cluster.members, text), round(2 * link), last


def _half_of(candidate: Candidate, cluster: Cluster) -> bool:
    """Whether one word is but half of a surname that a hyphen joins: "Osk", of Ana Osk-Lind."""
    words = {word.casefold() for member in cluster.members if member.named for word in member.words.split()}
    own = candidate.words.casefold()
    return " " not in own and own not in words and any(own in word.split("-") for word in words)


def _surname_home(candidate: Candidate, clusters: Sequence[Cluster], text: str) -> Cluster | None:
    """The one person of whose name a word is part, though taken for a body or, unsure or unknown, a place.

    A town that is known may be a surname where its age or a verb stands behind it: "[Osk], 28, tested positive"; not
    before the person is named, nor where the town is told of: "Police in Osk".
    """
    placed = candidate.group == "place" and (candidate.score <= SURE or candidate.unknown)
    placed = placed or (candidate.group == "country" and not candidate.country)
    acts = candidate.group in ("place", "country") and _ACTS.match(text, candidate.span.end) is not None
    acts = acts and not _LED.search(text, max(0, candidate.span.start - 12), candidate.span.start)
    at = rf"\b(?i:in|near|outside|city of|town of)\s{re.escape(candidate.words)}\b"
    acts = acts and re.search(at, text) is None
    unsure = candidate.group == "organisation" or placed or acts
    key = name_key(candidate.words)
    named = candidate.kind == "name" or (acts and candidate.kind == "metonym")
    if not named or not unsure or (" " in key and candidate.group != "organisation"):
        return None
    owners = [
        c
        for c in clusters
        if c.group == "person" and any(k.endswith(f" {key}") or (not acts and k.startswith(f"{key} ")) for k in c.keys)
    ]
    if acts and not placed:
        owners = [c for c in owners if min(member.span.start for member in c.members) < candidate.span.start]
    return owners[0] if len(owners) == 1 else None


def _fuller_home(candidate: Candidate, clusters: Sequence[Cluster], text: str) -> Cluster | None:
    """What words taken for a person are short for, if only one place or body has them in its name.

    A place or body without the word for its kind ("Osk village", later Osk; "Blue
    Wave party", later Blue Wave), a body whose first or last word it is ("Atlético
    Cerrito", later Cerrito), or what the very same words name elsewhere in the article.
    So for a country that no gazetteer knows, and for a place with bodies alone, unless something is in it: "in Osk".
    """
    unknown = candidate.unknown or (candidate.group == "country" and not candidate.country)
    if candidate.kind != "name" or not (candidate.group == "person" or unknown):
        return None
    key = name_key(candidate.words).split()
    found = [c for c in clusters if any(holds(c.group, k.split(), key) for k in c.keys)]
    if candidate.unknown:
        if located(text, candidate.span):
            return None
        found = [c for c in found if c.group == "organisation"]
        return found[0] if len(found) == 1 else None
    found = found or [c for c in clusters if any(name_key(m.words).split() == key for m in c.members if m.named)]
    return found[0] if len(found) == 1 else None


def _words_agree(candidate: Candidate, cluster: Cluster, text: str) -> bool:
    """A name that shares no word with a cluster's names is another name, whatever the model says."""
    key = key_of(candidate)
    words = set(key.split())
    if candidate.group == "person" and any(_two_given(key, other) for other in cluster.keys):
        return False
    if candidate.group == "place" and any(
        ADMINISTRATIVE & (words ^ set(key.split())) and not same_place(candidate, key.split(), list(words))
        for key in cluster.keys
    ):
        return False
    if candidate.group == "place" and all(COMPASS & (words ^ set(key.split())) for key in cluster.keys):
        return False  # "North Osk" is but a part of Osk, which the model links
    sites = frozenset[str]() if _of_title(candidate, cluster, text) else SITE_WORDS
    kinds = {*PLACE_WORDS, *sites} if candidate.group == "place" else set()  # the Ruvu river is not the Osk river
    return any((words & set(key.split())) - kinds for key in cluster.keys) or _stands_for(candidate, cluster, text)


def _of_title(candidate: Candidate, cluster: Cluster, text: str) -> bool:
    """Whether one of the two stands in the title alone, which names a site by its town: "Kano mosque"."""
    end = text.find("\n")
    return candidate.span.start < end or all(member.span.start < end for member in cluster.members)


def _two_given(key: str, other: str) -> bool:
    """Whether two folded names of persons have one family name and two given names: "Ana Osk", "Tor Osk".

    Not where the given names begin alike (another spelling, an initial), or where one is a nickname of the other.
    """
    one, two = key.split(), other.split()
    if len(one) < 2 or len(two) < 2 or one[-1] != two[-1] or one[0] in two or two[0] in one:
        return False
    if one[0][0] == two[0][0] or min(len(one[0]), len(two[0])) == 1:
        return False
    return one[0] not in _nicknames(two[0]) and two[0] not in _nicknames(one[0])


@lru_cache(maxsize=4096)
def _nicknames(given: str) -> frozenset[str]:
    names = _namer()
    return frozenset((*names.nicknames_of(given), *names.canonicals_of(given)))


@cache
def _namer() -> NickNamer:
    return NickNamer()


def _stands_for(acronym: Candidate, cluster: Cluster, text: str) -> bool:
    """Whether an acronym can be of a name that does not give it: "ELN" of a National Liberation Army, "(MSF)" beside.

    Half of its letters begin words of the name, or it is told beside it.
    """
    if acronym.kind != "acronym":
        return False
    letters = [c for c in acronym.words.casefold() if c.isalpha()]
    for member in cluster.members:
        first, second = sorted((member.span, acronym.span))
        if _TOLD.fullmatch(text[first.end : second.start]):
            return True
        initials = {word[0] for word in name_key(member.words).split()}
        if len(initials) > 1 and 2 * sum(letter in initials for letter in letters) >= len(letters):
            return True
    return False


def _link(candidate: Candidate, cluster: Cluster, links: Mapping[int, Mapping[int, float]]) -> float:
    own = links.get(candidate.proposal, {})
    return max(
        (
            max(own.get(m.proposal, 0.0), links.get(m.proposal, {}).get(candidate.proposal, 0.0))
            for m in cluster.members
        ),
        default=0.0,
    )


def compatible(candidate: Candidate, cluster: Cluster) -> bool:
    """Say whether a mention's group and a cluster's can be one thing's: a body and a group, a place and a body."""
    group = cluster.group
    if candidate.group == group:
        return True
    pair = {candidate.group, group}
    return pair in ({"organisation", "group"}, {"place", "organisation"}, {"country", "place"})


def foreign(candidate: Candidate, cluster: Cluster) -> bool:
    """Say whether the words tell another country's: "Pakistani troops" are no "Indian troops"."""
    theirs = {m.country for m in cluster.members if m.country and m.group != "country"}
    return bool(candidate.country and candidate.group != "country" and theirs and candidate.country not in theirs)


def _same_kind(candidate: Candidate, cluster: Cluster) -> bool:
    """A town is no short form of a council named after it."""
    return candidate.group == cluster.group or {candidate.group, cluster.group} == {"organisation", "group"}
