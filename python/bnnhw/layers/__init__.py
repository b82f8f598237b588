"""The layer kinds: for each its checks, its type rule, its document keys and its exact meaning."""

from typing import Protocol

import numpy as np

from bnnhw.layers.add import Add
from bnnhw.layers.argmax import ArgMax
from bnnhw.layers.batch_norm import BatchNorm
from bnnhw.layers.binary_conv import BinaryConv
from bnnhw.layers.binary_dense import BinaryDense
from bnnhw.layers.bit_plane import BitPlane
from bnnhw.layers.concat import Concat
from bnnhw.layers.gated_add import GatedAdd
from bnnhw.layers.integer_conv import IntegerConv
from bnnhw.layers.integer_dense import IntegerDense
from bnnhw.layers.max_pool import MaxPool
from bnnhw.layers.multi_threshold import MultiThreshold
from bnnhw.layers.prelu import PRelu
from bnnhw.layers.requantize import Requantize
from bnnhw.layers.scale_bias import ScaleBias
from bnnhw.layers.select import Select
from bnnhw.layers.sign import Sign
from bnnhw.layers.sum_pool import SumPool
from bnnhw.layers.threshold import Threshold
from bnnhw.tensor import TensorType

__all__ = [
    "KINDS",
    "Add",
    "ArgMax",
    "BatchNorm",
    "BinaryConv",
    "BinaryDense",
    "BitPlane",
    "Concat",
    "GatedAdd",
    "IntegerConv",
    "IntegerDense",
    "Layer",
    "MaxPool",
    "MultiThreshold",
    "PRelu",
    "Requantize",
    "ScaleBias",
    "Select",
    "Sign",
    "SumPool",
    "Threshold",
]


class Layer(Protocol):
    """What every layer kind provides; its constructor checks the attributes."""

    kind: str
    input_count: int

    def output_type(self, *sources: TensorType) -> TensorType:
        """Return the type of the output, or raise ValueError if the inputs cannot be taken."""

    def document(self) -> dict:
        """Return the kind's own keys of the network document."""

    def evaluate(self, *sources: np.ndarray) -> np.ndarray:
        """Return the exact output for a batch; the first axis counts frames."""


KINDS: dict[str, type[Layer]] = {
    layer.kind: layer
    for layer in (
        BinaryDense,
        BinaryConv,
        IntegerDense,
        IntegerConv,
        MaxPool,
        SumPool,
        BatchNorm,
        Sign,
        Threshold,
        ScaleBias,
        Add,
        Concat,
        Requantize,
        PRelu,
        MultiThreshold,
        BitPlane,
        GatedAdd,
        Select,
        ArgMax,
    )
}
"""Every layer kind by its name in documents."""
