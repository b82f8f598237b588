#!/usr/bin/env python3
"""Maps unrolled layers, whose weights are part of the logic, beside others' figures.

unrolled.py [--bnn-hw FILE] [--all]

The networks have random weights and thresholds. --all adds the multilayer perceptron of one frame
per cycle, whose mapping takes a quarter of an hour and 8 GB.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from random import Random

from random_core import document, estimated, packed

ROOT = Path(__file__).resolve().parent.parent
SFC = (784, 256, 256, 256, 10)
DA4ML = "da4ml 0.6.0 and yosys 0.23, same flags"
FINN = "FINN SFC-max at 16 cycles per frame, Vivado"


@dataclass(frozen=True)
class Design:
    """Sizes of the layers, rows and columns per cycle, and what others' circuit takes."""

    sizes: tuple[int, ...]
    foldings: tuple[tuple[int, int], ...]
    lut: int
    source: str


# da4ml's circuits are combinational layers with thresholds; FINN's figure is of the paper.
DESIGNS = [
    *(Design((n, 64), ((64, n),), lut, DA4ML) for n, lut in ((64, 2392), (128, 4718), (256, 9208))),
    Design(SFC, ((16, 784), (16, 256), (16, 256), (2, 256)), 91131, FINN),
]
WHOLE = Design(SFC, ((256, 784), (256, 256), (256, 256), (10, 256)), 91131, FINN)


def network(sizes: tuple[int, ...]) -> dict:
    """A network of dense layers of ±1; all but the last of several have thresholds."""
    random = Random(1)
    layers = []
    for index, (columns, rows) in enumerate(zip(sizes, sizes[1:])):
        words = [packed(random.getrandbits(columns), columns) for _ in range(rows)]
        name = f"fc{index}"
        layers.append({"name": name, "kind": "binary_dense", "units": rows, "weights": words})
        if index < len(sizes) - 2 or len(sizes) == 2:
            reach = int(columns**0.5)
            values = range(columns // 2 - reach, columns // 2 + reach)
            thresholds = [random.choice([2 * k - columns for k in values]) for _ in range(rows)]
            layers.append({"name": f"act{index}", "kind": "threshold", "thresholds": thresholds})
    return document("unrolled", [sizes[0]], layers)


def measure(program: Path, design: Design) -> tuple[int, dict]:
    """Cycles per frame, and resources of the whole core but for a single layer's ports."""
    folding = {f"fc{i}": {"pe": pe, "simd": simd} for i, (pe, simd) in enumerate(design.foldings)}
    made, report = estimated(program, network(design.sizes), folding)
    if len(design.foldings) == 1:
        (unit,) = [unit for unit in report["units"] if unit["kind"] == "mvu"]
        return made["cyclesPerFrame"], unit
    return made["cyclesPerFrame"], report["total"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bnn-hw", type=Path, default=ROOT / ".build/release/bnn-hw")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    print("| layers | cycles | lanes | LUT | FF | LUT per lane | others' LUT | of |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for design in DESIGNS + [WHOLE] * options.all:
        cycles, took = measure(options.bnn_hw.resolve(), design)
        lanes = sum(pe * simd for pe, simd in design.foldings)
        luts = took["lut"] + took["lutram"]
        cells = ["-".join(map(str, design.sizes)), cycles, lanes, luts, took["ff"]]
        cells += [f"{luts / lanes:.3f}", design.lut, design.source]
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
