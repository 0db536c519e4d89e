"""The proof that a row of envelopes is whole: each fits its hash and the one before, and what is missing was erased.

Input: envelopes as stored, in order. Output: the same, each once it is found to fit; the Head that they lead to;
BrokenChainError at the first that does not. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kb.events import Envelope, Erased
from kb.events.codec import decode
from kb.log.chain import GENESIS, BrokenChainError, Head, check


def verify_end(last: Sequence[Envelope]) -> int:
    """Return the position that the chain's last envelopes end at, 0 for none.

    Args:
        last: the last one, with the one before it if there is one.

    Raises:
        BrokenChainError: the last does not fit its hash or the one before.
    """
    if not last:
        return 0
    end = last[-1]
    before = last[-2] if len(last) > 1 else None
    if end.position != (before.position if before else 0) + 1:
        raise BrokenChainError(end.position, "the envelope before it is missing")
    if end.previous != (before.hash if before else GENESIS):
        raise BrokenChainError(end.position, "it is not chained to the envelope before it")
    check(end)
    return end.position


def verify_chain(envelopes: Iterable[Envelope], now: Callable[[int], Envelope] | None = None) -> Head:
    """Return the end of the chain that *envelopes* form from position 1 on; arguments and errors as of checked."""
    head = Head()
    for _ in checked(envelopes, head, now):
        pass
    return head


def checked(
    envelopes: Iterable[Envelope], head: Head | None = None, now: Callable[[int], Envelope] | None = None
) -> Iterator[Envelope]:
    """Yield *envelopes*, which begin at position 1, each once it is found to fit.

    Args:
        envelopes: as stored, in order.
        head: moved along, for who wants to know where it stands.
        now: returns the envelope at a position as it is after the last one came: its payload may have been erased
            since it was read, by an event that was read later.

    Raises:
        BrokenChainError: position and reason of the first that does not fit;
            after the last, of a payload that is missing though no event
            erased it, or is there though one did.
    """
    head = head if head is not None else Head()
    gone: set[int] = set()
    named: set[int] = set()
    for envelope in envelopes:
        at = head.position + 1
        if envelope.position != at:
            raise BrokenChainError(at, f"the envelope is missing, position {envelope.position} follows")
        if envelope.previous != head.hash:
            raise BrokenChainError(at, "it is not chained to the envelope before it")
        check(envelope)
        version = head.streams.get(envelope.stream, 0) + 1
        if envelope.stream_version != version:
            raise BrokenChainError(at, f"it is version {envelope.stream_version} of {envelope.stream}, not {version}")
        head.position, head.hash = at, envelope.hash
        head.streams[envelope.stream] = version
        if envelope.erased:
            gone.add(at)
        elif envelope.type == Erased.TYPE:
            named |= erased_by(envelope)
            if named and max(named) >= at:
                raise BrokenChainError(at, "it erases what is not before it")
        yield envelope
    if gone - named:
        raise BrokenChainError(min(gone - named), "its payload is missing, and no event erased it")
    if now is not None:
        gone |= {position for position in named - gone if _is_erased(now(position))}
    if named - gone:
        raise BrokenChainError(min(named - gone), "an event erased its payload, which is there again")


def _is_erased(envelope: Envelope) -> bool:
    check(envelope)
    return envelope.erased


def adoptable(envelopes: Iterable[Envelope], head: Head) -> Iterator[Envelope]:
    """Yield *envelopes* for EventLog.adopt, as checked does; each must be of format 2.

    Raises:
        BrokenChainError: see checked; or an envelope is of format 1.
    """
    for envelope in checked(envelopes, head):
        if not envelope.payload_hash:
            raise BrokenChainError(envelope.position, "it is of log format 1, which `kb upgrade` brings to format 2")
        yield envelope


def erased_by(envelope: Envelope) -> frozenset[int]:
    """Return the positions that an envelope of type "erased" names; raises as kb.events.codec.decode."""
    event = decode(envelope.type, envelope.schema_version, envelope.payload)
    return frozenset(event.positions) if isinstance(event, Erased) else frozenset()
