"""Payloads come back as they went in, whichever library unpacks them, and damage is seen."""

import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.log.packing import UnpackError, pack, unpack


@given(st.binary(max_size=2000), st.integers(1, 40))
@example(b"", 1)
@example(b"a", 100_000)
def test_what_is_packed_comes_back(piece: bytes, times: int) -> None:
    """Also what shrinks by far more than the first buffer allows for."""
    packed, checksum = pack(piece * times)

    assert unpack(packed, checksum) == piece * times
    assert (zlib.decompress(packed) if packed else b"") == piece * times


@given(st.binary(min_size=1, max_size=2000), st.integers(1, 40), st.integers(0, 9))
def test_what_the_standard_library_packed_is_read(piece: bytes, times: int, level: int) -> None:
    """An earlier kb did, and one does on a processor without isal."""
    packed = zlib.compress(piece * times, level)

    assert unpack(packed, zlib.crc32(packed)) == piece * times


@given(st.binary(min_size=1, max_size=300), st.data())
def test_no_flipped_bit_goes_unnoticed(payload: bytes, data: st.DataObject) -> None:
    """The checksum covers the bits that unpacking ignores, too."""
    packed, checksum = pack(payload)
    bit = data.draw(st.integers(0, len(packed) * 8 - 1))
    flipped = bytearray(packed)
    flipped[bit // 8] ^= 1 << bit % 8

    with pytest.raises(UnpackError, match="does not match its checksum"):
        unpack(bytes(flipped), checksum)


@pytest.mark.parametrize(
    "packed",
    [zlib.compress(b"words" * 50)[:-1], zlib.compress(b"words")[:-4] + b"xxxx", b"no stream", b"\x78\x9c\xff\xff\xff"],
    ids=["cut off", "wrong sum inside", "another format", "no block"],
)
def test_a_checksum_that_fits_makes_no_stream(packed: bytes) -> None:
    """Somebody who writes the checksum as well still needs a payload."""
    with pytest.raises(UnpackError, match="cannot be unpacked"):
        unpack(packed, zlib.crc32(packed))
