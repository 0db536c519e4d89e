"""The command saved: queries with names and parameters, of the package and of the home."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.query import Format, print_answer
from kb.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from kb.service.saved.header import SavedQuery
    from kb.service.saved.library import Library
    from kb.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Ask a saved query, or list those there are.")(saved)


def saved(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Which one; without it they are listed.")] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE...]", help="Parameters of the query.", show_default=False),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="The same, as an option; may be repeated."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")] = Format.TABLE,
    text: Annotated[bool, typer.Option("--text", help="Print the query instead of asking it.")] = False,
    about: Annotated[bool, typer.Option("--about", help="Say what it asks and which parameters it has.")] = False,
    as_of: options.AsOf = None,
    min_confidence: options.MinConfidence = 0.0,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=0.01, help="Stop it then.", show_default=False)
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Ask a saved query by name, or list the saved queries there are.

    They lie in the package, and in the folder queries of the home; one of the home stands in the place of a shipped
    one of its name. An entity is given by id or name, a type of event by name, label or word. A value without NAME= is
    that of the first parameter that the query needs: `kb saved who-is Kyiv`. Without a home those of the package are
    listed and described.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.saved.binding import bind
    from kb.service.saved.library import library

    settings = options.settings(home=home, query_timeout=timeout)
    if name is None or about or (text and not values and not parameters):
        _tell(_there(settings), name, as_json, about=about)
        return
    with open_knowledge_base(None, settings) as kb:
        query = library(kb.home.root).get(name)
        given = _pairs(query, values or [], parameters or [])
        with kb.at(as_of) as moment:
            bound = bind(query, given, moment.catalog, kb.base_iri)
        if text:
            console.out(bound.rstrip())
            return
        wanted = "json" if as_json else "" if form is Format.TABLE else form.value
        answer = kb.query(bound, format=wanted, as_of=as_of, min_confidence=min_confidence)
        with answer:
            if form is Format.TABLE and not as_json and answer.kind != "triples":
                print_answer(json.loads(answer.read()), kb.base_iri)
            else:
                for chunk in answer.chunks():
                    console.out_bytes(chunk)
        if answer.truncated:
            console.say("There is more than the limit allows; ask for less at a time, or raise query_rows.")


def _there(settings: "Settings") -> "Library":
    """Return the saved queries of the package and of the home, where there is one; says so where there is none."""
    from kb.log.remote_home import open_home
    from kb.service.saved.library import library

    try:
        return library(open_home(settings.home, settings.cache).root)
    except NotFoundError as error:
        console.say(f"{error} These come with kb.")
        return library()


def _tell(there: "Library", name: str | None, as_json: bool, *, about: bool) -> None:
    if name is None:
        _list(there, as_json)
    elif about:
        _about(there.get(name), as_json)
    else:
        console.out(there.get(name).text.rstrip())


def _pairs(query: "SavedQuery", values: list[str], options: list[str]) -> dict[str, str]:
    """Return parameters by name; *values* alone are those of the parameters that the query needs, in their order.

    Raises:
        NamelessParameterError: one is not written NAME=VALUE where it has to be.
        InputError: one is given twice.
    """
    from kb.service.saved.binding import kinds
    from kb.service.saved.errors import NamelessParameterError

    named = [one for one in (*values, *options) if one.find("=") > 0]
    given = {one.partition("=")[0] for one in named}
    needed = iter([one.name for one in query.parameters if one.required and one.name not in given])
    bare = [one for one in values if "=" not in one]
    pairs = [(name, value) for value, name in zip(bare, needed, strict=False)]
    pairs += [(name, value) for name, _, value in (one.partition("=") for one in named)]
    if stray := [one for one in (*values, *options) if one not in named and one not in bare[: len(pairs) - len(named)]]:
        raise NamelessParameterError(query.name, stray[0], kinds(query))
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise InputError(f"The parameter {name} is given twice.", hint="A parameter has one value.")
        found[name] = value
    return found


def _list(there: "Library", as_json: bool) -> None:
    from dataclasses import asdict

    from kb.service.saved.form import form

    forms = [form(one) for one in there.queries.values()]
    if as_json:
        problems = [{"file": one.file, "line": one.line, "why": one.why} for one in there.problems]
        console.out_json({"items": [asdict(one) for one in forms], "problems": problems})
        return
    rows = []
    for one in forms:
        needed = [field.name if field.required else f"[{field.name}]" for field in one.fields]
        rows.append((one.name, " ".join(needed), console.cut(one.title)))
    console.out_table(("name", "parameters", "asks"), rows)
    for problem in there.problems:
        console.say(f"warning: {problem}")
    console.say(f"{len(rows)} saved queries; `kb saved NAME --about` says more of one")


def _about(query: "SavedQuery", as_json: bool) -> None:
    from dataclasses import asdict

    from kb.service.saved.form import form

    shown = form(query)
    if as_json:
        console.out_json(asdict(shown))
        return
    console.out(shown.title)
    if shown.description:
        console.out(shown.description)
    rows = []
    for field in shown.fields:
        given = "needed" if field.required else field.default or "may be left out"
        label = f"{field.label}: {', '.join(field.choices)}" if field.choices else field.label
        rows.append((field.name, field.takes, given, label))
    if rows:
        console.out_table(("parameter", "type", "default", "is"), rows)
    if shown.example:
        pairs = " ".join(f"-p '{name}={value}'" for name, value in shown.example.items())
        console.say(f"Example: kb saved {shown.name} {pairs}")
