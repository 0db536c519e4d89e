"""Signatures of the chain's head, so that a log which somebody rewrote and chained anew is found out.

Input: a private or public key in a file (Ed25519, PEM as OpenSSL writes it, or OpenSSH); a head.
Output: signatures, and whether one is genuine.
Never: keeps a private key, or makes one that others may read. `cryptography` is imported only where keys are used.
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kb.errors import ConflictError, InputError, StorageError
from kb.log.faults import output_faults

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_DOMAIN: Final = "kb head signature 1"  # so that no signature of something else passes for one of a head


class MissingCryptographyError(StorageError):
    """The package that signs is not installed."""

    code = "missing-cryptography"

    def __init__(self) -> None:
        super().__init__(
            "Keys and signatures need the package cryptography, which is not installed.",
            hint="pip install 'newskb[sign]'",
        )


class BadKeyError(InputError):
    """A file holds no key that can be used."""

    code = "bad-key"

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} cannot be used as a key: {reason}.", hint="`kb keys new FILE` makes a pair of keys.")


class KeyExistsError(ConflictError):
    """A key was to be made where one is."""

    code = "key-exists"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is there already; a key is never overwritten.", hint="Choose another name.")


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody signed.

    Attributes:
        base_iri: of the knowledge base.
        position: of the event that was the last.
        head: its hash, 64 hex digits.
        signed_at: UTC, ISO 8601; as the signer's machine had it.
        key: fingerprint of the public key, 64 hex digits.
        signature: Ed25519 over all of these, base64.
    """

    base_iri: str
    position: int
    head: str
    signed_at: str
    key: str
    signature: str


def new_keys(path: Path) -> tuple[Path, str]:
    """Write a new private key to *path*, for its owner alone, and the public one beside it.

    Returns:
        Path of the public key, and its fingerprint.

    Raises:
        KeyExistsError: one of the files is there.
        UnwritableError: it cannot be written.
        MissingCryptographyError: see there.
    """
    serialization, ed25519 = _cryptography()
    public_path = path.with_name(f"{path.name}.pub")
    for file in (path, public_path):
        if file.exists():
            raise KeyExistsError(file)
    private = ed25519.Ed25519PrivateKey.generate()
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for file, data, mode in ((path, secret, 0o600), (public_path, public, 0o644)):
        with output_faults(file), open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(data)
    return public_path, fingerprint(private.public_key())


def private_key(path: Path) -> "Ed25519PrivateKey":
    """Return the private key in a file.

    Raises:
        BadKeyError: it cannot be read, is another kind of key, or is protected by a password.
        MissingCryptographyError: see there.
    """
    serialization, ed25519 = _cryptography()
    data = _read(path)
    try:
        if b"OPENSSH PRIVATE KEY" in data:
            key = serialization.load_ssh_private_key(data, password=None)
        else:
            key = serialization.load_pem_private_key(data, password=None)
    except TypeError as error:
        raise BadKeyError(path, "it is protected by a password") from error
    except ValueError as error:
        raise BadKeyError(path, "it holds no private key") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise BadKeyError(path, "it is no Ed25519 key")
    private: Ed25519PrivateKey = key
    return private


def public_key(path: Path) -> "Ed25519PublicKey":
    """Return the public key in a file; raises as private_key."""
    serialization, ed25519 = _cryptography()
    data = _read(path)
    try:
        load = serialization.load_ssh_public_key if data.startswith(b"ssh-") else serialization.load_pem_public_key
        key = load(data)
    except ValueError as error:
        raise BadKeyError(path, "it holds no public key") from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise BadKeyError(path, "it is no Ed25519 key")
    public: Ed25519PublicKey = key
    return public


def fingerprint(public: "Ed25519PublicKey") -> str:
    """Return SHA-256 over the raw public key, 64 hex digits."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()


def sign(private: "Ed25519PrivateKey", base_iri: str, position: int, head: str, signed_at: str) -> Signature:
    """Return the signature of a head."""
    key = fingerprint(private.public_key())
    made = private.sign(_message(base_iri, position, head, signed_at, key))
    return Signature(base_iri, position, head, signed_at, key, base64.b64encode(made).decode("ascii"))


def is_genuine(signature: Signature, public: "Ed25519PublicKey") -> bool:
    """Say whether the owner of *public* signed this."""
    from cryptography.exceptions import InvalidSignature

    message = _message(signature.base_iri, signature.position, signature.head, signature.signed_at, fingerprint(public))
    try:
        public.verify(base64.b64decode(signature.signature, validate=True), message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _message(*parts: object) -> bytes:
    lengths = [str(part).encode("utf-8") for part in (_DOMAIN, *parts)]
    return b"".join(len(data).to_bytes(8, "big") + data for data in lengths)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadKeyError(path, (error.strerror or str(error)).lower()) from error


def _cryptography() -> tuple[Any, Any]:
    """Return the modules that are needed."""
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise MissingCryptographyError from error
    return serialization, ed25519
