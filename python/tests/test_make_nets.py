"""Conversion of published networks, against their golden scores."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import bnnhw
from bnnhw.tensor import Element

REPOSITORY = Path(__file__).resolve().parents[2]
NETS = Path(os.environ.get("BNNHW_SHARED", REPOSITORY.parent / "shared")) / "nets"
NAMES = {
    "tfc_w1a1_mnist": "mnist_test.npz",
    "lfc_w1a1_mnist": "mnist_test.npz",
    "cnv_w1a1_cifar10": "cifar10_test1000.npz",
}
"""The networks and the files of their images."""
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
@pytest.mark.parametrize(
    ("name", "batch", "accuracy"),
    [
        ("tfc_w1a1_mnist", 2500, 0.9296),
        ("lfc_w1a1_mnist", 2500, 0.9834),
        ("cnv_w1a1_cifar10", 125, 0.805),
    ],
)
def test_converted_networks_give_the_golden_scores_and_accuracy(name, batch, accuracy, converted):
    network = bnnhw.load(converted / f"{name}.net.json")
    data = np.load(NETS / "data" / NAMES[name])
    golden = np.load(NETS / f"golden/{name}.npz")
    columns = network.type_of(network.layers[-1].source).elements

    right = 0
    for start in range(0, len(data["x"]), batch):
        part = slice(start, start + batch)
        scores = bnnhw.run(network, data["x"][part])[network.output]
        assert (scores == 2 * golden["scores"][part].astype(np.int64) - columns).all()
        right += int((scores.argmax(axis=1) == data["y"][part]).sum())
    assert right / len(data["x"]) == accuracy


@needs_networks
@pytest.mark.parametrize("name", NAMES)
def test_converted_networks_give_every_golden_sum_and_bit(name, converted):
    network = bnnhw.load(converted / f"{name}.net.json")
    golden = np.load(NETS / f"golden/{name}.npz")
    outputs = bnnhw.run(network, np.load(NETS / "data" / NAMES[name])["x"][:4])
    sources = [node for node in network.layers if node.layer.kind.startswith("binary_")]
    for index, node in enumerate(sources):
        popcounts = golden[f"trace.L{index}.acc"].astype(np.int64)
        is_sum = network.type_of(node.source).element is Element.INTEGER
        columns = node.layer.weights[0].size
        assert (outputs[node.name] == (popcounts if is_sum else 2 * popcounts - columns)).all()
        if node is not sources[-1]:
            bits = outputs.get(f"pool{index}", outputs[f"act{index}"]).reshape(4, -1)
            packed = np.packbits(bits, axis=1, bitorder="little")
            assert (packed == golden[f"trace.L{index}.bits"]).all()


@needs_networks
def test_names_of_the_convolutional_network(converted):
    network = bnnhw.load(converted / "cnv_w1a1_cifar10.net.json")
    assert " ".join(node.name for node in network.layers) == (
        "conv0 act0 conv1 act1 pool1 conv2 act2 conv3 act3 pool3 conv4 act4 conv5 act5 "
        "fc6 act6 fc7 act7 fc8"
    )


@needs_networks
def test_folding_has_one_line_per_binary_layer(converted):
    assert (converted / "lfc_w1a1_mnist.folding.json").read_text() == (
        '{\n  "fc0": {"pe": 32, "simd": 64},\n  "fc1": {"pe": 64, "simd": 32},\n'
        '  "fc2": {"pe": 32, "simd": 64},\n  "fc3": {"pe": 10, "simd": 8}\n}\n'
    )
    lines = (converted / "cnv_w1a1_cifar10.folding.json").read_text().splitlines()
    assert lines[1] == '  "conv0": {"pe": 16, "simd": 3},'
    assert lines[-2] == '  "fc8": {"pe": 4, "simd": 1}'
    assert len(lines) == 11


@needs_networks
def test_the_residual_network_has_its_layers_and_a_folding_of_one_row(converted):
    name = "bmxnet_resnet18_cifar10"
    network = bnnhw.load(converted / f"{name}.net.json")
    kinds = [node.layer.kind for node in network.layers]
    assert kinds[:3] == ["scale_bias", "integer_conv", "threshold"]
    assert kinds[-5:] == ["scale_bias", "requantize", "sum_pool", "integer_dense", "scale_bias"]
    assert (kinds.count("binary_conv"), kinds.count("add")) == (20, 8)
    lines = (converted / f"{name}.folding.json").read_text().splitlines()
    assert lines[1] == '  "conv0": {"pe": 1, "simd": 3},'
    assert len(lines) == 24


def test_an_absent_collection_is_no_failure(tmp_path):
    command = [sys.executable, SCRIPT, "--shared", tmp_path / "none", "--out", tmp_path / "out"]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    assert result.stdout == (
        f"make_nets: {tmp_path / 'none'} is absent, so no network was converted\n"
    )
    assert list(tmp_path.iterdir()) == []
