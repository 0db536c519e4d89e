"""Places: described once by the gazetteer, with the country they lie in."""

from dataclasses import replace

from kb.language.gazetteer import shipped
from kb.log import InMemoryEventLog
from kb.model import Entity, Extraction
from kb.model.identity import external_id
from kb.projections.catalog import MEMORY, Catalog
from kb.service.describing import Describer

GENEVA, SWITZERLAND = "geonames:2660646", "geonames:2658434"
EXTRACTION = Extraction(
    "a" * 16,
    "test",
    "1",
    entities=(
        Entity("e1", "city", "Geneva", country="CH", external=GENEVA),
        Entity("e2", "person", "Ann Lee"),
        Entity("e3", "city", "Nowhere at all", external="geonames:1"),
    ),
)
CANONICAL = {"e1": external_id(GENEVA), "e2": "x", "e3": external_id("geonames:1")}


def test_a_place_is_described_with_its_country_and_only_once() -> None:
    """Label, kind, coordinates and the country around it; what the gazetteer does not know is left alone."""
    describer = Describer(Catalog(MEMORY, InMemoryEventLog()), shipped())
    city, country = describer.describe(EXTRACTION, CANONICAL)

    assert (city.entity, city.label, city.type, city.country) == (external_id(GENEVA), "Geneva", "city", "CH")
    assert city.within == country.entity == external_id(SWITZERLAND)
    assert city.latitude is not None
    assert abs(city.latitude - 46.2) < 0.1
    assert (country.label, country.type, country.external) == ("Switzerland", "country", (SWITZERLAND,))
    assert describer.describe(EXTRACTION, CANONICAL) == ()


def test_a_place_linked_elsewhere_is_left_alone() -> None:
    """Its canonical id is not that of the identifier: somebody decided otherwise."""
    describer = Describer(Catalog(MEMORY, InMemoryEventLog()), shipped())
    assert describer.describe(EXTRACTION, {**CANONICAL, "e1": "other"}) == ()


def test_a_country_is_described_by_its_code() -> None:
    """Whatever the article calls it."""
    describer = Describer(Catalog(MEMORY, InMemoryEventLog()), shipped())
    named = Entity("e1", "country", "the Swiss", country="CH", external=SWITZERLAND)
    [country] = describer.describe(replace(EXTRACTION, entities=(named,)), {"e1": external_id(SWITZERLAND)})
    assert (country.label, country.within) == ("Switzerland", "")
