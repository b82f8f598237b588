"""Layers that look like Keras' and Larq's, against documents worked by hand."""

import numpy as np
import pytest
from fakes import fake

import bnnhw


def layer(name: str, bases=(), origin: str = "user", **attributes):
    return fake(name, bases, origin, **{"name": name.lower(), **attributes})


def ste_sign(x):
    return np.where(np.asarray(x) >= 0, 1.0, -1.0)


def ste_tern(x):
    return np.sign(x)


def magnitude_aware_sign(x):
    return np.abs(x).mean(tuple(range(np.ndim(x) - 1))) * ste_sign(x)


def dense(kernel, bias=None, kernel_quantizer=ste_sign, name="QuantDense", **more):
    return layer(
        name, kernel=np.array(kernel), bias=bias, kernel_quantizer=kernel_quantizer, **more
    )


def conv(kernel, **more):
    window = {"strides": (1, 1), "padding": "valid", "dilation_rate": (1, 1), "groups": 1}
    quantizers = {"kernel_quantizer": ste_sign, "input_quantizer": None}
    return layer("QuantConv2D", kernel=np.array(kernel), **{**window, **quantizers, **more})


def batch_norm(mean, variance, gamma=None, beta=None, epsilon=0.0, axis=-1):
    return layer(
        "BatchNormalization",
        moving_mean=mean,
        moving_variance=variance,
        gamma=gamma,
        beta=beta,
        epsilon=epsilon,
        axis=axis,
    )


SIGN = layer("Activation", activation=ste_sign)
FLATTEN = layer("Flatten")


def converted(layers, shape=(2,), **options) -> list[dict]:
    """Return the layers of the document, without their inputs."""
    network = bnnhw.Network("fakes", shape=shape, type="bit")
    bnnhw.from_keras(layers, network, **{"argmax": False, **options})
    found = network.document()["layers"]
    for document in found:
        del document["inputs"]
    return found


def test_kernels_of_dense_layers_are_transposed():
    kernel = [[0.5, -0.5, 0.0], [-0.1, 0.1, -2.0]]  # 2 inputs, 3 units
    assert converted([dense(kernel)])[0] == {
        "name": "fc0",
        "kind": "binary_dense",
        "units": 3,
        "weights": ["01", "02", "01"],
    }


def test_kernels_of_convolutions_are_height_width_channel_filter():
    kernel = -np.ones((1, 3, 2, 2))
    kernel[0, 2, 1, 0] = 1  # filter 0, column 2 * 2 + 1
    kernel[0, 0, 1, 1] = 1  # filter 1, column 1
    document = converted([conv(kernel, strides=(2, 1), dilation_rate=(1, 2))], (4, 5, 2))[0]
    assert document["weights"] == ["20", "02"]
    assert (document["kernel"], document["stride"]) == ([1, 3], [2, 1])
    assert document["dilation"] == [1, 2]


def test_kernels_of_depthwise_convolutions_are_groups():
    kernel = -np.ones((1, 2, 3, 2))  # 3 channels, 2 filters for each
    kernel[0, 1, 2, 0] = 1  # filter 4, column 1
    kernel[0, 0, 0, 1] = 1  # filter 1, column 0
    depthwise = layer(
        "QuantDepthwiseConv2D",
        depthwise_kernel=kernel,
        depthwise_quantizer=ste_sign,
        strides=(1, 1),
        padding="valid",
        dilation_rate=(1, 1),
        groups=1,
    )
    document = converted([depthwise], (2, 2, 3))[0]
    assert document["groups"] == 3
    assert document["weights"] == ["00", "01", "00", "00", "02", "00"]


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "sides"),
    # ceil(size / stride) windows; the odd pixel is at the end.
    [(5, 3, 1, (1, 1)), (6, 3, 2, (0, 1)), (5, 3, 2, (1, 1)), (5, 2, 1, (0, 1)), (5, 1, 3, (0, 0))],
)
def test_same_padding(size, kernel, stride, sides):
    module = conv(np.ones((kernel, 1, 1, 1)), padding="same", strides=(stride, 1), pad_values=-1.0)
    document = converted([module], (size, 4))[0]
    assert document["padding"] == [*sides, 0, 0]
    assert document.get("padding_value") == ("-1" if any(sides) else None)


def test_a_layer_signs_its_input_and_its_output():
    rows = dense([[1, 1], [1, -1]], [0.5, -0.5])
    next_ = dense([[1], [1]], None, input_quantizer=ste_sign, activation=ste_sign)
    documents = converted([rows, next_])
    assert [document["name"] for document in documents] == ["fc0", "act0", "fc1", "act1"]
    assert documents[1]["thresholds"] == [0, 1]


def test_factors_of_quantizers_reach_the_batch_norm():
    rows = dense([[0.5, 3], [-1.5, 1]], None, magnitude_aware_sign)  # means 1 and 2
    documents = converted([rows, batch_norm([3.0, 3.0], [1.0, 1.0], [2.0, 2.0]), SIGN])
    assert documents[0]["weights"] == ["01", "03"]
    assert (documents[1]["gamma"], documents[1]["mean"]) == ([2, 4], [3, 1.5])


def test_activations_of_0_and_1():
    step = layer("Activation", activation=fake("SteHeaviside"))
    documents = converted([dense([[1, 1], [1, -1]]), step, dense([[1], [1]]), SIGN])
    assert documents[1] == {"name": "act0", "kind": "sign", "zero": -1}
    # x / 2 + 2 / 2 >= 0
    assert documents[3]["thresholds"] == -2


def test_users_kernels_are_taken_by_sign_and_functions_by_name():
    def my_sign(x):
        return x

    rows = layer("MyDense", ("Dense",), kernel=[[0.5, -0.25], [1, 1]], bias=None)
    documents = converted([rows, layer("Activation", activation=my_sign)], signs=["my_sign"])
    assert [document["kind"] for document in documents] == ["binary_dense", "sign"]
    assert documents[0]["weights"] == ["03", "02"]
    assert converted([rows, layer("Activation", activation=my_sign)], signs=[my_sign]) == documents


def test_pools_and_global_pools():
    pool = layer("MaxPooling2D", pool_size=(3, 3), strides=(2, 2), padding="same")
    last = layer("GlobalAveragePooling2D", keepdims=False)
    documents = converted([pool, last, dense([[1, -1]])], (6, 6), scale=1, argmax=False)
    assert documents[0]["padding"] == [0, 1, 0, 1]
    assert documents[1]["kernel"] == [3, 3]
    assert documents[2]["kind"] == "binary_dense"
    assert documents[3]["scale"] == pytest.approx(1 / 9)


def test_rescaling_is_part_of_the_sums():
    network = bnnhw.Network("pixels", shape=(2,), type="uint8", integers=True)
    rescaling = layer("Rescaling", scale=0.5, offset=-3.0)
    bnnhw.from_keras([rescaling, dense([[1, 1], [1, -1]]), SIGN], network, argmax=False)
    # x / 2 - 6 >= 0 and x / 2 >= 0
    assert network.document()["layers"][1]["thresholds"] == [12, 0]


def refused(layers, shape=(2,), **options):
    return lambda: converted(layers, shape, **options)


ROWS = dense([[1, 1], [1, -1]])
REAL = [[0.5, 0.25], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (refused([ROWS, layer("Add")]), r"layer 'add' \(Add\): no way .* sums of branches"),
        (refused([dense(REAL, None, None, origin="larq")]), "weights of output 1 have magnitudes"),
        (
            refused([dense([[0.5, 0.25], [0.0, 0.5]], None, ste_tern)]),
            r"layer 'quantdense' \(QuantDense\): the weights of output 0 have magnitudes from 0 to",
        ),
        (
            refused([ROWS, layer("Activation", activation=np.abs)]),
            "its activation absolute cannot be written; pass it in signs=",
        ),
        (
            refused([dense([[1], [1]], input_quantizer=magnitude_aware_sign)]),
            "its input_quantizer magnitude_aware_sign cannot be written",
        ),
        (
            refused([layer("Conv2DTranspose", ("Conv2D",))], (2, 2)),
            r"\(Conv2DTranspose\): no way to write it is known",
        ),
        (
            refused([conv(np.ones((1, 1, 1, 1)), data_format="channels_first")], (2, 2)),
            "its data_format is 'channels_first', but expected 'channels_last'",
        ),
        (
            refused([conv(np.ones((3, 3, 1, 1)), padding="same", pad_values=0.5)], (4, 4)),
            "it pads with 0.5, but",
        ),
        (refused([conv(np.ones((3, 3, 1, 1)), padding="causal")], (4, 4)), "padding is 'causal'"),
        (
            refused([layer("AveragePooling2D", pool_size=2, strides=2, padding="same")], (3, 3)),
            "the number of its taps differs",
        ),
        (
            refused([conv(np.ones((1, 1, 1, 1))), batch_norm([0.0], [1.0], axis=1)], (4, 4)),
            "its axis is 1, but expected the last one",
        ),
        (refused([ROWS, layer("LeakyReLU", alpha=0.0)]), "a slope that is not above 0"),
        (
            refused([ROWS, layer("Softmax"), FLATTEN]),
            r"layer 'flatten' \(Flatten\): it follows Softmax",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_by_name(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_models_must_be_chains():
    class Model:
        pass

    second = dense([[1, 1], [1, -1]])
    model = Model()
    model.layers = [layer("InputLayer", output="a"), second]
    second.input, second.output, model.outputs = "a", "b", ["b"]
    assert [document["name"] for document in converted(model)] == ["fc0"]
    model.outputs = ["c"]
    with pytest.raises(ValueError, match="layer 'quantdense' .*: the layers are no chain"):
        converted(model)
    second.input = ["a", "b"]
    with pytest.raises(ValueError, match="layer 'quantdense' .*: the layers are no chain"):
        converted(model)
