"""Events as canonical JSON bytes, and back.

Input: events of kb.events; stored payloads with their literal type and version.
Output: UTF-8 JSON with sorted keys and no spaces, the same bytes for equal
events, read by kb.log, which hashes and stores it.
Never: stores a class path; fills a gap in a payload by a guess. A field that
holds its default is left out, so a default belongs to the schema version: to
change one, raise VERSION and write an upcaster (kb.events.upcasters).
"""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from kb import events
from kb.errors import InputError, IntegrityError, StorageError
from kb.events.envelope import DomainEvent, Envelope, PayloadErased
from kb.events.schema import ShapeError, reader, writer
from kb.events.upcasters import UPCASTERS, Upcaster

_SPLIT_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _registry() -> Mapping[str, type]:
    """Collect the event classes that kb.events names, by their literal type."""
    found: dict[str, type] = {}
    for name in events.__all__:
        kind = getattr(events, name)
        if isinstance(getattr(kind, "TYPE", None), str) and kind is not PayloadErased:
            if kind.TYPE in found:
                raise TypeError(f"Two event classes are called {kind.TYPE!r}.")
            found[kind.TYPE] = kind
    return MappingProxyType(found)


EVENT_TYPES: Final[Mapping[str, type]] = _registry()


class NewerVersionError(StorageError):
    """The log holds an event that a newer version of kb wrote."""

    code = "newer-version"

    def __init__(self, event_type: str, version: int, known: int | None) -> None:
        self.event_type = event_type
        self.version = version
        self.known = known
        what = "of an unknown type" if known is None else f"of version {version}; this kb knows {known}"
        super().__init__(
            f"The event {event_type!r} is {what}: written by a newer version of kb.",
            hint="Update kb (`pip install -U newskb`), then try again.",
        )


class PayloadError(IntegrityError):
    """A stored payload is not the event that its type promises."""

    code = "bad-payload"

    def __init__(self, event_type: str, reason: str) -> None:
        self.event_type = event_type
        self.reason = reason
        super().__init__(
            f"The stored {event_type!r} cannot be read: {reason}.",
            hint="Run `kb verify` to see whether the log was damaged.",
        )


def encode(event: DomainEvent) -> bytes:
    """Return *event* as canonical JSON.

    Raises:
        InputError: the event holds a number that is not finite, or the halves
            of a surrogate pair as two characters, which JSON cannot tell from
            the one character that they mean.
        TypeError: its class is not one of kb.events.
    """
    kind = EVENT_TYPES.get(getattr(event, "TYPE", ""))
    if kind is not type(event):
        raise TypeError(f"{type(event).__name__} is no event of kb.events.")
    try:
        fields = writer(kind)(event)
        text = json.dumps(fields, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    except ValueError as error:
        raise InputError(f"An event {event.TYPE!r} cannot be stored: {error}.") from error
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _escape_surrogates(text, event.TYPE).encode("utf-8")


def event_of(envelope: Envelope) -> DomainEvent:
    """Return the event in *envelope*, or PayloadErased where it was erased; raises as decode."""
    if envelope.erased:
        return PayloadErased(envelope.type)
    return decode(envelope.type, envelope.schema_version, envelope.payload)


def decode(event_type: str, version: int, payload: bytes) -> DomainEvent:
    """Return the event of a stored *payload*, upcast to today's version.

    Args:
        event_type: literal type as stored.
        version: schema version as stored.
        payload: what encode returned when it was written.

    Raises:
        NewerVersionError: type or version is not known yet.
        PayloadError: the payload is not an event of that type and version.
    """
    kind = EVENT_TYPES.get(event_type)
    if kind is None:
        raise NewerVersionError(event_type, version, None)
    try:
        fields = json.loads(payload)
    except ValueError as error:
        raise PayloadError(event_type, f"it is no JSON ({error})") from error
    fields = upcast(event_type, version, fields, target=kind.VERSION)  # type: ignore[attr-defined]
    try:
        event: DomainEvent = reader(kind)(fields)
    except ShapeError as error:
        raise PayloadError(event_type, str(error)) from error
    return event


def upcast(
    event_type: str,
    version: int,
    fields: Any,
    *,
    target: int,
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
) -> Any:
    """Bring the *fields* of a payload from *version* to *target*, one version at a time.

    Raises:
        NewerVersionError: *version* is beyond *target*.
        PayloadError: a step is missing, or the payload lacks what a step needs.
    """
    if version > target:
        raise NewerVersionError(event_type, version, target)
    for step in range(version, target):
        upcaster = upcasters.get((event_type, step))
        if upcaster is None:
            raise PayloadError(event_type, f"no upcaster leads from version {step} to {step + 1}")
        try:
            fields = upcaster(fields)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise PayloadError(event_type, f"version {step} cannot be upcast ({error!r})") from error
    return fields


def _escape_surrogates(text: str, event_type: str) -> str:
    r"""Write lone surrogates as \uXXXX, so that the bytes are valid UTF-8."""
    if _SPLIT_PAIR.search(text):
        raise InputError(
            f"An event {event_type!r} holds the two halves of a surrogate pair as separate characters.",
            hint="Join them first: text.encode('utf-16', 'surrogatepass').decode('utf-16', 'surrogatepass').",
        )
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
