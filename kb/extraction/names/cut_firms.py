"""Names of firms that were cut at a number, at a bracket or before their legal form: "Osk Rail No. 3 [Building Group]".

Input: mention candidates in text order, the text. Output: the candidates, the parts of one such name as one; read by
kb.extraction.names.whole_names.
Pure. Never: makes a firm of what the model marked as no body; takes a form with it that stands for a firm of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.names.stage import Candidate
from kb.model import Span

_BODIES: Final = frozenset({"group", "organisation"})
_NUMBERED: Final = re.compile(r"[A-Z].*\sN(?:o\.|o|r\.)\s?\d{1,3}")  # the firms of one trust are numbered
_FORM: Final = (
    r"(?:Company,?\s(?:Limited|Ltd\.?)|Co\.?,?\s?(?:Limited|Ltd\.?)|(?:Pte\.?|Pvt\.?|Private|Pty\.?|Proprietary)\s"
    r"(?:Limited|Ltd\.?)|Sdn\.?\sBhd\.?|Limited(?!\s[A-Z][a-z])|Ltd\.?|L\.?L\.?C\.?|GmbH|PLC|plc|Inc\.?|B\.?V\.?|S\.A\.)(?![\w’'-])"
)
_TAIL: Final = re.compile(  # also "Osk Coal Co" before "., Ltd."
    rf"(?:(?<=\bCo)\.|(?<=\bCorp)\.|(?<=\bBros)\.)?(?:\s\([A-Z][\w .’'-]{{1,30}}\))?,?\s{_FORM}"
)
_FORM_ALONE: Final = re.compile(rf"(?:[A-Z][\w .’'-]{{1,30}}\)\s)?{_FORM}|Company|Co\.?")


def with_cut_firms(candidates: Sequence[Candidate], text: str) -> Iterator[Candidate]:
    """Yield the candidates, those that are parts of one firm's name as one."""
    done = 0
    for n, candidate in enumerate(candidates):
        if candidate.span.start < done:
            continue
        end = _end(candidate, candidates[n + 1 :], text)
        if end <= candidate.span.end:
            yield candidate
            continue
        done = end
        span = Span(candidate.span.start, end)
        words = " ".join(span.of(text).split())
        types = {"company": 1.0}
        yield replace(candidate, span=span, words=words, kind="name", group="organisation", types=types, body="")


def _end(first: Candidate, others: Sequence[Candidate], text: str) -> int:
    """Return where a firm's name ends that begins with a candidate; its own end where nothing was cut off."""
    end = first.span.end
    if not first.named or first.group not in _BODIES or _FORM_ALONE.fullmatch(first.words):
        return end
    numbered = _NUMBERED.fullmatch(first.words) is not None
    for other in others:
        behind = other.span.start == end + 1 and text[end] == " "
        if not (numbered and behind and other.group in _BODIES and other.words[:1].isupper()):
            break
        end = other.span.end
    tail = _TAIL.match(text, end)
    return tail.end() if tail and _opens(first, end, text) else end


def _opens(first: Candidate, end: int, text: str) -> bool:
    """Whether all words up to a form of a firm are capitalised, as a firm's are: not "the company Limited"."""
    words = text[first.span.start : end].split()
    return words[0][0].isupper() and words[-1][:1].isupper() and words[0] not in ("The", "A")
