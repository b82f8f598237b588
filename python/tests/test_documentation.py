"""The schema, the example of docs/network-format.md, and the digits network."""

import copy
import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from test_document import every_kind

import bnnhw

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((REPOSITORY / "docs/network.schema.json").read_text())
FORMAT = (REPOSITORY / "docs/network-format.md").read_text()
EXAMPLE = json.loads(FORMAT.split("```json\n")[1].split("```")[0])
DIGITS = REPOSITORY / "examples/digits"

VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "document",
    [EXAMPLE, every_kind().document(), json.loads((DIGITS / "net.json").read_text())],
    ids=["format example", "every kind", "digits"],
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


def test_the_digits_network_is_as_accurate_as_its_readme_says():
    images, labels = np.load(DIGITS / "images.npy"), np.load(DIGITS / "labels.npy")
    assert images.dtype == np.uint8
    assert images.shape == (364, 8, 8)
    classes = bnnhw.run(DIGITS / "net.json", images)["class"]
    right = int((classes == labels).sum())
    assert f"{right} of {len(labels)}" in (DIGITS / "README.md").read_text()
    assert right / len(labels) >= 0.95
