"""The JSON that a chat model is asked for, and its items one by one.

Input: the schema's terms; the text of an answer. Output: the JSON schema for
the request; items that have the right shape, and refusals of those that have not.
Never: mends an item; one bad item does not cost the others.
"""

import json
from collections.abc import Iterable
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, ValidationError

from kb.errors import InputError
from kb.extraction.protocol import Refusal
from kb.model.extraction import (
    ENTITY_TYPES,
    MENTION_KINDS,
    MODALITIES,
    MODES,
    OFFICE_STATUS,
    ROLES,
)

_MOST: Final = 400  # characters of an item that a refusal repeats


def _one_of(terms: Iterable[str]) -> Any:
    """Terms are named in the schema and checked with every extractor's (kb.service.intake.soundness), not here."""
    return Field(json_schema_extra={"enum": [*sorted(terms)]})


class Words(BaseModel):
    """A quotation of paragraph *p*, to the letter; quote "" is none."""

    p: int = 0
    quote: str = ""


class MentionItem(Words):
    """Words that stand for an entity."""

    kind: Annotated[str, _one_of(MENTION_KINDS)] = "name"


class EntityItem(BaseModel):
    """Somebody, something that acts, or a place."""

    id: str
    type: Annotated[str, _one_of(ENTITY_TYPES)]
    name: str
    mentions: list[MentionItem]
    country: str = ""
    description: str = ""


class OfficeItem(Words):
    """A person's office; *of* is an entity id or ""."""

    person: str
    role: str
    of: str = ""
    status: Annotated[str, _one_of(OFFICE_STATUS)] = "current"


class StatementItem(BaseModel):
    """What somebody is reported to have said; speakers, medium and addressees are entity ids."""

    id: str
    speakers: list[str] = []
    content: list[Words] = []
    cue: Words = Words()
    mode: Annotated[str, _one_of(MODES)]
    medium: str = ""
    addressees: list[str] = []
    status: Annotated[str, _one_of({"reported", "not_reported_content"})] = "reported"


class RoleItem(Words):
    """A participant: words, and the entity or event that they stand for, if any."""

    role: Annotated[str, _one_of(ROLES)]
    entity: str = ""
    event: str = ""


class PlaceItem(Words):
    """Where it happened: an entity."""

    entity: str


class EventItem(BaseModel):
    """Something that happens, happened, is planned, denied or feared."""

    id: str
    type: str
    trigger: Words
    polarity: Annotated[str, _one_of({"positive", "negative"})] = "positive"
    modality: Annotated[str, _one_of(MODALITIES)] = "actual"
    roles: list[RoleItem] = []
    places: list[PlaceItem] = []
    time: Words = Words()
    part_of: str = ""
    sources: list[str] = []


class FigureItem(Words):
    """A number about an event. Its value is read from the words, not asked for."""

    event: str
    of: str = ""
    sources: list[str] = []


class Answer(BaseModel):
    """All of it."""

    entities: list[EntityItem]
    offices: list[OfficeItem]
    statements: list[StatementItem]
    events: list[EventItem]
    figures: list[FigureItem]


ITEMS: Final[dict[str, type[BaseModel]]] = {
    "entities": EntityItem,
    "offices": OfficeItem,
    "statements": StatementItem,
    "events": EventItem,
    "figures": FigureItem,
}


class AnswerError(InputError):
    """An answer is no JSON object."""

    code = "llm-answer"

    def __init__(self, reason: str, answer: str) -> None:
        self.answer = answer
        shown = " ".join(answer.split())[:80]
        super().__init__(
            f"The language model's answer cannot be used: {reason}; it begins {shown!r}.",
            hint="Take a model that follows a JSON schema, or another setting llm_model.",
        )


def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, in the strict form: every property required, none besides."""
    found: dict[str, Any] = _strict(Answer.model_json_schema())
    return found


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            out[key] = {name: _strict(inner) for name, inner in value.items()}
        elif key not in ("title", "default"):
            out[key] = _strict(value)
    if out.get("type") == "object":
        out["required"] = list(out.get("properties", {}))
        out["additionalProperties"] = False
    return out


def parse(text: str) -> tuple[dict[str, list[Any]], list[Refusal]]:
    """Return kind -> items that have the right shape, and what has not.

    Raises:
        AnswerError: it is no JSON object.
    """
    try:
        raw = json.loads(without_fence(text))
    except ValueError as error:
        raise AnswerError("it is no JSON", text) from error
    if not isinstance(raw, dict):
        raise AnswerError("it is no JSON object", text)
    found: dict[str, list[Any]] = {kind: [] for kind in ITEMS}
    refused = [Refusal(_line(raw[key]), f"the schema has no {key}") for key in raw if key not in ITEMS]
    for kind, model in ITEMS.items():
        items = raw.get(kind)
        if not isinstance(items, list):
            refused.append(Refusal(_line(items), f"the answer has no list of {kind}"))
            continue
        for item in items:
            try:
                found[kind].append(model.model_validate(item))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                refused.append(Refusal(_line(item), f"no item of {kind}, {where}: {first['msg'].lower()}"))
    return found, refused


def told(item: BaseModel) -> str:
    """Return an item on one line, as a refusal repeats it."""
    return _line(item.model_dump())


def _line(value: Any) -> str:
    line = json.dumps(value, ensure_ascii=False)
    return line if len(line) <= _MOST else line[: _MOST - 1] + "…"


def without_fence(text: str) -> str:
    """Return *text* without the fence that models put around JSON."""
    bare = text.strip()
    if bare.startswith("```"):
        bare = bare.partition("\n")[2].rstrip().removesuffix("```")
    return bare
