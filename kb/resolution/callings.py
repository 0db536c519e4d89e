"""What people do for a living, as far as it keeps namesakes apart: who plays, governs, serves in ranks, has a trade.

Input: an article and what was read from it. Output: local id of a person -> callings; kept in profiles and compared by
kb.resolution.comparison.
Pure. Never: takes a word that several callings share (captain, manager, president of a club); says that nobody changes.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.language.text_keys import name_key
from kb.model import Article, Extraction

SPORT: Final = "sport"
STATE: Final = "state"
RANKS: Final = "ranks"
TRADE: Final = "trade"
ARTS: Final = "arts"
TOLD: Final = {
    SPORT: "somebody in sport",
    STATE: "somebody in office",
    RANKS: "somebody in the ranks",
    TRADE: "somebody with a trade or profession",
    ARTS: "somebody in the arts",
}

_WORDS: Final = {
    SPORT: frozenset(
        (
            "athlete footballer goalkeeper midfielder striker winger fullback swimmer sprinter "
            "runner hurdler cyclist rower wrestler boxer judoka fencer gymnast skier skater biathlete golfer "
            "batsman batter bowler cricketer pitcher quarterback jockey weightlifter triathlete marathoner coach "
            "sportsman sportswoman"
        ).split()
    ),
    STATE: frozenset(
        (
            "minister premier chancellor mayor governor senator lawmaker deputy congressman congresswoman councillor "
            "ambassador judge prosecutor mp"
        ).split()
    ),
    RANKS: frozenset("sergeant corporal constable soldier policeman policewoman firefighter".split()),
    TRADE: frozenset(
        (
            "trader baker butcher grocer greengrocer shopkeeper stallholder vendor hawker farmer farmhand herder "
            "shepherd fisherman fisherwoman fishmonger miner carpenter plumber electrician welder bricklayer tailor "
            "seamstress barber hairdresser waiter waitress mechanic labourer laborer schoolboy schoolgirl "
            "pensioner housewife surgeon nurse midwife dentist pharmacist architect"
        ).split()
    ),
    ARTS: frozenset(
        (
            "singer rapper guitarist pianist violinist drummer saxophonist composer soprano tenor dancer ballerina "
            "actor actress comedian novelist poet playwright painter sculptor"
        ).split()
    ),
}
_BY_WORD: Final = {
    word: tuple(calling for calling, known in _WORDS.items() if word in known)
    for words in _WORDS.values()
    for word in words
}
_BEFORE: Final = re.compile(r"(?P<word>[^\W\d_]+)\s+$")
_BEHIND: Final = re.compile(r"\s*,\s+(?:an?|the|his|her|their)\s+(?P<words>[\w’'-]+(?:\s+[\w’'-]+){0,4})")
_END: Final = re.compile(r"\s(?:of|from|in|at|for|with|by|to|on|who|and|which|that|near|after|against)\b.*", re.DOTALL)
_FULL: Final = frozenset({"name"})


def callings(article: Article, extraction: Extraction) -> dict[str, frozenset[str]]:
    """Return local id of a named person -> callings that the offices or the words at a name tell, else a description.

    Whom "the mayor" further down means is less sure than what stands at a name.
    """
    persons = {one.id for one in extraction.entities if one.type == "person" and one.named}
    found: dict[str, set[str]] = {}
    described: dict[str, set[str]] = {}

    def tell(person: str, words: Iterable[str], known: dict[str, set[str]] = found) -> None:
        if person in persons and (told := _of(words)):
            known.setdefault(person, set()).update(told)

    for office in extraction.offices:
        tell(office.person, name_key(office.role).split())
    for mention in extraction.mentions:
        if mention.kind in _FULL:
            before = _BEFORE.search(article.text, max(0, mention.span.start - 24), mention.span.start)
            behind = _BEHIND.match(article.text, mention.span.end, mention.span.end + 60)
            words = [before["word"]] if before else []
            words += _END.sub("", behind["words"]).split() if behind else []
            tell(mention.entity, [word.casefold() for word in words])
        elif mention.kind == "nominal":
            tell(mention.entity, mention.span.of(article.text).casefold().split()[-1:], described)
    return {person: frozenset(told) for person, told in (described | found).items()}


def _of(words: Iterable[str]) -> set[str]:
    return {calling for word in words for calling in _BY_WORD.get(word, ())}
