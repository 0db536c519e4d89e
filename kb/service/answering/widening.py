"""Wider questions, for one that has no answer as it stands: what is given up, one thing after the other, is said.

Input: a Plan. Output: wider Plans, each with its notes, the narrowest first. Pure.
A "did it happen" and a count of happenings are never made wider: that nothing fits is their answer.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from kb.service.answering import lexicon as lex
from kb.service.answering.plans import Plan
from kb.service.answering.question import NameSlot, is_place

_WORDS: Final = ("words", "words2", "words3", "told", "told2", "told3")
_TYPE: Final = ("type", "trigger", "stem", "stem2", "stem3")
_LONG: Final = (
    4  # letters of a word in which others may end that name a kind of it: not "men", in which "specimen" does
)
_BEFORE: Final = 3  # letters before it, at least: a bishop is no shop
_NUMBERS: Final = frozenset(["figures", "money"])
_HAPPENINGS: Final = frozenset(["events", "who", "where", "causes"]) | _NUMBERS


def wider(plan: Plan, ask: str) -> Iterator[Plan]:
    """Yield wider plans than one that has no answer; each gives up what those before it gave up, and more.

    Args:
        ask: what the question begins with, see Reading.
    """
    if plan.query == "is-a" and "noun" in plan.given:
        plan = deepcopy(plan)
        plan.notes.append(f"nothing says that it is {plan.given.pop('noun')}; this is what it is said to be")
        yield plan
    if plan.query == "offices" and "title" in plan.given and any(_is_of(plan, one, "body") for one in plan.used):
        yield _office_in_the_article(deepcopy(plan))
    if plan.query == "offices" and {"title", "holder"} <= plan.given.keys():
        yield _other_office(deepcopy(plan))
    if plan.query == "statements":
        yield from _said_there(plan)
    if "state" in plan.given:
        yield _officials_in_the_article(deepcopy(plan))
    if plan.query not in _HAPPENINGS or ask in ("is", "how often"):
        return
    planned, on_the_day, ending = deepcopy(plan), deepcopy(plan), deepcopy(plan)
    if "since" in plan.given and _named_in_the_article(on_the_day):
        yield on_the_day
    if _planned_too(planned):
        yield planned
    if _ending_so(ending):
        yield ending
    for step in (
        _amounts_too,
        _any_cause,
        _in_the_country,
        _reported_then,
        _words_of_the_article,
        _named_in_the_article,
        _other_in_the_article,
        _no_type,
    ):
        changed = deepcopy(plan)
        if step(changed):
            plan = changed
            yield deepcopy(plan)
    if plan.query in _NUMBERS:
        plan = deepcopy(plan)
        _any_number(plan)
        yield plan


def _other_office(plan: Plan) -> Plan:
    """Show which offices somebody is told to hold, who is not told to hold the one that is asked about."""
    title = plan.given.pop("title")
    plan.given.pop("body", None)
    plan.notes.append(f"nothing says that {_name_of(plan, 'holder')} is {title}; these are the offices that are told")
    return plan


def _office_in_the_article(plan: Plan) -> Plan:
    """Let the article name the place whose office it is: much is told of "the transport minister" alone.

    The office of a firm is told with the firm: another one that the article names is no answer.
    """
    plan.given["among"] = plan.given.pop("body")
    name = _name_of(plan, "among")
    plan.notes.append(f"no such office is told to be one of {name}; this is of articles that name it")
    return plan


def _officials_in_the_article(plan: Plan) -> Plan:
    """Let the article name the place whose officials are asked about: offices are seldom told with their country."""
    plan.given["among"] = plan.given.pop("state")
    plan.flags = (*plan.flags, "seatless")
    name = _name_of(plan, "among")
    plan.notes.append(f"no office in {name} is told of; this is of who holds an office in articles that name it")
    return plan


def _said_there(plan: Plan) -> Iterator[Plan]:
    """Let the article have what is said to hold a word or to be about somebody, where the speaker or the way is given.

    "Who denied the attack?": that its fighters took part; "what did she say about Lund?": that he had gone too far.
    """
    if not {"cues", "speaker"} & plan.given.keys() or "body" in plan.given:
        return
    plan = deepcopy(plan)
    if plan.given.get("about") and "among" not in plan.given and "speaker" in plan.given:
        plan.given["among"] = plan.given.pop("about")
        plan.given.pop("around", None)
        name = _name_of(plan, "among")
        plan.notes.append(f"nothing that is said there names {name}; this is of articles that do")
        yield deepcopy(plan)
    elif "around" in plan.given:
        plan.given["among"] = plan.given.pop("about")
    for name in ("around", "topic"):
        if name in plan.given and "words" not in plan.given:
            plan.given["words"], plan.shown["words"] = plan.given.pop(name), plan.shown.pop(name)
    if _words_of_the_article(plan):
        plan.flags = tuple(one for one in plan.flags if not one.startswith("deed"))
        plan.given.pop("deed", None)
        yield plan


def _planned_too(plan: Plan) -> bool:
    """Let what is planned answer where nothing is told to have happened."""
    if "past" not in plan.flags:
        return False
    plan.flags = tuple(one for one in plan.flags if one != "past")
    plan.notes.append("nothing is told to have happened; this is what is planned")
    return True


def _amounts_too(plan: Plan) -> bool:
    """Let amounts answer where no difference is told: "how many more"."""
    if "differences" not in plan.flags:
        return False
    plan.flags = tuple(one for one in plan.flags if one != "differences")
    plan.notes.append("no difference is told; these are the amounts, one beside the other")
    return True


def _any_cause(plan: Plan) -> bool:
    """Let a toll be of whatever happened, where a place or a word narrows it: few articles say "disaster"."""
    kept = {"search", "place", "near", "among", "one", "subject"} & plan.given.keys()
    if "context" not in plan.given or not kept:
        return False
    kind = plan.given.pop("context").replace("_", " ").replace(",", " or ")
    if "subject" not in plan.given and not {"told", "told2", "told3"} & plan.given.keys():
        plan.flags = tuple(one for one in plan.flags if one != "cause")
    plan.notes.append(f"no toll is told of a {kind}; this is of whatever else is told")
    return True


def _in_the_country(plan: Plan) -> bool:
    """Let what happened in a country answer where it does or suffers nothing itself: "who will visit Norland"."""
    one = plan.given.get("one")
    if "place" in plan.given or not any(
        slot.entity.type == "country" and f"entity-{slot.entity.id}" == one for slot in plan.used
    ):
        return False
    plan.notes.append(f"nothing is told of {_name_of(plan, 'one')} itself; this is of what happened there")
    plan.given["place"] = plan.given.pop("one")
    plan.flags = tuple(one for one in plan.flags if one != "forces")
    return True


def _reported_then(plan: Plan) -> bool:
    """Let what has no day of its own be reported on the days that are asked for."""
    days = {"since", "until"} & plan.given.keys()
    if not days or plan.query not in ("events", "who"):
        return False
    for name in days:
        plan.given[f"reported_{name}"] = plan.given.pop(name)
    plan.flags = tuple(one for one in plan.flags if one != "span")
    plan.notes.append("nothing is told to be of then; this was reported then, and has no day of its own")
    return True


def _words_of_the_article(plan: Plan) -> bool:
    """Let the article hold the words with which no event is told."""
    words = [name for name in _WORDS if name in plan.given and plan.shown.get(name, "") not in plan.counted]
    free = [name for name in ("search", "search2", "search3") if name not in plan.given]
    if not words or len(words) > len(free):
        return False
    shown = [plan.shown.get(name, plan.given[name]) for name in words]
    for name, word, slot in zip(words, shown, free, strict=False):
        del plan.given[name]
        plan.shown.pop(name, None)
        plan.given[slot] = word
    plan.notes.append(f"nothing is told with {_and(shown)} itself; this is of articles that have the word")
    return True


def _named_in_the_article(plan: Plan) -> bool:
    """Let the article name the place where nothing is told to be."""
    place = next((name for name in ("place", "near", "subject") if name in plan.given), "")
    if not place or plan.query == "who" or "among" in plan.given:
        return False
    if not {"type", "context", "pattern", "counts", "unit", "since", "until"} & plan.given.keys():
        return False
    plan.given["among"] = plan.given.pop(place)
    plan.flags = tuple(one for one in plan.flags if one not in ("titled", "posted"))
    name = _name_of(plan, "among")
    plan.notes.append(f"nothing is told to be in {name}; this is of articles that name it")
    return True


def _other_in_the_article(plan: Plan) -> bool:
    """Let the article name the second of two who have no number together: "$5 for Lund" where Zeta buys "the firm"."""
    if plan.query not in _NUMBERS or not {"one", "other"} <= plan.given.keys() or "among" in plan.given:
        return False
    plan.given["among"] = plan.given.pop("other")
    name = _name_of(plan, "among")
    plan.notes.append(f"no number is told with {name} itself; this is of articles that name it")
    return True


def _ending_so(plan: Plan) -> bool:
    """Let what is counted end in the word: dockworkers are workers. Not before, since a championship is no ship."""
    counts = plan.given.get("counts", "")
    if plan.query not in _NUMBERS or not all(len(one) >= _LONG for one in counts.split("|")):
        return False
    plan.given["counts"] = rf"\w{{{_BEFORE},}}({counts})(e?s)?\b"
    plan.shown["counts"] = counts.replace("|", " or ")
    plan.notes.append(
        f"nothing is counted as {plan.shown['counts']}; this counts what is called something that ends so"
    )
    return True


def _no_type(plan: Plan) -> bool:
    """Let a number be of any event, where a name, a word of the article or what is counted still narrows it."""
    kept = {"one", "search", "counts", "among", "place", "near"} & plan.given.keys()
    if plan.query not in _NUMBERS or "type" not in plan.given or not kept:
        return False
    kind = plan.given["type"].replace("_", " ").replace(",", " or ")
    for name in _TYPE:
        plan.given.pop(name, None)
        plan.shown.pop(name, None)
    if "heads" in plan.flags:
        plan.flags = tuple(one for one in plan.flags if one != "heads")
        plan.given["counts"] = "|".join(sorted(lex.HEADS))
    plan.notes.append(f"no number is told of a {kind}; this is of whatever else is told")
    return True


def _any_number(plan: Plan) -> None:
    """Let a number be any of the sentences that hold every word of the question; money stays money.

    So do those who are counted: where the ill are asked for, the dead of the same sentence are no answer.
    """
    harm = plan.given.get("deaths", "")
    unlike = {kind for _, kind in lex.COUNTED.values()} - {harm}
    kept = {"unit", "said"} if "rather" in plan.given or plan.query == "figures" else {"said"}
    plan.query = "figures" if "unit" not in kept else plan.query
    plan.given = {name: value for name, value in plan.given.items() if name in kept}
    if harm:
        plan.given["unlike"], plan.shown["unlike"] = ",".join(sorted(unlike)), ""
    plan.shown = {name: value for name, value in plan.shown.items() if name in plan.given}
    plan.flags, plan.told_alone = tuple(one for one in plan.flags if one == "amounts"), True
    plan.notes[:] = ["nothing fits as it was asked; these are the numbers of what has every word of the question"]


def _is_of(plan: Plan, one: NameSlot, slot: str) -> bool:
    """Say whether a name is a place that stands in a slot."""
    return is_place(one.entity) and plan.given.get(slot) == f"entity-{one.entity.id}"


def _name_of(plan: Plan, slot: str) -> str:
    return next((one.entity.label for one in plan.used if plan.given[slot] == f"entity-{one.entity.id}"), "it")


def _and(words: list[str]) -> str:
    return " and ".join(f"“{word}”" for word in words)
