"""Keys are made for their owner alone; a signature holds for exactly what was signed."""

import stat
import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest

from kb.log.signing import (
    BadKeyError,
    KeyExistsError,
    Signature,
    fingerprint,
    is_genuine,
    new_keys,
    private_key,
    public_key,
    sign,
)

HEAD = "ab" * 32


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A pair of keys."""
    public, _ = new_keys(tmp_path / "key")
    return tmp_path / "key", public


def _signed(private: Path) -> Signature:
    return sign(private_key(private), "http://x/", 7, HEAD, "2024-05-01T00:00:00.000000Z")


def test_the_private_key_is_its_owners(keys: tuple[Path, Path]) -> None:
    """Nobody else may read it, and it is never overwritten."""
    private, public = keys
    before = private.read_bytes()

    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert b"PRIVATE" not in public.read_bytes()
    with pytest.raises(KeyExistsError):
        new_keys(private)
    assert private.read_bytes() == before


def test_a_signature_is_genuine_for_its_key_alone(keys: tuple[Path, Path], tmp_path: Path) -> None:
    """Another key's owner did not sign it."""
    other, _ = new_keys(tmp_path / "other")

    assert is_genuine(_signed(keys[0]), public_key(keys[1]))
    assert not is_genuine(_signed(keys[0]), public_key(other))
    assert _signed(keys[0]).key == fingerprint(public_key(keys[1]))


@pytest.mark.parametrize(
    "change",
    [
        {"base_iri": "http://y/"},
        {"position": 8},
        {"head": "cd" * 32},
        {"signed_at": "2025-05-01T00:00:00.000000Z"},
        {"signature": "AAAA"},
        {"signature": "no base64"},
        {"base_iri": "http://x/7", "position": 7},
    ],
)
def test_nothing_in_a_signature_can_be_changed(keys: tuple[Path, Path], change: dict[str, object]) -> None:
    """Every field is signed."""
    assert not is_genuine(replace(_signed(keys[0]), **change), public_key(keys[1]))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_said(tmp_path: Path, text: str) -> None:
    """Neither for signing nor for verifying."""
    (tmp_path / "file").write_text(text, encoding="utf-8")

    for load in (private_key, public_key):
        with pytest.raises(BadKeyError, match="cannot be used as a key") as caught:
            load(tmp_path / "file")
        assert "kb keys new" in caught.value.hint


def test_a_missing_key_is_said(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(BadKeyError, match="no such file"):
        private_key(tmp_path / "none")


@pytest.mark.skipif(which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_keys_of_ssh_serve(tmp_path: Path) -> None:
    """Who has one needs no other; a protected or another kind is said."""
    make = ["ssh-keygen", "-q", "-C", "", "-f"]
    subprocess.run([*make, str(tmp_path / "a"), "-t", "ed25519", "-N", ""], check=True)
    subprocess.run([*make, str(tmp_path / "b"), "-t", "ed25519", "-N", "secret"], check=True)
    subprocess.run([*make, str(tmp_path / "c"), "-t", "ecdsa", "-N", ""], check=True)

    assert is_genuine(_signed(tmp_path / "a"), public_key(tmp_path / "a.pub"))
    with pytest.raises(BadKeyError, match="cannot be used as a key"):
        private_key(tmp_path / "b")
    with pytest.raises(BadKeyError, match="no Ed25519 key"):
        private_key(tmp_path / "c")
