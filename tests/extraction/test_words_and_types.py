"""The types that common verbs name, by what they are said of: a backlog that is cleared is acquitted of nothing."""

import pytest

from kb.language.event_types import EventTypes
from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


@pytest.mark.parametrize(
    ("text", "verb", "said_of", "coarse", "kind"),
    [
        ("The judge cleared a backlog", "cleared", ("backlog", "obj"), "legal", "ruling"),
        ("The judge cleared the nurse", "cleared", ("nurse", "obj"), "legal", "acquittal"),
        ("Divers recovered ice", "recovered", ("ice", "obj"), "relief", "relief"),
        ("Divers recovered bodies", "recovered", ("bodies", "obj"), "relief", "recovery_of_bodies"),
        ("Six patients recovered", "recovered", ("patients", "nsubj"), "relief", "improvement"),
        ("Two bodies recovered from lake", "recovered", ("bodies", "nsubj"), "relief", "recovery_of_bodies"),
        ("Osk recovered from a quake", "recovered", ("quake", "obl"), "death", "improvement"),
        ("The firm released figures", "released", ("figures", "obj"), "other", "publication"),
        ("The firm released a console", "released", ("console", "obj"), "other", "launch_product"),
        ("The leu lost a percent", "lost", ("leu", "nsubj"), "business", "share_price"),
        ("The brewery lost customers", "lost", ("brewery", "nsubj"), "business", "loss_of_business"),
        ("Shares closed higher", "closed", ("Shares", "nsubj"), "business", "price_change"),
        ("The sale closed yesterday", "closed", ("sale", "nsubj"), "business", "closing"),
        ("A rider dropped behind", "dropped", ("rider", "nsubj"), "other", "other"),
        ("Admissions dropped again", "dropped", ("Admissions", "nsubj"), "other", "decrease"),
        ("Exports rose again", "rose", ("Exports", "nsubj"), "business", "business"),
        ("Rents rose again", "rose", ("Rents", "nsubj"), "business", "price_change"),
        ("Astronomers observed a comet", "observed", ("comet", "obj"), "other", "other"),
        ("The town observed a silence", "observed", ("silence", "obj"), "other", "celebration"),
        ("A poet won the prize", "won", ("prize", "obj"), "other", "award"),
        ("The forward beat the goalkeeper", "beat", ("goalkeeper", "obj"), "other", "other"),
        ("The team beat the champions", "beat", ("champions", "obj"), "other", "match_result"),
        ("A team won again", "won", ("team", "nsubj"), "other", "match_result"),
        ("Oil poured into the bay", "poured", ("Oil", "nsubj"), "business", "business"),
        ("The museum presented a film", "presented", ("film", "obj"), "other", "exhibition"),
        ("The firm poured money into the bay", "poured", ("money", "obj"), "business", "investment"),
        ("The firm spent money", "spent", ("money", "obj"), "business", "payment"),
        ("The builder received years", "received", ("years", "obj"), "legal", "sentence"),
        ("The builder received papers", "received", ("papers", "obj"), "legal", "legal"),
        ("The chairman quit", "quit", ("chairman", "nsubj"), "employment", "resignation"),
    ],
)
def test_what_a_verb_is_said_of_tells_its_type(
    text: str, verb: str, said_of: tuple[str, str], coarse: str, kind: str
) -> None:
    tree = {verb: ("VERB", "root", verb), said_of[0]: ("NOUN", said_of[1], verb)}

    (event,) = extraction(f"{text}.", [trigger(verb, coarse)], [], one_sentence(f"{text}.", tree)).events

    assert event.type == kind


@pytest.mark.parametrize(
    ("text", "verb", "objects", "coarse"),
    [
        ("The aircraft fired missiles at guards", "fired", ("missiles", "guards"), "attack"),
        ("The council has recovered four bodies", "recovered", (), "relief"),
    ],
)
def test_a_verb_keeps_its_class_where_the_tree_errs_about_its_objects(
    text: str, verb: str, objects: tuple[str, ...], coarse: str
) -> None:
    hung = dict.fromkeys(objects, ("NOUN", "obj", verb))
    tree: Tree = {verb: ("VERB", "root", verb), **hung}

    (event,) = extraction(f"{text}.", [trigger(verb, coarse)], [], one_sentence(f"{text}.", tree)).events

    assert EventTypes.load().coarse(event.type) == coarse


def test_guards_who_are_fired_lose_their_work() -> None:
    tree: Tree = {"fired": ("VERB", "root", "fired"), "guards": ("NOUN", "obj", "fired")}
    text = "The mine fired guards."

    (event,) = extraction(text, [trigger("fired", "attack")], [], one_sentence(text, tree)).events

    assert EventTypes.load().coarse(event.type) == "employment"


def test_what_is_turned_down_is_rejected_wherever_the_particle_stands() -> None:
    text = "The army turned it down"
    tree = {"turned": ("VERB", "root", "turned"), "down": ("ADP", "compound:prt", "turned")}
    (event,) = extraction(text, [trigger("turned it down", "agreement")], [], one_sentence(text, tree)).events

    assert event.type == "rejection"
