"""Clubs that bear a town's or a river's name, told from sport beside them: "Osk striker NAME", "Osk beat Aveno 2-1".

Input: the text, the span of a name, the gazetteer. Output: whether it is a side, read by kb.extraction.names.stage;
who plays for it, read by kb.extraction.events.fillers; whether all is about sport, by kb.extraction.offices.bodies.
Never: makes a club of a country's name; its team is the country's.
"""

import re
from typing import Final

from kb.language.gazetteer import Gazetteer
from kb.model import Span

_POST: Final = (
    r"(?:(?:head|assistant|interim|caretaker|former|reserve|first-team|team)\s)*"
    r"(?:coach|manager|boss|captain|skipper|goalkeeper|keeper|defender|centre-back|full-back|left-back|right-back|midfielder|"
    r"winger|playmaker|forward|striker|fly-half|scrum-half|flanker|prop|quarterback|shortstop|pitcher|batsman|bowler|"
    r"point guard|goalscorer)"
)
_PLAYER: Final = re.compile(rf"(?:['’]s?)?\s{_POST}\s(?=[A-Z])")
_WHO: Final = re.compile(rf"\s({_POST}(?!\w)(?:\s[A-Z][\w'’-]+){{0,3}})")
_SCORE: Final = r"\d{1,3}[-–]\d{1,3}(?![\d-])"
_BEATS: Final = re.compile(
    r"\s(?:have\s|has\s|had\s)?(?:beat(?:en)?|beats|defeat(?:ed|s)|thrash(?:ed|es)|edg(?:ed|es)|overcame|hammer(?:ed|s)|"
    rf"dr[ae]w(?:\swith)?|lost(?:\sto)?|won|led|lead|trail(?:ed)?)\s[^.;!?\n]{{0,60}}?{_SCORE}"
)
_BEATEN: Final = re.compile(
    r"\b(?:beat(?:ing|en)?|beats|defeat(?:ed|ing|s)|thrash(?:ed|ing)|edg(?:ed|ing)|overcame|held|drew\swith|lost\sto|"
    r"(?:win|victory|defeat|draw|loss)\s(?:over|against|by|to|with|at))\s(?:[a-z-]+\s){0,3}$"
)
_WON: Final = re.compile(rf"\s{_SCORE}")
_BY_SCORE: Final = re.compile(rf"{_SCORE}\s(?:[a-z-]+\s){{1,3}}(?:over|against|by|to|with|at)\s(?:[a-z-]+\s){{0,2}}$")
_REACH: Final = 60  # characters
_SPORT: Final = re.compile(
    r"\b(?:clubs?|coach|cup|defender|final|goals?|goalkeeper|league|match|midfielder|season|squad|striker|stadium|title|"
    r"tournament|transfer|winger|championship)\b",
    re.IGNORECASE,
)
SPORTING: Final = 4  # of those words


def tells_of_sport(text: str) -> bool:
    """Say whether a text tells of matches and of those who play them, where presidents are clubs'."""
    return len({word.casefold() for word in _SPORT.findall(text)}) >= SPORTING


def player_behind(text: str, span: Span) -> Span | None:
    """Return the words for a player or coach of what is named, name included: "Osk Stars [striker Ana Lund]"."""
    who = _WHO.match(text, span.end)
    return Span(who.start(1), who.end(1)) if who is not None else None


def is_club(text: str, span: Span, group: str, gazetteer: Gazetteer) -> bool:
    """Say whether a name that is marked as a person's or a place's is a club's.

    By a player or coach named behind it; a place's also by the match it plays, since persons win and lose as well.
    """
    if gazetteer.countries(span.of(text)):
        return False
    return _PLAYER.match(text, span.end) is not None or (group == "place" and _plays(text, span))


def _plays(text: str, span: Span) -> bool:
    """Whether a place's name stands where a match's sides do: "Osk beat Aveno 2-1", "a 2-1 defeat by Osk"."""
    before = text[max(0, span.start - _REACH) : span.start]
    if _BEATS.match(text, span.end) or _BY_SCORE.search(before):
        return True
    return _WON.match(text, span.end) is not None and _BEATEN.search(before) is not None
