"""What is done to integers one by one."""

from fractions import Fraction
from math import floor
from random import Random

from .case import VECTORS, Case, pack, sets, signed

BEATS = 8 * VECTORS

ROUNDINGS = {
    "half_up": lambda value: floor(value + Fraction(1, 2)),
    # Python's round takes a half to the even integer.
    "half_even": round,
    "floor": floor,
}


def requantize(
    random: Random,
    Lanes: int,
    InBits: int,
    Signed: bool,
    Shift: int,
    Rounding: str,
    ClipsLow: bool,
    ClipsHigh: bool,
    Minimum: int,
    Maximum: int,
    OutBits: int,
) -> Case:
    offset = 0 if Signed else 1 << (InBits - 1)
    low, high = (end + offset for end in (-(1 << (InBits - 1)), (1 << (InBits - 1)) - 1))
    case = Case([], [], 1, 1)
    for _ in range(BEATS):
        x = []
        for _ in range(Lanes):
            # Values next to a half, to a whole and to the bounds are frequent.
            near = random.choice([Minimum, Maximum, random.randint(low, high) >> Shift])
            near = (near << Shift) + random.choice([0, 1 << Shift >> 1]) + random.randint(-1, 1)
            x.append(random.choice([min(max(near, low), high), signed(random, InBits) + offset]))
        y = [ROUNDINGS[Rounding](Fraction(value, 1 << Shift)) for value in x]
        if ClipsHigh:
            y = [min(value, Maximum) for value in y]
        if ClipsLow:
            y = [max(value, Minimum) for value in y]
        case.beats_in.append(pack(x, InBits))
        case.beats_out.append(pack(y, OutBits))
    return case


def bit_plane(random: Random, Lanes: int, InBits: int, Bit: int) -> Case:
    case = Case([], [], 1, 1)
    for _ in range(BEATS):
        x = [random.getrandbits(InBits) for _ in range(Lanes)]
        case.beats_in.append(pack(x, InBits))
        case.beats_out.append(pack([value >> Bit & 1 for value in x], 1))
    return case


UNITS = {
    "bit_plane": (
        bit_plane,
        sets("Lanes InBits Bit", (4, 2, 1), (1, 2, 0), (3, 9, 4), (2, 1, 0), (1, 12, 11)),
    ),
    "requantize": (
        requantize,
        sets(
            "Lanes InBits Signed Shift Rounding ClipsLow ClipsHigh Minimum Maximum OutBits",
            *[(4, 12, True, 3, "half_up", True, True, 0, 255, 8)],
            *[(2, 12, True, 3, "half_even", True, True, -128, 127, 8)],
            *[(3, 9, False, 4, "half_even", False, True, 0, 30, 5)],
            *[(1, 8, True, 1, "half_even", False, False, 0, 0, 8)],
            *[(2, 6, True, 0, "half_up", True, False, 0, 0, 5)],
            *[(1, 5, False, 5, "half_up", False, False, 0, 0, 2)],
            *[(1, 4, True, 9, "half_up", False, False, 0, 0, 2)],
            *[(2, 7, True, 2, "floor", False, False, 0, 0, 5)],
            *[(1, 7, True, 2, "floor", True, True, -20, -3, 6)],
            *[(1, 5, True, 3, "half_even", True, False, 40, 0, 6)],
            *[(1, 5, False, 1, "half_up", False, True, 0, -9, 5)],
            *[(1, 32, True, 31, "half_up", False, False, 0, 0, 2)],
            *[(1, 31, False, 0, "floor", False, True, 0, 2147483646, 31)],
        ),
    ),
}
