"""How two names agree: as persons are named, and as bodies and places are.

Input: folded names (kb.language.text_keys). Output: an Agreement, read by
kb.resolution.comparison, which knows what each is worth.
Pure apart from caches. Never: weighs; looks beyond the two names.

Nicknames are those of the package nicknames (English); VARIANTS adds given
names that languages write differently.
"""

import re
from functools import cache, lru_cache
from typing import Final, Literal

from nicknames import NickNamer

from kb.resolution.romanise import alike, skeleton

Agreement = Literal[
    "same",
    "order",
    "spelling",
    "nickname",
    "part",
    "initial",
    "single",
    "acronym",
    "common",
    "given",
    "other",
]

PARTICLES: Final = frozenset(
    ("al el ul de da do dos das del della di la le van von der den ten bin ibn bint abu ben y e").split()
)
VARIANTS: Final = tuple(
    frozenset(skeleton(name) for name in row.split())
    for row in (
        "volodymyr vladimir uladzimir",
        "oleksandr aleksandr alexander alyaksandr alexandr",
        "mykola nikolai nikolay mikalai",
        "mykhailo mikhail michael mikhael",
        "serhiy sergei sergey siarhei serge",
        "dmytro dmitry dmitri dzmitry",
        "andriy andrei andrey andrew",
        "oleksiy aleksei alexei alexey",
        "yevhen yevgeny evgeny eugene",
        "pavlo pavel paul",
        "petro pyotr petr peter",
        "kyrylo kirill cyril",
        "olha olga",
        "olena elena yelena helena",
        "kateryna yekaterina ekaterina katerina catherine",
        "yulia julia yuliya iuliia",
        "iryna irina",
        "svitlana svetlana",
        "mohammed muhammad mohamed mohammad muhammed mehmet mahomed",
        "ahmed ahmad ahmet",
        "hussein husayn hussain hossein huseyin",
        "yusuf yousef youssef yusef joseph",
        "ibrahim ebrahim abraham",
        "gaddafi qaddafi kadhafi gadhafi",
        "george georgy giorgi georgi",
        "john ivan jan juan joao jean giovanni",
        "xi hsi",
        "beijing peking",
    )
)
EXONYMS: Final = tuple(
    frozenset(skeleton(name) for name in row.split())
    for row in (
        "kyiv kiev kijow", "dnipro dnieper dnepr", "odesa odessa", "kharkiv kharkov", "lviv lvov lwow lemberg",
        "danube donau duna dunav dunarea", "rhine rhein rhin rijn", "vistula wisla weichsel", "elbe labe",
        "tagus tejo tajo",
        "moscow moskva moskau", "warsaw warszawa", "prague praha", "vienna wien", "rome roma", "lisbon lisboa",
        "athens athina", "belgrade beograd", "bucharest bucuresti", "brussels bruxelles brussel", "cologne koln koeln",
        "munich munchen muenchen", "geneva geneve genf", "copenhagen kobenhavn", "gothenburg goteborg",
        "seville sevilla",
        "yangon rangoon", "mumbai bombay", "kolkata calcutta", "chennai madras", "beijing peking", "guangzhou canton",
        "istanbul constantinople", "izmir smyrna", "cairo qahira", "damascus dimashq", "aleppo halab", "homs hims",
        "mecca makkah", "jeddah jiddah", "tehran teheran", "kabul caboul", "tbilisi tiflis", "yerevan erevan",
        "chisinau kishinev", "bishkek frunze", "almaty alma-ata", "abidjan abijan", "antananarivo tananarive",
    )
)  # fmt: skip
SUFFIXES: Final = frozenset(
    (
        "plc inc incorporated ltd limited llc llp lp corp corporation co company companies group holding "
        "holdings gmbh ag se sa sas sarl spa srl nv bv ab asa oy oyj as kk pjsc jsc ojsc pao oao ooo zao sae "
        "tbk bhd pty"
    ).split()
)
GENERIC: Final = frozenset(
    (
        "police army navy air force forces armed military ministry minister government cabinet parliament "
        "command senate house assembly congress court supreme high constitutional appeal district city "
        "council county state national federal central bank office department agency commission authority "
        "administration committee union party health defence defense foreign interior justice education "
        "finance transport university hospital fire service services coast guard border election electoral "
        "prosecutor prosecutors general company airport station river lake mountain north south east west "
        "northern southern eastern western new old school street square park bridge attorney s of the and for "
        "presidential security intelligence civil protection red crescent cross reserve institute society "
        "association federation organisation organization centre center clinic mission market port"
    ).split()
)
PLACE_WORDS: Final = frozenset(
    (
        "district province region state county governorate oblast prefecture department canton territory "
        "municipality division subdistrict upazila raion city town village island river lake sea mountain "
        "mount airport port market road street square bridge"
    ).split()
)
_ADJECTIVE: Final = re.compile(r"(?:ivski|ski|ska|ske)$")


@lru_cache(maxsize=65536)
def compare_persons(first: str, second: str) -> Agreement:
    """Return how two names of persons agree, titles and suffixes taken off."""
    one, two = first.split(), second.split()
    if len(one) == 1 or len(two) == 1:
        if len(one) == len(two):
            return "single" if alike(first, second) else "other"
        short, full = (first, two) if len(one) == 1 else (second, one)
        return "single" if any(alike(short, word) for word in (full[-1], full[0])) else "other"
    if one == two:
        return "same"
    if sorted(one) == sorted(two):
        return "order"
    a, b = _without_particles(one), _without_particles(two)
    straight = _ordered(a, b)
    if straight in ("other", "given") and (turned := _ordered(a, b[1:] + b[:1])) in (
        "spelling",
        "same",
    ):
        return "order" if turned == "same" else "spelling"
    return straight


def _ordered(one: list[str], two: list[str]) -> Agreement:
    """Compare names whose family name comes last."""
    if "".join(one) == "".join(two):
        return "same"
    if not alike(one[-1], two[-1]):
        return "spelling" if _joined_alike(one, two) else "other"
    if alike(one[0], two[0]):
        if len(one) != len(two):
            return "part"
        middle = all(alike(a, b) or _initial(a, b) for a, b in zip(one[1:-1], two[1:-1], strict=True))
        return "spelling" if middle else "given"
    return _given(one, two)


def _given(one: list[str], two: list[str]) -> Agreement:
    """Compare names of one family whose first words differ."""
    given, other = one[0], two[0]
    if _initial(given, other) or _initial_of_nickname(given, other):
        return "initial"
    if same_given(given, other):
        return "nickname"
    if len(one) != len(two) and (given in two or other in one):
        return "part"  # "Karl Johan Lind", "Johan Lind"
    return "given"


def _joined_alike(one: list[str], two: list[str]) -> bool:
    """Names cut into words in other ways: "Aung San Suu Kyi", "Aung Sansuukyi"."""
    joined, other = "".join(one), "".join(two)
    return abs(len(one) - len(two)) == 1 and len(joined) > 8 and alike(joined, other)


def _initial(one: str, two: str) -> bool:
    return min(len(one), len(two)) == 1 and one[0] == two[0]


def _initial_of_nickname(one: str, two: str) -> bool:
    """Whether "w" can be "bill"."""
    short, long = sorted((one, two), key=len)
    return len(short) == 1 < len(long) and any(name[0] == short for name in _nicknames().canonicals_of(long))


def _without_particles(words: list[str]) -> list[str]:
    kept = [word for word in words if word not in PARTICLES]
    return kept if len(kept) > 1 else words


@lru_cache(maxsize=16384)
def same_given(one: str, two: str) -> bool:
    """Say whether two given names can be of one person: a nickname, or another language's form."""
    if alike(one, two):
        return True
    a, b = skeleton(one), skeleton(two)
    if any(a in row and b in row for row in VARIANTS):
        return True
    book = _nicknames()
    return two in book.nicknames_of(one) or one in book.nicknames_of(two)


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=65536)
def compare_bodies(first: str, second: str) -> Agreement:
    """Return how two names of bodies or places agree."""
    one, two = plain_words(first), plain_words(second)
    common = set(one) <= GENERIC and set(two) <= GENERIC
    if one == two or "".join(one) == "".join(two):
        return "common" if common else "same"
    if _acronym(first, second) or _acronym(second, first):
        return "acronym"
    if common:
        nested = set(one) < set(two) or set(two) < set(one)
        return "common" if nested and min(len(one), len(two)) > 1 else "other"
    if _every_alike(one, two):
        return "spelling"
    short, full = sorted((one, two), key=len)
    left = [word for word in full if not any(alike(word, other) for other in short)]
    if len(full) - len(left) == len(short) and not set(short) <= GENERIC and short:
        return "part"
    return "other"


def _every_alike(one: list[str], two: list[str]) -> bool:
    """Whether the words pair off, as spellings or as a name and its adjective ("Holosiiv", "Holosiivskyi")."""
    if len(one) != len(two):
        return alike("".join(one), "".join(two)) and min(map(len, ("".join(one), "".join(two)))) > 5
    return all(alike(a, b) or _adjective(a, b) or _exonym(a, b) for a, b in zip(one, two, strict=True))


@lru_cache(maxsize=16384)
def exonyms(word: str) -> tuple[str, ...]:
    """Return the first of the names that one place has in several languages, as a key for all; () for most words."""
    return tuple(min(row) for row in EXONYMS if skeleton(word) in row)


def _exonym(one: str, two: str) -> bool:
    """Whether two words name one place in two languages."""
    a, b = skeleton(one), skeleton(two)
    return any(a in row and b in row for row in EXONYMS)


def _adjective(one: str, two: str) -> bool:
    a, b = sorted((skeleton(one), skeleton(two)), key=len)
    return len(a) > 4 and b != a and b.startswith(a[:-1]) and bool(_ADJECTIVE.search(b))


@lru_cache(maxsize=65536)
def plain_words(name: str) -> list[str]:
    """Return the words of a folded name without company suffixes and small words."""
    words = [word for word in name.split() if word not in ("of", "the", "and", "for", "in", "s")]
    while len(words) > 1 and (words[-1] in SUFFIXES or words[-2:] == ["a", "s"]):
        words = words[: -2 if words[-2:] == ["a", "s"] and len(words) > 2 else -1]
    return words


def _acronym(short: str, full: str) -> bool:
    letters, words = short.replace(" ", ""), full.split()
    if not 2 < len(letters) <= 8 or " " in short or len(words) < 3:
        return False
    large = "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "in", "de", "a"))
    return letters in (large, "".join(word[0] for word in words))


def distinctive(name: str) -> bool:
    """Say whether a folded name has a word that is not common to many bodies or places."""
    return not set(name.split()) <= GENERIC
