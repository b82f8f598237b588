#!/usr/bin/env python3
"""Published accelerators beside what bnn-hw makes of their networks, as a Markdown table.

    survey.py [--bnn-hw PROGRAM] [--frames N] [SYSTEM ...]

SYSTEMs are directories of examples/survey, whose README.md explains them. Each network is generated with
the least hardware for the published frames per second at the published clock, simulated with every stream
compared, and estimated by the model of xc7. What fails is a dash, with the reason on standard error.
"""

import argparse
import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

import bnnhw

SYSTEMS = ROOT / "examples" / "survey"
NETS = ROOT / "build" / "nets"
OUT = ROOT / "build" / "survey"
USUAL_MEGAHERTZ = 100
LEVEL_SCALES = [16, 9, 5]
"""Of residual binarization: about 1, 0.56 and 0.31."""


class Topology:
    """A network of random weights that grows by the words of a `system.json`."""

    def __init__(self, name: str, system: dict):
        """Start with the input."""
        self._random = np.random.default_rng(1)
        self._system = system
        threshold = 128 if system["input"] == "threshold" else None
        self.network = bnnhw.Network(
            name.replace("-", "_"),
            shape=system["shape"],
            type="uint8",
            threshold=threshold,
            integers=threshold is None,
        )
        self._levels = system.get("levels", 1)
        self._shape = (*system["shape"], 1)[:3]
        self._value = self.network.input.name
        self._is_code = False
        self._count = 0
        for index, word in enumerate(system["layers"]):
            self._add(word.split(), is_last=index + 1 == len(system["layers"]))

    def _add(self, word: list[str], is_last: bool) -> None:
        height, width, channels = self._shape
        name = f"l{self._count}"
        self._count += 1
        if word[0] == "pool":
            self._value = self.network.max_pool(name, 2, inputs=self._value)
            self._shape = (height // 2, width // 2, channels)
        elif word[0] == "average":
            sums = self.network.sum_pool(name, (height, width), inputs=self._value)
            self._shape = (1, 1, channels)
            self._activate(name, sums, height * width)
        else:
            self._matrix(name, word[0], int(word[1]), is_last)

    def _matrix(self, name: str, kind: str, units: int, is_last: bool) -> None:
        height, width, channels = self._shape
        padding = self._system.get("padding")
        if kind == "conv":
            columns = (3, 3, channels)
            lost = 0 if padding else 2
            self._shape = (height - lost, width - lost, units)
        else:
            columns = (height * width * channels,)
            self._shape = (1, 1, units)
        count = self._system.get("parallel", 1) if kind == "conv" else 1
        bases = self._random.integers(0, 2, (count, units, *columns), dtype=np.int8) * 2 - 1
        planes = self._bit_planes(name) if self._is_code else [self._value]
        sums = []
        for index, (level, weights) in enumerate(itertools.product(range(len(planes)), bases)):
            one, plane = f"{name}_{index}", planes[level]
            if kind == "conv":
                total = self.network.binary_conv(
                    one,
                    weights,
                    padding=1 if padding else 0,
                    padding_value=self._padding_value(padding),
                    inputs=plane,
                )
            else:
                total = self.network.binary_dense(one, weights, inputs=plane)
            if self._is_code:
                total = self.network.scale_bias(
                    f"{one}_scaled", scale=LEVEL_SCALES[level], bias=0, fraction_bits=0
                )
            sums.append(total)
        total = sums[0]
        for index, other in enumerate(sums[1:]):
            total = self.network.sum_of(f"{name}_sum{index}", inputs=[total, other])
        if is_last:
            self.network.argmax("class", inputs=total)
        else:
            self._activate(name, total, int(np.prod(columns)))

    def _padding_value(self, padding: str | None) -> str | None:
        """Integers, which the first layer of `uint8` pixels reads, are padded with 0."""
        if padding is None:
            return None
        return "0" if self._count == 1 and self._system["input"] == "uint8" else padding

    def _activate(self, name: str, sums: str, synapses: int) -> None:
        """Bits, or those of residual binarization: each the sign of what the ones before leave."""
        spread = max(1, int(np.sqrt(synapses)))
        if self._count == 1 and self._system["input"] == "uint8":
            spread *= 128
        middle = self._random.integers(-spread, spread + 1, self._shape[2])
        if self._levels == 1:
            self._value = self.network.threshold(f"{name}_bits", middle, inputs=sums)
            return
        # In units of the sums, the last of which counts the levels' scales.
        reach = spread * (LEVEL_SCALES[0] if self._is_code else 1)
        rest, bounds = [0], [0]
        for scale in LEVEL_SCALES[: self._levels - 1]:
            step = max(1, reach * scale // LEVEL_SCALES[0])
            rest = [bound + sign * step for bound in rest for sign in (-1, 1)]
            bounds += rest
        thresholds = middle[:, None] + np.array(sorted(bounds))[None, :]
        self._value = self.network.multi_threshold(f"{name}_code", thresholds, inputs=sums)
        self._is_code = True

    def _bit_planes(self, name: str) -> list[str]:
        """The signs of the levels, the largest first."""
        return [
            self.network.bit_plane(f"{name}_plane{bit}", bit, inputs=self._value)
            for bit in reversed(range(self._levels))
        ]


def document(name: str, system: dict) -> Path | None:
    """Write the network; None if it is a converted one that is not there."""
    if "network" in system:
        path = NETS / f"{system['network']}.net.json"
        return path if path.exists() else None
    path = OUT / f"{name}.net.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    Topology(name, system).network.save(path)
    return path


def run(program: Path, *arguments) -> dict | None:
    """Return the JSON object that a command prints; None, with its message passed on, if it fails."""
    command = [str(part) for part in (program, *arguments, "--json")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode == 0:
        return json.loads(result.stdout)
    print(f"{' '.join(map(str, arguments))}: {result.stderr.strip()}", file=sys.stderr)
    return None


def rows(program: Path, name: str, frames: int) -> list[list[str]]:
    """The least hardware for a system's speed; for a part named in `fit`, also what fills that."""
    system = json.loads((SYSTEMS / name / "system.json").read_text())
    published = system["published"]
    target = published["framesPerSecond"] or system["framesPerSecond"]
    found = [row(program, name, system, frames, ["--target-fps", target])]
    if "fit" in system:
        label = {**system, "system": f"{system['system']}, on {system['fit']}"}
        found.append(row(program, f"{name}-fit", label, frames, ["--fit", system["fit"]]))
    return found


def row(program: Path, name: str, system: dict, frames: int, goal: list) -> list[str]:
    """Generate, simulate and estimate one circuit."""
    published = system["published"]
    clock = published["megahertz"] or USUAL_MEGAHERTZ
    target = published["framesPerSecond"] or system["framesPerSecond"]
    known = [published[key] for key in ["lut", "bram", "dsp"]]
    cells = [system["system"], *(dash(value) for value in [target, clock, *known])]
    path = document(name, system)
    directory = OUT / name
    if path is None:
        return [*cells, *["–"] * 7]
    made = run(program, "generate", path, *goal, "--clock", f"{clock}MHz", "-o", directory)
    if made is None:
        return [*cells, *["–"] * 7]
    simulated = run(program, "simulate", directory, "--frames", frames, "--layers")
    taken = run(program, "estimate", directory, "--quick")["total"]
    exact = simulated is not None and simulated["mismatches"] == 0
    cycles = simulated["cyclesPerFrame"] if exact else made["cyclesPerFrame"]
    return [
        *cells,
        f"{clock * 1e6 / cycles:.0f}",
        f"{cycles}",
        f"{taken['lut'] + taken['lutram']}",
        f"{taken['ff']}",
        f"{taken['bram36']:g}",
        f"{taken['dsp']}",
        f"{frames} bit-exact" if exact else "–",
    ]


def dash(value) -> str:
    """A figure, or that it is not known."""
    return "–" if value is None else f"{value:.10g}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bnn-hw", type=Path, default=ROOT / ".build/release/bnn-hw")
    parser.add_argument("--frames", type=int, default=3)
    parser.add_argument("systems", nargs="*")
    options = parser.parse_args()
    names = options.systems or sorted(path.parent.name for path in SYSTEMS.glob("*/system.json"))
    published = "system | FPS | MHz | LUT | BRAM | DSP"
    print(f"| {published} | ours: FPS | cycles/frame | LUT | FF | BRAM | DSP | simulated frames |")
    print("| --- |" + " --: |" * 11 + " --- |")
    for name in names:
        for cells in rows(options.bnn_hw.absolute(), name, options.frames):
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
