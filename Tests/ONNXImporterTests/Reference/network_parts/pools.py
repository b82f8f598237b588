"""Pools and averages."""

from dataclasses import replace

import numpy as np

from .drawing import Drawing, Flow


class Pools(Drawing):
    """Draws pools before and behind the binarizer, and averages."""

    def _max_pool(self, flow) -> Flow:
        flow = self._to(flow, "NCHW")
        size = self.builder.value(flow.name).shape[2:]
        if min(size) < 2:
            return flow
        if flow.falls is not None and any(flow.falls):
            if flow.pools:
                return flow
            self.features.add("min_pool")
        kernel, strides, pads = self._window(size)
        attributes = {"kernel_shape": kernel}
        if strides != [1, 1] or self._happens(0.5):
            attributes["strides"] = strides
        if any(pads):
            attributes["pads"] = pads
        name = self.builder.node("MaxPool", [flow.name], **attributes)
        return replace(flow, name=name, is_odd=flow.is_odd, pools=flow.pools + 1)

    def _window(self, size) -> tuple[list[int], list[int], list[int]]:
        if min(size) >= 3 and self._happens(0.3):
            self.features.add("overlapping_pool")
            pads = [int(self.rng.integers(0, 2)) for _ in range(4)]
            return [3, 3], [2, 2], pads
        kernel = [2, 2] if self._happens(0.8) else [int(self.rng.integers(1, 3)) for _ in size]
        strides = kernel if self._happens(0.85) else [1, 1]
        pads = [0, 0, 0, 0]
        if self._happens(0.2):
            pads = [int(self.rng.integers(0, min(span, 2))) for span in kernel * 2]
        return kernel, strides, pads

    def _average_pool(self, flow) -> Flow:
        """An average of what is affine in sums; padded only where 0 adds nothing."""
        flow = self._to(flow, "NCHW")
        size = self.builder.value(flow.name).shape[2:]
        if min(size) < 2:
            return flow
        if self._happens(0.15):
            return self._global_average(flow)
        self.features.add("average_pool")
        kernel = [2, 2] if self._happens(0.7) or min(size) < 3 else [3, 3]
        attributes = {"kernel_shape": kernel, "strides": kernel if self._happens(0.7) else [1, 1]}
        if flow.takes_zeros and self._is_symmetric(flow) and self._happens(0.3):
            self.features.add("padded_average_pool")
            attributes |= {"pads": [1, 1, 1, 1], "count_include_pad": 1}
        name = self.builder.node("AveragePool", [flow.name], **attributes)
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and kernel == [2, 2],
            is_odd=False,
            is_binary=False,
            pools=flow.pools + 1,
        )

    def _global_average(self, flow) -> Flow:
        self.features.add("global_average_pool")
        taps = int(np.prod(self.builder.value(flow.name).shape[2:]))
        if self._happens(0.5):
            name = self.builder.node("GlobalAveragePool", [flow.name])
        else:
            name = self._mean(flow.name, keeps=True)
        is_power_of_two = taps & (taps - 1) == 0
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and is_power_of_two,
            is_odd=False,
            is_binary=False,
            pools=flow.pools + 1,
        )

    def _mean(self, source, *, keeps) -> str:
        axes = self._pick([[2, 3], [-2, -1]]) if self.builder.operator_set >= 11 else [2, 3]
        if self.builder.operator_set < 18:
            return self.builder.node("ReduceMean", [source], axes=axes, keepdims=int(keeps))
        constant = self.builder.constant(axes, np.int64)
        return self.builder.node("ReduceMean", [source, constant], keepdims=int(keeps))

    def _vote(self, flow) -> Flow:
        """Now and then an average of bits, and bits of that again."""
        flow = self._to(flow, "NCHW")
        size = self.builder.value(flow.name).shape[2:]
        if not self._happens(0.12) or min(size) < 2:
            return flow
        self.features.add("vote")
        flow = replace(flow, falls=(False,) * self._channels(flow), pools=0)
        flow = self._average_pool(flow)
        if self._happens(0.3):
            flow = self._normalise(flow, has_boundary=False)
        return self._binarize_by_gap(flow)
