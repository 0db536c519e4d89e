"""Write docs/queries.md: how a saved query is written, and each shipped one with what it answers.

    python -m tools.saved_queries

Input: queries/*.rq, the bundled articles. Output: one page for reading, in real output of the command line.
Never: part of the tests; what the reader finds changes with its model.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kb.service.saved.form import Field, Form, form
from kb.service.saved.library import library
from tools.bundled import bundled, printed
from tools.reference import ROOT

PAGE: Final = ROOT / "docs" / "queries.md"
ROWS: Final = 8  # of an answer that are shown
WIDTH: Final = 150
HEAD: Final = """# Saved queries

Written by `python -m tools.saved_queries`; do not edit. A saved query is a file with a commented header. Each is at
once a command (`kb saved NAME --param about=Kenya`), a route (`GET /queries/NAME?about=Kenya`, in every format of
`/sparql`) and a form: `kb saved` and `GET /queries` list them with their parameters. `kb saved NAME --text` and
`/queries/NAME.rq` print the SPARQL.

## One of your own
Put a file `NAME.rq` into the folder `queries` of the home. It is there at once; one named like a shipped one takes
its place.

```sparql
#+ title: Which events of a type told by many sources were there?
#+ description: One or several lines.
#+ param: type: event-type: of this type or below it
#+ param: place: entity?: there or within it
#+ param: least: integer(1..100) = 2: told by so many sources
#+ example: type=election
SELECT ?what ?sources WHERE {
  ?kind skos:broader* $type .
  ?event kb:eventType ?kind ; rdfs:label ?what ; kb:happening/kb:independentSources ?sources .
  VALUES ?there { $place }
  FILTER(!BOUND(?there) || EXISTS { ?event kb:place/kb:within* ?there })
  FILTER(?sources >= $least)
}
```

`#+ param: NAME: TYPE: WHAT IT IS` declares a parameter, which stands in the query as `$NAME`; variables are written
with `?`. ` = VALUE` after the type is its default. `?` after the type lets it be left out: it may then stand only in
`VALUES ?x { $x }`, where it is `UNDEF`. The names `format`, `timeout`, `asOf` and `minConfidence` are how a query is
asked.

| type | takes | becomes |
|---|---|---|
| `entity` | an id, an IRI, or a name that only one has | an IRI |
| `event-type` | its name, label, or a word for it | an IRI of `kbt:` |
| `currency` | a code of ISO 4217, a sign, or a name (`EUR`, `€`, `euro`) | its code |
| `thing` | an id as answers have it (`event-...`, `article-...`) | an IRI |
| `text` | anything | a string |
| `integer(1..9)`, `decimal(0..1)` | a number, within the bounds if there are any | a number |
| `date` | 2024-07-05 | an `xsd:date` |
| `date(first)`, `date(last)` | also 2024-07 or 2024, whose first or last day counts | an `xsd:date` |
| `boolean` | true or false | an `xsd:boolean` |
| `choice(one, two)` | one of them | a string |
| `iri` | any absolute IRI | that IRI |

```
curl 'http://127.0.0.1:8000/queries'
curl 'http://127.0.0.1:8000/queries/mentioned-with.csv?who=Blue+Column&kind=organisations'
curl 'http://127.0.0.1:8000/queries/mentioned-with.rq?who=Blue+Column'
```

A value is never pasted: it becomes a term of RDF, which takes the place of one word of the query. `asOf`,
`minConfidence` and the limits of queries apply. A file that cannot be used is named with its line by `kb saved`, and
hides no other.

The answers below are about the articles that come with the package, as the reader of this version read them, mistakes
included.
"""


def sections(home: Path) -> Iterator[str]:
    """Yield one section a query, asked of the knowledge base at *home*."""
    for saved in library().queries.values():
        shown = form(saved)
        yield "\n".join(
            [f"## {shown.title}", "", *([shown.description, ""] if shown.description else []), *_table(shown)]
        )
        arguments = [part for name, value in shown.example.items() for part in ("-p", f"{name}={value}")]
        command = " ".join(["kb saved", shown.name, *(f"-p '{n}={v}'" for n, v in shown.example.items())])
        lines = printed(home, "saved", shown.name, *arguments, columns=220).splitlines()
        more = [f"... {len(lines) - ROWS - 1} more"] if len(lines) > ROWS + 1 else []
        cut = [line[:WIDTH].rstrip() for line in lines[: ROWS + 1]]
        yield "\n".join(["```", f"$ {command}", *cut, *more, "```"])


def _table(shown: Form) -> list[str]:
    rows = [f"| `{one.name}` | {_kind(one)} | {_given(one)} | {one.label} |" for one in shown.fields]
    return ["| parameter | type | default | is |", "|---|---|---|---|", *rows, ""] if rows else []


def _kind(one: Field) -> str:
    return ", ".join(one.choices) if one.choices else one.takes


def _given(one: Field) -> str:
    return "needed" if one.required else one.default or "may be left out"


def main() -> None:
    """Read the bundled articles into a throw-away home, ask, and write the page."""
    with bundled() as home:
        write(home)


def write(home: Path) -> None:
    """Write the page from what a home answers."""
    PAGE.write_text(HEAD + "\n" + "\n\n".join(sections(home)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
