"""How two names of bodies or places agree; kb.resolution.names.persons does the same for persons.

Input: folded names (kb.language.text_keys). Output: an Agreement, read by
kb.resolution.comparison, which knows what each is worth.
Pure apart from caches. Never: weighs; looks beyond the two names.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from kb.language.numerals import same_number
from kb.resolution.names.eastern import other_syllables, place_syllables
from kb.resolution.names.exonyms import exonym
from kb.resolution.names.far_apart import ARABIC_THE, far_apart
from kb.resolution.names.letters import latin
from kb.resolution.names.romanise import alike, skeleton
from kb.resolution.names.trades import in_one_language, trades_of

Agreement = Literal[
    "same",
    "order",
    "spelling",
    "translated",
    "nickname",
    "part",
    "initial",
    "single",
    "acronym",
    "common",
    "near",
    "given",
    "other",
]

SMALL: Final = frozenset("of the and for s und et".split())
ABBREVIATED: Final = {
    "st": "saint", "ste": "saint", "sainte": "saint", "sankt": "saint", "санкт": "saint", "mt": "mount", "ft": "fort",
    "intl": "international", "natl": "national", "univ": "university", "dept": "department", "govt": "government",
    "assn": "association", "bros": "brothers", "organisation": "organization", "defense": "defence",
    "center": "centre", "labor": "labour", "program": "programme",
    "2nd": "second", "1st": "first", "un": "united nations",
}  # fmt: skip
LEADING: Final = frozenset("pao oao ooo zao ao pjsc jsc nv pt пао оао ооо зао ао тов пат прат".split())
SUFFIXES: Final = frozenset(
    (
        "plc inc incorporated ltd limited llc llp lp corp corporation co company companies group holding "
        "holdings gmbh ag se sa sas sarl spa srl nv bv ab asa oy oyj as kk pjsc jsc ojsc pao oao ooo zao sae "
        "tbk bhd pty aktiengesellschaft kgaa kg ohg ev eg ltda cv spa sapi aps as ab publ hf ehf doo dd ad jsc kft zrt "
        "gang cartel mafia "
        "nyrt sro aps anonim sirketi ticaret sanayi gmbh mbh пао оао ооо зао fc cf afc sc"
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
        "association federation organisation organization programme labour international "
        "centre center clinic mission market port"
    ).split()
)
PLACE_WORDS: Final = frozenset(
    (
        "district province region state county governorate oblast prefecture department canton territory "
        "municipality division subdistrict upazila raion city town village island river lake sea mountain "
        "mount airport port market road street square bridge область обл район"
    ).split()
)
SITE_WORDS: Final = frozenset(
    (
        "plant refinery factory mill mine mall hotel camp depot warehouse building tower stadium terminal church "
        "mosque temple cathedral monastery college prison jail barracks base palace farm dam tunnel pit quarry shop "
        "store restaurant club museum library theatre theater laboratory headquarters checkpoint crossing outpost "
        "compound bazaar embassy consulate"
    ).split()
)
_OF_WHAT: Final = frozenset(  # what a site is for, which a shorter name leaves out: "Tentek coal mine", "Tentek mine"
    (
        "coal gold copper iron ore silver zinc uranium diamond salt oil gas nuclear atomic power thermal hydroelectric "
        "steel cement sugar textile garment chemical fertilizer fertiliser vegetable fish livestock cattle grain"
    ).split()
)
_OF_KIND: Final = GENERIC | PLACE_WORDS | SITE_WORDS
_SHORT: Final = frozenset({"in", "de", "a"})
_INITIALS: Final = frozenset("us uk un eu au usa uae".split())
_ADJECTIVE: Final = re.compile(r"(?:ivski|ski|ska|ske|skai|skoi)$")


@dataclass(frozen=True, slots=True)
class _Read:
    """What is compared of one name, made once: a name is compared with all others under its keys.

    Attributes:
        words: see plain_words.
        joined: the words without spaces.
        common: whether all of them are common to many bodies.
        letters: the letters if the name can be an acronym, "" if not.
        acronyms: what it can be shortened to.
        place: see exonym.
        trades: those of its words that are for a trade, in one language.
        traded: all its words, those for a trade in one language.
    """

    words: list[str]
    joined: str
    common: bool
    letters: str
    acronyms: frozenset[str]
    place: str
    trades: frozenset[str]
    traded: tuple[str, ...]


@lru_cache(maxsize=65536)
def _read(name: str) -> _Read:
    words = plain_words(name)
    traded = in_one_language(words)
    return _Read(
        words=words,
        joined="".join(words),
        common=GENERIC.issuperset(words),
        letters=_letters(name),
        acronyms=_acronyms(name),
        place=exonym(name),
        trades=trades_of(traded),
        traded=traded,
    )


@lru_cache(maxsize=65536)
def compare_bodies(first: str, second: str) -> Agreement:
    """Return how two names of bodies or places agree; the same whichever comes first."""
    one, two = _read(first), _read(second)
    common = one.common and two.common
    if one.words == two.words or one.joined == two.joined:
        return "common" if common else "same"
    if _shortened(one, two) or _shortened(two, one) or _begins_shortened(one, two):
        return "acronym"
    if common:
        nested = set(one.words) <= set(two.words) or set(two.words) <= set(one.words)
        return "common" if nested and min(len(one.words), len(two.words)) > 1 else "other"
    single = len(one.words) == len(two.words) == 1  # as most towns are called: no word is left over or nested
    alike_words = _word_alike(one.words[0], two.words[0]) if single else _every_alike(one, two)
    if alike_words or (one.place and one.place == two.place) or _same_sounds(first, second):
        return "spelling"
    return "other" if single else _but_for_words(one, two)


def _but_for_words(one: _Read, two: _Read) -> Agreement:
    """Return how two names agree that are no spellings of each other, of which one has several words."""
    short, full = sorted((one.words, two.words), key=len)
    if _but_for_trades(one, two) or _but_for_what(short, full):
        return "translated"
    return "part" if _nested(short, full) else "other"


def _but_for_trades(one: _Read, two: _Read) -> bool:
    """Whether two names are one but for words for a trade, or of kind, in another language or at another place."""
    first, second = one.traded, two.traded
    if one.trades != two.trades or len(first) != len(second):
        return False
    if (list(first), list(second)) == (one.words, two.words):
        return False
    left = [[word for word in words if word not in one.trades] for words in (first, second)]
    return all(set(words) - GENERIC for words in left) and all(map(_word_alike, *left))


def _but_for_what(short: list[str], full: list[str]) -> bool:
    """Whether two names of a site are one but for what the fuller says that it is for."""
    if len(short) < 2 or len(short) == len(full) or full[-1] not in SITE_WORDS or short[-1] != full[-1]:
        return False
    return short == [word for word in full if word not in _OF_WHAT] and not _OF_KIND.issuperset(short)


def _nested(short: list[str], full: list[str]) -> bool:
    if not short or GENERIC.issuperset(short):
        return False
    found = 0
    for word in full:
        for other in short:
            if _word_alike(word, other):
                found += 1
                break
    return found == len(short)


def _every_alike(first: _Read, second: _Read) -> bool:
    """Whether the words pair off in any order, as spellings or as a name and its adjective ("Holosiivskyi")."""
    one, two = first.words, second.words
    if len(one) != len(two):
        return min(len(first.joined), len(second.joined)) > 5 and alike(first.joined, second.joined)
    if all(_word_alike(a, b) for a, b in zip(one, two, strict=True)):
        return True
    rest = list(two)
    for word in one:
        match = next((other for other in rest if _word_alike(word, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


@lru_cache(maxsize=65536)
def _word_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if far_apart(one, other):
        return False
    if (number := same_number(one, other)) is not None:
        return number
    if one in ARABIC_THE and other in ARABIC_THE:
        return True
    if other_syllables(one, other):
        return False
    return alike(one, other) or _adjective(one, other) or bool((place := exonym(one)) and place == exonym(other))


def _same_sounds(one: str, other: str) -> bool:
    """Whether one is written in Han or Hangul and the other is read so."""
    if one.isascii() == other.isascii():
        return False
    first, second = place_syllables(one), place_syllables(other)
    return len(first) > 1 and first == second


def _adjective(one: str, two: str) -> bool:
    a, b = skeleton(one), skeleton(two)
    if len(a) > len(b):
        a, b = b, a
    return len(a) > 4 and b.startswith(a[:-1]) and b != a and bool(_ADJECTIVE.search(b))


@lru_cache(maxsize=65536)
def plain_words(name: str) -> list[str]:
    """Return the words of a folded name without company suffixes and small words, abbreviations written out."""
    words = [ABBREVIATED.get(word, word) for word in name.split() if word not in SMALL]
    while len(words) > 1 and (words[-1] in SUFFIXES or words[-2:] in (["a", "s"], ["s", "a"])):
        words = words[: -2 if words[-2:] in (["a", "s"], ["s", "a"]) and len(words) > 2 else -1]
    while len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    return words or name.split()


def telling_words(name: str) -> str:
    """Return what a folded name has besides words of kind: "Manila court" and "Manila" tell of one town.

    The whole name if it has nothing else.
    """
    words = plain_words(name)
    kept = [word for word in words if word not in _OF_KIND and len(word) > 1]
    return " ".join(kept or words)


def _letters(name: str) -> str:
    """Return the letters of a name that can be an acronym ("n h s"), "" for another."""
    letters = latin(name.replace(" ", ""))
    single = " " not in name or all(len(word) == 1 for word in name.split())
    return letters if single and 1 < len(letters) <= 8 else ""


def _acronyms(name: str) -> frozenset[str]:
    """Return what a name of several words can be shortened to: the first letters of all, of the large, of the plain.

    What is short already stays: "usgs" is the "us geological survey".
    """
    words = name.split()
    if len(words) < 2:
        return frozenset()
    large = [word for word in words if word not in SMALL and word not in _SHORT]
    plain = [word for word in plain_words(name) if word not in _SHORT]
    found = {"".join(word[0] for word in some) for some in (words, large, plain)}
    if _INITIALS & set(large):
        found.add("".join(word if word in _INITIALS else word[0] for word in large))
    return frozenset(found)


def letters_of(short: str, full: str) -> bool:
    """Say whether a folded name is the letters of another: "npa" of "[nigerian] ports authority", its country cut."""
    return any(short in (letters, short[:1] + letters, letters + short[-1:]) for letters in _acronyms(full))


def _shortened(short: _Read, full: _Read) -> bool:
    return bool(short.letters) and short.letters in full.acronyms


def _begins_shortened(one: _Read, other: _Read) -> bool:
    """Whether one begins with an acronym of how the other does: "au commission", "african union commission"."""
    short, full = (one.words, other.words) if len(one.words) <= len(other.words) else (other.words, one.words)
    letters = short[0]
    if len(short) < 2 or not 2 <= len(letters) <= 5 or len(full) != len(short) - 1 + len(letters):
        return False
    begin = full[: len(letters)]
    return letters == "".join(word[0] for word in begin) and all(map(_word_alike, short[1:], full[len(letters) :]))


def distinctive(name: str) -> bool:
    """Say whether a folded name has a word that is not common to many bodies or places."""
    return not set(name.split()) <= GENERIC
