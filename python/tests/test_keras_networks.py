"""Networks of real Keras 3 layers with kernels that users binarize, against the document."""

from fractions import Fraction

import numpy as np
import pytest

import bnnhw

keras = pytest.importorskip("keras", "3.0", reason="needs Keras 3, which is not installed")
layers, ops = keras.layers, keras.ops


def plus_or_minus(x):
    return ops.where(x >= 0, 1.0, -1.0)


class BinaryDense(layers.Dense):
    def call(self, inputs, training=None):
        sums = ops.matmul(inputs, plus_or_minus(self.kernel)) + self.bias
        return self.activation(sums)


class BinaryConv2D(layers.Conv2D):
    def call(self, inputs):
        outputs = ops.conv(inputs, plus_or_minus(self.kernel), self.strides, self.padding)
        return outputs + self.bias


def model_of(shape) -> keras.Model:
    """A functional model: a chain of calls."""
    start = layers.Input(shape)
    x = layers.Rescaling(1 / 255)(start)
    x = BinaryConv2D(12, 3, padding="same", strides=2)(x)
    x = layers.BatchNormalization(name="bn0")(x)
    x = layers.Activation(plus_or_minus, name="act0")(x)
    x = layers.MaxPooling2D(2)(x)
    x = BinaryConv2D(14, 2)(x)
    x = layers.BatchNormalization(center=False, name="bn1")(x)
    x = layers.PReLU(alpha_initializer=keras.initializers.Constant(0.25))(x)
    x = layers.GlobalMaxPooling2D()(x)
    x = layers.Activation(plus_or_minus, name="act1")(x)
    x = BinaryDense(9, activation=plus_or_minus, name="fc2")(x)
    x = BinaryDense(5, activation="softmax")(x)
    return keras.Model(start, x)


def test_kernels_that_users_binarize():
    keras.utils.set_random_seed(9)
    random = np.random.default_rng(9)
    pixels = random.integers(0, 256, (1000, 9, 11, 2), np.uint8)
    model = model_of((9, 11, 2))
    values = pixels.astype(np.float32)
    outputs = {}
    for layer in model.layers:
        if getattr(layer, "bias", None) is not None:
            layer.bias.assign(random.normal(size=layer.bias.shape))
        if isinstance(layer, layers.BatchNormalization):
            axes = tuple(range(values.ndim - 1))
            layer.moving_mean.assign(values.mean(axes))
            layer.moving_variance.assign(values.var(axes))
            layer.gamma.assign(random.normal(size=layer.gamma.shape))
        if not isinstance(layer, layers.InputLayer):
            values = np.asarray(layer(values))
        outputs[layer.name] = values
    network = bnnhw.Network("keras", shape=(9, 11, 2), type="uint8", integers=True)
    bnnhw.from_keras(model, network, signs=[plus_or_minus])
    actual = bnnhw.run(network, pixels)
    for ours, theirs in {"act0": "act0", "pool1": "act1", "act2": "fc2"}.items():
        expected = outputs[theirs] > 0
        assert 0.01 < expected.mean() < 0.99
        assert (actual[ours].reshape(expected.shape) == expected).all(), ours
    best = np.sort(values, axis=1)
    is_clear = best[:, -1] - best[:, -2] > 1e-3
    assert is_clear.mean() > 0.5
    assert (actual["class"] == values.argmax(1))[is_clear].all()


def test_functional_models_must_be_chains():
    start = layers.Input((8,))
    x = BinaryDense(8)(start)
    sum_ = keras.Model(start, layers.Add(name="sum")([x, start]))
    with pytest.raises(ValueError, match=r"layer 'sum' \(Add\): the layers are no chain"):
        bnnhw.from_keras(sum_, bnnhw.Network("residual", shape=(8,), type="bit"))
    shared = BinaryDense(8, name="shared")
    twice = keras.Model(start, shared(shared(x)))
    with pytest.raises(ValueError, match="layer 'shared'"):
        bnnhw.from_keras(twice, bnnhw.Network("shared", shape=(8,), type="bit"))


def test_real_weights_of_keras_own_layers_are_refused():
    model = keras.Sequential([layers.Input((8,)), layers.Dense(4, name="real")])
    network = bnnhw.Network("real", shape=(8,), type="bit")
    with pytest.raises(ValueError, match=r"layer 'real' \(Dense\): the weights of output 0 have"):
        bnnhw.from_keras(model, network)
    bnnhw.from_keras(model, bnnhw.Network("signs", shape=(8,), type="bit"), strict=False)


def test_scale_of_pixels_is_a_fraction_or_a_layer():
    kernel = keras.initializers.Constant(1.0)
    model = keras.Sequential([layers.Input((2,)), BinaryDense(1, kernel_initializer=kernel)])
    network = bnnhw.Network("scale", shape=(2,), type="uint8", integers=True)
    bnnhw.from_keras(model, network, scale=Fraction(1, 4), argmax=False, fraction_bits=2)
    assert bnnhw.run(network, np.array([[3, 9]]))["scores"].tolist() == [[12]]
