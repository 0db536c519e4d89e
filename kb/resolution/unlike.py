"""Of whom a text says that somebody only shares his name: "a trader named Boubacar Keïta, no relation of the governor".

Input: an article and what was read from it. Output: the offices of those who somebody is not, as words of a title; read
by kb.resolution.article.
Pure. Never: takes a word of kinship for one that parts two; says who is meant where the text names an office alone.
"""

import re
from typing import Final

from kb.model import Article, Extraction
from kb.resolution.folded import title_words

_SUBJECT: Final = frozenset({"name", "pronoun"})
_LEFT: Final = 160  # characters behind a name in which the text says so
_NOT: Final = re.compile(
    r"(?:(?:\s+of\s+[^\W\d_a-z][\w’'-]*)?[^.;:\n]{0,60}?[,(–—]\s*(?:(?:who|and)\s+is\s+)?|\s+(?:is|was)\s+)(?:also\s+)?"
    r"(?:no\s+(?:relation|relative|kin)|not\s+(?:a\s+)?(?:related|relative|relation)|unrelated|(?:a|the)\s+namesake|"
    r"not\s+to\s+be\s+confused)\s+(?:of|to|with)\s+(?:(?:the|its|his|her|a|an)\s+)?"
    r"(?P<whom>[^,.;:()–—\n]{3,60})",
)
_SAME_NAME: Final = re.compile(
    r"\s+(?:(?:of|by|with)\s+(?:the|that)\s+(?:same\s+)?name|who\s+(?:has|bears|shares)\b.*|(?:also\s+)?called\b.*)$"
)
_WHENCE: Final = re.compile(r"\b[^\W\d_a-z][\w’'-]*(?:['’]s)?\s+(?=[a-z])")  # "the Ukrainian minister", "Ukraine's"
_NAMED: Final = re.compile(r"\s+(?:[^\W\d_a-z][\w’'.-]*\s*)+$")  # "the governor Boubakar Keita"


def unlike(article: Article, extraction: Extraction) -> dict[str, frozenset[str]]:
    """Return local id of a person -> titles of those from whom the text tells him apart, their words in order."""
    persons = {one.id for one in extraction.entities if one.type == "person" and one.named}
    found: dict[str, frozenset[str]] = {}
    for mention in extraction.mentions:
        if mention.kind not in _SUBJECT or mention.entity not in persons:
            continue
        said = _NOT.match(article.text, mention.span.end, mention.span.end + _LEFT)
        if said is None:
            continue
        if title := title_words(_WHENCE.sub("", _NAMED.sub("", _SAME_NAME.sub("", said["whom"])))):
            titles = found.get(mention.entity, frozenset())
            found[mention.entity] = titles | {" ".join(sorted(title))}
    return found
