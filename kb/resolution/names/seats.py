"""Seats that speak for who governs from them: the Kremlin, the White House, Downing Street.

Input: the name of a body. Output: the country and the institution; read by kb.resolution.profile.
Pure. Never: a name that means other things as often, or a capital: the reader tells from the sentence whether a city
or a government is meant. The table is that of the gazetteer, as a test holds it to.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from kb.language.text_keys import name_key


class Seat(NamedTuple):
    """Who speaks when a seat of power does: ISO 3166-1 code, and the institution."""

    country: str
    institution: str


_TABLE: Final = (
    ("AR", "Presidency of Argentina", "casa rosada"),
    ("AT", "Federal Chancellery of Austria", "ballhausplatz"),
    ("BO", "Government of Bolivia", "la paz"),
    ("BR", "Ministry of Foreign Affairs", "itamaraty"),
    ("BR", "Presidency of Brazil", "planalto, planalto palace"),
    ("CA", "Governor General of Canada", "rideau hall"),
    ("CL", "Presidency of Chile", "la moneda"),
    ("CN", "Leadership of China", "zhongnanhai"),
    ("CO", "Presidency of Colombia", "casa de narino"),
    ("DE", "Bundestag", "bundestag"),
    ("DE", "Presidency of Germany", "bellevue palace"),
    ("EC", "Presidency of Ecuador", "carondelet palace"),
    ("ES", "Monarchy of Spain", "zarzuela"),
    ("ES", "Prime Minister of Spain", "la moncloa, moncloa"),
    ("FR", "Ministry for Europe and Foreign Affairs", "quai dorsay"),
    ("FR", "Presidency of France", "elysee, elysee palace"),
    ("FR", "Prime Minister of France", "matignon"),
    ("GB", "Government of the United Kingdom", "whitehall"),
    ("GB", "Metropolitan Police", "scotland yard"),
    ("GB", "Monarchy of the United Kingdom", "buckingham palace"),
    ("GB", "Northern Ireland Assembly", "stormont"),
    ("GB", "Prime Minister's Office", "10 downing street, downing street"),
    ("GH", "Presidency of Ghana", "jubilee house"),
    ("ID", "Presidency of Indonesia", "merdeka palace"),
    ("IL", "Knesset", "knesset"),
    ("IL", "Ministry of Defense", "kirya"),
    ("IN", "Government of India", "raisina hill"),
    ("IN", "Presidency of India", "rashtrapati bhavan"),
    ("IN", "Prime Minister's Office", "south block"),
    ("IT", "Ministry of Foreign Affairs", "farnesina"),
    ("IT", "Presidency of Italy", "quirinal palace, quirinale"),
    ("IT", "Prime Minister of Italy", "palazzo chigi"),
    ("JP", "Government of Japan", "kasumigaseki, nagatacho"),
    ("JP", "Prime Minister's Office", "kantei"),
    ("KR", "Presidency of South Korea", "blue house, cheong wa dae"),
    ("LB", "Presidency of Lebanon", "baabda palace"),
    ("LB", "Prime Minister of Lebanon", "grand serail"),
    ("MX", "Presidency of Mexico", "los pinos"),
    ("MY", "Government of Malaysia", "putrajaya"),
    ("NG", "Presidency of Nigeria", "aso rock, aso villa"),
    ("NL", "Parliament of the Netherlands", "binnenhof"),
    ("PH", "Presidency of the Philippines", "malacanang, malacanang palace"),
    ("PS", "Palestinian Authority", "mukataa, muqata"),
    ("RU", "Federal Security Service", "lubyanka"),
    ("RU", "Ministry of Foreign Affairs", "smolenskaya square"),
    ("RU", "Presidency of Russia", "kremlin"),
    ("RU", "State Duma", "state duma"),
    ("TR", "Government of Turkey", "sublime porte"),
    ("TR", "Presidency of Turkey", "bestepe"),
    ("UA", "Parliament of Ukraine", "verkhovna rada"),
    ("UA", "Presidency of Ukraine", "bankova, bankova street"),
    ("US", "Congress of the United States", "capitol hill"),
    ("US", "Department of Defense", "pentagon"),
    ("US", "Department of State", "foggy bottom, state department"),
    ("US", "Presidency of the United States", "oval office, west wing, white house"),
    ("VA", "Holy See", "holy see, vatican"),
    ("VE", "Presidency of Venezuela", "miraflores palace"),
    ("ZA", "Presidency of South Africa", "union buildings"),
)
SEATS: Final = {name: Seat(country, body) for country, body, names in _TABLE for name in names.split(", ")}


@lru_cache(maxsize=4096)
def seat(name: str) -> Seat | None:
    """Return what a seat of power stands for, None for any other name."""
    return SEATS.get(name_key(name))
