"""Forms and the part of an address behind its "?", as names and values: fast, since all that anybody sends passes here.

Input: bytes of a client. Output: pairs, as urllib.parse.parse_qsl returns them, blank values too; read by
kb.api.endpoint.asked. Pure. Never: takes a time that a client chooses: what is escaped is put back in C, not by a loop
over it.
"""

import binascii
import re
from typing import Final

from kb.errors import InputError

_MOST: Final = 1000  # fields, and signs % that escape nothing
_NO_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class FormError(InputError):
    """A form, or the parameters of an address, is none that a program makes.

    Attributes:
        cause: what of it there is too much.
    """

    code = "bad-form"

    def __init__(self, cause: str) -> None:
        self.cause = cause
        hint = "A form is names and values as application/x-www-form-urlencoded has them, every other sign escaped."
        super().__init__(f"The parameters have more than {_MOST:,} {cause}.", hint=hint)


class NotUtf8Error(InputError):
    """A form has bytes in it that are no text: with a sign in their place something else would be asked."""

    code = "not-utf-8"

    def __init__(self) -> None:
        super().__init__("The parameters are not UTF-8.", hint="Escape the bytes of their text in UTF-8: %C3%A9 for é.")


def pairs(form: bytes) -> list[tuple[str, str]]:
    """Return the fields of a form in order.

    Raises:
        FormError: there are more than a thousand, or as many signs % that are not escaped.
        NotUtf8Error: they are not UTF-8.
    """
    if form.count(b"&") >= _MOST:
        raise FormError("fields")
    parts = [field.partition(b"=") for field in form.split(b"&") if field]
    return [(_plain(name), _plain(value)) for name, _, value in parts]


def _plain(written: bytes) -> str:
    """Return what a name or value says without its escapes.

    Each becomes one of quoted-printable (RFC 2045), whose decoder the standard library has in C; what would be an
    escape or a line there, and is none here, is escaped first.
    """
    spaced = written.replace(b"+", b" ")
    if b"%" not in spaced:
        return _text(spaced)
    spaced, bare = _NO_ESCAPE.subn(b"%25", spaced, _MOST + 1)
    if bare > _MOST:
        raise FormError("signs % without two digits behind them")
    sound = spaced.replace(b"=", b"%3D").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
    return _text(binascii.a2b_qp(sound.replace(b"%", b"=")))


def _text(written: bytes) -> str:
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8Error from error
