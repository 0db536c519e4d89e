"""Keeping a home sound: proofs, backups, formats, what stopped."""
