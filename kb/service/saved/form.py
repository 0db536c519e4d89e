"""What a form of a saved query shows: title, parameters and their types, for pages and for programs.

Input: a SavedQuery. Output: plain values. Pure.
"""

from dataclasses import dataclass
from typing import Final

from kb.service.saved.binding import example_of
from kb.service.saved.header import Parameter, SavedQuery

# Kind of a parameter -> type of an HTML input; the others are text.
INPUTS: Final = {"integer": "number", "decimal": "number", "date": "date", "boolean": "checkbox", "choice": "select"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        input: type of an HTML input: text, number, date, checkbox, or select.
        kind: of the parameter: entity, event-type, date ...
        label: what it is, in words.
        placeholder: a value that it might have.
        least, most: bounds of a number, "" for none.
        edge: of a date which may be a month or year too, which day of it counts: first, last; else "".
    """

    name: str
    input: str
    kind: str
    label: str
    required: bool
    default: str
    placeholder: str
    choices: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    edge: str = ""

    @property
    def takes(self) -> str:
        """What it takes, for a person: its kind, and of a date whether a month or year does."""
        return "date, month or year" if self.edge else self.kind


@dataclass(frozen=True, slots=True)
class Form:
    """A saved query as somebody sees it who fills it in.

    Attributes:
        origin: "shipped", or "own" for one of the home.
        text: the query as it is saved.
        example: values that show what it does.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    origin: str
    text: str
    example: dict[str, str]


def form(query: SavedQuery) -> Form:
    """Return the form of a saved query."""
    fields = tuple(_field(query, one) for one in query.parameters)
    return Form(query.name, query.title, query.description, fields, query.origin, query.text, dict(query.example))


def _field(query: SavedQuery, one: Parameter) -> Field:
    return Field(
        one.name,
        INPUTS.get(one.kind, "text"),
        one.kind,
        one.about,
        one.required,
        one.default,
        query.example.get(one.name) or example_of(one),
        one.choices,
        one.least,
        one.most,
        one.edge,
    )
