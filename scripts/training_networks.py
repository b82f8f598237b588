"""Random networks and foldings for `fit_resources.py`: every unit, sizes of real accelerators."""

import random
from pathlib import Path

import numpy as np

import bnnhw


class Maker:
    """A network under construction with the foldings of its layers; the same for the same seed."""

    def __init__(self, seed: int):
        self.seed = seed
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.foldings: dict[str, dict] = {}
        self.network = self._start()

    def write(self, directory: Path) -> tuple[Path, Path]:
        """Write the network document and its folding file."""
        import json

        document = directory / f"train_{self.seed}.net.json"
        folding = directory / f"train_{self.seed}.folding.json"
        self.network.save(document)
        folding.write_text(json.dumps(self.foldings))
        return document, folding

    def _pick(self, *choices):
        return self.random.choice(choices)

    def _signs(self, *shape: int) -> np.ndarray:
        return self.numbers.integers(0, 2, shape) * 2 - 1

    def _start(self) -> bnnhw.Network:
        is_map = self.seed % 2 == 1
        side = self._pick(6, 8, 12, 16)
        shape = (side, side, self._pick(1, 3, 4)) if is_map else (self._pick(32, 64, 150, 256, 400),)
        kind = self._pick("bit", "threshold", "identity", "table", "thermometer", "signed")
        self.network = bnnhw.Network(
            f"train_{self.seed}", shape=shape, **self._input(kind)
        )
        self.is_bits = kind in ("bit", "threshold", "thermometer")
        if is_map:
            self._maps(side)
        self._dense()
        self._head()
        return self.network

    def _input(self, kind: str) -> dict:
        if kind == "bit":
            return {"type": "bit"}
        if kind == "threshold":
            return {"type": "uint8", "threshold": self._pick(128, 77, 200, 3)}
        if kind == "identity":
            return {"type": "uint8", "integers": True}
        if kind == "signed":
            return {"type": "int8", "integers": True}
        if kind == "thermometer":
            levels = sorted(self.random.sample(range(1, 255), self._pick(2, 3, 5)))
            return {"type": "uint8", "thermometer": levels}
        scale = self._pick(0.5, 1.0, 2.3)
        return {"type": "uint8", "table": [round(scale * (v - 120)) for v in range(256)]}

    def _fold(self, name: str, rows: int, columns: int, *, depthwise: bool = False) -> None:
        fold = lambda n: max(1, -(-n // self._pick(1, 2, 3, 4, 8, 16)))
        pe, simd = min(64, fold(rows)), min(64, fold(columns))
        while pe * simd > 1024:
            simd = -(-simd // 2)
        entry = {"pe": pe, "simd": 1 if depthwise else simd}
        if self._pick(1, 2, 3) == 1:
            entry["weights"] = self._pick("lut", "block")
        if not self.is_bits and self._pick(1, 2) == 1:
            entry["bit_serial"] = True
        if pe == rows and self._pick(1, 2) == 1:
            entry["pixels"] = 2
        if self._pick(1, 2, 3, 4) == 1:
            entry["popcount_stages"] = self._pick(1, 2)
        self.foldings[name] = entry

    def _sign(self, name: str, channels: int, reach: int) -> None:
        middle = 0 if self.is_bits else reach // 8
        bounds = self.numbers.normal(middle, max(1.0, reach / 8), channels).round().astype(int)
        self.network.threshold(name, bounds.tolist(), sense=[
            self._pick(">=", ">=", "<=") for _ in range(channels)])
        self.is_bits = True

    def _maps(self, side: int) -> None:
        for index in range(self._pick(1, 2, 2)):
            _, width, channels = self.network.type_of(self._last()).shape
            kernel = self._pick(1, 3, 3, 3, 5)
            if kernel > width:
                kernel = 1
            depthwise = self.is_bits and channels > 1 and self._pick(1, 2, 3, 4, 5) == 1
            groups = channels if depthwise else 1
            filters = groups if depthwise else self._pick(8, 16, 32, 48)
            padded = kernel > 1 and self._pick(1, 2) == 1
            columns = channels // groups
            name = f"conv{index}"
            value = self._pick("-1", "+1", "0", "odd_even") if self.is_bits else "0"
            self.network.binary_conv(
                name, self._signs(filters, kernel, kernel, columns), groups=groups,
                stride=self._pick(1, 1, 1, 2), padding=kernel // 2 if padded else 0,
                padding_value=value if padded else None)
            self._fold(name, filters, columns, depthwise=depthwise)
            pool = self._pick("none", "none", "before", "behind", "sum")
            if pool == "before" and self._width() >= 2:
                self.network.max_pool(f"pool{index}", 2)
            if pool == "sum" and self._width() >= 2:
                self.network.sum_pool(f"pool{index}", 2)
            self._sign(f"act{index}", filters, kernel * kernel * columns)
            if pool == "behind" and self._width() >= 2:
                self.network.max_pool(f"pool{index}", 2)

    def _last(self) -> str:
        layers = self.network.layers
        return layers[-1].name if layers else self.network.input.name

    def _width(self) -> int:
        return self.network.type_of(self._last()).shape[1]

    def _dense(self) -> None:
        for index in range(self._pick(0, 1, 2)):
            columns = self.network.type_of(self._last()).elements
            rows = self._pick(24, 32, 64, 96, 128)
            name = f"fc{index}"
            self.network.binary_dense(name, self._signs(rows, columns))
            self._fold(name, rows, columns)
            self._sign(f"sign{index}", rows, columns)
        columns = self.network.type_of(self._last()).elements
        classes = self._pick(4, 10, 20)
        self.network.binary_dense("last", self._signs(classes, columns))
        self._fold("last", classes, columns)
        self.classes = classes

    def _head(self) -> None:
        head = self._pick("scores", "argmax", "scaled", "both")
        if head in ("scaled", "both"):
            self.network.scale_bias(
                "scale", scale=self.numbers.uniform(-2, 2, self.classes).tolist(),
                bias=self.numbers.uniform(-9, 9, self.classes).tolist(),
                fraction_bits=self._pick(4, 8))
        if head in ("argmax", "both"):
            self.network.argmax("class")
