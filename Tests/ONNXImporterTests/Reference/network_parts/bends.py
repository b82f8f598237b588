"""Functions that bend, and leave the sign alone."""

from dataclasses import replace

import numpy as np

from .drawing import Drawing, Flow


class Bends(Drawing):
    """Draws activations that keep the order of values."""

    def _bend(self, flow) -> Flow:
        if self._happens(0.6):
            flow = self._centred(flow)
        rows = self._by_channel(flow)
        width = float(np.float32(rows.std() + 0.1))
        operations = ["PRelu", "LeakyRelu", "Clip", "Relu", "HardSigmoid"]
        operation = self._pick(operations, [3, 1, 3, 3, 1])
        self.features.add(operation.lower())
        match operation:
            case "PRelu":
                name = self._leak(flow)
            case "LeakyRelu":
                name = self.builder.node("LeakyRelu", [flow.name], alpha=0.125)
            case "Clip":
                low, high = self._pick([(-width, width), (-width, 2 * width), (0.0, 2 * width)])
                name = self._clip(flow.name, low, high)
            case "Relu":
                name = self.builder.node("Relu", [flow.name])
            case _:
                name = self.builder.node("HardSigmoid", [flow.name], alpha=0.4 / width, beta=0.5)
        flow = replace(flow, name=name, is_exact=False, takes_zeros=False, is_odd=False)
        if flow.layout == "NCHW" and self._happens(0.2):
            flow = self._max_pool(flow)
        return self._scale(flow) if self._happens(0.25) else flow

    def _centred(self, flow) -> Flow:
        means = np.round(self._by_channel(flow).mean(axis=0) * 8) / 8
        name = self.builder.node("Sub", [flow.name, self._per_channel(flow, means)])
        return replace(flow, name=name, takes_zeros=False, is_odd=False)

    def _leak(self, flow) -> str:
        count = self._channels(flow)
        if flow.layout == "NCHW" and self._happens(0.7):
            slopes = self.rng.uniform(0.05, 1.5, (count, 1, 1))
        elif flow.layout != "NCHW" and self._happens(0.7):
            slopes = self.rng.uniform(0.05, 1.5, count)
        else:
            slopes = self.rng.uniform(0.05, 1.5, 1)
        return self.builder.node("PRelu", [flow.name, self.builder.constant(slopes)])

    def _clip(self, source, low, high) -> str:
        if self.builder.operator_set < 11:
            return self.builder.node("Clip", [source], min=float(low), max=float(high))
        bounds = [self.builder.constant(low), self.builder.constant(high)]
        return self.builder.node("Clip", [source, *bounds])

    def _around_zero(self, flow) -> Flow:
        """Steps that leave the sign of every value as it is."""
        for _ in range(int(self._pick([0, 1, 2], [0.5, 0.35, 0.15]))):
            choice = self._pick(["leak", "clip", "scale", "nothing", "layout", "max"])
            name = flow.name
            if choice == "leak":
                name = self._leak(flow)
                self.features.add("prelu")
            elif choice == "clip":
                name = self._clip(flow.name, -1.0, 1.0)
                self.features.add("clip")
            elif choice == "scale":
                factor = self._scalar(flow, self.rng.uniform(0.2, 4))
                name = self.builder.node("Mul", self._commuted(flow.name, factor))
            elif choice == "nothing":
                flow = self._nothing(flow)
                name = flow.name
            elif flow.layout != "NF" and choice == "layout":
                flow = self._to(flow, "NHWC" if flow.layout == "NCHW" else "NCHW")
                name = flow.name
            elif flow.layout == "NCHW" and choice == "max":
                flow = self._max_pool(flow)
                name = flow.name
            flow = replace(flow, name=name)
        return flow
