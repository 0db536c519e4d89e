"""What the reader's heads can say: label lists, their order fixed by the weights.

Read by the run-time reader and by training/, so that neither can drift from
the other. The model's config.json repeats the lists; the reader refuses a
model that was trained on other ones.
Pure: constants only.
"""

from types import MappingProxyType
from typing import Final

from kb.language.analysis import RELATIONS, ROLE_RELATIONS

UPOS: Final = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())

NAME_TYPES: Final = ("PER", "ORG", "LOC")

EVENT_CLASSES: Final = tuple(
    "attack armed_conflict air_defence arms_supply fire_explosion damage death injury natural_hazard "
    "emergency_measure relief displacement disruption talks agreement travel election protest legal "
    "crime regulation business employment correction other".split()
)

ENTITY_TYPES: Final = tuple(
    "person organisation company armed_force office international_organisation platform group country "
    "state region province district city town village island mountain river lake sea facility "
    "infrastructure building market route area place".split()
)

GROUP_OF_TYPE: Final = MappingProxyType(
    {
        t: (
            "person"
            if t == "person"
            else "group"
            if t == "group"
            else "country"
            if t == "country"
            else "organisation"
            if t in ENTITY_TYPES[1:7]
            else "place"
        )
        for t in ENTITY_TYPES
    }
)

MENTION_GROUPS: Final = ("person", "organisation", "group", "country", "place")

MENTION_KINDS: Final = ("name", "acronym", "metonym", "nominal", "pronoun", "adjective")
POLARITIES: Final = ("positive", "negative")
MODALITIES: Final = tuple(
    "actual ongoing planned hoped hypothetical conditional requested required obligation suspended "
    "expected promised possible alleged".split()
)
CUE_STATUSES: Final = ("reported", "not_reported_content")
OFFICE_STATUSES: Final = ("current", "acting", "former", "candidate", "elect")
CONTENT_MODES: Final = ("direct", "indirect", "evidential")

# Begin-inside-outside heads: head -> (layer of analysis.LAYERS, labels told apart while tagging).
# "inner" heads find a span inside a span of the same layer ("[[Iraqi] police]").
TAG_HEADS: Final = MappingProxyType(
    {
        "name": ("name", NAME_TYPES),
        "mention": ("mention", ("",)),
        "mention_inner": ("mention", ("",)),
        "trigger": ("trigger", ("",)),
        "cue": ("cue", ("",)),
        "content": ("content", ("",)),
        "content_inner": ("content", ("",)),
        "figure": ("figure", ("",)),
        "time": ("time", ("",)),
        "office": ("office", ("",)),
        "argument": ("argument", ("",)),
    }
)

# Classifiers over a whole span: name -> labels.
SPAN_HEADS: Final = MappingProxyType(
    {
        "class": EVENT_CLASSES,
        "polarity": POLARITIES,
        "modality": MODALITIES,
        "type": ENTITY_TYPES,
        "kind": MENTION_KINDS,
        "cue_status": CUE_STATUSES,
        "office_status": OFFICE_STATUSES,
        "mode": CONTENT_MODES,
    }
)

# What a span is, for the relation scorer: one embedding each.
SPAN_KINDS: Final = (
    *(f"trigger:{c}" for c in EVENT_CLASSES),
    *(f"mention:{g}" for g in MENTION_GROUPS),
    "cue",
    "content",
    "figure",
    "time",
    "office",
    "argument",
)

# (layer of head, layer of tail) -> relations possible between them.
POSSIBLE: Final = MappingProxyType(
    {
        ("trigger", "mention"): ROLE_RELATIONS,
        ("trigger", "argument"): ROLE_RELATIONS,
        ("trigger", "trigger"): (*ROLE_RELATIONS, "same", "part-of", "cause"),
        ("trigger", "time"): ("time",),
        ("trigger", "figure"): ("measure",),
        ("cue", "mention"): ("speaker", "addressee", "medium"),
        ("cue", "argument"): ("speaker", "addressee", "medium"),
        ("cue", "content"): ("content",),
        ("office", "mention"): ("holder", "body"),
        ("mention", "mention"): ("coref",),
    }
)

NONE: Final = "none"
SCORED: Final = (NONE, *RELATIONS)

# Words between two spans, signed: how the scorer sees distance.
DISTANCES: Final = (-128, -64, -32, -16, -8, -4, -2, 0, 2, 4, 8, 16, 32, 64, 128)


def tags(head: str) -> tuple[str, ...]:
    """Return a tag head's labels: "O", then "B-x" and "I-x" for each label x."""
    _, names = TAG_HEADS[head]
    return ("O", *(f"{p}-{n}".rstrip("-") for n in names for p in "BI"))


def kind_of_span(layer: str, label: str) -> int:
    """Return the index into SPAN_KINDS of a span, -1 for layers the scorer skips."""
    key = f"{layer}:{label}" if layer in ("trigger", "mention") else layer
    return SPAN_KINDS.index(key) if key in SPAN_KINDS else -1
