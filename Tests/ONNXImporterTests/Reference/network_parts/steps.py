"""What stands between the sums and the binarizer."""

from dataclasses import replace

import numpy as np
from onnx import TensorProto

from .drawing import EPSILONS, Drawing, Flow


class Steps(Drawing):
    """Draws normalisations, scales, shifts and nodes that do nothing."""

    def _block(self, flow) -> Flow:
        """All from the sums of a layer to the bits that the next layer reads."""
        steps = self._linear_steps(flow)
        ends_with_norm = bool(steps) and steps[-1] == "norm" and self._happens(0.75)
        for step in steps[:-1] if ends_with_norm else steps:
            flow = self._linear_step(step, flow)
        if ends_with_norm:
            flow = self._normalise(self._normal_layout(flow), has_boundary=True)
            return self._after_bits(self._binarize_at_zero(self._around_zero(flow)))
        if flow.is_exact and self._is_lively(flow) and self._happens(0.35):
            self.features.add("no_shift")
            self._note(flow, np.zeros(self._channels(flow)))
            return self._after_bits(self._binarize_at_zero(flow, may_be_zero=not flow.is_odd))
        if self._happens(0.45):
            flow = self._bend(flow)
        return self._after_bits(self._binarize_by_gap(flow))

    def _linear_steps(self, flow) -> list[str]:
        chances = {"norm": 0.65, "scale": 0.3, "shift": 0.3, "nothing": 0.2, "layout": 0.0}
        if flow.layout == "NCHW":
            chances |= {"max": 0.3, "average": 0.15, "layout": 0.2}
        steps = [step for step, chance in chances.items() if self._happens(chance)]
        self.rng.shuffle(steps)
        return steps

    def _linear_step(self, step, flow) -> Flow:
        match step:
            case "norm":
                return self._normalise(self._normal_layout(flow), has_boundary=False)
            case "scale":
                return self._scale(flow)
            case "shift":
                return self._shift(flow)
            case "nothing":
                return self._nothing(flow)
            case "layout":
                return self._to(flow, "NHWC" if flow.layout == "NCHW" else "NCHW")
            case "max":
                return self._max_pool(flow)
            case _:
                return self._average_pool(flow)

    def _normalise(self, flow, *, has_boundary) -> Flow:
        """BatchNormalization; with a boundary its beta puts 0 into a gap of each channel."""
        rows = self._by_channel(flow)
        count = rows.shape[1]
        spread = rows.std(axis=0) + 0.1
        gamma = self.rng.uniform(0.2, 2.0, count) * self.rng.choice([1, -1], count, p=[0.8, 0.2])
        if self._happens(0.03):
            gamma[int(self.rng.integers(count))] = 0
            self.features.add("zero_gamma")
        mean = rows.mean(axis=0) + self.rng.normal(0, 0.3, count) * spread
        variance = spread**2 * self.rng.uniform(0.4, 2.5, count)
        epsilon = self._pick(EPSILONS)
        gamma, mean, variance = (values.astype(np.float32) for values in (gamma, mean, variance))
        centred = (rows - mean) / np.sqrt(variance.astype(np.float64) + np.float32(epsilon))
        beta = self.rng.normal(0, 0.5, count)
        if has_boundary:
            beta = -self._boundaries(centred * gamma, is_exact=False)
        name = self._batch_normalization(flow, (gamma, beta, mean, variance), epsilon)
        result = replace(
            flow,
            name=name,
            is_exact=False,
            takes_zeros=False,
            is_odd=False,
            falls=self._flipped(flow, gamma < 0),
        )
        if has_boundary:
            self._note(result, np.zeros(count))
        return result

    def _batch_normalization(self, flow, parameters, epsilon) -> str:
        constants = [self.builder.constant(values) for values in parameters]
        attributes = {"epsilon": float(epsilon)} if epsilon != 1e-5 or self._happens(0.5) else {}
        if self._happens(0.5):
            attributes["momentum"] = 0.9
        source = flow.name
        is_framed = flow.layout == "NF" and self._happens(0.15)
        if is_framed:
            source = self._with_axes("Unsqueeze", source, [2])
        name = self.builder.node("BatchNormalization", [source, *constants], **attributes)
        return self._with_axes("Squeeze", name, [2]) if is_framed else name

    def _scale(self, flow) -> Flow:
        count = self._channels(flow)
        is_exact = self._happens(0.4)
        draw = (
            self.rng.choice([0.25, 0.5, 2.0, 4.0], count)
            if is_exact
            else self.rng.uniform(0.1, 3.0, count)
        )
        draw *= self.rng.choice([1, -1], count, p=[0.8, 0.2])
        if self._happens(0.4):
            draw[:] = draw[0]
            constant = self._scalar(flow, draw[0])
        else:
            constant = self._per_channel(flow, draw)
        if self._happens(0.25):
            name = self.builder.node("Div", [flow.name, constant])
        else:
            name = self.builder.node("Mul", self._commuted(flow.name, constant))
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and is_exact,
            is_odd=False,
            falls=self._flipped(flow, draw < 0),
        )

    def _shift(self, flow) -> Flow:
        rows = self._by_channel(flow)
        count = rows.shape[1]
        is_exact = self._happens(0.4)
        draw = self.rng.normal(0, 0.5, count) * (rows.std(axis=0) + 0.1)
        if is_exact:
            draw = np.round(draw * 2) / 2
        if self._happens(0.4):
            draw[:] = draw[0]
            constant = self._scalar(flow, draw[0])
        else:
            constant = self._per_channel(flow, draw)
        choice = self._pick(["Add", "Sub", "from"], [0.5, 0.4, 0.1])
        falls = flow.falls
        if choice == "Add":
            name = self.builder.node("Add", self._commuted(flow.name, constant))
        elif choice == "Sub":
            name = self.builder.node("Sub", [flow.name, constant])
        else:
            name = self.builder.node("Sub", [constant, flow.name])
            falls = self._flipped(flow, np.ones(count, bool))
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and is_exact,
            takes_zeros=False,
            is_odd=False,
            falls=falls,
        )

    def _nothing(self, flow) -> Flow:
        choice = self._pick(["Identity", "Dropout", "Cast", "twice"])
        if choice == "Cast":
            name = self.builder.node("Cast", [flow.name], to=TensorProto.FLOAT)
        elif choice == "twice" and self.dialect == "onnx":
            wide = self.builder.node("Cast", [flow.name], to=TensorProto.DOUBLE)
            name = self.builder.node("Cast", [wide], to=TensorProto.FLOAT)
        elif choice == "Dropout":
            name = self._dropout(flow.name)
        else:
            name = self.builder.node("Identity", [flow.name])
        return replace(flow, name=name)

    def _dropout(self, source) -> str:
        if self.builder.operator_set < 12:
            return self.builder.node("Dropout", [source], ratio=0.2)
        inputs = [source]
        if self._happens(0.5):
            inputs.append(self.builder.constant(0.2))
            if self._happens(0.5):
                inputs.append(self.builder.constant(False, np.bool_))
        return self.builder.node("Dropout", inputs)
