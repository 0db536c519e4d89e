"""The words before a happening's own say whether it is told as a fact."""

import pytest
import spacy

from kb.extraction.events.moods import has_failed, is_only_without, is_told_as_none, is_undone, mood_of
from kb.model import Span
from tests.extraction.analyses import Row, grow
from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


@pytest.mark.parametrize(
    ("text", "word", "mood"),
    [
        ("She accused the firm of ignoring cracks.", "ignoring", "alleged"),
        ("Five men were arrested on suspicion of planning attacks.", "attacks", "alleged"),
        ("It was not clear whether he had resigned.", "resigned", "possible"),
        ("The study should be abandoned, she said.", "abandoned", "requested"),
        ("He is suspected of having ordered a killing.", "ordered", "alleged"),
        ("Allegations of electoral fraud grew.", "fraud", "alleged"),
        ("The alleged theft came to light.", "theft", "alleged"),
        ("A clerk was charged with embezzling funds.", "embezzling", "alleged"),
        ("Police in Lom arrested a baker for stealing flour.", "stealing", "alleged"),
        ("The police detained him for questioning.", "questioning", ""),
        ("A clerk was charged last week in Osk with attempted murder.", "murder", "alleged"),
        ("Ana Paz is on trial for taking bribes.", "bribes", "alleged"),
        ("Guards were investigated for beating a prisoner.", "beating", "alleged"),
        ("He was held on charges of armed robbery.", "robbery", "alleged"),
        ("He was convicted on charges of robbery.", "robbery", ""),
        ("Rumours of a coup swept Suva.", "coup", "possible"),
        ("Fears of another landslide emptied the valley.", "landslide", "possible"),
        ("Unions called for a strike.", "strike", "requested"),
        ("A court in Osk stayed the execution of Ali Paz.", "execution", "suspended"),
        ("She won a stay of her deportation.", "deportation", "suspended"),
        ("The judge stayed until the execution was over.", "execution", ""),
        ("Ferry sinks off Osk, 17 feared drowned", "drowned", "possible"),
        ("Nine are feared to have died.", "died", "possible"),
        ("She feared the flood that drowned nine.", "drowned", ""),
        ("He stayed at home before his deportation.", "deportation", ""),
        ("The club plans to sell its ground.", "sell", "planned"),
        ("Osk will delay the vote.", "delay", "planned"),
        ("Osk will now also be closed.", "closed", "planned"),
        ("His will was read in court.", "read", ""),
        ("A man called Will shot a guard.", "shot", ""),
        ("Mayor Says Osk Will Sell Port", "Sell", "planned"),
        ("It had a contract to build a dam.", "build", "planned"),
        ("It contracted to build a dam.", "build", ""),
        ("Retailers said they supported an increase.", "increase", "requested"),
        ("Retailers felt the increase.", "increase", ""),
        ("Two helicopters supported an assault.", "assault", ""),
        ("The bill would have raised the pension age.", "raised", "hypothetical"),
        ("The bridge could easily have been closed.", "closed", "hypothetical"),
        ("As many as 40 might have been killed.", "killed", "possible"),
        ("The bill would impose a strict embargo.", "embargo", "planned"),
        ("The crack could trigger an evacuation.", "evacuation", "possible"),
        ("The bill would end a strict embargo.", "embargo", ""),
        ("The bill would follow the embargo.", "embargo", ""),
        ("The ferry was to have sailed on Friday.", "sailed", "planned"),
        ("The council would meet, and the ferry sailed.", "sailed", ""),
        ("The ferry was said to have sailed.", "sailed", ""),
        ("A man held on suspicion of arson was released.", "released", ""),
        ("She accused him. The firm ignored cracks.", "ignored", ""),
        ("Nobody said of whom the police were afraid when the firm closed.", "closed", ""),
        ("Gusts of up to 90 km/h were forecast for the coast.", "Gusts", "expected"),
        ("The trial is expected to begin in May.", "trial", "expected"),
        ("The storm is expected to start weakening.", "storm", ""),
        ("The talks are expected to focus on trade.", "talks", ""),
        ("He would be sacked if the appeal failed.", "appeal", "planned"),
        ("He was sacked although the appeal failed.", "appeal", ""),
        ("They asked if the raid failed.", "raid", ""),
        ("It is unclear if the raid succeeded.", "raid", "possible"),
        ("The sanctions were expected, and they came.", "sanctions", ""),
        ("The raid was predicted by nobody.", "raid", ""),
        ("The verdict was expected by Friday.", "verdict", "expected"),
    ],
)
def test_what_is_only_alleged_open_or_asked_for(text: str, word: str, mood: str) -> None:
    start = text.index(word)

    assert mood_of(text, Span(start, start + len(word))) == mood


@pytest.mark.parametrize(("told", "modality"), [("actual", "requested"), ("planned", "planned")])
def test_only_what_the_model_takes_for_a_fact_is_judged_by_the_words_before(told: str, modality: str) -> None:
    found = extraction("It should be closed.", [trigger("closed", "disruption", modality=told)], [])

    assert [event.modality for event in found.events] == [modality]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("A clerk was jailed for bribery.", "actual"),
        ("A court jails a clerk for six years over border bribery.", "actual"),
        ("A court convicted the clerk of bribery.", "actual"),
        ("If the clerk is convicted of bribery, it falls.", "alleged"),
        ("A court quashed the clerk convicted of bribery.", "alleged"),
        ("A clerk was held for bribery.", "alleged"),
    ],
)
def test_what_somebody_was_convicted_of_took_place(text: str, modality: str) -> None:
    found = extraction(text, [trigger("bribery", "crime", modality="alleged")], [])

    assert [event.modality for event in found.events] == [modality]


@pytest.mark.parametrize(
    ("text", "polarity"), [("It lost tiles but nobody fell.", "positive"), ("Nobody lost it.", "negative")]
)
def test_a_verb_is_not_denied_by_nobody_behind_it(text: str, polarity: str) -> None:
    nobody = "nobody" if "nobody" in text else "Nobody"
    tree: Tree = {"lost": ("VERB", "root", "lost"), nobody: ("PRON", "nsubj", "lost")}

    found = extraction(text, [trigger("lost", "damage")], [], one_sentence(text, tree))

    assert [event.polarity for event in found.events] == [polarity]


@pytest.mark.parametrize(
    ("text", "word", "undone"),
    [
        ("He had failed to act on a request.", "act", True),
        ("The court refused to extradite her.", "extradite", True),
        ("There was no blast.", "blast", True),
        ("The bank was unable to pay.", "pay", True),
        ("She had not failed to pay.", "pay", False),
        ("The bid failed. To win, it paid.", "win", False),
        ("It had found no sign that its servers were breached.", "breached", True),
        ("Observers saw no evidence of fraud.", "fraud", True),
        ("There was no evidence that the man who robbed her had fled.", "robbed", False),
        ("Rescuers found no sign of the crew since the boat sank.", "sank", False),
    ],
)
def test_what_failed_or_was_refused_did_not_come_about(text: str, word: str, undone: bool) -> None:
    start = text.index(word)

    assert is_undone(text, Span(start, start + len(word))) is undone


def test_a_blast_that_there_was_not_is_denied_however_the_model_reads_it() -> None:
    (event,) = extraction("There was no blast.", [trigger("blast", "fire_explosion")], []).events

    assert event.polarity == "negative"


@pytest.mark.parametrize(
    ("helper", "mark", "modality"),
    [("has", "which", "actual"), ("will", "which", "requested"), ("has", "if", "requested")],
)
def test_a_relative_clause_of_what_is_over_tells_a_fact(helper: str, mark: str, modality: str) -> None:
    tree: Tree = {
        "leave": ("VERB", "root", "leave"),
        "towns": ("NOUN", "obj", "leave"),
        mark: ("PRON", "obj", "seized") if mark == "which" else ("SCONJ", "mark", "seized"),
        helper: ("AUX", "aux", "seized"),
        "seized": ("VERB", "acl:relcl", "towns"),
    }
    word = ("trigger", "armed_conflict", "seized", {"modality": "requested"})
    found = extraction(f"They must leave towns {mark} it {helper} seized.", [word], [], tree)

    assert [event.modality for event in found.events] == [modality]


@pytest.mark.parametrize(
    ("text", "verb", "label", "modality"),
    [
        ("Osk votes on Sunday.", "votes", "election", "planned"),
        ("Towns vote on Sunday.", "vote", "election", "planned"),
        ("Towns beat Osk on Sunday.", "beat", "other", "actual"),
        ("Osk voted on Sunday.", "voted", "election", "actual"),
        ("Osk votes every Sunday.", "votes", "election", "actual"),
        ("Rebels strike on Sunday.", "strike", "attack", "actual"),
        ("Osk votes on Sunday\n\nPolls opened.", "votes", "election", "actual"),
    ],
)
def test_what_the_present_tense_puts_on_a_day_is_a_plan(text: str, verb: str, label: str, modality: str) -> None:
    """Not in a headline, nor what nobody plans."""
    words = text.partition(".")[0].partition("\n")[0].split()
    when = " ".join(words[words.index(verb) + 1 + ("Osk" in words[2:]) :])
    tree = {words[0]: ("PROPN", "nsubj", verb), verb: ("VERB", "root", verb)}
    rows: list[Row] = [trigger(verb, label), ("time", "time", when)]

    event = extraction(text, rows, [("time", verb, when)], tree).events[0]

    assert event.modality == modality


@pytest.mark.parametrize(
    ("told", "polarity"),
    [
        ("called off a 41-day", "positive"),
        ("ended their three-week", "positive"),
        ("ended a two-day", "positive"),
        ("called off a", "negative"),
        ("called off a two-day", "negative"),
        ("called off a 24-hour", "negative"),
        ("called off a planned 9-day", "negative"),
    ],
)
def test_what_lasted_so_long_took_place_though_it_is_called_off(told: str, polarity: str) -> None:
    row = ("trigger", "protest", "strike", {"polarity": "negative", "modality": "planned"})
    found = extraction(f"Nurses {told} strike on Friday.", [row], [], {"strike": ("NOUN", "obj", "Friday")})
    modality = "actual" if polarity == "positive" else "planned"

    assert [(event.polarity, event.modality) for event in found.events] == [(polarity, modality)]


def test_what_is_called_off_before_it_is_due_did_not_take_place() -> None:
    row = ("trigger", "protest", "strike", {"polarity": "negative", "modality": "planned"})
    found = extraction("Nurses called off a 9-day strike due in May.", [row], [], {"strike": ("NOUN", "obj", "off")})

    assert [event.polarity for event in found.events] == ["negative"]


@pytest.mark.parametrize(
    ("when", "modality"), [("June 12, 2024", "planned"), ("May 18, 2024", "actual"), ("May 16, 2024", "actual")]
)
def test_what_begins_after_the_article_is_a_plan_however_the_model_reads_it(when: str, modality: str) -> None:
    """Not what is of the next day, which has come in another zone."""
    tree = {"Nurses": ("NOUN", "nsubj", "walked"), "walked": ("VERB", "root", "walked")}
    rows: list[Row] = [trigger("walked", "protest"), ("time", "time", when)]

    event = extraction(f"Nurses walked out on {when}.", rows, [("time", "walked", when)], tree).events[0]

    assert event.modality == modality


@pytest.mark.parametrize(
    ("verb", "modality", "dated"),
    [
        ("suspended", "actual", False),  # what it stopped was to be then
        ("had suspended", "actual", False),
        ("were suspended", "actual", False),
        ("will suspend", "planned", True),
        ("are suspended", "planned", True),
    ],
)
def test_what_is_over_is_not_what_is_to_be_on_a_day_to_come(verb: str, modality: str, dated: bool) -> None:
    text = f"OSK, 3 March 2026 - The firm {verb} flights planned for 21 November 2026."
    word = verb.rsplit(maxsplit=1)[-1]
    tree: Tree = {"firm": ("NOUN", "nsubj", word), word: ("VERB", "root", word), "planned": ("VERB", "acl", "flights")}
    tree |= dict.fromkeys(verb.split()[:-1], ("AUX", "aux", word))
    rows: list[Row] = [trigger(word, "disruption"), ("time", "time", "21 November 2026")]

    (event,) = extraction(text, rows, [("time", word, "21 November 2026")], tree, published="2026-03-03").events

    assert (event.modality, event.time is not None) == (modality, dated)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("police charged without warning", True),
        ("police charged the crowd", False),
        ("nobody charged without warning", False),
    ],
)
def test_without_behind_a_verb_denies_only_what_stands_behind_it(text: str, only: bool) -> None:
    doc = spacy.blank("en")(text)
    subject = text.split(maxsplit=1)[0]
    grow(doc, {subject: ("NOUN", "nsubj", "charged"), "charged": ("VERB", "root", "charged")})

    assert is_only_without(doc[1]) is only


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("noun", "relation", "verb", "failed"),
    [
        ("coup", "nsubj", "failed", True),
        ("coup", "nsubj:pass", "foiled", True),
        ("coup", "nsubj", "began", False),
        ("coup", "obj", "foiled", False),
        ("army", "nsubj", "failed", False),
    ],
)
def test_a_coup_fails_as_the_subject_of_its_verb(noun: str, relation: str, verb: str, failed: bool) -> None:
    doc = spacy.blank("en")(f"{noun} {verb}")
    grow(doc, {noun: ("NOUN", relation, verb), verb: ("VERB", "root", verb)})

    assert has_failed(doc[0]) is failed


def test_a_coup_that_fails_to_bring_something_about_took_place() -> None:
    doc = spacy.blank("en")("coup failed to bring peace")
    tree: Tree = {"coup": ("NOUN", "nsubj", "failed"), "failed": ("VERB", "root", "failed")}
    grow(doc, tree | {"to": ("PART", "mark", "bring"), "bring": ("VERB", "xcomp", "failed")})

    assert not has_failed(doc[0])
    grow(doc, tree | {"bring": ("VERB", "advcl", "failed")})
    assert has_failed(doc[0])


@pytest.mark.parametrize(("mood", "modality"), [("possible", "possible"), ("actual", "actual")])
def test_what_comes_before_another_thing_is_no_more_a_fact_than_it(mood: str, modality: str) -> None:
    text = "It gained strength before hitting Osk."
    rows = [trigger("gained", "natural_hazard", modality=mood), trigger("hitting", "natural_hazard")]
    tree = {
        "gained": ("VERB", "root", "gained"),
        "before": ("SCONJ", "mark", "hitting"),
        "hitting": ("VERB", "advcl", "gained"),
    }
    found = extraction(text, rows, [], one_sentence(text, tree))

    assert [event.modality for event in found.events if event.trigger.of(text) == "hitting"] == [modality]


@pytest.mark.parametrize(
    ("text", "word", "none"),
    [
        ("There was no sign of tampering.", "tampering", True),
        ("There was no sign of forced entry.", "entry", True),
        ("There was no sign of the kidnapped girls.", "kidnapped", False),
        ("There was no trace of two missing men.", "missing", False),
    ],
)
def test_no_sign_of_whom_something_befell_leaves_that_standing(text: str, word: str, none: bool) -> None:
    start = text.index(word)

    assert is_undone(text, Span(start, start + len(word))) is none
    assert is_told_as_none(text, Span(start, start + len(word))) is none
