"""Who tells of one thing on his own: sources, of articles that repeat one another and of those whom they quote.

Input: accounts of one thing, each an article's and of whom it puts it into the mouth. Output: sources, each with the
accounts that rest on it; read by kb.projections.graph.vouching and kb.service.happenings.independence.
Articles that carry one text, or that credit one agency, or that come from one publisher, are one source; what
articles put into somebody's mouth is that speaker's, however many quote him; in articles that are one source who is
called alike ("officials") is one speaker, and a body called alike ("police", "National Police") is one in all of them.
Pure. Never: says that a source is right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.language.text_keys import name_key
from kb.model import Article
from kb.resolution.events.voices import called
from kb.resolution.kinds import group_of
from kb.resolution.repetition import grouped, repetitions

_HEAD: Final = 6  # paragraphs among which a dateline may stand


@dataclass(frozen=True, slots=True)
class Account:
    """What one article tells of one thing.

    Attributes:
        local: id of its event in the article.
        denies: whether it tells that it was not.
        speakers: (id, name) of those who say so; none for the article's own voice.
        bodies: ids of those of them that are bodies.
    """

    article: Article
    local: str
    denies: bool = False
    speakers: tuple[tuple[str, str], ...] = ()
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who tells of one thing.

    Attributes:
        name: the speaker's; or the publishers' and agencies' of the articles.
        speaker: id of the speaker, "" for articles of their own voice.
        accounts: what rests on it, in the order given.
        why: why several articles are one source, "" if one alone is.
    """

    name: str
    speaker: str
    accounts: tuple[Account, ...]
    why: str = ""

    @property
    def articles(self) -> tuple[str, ...]:
        """Return the ids of the articles, each once."""
        return tuple(dict.fromkeys(account.article.id for account in self.accounts))


def voices(accounts: Sequence[Account]) -> tuple[Voice, ...]:
    """Return the sources of one thing, those of an article's own voice first.

    Args:
        accounts: an article may come twice. Who denies it is no source of it, unless all deny it.
    """
    groups = one_source({account.article.id: account.article for account in accounts})
    told, counts = vouching(accounts), one_speaker(accounts, groups)
    own: dict[frozenset[str], list[Account]] = {}
    speakers: dict[str, tuple[str, list[Account]]] = {}
    for account in told:
        if not account.speakers:
            own.setdefault(groups[account.article.id], []).append(account)
        for speaker, name in account.speakers:
            rests = speakers.setdefault(counts[account.article.id, speaker], (name, []))[1]
            if account not in rests:
                rests.append(account)
    found = [_own_voice(rests) for rests in own.values()]
    for speaker, (name, rests) in speakers.items():
        several = len({account.article.id for account in rests}) > 1
        found.append(Voice(name, speaker, tuple(rests), "one speaker" if several else ""))
    return tuple(found)


def one_speaker(accounts: Iterable[Account], groups: Mapping[str, frozenset[str]]) -> dict[tuple[str, str], str]:
    """Return (article id, id of a speaker) -> id of the speaker that counts, in articles of one source one of a name.

    Two papers that print one report both have "officials": nobody knows of two. A body that one calls by its level and
    another does not, "police" and "National Police", is one voice, as where figures are compared, unless bodies of two
    levels may be meant.

    Args:
        accounts: all of one happening.
        groups: as one_source gives them.
    """
    all_ = list(accounts)
    told = {(account.article.id, speaker): name for account in all_ for speaker, name in account.speakers}
    bodies = {
        (account.article.id, one): called(told[account.article.id, one], "organisation")
        for account in all_
        for one in account.bodies
    }
    levelled = {name for names in bodies.values() if len(names) == 1 for name in names}
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one, name in told.items():
        keys = [("in", f"{min(groups[one[0]])} {name_key(name)}")]
        if names := bodies.get(one):
            fitting = names & levelled
            keys += [("id", one[1]), ("body", min(fitting if len(fitting) == 1 else names, key=len))]
        for key in keys:
            alike.setdefault(key, []).append(one)
    pairs = [(those[0], other) for those in alike.values() for other in those[1:]]
    return {one: min(speaker for _, speaker in those) for those in grouped(told, pairs) for one in those}


def bodies_among(speakers: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the ids of those speakers, given as (id, type), that are bodies, whom others may call otherwise.

    "Residents" are no body: those of one report need not be those of another.
    """
    return frozenset(one for one, kind in speakers if kind != "group" and group_of(kind) == "organisation")


def vouching(accounts: Sequence[Account]) -> list[Account]:
    """Return the accounts that tell that it was; all if none does."""
    return [account for account in accounts if not account.denies] or list(accounts)


def credit(article: Article) -> str:
    """Return the agency that an article's dateline credits, folded; "" if it credits none."""
    return _credit(article.text)


@lru_cache(maxsize=512)
def _credit(text: str) -> str:
    from kb.extraction.layout.dateline import find_dateline  # its patterns: few commands see a happening told twice

    start = 0
    for paragraph in text.split("\n\n")[:_HEAD]:
        line = find_dateline(text, start, start + len(paragraph), first=True)
        if line is not None and line.agency is not None:
            return name_key(line.agency.of(text))
        start += len(paragraph) + 2
    return ""


def one_source(articles: Mapping[str, Article]) -> dict[str, frozenset[str]]:
    """Return id -> the ids of the articles that are one source with it."""
    if len(articles) < 2:
        return {key: frozenset({key}) for key in articles}
    pairs: list[tuple[str, str]] = []
    for group in repetitions({key: article.text for key, article in articles.items()}):
        first, *others = sorted(group)
        pairs += [(first, other) for other in others]
    by_name: dict[str, str] = {}
    for key, article in articles.items():
        for name in filter(None, (name_key(article.source), credit(article))):
            pairs.append((by_name.setdefault(name, key), key))
    return {key: group for group in grouped(articles, pairs) for key in group}


def _own_voice(rests: Sequence[Account]) -> Voice:
    articles = list({account.article.id: account.article for account in rests}.values())
    return Voice(_names(articles), "", tuple(rests), _why(articles))


def _names(articles: Iterable[Article]) -> str:
    names = [article.source or credit(article) or article.title or article.id for article in articles]
    return ", ".join(dict.fromkeys(names))


def _why(articles: Sequence[Article]) -> str:
    if len(articles) < 2:
        return ""
    if len({name_key(article.source) for article in articles}) == 1 and articles[0].source:
        return "one publisher"
    if len({credit(article) for article in articles}) == 1 and credit(articles[0]):
        return "one agency"
    if len(repetitions({article.id: article.text for article in articles})) == 1:
        return "one text"
    return "text, agency or publisher in common"
