"""Networks of Keras and Larq layers, read without importing either."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from bnnhw.arrays import array
from bnnhw.binarization import binarized, is_refused_by_default
from bnnhw.chain import Chain
from bnnhw.errors import about
from bnnhw.keras_order import in_order
from bnnhw.matching import is_listed, names, pair
from bnnhw.network import Network
from bnnhw.normalization import Normalization

SIGNS = ("SteSign", "ApproxSign", "SwishSign", "ste_sign", "approx_sign", "swish_sign")
"""Names of layers, quantizers and functions that are a sign; that of 0 is +1."""

_FRAMEWORKS = ("keras", "tf_keras", "tensorflow", "larq")
_IGNORED = (
    "InputLayer",
    "Dropout",
    "SpatialDropout2D",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "ActivityRegularization",
)
_BENDS = ("tanh", "hard_tanh", "leaky_tanh", "softsign")
_ENDS = ("softmax", "log_softmax", "sigmoid", "Softmax")
_STEPS = ("SteHeaviside", "ste_heaviside")


def from_keras(
    model,
    into: Network,
    *,
    scale=1,
    offset=0,
    signs: Iterable = (),
    ignores: Iterable = (),
    zero: int = 1,
    weights: Callable | None = None,
    strict: bool | None = None,
    argmax: bool = True,
    fraction_bits: int = 12,
) -> Network:
    """Add to a network what Keras or Larq layers compute at inference, and return it.

    Layers are told by the names of their classes, and their weights are what their quantizers
    make of them. `signs` and `ignores` take classes, functions, their names, and layers. What a
    document cannot have raises ValueError with the layer's name.

    model: a model whose layers form a chain, or an iterable of layers.
    into: a network without layers; it says what the input is.
    scale, offset: the model's input is scale * x + offset, where x is -1 or +1 for bits, else the
        integer of `into`. For pixels / 255 give scale=Fraction(1, 255).
    signs: what is a sign, besides the names in `SIGNS`: layers, quantizers, activations.
    ignores: what changes nothing.
    zero: what `signs` give for 0, 1 or -1. Those in `SIGNS` give 1.
    weights: gives for a layer the kernel that its forward pass has, or None for the usual one.
    strict: whether the weights of layers without a kernel quantizer must be +1/-1 times one number
        per output. Else their signs are taken, and that of 0 is +1. By default Keras' and Larq's
        own layers must have such weights, and those of other classes are taken to binarize theirs.
    argmax: whether the network ends with the index of the largest score.
    fraction_bits: those of the scores' scale and bias, if they need any.
    """
    options = _Options(tuple(signs), tuple(ignores), zero, weights, strict)
    chain = Chain(into, scale, offset)
    for layer in in_order(model):
        with about(f"layer '{layer.name}' ({type(layer).__name__})"):
            _add(chain, layer, options)
    with about("model"):
        return chain.finish(argmax, fraction_bits)


@dataclass(frozen=True)
class _Options:
    """How to read the layers; see `from_keras`."""

    signs: tuple
    ignores: tuple
    zero: int
    weights: Callable | None
    strict: bool | None


def _add(chain: Chain, layer, options: _Options) -> None:
    if getattr(layer, "data_format", "channels_last") not in ("channels_last", None):
        raise ValueError(f"its data_format is '{layer.data_format}', but expected 'channels_last'")
    if is_listed(layer, (*options.ignores, *_IGNORED)):
        return
    if _apply(chain, layer, options):
        return
    name = _kind(layer)
    if name is None:
        raise ValueError(
            "no way to write it is known; pass its class in signs= if it is a sign, in ignores= "
            "if it changes nothing. Branches and sums of branches cannot be written"
        )
    _READERS[name](chain, layer, options)


def _kind(layer) -> str | None:
    """Return the class's name; of subclasses only those of layers of weights are known."""
    if type(layer).__name__ in _READERS:
        return type(layer).__name__
    names = [class_.__name__ for class_ in type(layer).__mro__]
    bases = [name for name in names if name in ("Dense", "Conv2D") or name.endswith("Transpose")]
    return bases[0] if bases and bases[0] in _READERS else None


# Functions


def _apply(chain: Chain, function, options: _Options) -> bool:
    """Apply a sign or another known function; return whether it is one."""
    if is_listed(function, options.signs):
        chain.sign(options.zero)
    elif is_listed(function, SIGNS):
        chain.sign(1)
    elif is_listed(function, _STEPS):
        chain.sign(-1, scale=0.5, offset=0.5)
    elif is_listed(function, _BENDS):
        chain.bend(names(function)[-1])
    elif is_listed(function, _ENDS):
        chain.end_with(names(function)[-1])
    else:
        return False
    return True


def _activate(chain: Chain, layer, options: _Options) -> None:
    """Apply the `activation` of a layer."""
    function = getattr(layer, "activation", None)
    if function is None or "linear" in names(function):
        return
    if not _apply(chain, function, options):
        raise ValueError(
            f"its activation {names(function)[-1]} cannot be written; "
            "pass it in signs= if it is a sign"
        )


# Layers of weights


def _dense(chain: Chain, layer, options: _Options) -> None:
    _quantize_input(chain, layer, options)
    signs, scale = _weights(layer, "kernel", lambda kernel: kernel.T, options)
    chain.dense(signs, scale, _bias(layer))
    _activate(chain, layer, options)


def _conv2d(chain: Chain, layer, options: _Options) -> None:
    _convolve(chain, layer, "kernel", lambda kernel: kernel.transpose(3, 0, 1, 2), options)


def _depthwise_conv2d(chain: Chain, layer, options: _Options) -> None:
    key = "depthwise_kernel" if hasattr(layer, "depthwise_kernel") else "kernel"
    _convolve(chain, layer, key, _as_groups, options, groups=chain.type.channels)


def _as_groups(kernel: np.ndarray) -> np.ndarray:
    """Return (channels * multiplier, y, x, 1) of a depthwise (y, x, channels, multiplier)."""
    height, width, channels, multiplier = kernel.shape
    return kernel.transpose(2, 3, 0, 1).reshape(channels * multiplier, height, width, 1)


def _convolve(
    chain: Chain, layer, key: str, as_rows: Callable, options: _Options, groups: int | None = None
) -> None:
    _quantize_input(chain, layer, options)
    signs, scale = _weights(layer, key, as_rows, options)
    stride, dilation = pair(layer.strides), pair(layer.dilation_rate)
    chain.conv(
        signs,
        scale,
        _bias(layer),
        padding=_sides(layer, chain, signs.shape[1:3], stride, dilation),
        pad_with=float(array(getattr(layer, "pad_values", 0))),
        stride=stride,
        dilation=dilation,
        groups=groups or getattr(layer, "groups", 1),
    )
    _activate(chain, layer, options)


def _quantize_input(chain: Chain, layer, options: _Options) -> None:
    quantizer = getattr(layer, "input_quantizer", None)
    if quantizer is None or is_listed(quantizer, ("NoOp", "NoOpQuantizer")):
        return
    if not _apply(chain, quantizer, options):
        raise ValueError(
            f"its input_quantizer {names(quantizer)[-1]} cannot be written; "
            "pass it in signs= if it is a sign"
        )


def _weights(
    layer, key: str, as_rows: Callable, options: _Options
) -> tuple[np.ndarray, np.ndarray]:
    given = options.weights(layer) if options.weights else None
    if given is not None:
        return binarized(as_rows(array(given)), is_strict=True)
    kernel = getattr(layer, key)
    quantizers = ("kernel_quantizer", "depthwise_quantizer")
    found = (getattr(layer, quantizer, None) for quantizer in quantizers)
    quantizer = next((quantizer for quantizer in found if quantizer is not None), None)
    if quantizer is not None:
        return binarized(as_rows(array(quantizer(_latent(kernel)))), is_strict=True)
    is_strict = is_refused_by_default(layer, _FRAMEWORKS, options.strict)
    return binarized(as_rows(array(kernel)), is_strict)


def _latent(kernel):
    """Return the values of a variable, as the quantizer gets them."""
    return kernel.numpy() if hasattr(kernel, "numpy") else np.asarray(kernel)


def _bias(layer) -> np.ndarray | None:
    bias = getattr(layer, "bias", None)
    return None if bias is None else array(bias)


# Windows


def _sides(layer, chain: Chain, kernel, stride, dilation) -> list[int]:
    """Return the padding as [top, bottom, left, right]; of 'same' the odd pixel is at the end."""
    if layer.padding == "valid":
        return [0, 0, 0, 0]
    if layer.padding != "same":
        raise ValueError(f"its padding is '{layer.padding}', but expected 'valid' or 'same'")
    sides = []
    for size, k, s, d in zip(chain.size, kernel, stride, dilation, strict=True):
        total = max(0, (-(-size // s) - 1) * s + (k - 1) * d + 1 - size)
        sides += [total // 2, total - total // 2]
    return sides


def _window(layer, chain: Chain) -> dict:
    kernel = pair(layer.pool_size)
    stride = kernel if layer.strides is None else pair(layer.strides)
    padding = _sides(layer, chain, kernel, stride, [1, 1])
    return {"kernel": kernel, "stride": stride, "padding": padding}


def _max_pool(chain: Chain, layer, options: _Options) -> None:
    chain.max_pool(**_window(layer, chain))


def _average_pool(chain: Chain, layer, options: _Options) -> None:
    window = _window(layer, chain)
    if any(window["padding"]):
        raise ValueError("the number of its taps differs at the border (padding='same')")
    chain.average_pool(**window)


def _global_average_pool(chain: Chain, layer, options: _Options) -> None:
    chain.average_pool(list(chain.size))
    if not getattr(layer, "keepdims", False):
        chain.flatten(is_channel_first=False)


def _global_max_pool(chain: Chain, layer, options: _Options) -> None:
    chain.max_pool(list(chain.size))
    if not getattr(layer, "keepdims", False):
        chain.flatten(is_channel_first=False)


def _pad(chain: Chain, layer, options: _Options) -> None:
    (top, bottom), (left, right) = layer.padding
    chain.pad([top, bottom, left, right])


def _flatten(chain: Chain, layer, options: _Options) -> None:
    chain.flatten(is_channel_first=False)


# Between sums and signs


def _batch_norm(chain: Chain, layer, options: _Options) -> None:
    axis = layer.axis if isinstance(layer.axis, int) else list(layer.axis)[-1]
    if axis not in (-1, 1 if chain.is_flat else 3):
        raise ValueError(f"its axis is {axis}, but expected the last one")
    gamma, beta = getattr(layer, "gamma", None), getattr(layer, "beta", None)
    chain.batch_norm(
        Normalization(
            gamma=1.0 if gamma is None else array(gamma),
            beta=0.0 if beta is None else array(beta),
            mean=array(layer.moving_mean),
            variance=array(layer.moving_variance),
            epsilon=layer.epsilon,
        )
    )


def _rescaling(chain: Chain, layer, options: _Options) -> None:
    chain.affine(array(layer.scale), array(layer.offset))


def _leaky(chain: Chain, layer, options: _Options) -> None:
    keys = ("negative_slope", "alpha")
    slopes = array(next(getattr(layer, key) for key in keys if hasattr(layer, key)))
    if (slopes <= 0).any():
        raise ValueError("a slope that is not above 0 does not keep the sign")
    chain.bend(type(layer).__name__)


_READERS: dict[str, Callable[[Chain, object, _Options], None]] = {
    "Activation": _activate,
    "Dense": _dense,
    "QuantDense": _dense,
    "Conv2D": _conv2d,
    "QuantConv2D": _conv2d,
    "DepthwiseConv2D": _depthwise_conv2d,
    "QuantDepthwiseConv2D": _depthwise_conv2d,
    "BatchNormalization": _batch_norm,
    "Rescaling": _rescaling,
    "LeakyReLU": _leaky,
    "PReLU": _leaky,
    "MaxPooling2D": _max_pool,
    "AveragePooling2D": _average_pool,
    "GlobalAveragePooling2D": _global_average_pool,
    "GlobalMaxPooling2D": _global_max_pool,
    "ZeroPadding2D": _pad,
    "Flatten": _flatten,
}
