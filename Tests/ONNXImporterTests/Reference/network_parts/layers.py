"""Layers with weights."""

import numpy as np

from .drawing import Drawing, Flow


class Layers(Drawing):
    """Draws convolutions and dense layers with the weights of each dialect."""

    def _convolution(self, flow) -> Flow:
        _, channels, *size = self.builder.value(flow.name).shape
        kernel = [int(self.rng.integers(1, min(3, length) + 1)) for length in size]
        strides = [int(self._pick([1, 2], [0.8, 0.2])) for _ in size]
        dilations = [int(self._pick([1, 2], [0.85, 0.15])) for _ in size]
        spans = [(k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True)]
        if any(span > length for span, length in zip(spans, size, strict=True)):
            dilations, spans = [1, 1], kernel
        groups = self._groups(channels)
        filters = groups * int(self.rng.integers(1, max(2, 13 // groups)))
        if self._is_last:
            filters = max(filters, 2 * groups)
        pads = [0, 0, 0, 0]
        if flow.takes_zeros and self._happens(0.5):
            pads = [int(self.rng.integers(0, min(span, 3))) for span in spans * 2]
        attributes = self._convolution_attributes(kernel, strides, dilations, groups)
        source = flow.name
        if any(pads):
            source = self._padding(source, flow, pads, attributes)
        shape = (filters, channels // groups, *kernel)
        weights, is_exact = self._weights(shape, output_axis=0)
        inputs = [source, weights]
        has_bias = self._happens(0.25) and not self._is_last
        if has_bias:
            bias, is_bias_exact = self._bias(filters)
            inputs.append(bias)
            is_exact = is_exact and is_bias_exact
        name = self.builder.node("Conv", inputs, **attributes)
        taps = int(np.prod(shape[1:]))
        return Flow(
            name,
            "NCHW",
            is_exact=flow.is_exact and is_exact,
            takes_zeros=self._is_symmetric(flow) and flow.takes_zeros and not has_bias,
            is_odd=self._is_bipolar(flow)
            and taps % 2 == 1
            and not any(pads)
            and not has_bias
            and "auto_pad" not in attributes,
            falls=(False,) * filters,
        )

    def _groups(self, channels) -> int:
        divisors = [count for count in range(1, channels + 1) if channels % count == 0]
        if self._happens(0.75):
            return 1
        self.features.add("groups")
        return int(self._pick(divisors)) if self._happens(0.5) else channels

    def _convolution_attributes(self, kernel, strides, dilations, groups) -> dict:
        attributes = {}
        if self._happens(0.8):
            attributes["kernel_shape"] = kernel
        if strides != [1, 1] or self._happens(0.7):
            attributes["strides"] = strides
        if dilations != [1, 1] or self._happens(0.5):
            attributes["dilations"] = dilations
        if groups != 1 or self._happens(0.5):
            attributes["group"] = groups
        return attributes

    def _padding(self, source, flow, pads, attributes) -> str:
        """Puts pads into the attributes, or a Pad node in front; gives what to convolve."""
        # ONNX Runtime has no SAME padding of dilated windows.
        same = 0.15 if attributes.get("dilations", [1, 1]) == [1, 1] else 0
        choice = self._pick(["pads", "pad node", "auto_pad"], [0.7, 0.15, same])
        self.features.add("zero_padding")
        if choice == "pads":
            attributes["pads"] = pads
            return source
        if choice == "auto_pad":
            attributes["auto_pad"] = self._pick(["SAME_UPPER", "SAME_LOWER"])
            return source
        ends = [0, 0, *pads[:2], 0, 0, *pads[2:]]
        if self.builder.operator_set < 11:
            return self.builder.node("Pad", [source], pads=ends, mode="constant", value=0.0)
        inputs = [source, self.builder.constant(ends, np.int64)]
        if self._happens(0.5):
            inputs.append(self.builder.constant(0.0))
        return self.builder.node("Pad", inputs, mode="constant")

    def _dense(self, flow, units) -> Flow:
        columns = self.builder.value(flow.name).shape[1]
        if self._happens(0.5):
            return self._matrix_product(flow, columns, units)
        is_transposed = self._happens(0.7)
        weights, is_exact = self._weights(
            (units, columns) if is_transposed else (columns, units),
            output_axis=0 if is_transposed else 1,
        )
        attributes = {}
        if is_transposed:
            attributes["transB"] = 1
        if self._happens(0.2):
            attributes["alpha"] = float(self._pick([0.5, 2.0, 1.0]))
        inputs = [flow.name, weights]
        has_bias = self._happens(0.3) and not self._is_last
        if has_bias or self.builder.operator_set < 11:
            bias, is_bias_exact = self._bias(units if has_bias else 1, is_zero=not has_bias)
            inputs.append(bias)
            is_exact = is_exact and is_bias_exact
            if self._happens(0.2):
                attributes["beta"] = 0.5
        name = self.builder.node("Gemm", inputs, **attributes)
        return self._sums(flow, name, columns, units, is_exact, has_bias)

    def _matrix_product(self, flow, columns, units) -> Flow:
        if self._happens(0.4):
            rows, is_exact = self._weights((units, columns), output_axis=0)
            weights = self.builder.node("Transpose", [rows], perm=[1, 0])
        else:
            weights, is_exact = self._weights((columns, units), output_axis=1)
        name = self.builder.node("MatMul", [flow.name, weights])
        return self._sums(flow, name, columns, units, is_exact, has_bias=False)

    def _sums(self, flow, name, columns, units, is_exact, has_bias) -> Flow:
        return Flow(
            name,
            "NF",
            is_exact=flow.is_exact and is_exact,
            takes_zeros=not has_bias,
            is_odd=self._is_bipolar(flow) and columns % 2 == 1 and not has_bias,
            falls=(False,) * units,
        )

    def _weights(self, shape, output_axis) -> tuple[str, bool]:
        """Weights of ±scale, given or computed of real ones; whether the scale is exact."""
        signs = self.rng.choice([-1.0, 1.0], shape)
        scale_shape = [1] * len(shape)
        is_exact = True
        scale = np.ones(scale_shape)
        if self._happens(0.4):
            if self._happens(0.5) and not self._is_last:
                scale_shape[output_axis] = shape[output_axis]
                self.features.add("channel_weight_scale")
            is_exact = self._happens(0.5) or self._is_last
            scale = (
                self.rng.choice([0.25, 0.5, 2.0], scale_shape)
                if is_exact
                else self.rng.uniform(0.05, 1.5, scale_shape)
            )
        scale = scale.astype(np.float32)
        kinds = ["plain", "sign", "where", "larq"]
        if self.dialect == "qonnx":
            kinds = ["bipolar"] * 4 + ["plain"]
        if self.dialect == "finn":
            kinds = ["plain", "plain", "bipolar"]
        kind = self._pick(kinds)
        self.features.add(f"weights_{kind}")
        if kind == "plain":
            name = self.builder.constant(signs.astype(np.float32) * scale)
            if self._happens(0.1):
                name = self.builder.node("Identity", [name])
            return name, is_exact
        real = self.builder.constant(signs * self.rng.uniform(0.02, 1.0, shape))
        return self._binary_weights(kind, real, scale), is_exact

    def _binary_weights(self, kind, real, scale) -> str:
        has_scale = not np.all(scale == 1)
        match kind:
            case "bipolar":
                factor = self.builder.constant(scale if scale.size > 1 else scale.reshape(()))
                return self.builder.node("BipolarQuant", [real, factor], domain=self._domain())
            case "where":
                is_strict = self.builder.operator_set < 12 or self._happens(0.5)
                operation = "Greater" if is_strict else "GreaterOrEqual"
                positive = self.builder.node(operation, [real, self.builder.constant(0.0)])
                ends = [self.builder.constant(scale), self.builder.constant(-scale)]
                return self.builder.node("Where", [positive, *ends])
            case "larq":
                sign = self.builder.node("Sign", [real])
                moved = self.builder.node("Add", [sign, self.builder.constant(0.1)])
                result = self.builder.node("Sign", [moved])
            case _:
                if self._happens(0.3):
                    real = self._clip(real, -1.0, 1.0)
                result = self.builder.node("Sign", [real])
        if has_scale:
            result = self.builder.node("Mul", [result, self.builder.constant(scale)])
        return result

    def _bias(self, count, *, is_zero=False) -> tuple[str, bool]:
        if is_zero:
            return self.builder.constant(np.zeros(count)), True
        is_exact = self._happens(0.5)
        values = self.rng.integers(-8, 9, count) / 2 if is_exact else self.rng.normal(0, 1.5, count)
        return self.builder.constant(values), is_exact
