#!/usr/bin/env python3
"""Maps a convolution of 3 x 3 whose weights are of few different kernels, and prints what it takes.

kernels.py [--bnn-hw FILE]

256 filters on 256 channels at 4 rows and 32 columns per cycle; kernels and weights are random, and
no kernel is the opposite of another.
"""

import argparse
from pathlib import Path
from random import Random

from random_core import document, estimated, packed

ROOT = Path(__file__).resolve().parent.parent
CHANNELS = 256
TAPS = 9
PE, SIMD = 4, 32
# None: every weight by itself.
COUNTS = [None, 32, 16, 8, 4]


def rows(count: int | None) -> list[str]:
    """The filters, each channel of which has one of so many kernels."""
    random = Random(1)
    columns = TAPS * CHANNELS
    if count is None:
        return [packed(random.getrandbits(columns), columns) for _ in range(CHANNELS)]
    ones = (1 << TAPS) - 1
    pairs = random.sample(range(1 << (TAPS - 1)), count)
    kernels = [kernel ^ random.choice([0, ones]) for kernel in pairs]
    filters = []
    for _ in range(CHANNELS):
        chosen = random.choices(kernels, k=CHANNELS)
        row = 0
        for tap in range(TAPS):
            for channel, kernel in enumerate(chosen):
                row |= (kernel >> tap & 1) << (tap * CHANNELS + channel)
        filters.append(packed(row, columns))
    return filters


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bnn-hw", type=Path, default=ROOT / ".build/release/bnn-hw")
    program = parser.parse_args().bnn_hw.resolve()
    print("| kernels | bits per weight | LUT | RAMB36 |")
    print("| --: | --: | --: | --: |")
    for count in COUNTS:
        layer = {"name": "conv", "kind": "binary_conv", "filters": CHANNELS, "kernel": 3}
        layer["weights"] = rows(count)
        network = document("kernels", [8, 8, CHANNELS], [layer])
        _, report = estimated(program, network, {"conv": {"pe": PE, "simd": SIMD}})
        (unit,) = [unit for unit in report["units"] if unit["kind"] == "mvu"]
        luts = unit["lut"] + unit["lutram"]
        bits = 1.0 if count is None else (count - 1).bit_length() / TAPS
        blocks = f"{unit['bram36']:g}"
        print(f"| {count or 'any'} | {bits:.2g} | {luts} | {blocks} |", flush=True)


if __name__ == "__main__":
    main()
