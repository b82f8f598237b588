#!/usr/bin/env python3
"""Records what yosys makes of the random networks that test the resource models.

record_resources.py NETWORKS

NETWORKS is what `BNN_HW_WRITE_NETWORKS=NETWORKS swift test --filter writtenNetworks` wrote. Maps
each network's units for xc7 and writes Tests/EstimatorTests/Recorded/random_networks.json.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import unit_synthesis

TARGET = HERE.parent / "Tests/EstimatorTests/Recorded/random_networks.json"


def main() -> None:
    networks = Path(sys.argv[1])
    rows = []
    for directory in sorted(networks.glob("random_*/"), key=lambda d: int(d.name[7:])):
        cells = unit_synthesis.measure(directory, "xc7", networks / "cells")
        total = unit_synthesis.total(cells, "xc7")
        rows.append(f'    {{"seed": {directory.name[7:]}, "measured": {json.dumps(total)}}}')
        print(rows[-1].strip(), flush=True)
    text = ",\n".join(rows)
    TARGET.write_text(f'{{\n  "tool": "yosys 0.23",\n  "networks": [\n{text}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
