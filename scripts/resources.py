#!/usr/bin/env python3
"""Guards what the reference designs take: LUTs, flip-flops, block RAM and cycles.

resources.py [--bnn-hw FILE] [--update] [DESIGN ...]

Generates each design, maps it with `bnn-hw estimate` for xc7 and compares with resources.json beside
this script. A worse number fails, 1 % of LUTs and flip-flops aside, which other versions of yosys
may cost; --update writes the new numbers. Designs whose network is not there are skipped.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TABLE = HERE / "resources.json"
TOLERANCE = 1.01

DESIGNS = {
    "digits": ["examples/digits/net.json"],
    "digits_conv": ["examples/digits_conv/net.json"],
    **{
        name.split("_")[0]: [
            f"build/nets/{name}.net.json",
            "--folding",
            f"build/nets/{name}.folding.json",
        ]
        for name in ("tfc_w1a1_mnist", "lfc_w1a1_mnist", "cnv_w1a1_cifar10")
    },
}


def measure(program: str, arguments: list[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name) / "design"
        run = {"cwd": ROOT, "check": True, "capture_output": True, "text": True}
        made = subprocess.run(
            [program, "generate", *arguments, "-o", directory, "--json"], **run
        )
        report = subprocess.run([program, "estimate", directory, "--json"], **run)
    total = json.loads(report.stdout)["total"]
    summary = json.loads(made.stdout)
    return {
        "lut": total["lut"] + total["lutram"],
        "ff": total["ff"],
        "bram36": total["bram36"],
        "cycles": summary["cyclesPerFrame"],
        "latency": summary["latencyCycles"],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bnn-hw", default=ROOT / ".build/release/bnn-hw")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("designs", nargs="*", default=list(DESIGNS), metavar="DESIGN")
    options = parser.parse_args()

    table = json.loads(TABLE.read_text()) if TABLE.exists() else {}
    worse = False
    for design in options.designs:
        if not (ROOT / DESIGNS[design][0]).exists():
            print(f"skip {design}: {DESIGNS[design][0]} is not there (make nets)")
            continue
        now, known = measure(str(options.bnn_hw), DESIGNS[design]), table.get(design, {})
        for key, value in now.items():
            limit = known.get(key)
            if limit is None or options.update:
                verdict = "new"
            elif value > limit * (TOLERANCE if key in ("lut", "ff") else 1):
                verdict, worse = f"WORSE than {limit}", True
            else:
                verdict = "better, take it with --update" if value < limit else "as known"
            print(f"{design:12} {key:8} {value:10} {verdict}")
        if options.update:
            table[design] = now
    if options.update:
        TABLE.write_text(json.dumps(table, indent=2) + "\n")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
