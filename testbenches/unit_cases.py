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


def counter(random: Random, Count: int, Start: int) -> Case:
    steps = [(Start + i) % Count for i in range(VECTORS * Count)]
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


def ram(random: Random, Width: int, Depth: int, Style: str = "auto") -> Case:
    """Writes every word first, then random ones; a word is not read as it is written."""
    address_bits = max(1, (Depth - 1).bit_length())
    memory: dict[int, int] = {}
    case = Case([], [], 1, 1)
    for n in range(Depth + 100):
        write = n if n < Depth else random.randrange(Depth)
        read = random.choice([a for a in memory if a != write] or [write])
        data = random.getrandbits(Width)
        case.beats_in.append(data << 2 * address_bits | write << address_bits | read)
        # The first word of a memory has nothing to read but itself, unknown.
        case.beats_out.append(memory.get(read, "x" * ceil_div(Width, 4)))
        memory[write] = data
    return case


def signed_sum(random: Random, Terms: int, InBits: int, Signed: bool) -> Case:
    out_bits = InBits + (Terms - 1).bit_length() + 1
    case = Case([], [], 0, 1)
    for _ in range(100):
        x = [signed(random, InBits) for _ in range(Terms)]
        if not Signed:
            x = [value & ((1 << InBits) - 1) for value in x]
        w = [random.getrandbits(1) for _ in range(Terms)]
        case.beats_in.append(pack(w, 1) << Terms * InBits | pack(x, InBits))
        case.beats_out.append(pack([sum(a if b else -a for a, b in zip(x, w))], out_bits))
    return case


def border_classes(
    OutWidth: int, OutHeight: int, Left: int, Right: int, Top: int, Bottom: int
) -> list[int]:
    """The class of every pixel of a frame: rows of classes times rows of pixels."""
    columns = [*range(Left), *[Left] * (OutWidth - Left - Right)]
    columns += range(Left + 1, Left + 1 + Right)
    rows = [*range(Top), *[Top] * (OutHeight - Top - Bottom), *range(Top + 1, Top + 1 + Bottom)]
    return [row * (Left + 1 + Right) + column for row in rows for column in columns]


def border_class(random: Random, **parameters: int) -> Case:
    classes = border_classes(**parameters)
    return Case([0] * len(classes) * 3, classes * 3, 0, len(classes))


def mvu(
    random: Random,
    Rows: int,
    Cols: int,
    Pe: int,
    Simd: int,
    Scores: bool,
    Taps: int = 1,
    Replay: bool = True,
    InBits: int = 1,
    InSigned: bool = False,
    OutWidth: int = 1,
    OutHeight: int = 1,
    LeftClasses: int = 0,
    RightClasses: int = 0,
    TopClasses: int = 0,
    BottomClasses: int = 0,
) -> Case:
    tap_cols, tap_fold = Cols // Taps, ceil_div(Cols // Taps, Simd)
    synapse_fold, neuron_fold = Taps * tap_fold, ceil_div(Rows, Pe)
    rows = neuron_fold * Pe
    borders = (LeftClasses, RightClasses, TopClasses, BottomClasses)
    frame = border_classes(OutWidth, OutHeight, *borders)
    classes = max(frame) + 1
    binary = InBits == 1
    low, high = -(1 << (InBits - 1)) if InSigned else 0, 1
    if not binary:
        high = low + (1 << InBits) - 1
    magnitude = Cols * (1 if binary else max(high, -low))
    middle, reach = (ceil_div(Cols, 2), 1) if binary else (0, magnitude // 4)
    lowest = 0 if binary else -magnitude

    weights = [[random.getrandbits(1) for _ in range(Cols)] for _ in range(Rows)]
    weights += [[1] * Cols for _ in range(rows - Rows)]
    # Thresholds near the middle, where sums are; every fourth is an end of the range.
    ends = [lowest, magnitude + 1]
    thresholds = [
        [random.choice(ends + [middle + random.randint(-reach, reach)] * 6) for _ in range(Rows)]
        + [magnitude + 1] * (rows - Rows)
        for _ in range(classes)
    ]
    # Scores of border classes begin where the threshold file says.
    if Scores and classes == 1:
        thresholds = [[ceil_div(Cols, 2) if binary else 0] * rows]

    latency = synapse_fold + 1 + (neuron_fold > 1 and Replay)
    case = Case([], [], latency, synapse_fold * neuron_fold)
    score_bits = magnitude.bit_length() + 1
    for border in frame * ceil_div(VECTORS, len(frame)):
        x = [random.randint(low, high) for _ in range(Cols)]
        taps = [x[t * tap_cols : (t + 1) * tap_cols] for t in range(Taps)]
        vector = [beat for tap in taps for beat in beats(tap, Simd, InBits)]
        case.beats_in += vector if Replay else vector * neuron_fold
        products = (lambda a, w: a == w) if binary else (lambda a, w: a if w else -a)
        sums = [sum(map(products, x, row)) for row in weights]
        excess = [s - t for s, t in zip(sums, thresholds[border])]
        if Scores:
            scores = [2 * e + Cols % 2 for e in excess] if binary else excess
            case.beats_out += beats(scores, Pe, score_bits)
        else:
            case.beats_out += beats([int(e >= 0) for e in excess], Pe, 1)

    case.memories["WeightFile"] = [
        pack(
            [
                row[tap * tap_cols + s * Simd + i] if s * Simd + i < tap_cols else 1
                for row in weights[n * Pe : (n + 1) * Pe]
                for i in range(Simd)
            ],
            1,
        )
        for n in range(neuron_fold)
        for tap in range(Taps)
        for s in range(tap_fold)
    ]
    if not Scores or classes > 1:
        accumulator_bits = magnitude.bit_length() + (0 if Scores and binary else 1)
        accumulator_bits += not binary and not Scores
        case.memories["ThresholdFile"] = [
            word for one in thresholds for word in beats([-t for t in one], Pe, accumulator_bits)
        ]
    return case


def sliding_window(
    random: Random,
    Width: int,
    Words: int,
    InWidth: int,
    InHeight: int,
    KernelWidth: int,
    KernelHeight: int,
    StrideX: int,
    StrideY: int,
    DilationX: int,
    DilationY: int,
    Groups: int,
    Replays: int,
    Depth: int,
    Pixels: int,
    Style: str = "auto",
) -> Case:
    reach_x, reach_y = (KernelWidth - 1) * DilationX, (KernelHeight - 1) * DilationY
    tops = range(0, InHeight - reach_y, StrideY)
    lefts = [*range(0, InWidth - reach_x, StrideX)]
    group_words = Words // Groups
    span = (reach_y * InWidth + reach_x + 1 + (Pixels - 1) * StrideX) * Words
    case = Case([], [], span + 1, 0)
    frames = 5
    for _ in range(frames):
        pixels = [
            [random.getrandbits(Width) for _ in range(Words)] for _ in range(InWidth * InHeight)
        ]
        case.beats_in += [word for pixel in pixels for word in pixel]
        case.beats_out += [
            pack(
                [pixels[(y + dy) * InWidth + x + dx][word] for x in lefts[first : first + Pixels]],
                Width,
            )
            for y in tops
            for first in range(0, len(lefts), Pixels)
            for group in range(Groups)
            for _ in range(Replays)
            for dy in range(0, reach_y + 1, DilationY)
            for dx in range(0, reach_x + 1, DilationX)
            for word in range(group * group_words, (group + 1) * group_words)
        ]

    # The cycles of the unit, where nothing stalls: windows are known by the place of their first
    # word in the stream.
    frame_words = InWidth * InHeight * Words
    firsts = [
        (f * InHeight * InWidth + y * InWidth + x) * Words
        for f in range(frames)
        for y in tops
        for x in lefts[::Pixels]
    ]
    reads = KernelWidth * KernelHeight * Words * Replays
    written = cycle = 0
    frame_ends = []
    for n, first in enumerate(firsts):
        read = 0
        while read < reads:
            read += written - first >= span
            written += written - first < Depth and written < frames * frame_words
            cycle += 1
        if (n + 1) % (len(firsts) // frames) == 0:
            frame_ends.append(cycle)
    intervals = {b - a for a, b in zip(frame_ends, frame_ends[1:])}
    assert len(intervals) == 1, f"frames end at {frame_ends}"
    case.interval = intervals.pop()
    return case


def padding(
    random: Random,
    ElementBits: int,
    Elements: int,
    Lanes: int,
    InWidth: int,
    InHeight: int,
    Top: int,
    Bottom: int,
    Left: int,
    Right: int,
    Value: int,
) -> Case:
    words = ceil_div(Elements, Lanes)
    out_width, out_height = Left + InWidth + Right, Top + InHeight + Bottom
    # A border that comes first does not wait for the first input.
    case = Case([], [], 0 if Top or Left else 1, out_width * out_height * words)
    for _ in range(3):
        for y in range(out_height):
            for x in range(out_width):
                inside = Left <= x < Left + InWidth and Top <= y < Top + InHeight
                bit = [0, 1, (x + y) % 2][Value]
                pixel = [
                    random.getrandbits(ElementBits) if inside else -bit for _ in range(Elements)
                ]
                pixel_beats = beats(pixel, Lanes, ElementBits)
                case.beats_in += pixel_beats if inside else []
                case.beats_out += pixel_beats
    # The border before the next frame's first pixel needs no input.
    for place in range(Top * out_width + Left):
        bit = [0, 1, (place // out_width + place % out_width) % 2][Value]
        case.beats_out += beats([-bit] * Elements, Lanes, ElementBits)
    return case


def reduce(
    random: Random, Lanes: int, InBits: int, Signed: bool, Taps: int, Op: str, OutBits: int
) -> Case:
    operations = {
        "or": any,
        "and": all,
        "max": max,
        "sum": (lambda bits: 2 * sum(bits) - Taps) if InBits == 1 else sum,
    }
    case = Case([], [], Taps + 1, Taps)
    for _ in range(4 * VECTORS):
        # One value in four differs from the others, so that "and" and "or" both occur.
        usual = signed(random, InBits)
        taps = [
            [usual if random.getrandbits(2) else signed(random, InBits) for _ in range(Lanes)]
            for _ in range(Taps)
        ]
        if not Signed:
            taps = [[value & ((1 << InBits) - 1) for value in tap] for tap in taps]
        case.beats_in += [pack(tap, InBits) for tap in taps]
        case.beats_out.append(pack([int(operations[Op](lane)) for lane in zip(*taps)], OutBits))
    return case


def pixel_table(random: Random, Lanes: int, Elements: int, InBits: int, OutBits: int) -> Case:
    table = [random.getrandbits(OutBits) for _ in range(1 << InBits)]
    case = Case([], [], 1, ceil_div(Elements, Lanes), {"File": table})
    for _ in range(VECTORS):
        pixels = [random.getrandbits(InBits) for _ in range(Elements)]
        case.beats_in += beats(pixels, Lanes, InBits, lambda: random.getrandbits(InBits))
        case.beats_out += beats([table[pixel] for pixel in pixels], Lanes, OutBits)
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
    "counter": (
        counter,
        sets("Count Start", (1, 0), (2, 0), (3, 0), (8, 0), (11, 0), (8, 5), (11, 7)),
    ),
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
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned",
            *[(4, 8, 2, 4, False, 2, True, 1, False), (4, 9, 2, 2, False, 3, False, 1, False)],
            *[(4, 27, 2, 3, False, 9, False, 8, True), (3, 27, 3, 2, False, 9, True, 8, False)],
            *[(2, 5, 1, 4, True, 1, True, 8, True), (2, 5, 2, 5, True, 1, False, 4, False)],
        )
        + sets(
            "Rows Cols Pe Simd Scores OutWidth OutHeight LeftClasses RightClasses TopClasses"
            " BottomClasses",
            *[(4, 8, 2, 4, False, 3, 3, 1, 1, 1, 1), (2, 6, 2, 6, False, 2, 1, 1, 0, 0, 0)],
            *[(3, 6, 1, 3, True, 3, 2, 1, 1, 1, 0)],
        ),
    ),
    "ram": (
        ram,
        sets("Width Depth Style", (8, 2, "auto"), (3, 5, "distributed"), (9, 64, "block")),
    ),
    "signed_sum": (
        signed_sum,
        sets(
            "Terms InBits Signed",
            *[(1, 8, True), (3, 8, True), (3, 8, False), (9, 2, True), (5, 1, False)],
        ),
    ),
    "border_class": (
        border_class,
        sets(
            "OutWidth OutHeight Left Right Top Bottom",
            *[(4, 4, 1, 1, 1, 1), (5, 3, 2, 0, 0, 1), (1, 3, 0, 0, 1, 1), (2, 2, 1, 1, 1, 1)],
            *[(3, 1, 2, 0, 0, 0)],
        ),
    ),
    "sliding_window": (
        sliding_window,
        sets(
            "Width Words InWidth InHeight KernelWidth KernelHeight StrideX StrideY DilationX"
            " DilationY Groups Replays Depth Pixels",
            (4, 1, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 22, 1),
            (3, 2, 5, 4, 3, 3, 1, 1, 1, 1, 1, 2, 64, 1),
            (3, 2, 5, 4, 2, 2, 2, 2, 1, 1, 2, 1, 28, 1),
            (2, 1, 6, 1, 3, 1, 2, 1, 2, 1, 1, 1, 10, 1),
            (2, 1, 3, 3, 1, 1, 2, 2, 1, 1, 1, 1, 2, 1),
            (5, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 4, 54, 1),
            (4, 1, 4, 3, 3, 2, 1, 1, 1, 1, 1, 1, 16, 2),
            (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1),
            (4, 4, 3, 4, 2, 3, 1, 1, 1, 1, 2, 3, 64, 1),
        ),
    ),
    "padding": (
        padding,
        sets(
            "ElementBits Elements Lanes InWidth InHeight Top Bottom Left Right Value",
            *[(1, 4, 4, 3, 3, 1, 1, 1, 1, 0), (1, 5, 2, 2, 3, 1, 0, 0, 2, 1)],
            *[(1, 3, 2, 3, 2, 0, 1, 1, 1, 2), (8, 1, 1, 2, 2, 0, 0, 0, 1, 0)],
        ),
    ),
    "reduce": (
        reduce,
        sets(
            "Lanes InBits Signed Taps Op OutBits",
            *[(4, 1, False, 4, "or", 1), (3, 1, False, 9, "and", 1), (2, 5, True, 4, "max", 5)],
            *[(2, 5, False, 3, "max", 5), (2, 1, False, 4, "sum", 4), (1, 4, True, 6, "sum", 8)],
            *[(2, 1, False, 1, "or", 1)],
        ),
    ),
    "pixel_table": (
        pixel_table,
        sets("Lanes Elements InBits OutBits", (3, 3, 8, 8), (2, 3, 4, 9), (1, 2, 8, 1)),
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
            *[(11, True, 10, 1, 1, 2), (1, False, 10, 4, 3, 1), (8, True, 3, 3, 2, 1)],
            *[(8, False, 1, 1, 1, 4), (5, True, 7, 2, 4, 3), (16, True, 1, 1, 5, 2)],
        ),
    ),
}
