"""Who has an office: one person at a time, not a namesake, each of those named together.

Input: offices as they were read, each with whether the words beside it tell its body.
Output: the same, read by kb.extraction.offices.stage.
Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.extraction.names.namesakes import no_kin_behind
from kb.extraction.syntax import subject_of
from kb.model import Span
from kb.model.extraction import Office

_ENDS: Final = re.compile(r"[.!?;]\s")
_ALONE: Final = re.compile(r"president|prime minister|king|queen|emperor|chancellor|emir|sultan", re.IGNORECASE)
_AND: Final = re.compile(
    r"(?:\s+(?:of|for|at|in)\s+[^,.;:()“”\"]{2,60}?)?,?\s+and\s+(?:(?:an?|the|its|his|her|their)\s+)?"
    r"(?:(?:former|ex|current|acting|honorary|interim|deputy|one-time|sometime|longtime)[\s-]+)*"
)
_LISTED: Final = re.compile(r",\s+|,?\s+(?P<and>and)\s+")
TOGETHER: Final = 160  # characters from a role in the plural to the last of those who have it
_OPENS: Final = re.compile(r"(?:^|\n|[a-z\d)”\"’][.!?][”\"’]?\s+)$")  # a sentence; nothing begins behind "H.E."
_APPOSED: Final = re.compile(r",\s+(?:an?|the)\s+")  # "Obi, his [deputy], Ana Paz," is two
_SECOND: Final = re.compile(r",\s+(?!(?:the|an?|new|former|ex|its|his|her)\b)(?:[A-Z][\w’'-]+\s+)?")
_BESIDE: Final = re.compile(r",\s+(?:[\w’'.-]+\s+){0,5}?")


def also_held(document: Document, table: EntityTable, span: Span, before: Office) -> tuple[str, float] | None:
    """Return whose a role is that "and" joins to another behind the holder's name, and how sure that is.

    "NAME, mayor of Osk and a former [minister]": the mayor's; "the mayor of Osk and a former minister" are two.
    """
    if before.span.end > span.start or not _AND.fullmatch(document.text[before.span.end : span.start]):
        return None
    people = [m for m in table.near(before.span) if m.kind == "name" and table.entity(m.entity).type == "person"]
    if any(before.span.end <= m.span.start < span.start for m in people):
        return None
    behind = (document.text[m.span.end : before.span.start] for m in people if m.entity == before.person)
    return (before.person, before.confidence) if any(map(_BESIDE.fullmatch, behind)) else None


def opens_with(text: str, name: Span, role: Span) -> bool:
    """Say whether a sentence opens with who has a role: "[Jon Dahl], the [envoy] of the governor, Ana Ruiz, told"."""
    opens = _OPENS.search(text, max(0, name.start - 4), name.start) is not None
    return opens and name.end <= role.start and _APPOSED.fullmatch(text, name.end, role.start) is not None


def is_anothers(document: Document, name: Span, role: Span) -> bool:
    """Say whether a verb between a name and a role has somebody else as its subject, or the role as its object.

    Of "Ana Paz, who led it with [her husband Leo], will stay as [chair]" it is she who is chair.
    """
    (first, end), start = document.tokens(name), document.tokens(role)[0]
    light = [token for token in document.doc[end:start] if token.dep_.startswith(("aux", "cop"))]
    verbs = [token for token in document.doc[end:start] if token.pos_ == "VERB"]
    subjects = (subject_of(verb) for verb in (*verbs, *(token.head for token in light)))
    if _of_its_object(document, name, role):
        return True
    return any(s is not None and s.i < first and not _names_it(document, s, first) for s in subjects)


def is_headlines_second(document: Document, table: EntityTable, role: Span, holder: str) -> bool:
    """Say whether a role is not of whom a headline names before it: "[Paz], Oskan [president] meet in Ula".

    A comma is an "and" there where the verb is of several; "Paz, new president of Osk, resigns" is one person.
    """
    title, last = document.title, document.tokens(role)[1]
    if title is None or not title.covers(role) or last >= len(document.doc):
        return False
    verb = document.doc[last]
    several = verb.pos_ in ("VERB", "AUX") and verb.text.casefold() in (verb.lemma_.casefold(), "are", "were", "have")
    named = [m for m in table.near(role) if m.entity == holder and title.start <= m.span.start < role.start]
    return several and any(_SECOND.fullmatch(document.text, m.span.end, role.start) for m in named if m.kind == "name")


def _of_its_object(document: Document, name: Span, role: Span) -> bool:
    """Whether a verb behind the name does something to whoever has the role: "Ana Ruiz, met the mayor"."""
    (_, behind), (first, last) = document.tokens(name), document.tokens(role)
    word = head_token(document.doc, first, last) if first < last else None
    return word is not None and word.dep_ in ("obj", "iobj") and behind <= word.head.i < first


def _names_it(document: Document, subject: Token, name: int) -> bool:
    """Whether a subject is what a name is told of: "the mayor, [Ana Paz], is"."""
    token = document.doc[name]
    while token.i != subject.i and token.dep_ in ("appos", "flat", "compound", "nmod:desc", "conj"):
        token = token.head
    return token.i == subject.i


def each(document: Document, table: EntityTable, office: Office) -> list[Office]:
    """Return one office for each of those who are named together behind a plural: "two directors, NAME and NAME"."""
    first, last = document.tokens(office.span)
    noun = head_token(document.doc, first, last) if first < last else None
    if noun is None or noun.pos_ != "NOUN" or not noun.lower_.endswith("s") or noun.lemma_ == noun.lower_:
        return [office]
    role = re.sub(rf"\b{re.escape(noun.text)}\b", noun.lemma_, office.role, count=1)
    names = [m for m in table.near(office.span, TOGETHER) if m.kind == "name" and m.span.start >= office.span.end]
    at = next((n for n, m in enumerate(names) if m.entity == office.person), len(names))
    people, joined = [office.person], False
    for before, name in pairwise(names[at:]):
        gap = _LISTED.fullmatch(document.text[before.span.end : name.span.start])
        if gap is None or joined or table.entity(name.entity).type != "person":
            break
        people.append(name.entity)
        joined = gap["and"] is not None
    return [replace(office, role=role, person=person) for person in (people if joined else people[:1])]


def own(document: Document, table: EntityTable, read: Sequence[tuple[Office, bool]]) -> list[tuple[Office, bool]]:
    """Leave out what only somebody holds who is no kin of the person: "he is no relation of the former minister".

    An office stays with whom the text names behind it: "no relation of the minister, Ana Osk".
    """
    return [(office, told) for office, told in read if not _of_a_namesake(document, table, office)]


def _of_a_namesake(document: Document, table: EntityTable, office: Office) -> bool:
    told = no_kin_behind(document.text, office.span.start)
    if told is None:
        return False
    his = [m for m in table.near(office.span) if m.entity == office.person]
    if any(m.kind == "name" and m.span.start >= office.span.end for m in his):
        return False
    return any(m.span.end <= told and _ENDS.search(document.text, m.span.end, told) is None for m in his)


def one_at_a_time(read: Sequence[tuple[Office, bool]]) -> list[tuple[Office, bool]]:
    """Take the country from a president where another person is more surely president of it.

    Args:
        read: offices and whether words beside them tell their body.
    """
    surest: dict[tuple[str, str], Office] = {}
    for office, told in read:
        if told and _alone(office):
            key = _key(office)
            surest[key] = max(surest.get(key, office), office, key=lambda o: o.confidence)
    return [
        (replace(o, country=""), told) if _alone(o) and _second(o, told, surest.get(_key(o), o)) else (o, told)
        for o, told in read
    ]


def is_alone(office: Office) -> bool:
    """Say whether an office is held now, and by one person in each country."""
    return office.status == "current" and _ALONE.fullmatch(office.role) is not None


def _alone(office: Office) -> bool:
    return bool(office.country) and is_alone(office)


def _key(office: Office) -> tuple[str, str]:
    return office.role.lower(), office.country


def _second(office: Office, told: bool, surest: Office) -> bool:
    return surest.person != office.person and (not told or office.confidence < surest.confidence)
