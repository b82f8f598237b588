#!/usr/bin/env python3
"""Reads every unit of the RTL library as a top, at every parameter set of unit_cases, with
Verilator (-Wall, no waivers), Icarus (-Wall) and yosys (hierarchy -check, proc, check -assert).
Lines of the library and of the testbenches have 100 columns at most.

lint.py [--jobs N] [UNIT ...]
"""

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from unit_cases import UNITS

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "rtl-templates"
COLUMNS = 100


def verilator(top: str, numbers: dict, texts: dict, directory: Path) -> list:
    width = lambda v: "1'b" if isinstance(v, bool) else ""
    values = [f"-G{n}={width(v)}{v:d}" for n, v in numbers.items()]
    values += [f'-G{n}="{v}"' for n, v in texts.items()]
    return ["verilator", "--lint-only", "-Wall", "-y", LIBRARY, "--top-module", top, *values, top]


def icarus(top: str, numbers: dict, texts: dict, directory: Path) -> list:
    values = [f"-P{top}.{n}={v:d}" for n, v in numbers.items()]
    values += [f'-P{top}.{n}="{v}"' for n, v in texts.items()]
    output = ["-g2012", "-Wall", "-t", "null", "-Y", ".sv", "-y", LIBRARY]
    return ["iverilog", *output, *values, "-s", top, LIBRARY / f"{top}.sv"]


def yosys(top: str, numbers: dict, texts: dict, directory: Path) -> list:
    # Texts on yosys' command line do not reach a module, so a wrapper instance carries all values.
    values = [f".{n}({v:d})" for n, v in numbers.items()]
    values += [f'.{n}("{v}")' for n, v in texts.items()]
    wrapper = f"module wrapper; {top} #({', '.join(values)}) u_top (); endmodule"
    (directory / "wrapper.sv").write_text(wrapper)
    script = f"""
        read_verilog -sv {directory}/wrapper.sv
        hierarchy -check -libdir {LIBRARY} -top wrapper
        proc; check -assert
    """
    return ["yosys", "-q", "-p", script.replace("\n", ";")]


def check(unit: str, parameters: dict) -> list[str]:
    numbers = {n: v for n, v in parameters.items() if isinstance(v, int)}
    texts = {n: v for n, v in parameters.items() if isinstance(v, str)}
    errors = []
    with tempfile.TemporaryDirectory() as directory:
        for tool in (verilator, icarus, yosys):
            command = tool(f"bnn_{unit}", numbers, texts, Path(directory))
            done = subprocess.run(command, capture_output=True, text=True)
            complaint = (done.stdout + done.stderr).strip()
            if done.returncode or complaint:
                errors.append(f"{tool.__name__}: {complaint}")
    return errors


def long_lines() -> list[str]:
    """Where they are, by file."""
    sources = [p for folder in (LIBRARY, HERE) for p in folder.rglob("*") if p.is_file()]
    sources = [p for p in sources if p.suffix in (".sv", ".py", ".cpp")]
    return [
        f"{path.relative_to(HERE.parent)}:{number}: {len(line)} columns"
        for path in sorted(sources)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > COLUMNS
    ]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("units", nargs="*", metavar="UNIT", choices=[[], *UNITS])
    options = arguments.parse_args()

    jobs = [(u, p) for u in options.units or UNITS for p in UNITS[u][1]]
    passed = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for (unit, parameters), errors in zip(jobs, pool.map(lambda job: check(*job), jobs)):
            passed += not errors
            setting = " ".join(f"{name}={value}" for name, value in parameters.items())
            print(f"{'FAIL' if errors else 'ok'} {unit} {setting}", *errors, sep="\n     ")
    failed = len(jobs) - passed
    for line in long_lines():
        failed += 1
        print(f"FAIL {line}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
