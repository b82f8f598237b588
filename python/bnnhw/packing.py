"""Rows of weights as documents have them: arrays of integers, or bits as hexadecimal text.

Column j of a row of bits is bit j % 8 of byte j // 8; each byte is two digits, high digit first; bits past
the last column are 0.
"""

import re

import numpy as np

_BYTES = re.compile(r"(?:[0-9A-Fa-f]{2})*")


def pack_rows(bits: np.ndarray) -> list[str]:
    """Return one string for each row of a boolean matrix."""
    return [row.tobytes().hex() for row in np.packbits(bits, axis=1, bitorder="little")]


def unpack_rows(rows: list[str], columns: int) -> np.ndarray:
    """Return the boolean matrix (len(rows), columns); the inverse of `pack_rows`."""
    if not rows:
        return np.zeros((0, columns), bool)
    packed = [_row_bytes(row, f"weights[{index}]", columns) for index, row in enumerate(rows)]
    bits = np.unpackbits(np.stack(packed), axis=1, bitorder="little").astype(bool)
    for index in np.flatnonzero(bits[:, columns:].any(axis=1)):
        raise ValueError(
            f"'weights[{index}]' has a 1 past its last column, "
            f"but the bits after column {columns - 1} must be 0"
        )
    return bits[:, :columns]


def integer_rows(rows: list, columns: int) -> np.ndarray:
    """Return the int64 matrix (len(rows), columns) of rows of integers."""
    for index, row in enumerate(rows):
        if not isinstance(row, list):
            raise ValueError(f"'weights[{index}]' is {row!r}, but expected an array")
        if len(row) != columns:
            raise ValueError(
                f"'weights[{index}]' has {len(row)} weights, but {columns} inputs meet it"
            )
        wrong = [item for item in row if type(item) is not int]
        if wrong:
            raise ValueError(f"'weights[{index}]' has {wrong[0]!r}, but expected whole numbers")
    return np.array(rows, np.int64).reshape(len(rows), columns)


def _row_bytes(row: str, what: str, columns: int) -> np.ndarray:
    if not isinstance(row, str) or not _BYTES.fullmatch(row):
        raise ValueError(f"'{what}' is not a string of two hex digits for each byte")
    digits = (columns + 7) // 8 * 2
    if len(row) != digits:
        raise ValueError(
            f"'{what}' has {len(row)} hex digits, but {columns} inputs of a sum take {digits}"
        )
    return np.frombuffer(bytes.fromhex(row), np.uint8)
