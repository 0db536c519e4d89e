"""Whose a currency is that several countries call alike: "Kenyan shillings", the rupees of an article about Nepal.

Input: a plain name, a country. Output: ISO 4217 codes, read by kb.extraction.quantity.currencies and
kb.extraction.figures.stage.
Pure. Never: guesses a country.
"""

from typing import Final

BY_COUNTRY: Final = {
    ("dollar", "australian"): "AUD",
    ("dollar", "canadian"): "CAD",
    ("dollar", "fijian"): "FJD",
    ("dollar", "guyanese"): "GYD",
    ("dollar", "liberian"): "LRD",
    ("dollar", "namibian"): "NAD",
    ("dollar", "bahamian"): "BSD",
    ("dollar", "hong kong"): "HKD",
    ("dollar", "singapore"): "SGD",
    ("dollar", "taiwan"): "TWD",
    ("dollar", "jamaican"): "JMD",
    ("dollar", "zealand"): "NZD",
    ("dollar", "us"): "USD",
    **{  # by the country's name as well: "Fiji dollars"
        ("dollar", called): code
        for called, code in {
            "fiji": "FJD",
            "caribbean": "XCD",
            "jamaica": "JMD",
            "barbados": "BBD",
            "barbadian": "BBD",
            "bajan": "BBD",
            "belize": "BZD",
            "belizean": "BZD",
            "brunei": "BND",
            "bruneian": "BND",
            "guyana": "GYD",
            "liberia": "LRD",
            "namibia": "NAD",
            "solomon islands": "SBD",
            "solomon": "SBD",
            "suriname": "SRD",
            "surinamese": "SRD",
            "trinidad": "TTD",
            "trinidadian": "TTD",
            "bermuda": "BMD",
            "bermudian": "BMD",
            "cayman islands": "KYD",
            "zimbabwe": "ZWL",
            "zimbabwean": "ZWL",
        }.items()
    },
    ("peso", "mexican"): "MXN",
    ("peso", "philippine"): "PHP",
    ("peso", "argentine"): "ARS",
    ("peso", "chilean"): "CLP",
    ("peso", "colombian"): "COP",
    ("peso", "cuban"): "CUP",
    ("peso", "uruguayan"): "UYU",
    ("peso", "dominican"): "DOP",
    ("rupee", "indian"): "INR",
    ("rupee", "pakistani"): "PKR",
    ("rupee", "sri lankan"): "LKR",
    ("rupee", "lankan"): "LKR",
    ("rupee", "nepali"): "NPR",
    ("rupee", "nepalese"): "NPR",
    ("rupee", "mauritian"): "MUR",
    ("rupee", "seychellois"): "SCR",
    ("shilling", "kenyan"): "KES",
    ("shilling", "kenya"): "KES",
    ("shilling", "ugandan"): "UGX",
    ("shilling", "uganda"): "UGX",
    ("shilling", "tanzanian"): "TZS",
    ("shilling", "somali"): "SOS",
    ("franc", "swiss"): "CHF",
    ("franc", "cfa"): "XOF",
    ("franc", "congolese"): "CDF",
    ("franc", "rwandan"): "RWF",
    ("franc", "burundian"): "BIF",
    ("franc", "guinean"): "GNF",
    ("crown", "czech"): "CZK",
    ("crown", "swedish"): "SEK",
    ("crown", "norwegian"): "NOK",
    ("crown", "danish"): "DKK",
    ("crown", "icelandic"): "ISK",
    ("krone", "norwegian"): "NOK",
    ("krone", "danish"): "DKK",
    ("riyal", "saudi"): "SAR",
    ("riyal", "qatari"): "QAR",
    ("riyal", "iranian"): "IRR",
    ("riyal", "omani"): "OMR",
    ("riyal", "yemeni"): "YER",
    ("dinar", "iraqi"): "IQD",
    ("dinar", "kuwaiti"): "KWD",
    ("dinar", "jordanian"): "JOD",
    ("dinar", "serbian"): "RSD",
    ("dinar", "tunisian"): "TND",
    ("dinar", "algerian"): "DZD",
    ("dinar", "libyan"): "LYD",
    ("dinar", "bahraini"): "BHD",
    ("pound", "egyptian"): "EGP",
    ("pound", "lebanese"): "LBP",
    ("pound", "syrian"): "SYP",
    ("pound", "sudanese"): "SDG",
    ("pound", "south sudanese"): "SSP",
    ("pound", "british"): "GBP",
    ("pound", "sterling"): "GBP",
}
_SHARED: Final = {"XOF": "BJ BF CI GW ML NE SN TG", "XAF": "CM CF TD CG GQ GA"}  # a franc of several countries
_NAMESAKES: Final = {"ZMW": "ZMW MWK", "RON": "RON MDL"}  # kwacha and lei, read as those of the larger country
_LOCAL: Final = {  # (plain word, ISO 3166-1 code) -> currency; all but the francs begin with the country's code
    **{(name, code[:2]): code for (name, _), code in BY_COUNTRY.items() if name not in ("dollar", "pound")},
    **{("P", code[:2]): code for code in ("PHP", "BWP")},
    **{("K", code[:2]): code for code in ("ZMW", "MWK", "PGK")},
    **{(name, code[:2]): code for name, codes in _NAMESAKES.items() for code in codes.split()},
    **{(name, iso2): code for name in ("franc", "XOF") for code, of in _SHARED.items() for iso2 in of.split()},
}
_COUNTRIES: Final = {
    name: frozenset(iso2 for called, iso2 in _LOCAL if called == name) for name in {called for called, _ in _LOCAL}
}


def countries_of(name: str) -> frozenset[str]:
    """Return the ISO 3166-1 codes of the countries whose currency a plain word ("rupee") is; none for a code."""
    return _COUNTRIES.get(name, frozenset())


def local_currency(name: str, iso2: str) -> str:
    """Return the code of the currency that a plain word ("peso") means in a country, the word itself if none is known.

    "CFA francs" are read as those of West Africa, and are Central Africa's in a country there.

    Args:
        name: a unit of a Quantity; a dollar or a pound stays what it is.
        iso2: ISO 3166-1 code of the country that an article is about, "" for none.
    """
    return _LOCAL.get((name, iso2), name)
