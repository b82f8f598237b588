"""Saving and loading: layout, round trip, and what the reader refuses."""

import json

import numpy as np
import pytest

import bnnhw


def every_kind() -> bnnhw.Network:
    random = np.random.default_rng(0)
    net = bnnhw.Network(
        "every_kind",
        shape=(3, 3, 1),
        type="int8",
        threshold=-5,
        input_name="image",
        description='µ "quoted"',
        classes=["zero", "one"],
    )
    net.binary_dense("fc0", random.random((20, 9)) < 0.5)
    net.batch_norm(
        "bn0",
        gamma=random.normal(size=20),
        beta=np.float32(0.1),
        mean=random.normal(size=20).astype(np.float32),
        variance=random.random(20),
        epsilon=1e-5,
    )
    net.sign("act0", zero=-1)
    net.binary_dense("fc1", random.random((6, 20)) < 0.5)
    net.threshold("act1", [-20, 3, 0, 1, 2, 2**31], sense=[">=", "<="] * 3)
    net.binary_dense("fc2", random.random((2, 6)) < 0.5)
    net.scale_bias("scores", scale=[0.5, 1], bias=-1.25, fraction_bits=4)
    net.argmax("class")
    return net


def convolutional() -> bnnhw.Network:
    random = np.random.default_rng(1)
    net = bnnhw.Network("convolutional", shape=(9, 9, 2), type="int8", table=range(-9, 247))
    net.binary_conv("conv0", random.random((6, 3, 2, 2)) < 0.5, stride=[1, 2], dilation=[2, 1])
    net.sign("act0")
    net.max_pool("pool0", [2, 1], padding=[1, 0, 0, 0])
    net.binary_conv(
        "conv1",
        random.random((4, 3, 3, 3)) < 0.5,
        padding=[1, 2, 0, 1],
        padding_value="odd_even",
        groups=2,
    )
    net.max_pool("pool1", 2, stride=1)
    net.binary_dense("fc2", random.random((3, 4 * np.prod(net.type_of("pool1").shape[:2]))) < 0.5)
    return net


def branching() -> bnnhw.Network:
    """Ways that part and join again."""
    random = np.random.default_rng(2)
    net = bnnhw.Network("branching", shape=(4, 4, 2), type="uint8", integers=True)
    net.binary_conv("conv0", random.random((2, 1, 1, 2)) < 0.5)
    net.sum_of("shortcut", inputs=["conv0", "input"])
    net.sign("act0")
    net.gated_add("gated", [3, -4], sense=["<=", ">="], inputs=["shortcut", "act0"])
    net.gated_add("again", 0, inputs=["gated", "conv0"])
    net.sign("act0b")
    net.concat("both", inputs=["act0b", net.threshold("act1", 9, inputs="conv0")])
    net.binary_dense("fc0", random.random((2, 64)) < 0.5)
    return net


def quantized() -> bnnhw.Network:
    """Every kind of layer between integers."""
    random = np.random.default_rng(3)
    net = bnnhw.Network("quantized", shape=(3, 3, 2), type="int8", integers=True)
    net.requantize("clip0", minimum=-5)
    net.requantize("shift0", shift=2, rounding="half_even", maximum=20)
    net.prelu("bend0", [0.25, -1.5], fraction_bits=3)
    net.multi_threshold("levels0", [-9, 0, 5])
    net.select("order0", [1, 0, 1])
    net.select("order1", [2, 1])
    net.bit_plane("plane0", 1)
    net.binary_conv("conv0", random.random((2, 1, 1, 2)) < 0.5)
    net.multi_threshold("levels1", [[1, 2], [0, 3]], sense=[">=", "<="])
    net.binary_dense("fc0", random.random((2, 18)) < 0.5)
    return net


def weighted() -> bnnhw.Network:
    """Weights of more than one bit."""
    random = np.random.default_rng(4)
    net = bnnhw.Network("weighted", shape=(4, 3, 4), type="uint8", integers=True)
    net.integer_conv(
        "conv0", random.integers(-9, 9, (2, 3, 2, 2)), padding=1, padding_value="0", groups=2
    )
    net.threshold("act0", [5, -20], sense=[">=", "<="])
    net.integer_dense("fc1", random.integers(-32768, 32767, (3, net.type_of("act0").elements)))
    return net


@pytest.mark.parametrize("build", [every_kind, convolutional, branching, quantized, weighted])
def test_loading_undoes_saving(build, tmp_path):
    path = tmp_path / "net.json"
    build().save(path)
    loaded = bnnhw.load(path)
    assert loaded.document() == build().document() == json.loads(path.read_text())
    again = tmp_path / "again.json"
    loaded.save(again)
    assert again.read_bytes() == path.read_bytes()
    assert {file.name for file in tmp_path.iterdir()} == {"net.json", "again.json"}


def test_text_has_one_key_and_one_weight_row_per_line_and_fits_100_columns(tmp_path):
    path = tmp_path / "net.json"
    every_kind().save(path)
    lines = path.read_text().splitlines()
    assert max(map(len, lines)) <= 100
    assert all(line.count('":') <= 1 for line in lines)
    rows = every_kind().document()["layers"][3]["weights"]
    start = lines.index('      "weights": [', lines.index('      "name": "fc1",'))
    assert [line.strip(' ",') for line in lines[start + 1 : start + 7]] == rows
    assert '    "shape": [3, 3, 1],' in lines


def test_a_failed_save_leaves_the_file_alone(tmp_path):
    path = tmp_path / "net.json"
    path.write_text("old")
    net = every_kind()
    net.description = "\ud800"
    with pytest.raises(ValueError, match="surrogates"):
        net.save(path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


MINIMAL = {
    "format": "bnn-hw-network",
    "version": 1,
    "name": "tiny",
    "input": {"shape": [4], "type": "bit"},
    "layers": [{"name": "fc0", "kind": "binary_dense", "units": 2, "weights": ["0f", "05"]}],
}


def load(document, tmp_path) -> bnnhw.Network:
    path = tmp_path / "net.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return bnnhw.load(path)


def test_defaults_fill_what_a_minimal_document_leaves_out(tmp_path):
    document = load(MINIMAL, tmp_path).document()
    assert document["input"]["name"] == "input"
    assert document["input"]["encoding"] == {"kind": "identity"}
    assert document["layers"][0]["inputs"] == ["input"]
    assert document["output"] == "fc0"


def test_defaults_of_windows(tmp_path):
    layers = [
        {"name": "conv0", "kind": "binary_conv", "filters": 1, "kernel": 1, "weights": ["0f"]},
        {"name": "pool0", "kind": "max_pool", "kernel": [1, 1]},
    ]
    conv, pool = load(changed(layers=layers), tmp_path).document()["layers"]
    assert conv == {
        **layers[0],
        "inputs": ["input"],
        "kernel": [1, 1],
        "stride": [1, 1],
        "dilation": [1, 1],
        "padding": [0, 0, 0, 0],
        "groups": 1,
    }
    assert pool["stride"] == pool["kernel"] == [1, 1]


def test_layers_may_stand_in_any_order(tmp_path):
    dense = MINIMAL["layers"][0]
    layers = [{"name": "act0", "kind": "sign", "inputs": ["fc0"]}, {**dense, "inputs": ["input"]}]
    net = load({**MINIMAL, "layers": layers}, tmp_path)
    assert [node.name for node in net.layers] == ["fc0", "act0"]
    assert net.output == "fc0"  # the default is the last of the document


def test_whole_numbers_of_any_length_are_reals(tmp_path):
    norm = {"name": "bn0", "kind": "batch_norm", "mean": 10**30, "variance": 1, "epsilon": 0}
    sign = {"name": "act0", "kind": "sign"}
    net = load({**MINIMAL, "layers": [*MINIMAL["layers"], norm, sign]}, tmp_path)
    assert net.layers[1].layer.mean == 1e30


def changed(**members) -> dict:
    return {**MINIMAL, **members}


def with_layer(**members) -> dict:
    return changed(layers=[*MINIMAL["layers"], {"name": "last", **members}])


def with_conv(**members) -> dict:
    conv = {"name": "conv0", "kind": "binary_conv", "filters": 1, "kernel": 1, "weights": ["0f"]}
    return changed(layers=[{**conv, **members}])


def with_dense(**members) -> dict:
    return changed(layers=[{**MINIMAL["layers"][0], **members}])


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("[1]", "net.json: 'the document' is .*, but expected an object"),
        ('{"name": "a", "name": "b"}', "key 'name' is given twice"),
        (changed(version=2), "format 'bnn-hw-network' version 2 is unknown"),
        (changed(version=1.0), "version 1.0 is unknown"),
        (changed(extra=1), "key 'extra' is unknown in 'the document'"),
        (changed(layers=[]), "'layers' is empty"),
        (changed(name="a b"), "'a b' is not a name"),
        (changed(classes=["a"]), "there are 1 class labels, but the output has 2 classes"),
        (changed(classes=[1, 2]), "1 is not a string"),
        (changed(output="fc9"), "output 'fc9' is not a layer"),
        (changed(input={"shape": [4]}), "key 'type' is missing in 'input'"),
        (
            changed(input={"shape": [4], "type": "uint8"}),
            "input 'input': type 'uint8' needs 'threshold'",
        ),
        (changed(input={"shape": 4, "type": "bit"}), "'shape' is 4, but expected an array"),
        (
            changed(input={"shape": [4], "type": "bit", "encoding": {}}),
            "'encoding.kind' is None, but expected identity, threshold, thermometer or table",
        ),
        (
            changed(input={"shape": [4], "type": "bit", "encoding": {"kind": "identity", "at": 1}}),
            "key 'at' is unknown in 'encoding'",
        ),
        (
            changed(input={"shape": [4], "type": "int8", "encoding": {"kind": "table"}}),
            "key 'values' is missing in 'encoding'",
        ),
        (with_dense(units=3), "layer 'fc0': 'weights' has 2 rows, but 'units' is 3"),
        (with_dense(weights=["0f", "1f"]), r"layer 'fc0': 'weights\[1\]' has a 1 past its last"),
        (with_dense(bias=0), r"key 'bias' is unknown in 'layers\[0\]'"),
        (with_conv(filters=2), "layer 'conv0': 'weights' has 1 rows, but 'filters' is 2"),
        (with_conv(kernel=[1, 1, 1]), "'kernel' has 3 numbers, but expected one or"),
        (with_conv(kernel=1.0), "'kernel' has elements of type float64"),
        (with_conv(kernel=3), "'weights\\[0\\]' has 2 hex digits, but 36 inputs of a sum take 10"),
        (with_conv(groups=3), "3 groups do not divide the 4 channels of the input"),
        (with_conv(padding=1), "there is padding, but no 'padding_value'"),
        (with_conv(padding_value=0), "'padding_value' is 0, but expected '-1'"),
        (with_conv(units=1), r"key 'units' is unknown in 'layers\[0\]'"),
        (with_layer(kind="max_pool"), r"key 'kernel' is missing in 'layers\[1\]'"),
        (with_layer(kind="max_pool", kernel=2, groups=1), "key 'groups' is unknown"),
        (with_layer(kind="max_pool", kernel=1, stride=None), "'stride' has true, false or null"),
        (with_layer(kind="relu"), r"'layers\[1\].kind' is 'relu', but expected binary_dense"),
        (with_layer(), r"'layers\[1\].kind' is None, but expected a string"),
        (with_layer(kind="sign", zero=True), "'zero' has true, false or null"),
        (with_layer(kind="sign", zero=1.0), "'zero' has elements of type float64"),
        (with_layer(kind="sign", inputs=[]), "has 0 names, but 'sign' takes 1"),
        (with_layer(kind="sign", inputs=["last"]), "layers read each other: last, last"),
        (with_layer(kind="sign", inputs=["fc9"]), "layer 'last': 'fc9' is neither a layer nor"),
        (with_layer(kind="threshold"), "key 'thresholds' is missing"),
        (with_layer(kind="scale_bias", scale=[1, float("nan")]), "found NaN, but expected"),
        (with_layer(kind="scale_bias", scale=[1, None]), "'scale' has true, false or null"),
        (json.dumps(with_layer(kind="scale_bias", bias=77)).replace("77", "1e999"), "has inf"),
        (changed(layers=MINIMAL["layers"] * 2), "layer 'fc0': the name is taken"),
    ],
)
def test_malformed_documents_are_refused(document, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        load(document, tmp_path)
