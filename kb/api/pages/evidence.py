"""What speaks for and against that two are one, in words for people.

Input: a reason as kb.resolution gives and the log keeps it: "fits best 0.42", "story 5 (+0.0)". Output: "no other pair
of the two articles fits as well, 0.42 of 1". What is told of events has short names there; what of people, bodies
and places has words already and stays.
Pure. Never: changes or leaves out a number; what is less than nothing has a minus and no hyphen.
"""

import re
from typing import Final

_REASON: Final = re.compile(r"(?P<name>[a-z ]+?)(?: (?P<value>-?[\d.]+))?(?P<bits> \([+-][\d.]+\))?")
_LESS: Final = re.compile(r"(?<=\()-(?=[\d.]+\))")
_MEASURED: Final = {  # name -> how its number is told
    "story": "names of both articles, worth {}",
    "common words": "common words around both, {} of 4",
    "fits best": "no other pair of the two articles fits as well, {} of 1",
    "another fits better": "another pair of the two articles fits better, {} of 1",
    "shared actors": "{} of the same people or organisations take part",
    "shared words": "{} of the same words for who takes part",
    "telling figure": "{} digits alike, which few counts have by chance",
}
TOLD: Final = {
    "two events of one class in two articles": "any two events of one class in two articles, before a look at them",
    "same type": "both are of one type",
    "kin type": "one is of a type that the other could be",
    "near type": "their types are near",
    "other type": "two kinds, of which one follows the other as a rule",
    "other class": "their types are of different classes",
    "one denies": "one is told, the other denied",
    "denied otherwise": "what is denied has another name",
    "denied long apart": "denied long before or after it was told",
    "nothing in both": "both say that nothing happened, which is told of much",
    "one counted": "one is said to be a second or further one",
    "other count": "one is the second, the other the third or so",
    "came before": "one came before the other, which is told as one more",
    "other direction": "one goes up, the other down, or one is for a while, the other for good",
    "one of several": "one counts several of its kind, the other is one",
    "same word": "both articles use one word for it",
    "same days": "both on the same days",
    "days overlap": "their days overlap",
    "long overlap": "their long times overlap",
    "next day": "one on the day after the other",
    "other days": "on different days",
    "other dates": "on different dates",
    "dates long apart": "on dates that are months apart",
    "each of its day": "each told within two days of its own date",
    "other hours": "at other hours of the day",
    "after the report": "one happened after the other was reported",
    "shortly before": "one happened shortly before the other was reported",
    "long before": "one happened long before the other was reported",
    "perhaps after it": "one perhaps happened after the other was reported",
    "dated alike long after": "dated alike by an article long after",
    "same place": "in the same place",
    "place within": "one place lies within the other",
    "other place": "in different places",
    "other town": "each in a town of its own",
    "town and village": "one in a town, the other in a village",
    "other house": "at two buildings, each with a name of its own",
    "other destination": "on the way to two towns",
    "other traveller": "others were on the way",
    "others of a land": "they have no more than a country in common, and whom it befell is told in other words",
    "traveller untold": "one does not say who was on the way",
    "other country": "in different countries",
    "article of another country": "the articles are about different countries",
    "place of another kind": "the places are of different kinds",
    "same site": "both at the same kind of site",
    "other site": "at different sites",
    "shared actors": "the same people or organisations take part",
    "other actors": "other people or organisations take part",
    "actors of other roles": "other people or organisations take part, in other parts",
    "same parties": "the same two did it together",
    "other party": "one of the two did it together with another",
    "same patient": "it befell the same",
    "other patient": "it befell others",
    "other person": "another person was convicted, or given or left the post",
    "other doers": "others are said to do it",
    "other agents": "others did it",
    "other weapon": "by other means",
    "other target": "another kind of target or ship",
    "other kind of people": "it befell people of another kind",
    "people of another side": "it befell people of another side",
    "other kind of victims": "victims of another kind",
    "victims of another side": "victims of another side",
    "victims called otherwise": "as many victims, called otherwise",
    "shared words": "the same words for who takes part",
    "other words": "other words for who takes part",
    "same figure": "the same figure in both",
    "telling figure": "a figure that few counts have by chance",
    "compatible figures": "figures that can both be true",
    "figures of other days": "other figures, of other days",
    "other figures": "other figures",
    "near figures": "other figures, near each other",
    "figures fall": "the later figure is lower, though such figures grow",
    "toll of several days": "one is the toll of several days",
    "toll of several towns": "one is the toll of several towns",
    "part of a toll": "one figure is a part of the other",
    "few of many": "one tells of one of a kind, the other of many",
    "nothing but the time": "nothing but the time is alike",
    "story": "names of both articles",
    "no common story": "the two articles tell of different things",
    "common words": "common words around both",
    "both lead": "both articles begin with it",
    "one leads": "one article begins with it",
    "articles far apart": "the articles are weeks apart",
    "articles near": "the articles are days apart at most",
    "same cause": "the same cause",
    "other cause": "other causes",
    "same effect": "the same effect",
    "other effect": "other effects",
    "fits best": "no other pair of the two articles fits as well",
    "another fits better": "another pair of the two articles fits better",
}


def reason(words: str) -> str:
    """Return a reason in words for people, with the numbers it has; one that has none of these names as it is."""
    found = _REASON.fullmatch(words)
    if found is None or found["name"] not in TOLD:
        return _LESS.sub("\u2212", words)
    name, value = found["name"], found["value"]
    told = (
        _MEASURED[name].format(value) if value and name in _MEASURED else f"{TOLD[name]}{f' {value}' if value else ''}"
    )
    return told + _LESS.sub("\u2212", found["bits"] or "")
