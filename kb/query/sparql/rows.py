"""Rows of VALUES that do not fit its variables: `VALUES (?a ?b) { (1 2) (3) }`.

Input: the tokens of a malformed query up to where the engine gave up. Output: the place of the slip and what to do.
Read by kb.query.sparql.breaks. Pure. Never: says anything where tokens leave a doubt.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from kb.query.sparql.tokens import Token, shortened

Place = tuple[int, str]
_VALUES: Final = frozenset({"iri", "name", "string", "number"})
_WORDS: Final = frozenset({"UNDEF", "TRUE", "FALSE"})


def row(found: Sequence[Token]) -> Place | None:
    """Return (where a row does not fit, what to do), None if all do."""
    for index, token in enumerate(found):
        begins = token.kind == "word" and token.text.upper() == "VALUES"
        if begins and (place := _block(found, index + 1)) is not None:
            return place
    return None


def _block(found: Sequence[Token], at: int) -> Place | None:
    """Look at one VALUES, from its variables, which begin at a token, to the brace that closes it."""
    if at >= len(found):
        return None
    first, several = found[at], found[at].text == "("
    if several:
        end = next((i for i in range(at, len(found)) if found[i].text == ")"), len(found))
        names = [one.text for one in found[at + 1 : end]]
    elif first.kind == "variable":
        names, end = [first.text], at
        if at + 1 < len(found) and found[at + 1].kind == "variable":
            both = _head([first.text, found[at + 1].text], True)
            return found[at + 1].start, f"Several variables stand in brackets: VALUES {both} {{ ... }}."
    else:
        return None
    if end + 1 >= len(found):
        return None
    if found[end + 1].text != "{":
        return found[end + 1].start, f"The rows of VALUES stand in braces: VALUES {_head(names, several)} {{ ... }}."
    rows = (found[i] for i in range(end + 2, len(found)))
    return _rows(rows, names) if several else _singles(rows, names[0])


def _head(names: Sequence[str], several: bool) -> str:
    return f"({' '.join(names)})" if several else names[0]


def _rows(found: Iterable[Token], names: Sequence[str]) -> Place | None:
    given, inside, last = 0, False, ""
    for token in found:
        if token.text == "}" and not inside:
            return None
        if token.text == "(" and not inside:
            given, inside = 0, True
        elif token.text == ")" and inside:
            if given != len(names):
                return token.start, _count(given, names)
            inside = False
        elif not inside:
            return token.start, f"Each row of VALUES stands in brackets: ({' '.join('1' for _ in names)})."
        elif (strange := _strange(token, last)) is not None:
            return strange
        else:
            given += _is_value(token, last)
            if given > len(names):
                return token.start, _count(given, names)
        last = token.text
    return None


def _singles(found: Iterable[Token], name: str) -> Place | None:
    last = ""
    for token in found:
        if token.text == "}":
            return None
        if token.text == "(":
            return token.start, f"The values of one variable stand without brackets, or write VALUES ({name})."
        if (strange := _strange(token, last)) is not None:
            return strange
        last = token.text
    return None


def _strange(token: Token, last: str) -> Place | None:
    """Return what is said of something that is no value, None for one, or a part of one."""
    if token.text == ",":
        return token.start, "Values stand apart by blanks; take the comma away."
    if token.kind == "variable" and token.text[0] == "?":  # $x may be the parameter of a saved query
        return token.start, f"{token.text} is no value: IRIs, names, text and numbers stand here, or UNDEF."
    if token.kind == "word" and token.text.upper() not in _WORDS and last != "^^":
        return token.start, f'{shortened(token.text)} is no value: text stands in quotes, "{shortened(token.text)}".'
    return None


def _is_value(token: Token, last: str) -> bool:
    return (token.kind in _VALUES and last != "^^") or (token.kind == "word" and token.text.upper() in _WORDS)


def _count(given: int, names: Sequence[str]) -> str:
    values = "value" if given == 1 else "values"
    more = "at least " if given > len(names) else ""
    return (
        f"This row has {more}{given} {values} for {len(names)} "
        f"{'variable' if len(names) == 1 else 'variables'}, {' '.join(names)}; UNDEF stands for none."
    )
