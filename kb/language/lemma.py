"""The dictionary form of a word, given its part of speech.

Input: a word and its UPOS tag.
Output: the lemma that kb.language.reader writes on the Doc's tokens.
Regular forms come from simplemma's word list; the verbs in IRREGULAR are
those whose form is also another word ("left", "shot", "felt"), where a list
without parts of speech cannot know.
Pure apart from a cache.
"""

from functools import lru_cache
from types import MappingProxyType
from typing import Final

_FORMS: Final = """
be am is are was were been being 's 'm 're ’s ’m ’re
bear bore borne born|become became|begin began begun|bend bent|bet bet|bind bound|bite bit bitten
bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt|burst burst
buy bought|cast cast|catch caught|choose chose chosen|cling clung|come came|cost cost|creep crept|cut cut
deal dealt|dig dug|do did done does|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten
fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fling flung|fly flew flown
forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen
get got gotten|give gave given|go went gone goes|grind ground|grow grew grown|hang hung
have has had having 've 'd ’ve ’d|hear heard|hide hid hidden|hit hit|hold held|hurt hurt|keep kept
kneel knelt|know knew known|lay laid|lead led|lean leant|leap leapt|learn learnt|leave left leaves|lend lent
let let|lie lay lain lying|light lit|lose lost|make made|mean meant|meet met|mistake mistook mistaken
overcome overcame|oversee oversaw overseen|overthrow overthrew overthrown|pay paid|plead pled|prove proven
put put|quit quit|read read|rebuild rebuilt|rend rent|ride rode ridden|ring rang rung|rise rose risen
run ran|saw sawn|say said|see saw seen|seek sought|sell sold|send sent|set set|sew sewn|shake shook shaken
shed shed|shine shone|shoot shot|show shown|shrink shrank shrunk|shut shut|sing sang sung|sink sank sunk
sit sat|slay slew slain|sleep slept|slide slid|speak spoke spoken|speed sped|spend spent|spill spilt
spin spun|split split|spread spread|spring sprang sprung|stand stood|steal stole stolen|stick stuck
sting stung|strike struck stricken|strive strove striven|swear swore sworn|sweep swept|swim swam swum
swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
thrust thrust|undergo underwent undergone|understand understood|undertake undertook undertaken
uphold upheld|upset upset|wake woke woken|wear wore worn|weave wove woven|weep wept|win won
wind wound|withdraw withdrew withdrawn|withhold withheld|withstand withstood|wring wrung|write wrote written
will ll 'll ’ll wo|can ca|shall sha|wound wounded wounding wounds|found founded founding
"""


def _irregular() -> dict[str, str]:
    out: dict[str, str] = {}
    for entry in _FORMS.replace("\n", "|").split("|"):
        base, *forms = entry.split() or [""]
        if base:
            for form in forms:
                out.setdefault(form, base)
    # "wound" and "found" as finite verbs of the news are "find" and "wound" far
    # more often than "wind" and "establish".
    out.update({"wound": "wound", "found": "find"})
    return out


IRREGULAR: Final = MappingProxyType(_irregular())
_PLURALS: Final = MappingProxyType(
    {
        "men": "man",
        "women": "woman",
        "children": "child",
        "lives": "life",
        "feet": "foot",
        "teeth": "tooth",
        "mice": "mouse",
        "geese": "goose",
        "gunmen": "gunman",
        "policemen": "policeman",
        "fishermen": "fisherman",
        "spokesmen": "spokesman",
        "businessmen": "businessman",
        "lawmen": "lawman",
    }
)
_AS_WRITTEN: Final = frozenset({"PROPN", "PUNCT", "SYM", "NUM", "X", "SPACE"})
_NEGATION: Final = frozenset({"n't", "n’t", "nt"})


@lru_cache(maxsize=65_536)
def lemma(word: str, pos: str) -> str:
    """Return the dictionary form of *word* used as *pos* (a UPOS tag).

    Names, numbers and marks stay as written; everything else is lower case.
    """
    low = word.lower()
    if pos in _AS_WRITTEN or not word:
        return word
    if len(low) > 40:
        return low
    if pos in ("VERB", "AUX"):
        low = _verb(low)
    elif pos == "NOUN":
        low = _noun(low)
    elif pos in ("ADJ", "ADV") and low.endswith(("er", "est")):
        low = _listed(low)
    elif low in _NEGATION:
        low = "not"
    return low


def _verb(word: str) -> str:
    known = IRREGULAR.get(word)
    if known:
        return known
    listed = _listed(word)
    if not listed.endswith("ing"):
        return listed
    # The list has "bombing" and "killing" as nouns; as a verb they go back further.
    stem = listed[:-3]
    for base in (stem, stem + "e", stem[:-1]):
        if len(base) > 2 and _is_known(base) and _listed(base) == base:
            return base
    return listed


def _noun(word: str) -> str:
    known = _PLURALS.get(word)
    if known:
        return known
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word  # a singular: the list would make verbs of "left", "shot", "meeting"
    listed = _listed(word)
    if listed != word and word.startswith(listed[:2]):
        # "killings" must give "killing", not "kill".
        return word[:-1] if word.endswith("ings") and not listed.endswith("ing") else listed
    return listed


def _listed(word: str) -> str:
    import simplemma  # 20 ms, and many who import this module never come here

    return simplemma.lemmatize(word, lang="en").lower()


def _is_known(word: str) -> bool:
    import simplemma

    return simplemma.is_known(word, lang="en")


def irregular_forms(base: str) -> frozenset[str]:
    """Return the forms of a word that no rule makes from its dictionary form: "stole" and "stolen" of "steal"."""
    return _forms_of().get(base, frozenset())


@lru_cache(maxsize=1)
def _forms_of() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form, base in (*IRREGULAR.items(), *_PLURALS.items()):
        found.setdefault(base, set()).add(form)
    return {base: frozenset(forms) for base, forms in found.items()}
