"""Forks, and what joins two streams."""

from random import Random

from .case import VECTORS, Case, beats, ceil_div, pack, sets, signed

BEATS = 8 * VECTORS


def fork(random: Random, Width: int, Copies: int) -> Case:
    """Every copy is compared with the same beats."""
    words = [random.getrandbits(Width) for _ in range(BEATS)]
    return Case(words, words, 1, 1)


def integer(random: Random, bits: int, is_signed: bool) -> int:
    """Extremes are frequent."""
    return signed(random, bits) if is_signed else signed(random, bits) + (1 << (bits - 1))


def stands_for(code: int, bits: int, is_signed: bool) -> int:
    if bits == 1:
        return 1 if code else -1
    return code - (1 << bits) if is_signed and code >> (bits - 1) else code


def element(random: Random, InBits: int, Signed: bool, OutBits: int) -> Case:
    codes = [*range(1 << InBits)]
    values = [stands_for(code, InBits, Signed) for code in codes]
    return Case(codes, [pack([value], OutBits) for value in values], 0, 1)


def add(
    random: Random,
    Lanes: int,
    ABits: int,
    BBits: int,
    ASigned: bool,
    BSigned: bool,
    OutBits: int,
) -> Case:
    case = Case([], [], 1, 1)
    for _ in range(BEATS):
        a = [integer(random, ABits, False) for _ in range(Lanes)]
        b = [integer(random, BBits, False) for _ in range(Lanes)]
        sums = [
            stands_for(x, ABits, ASigned) + stands_for(y, BBits, BSigned) for x, y in zip(a, b)
        ]
        case.beats_in.append(pack(a, ABits))
        case.beats_in_b.append(pack(b, BBits))
        case.beats_out.append(pack(sums, OutBits))
    return case


def gated_add(
    random: Random,
    Elements: int,
    Lanes: int,
    ABits: int,
    BBits: int,
    ASigned: bool,
    BSigned: bool,
    OutBits: int,
) -> Case:
    low = -(1 << (ABits - 1)) if ASigned else 0
    high = low + (1 << ABits) - 1
    ends = [low, high + 1]
    bounds = [random.choice(ends + [random.randint(low, high)] * 4) for _ in range(Elements)]
    inverted = [random.getrandbits(1) for _ in range(Elements)]
    rules = [i << (ABits + 1) | pack([-t], ABits + 1) for t, i in zip(bounds, inverted)]
    case = Case([], [], 1, Elements // Lanes, {"File": beats(rules, Lanes, ABits + 2)})
    for _ in range(4 * VECTORS):
        # Values next to the threshold are frequent.
        near = [min(max(t + random.randint(-1, 1), low), high) for t in bounds]
        a = [n if random.getrandbits(1) else random.randint(low, high) for n in near]
        codes = [random.getrandbits(BBits) for _ in range(Elements)]
        b = [stands_for(code, BBits, BSigned) for code in codes]
        y = [x + z if (x >= t) != i else x for x, z, t, i in zip(a, b, bounds, inverted)]
        case.beats_in += beats(a, Lanes, ABits)
        case.beats_in_b += beats(codes, Lanes, BBits)
        case.beats_out += beats(y, Lanes, OutBits)
    return case


def concat(
    random: Random,
    Lanes: int,
    ElementsA: int,
    ElementsB: int,
    ABits: int,
    BBits: int,
    ASigned: bool,
    BSigned: bool,
    OutBits: int,
) -> Case:
    beats_of_b = ceil_div(ElementsB, Lanes)
    case = Case([], [], 1, ElementsA // Lanes + beats_of_b)
    for _ in range(VECTORS):
        a = [integer(random, ABits, ASigned) for _ in range(ElementsA)]
        b = [integer(random, BBits, BSigned) for _ in range(beats_of_b * Lanes)]
        case.beats_in += beats(a, Lanes, ABits)
        case.beats_in_b += beats(b, Lanes, BBits)
        case.beats_out += beats(a + b, Lanes, OutBits)
    return case


UNITS = {
    "fork": (fork, sets("Width Copies", (8, 2), (1, 3), (5, 5), (65, 2), (1, 2))),
    "element": (
        element,
        sets(
            "InBits Signed OutBits",
            *[(1, False, 2), (1, True, 9), (8, True, 8), (8, False, 9), (2, True, 3)],
            *[(3, True, 12), (4, False, 4), (2, False, 7), (1, False, 1), (5, True, 2)],
        ),
    ),
    "add": (
        add,
        sets(
            "Lanes ABits BBits ASigned BSigned OutBits",
            *[(4, 8, 8, True, True, 9), (1, 1, 1, False, False, 3), (3, 1, 5, False, True, 6)],
            *[(2, 4, 1, False, True, 5), (2, 8, 3, False, True, 9), (5, 2, 2, True, False, 4)],
            *[(1, 16, 4, True, True, 17), (4, 3, 3, False, False, 4), (8, 1, 1, True, True, 16)],
        ),
    ),
    "gated_add": (
        gated_add,
        sets(
            "Elements Lanes ABits BBits ASigned BSigned OutBits",
            *[(8, 4, 8, 8, True, True, 9), (6, 2, 4, 1, False, False, 6)],
            *[(3, 3, 5, 5, True, False, 7), (3, 1, 2, 3, False, True, 5)],
            *[(1, 1, 6, 2, True, True, 7), (4, 1, 3, 4, False, False, 5)],
        ),
    ),
    "concat": (
        concat,
        sets(
            "Lanes ElementsA ElementsB ABits BBits ASigned BSigned OutBits",
            *[(4, 8, 8, 1, 1, False, False, 1), (4, 4, 6, 1, 1, False, False, 1)],
            *[(1, 1, 1, 3, 3, True, True, 3), (4, 4, 3, 2, 5, True, False, 7)],
            *[(2, 6, 1, 4, 2, False, True, 7), (3, 9, 15, 8, 8, True, True, 8)],
            *[(1, 5, 3, 1, 2, False, False, 2), (8, 8, 8, 1, 1, True, True, 4)],
            *[(2, 2, 10, 3, 6, True, True, 6)],
        ),
    ),
}
