"""What turns values into bits."""

from dataclasses import replace

import numpy as np
from onnx import TensorProto

from .drawing import MARGIN, Drawing, Flow, RedrawError


class Binarizers(Drawing):
    """Draws comparisons at boundaries that no value is too near to."""

    def _binarize_by_gap(self, flow, *, is_shared=False) -> Flow:
        """A comparison with constants in gaps of the values, one of each channel or one of all."""
        rows = self._by_channel(flow)
        is_shared = is_shared or self._happens(0.15)
        if is_shared:
            rows = rows.reshape(-1, 1)
        boundaries = self._boundaries(rows, is_exact=flow.is_exact)
        self._note(flow, boundaries)
        if self.dialect == "finn" and self._happens(0.7):
            return self._multi_threshold(flow, boundaries)
        if self._happens(0.45):
            return self._compare(flow, self._spread(flow, boundaries, is_shared))
        may_be_zero = self._has_ties(rows, boundaries)
        if self._happens(0.5):
            operands = [flow.name, self._spread(flow, boundaries, is_shared)]
            name = self.builder.node("Sub", operands)
        else:
            operands = [flow.name, self._spread(flow, -boundaries, is_shared)]
            name = self.builder.node("Add", self._commuted(*operands))
        return self._binarize_at_zero(replace(flow, name=name), may_be_zero=may_be_zero)

    def _boundaries(self, rows, *, is_exact) -> np.ndarray:
        return np.array([self._boundary(column, is_exact) for column in rows.T], np.float32)

    def _boundary(self, column, is_exact) -> float:
        values = np.unique(column.astype(np.float64))
        extent = max(float(np.abs(values).max()), 1e-3)
        if len(values) == 1:
            return values[0] + self.rng.choice([-1, 1]) * self.rng.uniform(0.2, 1.0) * extent
        if is_exact and self._happens(0.35):
            self.features.add("on_boundary")
            return float(self.rng.choice(values[1:]))
        gaps = np.diff(values)
        reach = max(extent, float(values[-1] - values[0]))
        wide = np.flatnonzero(gaps >= 8 * MARGIN * reach)
        if len(wide) == 0:
            raise RedrawError
        target = np.quantile(column, self.rng.uniform(0.15, 0.85))
        index = wide[np.argmin(np.abs(values[wide] + gaps[wide] / 2 - target))]
        return float(values[index] + gaps[index] * self.rng.uniform(0.3, 0.7))

    def _multi_threshold(self, flow, boundaries) -> Flow:
        is_bipolar = self._happens(0.6)
        attributes = {"out_dtype": "BIPOLAR" if is_bipolar else "BINARY"}
        if is_bipolar:
            attributes |= {"out_scale": 2.0, "out_bias": -1.0}
        if flow.layout == "NHWC":
            attributes["data_layout"] = "NHWC"
        elif self._happens(0.3):
            attributes["data_layout"] = {"NCHW": "NCHW"}.get(flow.layout, "NC")
        if flow.layout == "NHW":
            attributes.pop("data_layout", None)
            boundaries = boundaries[:1]
        constant = self.builder.constant(boundaries.reshape(-1, 1))
        name = self.builder.node(
            "MultiThreshold", [flow.name, constant], domain=self._domain(), **attributes
        )
        self.binarized.append(name)
        return self._bits(flow, name)

    def _compare(self, flow, constant) -> Flow:
        operation = self._pick(["Greater", "Less", *self._closed_comparisons()])
        operands = [flow.name, constant]
        if self._happens(0.25):
            operands.reverse()
        return self._bits_of(flow, self.builder.node(operation, operands))

    def _closed_comparisons(self) -> list[str]:
        return ["GreaterOrEqual", "LessOrEqual"] if self.builder.operator_set >= 12 else []

    def _binarize_at_zero(self, flow, *, may_be_zero=False) -> Flow:
        if self.dialect == "qonnx" and self._happens(0.75):
            return self._bipolar_quant(flow)
        kinds = ["larq", "compare", "compare"]
        if not may_be_zero:
            kinds += ["sign", "sign"]
        match self._pick(kinds):
            case "sign":
                name = self.builder.node("Sign", [flow.name])
            case "larq":
                self.features.add("larq_sign")
                sign = self.builder.node("Sign", [flow.name])
                moved = self.builder.node("Add", self._commuted(sign, self._scalar(flow, 0.1)))
                name = self.builder.node("Sign", [moved])
            case _:
                return self._compare(flow, self._scalar(flow, 0))
        self.binarized.append(name)
        return self._bits(flow, name)

    def _bipolar_quant(self, flow) -> Flow:
        scale = float(self._pick([1.0, 0.5, 0.3], [0.7, 0.2, 0.1]))
        if self._happens(0.1):
            constants = [self._plain_scalar(value) for value in (scale, 0, 1)]
            name = self.builder.node(
                "Quant",
                [flow.name, *constants],
                domain=self._domain(),
                signed=1,
                narrow=0,
                rounding_mode="ROUND",
            )
            self.features.add("quant_1_bit")
        else:
            operands = [flow.name, self._plain_scalar(scale)]
            name = self.builder.node("BipolarQuant", operands, domain=self._domain())
        self.binarized.append(name)
        return self._bits(flow, name, is_exact=scale != 0.3)

    def _bits_of(self, flow, condition) -> Flow:
        """Numbers for a comparison's result."""
        if self._happens(0.15):
            condition = self.builder.node("Not", [condition])
        if self._happens(0.35):
            name = self.builder.node("Cast", [condition], to=TensorProto.FLOAT)
            self.binarized.append(name)
            self.features.add("zero_one")
            if self._happens(0.4):
                doubled = self.builder.node("Mul", self._commuted(name, self._scalar(flow, 2)))
                name = self.builder.node("Sub", [doubled, self._scalar(flow, 1)])
            return self._bits(flow, name)
        level = self._pick([1.0, 0.5, 0.3], [0.8, 0.12, 0.08])
        ends = [self._scalar(flow, level), self._scalar(flow, -level)]
        if self._happens(0.2):
            ends.reverse()
        name = self.builder.node("Where", [condition, *ends])
        self.binarized.append(name)
        return self._bits(flow, name, is_exact=level != 0.3)

    def _bits(self, flow, name, *, is_exact=True) -> Flow:
        values = np.unique(self.builder.value(name))
        if len(values) != 2:
            raise RedrawError
        return Flow(name, flow.layout, is_exact=is_exact, is_binary=True)

    def _after_bits(self, flow) -> Flow:
        if flow.layout != "NF" and self._happens(0.3):
            flow = self._max_pool(flow)
            if len(np.unique(self.builder.value(flow.name))) != 2:
                raise RedrawError
        if self._happens(0.15):
            flow = self._nothing(flow)
        if self._happens(0.15):
            factor = self._pick([0.5, 2.0, 0.7], [0.4, 0.4, 0.2])
            operands = self._commuted(flow.name, self._scalar(flow, factor))
            name = self.builder.node("Mul", operands)
            flow = replace(flow, name=name, is_exact=flow.is_exact and factor != 0.7)
        return flow
