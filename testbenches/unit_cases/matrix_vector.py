"""The matrix-vector unit."""

from random import Random

from .case import VECTORS, Case, beats, ceil_div, pack, sets, signed
from .matrices import bit_planes_of, border_classes, neighbours


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
    BitSerial: bool = False,
    Depthwise: bool = False,
    Pixels: int = 1,
    Stages: int = 0,
    Writable: bool = False,
    OutWidth: int = 1,
    OutHeight: int = 1,
    LeftClasses: int = 0,
    RightClasses: int = 0,
    TopClasses: int = 0,
    BottomClasses: int = 0,
    WeightBits: int = 1,
    Hard: bool = False,
    AccBits: int = 0,
    IndexBits: int = 0,
) -> Case:
    tap_cols, tap_fold = Cols // Taps, ceil_div(Cols // Taps, Simd)
    synapse_fold, neuron_fold = Taps * tap_fold, ceil_div(Rows, Pe)
    rows = neuron_fold * Pe
    borders = (LeftClasses, RightClasses, TopClasses, BottomClasses)
    frame = border_classes(OutWidth, OutHeight, *borders)
    classes = max(frame) + 1
    is_integer = WeightBits > 1
    binary = InBits == 1 and not is_integer
    low, high = -(1 << (InBits - 1)) if InSigned else 0, 1
    if InBits > 1:
        high = low + (1 << InBits) - 1
    magnitude = Cols * (1 if binary else max(high, -low))
    middle, reach = (ceil_div(Cols, 2), 1) if binary else (0, magnitude // 4)
    lowest = 0 if binary else -magnitude

    weights = [[random.getrandbits(1) for _ in range(Cols)] for _ in range(Rows)]
    weights += [[1] * Cols for _ in range(rows - Rows)]
    if IndexBits:
        kernels = [[1] * Taps, *([random.getrandbits(1) for _ in range(Taps)] for _ in range(20))]
        kernels = kernels[: 1 << IndexBits]
        weights[:Rows] = [kernel_row(random, kernels, tap_cols) for _ in range(Rows)]
    # Thresholds near the middle, where sums are; every fourth is an end of the range.
    ends = [lowest, magnitude + 1]
    thresholds = [
        [random.choice(ends + [middle + random.randint(-reach, reach)] * 6) for _ in range(Rows)]
        + [magnitude + 1] * (rows - Rows)
        for _ in range(classes)
    ]
    if is_integer:
        weights = [[signed(random, WeightBits) for _ in range(Cols)] for _ in range(Rows)]
        weights += [[0] * Cols for _ in range(rows - Rows)]
        thresholds = integer_thresholds(random, weights, (low, high), classes, rows - Rows)
        if not Scores:
            thresholds = [one[:Rows] + [1] * (rows - Rows) for one in thresholds]
    # Scores of border classes begin where the threshold file says.
    if Scores and classes == 1:
        thresholds = [[ceil_div(Cols, 2) if binary else 0] * rows]

    def vector_of(x: list[int]) -> list[int]:
        """The beats of a vector for one pass, of Depthwise ones for all passes."""
        if Depthwise:
            columns = [x[r * Cols : (r + 1) * Cols] for r in range(Rows)]
            columns += [[0] * Cols for _ in range(rows - Rows)]
            words = [
                [columns[n * Pe + p][c] for p in range(Pe)]
                for n in range(neuron_fold)
                for c in range(Cols)
            ]
        else:
            taps = [x[t * tap_cols : (t + 1) * tap_cols] for t in range(Taps)]
            taps = [tap + [0] * (-tap_cols % Simd) for tap in taps]
            words = [tap[i : i + Simd] for tap in taps for i in range(0, len(tap), Simd)]
        if BitSerial:
            return [pack(plane, 1) for word in words for plane in bit_planes_of(word, InBits)]
        if is_integer:
            # Lanes past the last column hold anything.
            pads = -tap_cols % Simd
            for tap in range(0 if Depthwise or pads == 0 else Taps):
                words[(tap + 1) * tap_fold - 1][Simd - pads :] = [
                    random.randint(low, high) for _ in range(pads)
                ]
        return [pack(word, InBits) for word in words]

    def results_of(x: list[int], border: int) -> list[int]:
        products = (lambda a, w: a == w) if binary else (lambda a, w: a if w else -a)
        if is_integer:
            products = lambda a, w: (a if InBits > 1 else 2 * a - 1) * w  # noqa: E731
        inputs = [x[r * Cols : (r + 1) * Cols] if Depthwise else x for r in range(Rows)]
        inputs += [[0] * Cols if Depthwise else x] * (rows - Rows)
        sums = [sum(map(products, x, row)) for x, row in zip(inputs, weights)]
        excess = [s - t for s, t in zip(sums, thresholds[border])]
        if Scores:
            scores = [2 * e + Cols % 2 for e in excess] if binary else excess
            return beats(scores, Pe, score_bits)
        return beats([int(e >= 0) for e in excess], Pe, 1)

    synapse_beats = synapse_fold * (InBits if BitSerial else 1)
    latency = synapse_beats + 1 + Stages + (neuron_fold > 1 and Replay)
    case = Case([], [], latency, synapse_beats * neuron_fold)
    score_bits = AccBits if is_integer else magnitude.bit_length() + 1
    in_bits = (Pe if Depthwise else Simd) * (1 if BitSerial else InBits)
    out_bits = Pe * (score_bits if Scores else 1)
    for borders in neighbours(frame, Pixels) * ceil_div(VECTORS, len(frame)):
        xs = [
            [random.randint(low, high) for _ in range(Cols * (Rows if Depthwise else 1))]
            for _ in range(Pixels)
        ]
        vector = [pack(words, in_bits) for words in zip(*map(vector_of, xs))]
        case.beats_in += vector if Replay or Depthwise else vector * neuron_fold
        results = zip(*[results_of(x, border) for x, border in zip(xs, borders)])
        case.beats_out += [pack(words, out_bits) for words in results]

    padding = 0 if is_integer else 1
    case.memories["WeightFile"] = [
        pack(
            [
                row[tap * tap_cols + s * Simd + i] if s * Simd + i < tap_cols else padding
                for row in weights[n * Pe : (n + 1) * Pe]
                for i in range(Simd)
            ],
            WeightBits,
        )
        for n in range(neuron_fold)
        for tap in range(Taps)
        for s in range(tap_fold)
    ]
    if IndexBits:
        words = case.memories["WeightFile"]
        passes = [words[n : n + synapse_fold] for n in range(0, len(words), synapse_fold)]
        case.memories["WeightFile"] = [
            index_word([one[tap_fold * t + s] for t in range(Taps)], kernels, Pe * Simd, IndexBits)
            for one in passes
            for s in range(tap_fold)
        ]
        case.memories["KernelFile"] = [pack(kernel, 1) for kernel in kernels]
    if not Scores or classes > 1 or BitSerial:
        accumulator_bits = magnitude.bit_length() + (0 if Scores and binary else 1)
        accumulator_bits += not binary and not Scores
        accumulator_bits = AccBits or accumulator_bits
        scale = 0 if not BitSerial else -1 if InSigned else (1 << InBits) - 1
        case.memories["ThresholdFile"] = [
            word
            for one in thresholds
            for word in beats(
                [-t - scale * row.count(0) for t, row in zip(one, weights)], Pe, accumulator_bits
            )
        ]
    return case


def kernel_row(random: Random, kernels: list[list[int]], channels: int) -> list[int]:
    """A row of weights, tap by tap, whose channels have some of the kernels."""
    chosen = [random.choice(kernels) for _ in range(channels)]
    return [kernel[tap] for tap in range(len(kernels[0])) for kernel in chosen]


def index_word(words: list[int], kernels: list[list[int]], lanes: int, bits: int) -> int:
    """The kernels' indices of all lanes, whose weights are one of the words for each tap."""
    taps = [[word >> lane & 1 for word in words] for lane in range(lanes)]
    return pack([kernels.index(weights) for weights in taps], bits)


def integer_thresholds(
    random: Random, weights: list[list[int]], ends: tuple[int, int], classes: int, pads: int
) -> list[list[int]]:
    """For each class and row a threshold that some sums reach and others do not."""
    low, high = ends if ends != (0, 1) else (-1, 1)

    def threshold(row: list[int]) -> int:
        sums = [sum(random.randint(low, high) * w for w in row) for _ in range(3)]
        return sorted(sums)[1]

    return [[threshold(row) for row in weights] for _ in range(classes)]


UNITS = {
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
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned BitSerial",
            (4, 27, 2, 3, False, 9, False, 8, True, True),
            (3, 7, 2, 4, True, 1, True, 8, False, True),
            (2, 5, 2, 5, False, 1, False, 4, False, True),
            (5, 6, 3, 2, True, 3, True, 3, True, True),
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned Depthwise",
            (4, 9, 2, 1, False, 9, False, 1, False, True),
            (5, 3, 2, 1, True, 3, False, 1, False, True),
            (3, 4, 3, 1, False, 4, False, 5, True, True),
            (5, 4, 4, 1, True, 4, False, 3, False, True),
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned Pixels",
            (4, 8, 4, 4, False, 2, False, 1, False, 2),
            (3, 27, 3, 3, False, 9, False, 8, True, 4),
            (2, 6, 2, 3, True, 2, False, 1, False, 3),
            (3, 6, 2, 3, True, 2, True, 4, False, 2),
        )
        + sets(
            "Rows Cols Pe Simd Scores Writable",
            *[(5, 9, 2, 4, False, True), (4, 8, 4, 8, False, True), (9, 40, 1, 40, True, True)],
        )
        + sets(
            "Rows Cols Pe Simd Scores Replay InBits InSigned BitSerial Stages",
            (5, 9, 2, 4, False, True, 1, False, False, 1),
            (4, 8, 4, 8, False, True, 1, False, False, 3),
            (3, 7, 2, 7, True, True, 8, True, False, 2),
            (2, 5, 2, 5, False, False, 4, False, True, 2),
        )
        + sets(
            "Rows Cols Pe Simd Scores OutWidth OutHeight LeftClasses RightClasses TopClasses"
            " BottomClasses",
            *[(4, 8, 2, 4, False, 3, 3, 1, 1, 1, 1), (2, 6, 2, 6, False, 2, 1, 1, 0, 0, 0)],
            *[(3, 6, 1, 3, True, 3, 2, 1, 1, 1, 0)],
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned WeightBits Hard AccBits",
            *[(4, 27, 2, 3, False, 9, False, 8, True, 6, False, 20)],
            *[(3, 27, 3, 2, False, 9, True, 8, False, 4, True, 18)],
            *[(2, 5, 1, 4, True, 1, True, 8, True, 3, False, 13)],
            *[(5, 9, 2, 4, False, 1, True, 1, False, 5, False, 10)],
            *[(5, 7, 3, 2, True, 1, True, 1, False, 4, False, 7)],
            *[(3, 7, 3, 7, True, 1, False, 5, False, 8, True, 16)],
            *[(1, 1, 1, 1, False, 1, False, 2, False, 2, False, 4)],
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned Depthwise WeightBits AccBits",
            *[(3, 4, 3, 1, False, 4, False, 5, True, True, 4, 12)],
            *[(5, 4, 4, 1, True, 4, False, 1, False, True, 3, 6)],
        )
        + sets(
            "Rows Cols Pe Simd Scores Replay InBits Pixels Stages Writable WeightBits AccBits",
            *[(3, 6, 3, 3, True, False, 4, 2, 0, False, 3, 10)],
            *[(4, 6, 2, 4, False, True, 4, 1, 2, True, 5, 13)],
        )
        + sets(
            "Rows Cols Pe Simd Scores OutWidth OutHeight LeftClasses RightClasses TopClasses"
            " BottomClasses WeightBits AccBits",
            *[(4, 8, 2, 4, False, 3, 3, 1, 1, 1, 1, 4, 9)],
            *[(3, 6, 2, 3, True, 3, 2, 1, 1, 1, 0, 3, 7)],
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay OutWidth OutHeight LeftClasses RightClasses"
            " TopClasses BottomClasses Pixels",
            *[(4, 18, 4, 2, False, 9, False, 6, 3, 1, 1, 1, 1, 2)],
            *[(3, 8, 3, 8, False, 1, True, 4, 2, 1, 1, 1, 1, 4)],
            *[(3, 8, 3, 4, True, 2, False, 4, 2, 2, 1, 0, 1, 2)],
            *[(3, 4, 2, 2, False, 1, True, 6, 1, 1, 1, 0, 0, 3)],
        )
        + sets(
            "Rows Cols Pe Simd Scores OutWidth OutHeight LeftClasses RightClasses TopClasses"
            " BottomClasses Pixels Writable Stages WeightBits AccBits",
            *[(4, 8, 4, 4, False, 4, 3, 1, 1, 1, 1, 2, False, 1, 4, 9)],
            *[(3, 6, 3, 3, True, 4, 2, 1, 1, 1, 0, 2, True, 0, 3, 7)],
        )
        + sets(
            "Rows Cols Pe Simd Scores OutWidth OutHeight LeftClasses RightClasses TopClasses"
            " BottomClasses Pixels Writable",
            (4, 9, 4, 5, False, 4, 2, 1, 1, 1, 0, 2, True),
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned Stages Pixels IndexBits",
            *[(5, 45, 2, 2, False, 9, False, 1, False, 0, 1, 2)],
            *[(4, 8, 2, 4, True, 2, True, 1, False, 1, 1, 1)],
            *[(3, 27, 3, 3, False, 9, False, 8, True, 0, 2, 4)],
            *[(2, 18, 1, 1, False, 9, False, 1, False, 0, 1, 3)],
        )
        + sets(
            "Rows Cols Pe Simd Scores Taps Replay InBits InSigned BitSerial IndexBits",
            *[(5, 12, 3, 2, True, 4, False, 3, True, True, 3)],
        ),
    ),
}
