"""Signed heads of a home: made, kept beside the log, held against it.

Input: an opened knowledge base, keys. Output: lines of HOME/signatures.jsonl; what the newest genuine one covers.
Never: signs a log that does not verify; takes a signature that is not genuine for one that is missing.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import IntegrityError
from kb.log import Home
from kb.log.chain import stamp, utc_now
from kb.log.faults import CorruptError, storage_faults
from kb.log.signing import Signature, fingerprint, is_genuine, private_key, sign
from kb.service.knowledge_base import KnowledgeBase, OnWait

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class ForgedError(IntegrityError):
    """The log is not the one that was signed, or what says so is no signature."""

    code = "forged"

    def __init__(self, position: int, reason: str) -> None:
        self.position = position
        self.reason = reason
        super().__init__(
            f"The signature of event {position} does not hold: {reason}.",
            hint="The log was rewritten since it was signed, or the signature was; restore a backup that verifies.",
        )


class NotSignedError(IntegrityError):
    """Nothing here was signed with the key."""

    code = "not-signed"

    def __init__(self, key: str, others: int) -> None:
        self.key = key
        self.others = others
        said = f"; it is with {others} other {'keys' if others > 1 else 'key'}" if others else ""
        super().__init__(
            f"The log is not signed with the key {key[:16]}{said}.",
            hint="Sign it with `kb sign --key FILE`, or name the right public key.",
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """What a key vouches for.

    Attributes:
        position: all up to this event.
        signed_at: when.
        later: events after it, for which nobody vouches yet.
    """

    position: int
    signed_at: str
    later: int


def path_of(home: Home, *, resealed: bool = False) -> Path:
    """Return where signatures lie; *resealed*: those of a chain that was sealed anew since."""
    return home.root / ("signatures.format1.jsonl" if resealed else "signatures.jsonl")


def sign_head(kb: KnowledgeBase, key: Path, on_wait: OnWait | None = None) -> Signature:
    """Verify the log's chain, sign its last event and keep the signature in the home.

    Raises:
        BrokenChainError: the log is not sound; what is damaged is not signed.
        BadKeyError, MissingCryptographyError: see kb.log.signing.
    """
    private = private_key(key)
    with kb.home.write_lock(kb.settings.lock_timeout, on_wait):
        position = kb.log.verify()
        head = next(kb.log.envelopes(position - 1)).hash
        made = sign(private, kb.base_iri, position, head, stamp(utc_now()))
        keep(kb.home, [made])
    return made


def keep(home: Home, made: Iterable[Signature], *, resealed: bool = False) -> None:
    """Add signatures to those of the home, lasting; a last line that a crash cut off goes first."""
    path = path_of(home, resealed=resealed)
    lines = "".join(json.dumps(asdict(one), sort_keys=True) + "\n" for one in made)
    if not lines:
        return
    with storage_faults(path), path.open("ab") as file:
        there = path.read_bytes()
        last = there[there.rfind(b"\n") + 1 :]
        if last and _parsed(last) is None:
            file.truncate(len(there) - len(last))
        elif last:
            file.write(b"\n")
        file.write(lines.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def signatures(home: Home) -> list[Signature]:
    """Return all that the home has, in the order in which they were made.

    Raises:
        CorruptError: a line is none; a last one that was cut off by a crash is passed over.
    """
    path = path_of(home)
    if not path.exists():
        return []
    with storage_faults(path):
        lines = path.read_bytes().splitlines(keepends=True)
    found = []
    for number, line in enumerate(lines, 1):
        if signature := _parsed(line):
            found.append(signature)
        elif number < len(lines) or line.endswith(b"\n"):
            hint = "Take that line out, or the whole file from a backup; the log needs neither."
            raise CorruptError(path, f"line {number} is no signature", hint)
    return found


def _parsed(line: bytes) -> Signature | None:
    """Return the signature that a line holds, None if it holds none."""
    try:
        values = json.loads(line)
        return Signature(**{field.name: values[field.name] for field in fields(Signature)})
    except (ValueError, TypeError, KeyError):
        return None


def check_signatures(kb: KnowledgeBase, public: "Ed25519PublicKey") -> Signed:
    """Hold the log to every signature that is said to be of this key.

    Raises:
        ForgedError: one is not genuine, or the log has another event there.
        NotSignedError: there is none.
    """
    key = fingerprint(public)
    kept = signatures(kb.home)
    mine = [one for one in kept if one.key == key]
    if not mine:
        raise NotSignedError(key, len({one.key for one in kept}))
    last = kb.position
    for one in mine:
        if not is_genuine(one, public):
            raise ForgedError(one.position, "it was not made with this key")
        if one.base_iri != kb.base_iri:
            raise ForgedError(one.position, f"it is of the knowledge base {one.base_iri}")
        envelope = next(kb.log.envelopes(one.position - 1), None) if one.position <= last else None
        if envelope is None:
            raise ForgedError(one.position, f"the log ends at event {last}")
        if envelope.hash != one.head:
            raise ForgedError(one.position, f"the event there has the hash {envelope.hash}, signed was {one.head}")
    newest = max(mine, key=lambda one: one.position)
    return Signed(newest.position, newest.signed_at, last - newest.position)
