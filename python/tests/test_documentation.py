"""The schema, the example of docs/network-format.md, and the digits network."""

import copy
import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from test_document import branching, convolutional, every_kind, quantized, weighted

import bnnhw

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((REPOSITORY / "docs/network.schema.json").read_text())
FORMAT = (REPOSITORY / "docs/network-format.md").read_text()
EXAMPLE, CONVOLUTIONAL_EXAMPLE = (
    json.loads(part.split("```")[0]) for part in FORMAT.split("```json\n")[1:]
)
DIGITS = REPOSITORY / "examples/digits"
DIGITS_CONV = REPOSITORY / "examples/digits_conv"

VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "document",
    [
        EXAMPLE,
        CONVOLUTIONAL_EXAMPLE,
        every_kind().document(),
        convolutional().document(),
        branching().document(),
        quantized().document(),
        weighted().document(),
        json.loads((DIGITS / "net.json").read_text()),
        json.loads((DIGITS_CONV / "net.json").read_text()),
    ],
    ids=[
        "example",
        "convolutional example",
        "every kind",
        "windows",
        "branches",
        "integers",
        "integer weights",
        "digits",
        "digits_conv",
    ],
)
def test_documents_follow_the_schema(document):
    VALIDATOR.validate(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(version=2),
        lambda d: d.update(name="a b"),
        lambda d: d.update(extra=1),
        lambda d: d.pop("input"),
        lambda d: d["input"].pop("encoding"),
        lambda d: d["input"]["encoding"].update(at=0),
        lambda d: d["input"]["encoding"].update(extra=0),
        lambda d: d["input"].update(type="bit"),
        lambda d: d["input"].update(shape=[1, 2, 3, 4]),
        lambda d: d["layers"].clear(),
        lambda d: d["layers"][0].update(kind="relu"),
        lambda d: d["layers"][0].update(bias=0),
        lambda d: d["layers"][0].update(inputs=[]),
        lambda d: d["layers"][0]["weights"].append("abc"),
        lambda d: d["layers"][1].pop("mean"),
        lambda d: d["layers"][1].update(variance=[1, -1, 1]),
        lambda d: d["layers"][1].update(gamma="1"),
        lambda d: d["layers"][1].update(zero=1),
        lambda d: d["layers"][2].update(zero=0),
        lambda d: d["layers"][4].update(fraction_bits=25),
        lambda d: d["layers"][2].update(kind="threshold", thresholds=[0.5]),
        lambda d: d["layers"].append({"name": "t", "kind": "threshold", "thresholds": 0.5}),
        lambda d: d["layers"].append(
            {"name": "t", "kind": "threshold", "thresholds": 0, "sense": ">"}
        ),
    ],
)
def test_schema_is_strict(change):
    document = copy.deepcopy(EXAMPLE)
    change(document)
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["input"]["encoding"].update(at=1),
        lambda d: d["input"].update(encoding={"kind": "table", "values": [0] * 255}),
        lambda d: d["input"].update(encoding={"kind": "table", "values": [32768] * 256}),
        lambda d: d["input"].update(type="bit", encoding={"kind": "table", "values": [0] * 256}),
        lambda d: d["layers"][0].pop("filters"),
        lambda d: d["layers"][0].pop("kernel"),
        lambda d: d["layers"][0].update(units=2),
        lambda d: d["layers"][0].update(kernel=0),
        lambda d: d["layers"][0].update(kernel=[1, 1, 1]),
        lambda d: d["layers"][0].update(stride=4097),
        lambda d: d["layers"][0].update(dilation=[]),
        lambda d: d["layers"][0].update(groups=0),
        lambda d: d["layers"][0].update(padding=1),
        lambda d: d["layers"][2].pop("padding_value"),
        lambda d: d["layers"][2].update(padding_value="1"),
        lambda d: d["layers"][2].update(padding_value=0),
        lambda d: d["layers"][2].update(padding=[1, 1, 1]),
        lambda d: d["layers"][2].update(padding=[0, 0, -1, 0]),
        lambda d: d["layers"][3].pop("kernel"),
        lambda d: d["layers"][3].update(padding_value="0"),
    ],
)
def test_schema_is_strict_about_convolutions(change):
    document = copy.deepcopy(CONVOLUTIONAL_EXAMPLE)
    change(document)
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["input"].update(encoding={"kind": "table", "values": [-32768, 32767] * 128}),
        lambda d: d["layers"][2].update(padding=1),
        lambda d: d["layers"][2].update(padding=[1, 0]),
        lambda d: d["layers"][0].update(padding=[0, 0]),
        lambda d: d["layers"][3].update(stride=2, dilation=[1, 2], padding=[0, 1]),
    ],
)
def test_schema_takes_every_form(change):
    document = copy.deepcopy(CONVOLUTIONAL_EXAMPLE)
    change(document)
    VALIDATOR.validate(document)


def test_the_convolutional_example_gives_the_numbers_of_its_table(tmp_path):
    path = tmp_path / "tiny_conv.json"
    path.write_text(json.dumps(CONVOLUTIONAL_EXAMPLE))
    outputs = bnnhw.run(path, np.array([[[3, 0, 2], [1, 4, 0], [0, 5, 1]]]))
    assert outputs["conv0"][0, :, :, 0].tolist() == [[8, 6], [10, 10]]
    assert outputs["conv0"][0, :, :, 1].tolist() == [[6, -6], [2, 0]]
    assert outputs["act0"][0].tolist() == [[[1, 1], [0, 0]], [[1, 1], [1, 0]]]
    assert outputs["conv1"][0, :, :, 0].tolist() == [[2, -2], [2, 0]]
    assert outputs["pool1"][0, :, :, 0].tolist() == [[2, 0]]
    assert outputs["fc2"][0].tolist() == [2, 2]
    assert outputs["class"].tolist() == [0]


def test_the_example_gives_the_numbers_of_its_table(tmp_path):
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(EXAMPLE))
    outputs = bnnhw.run(path, np.array([[[200, 10], [128, 127]]]))
    assert {name: values.ravel().tolist() for name, values in outputs.items()} == {
        "image": [1, 0, 1, 0],
        "fc0": [0, 4, 0],
        "bn0": [0.0, -2.0, 0.25],
        "act0": [1, 0, 1],
        "fc1": [-1, 3],
        "scores": [-2, 8],
        "class": [1],
    }


def test_the_examples_thresholds_equal_its_normalization():
    net = bnnhw.Network("folded", shape=(4,), type="bit")
    net.binary_dense("fc0", np.array([[1, 1, 1, 1], [1, -1, 1, -1], [-1, -1, 1, 1]]))
    net.batch_norm(
        "bn0", gamma=[2, -1, 0.5], beta=[0, 1, -0.25], mean=[0, 1, -1], variance=0.75, epsilon=0.25
    )
    net.sign("act0")
    net.threshold("folded", [0, 2, 0], sense=[">=", "<=", ">="], inputs="fc0")
    every_input = np.arange(16)[:, None] >> np.arange(4) & 1
    outputs = bnnhw.run(net, every_input)
    assert (outputs["act0"] == outputs["folded"]).all()


@pytest.mark.parametrize(("folder", "accuracy"), [(DIGITS, 0.95), (DIGITS_CONV, 0.96)])
def test_networks_of_digits_are_as_accurate_as_their_readmes_say(folder, accuracy):
    images, labels = np.load(folder / "images.npy"), np.load(folder / "labels.npy")
    assert images.dtype == np.uint8
    assert images.shape == (364, 8, 8)
    classes = bnnhw.run(folder / "net.json", images)["class"]
    right = int((classes == labels).sum())
    assert f"{right} of {len(labels)}" in (folder / "README.md").read_text()
    assert right / len(labels) >= accuracy


def test_both_networks_of_digits_are_measured_on_the_same_images():
    for file in ("images.npy", "labels.npy"):
        assert (DIGITS / file).read_bytes() == (DIGITS_CONV / file).read_bytes()
