"""Characters that are not seen and change what is: in a page's text they are shown by name, and have no effect.

Input: the HTML of a page. Output: the same, with a mark for each such character; what turns the direction of others
(RIGHT-TO-LEFT OVERRIDE and the like) always, what joins, parts or hides only where no script needs it: a zero-width
joiner belongs between Persian letters and in emoji, and misleads inside "Zoë". A mark is empty: what is copied, found
in the page or read by scripts is the text without it.
Pure. Never: touches what goes back to the server (fields of forms, addresses), nor the data beside the page.
"""

import re
from typing import Final

_NAMES: Final = {
    0x00AD: ("SHY", "soft hyphen"),
    0x061C: ("ALM", "Arabic letter mark"),
    0x200B: ("ZWSP", "zero-width space"),
    0x200C: ("ZWNJ", "zero-width non-joiner"),
    0x200D: ("ZWJ", "zero-width joiner"),
    0x200E: ("LRM", "left-to-right mark"),
    0x200F: ("RLM", "right-to-left mark"),
    0x202A: ("LRE", "left-to-right embedding"),
    0x202B: ("RLE", "right-to-left embedding"),
    0x202C: ("PDF", "end of an embedding or override"),
    0x202D: ("LRO", "left-to-right override"),
    0x202E: ("RLO", "right-to-left override"),
    0x2060: ("WJ", "word joiner"),
    0x2066: ("LRI", "left-to-right isolate"),
    0x2067: ("RLI", "right-to-left isolate"),
    0x2068: ("FSI", "first-strong isolate"),
    0x2069: ("PDI", "end of an isolate"),
    0xFEFF: ("BOM", "zero-width no-break space"),
}
_TURNS: Final = "\u202a-\u202e\u2066-\u2069"
_BREAKS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\U000e0001"
_JOINS: Final = "\u180e\u200b-\u200d\u2060-\u2064\ufeff"
_SIDES: Final = "\u061c\u200e\u200f"
_PLAIN: Final = "!-\u00ac\u00ae-\u058f"  # Latin, Greek, Cyrillic, Armenian, signs: scripts that need none of these
_LETTER: Final = "0-9A-Za-z\u00c0-\u058f"
_HYPHEN: Final = "\u00ad"

_THERE: Final = re.compile(f"[{_TURNS}{_BREAKS}{_JOINS}{_SIDES}{_HYPHEN}]")
_RUN: Final = f"[{_JOINS}{_SIDES}{_HYPHEN}]*"
_MISLEADS: Final = re.compile(
    f"[{_TURNS}{_BREAKS}]|(?<=[{_PLAIN}])[{_JOINS}]+|[{_JOINS}](?={_RUN}[{_PLAIN}])"
    f"|(?<=[{_LETTER}])[{_SIDES}](?={_RUN}[{_LETTER}])"
)
_IN_A_NAME: Final = re.compile(f"{_MISLEADS.pattern}|{_HYPHEN}")  # a hyphen that may be shown is no part of a name
_TAG: Final = re.compile(r"(<[^>]*>)")
_NAME: Final = re.compile(r"<(?:bdi|h1)\b")
_RAW: Final = re.compile(r"<(textarea|title|option|script|style)\b")
_READ: Final = re.compile(r'\b(?:aria-label|title|data-[a-z-]+)="[^"]*"')  # attributes whose words are shown or drawn


def shown(html: str) -> str:
    """Return a page with what is not seen in its text made visible; one that has nothing of the kind as it is."""
    if not _THERE.search(html):
        return html
    parts = _TAG.split(html)
    raw = ""
    for at, part in enumerate(parts):
        if at % 2:
            raw = raw or (found[1] if (found := _RAW.match(part)) else "")
            if part.startswith(f"</{raw}") and raw:
                raw = ""
            if _THERE.search(part):
                parts[at] = _READ.sub(lambda read: _MISLEADS.sub("", read[0]), part)
        elif part and not raw and _THERE.search(part):
            rule = _IN_A_NAME if at and _NAME.match(parts[at - 1]) else _MISLEADS
            parts[at] = rule.sub(lambda match: "".join(map(_mark, match[0])), part)
    return "".join(parts)


def _mark(character: str) -> str:
    code = ord(character)
    short, name = _NAMES.get(code, (f"{code:04X}", "control character"))
    return f'<i class="unseen" data-name="{short}" title="{name}, U+{code:04X}"></i>'
