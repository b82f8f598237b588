"""Networks of PyTorch and Brevitas modules, read without importing either."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from bnnhw.arrays import array
from bnnhw.binarization import binarized, is_refused_by_default
from bnnhw.chain import Chain
from bnnhw.errors import about
from bnnhw.matching import is_listed, pair
from bnnhw.network import Network
from bnnhw.normalization import Normalization

SIGNS = ("Sign", "SignActivation", "SignSTE", "STESign", "SteSign", "STE", "BinaryActivation")
"""Names of classes whose forward pass is a sign."""

_IGNORED = ("Identity", "Dropout", "Dropout1d", "Dropout2d", "AlphaDropout", "FeatureAlphaDropout")
_BINARY_QUANTIZERS = ("BinaryQuant", "ClampedBinaryQuant")


def from_torch(
    modules: Iterable,
    into: Network,
    *,
    scale=1,
    offset=0,
    signs: Iterable = (),
    input_signs: Iterable = (),
    ignores: Iterable = (),
    zero: int = 1,
    weights: Callable | None = None,
    strict: bool | None = None,
    argmax: bool = True,
    fraction_bits: int = 12,
) -> Network:
    """Add to a network what PyTorch or Brevitas modules compute in eval mode, and return it.

    Modules are told by the names of their classes. `signs`, `input_signs` and `ignores` take
    classes, names of classes, and modules. What a document cannot have raises ValueError with the
    module's place.

    modules: an nn.Sequential, or modules in the order in which the forward pass calls them.
    into: a network without layers; its shape is (height, width, channels) where PyTorch has
        (channels, height, width).
    scale, offset: the modules' input is scale * x + offset, where x is -1 or +1 for bits, else the
        integer of `into`. For pixels / 255 give scale=Fraction(1, 255).
    signs: what is a sign, besides the classes in `SIGNS`.
    input_signs: linear layers and convolutions that take the sign of their input first.
    ignores: what changes nothing.
    zero: the sign of 0, 1 or -1.
    weights: gives for a module the weights that its forward pass has, or None for the usual ones.
    strict: whether weights must be +1/-1 times one number per output. Else their signs are taken,
        and that of 0 is +1. By default PyTorch's own layers must have such weights, and those of
        other classes are taken to binarize theirs.
    argmax: whether the network ends with the index of the largest score.
    fraction_bits: those of the scores' scale and bias, if they need any.
    """
    options = _Options(tuple(signs), tuple(input_signs), tuple(ignores), zero, weights, strict)
    chain = Chain(into, scale, offset)
    for place, module in _in_order(modules):
        with about(f"module {place} ({type(module).__name__})"):
            _add(chain, module, options)
    with about("modules"):
        return chain.finish(argmax, fraction_bits)


@dataclass(frozen=True)
class _Options:
    """How to read the modules; see `from_torch`."""

    signs: tuple
    input_signs: tuple
    ignores: tuple
    zero: int
    weights: Callable | None
    strict: bool | None


def _in_order(modules, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Return the modules that are no containers, each with its place such as '0.2'."""
    if not _is_container(modules):
        raise ValueError(
            f"{type(modules).__name__} has a forward pass of its own: "
            "give a list of its modules in the order in which forward calls them"
        )
    for index, module in enumerate(modules):
        if _is_container(module):
            yield from _in_order(module, f"{prefix}{index}.")
        else:
            yield f"{prefix}{index}", module


def _is_container(modules) -> bool:
    """Return whether it is a plain iterable, or modules that are called one after the other."""
    if not hasattr(modules, "forward"):
        return hasattr(modules, "__iter__")
    for class_ in type(modules).__mro__:
        if class_.__name__ in ("Sequential", "ModuleList"):
            return True
        if "forward" in vars(class_):
            return False
    return False


def _add(chain: Chain, module, options: _Options) -> None:
    if is_listed(module, (*options.ignores, *_IGNORED)):
        return
    if is_listed(module, (*options.signs, *SIGNS)):
        chain.sign(options.zero)
        return
    name = _kind(module)
    if name is None:
        raise ValueError(
            "no way to write it is known; pass its class in signs= if it is a sign, in ignores= "
            "if it changes nothing. Branches and sums of branches cannot be written"
        )
    _READERS[name](chain, module, options)


def _kind(module) -> str | None:
    """Return the class's name; of subclasses only those of layers of weights are known."""
    if type(module).__name__ in _READERS:
        return type(module).__name__
    names = [class_.__name__ for class_ in type(module).__mro__]
    return next((name for name in names if name in ("Linear", "Conv2d")), None)


# Layers of weights


def _linear(chain: Chain, module, options: _Options) -> None:
    _sign_input(chain, module, options)
    signs, scale = _weights(module, options)
    chain.dense(signs, scale, _bias(module))
    _quantize(chain, module, "output_quant")


def _conv2d(chain: Chain, module, options: _Options) -> None:
    mode = getattr(module, "padding_mode", "zeros")
    padding = _sides(module)
    if mode != "zeros" and any(padding):
        raise ValueError(f"it pads with padding_mode '{mode}', but expected 'zeros'")
    _sign_input(chain, module, options)
    signs, scale = _weights(module, options)
    chain.conv(
        signs.transpose(0, 2, 3, 1),
        scale,
        _bias(module),
        padding=padding,
        stride=pair(module.stride),
        dilation=pair(module.dilation),
        groups=module.groups,
    )
    _quantize(chain, module, "output_quant")


def _sides(module) -> list[int]:
    """Return the padding of a convolution as [top, bottom, left, right]."""
    if getattr(module, "is_same_padded_strided", False):
        raise ValueError("its padding depends on its input's size (padding='same' with a stride)")
    if module.padding == "valid":
        return [0, 0, 0, 0]
    if module.padding == "same":
        totals = [
            (size - 1) * step
            for size, step in zip(pair(module.kernel_size), pair(module.dilation), strict=True)
        ]
        return [side for total in totals for side in (total // 2, total - total // 2)]
    y, x = pair(module.padding)
    return [y, y, x, x]


def _sign_input(chain: Chain, module, options: _Options) -> None:
    if is_listed(module, options.input_signs):
        chain.sign(options.zero)
    _quantize(chain, module, "input_quant")


def _weights(module, options: _Options) -> tuple[np.ndarray, np.ndarray]:
    given = options.weights(module) if options.weights else None
    if given is not None:
        return binarized(array(given), is_strict=True)
    if getattr(getattr(module, "weight_quant", None), "is_quant_enabled", False):
        return binarized(array(module.quant_weight()), is_strict=True)
    is_strict = is_refused_by_default(module, ("torch", "brevitas"), options.strict)
    return binarized(array(module.weight), is_strict)


def _bias(module) -> np.ndarray | None:
    if getattr(module, "bias", None) is None:
        return None
    if getattr(getattr(module, "bias_quant", None), "is_quant_enabled", False):
        raise ValueError("its bias is quantized, but expected one of real numbers")
    return array(module.bias)


# Brevitas


def _quant_activation(chain: Chain, module, options: _Options) -> None:
    if type(module).__name__ == "QuantHardTanh":
        chain.bend("QuantHardTanh")
    if not _quantize(chain, module, "act_quant"):
        raise ValueError("it quantizes nothing; pass it in ignores=")


def _quantize(chain: Chain, module, key: str) -> bool:
    """Take the sign if a Brevitas quantizer is enabled and has one bit; return if it is enabled."""
    quantizer = getattr(module, key, None)
    if not getattr(quantizer, "is_quant_enabled", False):
        return False
    if not any(type(part).__name__ in _BINARY_QUANTIZERS for part in quantizer.modules()):
        raise ValueError(
            f"its {key} is not of 1 bit with values +/-scale; give an input that is quantized "
            "already in `into` and scale=, and pass the module in ignores="
        )
    chain.sign(1, array(quantizer.scale()).ravel())
    return True


# Between sums and signs


def _batch_norm(chain: Chain, module, options: _Options) -> None:
    if module.running_mean is None:
        raise ValueError("it has no running statistics (track_running_stats=False)")
    chain.batch_norm(
        Normalization(
            gamma=1.0 if module.weight is None else array(module.weight),
            beta=0.0 if module.bias is None else array(module.bias),
            mean=array(module.running_mean),
            variance=array(module.running_var),
            epsilon=module.eps,
        )
    )


def _scale_bias(chain: Chain, module, options: _Options) -> None:
    chain.affine(array(module.weight), 0 if module.bias is None else array(module.bias))


def _bend(chain: Chain, module, options: _Options) -> None:
    chain.bend(type(module).__name__)


def _hardtanh(chain: Chain, module, options: _Options) -> None:
    if not module.min_val < 0 < module.max_val:
        raise ValueError(f"{module.min_val}...{module.max_val} does not keep the sign")
    chain.bend("Hardtanh")


def _leaky(chain: Chain, module, options: _Options) -> None:
    slopes = module.weight if type(module).__name__ == "PReLU" else module.negative_slope
    if (array(slopes) <= 0).any():
        raise ValueError("a slope that is not above 0 does not keep the sign")
    chain.bend(type(module).__name__)


def _end(chain: Chain, module, options: _Options) -> None:
    chain.end_with(type(module).__name__)


# Windows


def _max_pool(chain: Chain, module, options: _Options) -> None:
    window = _window(module, chain)
    chain.max_pool(**window, dilation=pair(module.dilation))


def _average_pool(chain: Chain, module, options: _Options) -> None:
    window = _window(module, chain)
    if any(window["padding"]) and not module.count_include_pad:
        raise ValueError("the number of its taps differs at the border (count_include_pad=False)")
    chain.average_pool(**window, divisor=module.divisor_override)


def _window(module, chain: Chain) -> dict:
    kernel = pair(module.kernel_size)
    stride = kernel if module.stride is None else pair(module.stride)
    padding = pair(module.padding)
    if module.ceil_mode:
        dilation = pair(getattr(module, "dilation", 1))
        for size, k, s, p, d in zip(chain.size, kernel, stride, padding, dilation, strict=True):
            if (size + 2 * p - (k - 1) * d - 1) % s:
                raise ValueError("its last windows reach over the edge (ceil_mode=True)")
    return {"kernel": kernel, "stride": stride, "padding": padding}


def _adaptive_average_pool(chain: Chain, module, options: _Options) -> None:
    size = chain.size
    wanted = (
        module.output_size
        if isinstance(module.output_size, tuple)
        else (module.output_size, module.output_size)
    )
    outputs = [has if want is None else want for has, want in zip(size, wanted, strict=True)]
    kernel = [has // count for has, count in zip(size, outputs, strict=True)]
    if [k * count for k, count in zip(kernel, outputs, strict=True)] != list(size):
        raise ValueError(f"a map of {size[0]}x{size[1]} has no equal windows for it")
    chain.average_pool(kernel)


def _pad(chain: Chain, module, options: _Options) -> None:
    left, right, top, bottom = module.padding
    chain.pad([top, bottom, left, right], getattr(module, "value", 0))


def _flatten(chain: Chain, module, options: _Options) -> None:
    if module.start_dim != 1 or module.end_dim not in (-1, 3):
        raise ValueError("it must flatten all dimensions but that of the batch")
    chain.flatten(is_channel_first=True)


_READERS: dict[str, Callable[[Chain, object, _Options], None]] = {
    "Linear": _linear,
    "Conv2d": _conv2d,
    "QuantIdentity": _quant_activation,
    "QuantHardTanh": _quant_activation,
    "BatchNorm1d": _batch_norm,
    "BatchNorm2d": _batch_norm,
    "SyncBatchNorm": _batch_norm,
    "TensorNorm": _batch_norm,
    "ScaleBias": _scale_bias,
    "Hardtanh": _hardtanh,
    "Tanh": _bend,
    "Softsign": _bend,
    "PReLU": _leaky,
    "LeakyReLU": _leaky,
    "Softmax": _end,
    "LogSoftmax": _end,
    "MaxPool2d": _max_pool,
    "AvgPool2d": _average_pool,
    "AdaptiveAvgPool2d": _adaptive_average_pool,
    "ConstantPad2d": _pad,
    "ZeroPad2d": _pad,
    "Flatten": _flatten,
}
