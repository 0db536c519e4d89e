"""JSON records as articles: one object, a list, or one object a line.

Input: decoded JSON; the lines of a JSON Lines file as bytes.
Output: a draft for each record, or the reason why it is none, with its place.
Never: lets one bad record keep the others out; takes a field of another type.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kb.sources.decoding import storable
from kb.sources.fragment import fragment_text, has_markup
from kb.sources.opening import opening_fields
from kb.sources.outcome import Draft, Note, SourceError

_TEXT: Final = ("text", "body", "content", "articleBody", "content_text", "content_html")
_NAMES: Final = {
    "title": ("title", "headline"),
    "source": ("source", "publisher"),
    "url": ("url", "link"),
    "published": ("published", "date", "datePublished", "published_at", "publishedAt", "date_published"),
    "language": ("language", "inLanguage"),
    "external_id": ("id", "@id", "guid", "identifier"),
}
_JSON_FEED: Final = "https://jsonfeed.org/version/"
_LISTS: Final = ("articles", "items", "results", "docs", "records")
_KNOWN: Final = frozenset({*_TEXT, *(name for names in _NAMES.values() for name in names)})
_WANTED: Final = "Each record needs its text in a field `text`, `body`, `content` or `articleBody`."


def read_records(text: str, origin: str) -> Iterator[Draft | SourceError]:
    """Yield the records of a JSON file: one object, a list of them, or an object that wraps such a list.

    Args:
        text: the decoded file.
        origin: its name, for messages.

    Raises:
        SourceError: it is no JSON; holds neither object nor list; the list is empty.
    """
    value = _parse(text, origin)
    shared = _of_feed(value)
    if isinstance(value, dict) and not any(name in value for name in _TEXT):
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), value)
    if isinstance(value, dict):
        yield _record(value, origin, "")
        return
    if not isinstance(value, list):
        raise SourceError(origin, f"its JSON is {_kind(value)}, not an object or a list of objects", hint=_WANTED)
    if not value:
        raise SourceError(origin, "its list of records is empty", hint=_WANTED)
    for number, item in enumerate(value, 1):
        yield _attempt({**shared, **item} if isinstance(item, dict) else item, origin, f"record {number}")


def _of_feed(value: Any) -> dict[str, Any]:
    """Return what a JSON Feed says once for all its items: who publishes it, and in which language."""
    if not isinstance(value, dict) or not str(value.get("version", "")).startswith(_JSON_FEED):
        return {}
    shared = {"publisher": value.get("title"), "inLanguage": value.get("language")}
    return {name: said for name, said in shared.items() if isinstance(said, str) and said}


def read_line(text: str, origin: str, place: str) -> Draft:
    """Return the record on one line of JSON Lines.

    Raises:
        SourceError: the line is no JSON object, or has no text.
    """
    return _record(_parse(text.rstrip("\r\n"), origin, place), origin, place)


def is_lines(text: str) -> bool:
    """Say whether *text* is JSON Lines: its first line is an object, and something follows."""
    first, _, rest = text.lstrip().partition("\n")
    if not rest.strip():
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _attempt(value: Any, origin: str, place: str) -> Draft | SourceError:
    try:
        return _record(value, origin, place)
    except SourceError as error:
        return error


def _parse(text: str, origin: str, place: str = "") -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated string")
        where = f"column {error.colno}" if place else f"line {error.lineno}, column {error.colno}"
        raise SourceError(
            origin,
            f"its JSON is {'cut off' if cut else 'wrong'} at {where} ({error.msg})",
            place=place,
            hint="Save or fetch it again completely." if cut else "Mend it there; `python -m json.tool` checks it.",
        ) from error
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        reason = "nested too deeply" if deep else "a number in it has too many digits"
        hint = "Take the articles out of what they are nested in." if deep else "Write the number in quotes."
        raise SourceError(origin, f"its JSON cannot be read: {reason}", place=place, hint=hint) from error


def _record(value: Any, origin: str, place: str) -> Draft:
    """Return one record as a draft."""
    if not isinstance(value, dict):
        raise SourceError(origin, f"the record is {_kind(value)}, not an object", place=place, hint=_WANTED)
    name = next((name for name in _TEXT if value.get(name) not in (None, "")), "")
    if not name:
        empty = next((name for name in _TEXT if name in value), "")
        has = ", ".join(list(map(str, value))[:8]) or "nothing"
        reason = f"it has no text: none of the fields {', '.join(_TEXT[:4])} (it has {has})"
        if empty:
            reason = f"its field {empty} is empty"
        raise SourceError(origin, reason, place=place, hint=_WANTED)
    if not isinstance(value[name], str):
        raise SourceError(origin, f"its field {name} is {_kind(value[name])}, not text", place=place, hint=_WANTED)
    text, notes = _words(value[name])
    if not text.strip():
        raise SourceError(origin, f"its field {name} holds no words", place=place, hint=_WANTED)
    fields: dict[str, Any] = {field: _scalar(value, names) for field, names in _NAMES.items()}
    further = {
        str(key): _clean(str(item))
        for key, item in value.items()
        if key not in _KNOWN and isinstance(item, str | int | float) and not isinstance(item, bool)
    }
    fields = {field: said for field, said in fields.items() if said}
    below, said = opening_fields(text, fields)
    return Draft(text, **below | fields, metadata=further, notes=(*notes, *said), place=place)


def _words(text: str) -> tuple[str, tuple[Note, ...]]:
    """Return a field's text, its markup taken off if it has any."""
    text, notes = storable(text)
    if not has_markup(text):
        return text, notes
    return fragment_text(text, lines=True), (*notes, Note("markup", "HTML markup was taken off."))


def _scalar(value: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return the first of the fields *names* that says something; an object speaks by its name."""
    for name in names:
        item = value.get(name)
        if isinstance(item, dict):
            item = item.get("name") or item.get("@id")
        if isinstance(item, str) and item.strip():
            return _clean(item.strip())
        if isinstance(item, int) and not isinstance(item, bool):
            return str(item)
    return ""


def _clean(text: str) -> str:
    return storable(text)[0]


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
