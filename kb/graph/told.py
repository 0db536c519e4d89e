"""An event in the article's own words, as they stand: "Finland would deposit its ratification".

Input: an event with its roles, the text. Output: words for kb.graph.labels, "" where those between who acts and what is
done to whom are too many, hold a number or more than one clause.
Pure. Never: gives a number, which articles tell differently; changes a word, save a pronoun for the name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kb.model import Entity, Event, Role

LONGEST: Final = 60  # characters of all
_DOING: Final = frozenset({"agent", "judge"})
_UNDERGOING: Final = frozenset({"patient", "theme", "target"})
_PARTS: Final = re.compile(r"[.,;:!?()“”\"\n—–]|\s-\s|\b(?:and|but|or|who|which|that|said|says|told)\b")
_LEADING: Final = re.compile(  # what may stand between who acts and the word of what is done
    r"\s+(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|can|could|should|may|might|must|to|do|does|did|"
    r"not|also|still|already|never|often|then|later|again|yet|now|only)\s+)*"
)
_NUMBER: Final = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|scores|half|third|quarter)\b",
    re.IGNORECASE,
)
_UNFIT: Final = re.compile(rf"{_PARTS.pattern}|{_NUMBER.pattern}", re.IGNORECASE)
_ENDING: Final = re.compile(r"(?:^|\b)(?:an?|the)$", re.IGNORECASE)  # an article whose noun did not follow
_OWNER: Final = re.compile(r"(?:my|our|your|his|her|its|their|whose)", re.IGNORECASE)
_OWNED: Final = re.compile(r"\b(?:the|an?|its|their|his|her)\s*$", re.IGNORECASE)
_OWNING: Final = re.compile(r"\b(?:its|their|his|her)\s*$", re.IGNORECASE)
_JOINING: Final = re.compile(r"\s*(?:,|,?\s+and|&)\s+(?:(?:the|an?|its|their|his|her)\s+)?")
_AIMED: Final = frozenset({"destination", "beneficiary", "recipient", "topic"})
_GAP: Final = 3  # words between a verb and what it is done or goes to
_CLAUSE: Final = re.compile(
    r"(?:(?P<opens>^|[.!?;:\n]\s*)|\b(?:that|where|when|while|after|before|because)\s+)"
    r"(?!(?:in|at|on|by|from|for|with|as|since|until|under|and|but|or|if)\b)"
    r"(?P<words>(?:(?!(?:and|or|but|which|who|that|where|when|while|said|says|to|of)\b)[^\W\d_][\w'’-]*\s+){1,4})$",
    re.IGNORECASE,
)
_LED_BY: Final = re.compile(
    r"\s+(?P<by>for|with|into|in|on|at|from|over|against|to|of|about|off|out|up|down|away|back)\b", re.IGNORECASE
)
_SHORT_TAIL: Final = re.compile(r"\s+(?:an?|the|its|their|his|her)$", re.IGNORECASE)
_PRONOUN: Final = re.compile(r"(?:he|she|it|they|we|i|you|him|them|us|me|who|whom|which|that)", re.IGNORECASE)
_AUXILIARIES: Final = re.compile(  # of a verb that stands right behind them
    r"\b(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|can|could|should|may|might|must|do|does|did|not|to|"
    r"also|still|already|never|then|later|again|yet|now|only|nearly|almost)\s+)+$",
    re.IGNORECASE,
)
_IDLE: Final = re.compile(
    r"^(?:(?:to|also|still|already|then|later|again|yet|now|only|nearly|almost)\s+)+", re.IGNORECASE
)
_PASSIVE: Final = re.compile(r"\b(?:is|are|was|were|be|been|being)\b(?!\s+to$)", re.IGNORECASE)
_NOUN_LED: Final = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|of|over|against|after|during|further|more)|['’]s|s['’])\s+$", re.IGNORECASE
)
_OBJECT: Final = re.compile(  # the words right behind a verb, as far as a word that begins something else
    r"(?: (?!(?:in|at|on|by|from|for|with|as|since|until|under|to|of|into|over|against|about|off|near|through|during|"
    r"before|after|when|while|where|because|if|so|than|more|less|least|most|up|also|and|or|but|who|which|that|what|how|"
    r"said|says|told|it|he|she|they|we|i|you|him|her|them|us|me|his|its|their|our|my|your|not|nor|only|still|already|"
    r"is|are|was|were|has|have|had|will|would|could|can|may|might|must|within|among|between|without|across|along|"
    r"around|outside|unless|though|although|last|next|this|early|late|today|yesterday|tomorrow|\w+day)\b)"
    r"[^\W\d_][\w'’-]*)+",
    re.IGNORECASE,
)
_OBJECT_WORDS: Final = 4
_FIRST: Final = re.compile(r"(?:the|an?|its|their|his|her)\s+", re.IGNORECASE)


def as_told(
    text: str,
    event: Event,
    entities: Mapping[str, Entity],
    within: Callable[[str, str], str] = lambda _text, words: words,
) -> str:
    """Return who acts, the event's word and what it is done to, as the sentence has them; "" if it does not say so.

    Args:
        text: the article's stored text.
        entities: local id -> entity of the same article.
        within: of the text and a description, that description as it stands inside a sentence.
    """
    leads = _side_by_side(text, _before(event, _DOING) or _before(event, _UNDERGOING))
    tail = _behind(event)
    if any(_OWNER.fullmatch(role.span.of(text)) for role in leads) or not (leads or tail):
        return ""  # "its profit rose": it did not rise itself
    start = leads[-1].span.end if leads else event.trigger.start
    verb = text[start : event.trigger.end]
    if leads and not _LEADING.fullmatch(text[start : event.trigger.start]):
        return ""
    behind = text[event.trigger.end : tail.span.start] if tail is not None else ""
    words = [_joined([_name(text, role, entities, within) for role in leads]), verb]
    if tail is not None:
        last = _name(text, tail, entities, within)
        words += [behind if last in tail.span.of(text) else _OWNED.sub("", behind), last]
    else:
        words.append(_following(text, event.trigger.end))
    whole = " ".join(" ".join(filter(None, (word.strip() for word in words))).split())
    return "" if len(whole) > LONGEST or _PARTS.search(verb + behind) or _NUMBER.search(whole) else whole


def pieced(text: str, event: Event, actors: str, undergone: str) -> str:
    """Return the event's own word with those who take part, where no words of the sentence hold them together.

    A verb in the order of a headline, "Ada Obi was fined", "army to send engineers"; a noun as one, "scuffle by Ada
    Obi"; what is theirs as theirs, "Ada Obi’s sales rose". Where nobody takes part, the words around it: "was
    cancelled", "bring good luck". In quotation marks only where it is not theirs and what is stands too far off.

    Args:
        text: the article's stored text.
        event: whose trigger it is.
        actors: who acts, "" for nobody.
        undergone: what it is done to, "" for nothing.
    """
    word = _SHORT_TAIL.sub("", " ".join(event.trigger.of(text).split()))
    before = _back(text, event.trigger.start)
    found = _AUXILIARIES.search(before)
    helping = " ".join(found[0].split()) if found else ""
    noun = not helping and _NOUN_LED.search(before) is not None and not word.casefold().endswith("ing")
    aim = "" if noun or undergone else _object(text, event)
    undergone = undergone or aim
    actors = actors or ("" if undergone or noun else _subject(before[: found.start()] if found else before))
    owners = [r for r in event.roles if r.span.end <= event.trigger.start and _OWNER.fullmatch(r.span.of(text))]
    if owners:
        named = owners[-1].role in (_DOING if actors else _UNDERGOING)  # else it is somebody else's
        between = text[owners[-1].span.end : event.trigger.start] if named else None
        return _owned(between, actors, word, undergone)
    if not (actors or undergone):
        helped = _IDLE.sub("", f"{helping} ").strip()
        return " ".join(filter(None, (helped, word, "" if noun else _following(text, event.trigger.end))))
    if noun:
        return f"{word}{undergone and f' of {undergone}'}{actors and f' by {actors}'}"
    going = word.casefold().endswith("ing")
    if _PASSIVE.search(helping) and not aim and not going:
        by = f" by {actors}" if actors and undergone else ""
        return f"{undergone or actors} {helping} {word}{by}"
    behind = _behind(event)
    if not actors and not aim and behind is None:
        return f"{undergone} {helping} {word}" if helping else f"{undergone} “{word}”"
    led = _LED_BY.match(text, event.trigger.end) if behind is not None and not behind.event else None
    if led is not None and behind and led.end() <= behind.span.start < led.end() + LONGEST // 2:
        word += f" {led['by']}"
    helping = helping if actors else ""
    undergone = undergone or ("" if led else _following(text, event.trigger.end))
    return " ".join(filter(None, (actors, helping, word, undergone)))


def _owned(between: str | None, owner: str, word: str, undergone: str) -> str:
    """What is told of something that is somebody's: "Ada Obi’s sales rose"; *between* says what, if known."""
    theirs = " ".join((between or "").split())
    held = owner or undergone
    short = between is not None and len(theirs) <= LONGEST // 2 and not _UNFIT.search(theirs)
    if short and held and (not (owner and undergone) or theirs in ("", undergone)):
        return " ".join(filter(None, (f"{held}{'’' if held.endswith('s') else '’s'}", theirs, word)))
    return f"{owner} {word} {undergone}" if owner and undergone else f"{held} “{word}”".strip()


def _following(text: str, start: int) -> str:
    """What stands right behind a word, as a verb's object does: "good luck"; "" for nothing, a number or too much."""
    line = text[start : start + LONGEST].replace("\n", ".")
    found = _OBJECT.match(line)
    words = found[0].split() if found and found.end() < len(line) else []
    short = len(words) <= _OBJECT_WORDS and not (found and line[found.end() :].lstrip()[:1].isdigit())
    whole = " ".join(words)
    return whole if short and not _UNFIT.search(whole) and not _ENDING.search(whole) else ""


def _back(text: str, end: int) -> str:
    """The text before a word, as far back as a label reaches; a comma first where more stands before that."""
    return text[:end] if end <= LONGEST else ", " + text[end - LONGEST : end].partition(" ")[2]


def _object(text: str, event: Event) -> str:
    """What stands right behind the word as done or gone to: "a visit", "into a museum"; "" if far off, or a number."""
    rows = [r for r in event.roles if r.role in _UNDERGOING | _AIMED and r.span.start >= event.trigger.end]
    if not rows:
        return ""
    tail = min(rows, key=lambda r: r.span.start)
    gap = text[event.trigger.end : tail.span.start]
    words = _OWNING.sub("", gap) + tail.span.of(text)
    short = len(gap.split()) <= _GAP and len(words) <= LONGEST // 2
    return "" if not short or _PARTS.search(words) or _NUMBER.search(words) else " ".join(words.split())


def _subject(before: str) -> str:
    """The few words of a clause before its verb, "" where these hold a number, or begin behind a comma or an "and"."""
    found = _CLAUSE.search(before)
    words = found["words"].strip() if found else ""
    if not words or _NUMBER.search(words) or _PRONOUN.fullmatch(words.split()[0]):
        return ""
    bare = _FIRST.sub("", words, count=1)
    return bare if bare != words or not found or not found["opens"] else words[:1].lower() + words[1:]


def _joined(names: list[str]) -> str:
    more = " and others" if len(names) > 2 else ""
    return (", " if more else " and ").join(names[:2]) + more


def _name(text: str, role: Role, entities: Mapping[str, Entity], within: Callable[[str, str], str]) -> str:
    """Who fills a role: the entity's name, for a pronoun too, else the words as they stand, without an article."""
    entity = entities.get(role.entity)
    words = role.span.of(text)
    if entity is not None and (entity.named or _PRONOUN.fullmatch(words)):
        return entity.name
    return within(text, _FIRST.sub("", words, count=1) if _FIRST.match(words) else words)


def _side_by_side(text: str, roles: list[Role]) -> list[Role]:
    """The last filler and those right before it: "Zambia and South Africa"."""
    kept = roles[-1:]
    for role in reversed(roles[:-1]):
        if not _JOINING.fullmatch(text[role.span.end : kept[0].span.start]):
            break
        kept.insert(0, role)
    return kept


def _before(event: Event, roles: Iterable[str]) -> list[Role]:
    """The fillers of these roles that stand before the event's word, in text order."""
    found = [r for r in event.roles if r.role in roles and not r.event and r.span.end <= event.trigger.start]
    return sorted(found, key=lambda r: r.span.end)


def _behind(event: Event) -> Role | None:
    """The first filler that the event is done to behind its word: somebody, something, or an event of its own."""
    found = [r for r in event.roles if r.role in _UNDERGOING and r.span.start >= event.trigger.end]
    return min(found, key=lambda r: r.span.start, default=None)
