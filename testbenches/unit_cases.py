"""Reference models and parameter sets of the RTL library, for run_unit_tests.py and lint.py.

A model takes the parameters of a unit and a random generator and returns a Case: what goes in, what
must come out, and the latency and interval that the unit's header promises.
"""

from dataclasses import dataclass, field
from random import Random

VECTORS = 12


@dataclass
class Case:
    beats_in: list[int]
    beats_out: list[int]
    latency: int
    interval: int
    memories: dict[str, list[int]] = field(default_factory=dict)


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


def pack(values: list[int], bits: int) -> int:
    """Value 0 in the low bits, each in two's complement."""
    return sum((value & ((1 << bits) - 1)) << (i * bits) for i, value in enumerate(values))


def beats(elements: list[int], lanes: int, bits: int, pad=lambda: 0) -> list[int]:
    """A vector as beats; `pad` makes the values of the pad lanes."""
    padded = elements + [pad() for _ in range(-len(elements) % lanes)]
    return [pack(padded[i : i + lanes], bits) for i in range(0, len(padded), lanes)]


def signed(random: Random, bits: int) -> int:
    """Extremes are frequent."""
    low, high = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
    return random.choice([low, high, random.randint(low, high), random.randint(low, high)])


def counter(random: Random, Count: int) -> Case:
    steps = [i % Count for i in range(VECTORS * Count)]
    bits = max(1, (Count - 1).bit_length())
    return Case([0] * len(steps), [(i == Count - 1) << bits | i for i in steps], 0, Count)


def vector_end(random: Random, Elements: int, Lanes: int) -> Case:
    one_vector = beats([1] * Elements, Lanes, 1)
    one_vector[-1] |= 1 << Lanes
    return Case([0] * len(one_vector) * VECTORS, one_vector * VECTORS, 0, len(one_vector))


def stream_register(random: Random, Width: int) -> Case:
    words = [random.getrandbits(Width) for _ in range(100)]
    return Case(words, words, 1, 1)


def stream_fifo(random: Random, Width: int, Depth: int) -> Case:
    words = [random.getrandbits(Width) for _ in range(max(100, 3 * Depth))]
    return Case(words, words, 1, 2 if Depth == 1 else 1)


def width_converter(
    random: Random, ElementBits: int, Elements: int, InLanes: int, OutLanes: int
) -> Case:
    narrow_beats = ceil_div(Elements, min(InLanes, OutLanes))
    case = Case([], [], min(ceil_div(OutLanes, InLanes), narrow_beats), narrow_beats)
    for _ in range(VECTORS):
        vector = [random.getrandbits(ElementBits) for _ in range(Elements)]
        garbage = lambda: random.getrandbits(ElementBits)
        case.beats_in += beats(vector, InLanes, ElementBits, garbage)
        case.beats_out += beats(vector, OutLanes, ElementBits)
    return case


def replay_buffer(random: Random, Width: int, Words: int, Replays: int) -> Case:
    case = Case([], [], 1, Words * Replays)
    for _ in range(VECTORS):
        vector = [random.getrandbits(Width) for _ in range(Words)]
        case.beats_in += vector
        case.beats_out += vector * Replays
    return case


def popcount(random: Random, Width: int) -> Case:
    everything = (1 << Width) - 1
    pairs = [(0, 0), (0, everything), (everything, 0), (everything, everything)]
    pairs += [(random.getrandbits(Width), random.getrandbits(Width)) for _ in range(100)]
    words_in = [w << Width | x for x, w in pairs]
    return Case(words_in, [Width - bin(x ^ w).count("1") for x, w in pairs], 0, 1)


def rom(random: Random, Width: int, Depth: int, Style: str = "auto") -> Case:
    words = [random.getrandbits(Width) for _ in range(Depth)]
    addresses = [random.randrange(Depth) for _ in range(100)]
    return Case(addresses, [words[a] for a in addresses], 1, 1, {"File": words})


def mvu(random: Random, Rows: int, Cols: int, Pe: int, Simd: int, Scores: bool) -> Case:
    synapse_fold, neuron_fold = ceil_div(Cols, Simd), ceil_div(Rows, Pe)
    rows = neuron_fold * Pe
    weights = [[random.getrandbits(1) for _ in range(Cols)] for _ in range(Rows)]
    weights += [[1] * Cols for _ in range(rows - Rows)]
    # Thresholds near the middle, where sums are; every fourth is an end of the range.
    thresholds = [
        random.choice([0, Cols + 1] + [ceil_div(Cols + random.randint(-2, 2), 2)] * 6)
        for _ in range(Rows)
    ]
    thresholds += [Cols + 1] * (rows - Rows)

    case = Case([], [], synapse_fold + 1 + (neuron_fold > 1), synapse_fold * neuron_fold)
    for _ in range(VECTORS):
        x = [random.getrandbits(1) for _ in range(Cols)]
        counts = [sum(a == b for a, b in zip(row, x)) for row in weights]
        case.beats_in += beats(x, Simd, 1)
        if Scores:
            case.beats_out += beats([2 * c - Cols for c in counts], Pe, Cols.bit_length() + 1)
        else:
            case.beats_out += beats([int(c >= t) for c, t in zip(counts, thresholds)], Pe, 1)

    padded = [row + [1] * (synapse_fold * Simd - Cols) for row in weights]
    case.memories["WeightFile"] = [
        pack([padded[n * Pe + p][s * Simd + i] for p in range(Pe) for i in range(Simd)], 1)
        for n in range(neuron_fold)
        for s in range(synapse_fold)
    ]
    if not Scores:
        accumulator_bits = Cols.bit_length() + 1
        case.memories["ThresholdFile"] = beats([-t for t in thresholds], Pe, accumulator_bits)
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
) -> Case:
    scales = [signed(random, ScaleBits) for _ in range(Elements)]
    biases = [signed(random, BiasBits) for _ in range(Elements)]
    coefficients = [pack([s], ScaleBits) | b << ScaleBits for s, b in zip(scales, biases)]
    memory = beats(coefficients, Lanes, ScaleBits + BiasBits)
    case = Case([], [], 3, ceil_div(Elements, Lanes), {"File": memory})
    for _ in range(VECTORS):
        x = [signed(random, InBits) for _ in range(Elements)]
        y = [a * s + b for a, s, b in zip(x, scales, biases)]
        case.beats_in += beats(x, Lanes, InBits, lambda: signed(random, InBits))
        case.beats_out += beats(y, Lanes, OutBits)
    return case


def argmax(random: Random, Elements: int, Lanes: int, ElementBits: int, IndexBits: int) -> Case:
    fold = ceil_div(Elements, Lanes)
    case = Case([], [], fold + 1, fold)
    for n in range(2 * VECTORS):
        # Ties are frequent; some vectors hold the lowest value alone, others rise or fall.
        levels = [signed(random, ElementBits) for _ in range(1 + n % 4)]
        levels += [-(1 << (ElementBits - 1))] * (n % 4 == 0) * 7
        vector = [random.choice(levels) for _ in range(Elements)]
        if n % 5 < 2:
            vector.sort(reverse=n % 5 == 0)
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


def sets(names: str, *rows: tuple) -> list[dict]:
    return [dict(zip(names.split(), row)) for row in rows]


# unit -> (model, parameter sets). Folds of 1, uneven folds and non-powers of two are among them.
UNITS = {
    "counter": (counter, sets("Count", (1,), (2,), (3,), (8,), (11,))),
    "vector_end": (vector_end, sets("Elements Lanes", (1, 1), (3, 1), (8, 4), (10, 4), (3, 5))),
    "stream_register": (stream_register, sets("Width", (1,), (8,), (65,))),
    "stream_fifo": (
        stream_fifo,
        sets("Width Depth", (8, 1), (8, 2), (5, 3), (1, 4), (9, 7), (8, 32), (3, 100)),
    ),
    "width_converter": (
        width_converter,
        sets(
            "ElementBits Elements InLanes OutLanes",
            *[(1, 64, 64, 16), (1, 64, 16, 64), (2, 12, 6, 2), (3, 12, 1, 3)],
            *[(1, 10, 4, 2), (1, 9, 4, 2), (2, 10, 2, 4), (2, 9, 2, 4), (1, 17, 12, 4)],
            *[(1, 17, 4, 12), (1, 3, 8, 4), (1, 3, 4, 8), (1, 5, 16, 4), (1, 5, 4, 16)],
            *[(4, 1, 2, 1), (4, 1, 1, 2), (1, 7, 6, 1), (1, 7, 1, 6)],
            *[(1, 30, 16, 30), (2, 10, 10, 4), (1, 10, 16, 30), (1, 10, 11, 4), (3, 5, 3, 8)],
        ),
    ),
    "replay_buffer": (
        replay_buffer,
        sets(
            "Width Words Replays",
            *[(8, 1, 2), (8, 1, 3), (4, 2, 2), (4, 3, 2), (8, 4, 5), (3, 5, 3), (1, 16, 2)],
        ),
    ),
    "popcount": (popcount, sets("Width", (1,), (2,), (7,), (32,), (100,))),
    "rom": (
        rom,
        sets(
            "Width Depth Style",
            *[(8, 1, "auto"), (33, 2, "auto"), (5, 16, "distributed"), (12, 33, "block")],
        ),
    ),
    "mvu": (
        mvu,
        sets(
            "Rows Cols Pe Simd Scores",
            *[(4, 8, 2, 4, False), (4, 8, 4, 8, False), (4, 8, 1, 8, False), (4, 8, 4, 2, False)],
            *[(5, 9, 2, 4, False), (5, 9, 3, 2, False), (3, 7, 2, 7, False), (64, 72, 8, 9, False)],
            *[(7, 5, 7, 3, False), (9, 31, 4, 5, False), (1, 1, 1, 1, False)],
            *[(4, 8, 2, 4, True), (5, 9, 2, 4, True), (3, 7, 3, 7, True), (3, 7, 2, 7, True)],
            *[(2, 6, 2, 4, True), (2, 1, 1, 1, True), (10, 33, 1, 8, True), (2, 2, 1, 1, True)],
            *[(1, 1, 1, 1, True)],
        ),
    ),
    "binarizer": (
        binarizer,
        sets(
            "Lanes Elements PixelBits Signed Threshold",
            *[(8, 16, 8, False, 128), (8, 20, 8, False, 1), (3, 3, 8, True, 0), (1, 5, 4, True, -3)],
            *[(4, 2, 1, False, 1), (2, 4, 8, False, 256), (2, 3, 8, True, -128), (1, 1, 16, True, 1000)],
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
            *[(10, 1, 11, 16, 24, 32), (10, 4, 5, 8, 12, 14), (3, 3, 4, 4, 4, 9), (1, 1, 2, 2, 2, 5)],
            *[(7, 2, 6, 3, 16, 17), (4, 2, 8, 8, 4, 24), (10, 2, 6, 9, 9, 14)],
        ),
    ),
    "argmax": (
        argmax,
        sets(
            "Elements Lanes ElementBits IndexBits",
            *[(10, 1, 11, 8), (10, 10, 11, 4), (10, 4, 8, 8), (10, 3, 8, 4), (1, 1, 4, 1)],
            *[(16, 8, 2, 4), (7, 2, 1, 3), (3, 5, 6, 2), (10, 2, 14, 4)],
        ),
    ),
    "axis_output": (
        axis_output,
        sets(
            "ElementBits Signed Elements Lanes VectorsPerFrame ElementBytes",
            *[(11, True, 10, 1, 1, 2), (1, False, 10, 4, 3, 1), (8, True, 3, 3, 2, 1), (8, False, 1, 1, 1, 4)],
            *[(5, True, 7, 2, 4, 3), (16, True, 1, 1, 5, 2)],
        ),
    ),
}
