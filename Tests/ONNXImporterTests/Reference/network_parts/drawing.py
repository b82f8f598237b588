"""A graph that grows, and the values of the frames at hand, by which constants are chosen."""

from dataclasses import dataclass, replace

import numpy as np

from graph_builder import GraphBuilder

# Relative distance that every decision keeps from its boundary.
MARGIN = 1e-4
EPSILONS = (1e-5, 1e-4, 1e-3)
QONNX_DOMAINS = ("onnx.brevitas", "qonnx.custom_op.general")
FINN_DOMAINS = ("qonnx.custom_op.general", "finn.custom_op.general")


class RedrawError(Exception):
    """The constants drawn do not make a good case."""


@dataclass(frozen=True)
class Flow:
    """A value of the graph on its way through the network."""

    name: str
    # NCHW, NHWC, NHW (frames without channels), or NF.
    layout: str
    # Float32 has computed it without rounding.
    is_exact: bool = True
    # An added pixel of 0 is a pixel, a bit, or nothing.
    takes_zeros: bool = True
    # A sum of an odd number of ±1.
    is_odd: bool = False
    # Takes only values of two levels.
    is_binary: bool = False
    # Per channel, whether it falls where the sums of the layer rise.
    falls: tuple[bool, ...] | None = None
    pools: int = 0


@dataclass(frozen=True)
class Check:
    """The boundary of each channel in the values of a tensor."""

    name: str
    layout: str
    boundary: np.ndarray
    is_exact: bool


class Drawing:
    """What all parts of a random network draw with."""

    def __init__(self, rng: np.random.Generator, frames: int):
        """A graph of nothing but the choices that hold for all of it."""
        self.rng = rng
        self.frames = frames
        self.dialect = rng.choice(["onnx", "qonnx", "finn"], p=[0.7, 0.18, 0.12])
        self.builder = GraphBuilder(rng, int(rng.integers(9, 19)))
        self.features: set[str] = set()
        self.binarized: list[str] = []
        self.checks: list[Check] = []
        self.input_scale = 1.0
        self.input_layout = "NCHW"
        self.scores = ""
        self.classes: str | None = None
        self.outputs: list[str] = []
        self._is_last = False
        self.batch = self._pick([1, "N", "batch_size", None], [0.4, 0.3, 0.2, 0.1])

    def _to(self, flow, layout) -> Flow:
        if flow.layout == layout or flow.layout not in ("NCHW", "NHWC"):
            return flow
        self.features.add("transpose")
        order = [0, 2, 3, 1] if layout == "NHWC" else [0, 3, 1, 2]
        name = self.builder.node("Transpose", [flow.name], perm=order)
        return replace(flow, name=name, layout=layout)

    def _normal_layout(self, flow) -> Flow:
        return self._to(flow, "NCHW") if flow.layout == "NHWC" else flow

    def _channels(self, flow) -> int:
        if flow.layout == "NHW":
            return 1
        axis = -1 if flow.layout == "NHWC" else 1
        return self.builder.value(flow.name).shape[axis]

    def _by_channel(self, flow) -> np.ndarray:
        return by_channel(self.builder.value(flow.name), flow.layout)

    def _per_channel(self, flow, values) -> str:
        values = np.asarray(values, np.float32)
        if flow.layout == "NCHW":
            shape = self._pick([(1, -1, 1, 1), (-1, 1, 1)])
        else:
            shape = self._pick([(-1,), (1,) * (len(flow.layout) - 1) + (-1,)])
        return self.builder.constant(values.reshape(shape))

    def _spread(self, flow, values, is_shared) -> str:
        if is_shared or flow.layout == "NHW":
            return self._scalar(flow, values[0])
        return self._per_channel(flow, values)

    def _scalar(self, flow, value) -> str:
        shape = self._pick([(), (1,), (1,) * len(flow.layout)], [0.6, 0.3, 0.1])
        return self.builder.constant(np.full(shape, value))

    def _plain_scalar(self, value) -> str:
        return self.builder.constant(np.float32(value))

    def _with_axes(self, operation, source, axes) -> str:
        if self.builder.operator_set < 13:
            return self.builder.node(operation, [source], axes=axes)
        return self.builder.node(operation, [source, self.builder.constant(axes, np.int64)])

    def _commuted(self, first, second) -> list[str]:
        return [first, second] if self._happens(0.7) else [second, first]

    def _domain(self) -> str:
        return self._pick(FINN_DOMAINS if self.dialect == "finn" else QONNX_DOMAINS)

    def _note(self, flow, boundary) -> None:
        self.checks.append(Check(flow.name, flow.layout, np.asarray(boundary), flow.is_exact))

    def _is_bipolar(self, flow) -> bool:
        return flow.is_binary and self._is_symmetric(flow)

    def _is_symmetric(self, flow) -> bool:
        """Whether 0 lies in the middle of two levels; true of sums, which 0 does not change."""
        if not flow.is_binary:
            return True
        values = self.builder.value(flow.name)
        return float(values.min()) == -float(values.max())

    def _is_lively(self, flow) -> bool:
        positive = self._by_channel(flow) >= 0
        return bool(0.1 < positive.mean() < 0.9)

    def _has_ties(self, rows, boundaries) -> bool:
        return bool((rows == boundaries).any())

    def _flipped(self, flow, flips) -> tuple[bool, ...] | None:
        if flow.falls is None:
            return None
        return tuple(bool(old != new) for old, new in zip(flow.falls, flips, strict=True))

    def _happens(self, chance) -> bool:
        return bool(self.rng.random() < chance)

    def _pick(self, choices, weights=None):
        if weights is None:
            return choices[int(self.rng.integers(len(choices)))]
        weights = np.asarray(weights, float)
        return choices[int(self.rng.choice(len(choices), p=weights / weights.sum()))]


def by_channel(values: np.ndarray, layout: str) -> np.ndarray:
    """Values as rows of channels."""
    if layout == "NHW":
        return values.reshape(-1, 1)
    if layout == "NCHW":
        values = np.moveaxis(values, 1, -1)
    return values.reshape(-1, values.shape[-1])
