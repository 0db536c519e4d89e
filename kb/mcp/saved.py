"""The saved queries, as values that a tool answers with, and with their parameters filled in.

Input: kb.api.ports.Reads. Output: kb.mcp.values, SPARQL; read by kb.mcp.querying.
Never: runs a query.
"""

from collections.abc import Mapping

from kb.api.ports import Reads
from kb.mcp import values as v
from kb.service.saved.binding import bind
from kb.service.saved.form import form as form_of


def saved(then: Reads) -> v.SavedQueries:
    """Return the saved queries of the package and the home."""
    return v.SavedQueries(
        items=[
            v.Saved(
                name=form.name,
                title=form.title,
                description=form.description,
                parameters=[
                    v.Slot(
                        name=one.name,
                        kind=one.kind,
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
