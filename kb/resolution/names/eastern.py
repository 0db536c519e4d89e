"""Names of Chinese and Korean, in characters or in any romanisation, as the same few syllables.

Input: a folded name. Output: its syllables with what Pinyin, Wade-Giles, Palladius, Revised Romanisation and
McCune-Reischauer disagree about folded together; read by kb.resolution.names.persons and kb.resolution.names.bodies.
Pure. Never: reads Japanese names, whose characters do not tell how they are read.

"习近平", "Xi Jinping", "Hsi Chin-ping" and "Си Цзиньпин" are si cin pin; "김정은" and "Kim Jong Un" kim cun un.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

DOUBLE: Final = frozenset(  # family names of two characters
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 尉迟 公孙 公孫 慕容 令狐 남궁 황보 제갈 선우".split()
)
_LONGEST: Final = 24  # letters of four syllables
_LONGER: Final = 5  # letters that one romanisation can need more than another
CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_FAMILIES: Final = (
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang song xie tang han "
    "feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia "
    "zhong tian ren fan fang shi yao tan sheng zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long "
    "wan duan qian yin xi lai ouyang sima zhuge chiang tsai chou hsi teng kim gim lee yi rhee park pak choi choe "
    "jung jeong chung cho jo yoon yun jang chang lim im oh seo suh shin sin kwon gwon hwang ahn an hong jeon jun ko go "
    "moon mun bae baek paik heo huh yoo yu nam noh roh no ha kwak sung seong cha joo ju woo koo gu ban i"
).split()
_SYLLABLE: Final = re.compile(
    r"(?P<initial>chzh|tsz|zh|kh|ch|sh|hs|ts|tz|ss|szu?(?=$)|[bpmfdtnlgkhjqxrzcsvw])?"
    r"(?P<glide>y(?=[aeiou])|i(?=[aeou])|[uw](?=[aei]))?(?P<vowel>[aeiou]+|y)"
    r"(?P<final>ng(?![aeiouy])|rk(?![aeiouy])|[nklmpgbr](?![aeiouyh])|h(?![aeiouy])|)"
)
_PINYIN: Final = re.compile(r"[aeiou]ng|zh|x[iu]|q[iu]|uan|iao")
_PINYIN_ALONE: Final = re.compile(r"(?a:\b(?:zh|x[iu]|q[iu])[a-z]*\b)")  # no other romanisation begins a word so
_INITIALS: Final = {
    **dict.fromkeys("bp", "p"), **dict.fromkeys("dt", "t"), **dict.fromkeys("gk", "k"),
    **dict.fromkeys(["chzh", "tsz", "zh", "ch", "j", "q", "z", "c", "ts", "tz"], "c"),
    **dict.fromkeys(["sh", "hs", "s", "x", "ss", "sz", "szu"], "s"), "kh": "h", "v": "v", "w": "v", "r": "l",
}  # fmt: skip
_FINALS: Final = {"ng": "G", "rk": "k", "g": "k", "b": "p", "r": "", "h": ""}
_SAME_FAMILY: Final = {"i": "li", "li": "li", "lu": "nu", "nu": "nu", "im": "lim"}


@lru_cache(maxsize=16384)
def words_of(name: str) -> str:
    """Return a name with Han and Hangul words as family name and given name in Latin letters, the rest as it was."""
    return " ".join([_latin(word) for word in name.split()])


def _latin(word: str) -> str:
    if word.isascii() or not _is_eastern(word):
        return word
    if not 1 < len(word) <= 4:
        return _spelt(word)
    cut = 2 if word[:2] in DOUBLE and len(word) > 2 else 1
    return f"{_spelt(word[:cut])} {_spelt(word[cut:])}"


def _is_eastern(word: str) -> bool:
    return bool(word) and all(unicodedata.name(c, "").startswith(("CJK UNIFIED", "HANGUL SYLLABLE")) for c in word)


def _spelt(characters: str) -> str:
    """Return characters in Latin letters, a hyphen between two, so that no syllable is cut elsewhere."""
    return "-".join(anyascii(character) for character in characters).casefold()


def same_syllables(first: str, second: str) -> bool:
    """Say whether two names can be one Chinese or Korean name; Cyrillic does not tell n from ng."""
    if first.isascii() and second.isascii() and abs(len(first) - len(second)) > _LONGER:
        return False
    if _PINYIN_ALONE.search(first) and _PINYIN_ALONE.search(second):
        return bool(syllables(first)) and bool(syllables(second)) and _one_pinyin(first, second)
    one, two = syllables(first), syllables(second)
    if CYRILLIC.search(first + second):
        one, two = (tuple(syllable.replace("G", "n") for syllable in name) for name in (one, two))
    return bool(one) and one == two


def _one_pinyin(first: str, second: str) -> bool:
    """Say whether two names in Pinyin, which tells all syllables apart, are one but for order, hyphens and spaces."""
    one, two = (["".join(re.findall("[a-z]+", word)) for word in name.split()] for name in (first, second))
    turned = "".join((*one[1:], one[0])), "".join((one[-1], *one[:-1]))
    return "".join(two) in ("".join(one), *turned) or "".join((two[-1], *two[:-1])) == "".join(one)


@lru_cache(maxsize=16384)
def syllables(name: str) -> tuple[str, ...]:
    """Return the folded syllables of a name that can be Chinese or Korean, family name first; () for others."""
    if len(name) > _LONGEST:
        return ()
    text = re.sub(r"(?<![цс])ы", "у", words_of(name)) if CYRILLIC.search(name) else words_of(name)
    words = re.sub("['`]", "", anyascii(text).casefold()).split()
    cut = [tuple(syllable for part in word.split("-") for syllable in _cut(part)) for word in words]
    if not 1 < len(words) <= 4 or not all(cut) or not 1 < sum(map(len, cut)) <= 4:
        return ()
    if not _is_family(cut[0]):
        if not _is_family(cut[-1]):
            return ()
        cut = [cut[-1], *cut[:-1]]
    first = "".join(cut[0])
    return (_SAME_FAMILY.get(first, first), *(syllable for part in cut[1:] for syllable in part))


def place_syllables(name: str) -> tuple[str, ...]:
    """Return the folded syllables of a name written in Han or Hangul alone, or of one Latin word; () for others."""
    spelt = _spelt(name) if _is_eastern(name) else anyascii(name).casefold().replace("'", "")
    return tuple(syllable for part in spelt.split("-") for syllable in _cut(part))


def other_syllables(first: str, second: str) -> bool:
    """Say whether two words are Pinyin of other syllables, however alike they look: "Changsha", "Changji"."""
    if not (_PINYIN.search(first) and _PINYIN.search(second)):
        return False
    one, two = place_syllables(first), place_syllables(second)
    return len(one) > 1 and len(two) > 1 and one != two


def _is_family(cut: tuple[str, ...]) -> bool:
    return "".join(cut).replace("G", "n") in _families()


@lru_cache(maxsize=16384)
def _cut(word: str) -> tuple[str, ...]:
    """Return the folded syllables of a word, () if it is not made of such."""
    found, at = [], 0
    while at < len(word):
        match = _SYLLABLE.match(word, at)
        if match is None or match.end() == at:
            return ()
        found.append(_folded(match["initial"] or "", (match["glide"] or "") + match["vowel"], match["final"]))
        at = match.end()
    return tuple(found)


@lru_cache(maxsize=16384)
def _folded(initial: str, vowel: str, final: str) -> str:
    vowel = re.sub(r"^w", "u", vowel).replace("y", "i")
    vowel = re.sub(r"^(?:ee|ii|eui|ui)$", "i", vowel)
    vowel = re.sub(r"eo|eu|oo|ou|uo|o", "u", vowel)
    vowel = re.sub(r"ae|ei", "e", vowel)
    vowel = re.sub(r"(.)\1", r"\1", vowel)
    final = _FINALS.get(final, final)
    if vowel == "ie":
        vowel = "ia" if final == "n" else "e"
    return _INITIALS.get(initial, initial) + vowel + final


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    return frozenset("".join(_cut(name)).replace("G", "n") for name in _FAMILIES)
