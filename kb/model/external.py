"""Identifiers elsewhere: how they are written, which forms they have, the IRIs that they stand for.

Input: text as people and files write it. Output: "scheme:id" in one form, or the reason why it is none; IRIs.
Pure. Never: asks anybody whether there is such a thing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

OF_PLACES: Final = frozenset({"geonames", "iso3166"})
IDENTIFYING: Final = OF_PLACES | {"wikidata"}  # schemes that name an entity without any comparison
_WHOLE: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9_.-]{0,30}):(?P<id>[^\s:][^\s]{0,300})\Z")
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A space of identifiers.

    Attributes:
        form: what an id looks like, whole.
        example: one.
        iri: its IRI, with {} for the id; "" if it has none.
        read: how its IRIs and pages are written, the id as group 1.
    """

    form: str
    example: str
    iri: str = ""
    read: str = ""


SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {
        "geonames": Scheme(
            r"[1-9]\d{0,9}",
            "geonames:703448",
            "https://sws.geonames.org/{}/",
            r"https?://(?:sws|www)\.geonames\.org/(\d+)(?:/.*)?",
        ),
        "wikidata": Scheme(
            r"Q[1-9]\d{0,11}",
            "wikidata:Q42",
            "http://www.wikidata.org/entity/{}",
            r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q\d+)",
        ),
        "iso3166": Scheme(r"[A-Z]{2}", "iso3166:UA"),
        "viaf": Scheme(
            r"[1-9]\d{0,22}", "viaf:75121530", "http://viaf.org/viaf/{}", r"https?://viaf\.org/viaf/(\d+)/?"
        ),
        "isni": Scheme(r"\d{15}[\dX]", "isni:0000000121707484", "https://isni.org/isni/{}"),
        "lei": Scheme(r"[A-Z0-9]{18}\d{2}", "lei:5493001KJTIIGC8Y1R12"),
    }
)


class NoIdentifierError(ValueError):
    """Text is no identifier elsewhere; *reason* says why, in a clause."""

    def __init__(self, given: str, reason: str) -> None:
        self.given = given
        self.reason = reason
        super().__init__(f"{given!r} is no id elsewhere: {reason}")


def checked(given: str) -> str:
    """Return an identifier as "scheme:id"; an IRI of a scheme that is known, or of any other, is taken too.

    Raises:
        NoIdentifierError: it has not the form of its scheme, or no form at all.
    """
    text = given.strip()
    if text.startswith(("http://", "https://")):
        return of_iri(text) or _other(text)
    if text.startswith("iri:"):
        return of_iri(text[4:]) or _other(text[4:])
    match = _WHOLE.match(text)
    if match is None:
        raise NoIdentifierError(given, "it is not SCHEME:ID, as wikidata:Q42 or geonames:703448")
    scheme = SCHEMES.get(match["scheme"])
    if scheme and not re.fullmatch(scheme.form, match["id"]):
        raise NoIdentifierError(given, f"an id of {match['scheme']} looks like {scheme.example}")
    return text


def found_in(text: str) -> str:
    """Return the identifier that words are, as *checked* has it; "" for what is none."""
    try:
        return checked(text)
    except NoIdentifierError:
        return ""


def of_iri(iri: str) -> str:
    """Return the "scheme:id" that an IRI or page stands for, "" for one of no scheme that is known."""
    for name, scheme in SCHEMES.items():
        if scheme.read and (match := re.fullmatch(scheme.read, iri)) and re.fullmatch(scheme.form, match[1]):
            return f"{name}:{match[1]}"
    return ""


def iri_of(external: str) -> str:
    """Return the IRI of a "scheme:id", "" if it has none."""
    name, _, identifier = external.partition(":")
    if name == "iri":
        return identifier if _IRI.match(identifier) else ""
    scheme = SCHEMES.get(name)
    if scheme is None or not scheme.iri or not re.fullmatch(scheme.form, identifier):
        return ""
    return scheme.iri.format(identifier)


def scheme_of(external: str) -> str:
    """Return the scheme of a "scheme:id"."""
    return external.partition(":")[0]


def _other(iri: str) -> str:
    if not _IRI.match(iri):
        raise NoIdentifierError(iri, "it is no IRI that could stand in a graph")
    return f"iri:{iri}"
