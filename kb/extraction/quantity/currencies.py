"""Currencies as news writes them: signs, codes, names, with ISO 4217 codes.

Input: tokens before or after a number. Output: code and token count, read by
kb.extraction.quantity.
Never: guesses a country; a name that several currencies share and no adjective
settles stays a plain word ("peso").
"""

from typing import Final

from kb.extraction.quantity.local_currencies import BY_COUNTRY
from kb.extraction.quantity.tokens import Token, at, tokenize

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
    "AOA AWG CAD CDF CHF CLP CNY COP CRC "
    "CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK "
    "JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK "
    "MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SLE SOS "
    "SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST "
    "XAF XCD XOF XPF YER ZAR ZMW".split()
)
_BEFORE: Final = {
    "rs": "rupee",
    "tk": "BDT",
    "sh": "KES",
    "ksh": "KES",
    "kshs": "KES",
    "tsh": "TZS",
    "tshs": "TZS",
    "ush": "UGX",
    "ushs": "UGX",
    "dhs": "AED",
    "cfa": "XOF",
    "fcfa": "XOF",
    "rm": "MYR",
    "rp": "IDR",
    "kr": "krone",
    "fr": "CHF",
}
_RAND: Final = "R"
_LETTERS: Final = {"P": "P", "N": "NGN", "K": "K"}  # signs before sums; the plain ones are settled by the country
_INITIALS: Final = {"BD": "BHD", "KD": "KWD", "QR": "QAR", "SR": "SAR", "GHC": "GHS"}  # before sums, joined or not

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
        "LSL": "loti maloti",
        "SZL": "lilangeni emalangeni",
        "AOA": "kwanza kwanzas",
        "MZN": "metical meticais",
        "MGA": "ariary",
        "GMD": "dalasi dalasis",
        "GTQ": "quetzal quetzales",
        "HNL": "lempira lempiras",
        "BOB": "boliviano bolivianos",
        "CRC": "colones",
        "NIO": "cordobas córdobas",
        "AZN": "manat manats",
        "MNT": "tugrik tugriks",
        "MKD": "denar denars",
        "WST": "tala",
        "TOP": "pa'anga paʻanga",
        "VUV": "vatu",
        "PGK": "kina",
        "BTN": "ngultrum ngultrums",
        "MVR": "rufiyaa",
        "MOP": "pataca patacas",
        "KGS": "som soms",
        "TJS": "somoni somonis",
        "MRU": "ouguiya ouguiyas",
        "ERN": "nakfa",
        "SLE": "leone leones",
        "STN": "dobra dobras",
        "CVE": "escudo escudos",
        "PAB": "balboa balboas",
        "AWG": "florin florins",
        "PEN": "soles",
        "ALL": "lek leks",
        "MAD": "moroccan_dirham",
    }.items()
    for form in forms.split()
}
_LARGE: Final = frozenset("million billion trillion bn m mn".split())
_GENERIC: Final = {"dollars": "dollar", "dollar": "dollar"}
_LONGEST_ADJECTIVE: Final = 3
_PLENTY: Final = 1_000_000  # of what may be no money where it is few


def currency_called(words: str) -> str:
    """Return the code of what a person calls a currency: a code, a sign, a name; "" for none, or one of several."""
    if (code := words.strip().upper()) in CODES:
        return code
    tokens = tokenize(f"1 {words.title()}")
    found, length = currency_after(tokens, 1, _PLENTY, scaled=True) or (SIGNS.get(words.strip(), ""), 1)
    return found if found.isupper() and len(found) == len("EUR") and length == len(tokens) - 1 else ""


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
        if token.text in _LETTERS and following.joined and _is_sum(following, at(tokens, index + 2)):
            return _LETTERS[token.text], 1
        if token.text in _INITIALS and _is_sum(following, at(tokens, index + 2)):
            return _INITIALS[token.text], 1
    if token.text == "Rs" and following.text == "." and at(tokens, index + 2).kind == "n":
        return "rupee", 2
    return None


def _is_sum(number: Token, after: Token) -> bool:
    """Whether digits behind a letter are money rather than a name: "P5 million", "N40,000", not "P5"."""
    return "," in number.text or after.lower in _LARGE


def matches_us(tokens: list[Token], index: int) -> bool:
    """Say whether "U.S. $" or "U.S.$" stands at *index*."""
    texts = [at(tokens, index + k).text for k in range(5)]
    return texts[:3] == ["U", ".", "S"] and (texts[3] == "$" or texts[3:5] == [".", "$"])


def currency_after(  # noqa: PLR0911 - one return a rule
    tokens: list[Token], index: int, value: float, scaled: bool
) -> tuple[str, int] | None:
    """Return (code or plain name, token count) of a currency's name or code at *index*.

    Args:
        value: the number before it; small bare numbers do not make "pounds" or "won" money.
        scaled: "million" or the like stands in the number.
    """
    adjectives: list[str] = []
    if [at(tokens, index + k).text for k in range(4)] == ["U", ".", "S", "."]:
        return ("USD", 5) if at(tokens, index + 4).lower in {"dollar", "dollars"} else None
    for skip in range(_LONGEST_ADJECTIVE):
        token = at(tokens, index + skip)
        if token.broken or token.kind == "":
            return None
        if token.text in CODES and token.text not in {"ALL", "TOP"}:
            return token.text, skip + 1
        name = NAMES.get(token.lower)
        if name is not None:
            if name == "pound" and at(tokens, index + skip + 1).lower == "sterling":
                return "GBP", skip + 2
            code = _settle(name, _GENERIC.get(token.lower, name), adjectives, value, scaled)
            return (code, skip + 1) if code else None
        if token.text == "$" or not (token.text[:1].isupper() or token.text in {".", "-"}):
            return None
        adjectives.append(token.lower)
    return None


def _settle(name: str, generic: str, adjectives: list[str], value: float, scaled: bool) -> str:
    for adjective in (" ".join(adjectives), adjectives[-1] if adjectives else ""):
        code = BY_COUNTRY.get((generic, adjective))
        if code is not None:
            return code
    large = scaled or value >= 1000
    if name == "pound":
        return "GBP" if scaled or value >= 10_000 else "pound"
    if name == "KRW" and not large:
        return ""
    return name
