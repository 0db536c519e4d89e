"""The saved queries, as values that a tool answers with, and with their parameters filled in.

Input: kb.api.serving.ports.Reads. Output: values, SPARQL; read by kb.mcp.querying.
Never: runs a query.
"""

from collections.abc import Mapping

from pydantic import Field

from kb.api.serving.ports import Reads
from kb.mcp.values import Value
from kb.service.saved.binding import bind
from kb.service.saved.form import form as form_of


class Slot(Value):
    """A parameter of a saved query."""

    name: str
    kind: str = Field(description="entity (id, IRI or name), event-type, thing, text, integer, date ...")
    about: str
    required: bool = False
    default: str = ""
    choices: list[str] = Field(default=[])
    example: str = ""


class Saved(Value):
    """A saved query."""

    name: str
    title: str
    description: str
    parameters: list[Slot]


class SavedQueries(Value):
    """Saved queries, by name."""

    items: list[Saved]


def saved(then: Reads) -> SavedQueries:
    """Return the saved queries of the package and the home."""
    return SavedQueries(
        items=[
            Saved(
                name=form.name,
                title=form.title,
                description=form.description,
                parameters=[
                    Slot(
                        name=one.name,
                        kind=one.takes,
                        about=one.label,
                        required=one.required,
                        default=one.default,
                        choices=list(one.choices),
                        example=one.placeholder,
                    )
                    for one in form.fields
                ],
            )
            for form in map(form_of, then.library().queries.values())
        ]
    )


def bound(then: Reads, name: str, parameters: Mapping[str, str]) -> str:
    """Return a saved query with its parameters filled in; raises as kb.service.saved."""
    query = then.library().get(name)
    with then.catalog() as catalog:
        return bind(query, parameters, catalog, then.base_iri)
