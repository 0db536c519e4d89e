"""Ids in the words of the log, shown as what they are called and leading to their pages.

Input: sentences of kb.service.history.journal; the catalog, and the log for what has left it.
Output: Names; markup of what was escaped before.
Never: asks for each id by itself; leaves out an id of which nothing is known: it is shown as it is.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from markupsafe import Markup, escape

from kb.api.pages.frame import Frame
from kb.api.pages.wording import day, part
from kb.events import ArticleAdded, ArticleCorrected
from kb.events.streams import article_stream
from kb.graph.claims import kind_of
from kb.log import EventLog
from kb.projections.catalog.connection import NoSuchRecordError
from kb.projections.catalog.namesakes import articles_apart, happenings_apart, told_apart
from kb.projections.catalog.reading import CatalogReader

_ID: Final = re.compile(
    r"\b(?P<kind>article|entity|happening|event)-(?P<id>[0-9a-f]{16,20})\b"
    r"|\b(?P<article>[0-9a-f]{16})#(?P<local>[\w-]*\w)"
)
_PART: Final = re.compile(r"\((\w+) of (event|statement|figure|office)\)")  # of a claim that somebody decided about
_CLAIM: Final = re.compile(rf"\b([0-9a-f]{{16}})#claim-[0-9a-f]+ {_PART.pattern}")
_MERGE: Final = re.compile(r"\bmerge ([0-9a-f]{20})\b")
_TWO: Final = "entity-{0} and entity-{1} are two again"
_RENAMED: Final = re.compile(r"\bentity-([0-9a-f]{20}) is called ")
_LESS: Final = re.compile(r"(?<![^\s(])-(?=\d)")
_TOGETHER: Final = 500
_TELL: Final = {("entity",): told_apart, ("happening", "event"): happenings_apart, ("article",): articles_apart}


class Names(dict[str, str]):
    """What things are called: "KIND-ID" -> label.

    Attributes:
        apart: "KIND-ID" -> what tells it from another of them that is called the same.
        before: "KIND-ID" -> what articles call an entity that a sentence gives another name.
        merges: id of a merge that was undone -> the two that it had made one.
    """

    def __init__(
        self,
        labels: Mapping[str, str],
        apart: Mapping[str, str] = MappingProxyType({}),
        before: Mapping[str, str] = MappingProxyType({}),
        merges: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    ) -> None:
        super().__init__(labels)
        self.apart = apart
        self.before = before
        self.merges = merges

    def unmerged(self, text: str) -> str:
        """Return a sentence with what became of those that a merge had made one in the place of its id."""
        return _MERGE.sub(
            lambda found: _TWO.format(*self.merges[found[1]]) if found[1] in self.merges else found[0], text
        )


def names_in(catalog: CatalogReader, texts: Iterable[str], log: EventLog | None = None) -> Names:
    """Return what the things that sentences name are called, of those that have a name now, told apart.

    An article's own entity or version of an event, "ARTICLE#v1", is among them.

    Args:
        log: by which articles that left the graph are called as well; None where none is told of.
    """
    told = tuple(texts)
    asked = {match[1] for text in told for match in _MERGE.finditer(text)}
    merges = {one: both for one in sorted(asked) if (both := catalog.merged(one))}
    told = tuple(Names({}, merges=merges).unmerged(text) for text in told)
    found = _labels(catalog, told)
    if log is not None:
        found |= _former_titles(log, told, found)
    renamed = {match[1] for text in told for match in _RENAMED.finditer(text)}
    before = {f"entity-{one}": catalog.name_in_articles(one) for one in renamed}
    return Names(found, _apart(catalog, found), before, merges)


def _apart(catalog: CatalogReader, found: Mapping[str, str]) -> dict[str, str]:
    apart: dict[str, str] = {}
    for kinds, tell in _TELL.items():
        called = {id_of: label for id_of, label in found.items() if id_of.partition("-")[0] in kinds}
        bare = {id_of.partition("-")[2]: label for id_of, label in called.items()}
        told = tell(catalog, bare, day)
        apart |= {id_of: told[one] for id_of in called if (one := id_of.partition("-")[2]) in told}
    return apart


def _labels(catalog: CatalogReader, texts: Iterable[str]) -> dict[str, str]:
    asked: dict[str, set[str]] = {"article": set(), "entity": set(), "event": set(), "happening": set()}
    versions: set[tuple[str, str]] = set()
    for text in texts:
        for match in _ID.finditer(text):
            asked[match["kind"] or "article"].add(match["id"] or match["article"])
            if match["local"]:
                versions.add((match["article"], match["local"]))
    ids = {kind: sorted(some)[:_TOGETHER] for kind, some in asked.items()}
    found: dict[str, str] = {}
    if ids["article"]:
        papers = catalog.list_articles(ids=ids["article"], limit=_TOGETHER).items
        found |= {f"article-{one.id}": one.called for one in papers if one.called}
    if ids["entity"]:
        entities = catalog.list_entities(ids=ids["entity"], limit=_TOGETHER).items
        # what went into one has given it another name, maybe: the log tells of the one that it was
        found |= {
            f"entity-{one.id}": (catalog.own_label(one.id) if one.absorbed else "") or one.label for one in entities
        }
        # decisions about happenings name them like entities, and a merge what is another's now
        asked["happening"].update(one for one in ids["entity"] if f"entity-{one}" not in found)
    told = catalog.version_labels(sorted(versions)[:_TOGETHER])
    found |= {f"{article}#{local}": label for (article, local), label in told.items()}
    if ids["event"]:
        found |= {f"event-{one.id}": one.label for one in catalog.list_events(ids=ids["event"], limit=_TOGETHER).items}
    happenings = sorted(asked["happening"])[:_TOGETHER]
    labels = catalog.happening_labels(happenings)
    if lone := [one for one in happenings if one not in labels]:  # an event may stand for its happening
        labels |= {one.id: one.label for one in catalog.list_events(ids=lone, limit=_TOGETHER).items}
    for happening in happenings:
        found |= {f"happening-{happening}": labels[happening]} if happening in labels else _own(catalog, happening)
    return found


def _former_titles(log: EventLog, texts: Iterable[str], found: Mapping[str, str]) -> dict[str, str]:
    """Return the titles of articles that have none in *found*, of those whose text was not erased."""
    named = {match["id"] for text in texts for match in _ID.finditer(text) if match["kind"] == "article"}
    left = sorted(one for one in named if f"article-{one}" not in found)[:_TOGETHER]
    first = ((one, next(log.read(limit=1, stream=article_stream(one)), None)) for one in left)
    brought = ((one, each.event) for one, each in first if each is not None)
    return {
        f"article-{one}": event.article.title
        for one, event in brought
        if isinstance(event, ArticleAdded | ArticleCorrected) and event.article.title
    }


def _own(catalog: CatalogReader, absorbed: str) -> dict[str, str]:
    """Return what an entity or a happening was called that is another's now; nothing where none such is known."""
    label = catalog.own_label(absorbed)
    try:
        now = catalog.get_entity(absorbed)
    except NoSuchRecordError:
        return {f"happening-{absorbed}": label} if label else {}
    return {f"entity-{absorbed}": label or now.label}


def linked(text: str, names: Mapping[str, str], frame: Frame) -> Markup:
    """Return a sentence with names in the place of ids, each leading to its page; told apart where *names* does."""
    told = names if isinstance(names, Names) else Names(names)
    text = _CLAIM.sub(lambda found: f"“{part(found[2])}” of {_one(found[3])} in article-{found[1]}", text)
    text = _PART.sub(_of_what, text)
    text = told.unmerged(text)
    made, at = Markup(), 0
    for match in _ID.finditer(text):
        identifier = f"{match['kind']}-{match['id']}" if match["kind"] else f"article-{match['article']}"
        if identifier not in names and f"happening-{match['id']}" in names:
            identifier = f"happening-{match['id']}"
        label = names.get(identifier, "")
        if label and _RENAMED.match(text, match.start()):
            label = told.before.get(identifier) or label
        called = names.get(match[0], "")
        own = Markup("") if match["kind"] else _own_part(match["local"], called)
        before, at = text[at : match.start()], match.end()
        if label and before.endswith(f"{label} (") and text[at : at + 1] == ")":  # "LABEL (ID)" is the label
            before, at = before[: -len(f"{label} (")], at + 1
        made += _told(before)
        if label:
            made += own + _LINK.format(frame.ref(identifier), match[0], label)
            made += _APART.format(told.apart[identifier]) if identifier in told.apart else Markup("")
        elif match["kind"] == "entity" and before.endswith(" to "):  # where a member was by itself, and is no more
            made += _BY_ITSELF.format(match[0])
        else:
            made += Markup("<code>{}</code>").format(match[0])
        at += _said_again(text[at:], label)
    return made + _told(text[at:])


def _told(text: str) -> Markup:
    """Return words between ids: what is less than nothing has a minus and no hyphen."""
    return escape(_LESS.sub("\u2212", text))


def _own_part(local: str, called: str) -> Markup:
    """Return what stands before the article that something is a part of; what people retracted has no name there."""
    if called:
        return Markup("<bdi>{}</bdi> in ").format(called)
    kind = kind_of(local)
    return Markup("{} in ").format(_one(kind)) if kind else Markup("one in ")


def _one(kind: str) -> str:
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


def _of_what(found: re.Match[str]) -> str:
    """Return which part of a claim somebody decided about: "(value of the figure)", "(who did it)"."""
    told = part(found[1])
    return f"({told})" if " " in told else f"({told} of the {found[2]})"


def _said_again(rest: str, label: str) -> int:
    """Return how many characters after an id say once more what it is called, whole or cut short."""
    if not label:
        return 0
    if rest.startswith(f" {label}"):
        return len(label) + 1
    cut = rest.removesuffix("…").removesuffix("...").strip()
    return len(rest) if cut and label.startswith(cut) else 0


_LINK: Final = Markup('<a class="thing" href="{}" title="{}"><bdi>{}</bdi></a>')
_BY_ITSELF: Final = Markup('<span title="{}">one of its own</span>')
_APART: Final = Markup(' <span class="fine">(<bdi>{}</bdi>)</span>')
