"""The command dump: the whole graph in every form, with checksums, for others to fetch."""

from pathlib import Path
from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.exchange import Format


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Write the whole graph in every format, with checksums.")(dump)


def dump(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where to; left out: the folder dumps of the home.")
    ] = None,
    forms: Annotated[
        list[Format] | None,
        typer.Option("--format", "-f", help="Only this format; may be repeated.", show_default=False),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", metavar="N", min=1, help="Remove all dumps but the last N.", show_default=False),
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the whole graph as it is now into FOLDER/POSITION, and have FOLDER/latest lead there.

    Beside a file for each format there are SHA256SUMS and dataset.ttl, which
    describes them in VoID and DCAT. `kb serve` shows what lies in the home's
    own folder at /dumps. A dump appears whole or not at all.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.exporting.formats import FORMS, form_called
    from kb.service.export.dumping import FOLDER
    from kb.service.export.dumping import dump as write

    chosen = tuple(form_called(form.value) for form in dict.fromkeys(forms)) if forms else FORMS
    with open_knowledge_base(None, options.settings(home=home)) as kb:
        made = write(kb, folder or kb.home.root / FOLDER, chosen, keep=keep)
    if as_json:
        console.out_json(
            {
                "folder": str(made.folder),
                "position": made.position,
                "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in made.files],
                "left": list(made.left),
            }
        )
    else:
        size = sum(one.size for one in made.files)
        files = console.counted(len(made.files), "files")
        console.say(f"Dumped event {made.position:,} as {files}, {size:,} bytes, to {made.folder}")
        for reason in made.left:
            console.say(f"Left out {reason}")
