"""Lines that only name who publishes, or in what form: "The Valley Beacon", "Osk Ministry of Health", "PRESS RELEASE".

Input: one line of an article's head.
Output: yes or no, read by kb.sources.opening and kb.extraction.layout.head_lines.
Never: takes a person's name or a headline in capitals for one: a word typical of outlets or of bodies must stand where
their names have it.
Pure: no I/O.
"""

import re
from typing import Final

LONGEST: Final = 10  # words
_OUTLET: Final = frozenset(
    (
        "advertiser advocate argus beacon broadcaster bulletin chronicle citizen courier digest dispatch echo enquirer "
        "examiner gazette globe guardian herald independent inquirer journal ledger live magazine mail mercury mirror "
        "monitor news newspaper newsroom newswire observer online outlook post press radio record register reporter "
        "review sentinel standard star sun telegram telegraph television times today tribune tv voice weekly wire"
    ).split()
)
_SERVICE: Final = frozenset("agency bureau corporation desk network service services".split())
_OF_NEWS: Final = frozenset("news press wire broadcasting radio television media".split())
_BODY: Final = frozenset(
    (
        "administration authority board chancellery commission committee council court department directorate embassy "
        "federation foundation institute ministry mission office organisation organization parliament party "
        "presidency secretariat senate union university"
    ).split()
)
_SMALL: Final = frozenset("and de del di do du for la le of the &".split())
_ENDS: Final = re.compile(r"[.,;:!?…][\"'”’»)]*$")
_WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_FORM: Final = re.compile(
    r"\W*(?:(?:joint|official)\s)?(?:(?:press|news|media)\s(?:release|statement|note|communiqu[eé])|communiqu[eé])\W*"
    r"|\W*(?:(?:press|news|media)\srelease\W+)?for\simmediate\s(?:release|use)\W*",
    re.IGNORECASE,
)
_NO_PLACE: Final = frozenset(
    "archive born died edition exclusive file flash issue photo photograph picture press release reporter section "
    "statement update updated volume".split()
)


def names_publisher(line: str) -> bool:
    """Say whether a line is no more than the name of an outlet or of a body that issues releases."""
    words = line.split()
    if not 2 <= len(words) <= LONGEST or _ENDS.search(line) or not _is_name(words):
        return False
    own = [word.casefold() for word in line.partition(",")[0].split()]
    if own[-1] in _OUTLET or (len(own) > 1 and own[-1] in _SERVICE and own[-2] in _OF_NEWS):
        return True
    return own[-1] in _BODY or (len(own) > 2 and own[1] in ("of", "for") and own[0] in _BODY)


def names_form(line: str) -> bool:
    """Say whether a line is no more than the form of what stands below it: "PRESS RELEASE", "For immediate release"."""
    return len(line) <= 80 and _FORM.fullmatch(line) is not None


def names_place(words: str) -> bool:
    """Say whether words before a date may say where: "Geneva, ", "KYIV, Ukraine - "."""
    pieces = [piece.split() for piece in words.strip(" \t,|·•–—-").split(",")]
    if not 1 <= len(pieces) <= 3 or not words.rstrip(" \t").endswith((",", "|", "·", "•", "–", "—", "-")):
        return False
    return all(piece and len(piece) <= 4 and _is_name(piece) for piece in pieces) and not any(
        word.casefold() in _NO_PLACE for piece in pieces for word in piece
    )


def _is_name(words: list[str]) -> bool:
    if not words[0][:1].isupper():
        return False
    return all(
        word.casefold() in _SMALL or (word[:1].isupper() and _WORD.fullmatch(word.rstrip(",")) is not None)
        for word in words
    )
