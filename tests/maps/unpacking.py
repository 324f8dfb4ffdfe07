"""What pages carry, read back in Python: the scripts' reading said once more, to test the writing."""

from __future__ import annotations

import zlib

import numpy as np

from maps.texts import Texts

_ALPHABET = [chr(code) for code in range(32, 127) if chr(code) not in '"\\<&']
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}


def unpacked(text: str) -> bytes:
    size, _, body = text.partition(":")
    bits = 0
    for at in range(len(body) - 2, -2, -2):
        bits = bits << 13 | (_VALUES[body[at]] + 91 * _VALUES[body[at + 1]])
    return zlib.decompress((bits & (1 << 8 * int(size)) - 1).to_bytes(int(size), "little"))


def numbers(text: str) -> list[int]:
    width, *data = unpacked(text)
    planes = np.array(data, np.int64).reshape(width, -1)
    return sum((plane << 8 * at for at, plane in enumerate(planes)), np.zeros(planes.shape[1], np.int64)).tolist()


def texts(packed: Texts) -> list[str]:
    columns = packed.columns()
    words = ["", *unpacked(columns["words"]).decode().split("\0")]
    rests = iter(unpacked(columns["rests"]))
    found, text = [], ""
    for code in unpacked(columns["codes"]):
        if code == 0:
            found.append(text)
            text = ""
        elif code < 192:
            text += words[code]
        elif code < 240:
            text += words[192 + (code - 192) * 256 + next(rests)]
        else:
            text += words[192 + 48 * 256 + (code - 240) * 65536 + next(rests) * 256 + next(rests)]
    return found
