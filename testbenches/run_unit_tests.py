#!/usr/bin/env python3
"""Simulates every unit of the RTL library with Icarus: parameter sets x idle cycles x stalls.

run_unit_tests.py [--jobs N] [--netlist FAMILY] [UNIT ...]
Outputs are compared with unit_cases; latency and interval are checked where nothing stalls.
With --netlist the same is asked of each unit after synthesis, see netlist.py; unless units are
named, only at the first two parameter sets of each and the last.
"""

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from netlist import FAMILIES, sources_of_netlist
from unit_cases import UNITS, Case

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "rtl-templates"
IDLE_AND_STALL = [(0, 0), (30, 0), (0, 30), (40, 40)]


def write_hex(path: Path, words: list[int | str]) -> Path:
    """A word is a number, or text with x for unknown digits."""
    texts = [f"{word:x}" if isinstance(word, int) else word for word in words]
    path.write_text("".join(f"{text}\n" for text in texts))
    return path


def build(
    unit: str, parameters: dict, bench: dict, family: str | None, directory: Path
) -> Path:
    top = f"tb_bnn_{unit}"
    sources = ["-y", LIBRARY]
    if family:
        sources = sources_of_netlist(unit, parameters, family, directory)
    options = [
        f"-P{top}.{name}={value:d}" if isinstance(value, int) else f'-P{top}.{name}="{value}"'
        for name, value in (parameters | bench).items()
    ]
    program = directory / "simulation"
    command = ["iverilog", "-g2012", "-Wall", "-Wno-timescale", "-o", program, "-s", top]
    command += ["-Y", ".sv", "-y", HERE, "-y", HERE / "harness", *sources, *options]
    command += [HERE / f"{top}.sv"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or done.stderr:
        raise RuntimeError(done.stderr)
    return program


def simulate(program: Path, directory: Path, case: Case, idle: int, stall: int) -> str | None:
    """The error, if there is one."""
    plusargs = [f"+in={directory / 'in.hex'}", f"+in_b={directory / 'in_b.hex'}"]
    plusargs += [f"+expect={directory / 'expect.hex'}"]
    plusargs += [f"+idle={idle}", f"+stall={stall}", f"+seed={7 + idle + 3 * stall}"]
    if idle == stall == 0:
        plusargs += [f"+latency={case.latency}", f"+interval={case.interval}"]
    done = subprocess.run(["vvp", "-n", program, *plusargs], capture_output=True, text=True)
    passed = done.returncode == 0 and done.stdout.endswith("PASS\n")
    return None if passed else (done.stdout + done.stderr).strip() or "no PASS line"


def check(unit: str, parameters: dict, family: str | None) -> list[str | None]:
    """One entry per simulation: its error or None."""
    model, _ = UNITS[unit]
    case = model(Random(f"{unit} {parameters}"), **parameters)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        write_hex(directory / "in.hex", case.beats_in)
        write_hex(directory / "in_b.hex", case.beats_in_b)
        write_hex(directory / "expect.hex", case.beats_out)
        memories, bench = (
            {
                name: write_hex(directory / f"{name}.hex", value)
                if isinstance(value, list)
                else value
                for name, value in values.items()
            }
            for values in (case.memories, case.bench)
        )
        try:
            program = build(unit, parameters | memories, bench, family, directory)
        except RuntimeError as error:
            return [f"build: {error}"] * len(IDLE_AND_STALL)
        results = []
        for idle, stall in IDLE_AND_STALL:
            error = simulate(program, directory, case, idle, stall)
            results.append(error and f"idle {idle} stall {stall}: {error}")
        return results


def chosen_sets(unit: str, some: bool) -> list[dict]:
    """All parameter sets, or the first two and the last."""
    sets = UNITS[unit][1]
    return sets[:2] + sets[2:][-1:] if some else sets


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--netlist", choices=FAMILIES)
    arguments.add_argument("units", nargs="*", metavar="UNIT", choices=[[], *UNITS])
    options = arguments.parse_args()

    some = options.netlist is not None and not options.units
    jobs = [(u, p) for u in options.units or UNITS for p in chosen_sets(u, some)]
    passed = failed = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        checked = pool.map(lambda job: check(*job, options.netlist), jobs)
        for (unit, parameters), results in zip(jobs, checked):
            errors = [error for error in results if error]
            passed += len(results) - len(errors)
            failed += len(errors)
            setting = " ".join(f"{name}={value}" for name, value in parameters.items())
            print(f"{'FAIL' if errors else 'ok'} {unit} {setting}", *errors, sep="\n     ")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
