"""Checks of what the user gives: text, and a number for each channel or one for all."""

import re

import numpy as np

WORD = -(1 << 31), (1 << 31) - 1
"""What 32-bit words of two's complement hold: the widest integers between layers."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def text(value: str) -> str:
    """Return a string."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a string")
    return value


def name(text: str) -> str:
    """Return a name that can stand in Verilog, at most 64 characters."""
    if not isinstance(text, str) or not _NAME.fullmatch(text) or len(text) > 64:
        raise ValueError(
            f"{text!r} is not a name: expected a letter, then letters, digits and underscores, "
            "64 at most"
        )
    return text


def integer(value: int, what: str, low: int, high: int) -> int:
    """Return one whole number of low...high."""
    number = integers(value, what, low, high)
    if number.ndim:
        raise ValueError(f"'{what}' is an array, but expected one number")
    return int(number)


def integers(values, what: str, low: int, high: int) -> np.ndarray:
    """Return int64 of shape () or (n,), all in low...high."""
    array = _numbers(values, what, kinds="iu", wanted="whole numbers")
    wrong = array[(array < low) | (array > high)]
    if wrong.size:
        raise ValueError(f"'{what}' has {wrong[0]}, but expected numbers from {low} to {high}")
    return array.astype(np.int64)


def reals(values, what: str) -> np.ndarray:
    """Return finite float64 of shape () or (n,); float16 and float32 are taken as exact numbers."""
    array = _numbers(values, what, kinds="iuf", wanted="numbers").astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(
            f"'{what}' has {array[~np.isfinite(array)][0]}, but expected finite numbers"
        )
    return array


def _numbers(values, what: str, kinds: str, wanted: str) -> np.ndarray:
    array = np.asarray(values)
    if array.dtype.kind not in kinds:
        raise ValueError(f"'{what}' has elements of type {array.dtype}, but expected {wanted}")
    if array.ndim > 1:
        raise ValueError(f"'{what}' has shape {array.shape}, but expected one value per channel")
    return array


def senses(values) -> np.ndarray:
    """Return ">=" or "<=", one word or one for each channel, as an array of shape () or (n,)."""
    array = np.asarray(values)
    wrong = [word for word in array.ravel().tolist() if word not in (">=", "<=")]
    if wrong or array.ndim > 1:
        shown = repr(wrong[0]) if wrong else f"shape {array.shape}"
        raise ValueError(f"'sense' has {shown}, but expected '>=' or '<=', one or per channel")
    return array


def fit_channels(values: np.ndarray, what: str, channels: int) -> None:
    """Raise ValueError for an array with another length than the input has channels."""
    if values.ndim and len(values) != channels:
        raise ValueError(
            f"'{what}' has {len(values)} values, but the input has {channels} channels"
        )
