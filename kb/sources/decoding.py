"""Bytes as text, and text as it can be stored.

Input: the bytes of a file, with the charset it declares if it does.
Output: text, the name of its encoding, and notes on what was done to it.
Never: drops a byte in silence. UTF-8 is tried first, then the declared
charset, then charset-normalizer's guess; each but UTF-8 is said.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from kb.sources.outcome import Note, SourceError

_BOMS: Final = (  # UTF-32 before UTF-16: the one begins like the other
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_SAMPLE: Final = 100_000  # bytes shown to the detector
_MAX_CONTROLS: Final = 0.01  # share of control characters beyond which it is no text
_FEW: Final = 8  # control characters that a short text may have all the same, if they are no tenth of it
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS: Final = re.compile("\r\n|[\r\v]|(?<!\n)(?=\f)")
_USUAL: Final = "windows-1252"  # what English text that is not UTF-8 nearly always is
_HTML_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_CHARSET: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_EMPTY_HINT: Final = "Look whether the file was saved or fetched completely."
_CUT_OFF: Final = "It ends within a character, for which U+FFFD stands: was it saved or fetched completely?"
_TEXT_HINT: Final = "Save it as text in UTF-8, then add it again."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the name of its encoding and what was said about it."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def declared_charset(data: bytes) -> str:
    """Return the charset that HTML's meta element or XML's prolog names, "" if none does."""
    found = _XML_CHARSET.search(data[:1024]) or _HTML_CHARSET.search(data[:4096])
    return found[1].decode("ascii").lower() if found else ""


def decode(data: bytes, origin: str, declared: str = "", *, place: str = "") -> Decoded:
    """Return *data* as text.

    Args:
        data: the whole file.
        origin: its name, for messages.
        declared: the charset it names for itself, "" if none.
        place: where in the file *data* stood, for messages.

    Raises:
        SourceError: it is empty, binary, or no charset fits with confidence.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise SourceError(origin, f"it is {name}, not an article", place=place, hint=_TEXT_HINT)
    if not data:
        raise SourceError(origin, "it is empty", place=place, hint=_EMPTY_HINT)
    decoded = _by_bom(data) or _by_utf8(data, declared) or _by_declared(data, declared) or _by_detector(data)
    if decoded is None or _is_binary(decoded.text):
        raise SourceError(origin, "it is binary, or in an encoding that cannot be told", place=place, hint=_TEXT_HINT)
    if not decoded.text.strip():
        raise SourceError(origin, "it holds only white space", place=place, hint=_EMPTY_HINT)
    return decoded


def storable(text: str) -> tuple[str, tuple[Note, ...]]:
    """Return *text* as it is stored, with notes on what had to change.

    Line ends become LF, so that offsets do not depend on the system a file
    comes from; text with LF alone stays as it is. A form feed stays, since
    it parts pages and so may part articles, and begins a line. Halves of a surrogate pair
    are joined. Lone surrogates, which UTF-8 cannot hold, NUL and the other
    control characters, which XML cannot hold and terminals obey, are
    replaced one for one by U+FFFD.
    """
    notes: list[Note] = []
    if _LINE_ENDS.search(text):
        text = _LINE_ENDS.sub("\n", text)
        notes.append(Note("line-ends", "Line ends were changed to LF."))
    if _UNSTORABLE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text, count = _UNSTORABLE.subn("\ufffd", text)
        if count:
            what = "1 control character or lone surrogate was" if count == 1 else None
            what = what or f"{count:,} control characters or lone surrogates were"
            notes.append(Note("replaced", f"{what} replaced by U+FFFD."))
    return text, tuple(notes)


def _by_bom(data: bytes) -> Decoded | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = _strict(data, name)
            notes = (Note("encoding", f"Decoded as {name.upper()}, as its byte order mark says."),)
            return None if text is None else Decoded(text, name, notes)
    return None


def _by_utf8(data: bytes, declared: str) -> Decoded | None:
    if b"\x1b" in data and declared.startswith("iso-2022"):
        return None  # seven-bit text of another charset is valid UTF-8 and garbled all the same
    text = _strict(data, "utf-8")
    if text is None:
        return _by_cut_utf8(data)
    if _looks_utf16(data):
        return None
    if text.startswith("\ufeff"):
        return Decoded(text[1:], "utf-8", (Note("byte-order-mark", "A byte order mark was taken off."),))
    return Decoded(text, "utf-8")


def _by_cut_utf8(data: bytes) -> Decoded | None:
    """Decode what ends within a character and is UTF-8 before; one accent at an end alone is another charset's."""
    whole = codecs.getincrementaldecoder("utf-8")()
    try:
        text = whole.decode(data)
    except UnicodeDecodeError:
        return None
    if text.isascii():
        return None
    return Decoded(f"{text}\ufffd", "utf-8", (Note("cut-off", _CUT_OFF),))


def _by_declared(data: bytes, declared: str) -> Decoded | None:
    if not declared:
        return None
    text = _strict(data, declared)
    if text is None:
        return None
    return Decoded(text, declared, (Note("encoding", f"Not UTF-8; decoded as {declared}, which it declares."),))


def _by_detector(data: bytes) -> Decoded | None:
    name = ""
    if _looks_utf16(data):
        name = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    elif data.count(0) == 0:
        from charset_normalizer import from_bytes

        found = from_bytes(data[:_SAMPLE], threshold=0.15)
        best = found.best()
        name = best.encoding if best is not None else ""
        # on few accents the detector's order among charsets that fit is chance
        if any("cp1252" in match.could_be_from_charset for match in found):
            name = _USUAL
    text = _strict(data, name) if name else None
    if text is None:
        return None
    name = name.replace("_", "-")
    return Decoded(text, name, (Note("encoding", f"Not UTF-8; decoded as {name}, which is a guess."),))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _looks_utf16(data: bytes) -> bool:
    """Say whether every other byte of the beginning is mostly NUL, as in UTF-16 without its mark."""
    sample = data[:2000]
    half = len(sample) // 2
    if half < 4:
        return False
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) > 0.4 * half and min(even, odd) < 0.05 * half


def _is_binary(text: str) -> bool:
    """Whether control characters are too many for a text; a few in a short one are a slip."""
    sample = text[:_SAMPLE]
    count = len(_CONTROLS.findall(sample))
    return count > _MAX_CONTROLS * len(sample) and (count > _FEW or count > len(sample) / 10)
