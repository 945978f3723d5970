"""Two file formats of translators, read with numpy alone: Marian's weights, SentencePiece's word pieces."""

import struct

import numpy as np

FLOAT32, INT8 = 0x404, 0x4101


def read_marian(content):
    """Read a Marian model file. bytes, or what is sliced like them -> dict of name: float32 array, settings

    The file is a count, a table of headers, the names, the shapes, then the numbers. A matrix in int8 is
    followed by what its numbers were multiplied by before they were rounded, and stands in the file column by
    column, but for the embedding.
    Source: https://github.com/marian-nmt/marian-dev, src/common/binary.cpp
    """
    _, count = struct.unpack_from("<QQ", content)
    headers = list(struct.iter_unpack("<4Q", content[16 : 16 + 32 * count]))
    place = 16 + 32 * count
    names, shapes, arrays, settings = [], [], {}, {}
    for length, *_ in headers:
        names.append(content[place : place + length].rstrip(b"\0").decode())
        place += length
    for _, _, n_axes, _ in headers:
        shapes.append(struct.unpack_from(f"<{n_axes}i", content, place))
        place += 4 * n_axes
    place += 8 + struct.unpack_from("<Q", content, place)[0]  # the numbers begin at a round address
    for name, shape, (_, kind, _, n_bytes) in zip(names, shapes, headers, strict=True):
        if name == "special:model.yml":
            lines = content[place : place + n_bytes].rstrip(b"\0").decode().splitlines()
            settings = dict(line.split(": ", 1) for line in lines if ": " in line)
        elif name.endswith("_QuantMultA"):
            pass  # for engines that round the activations too; here they stay float32
        elif kind == FLOAT32:
            arrays[name] = np.frombuffer(content, "<f4", np.prod(shape), place).reshape(shape)
        elif kind == INT8:
            n_numbers = np.prod(shape)
            multiplier = np.frombuffer(content, "<f4", 1, place + n_numbers)
            numbers = np.frombuffer(content, "i1", n_numbers, place) / multiplier
            arrays[name] = numbers.reshape(shape) if name == "Wemb" else numbers.reshape(shape[::-1]).T
        place += n_bytes
    return arrays, settings


def read_sentencepiece(content):
    """Read a SentencePiece vocabulary. bytes -> list of (piece, score), bytes of its normalisation table

    The file is a protocol buffer: 1 the pieces, each with 1 its text and 2 its score; 3 the normaliser,
    with 2 its table.
    Source: https://github.com/google/sentencepiece, src/sentencepiece_model.proto
    """
    pieces, table = [], b""
    for number, part in _fields(content):
        if number == 1:
            piece = dict(_fields(part))
            pieces.append((piece[1].decode(), struct.unpack("<f", piece[2])[0]))
        elif number == 3:
            table = dict(_fields(part)).get(2, b"")
    return pieces, table


def _fields(content):
    """The numbered parts of a protocol buffer. bytes -> pairs of number, bytes (or int)

    >>> list(_fields(bytes([0x0A, 2, 104, 105, 0x10, 0x96, 0x01])))
    [(1, b'hi'), (2, 150)]
    """
    place = 0

    def whole_number():
        nonlocal place
        number = shift = 0
        while True:
            byte = content[place]
            place += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    while place < len(content):
        number, kind = divmod(whole_number(), 8)
        if kind == 0:
            yield number, whole_number()
            continue
        length = {1: 8, 2: None, 5: 4}[kind] or whole_number()
        yield number, content[place : place + length]
        place += length
