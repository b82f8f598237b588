#!/usr/bin/env python3
"""Compares single blocks of the RTL library with FINN's, both mapped by yosys for xc7.

blocks.py [--jobs N]

Prints a Markdown table. Our figures are measured, FINN's are known ones. LUTs are LUT1 to LUT6, on
both sides. Carry cells are not counted, and neither is INV, which has its column because it keeps a
LUT before a carry chain. The exit code is 1 if one of our blocks takes more LUTs, memory among
them, or flip-flops than FINN's.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

LIBRARY = Path(__file__).resolve().parents[1] / "rtl-templates"
SYNTHESIS = "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -nowidelut"
LUT = {f"LUT{inputs}": 1 for inputs in range(1, 7)}
LUTRAM = {
    **dict.fromkeys(("SRL16E", "SRLC16E", "SRLC32E", "RAM32X1S", "RAM64X1S"), 1),
    **dict.fromkeys(("RAM32X1D", "RAM64X1D", "RAM128X1S"), 2),
    **dict.fromkeys(("RAM32M", "RAM64M", "RAM128X1D", "RAM256X1S"), 4),
}
FLIP_FLOP = dict.fromkeys(("FDRE", "FDSE", "FDCE", "FDPE"), 1)
RAMB36 = {"RAMB18E1": 0.5, "RAMB36E1": 1}
INVERTER = {"INV": 1}
UNCOUNTED = {"CARRY4", "MUXF7", "MUXF8"}


@dataclass(frozen=True)
class Block:
    """A module at a parameter set, and what FINN's block of that function takes, if known."""

    name: str
    module: str
    parameters: dict[str, int | str]
    lut: int | None = None
    ff: int | None = None
    bram36: float | None = None
    words: tuple[int, int] | None = None  # words of the memory file, and bits of each


def thresholds(lanes: int, lut: int, ff: int) -> Block:
    """One word of rules, of 24 bits of accumulator, sign and inversion in every lane."""
    return Block(
        f"thresholds, 24 bits, PE {lanes}",
        "bnn_threshold",
        dict(Elements=lanes, Lanes=lanes, InBits=24, Signed=1),
        lut,
        ff,
        words=(1, lanes * 26),
    )


def converter(in_lanes: int, out_lanes: int, lut: int, ff: int) -> Block:
    lanes = dict(InLanes=in_lanes, OutLanes=out_lanes)
    name = f"width converter, {in_lanes} to {out_lanes} bits"
    return Block(name, "bnn_width_converter", dict(Elements=64, **lanes), lut, ff)


# FINN's figures: FINN's blocks mapped with yosys 0.23, synth_xilinx -family xc7.
BLOCKS = [
    Block("FIFO, 32 x 8 bits", "bnn_stream_fifo", dict(Width=8, Depth=32), 159, 272),
    # yosys finds no shift registers with variable taps, which Vivado does.
    Block(
        "FIFO, 512 x 64 bits",
        "bnn_stream_fifo",
        dict(Width=64, Depth=512, Style="block"),
        14280,
    ),
    converter(64, 16, 72, 101),
    converter(16, 64, 26, 84),
    thresholds(16, 290, 511),
    thresholds(64, 982, 1935),
    # From 84 to 124 LUTs, by the lanes of a beat; the least of them counts.
    Block(
        "padding, 32 x 32 to 34 x 34, 64 channels",
        "bnn_padding",
        dict(Elements=64, Lanes=32, InWidth=32, InHeight=32),
        84,
    ),
    Block(
        "sliding window, 3 x 3 of 32 x 32, 64 channels",
        "bnn_sliding_window",
        dict(Width=32, Words=2, InWidth=32, InHeight=32, Depth=268),
        255,
        82,
        0.5,
    ),
    Block(
        "weights, 36 words of 1024 bits",
        "bnn_rom",
        dict(Width=1024, Depth=36, Style="distributed"),
        4113,
        10265,
        words=(36, 1024),
    ),
    Block("fork, 64 bits to 2 readers", "bnn_fork", dict(Width=64, Copies=2)),
    Block("addition, 8 lanes of 8 bits", "bnn_add", dict(Lanes=8, ABits=8, BBits=8, OutBits=9)),
    Block(
        "concatenation, 256 + 256 channels, 64 lanes",
        "bnn_concat",
        dict(Lanes=64, ElementsA=256, ElementsB=256),
    ),
]


def measure(block: Block) -> dict[str, float]:
    """What our block takes."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        parameters = dict(block.parameters)
        if block.words:
            parameters["File"] = "words.mem"
            random = Random(block.name)
            depth, bits = block.words
            words = [random.getrandbits(bits) for _ in range(depth)]
            (directory / "words.mem").write_text("".join(f"{word:x}\n" for word in words))
        values = [
            f'-set {key} "{value}"' if isinstance(value, str) else f"-set {key} {value}"
            for key, value in parameters.items()
        ]
        script = f"""
            read_verilog -sv {LIBRARY / block.module}.sv
            chparam {" ".join(values)} {block.module}
            hierarchy -libdir {LIBRARY} -top {block.module}
            {SYNTHESIS} -top {block.module}
            tee -q -o cells.json stat -json
        """
        (directory / "map.ys").write_text(script)
        command = ["yosys", "-q", "-s", "map.ys"]
        done = subprocess.run(command, cwd=directory, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{block.name}: {done.stderr}")
        report = json.loads((directory / "cells.json").read_text())
    return count(report["design"]["num_cells_by_type"])


def count(cells: dict[str, int]) -> dict[str, float]:
    known = {*LUT, *LUTRAM, *FLIP_FLOP, *RAMB36, *INVERTER, *UNCOUNTED}
    if unknown := cells.keys() - known:
        raise RuntimeError(f"cells that nobody counts: {', '.join(sorted(unknown))}")
    total = lambda kind: sum(cells.get(cell, 0) * each for cell, each in kind.items())
    return {
        "lut": total(LUT),
        "lutram": total(LUTRAM),
        "ff": total(FLIP_FLOP),
        "bram36": total(RAMB36),
        "inv": total(INVERTER),
    }


def row(block: Block, ours: dict[str, float]) -> str:
    known = lambda value: "-" if value is None else f"{value:g}"
    lut = ours["lut"] + ours["lutram"]
    cells = [block.name, f"{ours['lut']} + {ours['lutram']}", str(ours["inv"])]
    cells += [str(ours["ff"]), known(ours["bram36"])]
    cells += [known(block.lut), known(block.ff), known(block.bram36)]
    ratio = f"{lut / block.lut:.3f}" if block.lut else "-"
    return f"| {' | '.join(cells)} | {ratio} |"


def is_worse(block: Block, ours: dict[str, float]) -> bool:
    more_luts = block.lut is not None and ours["lut"] + ours["lutram"] > block.lut
    return more_luts or (block.ff is not None and ours["ff"] > block.ff)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    print("| block | LUT + LUTRAM | INV | FF | RAMB36 | FINN: LUT | FF | RAMB36 | LUT ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    worse = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for block, ours in zip(BLOCKS, pool.map(measure, BLOCKS)):
            print(row(block, ours), flush=True)
            if is_worse(block, ours):
                worse.append(block.name)
    for name in worse:
        print(f"worse than FINN's: {name}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
