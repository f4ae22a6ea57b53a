"""A Word 97 file (.doc) of plain paragraphs, after [MS-CFB] and [MS-DOC]: the least that Word's own form asks for."""

from __future__ import annotations

import struct

_SECTOR, _TEXT_AT = 512, 0x600
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def word97(paragraphs: list[str]) -> bytes:
    """The file's bytes."""
    text = "".join(f"{paragraph}\r" for paragraph in paragraphs)
    table, places = b"", {}
    pieces = struct.pack("<2I", 0, len(text)) + struct.pack("<HIH", 0, _TEXT_AT, 0)
    areas = {0x1A2: b"\x02" + struct.pack("<I", len(pieces)) + pieces, 0xA2: struct.pack("<3H", 18, 0, 10) + bytes(14)}
    for at, data in {**areas, 0xFA: bytes(4), 0x102: bytes(4), 0x112: bytes(4)}.items():
        places[at] = (len(table), len(data))
        table += data
    main = bytearray(_TEXT_AT)
    struct.pack_into("<2H", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<i", main, 0x4C, len(text))
    for at, place in places.items():
        struct.pack_into("<2I", main, at, *place)
    return ole({"WordDocument": bytes(main) + text.encode("utf-16-le"), "1Table": table})


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file; streams are padded so that each lies in sectors of its own. At most three streams."""
    fat, body, entries = [_FAT, _END], b"", []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        data += bytes(-len(data) % _SECTOR)
        first, count = len(fat), len(data) // _SECTOR
        fat += [*range(first + 1, first + count), _END]
        body += data
        entries.append((name, first, len(data)))
    # By length and then by letters, as the directory's tree wants it: each entry hangs right of the one before.
    entries.sort(key=lambda entry: (len(entry[0]), entry[0].upper()))
    folder = _entry("Root Entry", 5, _END, 0, child=1)
    for place, (name, first, size) in enumerate(entries, start=1):
        folder += _entry(name, 2, first, size, right=place + 1 if place < len(entries) else _FREE)
    folder = folder.ljust(_SECTOR, b"\0")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    assert len(table) == len(folder) == _SECTOR, "too much for one sector of each"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    return head.ljust(_SECTOR, b"\xff") + table + folder + body


def _entry(name: str, kind: int, first: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0"
    return spelled.ljust(64, b"\0") + struct.pack("<HBB3I36xIQ", len(spelled), kind, 1, _FREE, right, child, first, size)
