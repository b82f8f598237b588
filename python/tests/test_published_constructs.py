"""Networks of examples/constructs against the formulas of the publications."""

import importlib.util
from pathlib import Path

import bnnhw.reference
import numpy as np
import pytest

PATH = Path(__file__).resolve().parents[2] / "examples" / "constructs" / "constructs.py"
SPECIFICATION = importlib.util.spec_from_file_location("constructs", PATH)
constructs = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(constructs)


@pytest.mark.parametrize("build", constructs.ALL, ids=lambda build: build.__name__)
def test_layers_compute_what_the_formula_says(build):
    construct, frames = constructs.sample(build)
    output = bnnhw.reference.run(construct.network, frames)[construct.network.output]
    values = np.where(output, 1, -1) if output.dtype == bool else output
    expected = construct.expected(frames.astype(np.float64)).reshape(values.shape)
    assert np.array_equal(values, expected)
    assert len(np.unique(values)) > 1
