"""Bundled articles, shortened and damaged as files from the world are: one text a seed, the same every time."""

import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from kb.resources import resource
from kb.sources import read_path
from kb.sources.outcome import Loaded

_QUOTES: Final = "\"'“”‘’„«»‹›`‚"
_HIDDEN: Final = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff\u00ad\u2060"
_CONTROLS: Final = "".join(map(chr, range(32))) + "\x7f\x85\x9b\u2028\u2029\ufffe\uffff\ud800\udfff"
_MARKUP: Final = (
    "<p>", "</div>", "<br/>", "&nbsp;", "&quot;", "&#8217;", "<script>var a = 1;</script>", "<!-- ad -->", "&amp;amp;",
    '<a href="https://a.example/b?c=d&e">', "{{ title }}", "[caption id=1]", "**", "__", "### ", "| a | b |",
)  # fmt: skip
_PIECES: Final = (
    "😀", "👨‍👩‍👧‍👦", "🇺🇦", "مرحبا بالعالم", "שלום עולם", "北京市", "e\u0301\u0323\u0302", "ﬁnance", "½", "①", "٣",
    "１７", "€5m", "$1.2bn", "1,2,3,4", "10:32", "3-4-5", "99999999999999999999", "1e309", "0x1F", "-30-", "* * *",
    "Title: ", "Date: 2025-13-45", "February 30, 2024", "31/31/3131", "Q: ", "A: ", "By ", "KYIV (Reuters) — ",
    "the 1990s", "at least", "said", "who", "more than half of", "he", "she", "they", "it", "not", "would", "…", "—",
    "\u00a0", "\t", "\f", "http://x.example/a_b",
)  # fmt: skip


@lru_cache(maxsize=1)
def articles() -> tuple[str, ...]:
    """The texts of all bundled articles."""
    found = []
    for path in sorted(Path(resource("seeds")).glob("[0-9]*")):
        found += [loaded.article.text for loaded in read_path(path) if isinstance(loaded, Loaded)]
    return tuple(found)


def mangled(seed: int) -> str:
    """Return the text of a seed: some paragraphs of an article with one to five kinds of damage; may be no UTF-8."""
    chance = random.Random(seed)
    text = _cut(chance.choice(articles()), chance)
    for damage in chance.choices(_DAMAGES, k=chance.randint(1, 5)):
        text = damage(text, chance)
    return text


def _cut(text: str, chance: random.Random) -> str:
    size = chance.choice((60, 150, 300, 300, 500, 500, 700, 1000, 1600))
    start = 0 if chance.random() < 0.4 else chance.randrange(max(1, len(text) - size))
    return text[start : start + size]


def _strewn(text: str, chance: random.Random, pieces: str | tuple[str, ...], most: int = 12) -> str:
    for _ in range(chance.randint(1, most)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(pieces) + text[at:]
    return text


def _lines_shuffled(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _words_shuffled(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    start = chance.randrange(len(words))
    some = words[start : start + 30]
    chance.shuffle(some)
    return " ".join([*words[:start], *some, *words[start + 30 :]])


def _letters_lost(text: str, chance: random.Random) -> str:
    share = chance.choice((0.005, 0.05, 0.2))
    return "".join(letter for letter in text if chance.random() > share)


def _quotes_doubled(text: str, chance: random.Random) -> str:
    return "".join(letter * chance.choice((0, 1, 2, 3)) if letter in _QUOTES else letter for letter in text)


def _quotes_changed(text: str, chance: random.Random) -> str:
    return "".join(chance.choice(_QUOTES) if letter in _QUOTES else letter for letter in text)


def _mojibake(text: str, chance: random.Random) -> str:
    garbled = text.encode("utf-8", "replace").decode(chance.choice(("cp1252", "latin-1", "cp437")), "replace")
    return garbled if chance.random() < 0.7 else text.encode("ascii", "replace").decode()


def _long_word(text: str, chance: random.Random) -> str:
    word = chance.choice(("a", "Aa", "9", "“", "(", "-", "é", "😀", "ab-", "A.", ",")) * chance.choice((200, 3000))
    return _strewn(text, chance, (word,), 1)


def _line_ends(text: str, chance: random.Random) -> str:
    ends = ("\r\n", "\r", "\n", "\n\n", "\u2028", "\u2029", "\x85", "\v", "\f", "\n \n", " ")
    return "".join(chance.choice(ends) if letter == "\n" else letter for letter in text)


def _wrapped(text: str, chance: random.Random) -> str:
    return "".join(letter if letter != " " or chance.random() < 0.85 else "\n" for letter in text)


def _one_line(text: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice((" ", "", "\t")))


def _case(text: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower, str.swapcase, str.title))(text)


def _repeated(text: str, chance: random.Random) -> str:
    start = chance.randint(0, len(text))
    return text[:start] + text[start : start + chance.choice((1, 5, 40))] * chance.randint(2, 30) + text[start + 1 :]


def _another(text: str, chance: random.Random) -> str:
    return text + chance.choice(("\f", "\n\n* * *\n\n", "\n", "")) + _cut(chance.choice(articles()), chance)[:400]


_DAMAGES: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    _lines_shuffled, _words_shuffled, _letters_lost, _quotes_doubled, _quotes_changed, _mojibake, _long_word,
    _line_ends, _wrapped, _one_line, _case, _repeated, _another,
    lambda text, chance: text[: chance.randint(0, len(text))],
    lambda text, chance: _strewn(text, chance, _QUOTES),
    lambda text, chance: _strewn(text, chance, "()[]{}<>"),
    lambda text, chance: _strewn(text, chance, _HIDDEN, 40),
    lambda text, chance: _strewn(text, chance, _CONTROLS, 3),
    lambda text, chance: _strewn(text, chance, _MARKUP),
    lambda text, chance: _strewn(text, chance, _PIECES, 20),
    lambda text, chance: text[::-1] if chance.random() < 0.2 else _strewn(text, chance, "\u202e\u2067", 4),
)  # fmt: skip
