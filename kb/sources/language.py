"""The language a text is written in, as far as its words tell.

Input: a text and the language it declares.
Output: a BCP 47 tag for Article.language, "" if undecided.
Never: decides on a few words; a wrong "not English" would leave an article unread.
"""

import re
from functools import cache
from typing import Any, Final

_SAMPLE: Final = 4000  # characters looked at
_ENOUGH: Final = 60  # letters below which nothing is said
_SURE: Final = 0.95
_LETTER: Final = re.compile(r"[^\W\d_]")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LANGUAGES: Final = (  # those that news are written in: small neighbours only make the large ones unsure
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko "
    "ku lo lt lv mk ml mn mr ms mt ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr ug uk ur uz vi zh"
).split()


def detect(text: str) -> str:
    """Return the BCP 47 tag of *text*'s language, "" if it is too short or unclear."""
    sample = text[:_SAMPLE]
    if len(_LETTER.findall(sample)) < _ENOUGH:
        return ""
    tag, probability = _identifier().classify(sample)
    return str(tag) if probability >= _SURE else ""


def choose(declared: str, text: str) -> str:
    """Return the language of an article: what its words tell, else what it declares.

    A template's ``lang`` is often wrong; words are not, where there are enough.
    A declared tag that agrees is kept, as it may say more ("en-GB").
    """
    found = detect(text)
    tag = declared.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return found
    return tag if not found or tag.split("-")[0].lower() == found else found


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    every = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    every.set_languages([tag for tag in _LANGUAGES if tag in set(every.labels)])
    return LanguageIdentifier(  # without the weights of the others, 28 MB that the first one keeps
        every.nb_ptc, every.nb_pc, every.nb_classes, every.tk_nextmove, every.tk_output, True, tk_row=every.tk_row
    )
