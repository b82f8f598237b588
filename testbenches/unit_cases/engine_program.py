"""Chains of layers as the program and the parameters of bnn_engine."""

from dataclasses import dataclass

from .case import ceil_div


@dataclass(frozen=True)
class Layer:
    """A convolution of bits; a dense layer is one whose kernel is the whole map."""

    rows: int
    kernel: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    # Top, bottom, left, right.
    padding: tuple[int, int, int, int] = (0, 0, 0, 0)
    # -1, +1 or 0 for odd-even.
    padding_value: int = -1
    # Rows and columns, and their steps.
    pool: tuple[int, int, int, int] = (1, 1, 1, 1)

    def sizes(self, shape: tuple) -> tuple[tuple, tuple]:
        """Height and width before the pool, and behind it."""
        full = tuple(
            (n + a + b - (k - 1) * d - 1) // s + 1
            for n, a, b, k, d, s in zip(
                shape,
                self.padding[::2],
                self.padding[1::2],
                self.kernel,
                self.dilation,
                self.stride,
            )
        )
        pooled = tuple((n - k) // s + 1 for n, k, s in zip(full, self.pool, self.pool[2:]))
        return full, pooled


@dataclass(frozen=True)
class Chain:
    """What one engine computes: (height, width, channels) in, and the layers."""

    shape: tuple[int, int, int]
    layers: tuple[Layer, ...]
    scores: bool


SPECS: dict[tuple, Chain] = {}


def bits(count: int) -> int:
    return max(1, (count - 1).bit_length())


def signed_bits(low: int, high: int) -> int:
    return max((-low - 1 if low < 0 else 0).bit_length(), high.bit_length()) + 1


class Program:
    """The layers of a chain as the engine's program and parameters."""

    def __init__(self, chain: Chain, Pe: int, Simd: int):
        self.words, self.maps, self.fold_beats, self.passes = [], [], [], []
        self.counts, fields, places = [], [], [0]
        height, width, channels = chain.shape
        for layer in chain.layers:
            full, pooled = layer.sizes((height, width))
            per_pixel = ceil_div(channels, Simd)
            top, _, left, _ = layer.padding
            (ky, kx), (sy, sx), (dy, dx) = layer.kernel, layer.stride, layer.dilation
            py, px, psy, psx = layer.pool
            count = [per_pixel, kx, ky, px, py, pooled[1], pooled[0]]
            x = [0, dx, 0, sx, 0, psx * sx, 0]
            y = [0, 0, dy, 0, sy, 0, psy * sy]
            row_words = width * per_pixel
            address = [1] + [x[i] * per_pixel + y[i] * row_words for i in range(1, 7)]
            folds = ceil_div(layer.rows, Pe)
            self.counts.append(count + [folds])
            origin = (-top * row_words - left * per_pixel, -left, -top)
            value = {-1: (0, 0), 1: (0, 1), 0: (1, (top + left) % 2)}[layer.padding_value]
            out_words = ceil_div(layer.rows, Simd)
            last_lanes = channels - (per_pixel - 1) * Simd
            fields.append(
                (count + [folds], address, x, y, origin, (width, height), out_words, value, 0)
                + ((1 << last_lanes) - 1,)
            )
            places += [width, height, -left, -top]
            places += [width + layer.padding[3], height + layer.padding[1]]
            self.fold_beats.append(per_pixel * kx * ky)
            self.passes.append(pooled[0] * pooled[1] * px * py)
            self.maps.append(height * width * per_pixel)
            height, width, channels = *pooled, layer.rows
        self.out_words = height * width * ceil_div(channels, Simd)
        if not chain.scores:
            per_pixel = ceil_div(channels, Simd)
            count = [per_pixel, 1, 1, 1, 1, width, height]
            address = [1, 0, 0, 0, 0, per_pixel, width * per_pixel]
            x, y = [0] * 5 + [1, 0], [0] * 6 + [1]
            last_lanes = channels - (per_pixel - 1) * Simd
            fields.append(
                (count + [1], address, x, y, (0, 0, 0), (width, height), 0, (0, 0), 1)
                + ((1 << last_lanes) - 1,)
            )
            self.counts.append(count + [1])
            places += [width, height]
            self.maps.append(self.out_words)
        self.place_bits = signed_bits(min(places), max(places))
        self.most = [max(count) for count in zip(*self.counts)]
        depth = max(self.in_words, self.even_words, self.odd_words, 2)
        map_bits = (depth - 1).bit_length()
        self.words = [self.word(f, map_bits, Simd) for f in fields]

    @property
    def in_words(self) -> int:
        return self.maps[0]

    @property
    def even_words(self) -> int:
        return max(self.maps[1::2], default=1)

    @property
    def odd_words(self) -> int:
        return max(self.maps[2::2], default=1)

    def word(self, fields: tuple, map_bits: int, simd: int) -> int:
        count, address, x, y, origin, size, out_words, value, emits, lanes = fields

        def steps(coefficients: list[int]) -> list[int]:
            return [
                coefficients[l] - sum((count[i] - 1) * coefficients[i] for i in range(l))
                for l in range(1, 7)
            ]

        values = [(n - 1, bits(most)) for n, most in zip(count, self.most)]
        values += [(step, map_bits) for step in steps(address)]
        values += [(step, self.place_bits) for step in steps(x) + steps(y)]
        values += [(origin[0], map_bits)] + [(n, self.place_bits) for n in origin[1:] + size]
        values += [(out_words, map_bits), (value[0], 1), (value[1], 1), (emits, 1), (lanes, simd)]
        word = place = 0
        for number, width in values:
            word |= (number & ((1 << width) - 1)) << place
            place += width
        return word


def engine_set(
    chain: Chain, Pe: int, Simd: int, AxiBits: int, BurstBeats: int, TileDepth: int, Stages: int = 0
) -> dict:
    """The parameters of bnn_engine for a chain."""
    program = Program(chain, Pe, Simd)
    columns = [
        layer.kernel[0] * layer.kernel[1] * channels
        for layer, channels in zip(
            chain.layers, [chain.shape[2]] + [layer.rows for layer in chain.layers]
        )
    ]
    acc_bits = max(n.bit_length() for n in columns) + 1
    start_words = ceil_div(acc_bits, Simd)
    image_words = sum(
        count[7] * (start_words + beats) for count, beats in zip(program.counts, program.fold_beats)
    )
    names = "Words KernelX KernelY PoolX PoolY OutX OutY Folds".split()
    parameters = dict(Pe=Pe, Simd=Simd, Stages=Stages, AccBits=acc_bits, Scores=chain.scores)
    parameters |= dict(OddScores=bool(columns[-1] % 2), ScoreBits=columns[-1].bit_length() + 1)
    parameters |= dict(InWords=program.in_words)
    parameters |= dict(EvenWords=program.even_words, OddWords=program.odd_words)
    parameters |= dict(Layers=len(program.words))
    parameters |= {f"Max{name}": most for name, most in zip(names, program.most)}
    parameters |= dict(PlaceBits=program.place_bits, AxiBits=AxiBits, BurstBeats=BurstBeats)
    parameters |= dict(ImageBeats=image_words * ceil_div(Pe * Simd, AxiBits), TileDepth=TileDepth)
    SPECS[tuple(parameters.items())] = chain
    return parameters


def dense(rows: int, height: int = 1, width: int = 1) -> Layer:
    return Layer(rows, (height, width))
