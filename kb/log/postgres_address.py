"""Where a log on PostgreSQL lies: postgresql://USER@HOST/DATABASE?schema=NAME, and what libpq knows beside.

Input: what the user gave as home. Output: an Address for kb.log.postgres_connection.
Never: shows a password; imports the driver, so that other homes need none.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from kb.errors import InputError

DEFAULT_SCHEMA: Final = "kb"
_SCHEMES: Final = ("postgresql", "postgres")
_SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,39}\Z")  # 63 bytes of a PostgreSQL name, less what roles add


class AddressError(InputError):
    """A home begins like the address of a database, and is none."""

    code = "bad-address"

    def __init__(self, shown: str, reason: str) -> None:
        self.shown = shown
        self.reason = reason
        super().__init__(
            f"{shown} is no address of a log: {reason}.",
            hint="Write postgresql://USER@HOST/DATABASE, with ?schema=NAME for one of several logs.",
        )


@dataclass(frozen=True, slots=True)
class Address:
    """A log on PostgreSQL.

    Attributes:
        conninfo: for libpq, password included if the user gave one.
        schema: that its tables lie in.
        shown: for messages, without the password.
    """

    conninfo: str
    schema: str
    shown: str

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"


def is_address(home: str) -> bool:
    """Say whether a home is meant to be a database and no folder."""
    return home.partition("://")[0].lower() in _SCHEMES and "://" in home


def parse_address(home: str) -> Address:
    """Return the address in *home*, for which is_address holds.

    Raises:
        AddressError: it is no URL, or the schema is no plain name.
    """
    shown = veiled(home)
    try:
        parts = urlsplit(home)
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise AddressError(shown, f"it is no URL ({error})") from error
    schemas = [value for name, value in query if name == "schema"]
    schema = schemas[-1] if schemas else DEFAULT_SCHEMA
    if not _SCHEMA.match(schema):
        raise AddressError(shown, f"the schema {schema!r} is not made of a-z, 0-9 and _")
    others = urlencode([(name, value) for name, value in query if name != "schema"], quote_via=quote)
    authority = f"//{parts.netloc}{parts.path}"
    return Address(f"postgresql:{authority}" + (f"?{others}" if others else ""), schema, shown)


def veiled(home: str) -> str:
    """Return *home* with the password of an address taken out; a folder as it is."""
    if not is_address(home):
        return home
    scheme, _, rest = home.partition("://")
    place, mark, query = rest.partition("?")
    user, at, where = place.rpartition("@")
    kept = "&".join(part for part in query.split("&") if not part.lower().startswith(("password=", "passfile=")))
    return f"{scheme}://{user.partition(':')[0]}{at}{where}" + (f"?{kept}" if mark and kept else "")
