"""Commands about signatures: keys new, sign."""

from pathlib import Path
from typing import Annotated

import typer

from kb.cli import console, options


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    keys = typer.Typer(help="Make keys to sign the log with.", no_args_is_help=True)
    keys.command("new", short_help="Make a pair of keys.")(new)
    app.add_typer(keys, name="keys")
    app.command(short_help="Sign the log as it stands.")(sign)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Private key to write; the public one is FILE.pub.")],
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Make an Ed25519 key pair: FILE for who signs, FILE.pub for everybody who verifies."""
    from kb.log.signing import new_keys

    public, fingerprint = new_keys(file)
    if as_json:
        console.out_json({"private_key": str(file), "public_key": str(public), "fingerprint": fingerprint})
        return
    console.out(f"Made {file} and {public}, fingerprint {fingerprint[:16]}")
    console.say(
        "Keep the first away from the knowledge base: who has both can sign a forged log. Give the second away."
    )


def sign(
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="Private key, Ed25519 as PEM or OpenSSH.")],
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Verify the log's chain and sign its last event; `kb verify --public-key` then holds the log to it."""
    from dataclasses import asdict

    from kb.bootstrap import open_knowledge_base
    from kb.service.upkeep.signing import path_of, sign_head

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        made = sign_head(kb, key, on_wait=console.waiting)
        path = path_of(kb.home)
    if as_json:
        console.out_json(asdict(made))
        return
    console.out(f"Signed {made.position:,} events, head hash {made.head}")
    console.say(f"The signature lies in {path}, and in every backup.")
