"""The shared engine and its parts."""

from random import Random

from .case import Case, beats, ceil_div, pack
from .engine_chains import CHAINS
from .engine_cycles import frame_times
from .engine_program import SPECS, Layer, Program, engine_set


def convolve(layer: Layer, pixels: dict, shape: tuple, rows: list[list[int]]) -> list:
    """Popcounts of every row for every pixel, in raster order before the pool."""
    (top, _, left, _), (height, width, channels) = layer.padding, shape
    full, _ = layer.sizes(shape)

    def pixel(y: int, x: int) -> list[int]:
        if (y, x) in pixels:
            return pixels[y, x]
        odd = (y + top + x + left) % 2
        return [{-1: 0, 1: 1, 0: odd}[layer.padding_value]] * channels

    sums = {}
    for oy in range(full[0]):
        for ox in range(full[1]):
            window = []
            for ky in range(layer.kernel[0]):
                for kx in range(layer.kernel[1]):
                    window += pixel(
                        oy * layer.stride[0] + ky * layer.dilation[0] - top,
                        ox * layer.stride[1] + kx * layer.dilation[1] - left,
                    )
            sums[oy, ox] = [sum(a == b for a, b in zip(window, row)) for row in rows]
    return sums


def engine(random: Random, **parameters: int) -> Case:
    chain = SPECS[tuple(parameters.items())]
    Pe, Simd, acc_bits = parameters["Pe"], parameters["Simd"], parameters["AccBits"]
    program = Program(chain, Pe, Simd)
    word_beats = ceil_div(Pe * Simd, parameters["AxiBits"])
    start_words = ceil_div(acc_bits, Simd)
    image, weights, thresholds = [], [], []
    channels = chain.shape[2]
    for index, layer in enumerate(chain.layers):
        is_score = chain.scores and index + 1 == len(chain.layers)
        columns = layer.kernel[0] * layer.kernel[1] * channels
        rows = [[random.getrandbits(1) for _ in range(columns)] for _ in range(layer.rows)]
        middle = [columns // 2 + random.randint(-2, 2) for _ in rows]
        levels = [
            ceil_div(columns, 2) if is_score else random.choice([0, columns + 1] + [m] * 6)
            for m in middle
        ]
        weights.append(rows)
        thresholds.append(levels)
        for fold in range(ceil_div(layer.rows, Pe)):
            chosen = range(fold * Pe, fold * Pe + Pe)
            start = [-(levels[r] if r < layer.rows else columns + 1) for r in chosen]
            words = [pack(start, acc_bits)]
            words = [words[0] >> s * Pe * Simd & (1 << Pe * Simd) - 1 for s in range(start_words)]
            for tap in range(layer.kernel[0] * layer.kernel[1]):
                for first in range(0, channels, Simd):
                    lanes = [
                        rows[r][tap * channels + c] if r < layer.rows and c < channels else 1
                        for r in chosen
                        for c in range(first, first + Simd)
                    ]
                    words.append(pack(lanes, 1))
            for word in words:
                axi = parameters["AxiBits"]
                image += [word >> b * axi & (1 << axi) - 1 for b in range(word_beats)]
        channels = layer.rows
    assert len(image) == parameters["ImageBeats"]
    out_beats = program.counts[-1][7] if chain.scores else program.out_words
    case = Case([], [], *frame_times(program, parameters, out_beats))
    for _ in range(2):
        height, width, channels = shape = chain.shape
        pixels = {
            (y, x): [random.getrandbits(1) for _ in range(channels)]
            for y in range(height)
            for x in range(width)
        }
        for pixel in pixels.values():
            case.beats_in += beats(pixel, Simd, 1)
        for index, layer in enumerate(chain.layers):
            sums = convolve(layer, pixels, shape, weights[index])
            columns = len(weights[index][0])
            if chain.scores and index + 1 == len(chain.layers):
                scores = [2 * n - columns for n in sums[0, 0]]
                # Rows past the last count as they start, below zero.
                pad = Pe - 1 - (layer.rows - 1) % Pe
                spare = [sum(last_input(pixels, layer, shape)) - columns - 1 for _ in range(pad)]
                scores += [2 * n + columns % 2 for n in spare]
                case.beats_out += beats(scores, Pe, parameters["ScoreBits"])
                continue
            _, pooled = layer.sizes(shape)
            py, px, psy, psx = layer.pool
            pixels = {
                (y, x): [
                    int(
                        any(
                            sums[y * psy + dy, x * psx + dx][r] >= thresholds[index][r]
                            for dy in range(py)
                            for dx in range(px)
                        )
                    )
                    for r in range(layer.rows)
                ]
                for y in range(pooled[0])
                for x in range(pooled[1])
            }
            shape = (*pooled, layer.rows)
        if not chain.scores:
            for y in range(shape[0]):
                for x in range(shape[1]):
                    case.beats_out += beats(pixels[y, x], Simd, 1)
    case.memories["ProgramFile"] = program.words
    faulty = len(image) - 1 if chain.scores else -1
    case.bench = {"ImageFile": image, "OutBeats": out_beats, "FaultyBeat": faulty}
    return case


def last_input(pixels: dict, layer: Layer, shape: tuple) -> list[int]:
    """The bits of the only window, which padding rows of ones count."""
    return [bit for y in range(shape[0]) for x in range(shape[1]) for bit in pixels[y, x]]


SEQUENCE_PARAMETERS = "Simd Stages Layers MaxWords MaxKernelX MaxKernelY MaxPoolX MaxPoolY MaxOutX"
SEQUENCE_PARAMETERS = (SEQUENCE_PARAMETERS + " MaxOutY MaxFolds PlaceBits").split()


def sequence_set(engine_parameters: dict) -> dict:
    """Those of bnn_engine_sequence in an engine."""
    p = engine_parameters
    parameters = {name: p[name] for name in SEQUENCE_PARAMETERS}
    parameters["Banks"] = p["Simd"] // p["Pe"]
    parameters["StartWords"] = ceil_div(p["AccBits"], p["Simd"])
    words = max(p["InWords"], p["EvenWords"], p["OddWords"], 2)
    parameters["MapBits"] = (words - 1).bit_length()
    SPECS[tuple(parameters.items())] = SPECS[tuple(p.items())]
    return parameters


def engine_sequence(random: Random, **parameters: int) -> Case:
    chain = SPECS[tuple(parameters.items())]
    simd, banks = parameters["Simd"], parameters["Banks"]
    map_bits, start_words = parameters["MapBits"], parameters["StartWords"]
    program = Program(chain, simd // banks, simd)
    frame, tokens = [], 0
    out_bits = 15 + simd + 2 * map_bits + banks
    shape = chain.shape

    def beat(flags: list, lanes: int, read: int, write: int, bank: int) -> int:
        word = 1
        for flag in flags:
            word = word << 1 | int(flag)
        for value, width in ((lanes, simd), (read, map_bits), (write, map_bits)):
            word = word << width | value & ((1 << width) - 1)
        return word << banks | 1 << bank

    def lanes_of(channels: int, word: int) -> int:
        return (1 << min(simd, channels - word * simd)) - 1

    for index, layer in enumerate(chain.layers):
        height, width, channels = shape
        per_pixel = ceil_div(channels, simd)
        (top, _, left, _), (_, pooled) = layer.padding, layer.sizes(shape)
        taps = [(ky, kx) for ky in range(layer.kernel[0]) for kx in range(layer.kernel[1])]
        py, px, psy, psx = layer.pool
        outputs = [(y, x) for y in range(pooled[0]) for x in range(pooled[1])]
        pools = [(dy, dx) for dy in range(py) for dx in range(px)]
        for fold in range(ceil_div(layer.rows, simd // banks)):
            frame += [1 << (out_bits - 1)] * start_words
            tokens += start_words
            for out, (oy, ox) in enumerate(outputs):
                for pool, (dy, dx) in enumerate(pools):
                    is_last_pass = out + 1 == len(outputs) and pool + 1 == len(pools)
                    for tap, (ky, kx) in enumerate(taps):
                        y = (oy * psy + dy) * layer.stride[0] + ky * layer.dilation[0] - top
                        x = (ox * psx + dx) * layer.stride[1] + kx * layer.dilation[1] - left
                        is_inside = 0 <= y < height and 0 <= x < width
                        odd = (y + top + x + left) % 2
                        value = {-1: 0, 1: 1, 0: odd}[layer.padding_value]
                        for word in range(per_pixel):
                            is_last = tap + 1 == len(taps) and word + 1 == per_pixel
                            flags = [False, is_last_pass, is_last and not is_last_pass]
                            flags += [index == 0, index % 2 == 0, is_inside]
                            flags += [not is_inside and value, tap == word == 0, is_last]
                            flags += [pool == 0, pool + 1 == len(pools)]
                            flags += [index + 1 == parameters["Layers"], index % 2]
                            write = out * ceil_div(layer.rows, simd) + fold // banks
                            read = (y * width + x) * per_pixel + word
                            lanes = lanes_of(channels, word)
                            frame.append(beat(flags, lanes, read, write, fold % banks))
                            tokens += 1
        shape = (*pooled, layer.rows)
    if not chain.scores:
        height, width, channels = shape
        per_pixel = ceil_div(channels, simd)
        # What is written does not matter then: one bank, the first words in turn.
        for pixel in range(height * width):
            for word in range(per_pixel):
                read = pixel * per_pixel + word
                last = word + 1 == per_pixel
                odd = len(chain.layers) % 2
                flags = [True, False, False, False, not odd, True, False, word == 0, last]
                flags += [True, True, True, odd]
                frame.append(beat(flags, lanes_of(channels, word), read, 0, 0))
    folds = sum(count[7] for count in program.counts)
    waits = folds * (parameters["Stages"] + 2)
    waits += 0 if chain.scores else start_words
    case = Case([1] * (2 * tokens), frame * 2, parameters["Stages"] + 2, len(frame) + waits)
    case.memories["ProgramFile"] = program.words
    case.bench = {"FrameBeats": len(frame)}
    return case


def maps_set(Pe: int, Simd: int, **words: int) -> dict:
    """Those of bnn_engine_maps, with as many bits of addresses as the greatest map needs."""
    return dict(Pe=Pe, Simd=Simd) | words | dict(MapBits=(max(*words.values(), 2) - 1).bit_length())


def engine_maps(
    random: Random, Pe: int, Simd: int, InWords: int, EvenWords: int, OddWords: int, MapBits: int
) -> Case:
    """A frame reads the input map, then the even and the odd one, and writes another meanwhile."""
    banks = Simd // Pe
    odd = [[None] * banks for _ in range(OddWords)]
    even = [[None] * banks for _ in range(EvenWords)]
    case = Case([], [], InWords + 2, 0)
    for _ in range(3):
        given = [random.getrandbits(Simd) for _ in range(InWords)]
        case.beats_in += given
        cycles = []
        for source, target in (("in", even), ("even", odd), ("odd", even)):
            places = [(a, b) for a in range(len(target)) for b in range(banks)]
            places += random.choices(places, k=4)
            random.shuffle(places)
            for address, bank in places:
                writes = random.random() < 0.8 or target[address][bank] is None
                bits = random.getrandbits(Pe)
                word = {"in": given, "even": even, "odd": odd}[source]
                read = random.randrange(len(word))
                inside, padding = random.random() < 0.8, random.getrandbits(1)
                lanes = random.choice([(1 << Simd) - 1, random.getrandbits(Simd)])
                x = padding * ((1 << Simd) - 1)
                if inside:
                    x = word[read] if source == "in" else pack(word[read], Pe)
                else:
                    read = random.getrandbits(MapBits)
                case.beats_out.append(x & lanes)
                if writes:
                    target[address][bank] = bits
                fields = [(bits, Pe), (1 << bank, banks), (address, MapBits), (target is odd, 1)]
                fields += [(writes, 1), (lanes, Simd), (read, MapBits), (padding, 1), (inside, 1)]
                fields += [(source == "odd", 1), (source == "in", 1)]
                cycles.append(fields)
            if source == "in":
                of_input = len(cycles)
        for index, fields in enumerate(cycles):
            command = place = 0
            for value, width in [*fields, (index + 1 == of_input, 1)]:
                command |= value << place
                place += width
            case.beats_in_b.append(command)
        case.interval = of_input + max(len(cycles) - of_input, InWords)
        case.bench = {"FrameBeats": len(cycles)}
    return case


ENGINES = [engine_set(chain, **options) for chain, options in CHAINS]

UNITS = {
    "engine": (engine, ENGINES),
    "engine_sequence": (engine_sequence, [sequence_set(parameters) for parameters in ENGINES]),
    "engine_maps": (
        engine_maps,
        [
            maps_set(2, 4, InWords=5, EvenWords=3, OddWords=2),
            maps_set(1, 1, InWords=1, EvenWords=1, OddWords=1),
            maps_set(8, 8, InWords=16, EvenWords=2, OddWords=9),
            maps_set(4, 16, InWords=2, EvenWords=12, OddWords=20),
        ],
    ),
}
