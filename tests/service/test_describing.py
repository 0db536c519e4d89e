"""Places: described once by the gazetteer, with the country they lie in."""

from dataclasses import replace
from pathlib import Path

from kb.bootstrap import open_knowledge_base
from kb.language.gazetteer import shipped
from kb.log import InMemoryEventLog
from kb.model import Article, Entity, Extraction, Mention, Span
from kb.model.identity import country_identifier, external_id
from kb.projections.catalog.projection import MEMORY, Catalog
from kb.service.identity.describing import Describer
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import parts

GENEVA, SWITZERLAND = "geonames:2660646", "geonames:2658434"
SWISS = external_id(country_identifier("CH"))
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
    assert city.within == country.entity == SWISS
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
    [country] = describer.describe(replace(EXTRACTION, entities=(named,)), {"e1": SWISS})
    assert (country.label, country.within) == ("Switzerland", "")


def test_the_country_around_a_place_is_the_one_that_articles_name(tmp_path: Path) -> None:
    """One Switzerland, whether an article names it or a town in it: what linking mints is what describing means."""

    class Reader:
        """Finds a town in one article and its country in another."""

        name, version, model, languages = "places", "1", "", ("en",)

        def extract(self, article: Article) -> Extraction:
            """Return the one place."""
            known = {
                "Geneva": Entity("e1", "city", "Geneva", country="CH", external=GENEVA),
                "Switzerland": Entity("e1", "country", "Switzerland", country="CH", external=SWITZERLAND),
            }
            entity = next(one for name, one in known.items() if name in article.text)
            start = article.text.index(entity.name)
            mention = Mention("m1", Span(start, start + len(entity.name)), "name", "e1", 1.0)
            return Extraction(article.id, "places", "1", mentions=(mention,), entities=(entity,))

    settings = load_settings({"home": str(tmp_path / "home")}, {})
    made = replace(parts(), extractor=Reader, gazetteer=shipped)
    with open_knowledge_base(None, settings, create=True, parts=made) as kb:
        with kb.adder() as adder:
            for text in ("Rain fell in Geneva.", "Snow fell in Switzerland."):
                for outcome in read_bytes(text.encode(), "told", kind="text"):
                    assert adder.add(outcome).error is None
        countries = kb.catalog.list_entities(type="country").items
        [city] = kb.catalog.list_entities(type="city").items

    assert [(country.id, country.articles) for country in countries] == [(SWISS, 1)]
    assert countries[0].latitude is not None
    assert city.within is not None
    assert city.within.id == SWISS
