"""A bomb is stopped before it unfolds, not after."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from ingest.sources.body import Body, TooLarge

MEGABYTE = 1 << 20


async def pieces(*data: bytes) -> AsyncIterator[bytes]:
    for piece in data:
        yield piece


async def test_a_bomb_in_one_piece_takes_no_more_room_than_the_limit() -> None:
    bomb = gzip.compress(bytes(64 * MEGABYTE), 9)
    sink = io.BytesIO()
    body = Body(sink, MEGABYTE, {"content-encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            await body.take(pieces(bomb))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sink.tell() == MEGABYTE
    assert peak < 8 * MEGABYTE


@pytest.mark.parametrize("size", [0, 1, MEGABYTE])
async def test_a_body_up_to_the_limit_is_whole(size: int) -> None:
    plain, packed = io.BytesIO(), io.BytesIO()
    data = bytes(size)
    digests = [
        await Body(plain, MEGABYTE, {}).take(pieces(data)),
        await Body(packed, MEGABYTE, {"content-encoding": "gzip"}).take(pieces(*([gzip.compress(data)] if size else []))),
    ]
    assert plain.getvalue() == packed.getvalue() == data
    assert digests[0] == digests[1]


async def test_a_packed_body_in_any_pieces_is_the_same() -> None:
    data = "Quyết định này có hiệu lực. ".encode() * 1000
    packed = gzip.compress(data[:5000]) + gzip.compress(data[5000:])
    for size in (1, 7, 1000):
        sink = io.BytesIO()
        cut = [packed[start : start + size] for start in range(0, len(packed), size)]
        await Body(sink, MEGABYTE, {"content-encoding": "gzip"}).take(pieces(*cut))
        assert sink.getvalue() == data
