"""Conversion of published networks, against their golden scores."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import bnnhw

REPOSITORY = Path(__file__).resolve().parents[2]
NETS = Path(os.environ.get("BNNHW_SHARED", REPOSITORY.parent / "shared")) / "nets"
SCRIPT = REPOSITORY / "scripts/make_nets.py"

needs_networks = pytest.mark.skipif(
    not NETS.is_dir(), reason="no published networks; set BNNHW_SHARED"
)


@pytest.fixture(scope="module")
def converted(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("nets")
    subprocess.run([sys.executable, SCRIPT, "--shared", NETS, "--out", folder], check=True)
    return folder


@needs_networks
@pytest.mark.parametrize("name", ["tfc_w1a1_mnist", "lfc_w1a1_mnist"])
def test_converted_networks_give_the_golden_scores(name, converted):
    network = bnnhw.load(converted / f"{name}.net.json")
    images = np.load(NETS / "data/mnist_test.npz")["x"]
    golden = np.load(NETS / f"golden/{name}.npz")
    columns = network.type_of(network.layers[-1].source).elements

    for start in range(0, len(images), 2500):
        part = slice(start, start + 2500)
        scores = bnnhw.run(network, images[part])[network.output]
        assert (scores == 2 * golden["scores"][part].astype(np.int64) - columns).all()

    traced = bnnhw.run(network, images[:4])
    for index in range(3):
        bits = np.packbits(traced[f"act{index}"], axis=1, bitorder="little")
        assert (bits == golden[f"trace.L{index}.bits"]).all()


@needs_networks
def test_folding_has_one_line_per_binary_layer(converted):
    assert (converted / "lfc_w1a1_mnist.folding.json").read_text() == (
        '{\n  "fc0": {"pe": 32, "simd": 64},\n  "fc1": {"pe": 64, "simd": 32},\n'
        '  "fc2": {"pe": 32, "simd": 64},\n  "fc3": {"pe": 10, "simd": 8}\n}\n'
    )


def test_an_absent_collection_is_no_failure(tmp_path):
    command = [sys.executable, SCRIPT, "--shared", tmp_path / "none", "--out", tmp_path / "out"]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    assert result.stdout == (
        f"make_nets: {tmp_path / 'none'} is absent, so no network was converted\n"
    )
    assert list(tmp_path.iterdir()) == []
