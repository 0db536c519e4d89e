"""The commands token new, list and revoke: who may write over HTTP, under which name."""

from enum import StrEnum
from typing import Annotated

import typer

from kb.cli import console, options

tokens = typer.Typer(
    name="token",
    help="Say who may write over HTTP, and under which name.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Who has it; the log names them as the one who acts.")]


class Scope(StrEnum):
    """What a token is for."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(tokens)


@tokens.command()
def new(
    name: Name,
    scope: Annotated[
        Scope, typer.Option("--scope", help="What it is for; each includes those before it.")
    ] = Scope.WRITE,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Make a token for somebody and print it, once: the home keeps a hash of it only.

    With one for read queries have the limits of token holders, and a private server
    answers; one for write adds, corrects and decides; one for admin also withdraws.
    A server that runs takes it at once. While a home has a token, nobody writes over
    HTTP without one.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.tokens import Tokens

    with (
        open_knowledge_base(None, options.settings(home=home)) as kb,
        kb.home.write_lock(kb.settings.lock_timeout, console.waiting),
    ):
        secret = Tokens(kb.home.root).new(name, scope.value)
    if as_json:
        console.out_json({"name": name, "scope": scope.value, "token": secret})
    else:
        console.out(secret)
        console.say(f"This is the token of {name}; it is shown this once. Send it as: Authorization: Bearer TOKEN")


@tokens.command(name="list")
def list_tokens(home: options.Home = None, as_json: options.Json = False) -> None:
    """List who has a token."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.tokens import Tokens

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        found = Tokens(kb.home.root).all()
    if as_json:
        console.out_json([{"name": token.name, "scope": token.scope, "made_at": token.made_at} for token in found])
        return
    if found:
        rows = [(token.name, token.scope, token.made_at[:16].replace("T", " ")) for token in found]
        console.out_table(("name", "scope", "made"), rows)
    console.say("" if found else "Nobody has a token.")


@tokens.command()
def revoke(name: Name, home: options.Home = None, quiet: options.Quiet = False) -> None:
    """End somebody's token; a server that runs refuses it at once."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.tokens import Tokens

    with (
        open_knowledge_base(None, options.settings(home=home)) as kb,
        kb.home.write_lock(kb.settings.lock_timeout, console.waiting),
    ):
        Tokens(kb.home.root).revoke(name)
    console.say(f"The token of {name} is refused from now on; what they decided stands.")
