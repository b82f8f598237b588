"""The ways in and out, and scores."""

from random import Random

from .case import VECTORS, Case, beats, ceil_div, pack, sets, signed


def pixel_table(random: Random, Lanes: int, Elements: int, InBits: int, OutBits: int) -> Case:
    table = [random.getrandbits(OutBits) for _ in range(1 << InBits)]
    case = Case([], [], 1, ceil_div(Elements, Lanes), {"File": table})
    for _ in range(VECTORS):
        pixels = [random.getrandbits(InBits) for _ in range(Elements)]
        case.beats_in += beats(pixels, Lanes, InBits, lambda: random.getrandbits(InBits))
        case.beats_out += beats([table[pixel] for pixel in pixels], Lanes, OutBits)
    return case


def bit_planes(random: Random, Lanes: int, InBits: int) -> Case:
    case = Case([], [], 1, InBits)
    for _ in range(VECTORS):
        values = [random.getrandbits(InBits) for _ in range(Lanes)]
        case.beats_in.append(pack(values, InBits))
        for bit in reversed(range(InBits)):
            case.beats_out.append(pack([value >> bit for value in values], 1))
    return case


def threshold(
    random: Random,
    Elements: int,
    Lanes: int,
    InBits: int,
    Signed: bool,
    Levels: int = 1,
    OutBits: int = 1,
) -> Case:
    low = -(1 << (InBits - 1)) if Signed else 0
    high = low + (1 << InBits) - 1
    ends = [low, high + 1]
    bounds = [
        [random.choice(ends + [random.randint(low, high)] * 4) for _ in range(Levels)]
        for _ in range(Elements)
    ]
    inverted = [random.getrandbits(1) for _ in range(Elements)]
    pads = -Elements % Lanes
    rules = [
        i << (Levels * (InBits + 1)) | pack([-t for t in ts], InBits + 1)
        for ts, i in zip(bounds + [[high + 1] * Levels] * pads, inverted + [0] * pads)
    ]
    memory = beats(rules, Lanes, Levels * (InBits + 1) + 1)
    case = Case([], [], 1, ceil_div(Elements, Lanes), {"File": memory})
    for _ in range(4 * VECTORS):
        # Values next to a threshold are frequent.
        near = [min(max(random.choice(t) + random.randint(-1, 1), low), high) for t in bounds]
        x = [n if random.getrandbits(1) else random.randint(low, high) for n in near]
        y = [sum((a >= t) != i for t in ts) for a, ts, i in zip(x, bounds, inverted)]
        case.beats_in += beats(x, Lanes, InBits, lambda: random.getrandbits(InBits))
        case.beats_out += beats(y, Lanes, OutBits)
    return case


def thermometer(
    random: Random, Lanes: int, Elements: int, PixelBits: int, Signed: bool, Levels: int
) -> Case:
    low = -(1 << (PixelBits - 1)) if Signed else 0
    high = low + (1 << PixelBits) - 1
    ends = [low, high + 1]
    bounds = [random.choice(ends + [random.randint(low, high)] * 4) for _ in range(Levels)]
    memory = [pack([-bound], PixelBits + 1) for bound in bounds]
    case = Case([], [], 1, ceil_div(Elements, Lanes), {"File": memory})
    for _ in range(4 * VECTORS):
        # Pixels next to a level are frequent.
        near = [min(max(random.choice(bounds) - random.randint(0, 1), low), high)] * Elements
        pixels = [n if random.getrandbits(1) else random.randint(low, high) for n in near]
        case.beats_in += beats(pixels, Lanes, PixelBits, lambda: random.getrandbits(PixelBits))
        levels = [pack([pixel >= bound for bound in bounds], 1) for pixel in pixels]
        case.beats_out += beats(levels, Lanes, Levels)
    return case


def binarizer(
    random: Random, Lanes: int, Elements: int, PixelBits: int, Signed: bool, Threshold: int
) -> Case:
    low = -(1 << (PixelBits - 1)) if Signed else 0
    high = low + (1 << PixelBits) - 1
    near = [t for t in (Threshold - 1, Threshold, low, high) if low <= t <= high]
    case = Case([], [], 1, ceil_div(Elements, Lanes))
    for _ in range(VECTORS):
        pixels = [random.choice(near + [random.randint(low, high)] * 3) for _ in range(Elements)]
        garbage = lambda: random.getrandbits(PixelBits)
        case.beats_in += beats(pixels, Lanes, PixelBits, garbage)
        case.beats_out += beats([int(pixel >= Threshold) for pixel in pixels], Lanes, 1)
    return case


def axis_input(random: Random, ElementBits: int, Lanes: int, Elements: int) -> Case:
    case = Case([], [], 1, ceil_div(Elements, Lanes))
    data_bits = ElementBits * Lanes
    garbage = lambda: random.getrandbits(ElementBits)
    for _ in range(VECTORS):
        vector = [garbage() for _ in range(Elements)]
        for beat in beats(vector, Lanes, ElementBits, garbage):
            case.beats_in.append(random.getrandbits(-data_bits % 8) << data_bits | beat)
        case.beats_out += beats(vector, Lanes, ElementBits)
    return case


def scale_bias(
    random: Random,
    Elements: int,
    Lanes: int,
    InBits: int,
    ScaleBits: int,
    BiasBits: int,
    OutBits: int,
    Signed: bool = True,
    Bent: bool = False,
) -> Case:
    scales = [signed(random, ScaleBits) for _ in range(Elements)]
    slopes = [signed(random, ScaleBits) for _ in range(Elements)] if Bent else scales
    biases = [signed(random, BiasBits) for _ in range(Elements)]
    factors = [pack(pair[: 1 + Bent], ScaleBits) for pair in zip(scales, slopes)]
    factor_bits = (1 + Bent) * ScaleBits
    coefficients = [factor | b << factor_bits for factor, b in zip(factors, biases)]
    memory = beats(coefficients, Lanes, factor_bits + BiasBits)
    case = Case([], [], 3, ceil_div(Elements, Lanes), {"File": memory})
    for _ in range(VECTORS):
        x = [signed(random, InBits) for _ in range(Elements)]
        if not Signed:
            x = [a % (1 << InBits) for a in x]
        y = [a * (n if a < 0 else s) + b for a, s, n, b in zip(x, scales, slopes, biases)]
        case.beats_in += beats(x, Lanes, InBits, lambda: signed(random, InBits))
        case.beats_out += beats(y, Lanes, OutBits)
    return case


def argmax(
    random: Random,
    Elements: int,
    Lanes: int,
    ElementBits: int,
    IndexBits: int,
    Signed: bool = True,
) -> Case:
    fold = ceil_div(Elements, Lanes)
    case = Case([], [], fold + 1, fold)
    for n in range(2 * VECTORS):
        # Ties are frequent; some vectors hold the lowest value alone, others rise or fall.
        levels = [signed(random, ElementBits) for _ in range(1 + n % 4)]
        levels += [-(1 << (ElementBits - 1))] * (n % 4 == 0) * 7
        vector = [random.choice(levels) for _ in range(Elements)]
        if n % 5 < 2:
            vector.sort(reverse=n % 5 == 0)
        if not Signed:
            vector = [value % (1 << ElementBits) for value in vector]
        highest = lambda: (1 << (ElementBits - 1)) - 1
        case.beats_in += beats(vector, Lanes, ElementBits, highest)
        case.beats_out.append(vector.index(max(vector)))
    return case


def axis_output(
    random: Random,
    ElementBits: int,
    Signed: bool,
    Elements: int,
    Lanes: int,
    VectorsPerFrame: int,
    ElementBytes: int,
) -> Case:
    fold = ceil_div(Elements, Lanes)
    out_bits = Lanes * ElementBytes * 8
    case = Case([], [], 1, fold)
    for n in range(3 * VectorsPerFrame):
        vector = [
            signed(random, ElementBits) if Signed else random.getrandbits(ElementBits)
            for _ in range(Elements)
        ]
        case.beats_in += beats(vector, Lanes, ElementBits, lambda: random.getrandbits(ElementBits))
        case.beats_out += beats(vector, Lanes, ElementBytes * 8)
        case.beats_out[-1] |= (n % VectorsPerFrame == VectorsPerFrame - 1) << out_bits
    return case


UNITS = {
    "pixel_table": (
        pixel_table,
        sets("Lanes Elements InBits OutBits", (3, 3, 8, 8), (2, 3, 4, 9), (1, 2, 8, 1)),
    ),
    "bit_planes": (
        bit_planes,
        sets("Lanes InBits", (1, 2), (3, 8), (4, 2), (1, 5)),
    ),
    "threshold": (
        threshold,
        sets(
            "Elements Lanes InBits Signed",
            *[(8, 4, 8, True), (5, 2, 4, False), (3, 3, 5, True), (1, 1, 1, False)],
            *[(2, 4, 3, True)],
        )
        + sets(
            "Elements Lanes InBits Signed Levels OutBits",
            *[(6, 2, 8, True, 3, 2), (5, 2, 4, False, 7, 3), (3, 3, 6, True, 1, 2)],
            *[(1, 1, 3, True, 5, 4), (4, 1, 5, False, 15, 4)],
        ),
    ),
    "thermometer": (
        thermometer,
        sets(
            "Lanes Elements PixelBits Signed Levels",
            *[(3, 3, 8, False, 4), (2, 3, 8, True, 5), (1, 1, 4, False, 1), (4, 2, 3, True, 2)],
        ),
    ),
    "binarizer": (
        binarizer,
        sets(
            "Lanes Elements PixelBits Signed Threshold",
            *[(8, 16, 8, False, 128), (8, 20, 8, False, 1), (3, 3, 8, True, 0)],
            *[(1, 5, 4, True, -3), (4, 2, 1, False, 1), (2, 4, 8, False, 256)],
            *[(2, 3, 8, True, -128), (1, 1, 16, True, 1000)],
        ),
    ),
    "axis_input": (
        axis_input,
        sets(
            "ElementBits Lanes Elements",
            *[(8, 3, 3), (1, 5, 13), (8, 1, 4), (3, 3, 7), (1, 64, 10), (1, 1, 1), (12, 2, 8)],
        ),
    ),
    "scale_bias": (
        scale_bias,
        sets(
            "Elements Lanes InBits ScaleBits BiasBits OutBits",
            *[(10, 1, 11, 16, 24, 32), (10, 4, 5, 8, 12, 14), (3, 3, 4, 4, 4, 9)],
            *[(1, 1, 2, 2, 2, 5), (7, 2, 6, 3, 16, 17), (4, 2, 8, 8, 4, 24), (10, 2, 6, 9, 9, 14)],
        )
        + sets(
            "Elements Lanes InBits ScaleBits BiasBits OutBits Signed",
            *[(10, 1, 8, 6, 8, 16, False), (5, 2, 3, 8, 4, 9, False)],
        )
        + sets(
            "Elements Lanes InBits ScaleBits BiasBits OutBits Signed Bent",
            *[(10, 5, 8, 6, 8, 16, True, True), (5, 2, 4, 8, 1, 14, True, True)],
            *[(3, 1, 5, 4, 6, 12, False, True), (1, 1, 2, 1, 1, 4, True, True)],
        ),
    ),
    "argmax": (
        argmax,
        sets(
            "Elements Lanes ElementBits IndexBits",
            *[(10, 1, 11, 8), (10, 10, 11, 4), (10, 4, 8, 8), (10, 3, 8, 4), (1, 1, 4, 1)],
            *[(16, 8, 2, 4), (7, 2, 1, 3), (3, 5, 6, 2), (10, 2, 14, 4)],
        )
        + sets(
            "Elements Lanes ElementBits IndexBits Signed",
            *[(10, 3, 8, 4, False), (6, 1, 2, 3, False)],
        ),
    ),
    "axis_output": (
        axis_output,
        sets(
            "ElementBits Signed Elements Lanes VectorsPerFrame ElementBytes",
            *[(11, True, 10, 1, 1, 2), (1, False, 10, 4, 3, 1), (8, True, 3, 3, 2, 1)],
            *[(8, False, 1, 1, 1, 4), (5, True, 7, 2, 4, 3), (16, True, 1, 1, 5, 2)],
        ),
    ),
}
