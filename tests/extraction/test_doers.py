"""Who does what a verb says is its subject, not another verb's, nor whoever it is done to."""

import pytest
import spacy

from kb.extraction.events.doers import done_by
from tests.extraction.analyses import grow
from tests.extraction.interpreted import extraction, mention, trigger

Tree = dict[str, tuple[str, str, str]]

TWO: Tree = {
    "Divers": ("NOUN", "nsubj", "searched"),
    "medics": ("NOUN", "conj", "Divers"),
    "searched": ("VERB", "root", "searched"),
    "fishermen": ("NOUN", "nsubj", "found"),
    "found": ("VERB", "conj", "searched"),
}
PLEADED: Tree = {
    "Obi": ("PROPN", "nsubj", "pleaded"),
    "pleaded": ("VERB", "root", "pleaded"),
    "in": ("ADP", "case", "court"),
    "court": ("NOUN", "obl", "pleaded"),
}
FOUNDED: Tree = {
    "Osk": ("PROPN", "nsubj", "founded"),
    "founded": ("VERB", "root", "founded"),
    "in": ("ADP", "case", "1921"),
    "1921": ("NUM", "obl", "founded"),
    "sells": ("VERB", "conj", "founded"),
}
WHOSE: Tree = {
    "Society": ("PROPN", "root", "Society"),
    "whose": ("PRON", "nmod:poss", "nurses"),
    "nurses": ("NOUN", "nsubj", "carried"),
    "carried": ("VERB", "acl:relcl", "Society"),
}
FACED: Tree = {
    "Osk": ("PROPN", "nsubj", "faces"),
    "faces": ("VERB", "root", "faces"),
    "trial": ("NOUN", "obj", "faces"),
}
TOLD: Tree = {
    "Judges": ("NOUN", "nsubj", "told"),
    "told": ("VERB", "root", "told"),
    "Osk": ("PROPN", "obj", "told"),
    "face": ("VERB", "xcomp", "told"),
    "trial": ("NOUN", "obj", "face"),
}
GRANTED: Tree = {
    "Obi": ("PROPN", "nsubj:pass", "granted"),
    "granted": ("VERB", "root", "granted"),
    "asylum": ("NOUN", "obj", "granted"),
}
COLLIDED: Tree = {
    "ferry": ("NOUN", "nsubj", "collided"),
    "collided": ("VERB", "root", "collided"),
    "with": ("ADP", "case", "barge"),
    "barge": ("NOUN", "obl", "collided"),
    "in": ("ADP", "case", "fog"),
    "fog": ("NOUN", "obl", "collided"),
}
MARCH: Tree = {
    "shooting": ("NOUN", "root", "shooting"),
    "at": ("ADP", "case", "march"),
    "march": ("NOUN", "nmod", "shooting"),
    "by": ("ADP", "case", "nurses"),
    "nurses": ("NOUN", "nmod", "shooting"),
}
REVIVED: Tree = {
    "Court": ("NOUN", "nsubj", "revived"),
    "revived": ("VERB", "root", "revived"),
    "lawsuit": ("NOUN", "obj", "revived"),
    "by": ("ADP", "case", "nurses"),
    "nurses": ("NOUN", "nmod", "lawsuit"),
}
UNDER: Tree = {
    "pact": ("NOUN", "root", "pact"),
    "under": ("ADP", "case", "which"),
    "which": ("PRON", "obl", "pay"),
    "boats": ("NOUN", "nsubj", "pay"),
    "pay": ("VERB", "acl:relcl", "pact"),
    "fees": ("NOUN", "obj", "pay"),
}
HELD: Tree = {
    "Police": ("NOUN", "nsubj", "arrested"),
    "arrested": ("VERB", "root", "arrested"),
    "men": ("NOUN", "obj", "arrested"),
    "over": ("ADP", "case", "murder"),
    "murder": ("NOUN", "obl", "arrested"),
}
CONNECTED: Tree = HELD | {
    "over": ("ADP", "case", "connection"),
    "connection": ("NOUN", "obl", "arrested"),
    "murder": ("NOUN", "nmod", "connection"),
}
JAILED: Tree = {
    "Judges": ("NOUN", "nsubj", "jailed"),
    "jailed": ("VERB", "root", "jailed"),
    "men": ("NOUN", "obj", "jailed"),
    "over": ("ADP", "case", "murder"),
    "murder": ("NOUN", "obl", "jailed"),
}
FROM: Tree = {
    "Rockets": ("NOUN", "nsubj:pass", "fired"),
    "fired": ("VERB", "root", "fired"),
    "from": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "obl", "fired"),
}
BID: Tree = {
    "Lawyers": ("NOUN", "nsubj", "rejected"),
    "rejected": ("VERB", "root", "rejected"),
    "bid": ("NOUN", "obj", "rejected"),
    "from": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "nmod", "bid"),
}
LED: Tree = {
    "Police": ("NOUN", "nsubj:pass", "arrested"),
    ":": ("PUNCT", "punct", "Police"),
    "nurses": ("NOUN", "nsubj:pass", "arrested"),
    "arrested": ("VERB", "root", "arrested"),
}
SEIZED: Tree = {
    "Sailors": ("NOUN", "nsubj:pass", "freed"),
    "police": ("NOUN", "nsubj", "seized"),
    "seized": ("VERB", "acl:relcl", "Sailors"),
    "freed": ("VERB", "root", "freed"),
    "Judges": ("NOUN", "obl:agent", "freed"),
}
REPELLED: Tree = {
    "Troops": ("NOUN", "nsubj", "repelled"),
    "repelled": ("VERB", "root", "repelled"),
    "attack": ("NOUN", "obj", "repelled"),
    "by": ("ADP", "case", "rebels"),
    "rebels": ("NOUN", "nmod", "attack"),
}
AFTER: Tree = {
    "Troops": ("NOUN", "nsubj", "retreated"),
    "retreated": ("VERB", "root", "retreated"),
    "repelled": ("VERB", "dep", "retreated"),
    "after": ("ADP", "case", "attack"),
    "attack": ("NOUN", "obl", "repelled"),
}
DROWNED: Tree = {  # both hung from the second verb, as trees of such sentences often are
    "guards": ("NOUN", "nsubj", "struck"),
    "drowned": ("VERB", "ccomp", "said"),
    "when": ("ADV", "advmod", "struck"),
    "barge": ("NOUN", "nsubj", "struck"),
    "struck": ("VERB", "ccomp", "said"),
    "pier": ("NOUN", "obj", "struck"),
    "said": ("VERB", "root", "said"),
}
SHOT: Tree = {
    "Mayor": ("NOUN", "nsubj:pass", "shot"),
    "shot": ("VERB", "root", "shot"),
    "dead": ("ADJ", "obj", "shot"),
    "two": ("NOUN", "dep", "shot"),
}

ACQUITTED: Tree = {
    "Osk": ("PROPN", "nmod:poss", "acquittal"),
    "acquittal": ("NOUN", "nsubj", "angered"),
    "angered": ("VERB", "root", "angered"),
}
OF_NAVY: Tree = {
    "navy": ("NOUN", "nmod:poss", "rescue"),
    "rescue": ("NOUN", "nsubj", "saved"),
    "saved": ("VERB", "root", "saved"),
}
DISMISSED: Tree = {
    "Osk": ("PROPN", "nmod:poss", "dismissal"),
    "dismissal": ("NOUN", "nsubj", "angered"),
    "of": ("ADP", "case", "clerk"),
    "clerk": ("NOUN", "nmod", "dismissal"),
    "angered": ("VERB", "root", "angered"),
}
SOUGHT: Tree = {
    "seek": ("VERB", "root", "seek"),
    "extradition": ("NOUN", "obj", "seek"),
    "from": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "nmod", "extradition"),
}
RESCUED: Tree = {
    "rescued": ("VERB", "root", "rescued"),
    "is": ("AUX", "aux:pass", "questioned"),
    "questioned": ("VERB", "conj", "rescued"),
    "by": ("ADP", "case", "police"),
    "police": ("NOUN", "obl:agent", "questioned"),
}
SUSPENDED: Tree = {
    "Lom": ("PROPN", "nsubj", "suspended"),
    "suspended": ("VERB", "root", "suspended"),
    "talks": ("NOUN", "obj", "suspended"),
    "with": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "nmod", "talks"),
}
STOLEN: Tree = {
    "painting": ("NOUN", "nsubj:pass", "stolen"),
    "by": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "nmod", "painting"),
    "stolen": ("VERB", "root", "stolen"),
}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("tree", "label", "filler", "trigger", "role"),
    [
        (SUSPENDED, "agent", "Osk", "suspended", ""),
        (SUSPENDED, "agent", "Lom", "suspended", "agent"),
        (SUSPENDED, "participant", "Osk", "talks", "participant"),
        (STOLEN, "agent", "Osk", "stolen", ""),
        (STOLEN | {"Osk": ("PROPN", "obl", "stolen")}, "agent", "Osk", "stolen", "agent"),
        (ACQUITTED, "agent", "Osk", "acquittal", "patient"),
        (OF_NAVY, "agent", "navy", "rescue", "agent"),
        (DISMISSED, "agent", "Osk", "dismissal", "agent"),
        (SOUGHT, "agent", "Osk", "extradition", "origin"),
        (RESCUED, "agent", "police", "rescued", ""),
        (RESCUED, "agent", "police", "questioned", "agent"),
        ({k: v for k, v in RESCUED.items() if k != "is"}, "agent", "police", "rescued", "agent"),
        (PLEADED, "agent", "court", "pleaded", ""),
        (PLEADED, "agent", "Obi", "pleaded", "agent"),
        (PLEADED | {"in": ("SCONJ", "case", "court")}, "participant", "court", "pleaded", ""),
        ({"by" if word == "in" else word: row for word, row in PLEADED.items()}, "agent", "court", "pleaded", "agent"),
        (FOUNDED, "agent", "Osk", "founded", "patient"),
        (FOUNDED | {"mill": ("NOUN", "obj", "founded")}, "agent", "Osk", "founded", "agent"),
        (TWO, "agent", "Divers", "found", ""),
        (TWO, "agent", "medics", "found", ""),
        (TWO, "agent", "fishermen", "found", "agent"),
        (TWO, "agent", "Divers", "searched", "agent"),
        (TWO | {"fishermen": ("NOUN", "obj", "found")}, "agent", "Divers", "found", "agent"),
        (WHOSE, "agent", "Society", "carried", ""),
        (WHOSE, "agent", "nurses", "carried", "agent"),
        (FACED, "agent", "Osk", "trial", "patient"),
        (TOLD, "agent", "Osk", "trial", "patient"),
        (TOLD, "agent", "Judges", "trial", ""),
        (GRANTED, "patient", "Obi", "granted", "recipient"),
        (GRANTED | {"asylum": ("NOUN", "xcomp", "granted")}, "patient", "Obi", "granted", "recipient"),
        (SEIZED, "agent", "police", "freed", ""),
        (SEIZED, "agent", "police", "seized", "agent"),
        (SEIZED, "agent", "Judges", "freed", "agent"),
        (GRANTED, "patient", "asylum", "granted", "patient"),
        ({k: v for k, v in GRANTED.items() if k != "asylum"}, "patient", "Obi", "granted", "patient"),
        (COLLIDED, "patient", "ferry", "collided", "participant"),
        (COLLIDED, "patient", "barge", "collided", "participant"),
        (COLLIDED, "patient", "fog", "collided", "patient"),
        (MARCH, "agent", "nurses", "shooting", ""),
        (MARCH, "agent", "nurses", "march", "agent"),
        (REVIVED, "agent", "Court", "lawsuit", ""),
        (REVIVED, "agent", "nurses", "lawsuit", "agent"),
        (HELD, "agent", "men", "murder", ""),
        (HELD, "agent", "Police", "murder", ""),
        (HELD, "agent", "Police", "arrested", "agent"),
        (CONNECTED, "agent", "men", "murder", ""),
        (JAILED, "agent", "men", "murder", "agent"),
        (LED, "patient", "Police", "arrested", ""),
        (LED, "patient", "nurses", "arrested", "patient"),
        (FROM, "agent", "Osk", "fired", ""),
        (BID, "agent", "Osk", "bid", "agent"),
        (REPELLED, "agent", "Troops", "attack", ""),
        (REPELLED, "agent", "rebels", "attack", "agent"),
        (REPELLED, "agent", "Troops", "repelled", "agent"),
        (REPELLED | {"attack": ("NOUN", "obl", "repelled")}, "agent", "Troops", "attack", ""),
        (AFTER, "agent", "Troops", "attack", "agent"),
        (DROWNED, "agent", "guards", "struck", ""),
        (DROWNED, "agent", "barge", "struck", "agent"),
        (SHOT, "patient", "Mayor", "shot", "patient"),
        (SHOT | {"two": ("NOUN", "obj", "shot")}, "patient", "Mayor", "shot", "agent"),
        (UNDER, "patient", "pact", "pay", ""),
        (UNDER, "patient", "fees", "pay", "patient"),
    ],
)
def test_the_tree_says_who_does_it(tree: Tree, label: str, filler: str, trigger: str, role: str) -> None:
    doc = spacy.blank("en")(" ".join(tree))
    grow(doc, tree)
    tokens = {token.text: token for token in doc}
    events = {token.i for token in doc if token.text in ("shooting", "march", "lawsuit", "revived")}

    assert done_by(label, tokens[filler], tokens[trigger], events) == role


def test_by_behind_a_word_that_names_no_event_says_who_does_it() -> None:
    tree = {**MARCH, "march": ("NOUN", "nmod", "shooting")}
    doc = spacy.blank("en")(" ".join(tree))
    grow(doc, tree)

    assert done_by("agent", doc[4], doc[0], {0}) == "agent"


def test_what_befell_the_first_of_a_list_befell_none_named_behind_it() -> None:
    text = "Obi, arrested in May; Lund, a nurse, won."
    tree: Tree = {
        "Obi": ("PROPN", "nsubj", "won"),
        "arrested": ("VERB", "acl", "Obi"),
        "Lund": ("PROPN", "conj", "Obi"),
        "nurse": ("NOUN", "appos", "Lund"),
        "won": ("VERB", "root", "won"),
    }
    rows = [
        mention("Obi", "person"),
        mention("Lund", "person"),
        trigger("arrested", "legal"),
        trigger("won", "election"),
    ]
    links = [("patient", "arrested", "Obi"), ("agent", "won", "Obi")]

    arrest, win = extraction(text, rows, links, tree).events

    assert [r.span.of(text) for r in arrest.roles] == ["Obi"]
    assert [r.span.of(text) for r in win.roles] == ["Obi", "Lund"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("verb", "behind", "role"),
    [
        ("dismissed", ("after", "ADP"), "patient"),
        ("dismissed", ("two", "NUM"), "agent"),
        ("resigned", ("after", "ADP"), "agent"),
    ],
)
def test_a_headline_that_leaves_was_out_tells_of_whom_it_befell(verb: str, behind: tuple[str, str], role: str) -> None:
    doc = spacy.blank("en")(f"Minister {verb} {behind[0]} weeks")
    tree: Tree = {
        "Minister": ("NOUN", "nsubj", verb),
        verb: ("VERB", "root", verb),
        behind[0]: (behind[1], "case", "weeks"),
        "weeks": ("NOUN", "obl", verb),
    }
    grow(doc, tree)

    assert done_by("agent", doc[0], doc[1], {1}) == role


@pytest.mark.parametrize(
    ("verb", "label"),
    [(("was", "AUX", "aux:pass"), "patient"), (("duly", "ADV", "advmod"), "agent")],
)
def test_who_stands_between_whom_and_a_verb_does_it(verb: tuple[str, str, str], label: str) -> None:
    """However the tree reads it; not where the verb is passive after all."""
    word, pos, dep = verb
    doc = spacy.blank("en")(f"Obi, whom courts {word} fined, left.")
    grow(
        doc,
        {
            "Obi": ("PROPN", "nsubj", "left"),
            "whom": ("PRON", "nsubj:pass", "fined"),
            "courts": ("NOUN", "nsubj:pass", "fined"),
            word: (pos, dep, "fined"),
            "fined": ("VERB", "acl:relcl", "Obi"),
            "left": ("VERB", "root", "left"),
        },
    )
    words = {token.text: token for token in doc}

    assert done_by("patient", words["courts"], words["fined"], ()) == label


@pytest.mark.thorough
@pytest.mark.parametrize(("case", "role"), [("by", "patient"), ("in", "agent")])
def test_what_was_done_by_another_was_not_done_by_what_which_tells_of(case: str, role: str) -> None:
    """However the tree reads "which"; where nobody else does it, the link stands."""
    doc = spacy.blank("en")(f"Osk, which was dissolved {case} courts.")
    grow(
        doc,
        {
            "Osk": ("PROPN", "nsubj:pass", "dissolved"),
            ",": ("PUNCT", "punct", "dissolved"),
            "which": ("PRON", "nsubj:pass", "dissolved"),
            "was": ("AUX", "aux:pass", "dissolved"),
            "dissolved": ("VERB", "root", "dissolved"),
            case: ("ADP", "case", "courts"),
            "courts": ("NOUN", "obl", "dissolved"),
        },
    )
    words = {token.text: token for token in doc}

    assert done_by("agent", words["Osk"], words["dissolved"], ()) == role
