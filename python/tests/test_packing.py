import numpy as np
import pytest

from bnnhw.packing import pack_rows, unpack_rows


def test_column_0_is_the_lowest_bit_of_the_first_byte():
    row = np.zeros((1, 12), bool)
    row[0, [0, 5, 11]] = True
    assert pack_rows(row) == ["2108"]  # 0x21 = columns 0 and 5, 0x08 = column 11


@pytest.mark.parametrize("columns", [1, 7, 8, 9, 64, 65])
def test_unpacking_undoes_packing(columns):
    bits = np.random.default_rng(columns).random((5, columns)) < 0.5
    assert (unpack_rows(pack_rows(bits), columns) == bits).all()


def test_both_cases_of_hex_digits_are_read():
    assert (unpack_rows(["aB"], 8) == unpack_rows(["Ab"], 8)).all()


@pytest.mark.parametrize(
    ("row", "columns", "message"),
    [
        ("0g", 8, r"'weights\[0\]' is not a string of two hex digits"),
        ("0 1f", 12, "two hex digits"),
        ("012", 12, "two hex digits"),
        (7, 8, "two hex digits"),
        ("00", 9, "has 2 hex digits, but 9 inputs of a sum take 4"),
        ("0080", 12, r"has a 1 past its last column, but the bits after column 11 must be 0"),
    ],
)
def test_malformed_rows_are_refused(row, columns, message):
    with pytest.raises(ValueError, match=message):
        unpack_rows([row], columns)
