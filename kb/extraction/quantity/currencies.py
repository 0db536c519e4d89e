"""Currencies as news writes them: signs, codes, names, with ISO 4217 codes.

Input: tokens before or after a number. Output: code and token count, read by
kb.extraction.quantity.
Never: guesses a country; a name that several currencies share and no adjective
settles stays a plain word ("peso").
"""

from typing import Final

from kb.extraction.quantity.tokens import Token, at

SIGNS: Final = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₹": "INR",
    "₦": "NGN",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "₱": "PHP",
    "฿": "THB",
    "₫": "VND",
    "₵": "GHS",
    "৳": "BDT",
    "₸": "KZT",
    "₾": "GEL",
    "₿": "BTC",
}
DOLLARS: Final = {
    "us": "USD",
    "u.s": "USD",
    "a": "AUD",
    "au": "AUD",
    "aud": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "can": "CAD",
    "nz": "NZD",
    "hk": "HKD",
    "s": "SGD",
    "sg": "SGD",
    "nt": "TWD",
    "r": "BRL",
    "mx": "MXN",
    "z": "ZWL",
    "fj": "FJD",
    "j": "JMD",
    "tt": "TTD",
    "b": "BSD",
    "n": "NAD",
}
CODES: Final = frozenset(
    "AED AFN ALL AMD ARS AUD AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CLP CNY COP CRC "
    "CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK "
    "JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK "
    "MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SLE SOS "
    "SRD SSP SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST "
    "XAF XCD XOF XPF YER ZAR ZMW".split()
)
_BEFORE: Final = {
    "rs": "rupee",
    "tk": "BDT",
    "sh": "KES",
    "ksh": "KES",
    "rm": "MYR",
    "rp": "IDR",
    "kr": "krone",
    "fr": "CHF",
}
_RAND: Final = "R"

NAMES: Final = {
    form: code
    for code, forms in {
        "USD": "dollar dollars greenbacks",
        "EUR": "euro euros",
        "JPY": "yen",
        "CNY": "yuan renminbi",
        "RUB": "ruble rubles rouble roubles",
        "rupee": "rupee rupees",
        "BDT": "taka",
        "NGN": "naira",
        "ZAR": "rand",
        "peso": "peso pesos",
        "KRW": "won",
        "TRY": "lira liras",
        "UAH": "hryvnia hryvnias hryvnya",
        "ILS": "shekel shekels",
        "AED": "dirham dirhams",
        "riyal": "riyal riyals rial rials",
        "franc": "franc francs",
        "krone": "krone kroner",
        "crown": "crown crowns",
        "SEK": "kronor",
        "ISK": "krónur",
        "CZK": "koruna korunas koruny",
        "PLN": "zloty zlotys zlotych",
        "HUF": "forint forints",
        "THB": "baht",
        "MYR": "ringgit",
        "VND": "dong",
        "IDR": "rupiah rupiahs",
        "shilling": "shilling shillings",
        "ZMW": "kwacha",
        "GHS": "cedi cedis",
        "BRL": "reais",
        "dinar": "dinar dinars",
        "KZT": "tenge",
        "ETB": "birr",
        "AMD": "dram drams",
        "GEL": "lari",
        "VES": "bolivar bolivars bolivares",
        "PEN": "soles",
        "PYG": "guarani guaranis",
        "MMK": "kyat kyats",
        "KHR": "riel riels",
        "LAK": "kip",
        "AFN": "afghani afghanis",
        "RON": "leu lei",
        "BGN": "leva lev",
        "pound": "pound pounds quid",
        "HTG": "gourde gourdes",
        "BWP": "pula",
        "MAD": "moroccan_dirham",
    }.items()
    for form in forms.split()
}
_BY_COUNTRY: Final = {
    ("dollar", "australian"): "AUD",
    ("dollar", "canadian"): "CAD",
    ("dollar", "hong kong"): "HKD",
    ("dollar", "singapore"): "SGD",
    ("dollar", "taiwan"): "TWD",
    ("dollar", "jamaican"): "JMD",
    ("dollar", "zealand"): "NZD",
    ("dollar", "us"): "USD",
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
    ("pound", "british"): "GBP",
    ("pound", "sterling"): "GBP",
}
_SHARED: Final = {"XOF": "BJ BF CI GW ML NE SN TG", "XAF": "CM CF TD CG GQ GA"}  # a franc of several countries
_LOCAL: Final = {  # (plain word, ISO 3166-1 code) -> currency; all but the francs begin with the country's code
    **{(name, code[:2]): code for (name, _), code in _BY_COUNTRY.items() if name not in ("dollar", "pound")},
    **{("franc", iso2): code for code, countries in _SHARED.items() for iso2 in countries.split()},
}
_COUNTRIES: Final = {
    name: frozenset(iso2 for called, iso2 in _LOCAL if called == name) for name in {called for called, _ in _LOCAL}
}
_GENERIC: Final = {"dollars": "dollar", "dollar": "dollar"}
_LONGEST_ADJECTIVE: Final = 3


def countries_of(name: str) -> frozenset[str]:
    """Return the ISO 3166-1 codes of the countries whose currency a plain word ("rupee") is; none for a code."""
    return _COUNTRIES.get(name, frozenset())


def local_currency(name: str, iso2: str) -> str:
    """Return the code of the currency that a plain word ("peso") means in a country, the word itself if none is known.

    Args:
        name: a unit of a Quantity; a dollar or a pound stays what it is.
        iso2: ISO 3166-1 code of the country that an article is about, "" for none.
    """
    return _LOCAL.get((name, iso2), name)


def currency_before(tokens: list[Token], index: int) -> tuple[str, int] | None:  # noqa: PLR0911 - one return a rule
    """Return (code, token count) of a currency sign or code at *index* that a number follows."""
    token, following = at(tokens, index), at(tokens, index + 1)
    if token.kind == "s":
        code = SIGNS.get(token.text)
        if code is None and token.text == "#" and following.kind == "n" and "." in following.text:
            return None
        return (code, 1) if code and following.kind in "nw" and not following.broken else None
    if token.kind != "w" or following.broken:
        return None
    if following.text == "$" and token.lower in DOLLARS and (following.joined or token.text.isupper()):
        return DOLLARS[token.lower], 2
    if matches_us(tokens, index):
        return "USD", 5 if at(tokens, index + 3).text == "." else 4
    if following.kind == "n":
        if token.text in CODES and token.text not in {"ALL", "TOP"}:
            return token.text, 1
        if token.lower in _BEFORE and token.text[:1].isupper():
            return _BEFORE[token.lower], 1
        if token.text == _RAND and following.joined:
            return "ZAR", 1
    if token.text == "Rs" and following.text == "." and at(tokens, index + 2).kind == "n":
        return "rupee", 2
    return None


def matches_us(tokens: list[Token], index: int) -> bool:
    """Say whether "U.S. $" or "U.S.$" stands at *index*."""
    texts = [at(tokens, index + k).text for k in range(5)]
    return texts[:3] == ["U", ".", "S"] and (texts[3] == "$" or texts[3:5] == [".", "$"])


def currency_after(tokens: list[Token], index: int, value: float, scaled: bool) -> tuple[str, int] | None:
    """Return (code or plain name, token count) of a currency's name or code at *index*.

    Args:
        value: the number before it; small bare numbers do not make "pounds" or "won" money.
        scaled: "million" or the like stands in the number.
    """
    adjectives: list[str] = []
    for skip in range(_LONGEST_ADJECTIVE):
        token = at(tokens, index + skip)
        if token.broken or token.kind == "":
            return None
        if token.text in CODES and token.text not in {"ALL", "TOP"}:
            return token.text, skip + 1
        name = NAMES.get(token.lower)
        if name is not None:
            code = _settle(name, _GENERIC.get(token.lower, name), adjectives, value, scaled)
            return (code, skip + 1) if code else None
        if token.text == "$" or not (token.text[:1].isupper() or token.text in {".", "-"}):
            return None
        adjectives.append(token.lower)
    return None


def _settle(name: str, generic: str, adjectives: list[str], value: float, scaled: bool) -> str:
    for adjective in (" ".join(adjectives), adjectives[-1] if adjectives else ""):
        code = _BY_COUNTRY.get((generic, adjective))
        if code is not None:
            return code
    large = scaled or value >= 1000
    if name == "pound":
        return "GBP" if scaled or value >= 10_000 else "pound"
    if name == "KRW" and not large:
        return ""
    return name
