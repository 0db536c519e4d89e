"""A text as numbers, words and marks, for reading quantities.

Input: plain text. Output: Tokens with offsets, read by kb.extraction.quantity.
Pure: no I/O; linear in the text's length.
"""

import re
from dataclasses import dataclass
from typing import Final

_LEX: Final = re.compile(
    # "7,5 percent" and other numbers
    r"(?P<n>(?<![0-9.,])[0-9]{1,3},[0-9]{1,2}(?=\s?(?:%|per\s?cent\b|[mb]illion\b|euros?\b|€|kg\b|km\b|kilo|degrees\b))"
    r"|[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?|[½¼¾⅓⅔⅛⅕])"
    r"|(?P<w>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<s>[^\w\s]|_)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or mark.

    Attributes:
        kind: "n" (digits), "w" (letters) or "s" (one mark).
        lower: its text in lower case.
        joined: no space stands before it.
        broken: an empty line stands before it, or nothing at all.
    """

    kind: str
    text: str
    lower: str
    start: int
    end: int
    joined: bool
    broken: bool


END: Final = Token("", "", "", 0, 0, False, True)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of *text*; white space and control characters are none."""
    tokens: list[Token] = []
    last = 0
    for match in _LEX.finditer(text):
        start, words = match.start(), match.group()
        gap = start - last
        broken = not tokens or (gap > 1 and text.count("\n", last, start) > 1)
        tokens.append(Token(match.lastgroup or "s", words, words.lower(), start, match.end(), gap == 0, broken))
        last = match.end()
    return tokens


def at(tokens: list[Token], index: int) -> Token:
    """Return the token at *index*, or END outside the list."""
    return tokens[index] if 0 <= index < len(tokens) else END


def matches(tokens: list[Token], index: int, words: tuple[str, ...]) -> bool:
    """Say whether *words* (lower case) stand at *index*, without an empty line inside."""
    if index < 0 or index + len(words) > len(tokens):
        return False
    return all(tokens[index + k].lower == word and not (k and tokens[index + k].broken) for k, word in enumerate(words))
