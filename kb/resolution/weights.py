"""What each agreement and each contradiction is worth, in bits, and from which sum a link is made.

Read by kb.resolution.comparison, kb.resolution.clustering and kb.resolution.events.happenings.
Never: a rule; only numbers, each a log2 likelihood ratio.
"""

from typing import Final

LINK: Final = 6.0  # bits from which two entities are one
REVIEW: Final = 3.0  # bits from which a person is asked
LEAD: Final = 2.0  # bits by which a link must beat a rival that contradicts it
VETO: Final = -3.0  # bits at which a pair keeps two clusters apart whatever links them

IDENTIFIED: Final = 20.0
EXCLUDED: Final = -30.0

SAID: Final = {
    "same": "written alike",
    "order": "in another order",
    "spelling": "another spelling",
    "translated": "words of kind in another language or order",
    "nickname": "another form of the given name",
    "part": "one fuller than the other",
    "initial": "given name as initial",
    "single": "one word only",
    "acronym": "acronym and long form",
    "common": "common words only",
    "near": "given names that are near",
    "given": "other given names",
    "other": "other names",
}
PERSON_NAME: Final = {
    "same": 8.0, "order": 6.5, "spelling": 6.5, "nickname": 5.0, "part": 5.0, "initial": 3.5, "single": 1.0,
    "acronym": 0.0, "common": 0.0, "near": 1.0, "translated": 0.0, "given": -10.0, "other": -20.0,
}  # fmt: skip
BODY_NAME: Final = {
    "same": 8.0, "order": 6.0, "spelling": 6.0, "nickname": 0.0, "part": 2.0, "initial": 0.0, "single": 0.0,
    "acronym": 3.5, "common": 1.0, "near": 0.0, "translated": 6.0, "given": -10.0, "other": -20.0,
}  # fmt: skip
PLACE_NAME: Final = {
    "same": 5.5, "order": 3.0, "spelling": 4.0, "nickname": 0.0, "part": 1.0, "initial": 0.0, "single": 0.0,
    "acronym": 0.0, "common": -2.0, "near": 0.0, "translated": 3.0, "given": -10.0, "other": -20.0,
}  # fmt: skip
UNLISTED_SPELLING: Final = {  # of a place that the gazetteer has, of one that it has not, by how near it is
    "known": 0.0, "near": -1.0, "far": -5.5,
}  # fmt: skip
NEAR_MOST: Final = 5.5  # bits of two persons of whom a person is asked: given names that are near, one dead before
SHORT_BODY: Final = -1.5  # a body with a name of one word

SAME_COUNTRY: Final = {"person": 2.0, "organisation": 5.0, "place": 4.0, "country": 0.0}
SAME_HOME: Final = {"person": 1.0, "organisation": 1.5, "place": 2.0, "country": 0.0}
COMMON_AT_HOME: Final = 2.0
OTHER_COUNTRY: Final = {
    "person": -6.0,
    "organisation": -9.0,
    "place": -9.0,
    "country": -9.0,
}
OTHER_HOME: Final = -1.0

OTHER_BEARER: Final = -20.0  # "Charles II" and "Charles III", "Marcos Sr." and "Marcos Jr."

SAME_OFFICE: Final = 5.0
SAME_TITLE: Final = 3.5
OTHER_BODY: Final = -1.5
OTHER_STATE: Final = -4.0  # one office of two countries
OTHER_OFFICE: Final = -4.0
OUTLIVED: Final = -3.0  # at least, and as much as makes it a question: one is dead before the other speaks
OTHER_CALLING: Final = -5.5  # a swimmer and a minister: one only where the story is one

HOLDER_NEAR: Final = 9.0  # somebody without a name against the one holder that articles name, within a month
HOLDER: Final = 8.0  # within half a year
HOLDER_FAR: Final = 7.0  # within a year

SAME_HOLDER: Final = 3.0
OTHER_HOLDER: Final = -18.0  # two places put into two regions, or into two districts: no third makes them one
OTHER_HOLDER_OF_A_KIND: Final = -5.0  # into places that may lie within one another
SAME_KIND: Final = 0.5
UNLISTED: Final = 2.0  # two places of one name that no gazetteer has
OTHER_KIND: Final = -9.0
OTHER_TYPE: Final = -2.0

CONTEXT_UNIT: Final = 0.7
CONTEXT_MOST: Final = 4.5
NO_CONTEXT: Final = -1.5

LISTED_LEAST: Final = 2.0  # bits beside the name that a person of a curated list has to share with one of an article
LISTED_ALONE: Final = -3.5  # or else
LISTED_BOTH: Final = -5.0  # two of two lists that have no id in common
LISTED_NAME: Final = 1.0  # a body or place by exactly a name that a curated list gives it

EVENT_LINK: Final = 0.0  # bits from which two events are one happening
EVENT_REVIEW: Final = -2.0
EVENT_LEAD: Final = 0.0
EVENT_VETO: Final = -3.0
STORY_LEAST: Final = 2.0
STORY_MOST: Final = 10.0
ONE_NAME: Final = 1.5  # what two articles have to have in common for their events to be compared; near in time, less
EVENT_OF_LAND: Final = 3.0  # bits from which two events are one of articles that have nothing but a country in common
FAR: Final = 10  # days between two articles
NEAR: Final = 3
EVENT_SAME: Final = 1.0  # bits from which an entity counts as the same where events are compared
RETOLD: Final = -2.5  # bits of a title's event and the one of the text that repeats it: neither joins nor parts
TOLD_LIVE: Final = 1.0  # bits of two entries of a live page that tell one toll: one happening of itself
OTHER_KIN: Final = -3.0  # bits at which two causes are two
EVENT_PRIOR: Final = -6.3
EVENT: Final = {
    "same type": 2.8,
    "kin type": 0.2,
    "near type": 1.0,
    "other type": -3.2,
    "one denies": -0.7,
    "denied otherwise": -1.5,
    "denied long apart": -1.0,
    "nothing in both": -1.5,
    "other class": 0.0,
    "one counted": -0.3,
    "other count": -2.0,
    "came before": -5.5,
    "other direction": -7.0,
    "one of several": -7.0,
    "same word": 0.5,
    "same days": 2.2,
    "days overlap": 3.6,
    "long overlap": 0.8,
    "next day": 0.0,
    "other days": -3.1,
    "other dates": -3.7,
    "dates long apart": -8.0,
    "each of its day": -9.0,
    "other hours": -3.0,
    "after the report": -5.5,
    "shortly before": 0.7,
    "long before": -2.7,
    "perhaps after it": -2.0,
    "dated alike long after": 1.5,
    "same place": 0.8,
    "place within": 1.0,
    "other place": -2.2,
    "other town": -12.0,
    "town and village": -3.5,
    "other house": -9.0,
    "other destination": -9.0,
    "other traveller": -4.5,
    "traveller untold": -3.5,
    "other country": -7.0,
    "article of another country": -3.1,
    "same site": 0.6,
    "other site": -0.6,
    "shared actors": 1.2,
    "other actors": -1.5,
    "actors of other roles": -0.5,
    "same patient": 0.5,
    "other patient": -1.9,
    "other person": -4.5,
    "other party": -4.5,
    "same parties": 1.5,
    "other doers": -1.3,
    "other agents": -1.5,
    "other weapon": -2.0,
    "other target": -3.5,
    "other kind of people": -4.5,
    "people of another side": -4.5,
    "other kind of victims": -12.0,
    "victims of another side": -12.0,
    "victims called otherwise": -1.5,
    "shared words": 0.2,
    "other words": -1.0,
    "others of a land": -1.5,  # by hand
    "same figure": 2.2,
    "telling figure": 0.5,
    "compatible figures": 0.9,
    "figures of other days": -0.4,
    "other figures": -1.6,
    "near figures": -0.4,
    "figures fall": -2.5,
    "toll of several days": -12.0,
    "toll of several towns": -12.0,
    "part of a toll": -12.0,
    "few of many": -4.5,
    "story": 0.0,
    "no common story": -1.6,
    "common words": 1.0,
    "nothing but the time": -3.0,
    "both lead": 0.4,
    "one leads": 0.1,
    "articles far apart": -2.6,
    "articles near": 1.1,
    "same cause": 1.4,
    "other cause": -3.6,
    "same effect": 2.3,
    "other effect": -1.2,
    "place of another kind": 0.0,
    "fits best": 1.9,
    "another fits better": -2.1,
}
