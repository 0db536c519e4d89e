"""Amounts without a number: "dozens", "tens of thousands", "several hundred", "a majority".

Input: tokens from an index. Output: Vague, read by kb.extraction.quantity.finder.
"""

from dataclasses import dataclass
from typing import Final

from kb.extraction.quantity.tokens import Token, at, matches

_PLURALS: Final = frozenset(
    "tens dozens scores hundreds thousands millions billions trillions lakhs crores myriads".split()
)
_DETERMINERS: Final = frozenset("several many numerous countless multiple few various".split())
_PHRASES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "a": (
        ("a", "small", "number", "of"),
        ("a", "large", "number", "of"),
        ("a", "growing", "number", "of"),
        ("a", "number", "of"),
        ("a", "great", "many"),
        ("a", "good", "many"),
        ("a", "few"),
        ("a", "handful"),
        ("a", "couple"),
        ("a", "lot", "of"),
        ("a", "bunch", "of"),
    ),
    "quite": (("quite", "a", "few"),),
    "large": (("large", "numbers"), ("large", "amounts")),
    "huge": (("huge", "numbers"), ("huge", "amounts")),
    "untold": (("untold", "numbers", "of"),),
    "lots": (("lots", "of"),),
    "plenty": (("plenty", "of"),),
    "most": (("most", "of"),),
    "nearly": (("nearly", "all"),),
    "almost": (("almost", "all"),),
}
_MORE: Final = frozenset({"hundred", "thousand", "million", "billion", "dozen", "score", "lakh", "crore"})
_NO_SCORES: Final = frozenset("the a his her their its test of match final high low".split())
_HALVES: Final = {"majority"}


@dataclass(frozen=True, slots=True)
class Vague:
    """An amount in words and the tokens it takes.

    Attributes:
        start: its first token ("vast" of "the vast majority").
        end: index after its last token.
        majority: more than half of a whole.
    """

    start: int
    end: int
    majority: bool = False


def read_vague(tokens: list[Token], index: int) -> Vague | None:  # noqa: PLR0911 - one return a rule
    """Return the vague amount that begins at *index*, None if none does."""
    token = tokens[index]
    word = token.lower
    if word in _PLURALS:
        return _plural(tokens, index)
    if word in _DETERMINERS:
        return _determiner(tokens, index)
    if word in _HALVES:
        before = at(tokens, index - 1).lower
        return Vague(index, index + 1, majority=before not in {"vast", "overwhelming", "great", "large"})
    for phrase in _PHRASES.get(word, ()):
        if matches(tokens, index, phrase):
            end = index + len(phrase) - (phrase[-1] == "of")
            if phrase[-1] in {"few", "couple"} and at(tokens, end).lower in _MORE:
                end += 1
            return Vague(index, end)
    if word == "multi" and at(tokens, index + 1).text in {"-", "‑"} and at(tokens, index + 2).lower in _MORE:
        return Vague(index, index + 3)
    if word in {"multimillion", "multibillion"}:
        return Vague(index, index + 1)
    return None


def _plural(tokens: list[Token], index: int) -> Vague | None:
    word, before = tokens[index].lower, at(tokens, index - 1).lower
    after = [at(tokens, index + k).lower for k in range(1, 4)]
    if after[0] == "of" and after[1] in _PLURALS:
        end = index + 3
        if after[2] == "of" and at(tokens, index + 4).lower in _PLURALS:
            end = index + 5
        return Vague(index, end)
    if word == "scores" and (before in _NO_SCORES or after[0] not in {"of", "more", "were", "have"}):
        return None
    if word == "tens":
        return None
    if after[0] == "to" and after[1] in _PLURALS:
        return Vague(index, index + 3)
    return Vague(index, index + 1)


def _determiner(tokens: list[Token], index: int) -> Vague | None:
    word, before, after = tokens[index].lower, at(tokens, index - 1).lower, at(tokens, index + 1)
    if word == "few" and before in {"the", "last", "past", "next", "first", "these", "those", "a", "very"}:
        return None
    if word == "many" and before in {"as", "how", "too"}:
        return None
    if word == "various" and not after.lower.endswith("s"):
        return None
    end = index + 1
    if after.lower in _MORE and not after.broken:
        end += 1
    if at(tokens, end).lower == "more" and word in {"many", "several"} and end == index + 1:
        end += 1
    return Vague(index, end)
