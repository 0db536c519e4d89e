"""Why two entities or two happenings are one, or are not, in words and numbers.

Input: an opened knowledge base; two things by id, IRI, name or ARTICLE#LOCAL. Output: an Explanation, weighed with
the rules of today, beside what the log has decided.
Never: decides or writes; guesses between several that a name fits.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from kb.errors import InputError
from kb.language.text_keys import name_key
from kb.model.identity import own_id
from kb.projections.folding.clusters import cluster
from kb.projections.folding.judging import parted
from kb.projections.folding.tables import Tables
from kb.resolution import weights as w
from kb.resolution.comparison import Part, Weight
from kb.service.articles.withdrawing import NotThereError
from kb.service.display.page import Page
from kb.service.display.showing import MEMBER
from kb.service.history.asof import AsOf
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.refusing import refusal
from kb.service.identity.weighing import pairs_of

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

_MEMBERS: Final = 24
_COULD: Final = {  # what a field may add at most, and how it is said
    "entity": (
        ("identifier", w.IDENTIFIED, "the same identifier elsewhere"),
        ("office", w.SAME_OFFICE, "the same office of the same body"),
        ("country", max(w.SAME_COUNTRY.values()), "the same country"),
        ("context", w.CONTEXT_MOST, "more names that both articles have"),
    ),
    "event": (
        ("same figure", w.EVENT["same figure"], "the same figure"),
        ("same days", w.EVENT["same days"], "the same day"),
        ("same word", w.EVENT["same word"], "the same word for it"),
        ("shared actors", w.EVENT["shared actors"], "a participant in both"),
    ),
}
_OF_NEAR: Final = ("identifier", "office")  # what alone can join persons whose given names are only near


class NotComparableError(InputError):
    """An entity and an event, or something that is neither."""

    code = "not-comparable"

    def __init__(self, first: str, second: str) -> None:
        self.first = first
        self.second = second
        super().__init__(
            f"{first} and {second} cannot be one.",
            hint="Give two entities, or two events.",
        )


class OneNamedTwiceError(InputError):
    """Both names are of one thing, of which one article has but one mention: there is nothing to weigh."""

    code = "one-named-twice"

    def __init__(self, identifier: str, label: str) -> None:
        self.identifier = identifier
        super().__init__(
            f"Both are {identifier} ({label}), which no second article tells of.",
            hint="Give two; `kb search NAME` finds what else is called so.",
        )


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the two: its canonical id with kind, its name, and the members that stand for it."""

    id: str
    label: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two things are one or not.

    Attributes:
        kind: entity or event.
        one: whether they are one now.
        pair: the two members ("ARTICLE#LOCAL") that speak most for it.
        bits: what this pair weighs; *needed* makes a link.
        parts: the weight by field.
        verdict: one sentence.
        would_change: what would turn it.
    """

    kind: str
    first: Thing
    second: Thing
    one: bool
    pair: tuple[str, str]
    bits: float
    needed: float
    parts: tuple[Part, ...]
    verdict: str
    would_change: tuple[str, ...]


def explain(kb: "KnowledgeBase", first: str, second: str, as_of: AsOf = None) -> Explanation:
    """Return why two things are one or not; as of a moment with what was known then, by the rules of today.

    Raises:
        BadMomentError, NoSuchMomentError: see kb.service.history.asof.position_at.
        NothingCalledError, SeveralCalledError: see Shower.page.
        NotComparableError: they are of different kinds, or neither entity nor event.
        NotThereError: ARTICLE#LOCAL of an article that was withdrawn.
    """
    with kb.at(as_of) as moment, moment.shower() as shower, moment.connection() as connection:
        index = LinkIndex(connection, kb.parts.coarse())
        kind, one = _thing(connection, index, shower.page(first), first)
        other_kind, other = _thing(connection, index, shower.page(second), second)
        if kind != other_kind or not kind:
            raise NotComparableError(first, second)
        if one.members == other.members and len(one.members) == 1:
            raise OneNamedTwiceError(one.id, one.label)
        return _explained(Tables(connection), index, kind, one, other)


def _thing(connection: sqlite3.Connection, index: LinkIndex, page: Page, what: str) -> tuple[str, Thing]:
    """Return the kind of what was asked about, and what stands for it."""
    identifier, label = page.id, page.title
    kind, _, bare = identifier.partition("-")
    own = MEMBER.match(what.strip())
    if own and (by := (Tables(connection).get("article", own[1]) or {}).get("withdrawn")):
        hint = f"Give another; or look back with --as-of {int(by) - 1}, or undo it with `kb undo {by}`."
        raise NotThereError(own[1], f"was withdrawn, by event {by}", hint)
    if kind == "event":
        row = connection.execute("SELECT article, local, happening FROM events WHERE id = ?", (bare,)).fetchone()
        members = [f"{row[0]}#{row[1]}"] if own or not row[2] or what.strip().startswith("event-") else []
        return "event", Thing(identifier, label, tuple(members or index.members(row[2], _MEMBERS)))
    if kind == "entity":
        if own:
            return "entity", Thing(identifier, label, (f"{own[1]}#{own[2]}",))
        members = index.members(bare, _MEMBERS)
        return "entity", Thing(identifier, label, tuple(_called(index, members, what) or members))
    return "", Thing(identifier, label, ())


def _called(index: LinkIndex, members: Sequence[str], what: str) -> list[str]:
    """The members that an article calls just so, where the name of one spelling was given."""
    found = []
    for name in members:
        article, local = name.split("#", 1)
        known = index.profile(article)
        if known and local in known.entities and name_key(known.entities[local].label) == name_key(what):
            found.append(name)
    return found


def _explained(tables: Tables, index: LinkIndex, kind: str, first: Thing, second: Thing) -> Explanation:
    pairs = pairs_of(tables, index)
    weigh = pairs.entities if kind == "entity" else pairs.events
    needed = w.LINK if kind == "entity" else w.EVENT_LINK
    rows = [(weigh(a, b), a, b) for a, b in product(first.members, second.members) if a != b]
    if not rows:
        raise NotComparableError(first.label, second.label)
    weight, one_member, other_member = max(rows, key=lambda row: (row[0].bits, row[1:]))
    stands = index.stands_for((one_member, other_member))
    ids = stands[one_member], stands[other_member]
    one = ids[0] == ids[1]
    by_person = _joined(tables, one_member, other_member, ids[0]) if one else parted(tables, *ids)
    worst = min(rows, key=lambda row: (row[0].bits, row[1:]))[0]
    verdict = _verdict(one, weight, needed, by_person, worst)
    if not one and not by_person and weight.bits >= needed:
        verdict = _refused(tables, index, kind, (one_member, other_member), weight) or verdict
    return Explanation(
        kind,
        first,
        second,
        one,
        (one_member, other_member),
        weight.bits,
        needed,
        weight.parts,
        verdict,
        _turns(kind, one, weight, needed, by_person),
    )


def _joined(tables: Tables, one: str, other: str, entity: str) -> int:
    """Return the position of the last merge by a person that made two members' ids one, 0 if rules link them."""
    links = [tables.get("link", *name.split("#", 1)) or own_id(*name.split("#", 1)) for name in (one, other)]
    if links[0] == links[1]:
        return 0
    merges = {key for each in cluster(tables, entity).members for key, _ in tables.items("edge", each)}
    persons = (int(key) for key, row in tables.gets("decision", merges).items() if row and row.get("person"))
    return max(persons, default=0)


def _refused(tables: Tables, index: LinkIndex, kind: str, pair: tuple[str, str], weight: Weight) -> str:
    """Say by name what keeps two apart that weigh enough; "" if nothing of today does."""
    pairs = pairs_of(tables, index)
    found = refusal(kind, tables, index, pairs, pair)
    if found is None:
        return ""
    start = f"They are two although {weight.bits:g} bits speak for one: "
    weigh = pairs.entities if kind == "entity" else pairs.events
    if found.why == "late":
        return f"{start}they were judged before all of this was known, and `kb resolve` would join them."
    if found.why != "rival":
        one, other = (_called_in(index, kind, name) for name in found.pair)
        how = "contradict it" if found.why == "veto" else "are two, and a short name would join them"
        return f"{start}{one} and {other} {how} ({weigh(*found.pair).bits:g} bits)."
    third = found.third(*pair)
    end = next(name for name in found.pair if name != third)
    left = next(name for name in pair if name != end)
    fits, against = weigh(end, third).bits, weigh(third, left).bits
    return (
        f"{start}{_called_in(index, kind, third)} fits {_called_in(index, kind, end)} as well ({fits:g} bits), and is "
        f"not {_called_in(index, kind, left)} ({against:g} bits)."
    )


def _called_in(index: LinkIndex, kind: str, name: str) -> str:
    article, local = name.split("#", 1)
    known = index.profile(article)
    things = (known.entities if kind == "entity" else known.events) if known else {}
    label = things[local].label if local in things else local
    return f"“{label}” of {name}"


def _verdict(one: bool, weight: Weight, needed: float, by_person: int, worst: Weight) -> str:
    if by_person:
        return _person_says(one, by_person, f"{weight.bits:g} of {needed:g} bits")
    if one:
        if weight.bits >= needed:
            return f"They are one: {weight.bits:g} bits, {needed:g} make a link."
        return f"They are one through others; this pair alone weighs {weight.bits:g} of {needed:g} bits."
    if weight.bits < needed:
        return f"They are two: {weight.bits:g} bits, {needed:g} would make a link."
    if worst.bits <= w.VETO:
        return f"They are two: {weight.bits:g} bits speak for one, but another pair of the same contradicts it."
    return f"They are two although {weight.bits:g} bits speak for one: they never met when their articles were linked."


def _person_says(one: bool, by_person: int, weighs: str) -> str:
    if one:
        return f"A person made them one (event {by_person}); by the rules they weigh {weighs}."
    return f"A person keeps them apart (event {by_person}), whatever speaks for one."


def _turns(kind: str, one: bool, weight: Weight, needed: float, by_person: int) -> tuple[str, ...]:
    if by_person:
        return (f"Undoing event {by_person}.",)
    if one:
        least = [part for part in weight.parts if weight.bits - part.bits < needed and part.bits > 0]
        return tuple(f"Without “{part.words}” it would be {weight.bits - part.bits:g} bits." for part in least)
    against = [part for part in weight.parts if part.bits < 0]
    found = [
        f"Without “{part.words}” it would be {weight.bits - part.bits:g} bits."
        for part in against
        if weight.bits - part.bits >= needed
    ]
    has = {part.field for part in weight.parts if part.bits > 0}
    lacking = needed - weight.bits
    near = any(part.field == "name" and part.words.endswith(w.SAID["near"]) for part in weight.parts)
    found += [
        f"With {words} (up to {bits:+g}) it could be a link."
        for field, bits, words in _COULD[kind]
        if field not in has and bits >= lacking > 0 and (not near or field in _OF_NEAR)
    ]
    return tuple(found) or ("No one field would turn it; a person can.",)
