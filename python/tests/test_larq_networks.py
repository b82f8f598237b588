"""Networks of real Keras and Larq layers: every bit they compute, against the document."""

from fractions import Fraction

import numpy as np
import pytest

import bnnhw

tf = pytest.importorskip("tensorflow", reason="needs TensorFlow, which is not installed")
lq = pytest.importorskip("larq", reason="needs Larq, which is not installed")
layers = tf.keras.layers

FRAMES = 1000
BINARY = {"kernel_quantizer": "ste_sign", "kernel_constraint": "weight_clip"}
FULL = {"input_quantizer": "ste_sign", **BINARY}


def build(parts, x) -> tf.keras.Sequential:
    """Return a model whose batch norms have the statistics of their own inputs."""
    random = np.random.default_rng(3)
    model = tf.keras.Sequential([layers.InputLayer(x.shape[1:]), *parts])
    for layer in model.layers:
        if getattr(layer, "bias", None) is not None:
            layer.bias.assign(random.normal(size=layer.bias.shape))
        if isinstance(layer, layers.BatchNormalization):
            channels = x.shape[-1]
            flat = x.reshape(-1, channels)
            layer.moving_mean.assign(flat.mean(0) + 0.01 * random.normal(size=channels))
            layer.moving_variance.assign(flat.var(0) + 0.1)
            if layer.gamma is not None:
                layer.gamma.assign(random.normal(size=channels))
            layer.beta.assign(random.normal(size=channels) * 0.3)
        x = layer(x, training=False).numpy()
    return model


def inputs_of(model, x) -> dict[str, np.ndarray]:
    """Return what each layer reads, by its name, and what leaves the last one as 'scores'."""
    values = {}
    for layer in model.layers:
        values[layer.name] = x
        x = layer(x, training=False).numpy()
    return {**values, "scores": x}


def assert_same(network, frames, pairs, scores) -> None:
    """Compare layers by their names with the signs of arrays, then the classes."""
    outputs = bnnhw.run(network, frames)
    for name, values in pairs.items():
        assert 0.01 < (values >= 0).mean() < 0.99
        assert (outputs[name].reshape(values.shape) == (values >= 0)).all(), name
    scores = scores.reshape(len(scores), -1)
    best = np.sort(scores, axis=1)
    is_clear = best[:, -1] - best[:, -2] > 1e-2 * scores.std()
    assert is_clear.mean() > 0.5
    assert (outputs["class"].ravel() == scores.argmax(1))[is_clear].all()


@pytest.fixture(autouse=True)
def seeded():
    tf.keras.utils.set_random_seed(4)


def pixels_of(*shape) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (FRAMES, *shape), np.uint8)


def test_a_convolutional_network_of_larqs_guide():
    pixels = pixels_of(12, 11, 3)
    x = (pixels / 127.5 - 1).astype(np.float32)
    model = build(
        [
            lq.layers.QuantConv2D(16, 3, **BINARY, use_bias=False),
            layers.MaxPooling2D(2),
            layers.BatchNormalization(scale=False, name="bn0"),
            lq.layers.QuantConv2D(20, 3, **FULL, padding="same", strides=2, name="conv1"),
            layers.BatchNormalization(),
            lq.layers.QuantConv2D(24, 2, **FULL, padding="same", pad_values=1.0, name="conv2"),
            layers.BatchNormalization(name="bn2"),
            layers.Flatten(),
            layers.Dropout(0.5),
            lq.layers.QuantDense(18, **FULL, name="fc3"),
            layers.BatchNormalization(),
            lq.layers.QuantDense(10, **FULL, use_bias=False, name="fc4"),
            layers.BatchNormalization(),
            layers.Activation("softmax"),
        ],
        x,
    )
    values = inputs_of(model, x)
    network = bnnhw.Network("larq", shape=(12, 11, 3), type="uint8", integers=True)
    bnnhw.from_keras(model, network, scale=Fraction(2, 255), offset=-1)
    names = {"act0": "conv1", "act1": "conv2", "act2": "fc3", "act3": "fc4"}
    flat = {ours: values[theirs] for ours, theirs in names.items()}
    assert_same(network, pixels, flat, values["scores"])


@pytest.mark.parametrize("pad_values", [0.0, 1.0, -1.0])
@pytest.mark.parametrize("strides", [1, 2, 3])
def test_same_padding(pad_values, strides):
    bits = np.random.default_rng(6).integers(0, 2, (FRAMES, 8, 7, 2))
    x = (2 * bits - 1).astype(np.float32)
    model = build(
        [
            lq.layers.QuantConv2D(
                9, (4, 3), **FULL, padding="same", pad_values=pad_values, strides=strides
            ),
            layers.BatchNormalization(),
            layers.Activation(lq.quantizers.SteSign(), name="act"),
            layers.MaxPooling2D(3, 2, padding="same"),
            layers.Flatten(),
            lq.layers.QuantDense(5, **FULL),
        ],
        x,
    )
    values = inputs_of(model, x)
    network = bnnhw.Network("padded", shape=(8, 7, 2), type="bit")
    bnnhw.from_keras(model, network)
    assert_same(network, bits, {"act0": values["act"]}, values["scores"])


def test_factors_groups_and_averages():
    pixels = pixels_of(9, 9)
    x = pixels[..., None].astype(np.float32)
    model = build(
        [
            layers.Rescaling(1 / 256, -0.5),
            lq.layers.QuantConv2D(8, 3, **BINARY),
            layers.BatchNormalization(),
            layers.LeakyReLU(),
            layers.MaxPooling2D(2, strides=1),
            lq.layers.QuantDepthwiseConv2D(
                3,
                depth_multiplier=2,
                input_quantizer="approx_sign",
                depthwise_quantizer="ste_sign",
                name="conv1",
            ),
            layers.BatchNormalization(),
            lq.layers.QuantConv2D(
                12,
                2,
                dilation_rate=2,
                input_quantizer="swish_sign",
                kernel_quantizer="magnitude_aware_sign",
                name="conv2",
            ),
            layers.BatchNormalization(),
            layers.AveragePooling2D(2, strides=1),
            layers.Activation(lq.quantizers.SteSign(), name="act"),
            lq.layers.QuantConv2D(7, 1, kernel_quantizer="magnitude_aware_sign"),
            layers.GlobalAveragePooling2D(),
        ],
        x,
    )
    values = inputs_of(model, x)
    network = bnnhw.Network("factors", shape=(9, 9), type="uint8", integers=True)
    bnnhw.from_keras(model, network)
    pairs = {"pool0": values["conv1"], "act1": values["conv2"], "act2": values["act"]}
    assert_same(network, pixels, pairs, values["scores"])


def test_activations_of_0_and_1():
    bits = np.random.default_rng(7).integers(0, 2, (FRAMES, 6, 6, 3))
    x = bits.astype(np.float32)
    model = build(
        [
            lq.layers.QuantConv2D(10, 3, padding="same", **BINARY),
            layers.BatchNormalization(name="bn"),
            layers.Activation(lq.quantizers.SteHeaviside()),
            lq.layers.QuantConv2D(11, 3, padding="same", **BINARY),
            layers.BatchNormalization(),
            layers.Activation(lq.quantizers.SteSign(), name="act"),
            layers.Flatten(),
            lq.layers.QuantDense(4, **FULL),
        ],
        x,
    )
    values = inputs_of(model, x)
    network = bnnhw.Network("halves", shape=(6, 6, 3), type="bit")
    bnnhw.from_keras(model, network, scale=0.5, offset=0.5)
    pairs = {"act0": values[model.layers[2].name], "act1": values["act"]}
    assert_same(network, bits, pairs, values["scores"])


def test_functional_models_must_be_chains():
    start = layers.Input((8,))
    x = lq.layers.QuantDense(8, **BINARY)(start)
    x = layers.BatchNormalization()(x)
    y = lq.layers.QuantDense(8, **FULL)(x)
    chain = tf.keras.Model(start, y)
    network = bnnhw.Network("chain", shape=(8,), type="bit")
    bnnhw.from_keras(chain, network)
    assert [node.name for node in network.layers] == ["fc0", "bn0", "act0", "fc1", "class"]
    nested = tf.keras.Sequential([layers.InputLayer((8,)), chain])
    bnnhw.from_keras(nested, bnnhw.Network("nested", shape=(8,), type="bit"))
    residual = tf.keras.Model(start, layers.add([x, y], name="sum"))
    with pytest.raises(ValueError, match=r"layer 'sum' \(Add\): the layers are no chain"):
        bnnhw.from_keras(residual, bnnhw.Network("residual", shape=(8,), type="bit"))
    branch = tf.keras.Model(start, [y, lq.layers.QuantDense(4, **FULL, name="other")(x)])
    with pytest.raises(ValueError, match="layer 'other' .* the layers are no chain"):
        bnnhw.from_keras(branch, bnnhw.Network("branch", shape=(8,), type="bit"))


def test_real_and_ternary_weights_are_refused():
    for layer in (layers.Dense(4), lq.layers.QuantDense(4, kernel_quantizer="ste_tern")):
        model = tf.keras.Sequential([layers.InputLayer((8,)), layer])
        network = bnnhw.Network("real", shape=(8,), type="bit")
        with pytest.raises(ValueError, match="the weights of output 0 have magnitudes from"):
            bnnhw.from_keras(model, network)
