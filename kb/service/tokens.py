"""Named tokens: who may read, write or govern over HTTP, and under which name.

Input: names. Output: secrets, shown once; names that a secret belongs to.
The home keeps only SHA-256 of each secret, in a file that its owner alone may read: a secret has 256 random bits, so
that no slower hash is needed. Never: in the log, in a backup, in an export. A token that is revoked is refused at once.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kb.errors import ConflictError, InputError, NotFoundError
from kb.log.faults import CorruptError, storage_faults
from kb.service.secret import hashed

FILE: Final = "tokens.json"
PREFIX: Final = "kb_"
SCOPES: Final = ("read", "write", "admin")  # each may what those before it may
_FORMAT: Final = 1
_LONGEST: Final = 100


class TokenExistsError(ConflictError):
    """Somebody has a token of this name."""

    code = "token-exists"

    def __init__(self, name: str, made: str) -> None:
        self.name = name
        super().__init__(
            f"There is a token of the name {name}, made {made[:10]}.", hint=f"`kb token revoke {name}` ends it."
        )


class NoTokenError(NotFoundError):
    """There is no token of this name."""

    code = "no-token"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        hint = f"There are {', '.join(known)}." if known else "`kb token new NAME` makes one."
        super().__init__(f"There is no token of the name {name}.", hint=hint)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret.

    Attributes:
        name: who has it.
        sha256: of the secret.
        made_at: when, UTC.
        scope: of SCOPES. One made before there were scopes may all, as it always could.
    """

    name: str
    sha256: str
    made_at: str
    scope: str = "admin"


class Tokens:
    """The named tokens of one home. Whoever changes them holds the home's lock.

    Args:
        root: the home's folder.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / FILE
        self._read: tuple[tuple[int, int], tuple[Token, ...]] | None = None

    def all(self) -> tuple[Token, ...]:
        """Return all tokens, by name.

        Raises:
            CorruptError: the file is damaged.
        """
        with storage_faults(self._path):
            try:
                stat = self._path.stat()
            except FileNotFoundError:
                return ()
            mark = (stat.st_mtime_ns, stat.st_ino)
            if self._read is None or self._read[0] != mark:
                self._read = (mark, _parsed(self._path, self._path.read_bytes()))
        return self._read[1]

    def owner(self, secret: str) -> str:
        """Return whose token *secret* is, "" if it is nobody's; takes as long whoever it is."""
        found = self._holder(secret)
        return found.name if found else ""

    def scope(self, secret: str) -> str:
        """Return what the bearer of *secret* may, of SCOPES; "" if it is nobody's."""
        found = self._holder(secret)
        return found.scope if found else ""

    def _holder(self, secret: str) -> Token | None:
        given = hashed(secret)
        found = None
        for token in self.all():
            if hmac.compare_digest(token.sha256, given):
                found = token
        return found

    def new(self, name: str, scope: str = "write") -> str:
        """Make a token for *name* and return its secret, which is kept nowhere.

        Raises:
            InputError: the name cannot be one, or there is no such scope.
            TokenExistsError: there is one of that name.
        """
        plain = name.strip()
        if not plain or plain != name or not plain.isprintable() or len(plain) > _LONGEST:
            raise InputError(
                f"{name!r} cannot be the name of a token.", hint="Give the name of a person, on one line, as `ann`."
            )
        for token in self.all():
            if token.name.casefold() == name.casefold():
                raise TokenExistsError(token.name, token.made_at)
        if scope not in SCOPES:
            raise InputError(f"There is no scope {scope!r}.", hint=f"Choose one of {', '.join(SCOPES)}.")
        secret = PREFIX + secrets.token_urlsafe(32)
        made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._write([*self.all(), Token(name, hashed(secret), made, scope)])
        return secret

    def revoke(self, name: str) -> None:
        """End the token of *name*.

        Raises:
            NoTokenError: there is none.
        """
        left = [token for token in self.all() if token.name != name]
        if len(left) == len(self.all()):
            raise NoTokenError(name, tuple(token.name for token in self.all()))
        self._write(left)

    def _write(self, tokens: list[Token]) -> None:
        rows = [
            {"name": token.name, "sha256": token.sha256, "made_at": token.made_at, "scope": token.scope}
            for token in sorted(tokens, key=lambda one: one.name)
        ]
        draft = self._path.with_name(f"{FILE}.{os.getpid()}")
        with storage_faults(self._path):
            try:
                with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                    json.dump({"format": _FORMAT, "tokens": rows}, file, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(self._path)
            finally:
                draft.unlink(missing_ok=True)
        self._read = None


def _parsed(path: Path, data: bytes) -> tuple[Token, ...]:
    try:
        found: Any = json.loads(data)
        if found["format"] != _FORMAT:
            raise ValueError(found["format"])
        return tuple(_token(row) for row in found["tokens"])
    except (ValueError, TypeError, KeyError) as error:
        raise CorruptError(path, "it does not hold tokens as this version writes them") from error


def _token(row: dict[str, Any]) -> Token:
    scope = str(row.get("scope", "admin"))
    if scope not in SCOPES:
        raise ValueError(scope)
    return Token(str(row["name"]), str(row["sha256"]), str(row["made_at"]), scope)
