"""What a paragraph of a news page is, told from its own words.

Input: one paragraph's text.
Output: yes or no, read by kb.extraction.layout.stage, which adds what the neighbours say.
Never: names an outlet's page furniture word for word; every cue is general.
"""

import re
from typing import Final

_HEAD: Final = 200  # cues stand within so many characters

_TEASER: Final = re.compile(
    r"""(?ix) ^ [\s\-–—•*>|(\["“]* (?:
        you \s (?:might|may|could) \s (?:also|be) \b
      | (?:read|see|watch|listen) \s (?:more|also|next|the \s full) \b .{0,80}? (?::|$|\.\.\.|…|»|>|\bhere\b|\s-\s)
      | (?:read|watch|listen|see \s also|also \s read|more \s here|recommended|don['’]t \s miss) \s* (?::|\s[-–—]\s)
      | (?:related|most \s read|most \s popular|trending|editor['’]?s['’]? \s picks?
          |more \s (?:on|from|in) \s (?:this|the))
        (?:\s (?:articles?|stories|story|content|news|coverage|topics?|links?|reading|posts?|author))*
        \s* (?::|$|\s[-–—]\s)
      | more \s on \s this \b
      | what \s (?:to|you \s (?:need|should)) \s (?:read|know) \s next \b
      | (?:subscribe|sign \s up|register (?:\s now)?|log \s in|join \s (?:us|our|the \s conversation)) \b
        (?: \s+ (?:to|for|here|now|today|on|with|our|and|at) \b | \s* [:!.] | \s* $)
      | (?:follow|like|find|contact|email|write \s to|reach|support|get \s in \s touch \s with)
        \s+ (?:us|our|@|the \s (?:author|writer|reporter|newsroom))
      | follow \s+ \S+ \s+ \S* \s* on \s+ (?:x|twitter|facebook|instagram|telegram|whatsapp|linkedin|youtube|tiktok)\b
      | (?:download|get) \s (?:our|the) \s (?:free \s)? (?:app|newsletter|latest|day['’]s|best) \b
      | (?:share|save|print|bookmark|e-?mail) \s (?:this|the) \s (?:article|story|page|post) \b
      | (?:share|tweet|comments?|advertisement|advertising|sponsored (?:\s content)?|promoted
          |newsletters?|tags?|topics?|filed \s under|print|back \s to \s top|skip \s .{0,30}
          |continue \s reading .{0,40}|loading .{0,10}) \s* (?::.*)? $
      | story \s continues \s below | article \s continues
      | (?:click|tap|scroll|swipe) \s (?:here|to|down|on) \b
      | for \s (?:more|further|additional|media) \s
        (?:news|stories|information|details|updates|enquiries|inquiries|coverage) \b
      | (?:got|have) \s (?:a \s|any \s)? (?:tip|story|question|views?|confidential) \b
      | (?:this|the) \s (?:article|story|report|piece|post|interview) \s (?:was|is|has \s been|is \s being|first
        |originally) \s (?:(?:first|originally|also) \s)?
        (?:published|appeared|republished|produced|supported|generated|syndicated|made \s possible)
      | (?:the \s)? (?:views|opinions) \s (?:expressed|in \s this) \b
      | (?:disclaimer|terms \s of \s use|privacy \s policy|cookie) \b
      | about \s the \s (?:author|writer|reporter|journalist)s? \b
      | (?:media|press|news) \s (?:contacts?|enquiries|inquiries|office) \s* (?::|$)
      | (?:contacts?|notes? \s (?:to|for) \s (?:the \s)? editors?) \s* (?::|$)
      | our \s standards \s* : | learn \s more \s about \s our \b
      | (?:image|photo|picture|video|photograph|file \s photo|graphic|illustration)
        (?:\s(?:credit|source|by|courtesy|caption))* \s* [:/|]
      | (?:getty \s images|shutterstock|ap \s photo)
      | (?:copyright|©|\(c\) \s (?:19|20)\d\d) | all \s rights \s reserved
    )"""
)
_RIGHTS: Final = re.compile(
    r"(?i)©|\ball rights reserved\b|\bcopyright (?:©|\(c\)|\d{4})|\bmay not be (?:published|reproduced)\b"
)
_CORRECTION: Final = re.compile(
    r"""(?ix) ^ [\s*_(\["“\-–—]{0,9} (?:
        (?:corrections?|clarifications?|erratum|corrected|correction \s and \s clarification)
        (?:\s (?:note|appended|notice))? (?:,? \s [\w\s,]{0,30}\d{1,4})? (?:\s? \([^)\n]{1,40}\))? \s? (?:[:\-–—.\])]|$)
      | (?:this|the) \s (?:story|article|version|report) \s corrects \b
      | we \s (?:apologi[sz]e|regret) \s .{0,30} (?:error|mistake)
      | amended \s on \s .{0,40} :
    )"""
)
_OWN_VERSION: Final = re.compile(
    r"""(?ix) ^ [\s*_(\["“\-–—]{0,9} (?:editor['’]?s?['’]? \s note \s? [:\-–—] \s? | update \s? [:\-–—] \s?)?
    (?: this \s (?:article|story|report|post|piece|item|headline|version)
      | (?:the|an?) \s (?:earlier|original|previous|prior|initial) 
        \s (?:version|headline|article|story|report|caption|post)
      | the \s (?:headline|caption|article|story|report) \s (?:of|on|to|in) \s (?:this|our)
    ) \b"""
)
_WENT_WRONG: Final = re.compile(
    r"""(?ix) \b (?:
        (?:has|have) \s been \s (?:corrected|amended|updated|clarified|changed|edited)
      | was \s (?:corrected|amended|updated)
      | misstated | misspell?ed | misspelt | misidentified | misattributed | misreported | misquoted
      | (?:wrongly|incorrectly|mistakenly|erroneously) \s \w | gave \s (?:an?|the) \s (?:wrong|incorrect)
      | contained \s .{0,20} (?:errors?|mistakes?) | corrects | clarifies | said \b
    ) """
)
_NOTE: Final = re.compile(r"(?i)^[\s*_(\[\"“]*editor['’]?s?['’]? note\b")
_BYLINE: Final = re.compile(
    r"^\s*[(\[*_]*(?:(?:By|BY|From|FROM|(?:Words|Story|Text|Interview|Analysis) by)\s+"
    r"(?=[A-Z\W]|our\b|staff\b|a\b|the\b)\S"
    r"|(?:[A-Z]?[a-z]{0,20} ?)?(?:[Rr]eporting|REPORTING|[Ww]ritten|WRITTEN|[Ee]diting|[Ee]dited|[Cc]ompiled"
    r"|[Tt]ranslat(?:ion|ed)|[Pp]hotograph(?:y|s)|[Ww]riting)\s+(?:by|BY)\s+\S"
    r"|[Ww]ith (?:inputs?|files|reporting|contributions) (?:from|by)\s"
    r"|\S+(?: \S+){1,3} (?:contributed to|reported from|contributed reporting))"
)
_CREDIT: Final = re.compile(r"(?i)\b(?:reporting|writing|editing|edited|written|compiled) by\s")
_PUBLISHED: Final = re.compile(
    r"(?i)^\s*(?:(?:first |last )?(?:published|posted|updated|modified|issued|released)(?: (?:on|at))?\s*:?\s*"
    r"|(?:date|dated|for immediate release)\s*[:,\-–—]?\s*)"
)
_SOURCE: Final = re.compile(
    r"(?i)^\s*(?:news )?(?:sources?|publisher|published by|outlet|via|url|link)\s*:\s+\S+(?:\s+\S+){0,9}\s*$"
)
_DATE_REST: Final = re.compile(r"[\d:.,|()\s–—-]|\b(?:[ap]\.?m|at|[A-Z]{2,4}|local time)\b")
_END_MARK: Final = re.compile(
    r"^\s*(?:[-–—*~(]\s*)?(?:ENDS?|Ends|-?30-?|###+|#\s?#\s?#|\*\s?\*\s?\*\s?END.*)(?:\s*[-–—*~)])?\s*$"
)
_RULE: Final = re.compile(r"^[\s\-–—_=*•·~.#]+$")
_SENTENCE_END: Final = re.compile(r"[.!?…:;,][\"'”’»)\]*_]*$")
_LIST: Final = re.compile(r"^\s*(?:([-–—•●▪■◦‣·*+])\s+|\(?(\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_MARKDOWN_HEADING: Final = re.compile(r"^\s*(?:#{1,6}\s+\S|\*\*[^*]{2,110}\*\*\s*$|__[^_]{2,110}__\s*$)")
_LABEL: Final = re.compile(r"^\s*(?:\*\*|__)?([^\W\d_][^:\n\"“”]{0,48}?):(?:\*\*|__)?\s+(?=\S)")
_NOT_SPEAKER: Final = frozenset(
    "note update updated source sources date place location time correction background summary deaths injured example "
    "tip result results score scores key read watch listen image photo video analysis exclusive breaking live opinion "
    "explainer factbox context status title url author published".split()
)
_WRITERS_POST: Final = re.compile(
    r"(?:(?-i:[A-Z])[\w&'’-]*\s+|(?:and|of|for|our|the|chief)\s+){0,4}(?:correspondent|reporter|writer|editor|columnist)"
    r"(?:\s+in\s+(?-i:[A-Z])[\w\s.-]{1,30})?\.?",
    re.IGNORECASE,
)
_WRITERS_NAME: Final = re.compile(r"[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|al|bin|da|de|del|dos|van|von)){1,4}")
_SECTIONS: Final = (
    "AGRICULTURE|ARTS|ATHLETICS|BASEBALL|BASKETBALL|BOOKS|BOXING|BUSINESS|CHURCH|CINEMA|CLIMATE|COMPANIES|COURTS?|"
    "CRICKET|CRIME|CULTURE|CYCLING|ECONOMY|EDUCATION|ELECTIONS?|ENERGY|ENTERTAINMENT|ENVIRONMENT|FAITH|FILM|FINANCE|FOOTBALL|"
    "FORMULA ONE|GOLF|HANDBALL|HEALTH|(?:ICE )?HOCKEY|IN BRIEF|LABOU?R|LAW|MARKETS|MEDIA|MOTORSPORT|MUSIC|"
    "OBITUAR(?:Y|IES)|OLYMPICS|POLITICS|RELIGION|ROWING|RUGBY(?: LEAGUE| UNION)?|SAILING|SCIENCE|SOCCER|SPACE|SPORTS?|"
    "SWIMMING|TECH(?:NOLOGY)?|TENNIS|THEATRE|TRADE|TRANSPORT|VOLLEYBALL|WEATHER"
)
_RUBRIC: Final = re.compile(rf"\s*(?:{_SECTIONS})\s*(?:[-–—|:/]+\s+|[–—])(?=[\w\"“'‘«(])")
QUESTION_LABELS: Final = frozenset({"q", "question", "interviewer", "host", "reporter", "moderator", "journalist"})
ANSWER_LABELS: Final = frozenset({"a", "answer", "interviewee"})


def is_source_line(words: str) -> bool:
    """Say whether a line only names where an article comes from: "Source: The Osk Herald"."""
    return _SOURCE.match(words) is not None and not ends_like_sentence(words)


def is_teaser(words: str) -> bool:
    """Say whether the paragraph leads elsewhere: other stories, sign-ups, sharing, rights."""
    return _TEASER.match(words[:_HEAD]) is not None or (len(words) < 400 and _RIGHTS.search(words) is not None)


def is_correction(words: str) -> bool:
    """Say whether the paragraph corrects or clarifies the article itself."""
    head = words[:_HEAD]
    return _CORRECTION.match(head) is not None or (
        _OWN_VERSION.match(head) is not None and _WENT_WRONG.search(head) is not None
    )


def is_editor_note(words: str) -> bool:
    """Say whether an editor speaks about the article, without correcting it."""
    return _NOTE.match(words[:_HEAD]) is not None


def is_byline(words: str) -> bool:
    """Say whether the paragraph only names who reported, wrote or edited."""
    if len(words) > 400 or _BYLINE.match(words) is None:
        return False
    if _CREDIT.search(words) is not None or words.lstrip().lower().startswith("with "):
        return True
    short = len(words.split()) <= 14
    return short and _SENTENCE_END.search(words.rstrip()) is None


def is_writers_post(words: str) -> bool:
    """Say whether a line only says what its writer is: "Science reporter", "Business Editor in Accra"."""
    return _WRITERS_POST.fullmatch(words.strip()) is not None


def is_writers_name(words: str) -> bool:
    """Say whether a line has the shape of a person's name."""
    return _WRITERS_NAME.fullmatch(words.strip()) is not None


def rubric(words: str) -> int:
    """Return where the section's name that a round-up's paragraph opens with ends ("TENNIS - "), 0 if it has none."""
    match = _RUBRIC.match(words)
    return match.end() if match is not None else 0


def is_publication_line(words: str) -> bool:
    """Say whether a line that holds a date does no more than date the article ("Published 4 July 2025, 20:15")."""
    return len(words.split()) <= 14 and _PUBLISHED.match(words) is not None


def is_only_date(rest: str) -> bool:
    """Say whether what is left of a line without its date is only clock, zone and punctuation."""
    return not _DATE_REST.sub("", rest)


def is_end_mark(words: str) -> bool:
    """Say whether the line closes the release or dispatch ("ENDS", "###", "-30-")."""
    return _END_MARK.match(words) is not None


def is_rule(words: str) -> bool:
    """Say whether the line is only a row of marks."""
    return _RULE.match(words) is not None


def ends_like_sentence(words: str) -> bool:
    """Say whether the last characters close a sentence or clause."""
    return _SENTENCE_END.search(words.rstrip()[-12:]) is not None


def looks_like_heading(words: str) -> bool:
    """Say whether shape alone (length, no full stop, capital) allows a heading."""
    if _MARKDOWN_HEADING.match(words) is not None:
        return True
    bare = words.strip()
    if not 2 <= len(bare) <= 140 or len(bare.split()) > 18 or "\n" in bare:
        return False
    first = next((c for c in bare if c.isalnum()), "")
    if not first or first.islower():
        return False
    return bare.endswith("?") or not ends_like_sentence(bare)


def list_marker(words: str) -> tuple[int, str] | None:
    """Return (length of the marker with its space, "bullet", "dash" or "number"), None if there is none."""
    match = _LIST.match(words[:_HEAD])
    if match is None:
        return None
    if match.group(1) is None:
        return match.end(), "number"
    return match.end(), "dash" if match.group(1) in "–—" else "bullet"


def speaker_label(words: str) -> tuple[int, int, int] | None:
    """Return (start, end of the label, end of colon and space) of "Mr Okafor: ...", None if there is none."""
    match = _LABEL.match(words[:_HEAD])
    if match is None:
        return None
    label = match.group(1).strip()
    lowered = label.lower()
    if lowered in QUESTION_LABELS or lowered in ANSWER_LABELS:
        return match.start(1), match.start(1) + len(label), match.end()
    names = [w for w in label.split() if not w.startswith("(")]
    if len(names) > 5 or names[0].lower() in _NOT_SPEAKER:
        return None
    if not all(w[:1].isupper() or w.lower() in {"de", "van", "von", "al", "el", "bin", "the", "of"} for w in names):
        return None
    if len(words) - match.end() < 12:
        return None
    return match.start(1), match.start(1) + len(label), match.end()
