"""Whether a secret is the one that is kept, told in a time that tells nothing of it.

Input: secrets. Output: yes or no, hashes. Never: keeps any; reads files: what answers queries needs it and no log.
"""

import hashlib
import hmac


def is_secret(given: str, kept: str) -> bool:
    """Say whether *given* is the secret *kept*; takes as long wherever they differ and however long they are.

    Hashes are compared, as of a home's tokens: of texts of two lengths a comparison in constant time tells the lengths.
    """
    return bool(kept) and hmac.compare_digest(hashed(given), hashed(kept))


def hashed(secret: str) -> str:
    """Return SHA-256 of a secret, in hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
