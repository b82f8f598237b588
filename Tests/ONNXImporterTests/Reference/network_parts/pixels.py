"""How pixels are drawn, and how they enter a network."""

from dataclasses import replace

import numpy as np

from .drawing import Drawing, Flow, RedrawError


class Pixels(Drawing):
    """Draws pixels, and what stands before the first layer."""

    def _pixels(self, has_maps) -> np.ndarray:
        height, width = (int(size) for size in self.rng.integers(5, 11, 2))
        channels = int(self.rng.integers(1, 4))
        if has_maps:
            self.input_layout = self._pick(["NCHW", "NHWC"], [0.8, 0.2])
        else:
            self.input_layout = self._pick(["NF", "NCHW", "NHW", "NHWC"], [0.4, 0.35, 0.15, 0.1])
        if self.dialect != "onnx" and self.input_layout == "NHWC":
            self.input_layout = "NCHW"
        shapes = {
            "NCHW": (channels, height, width),
            "NHWC": (height, width, channels),
            "NHW": (height, width),
            "NF": (height * width,),
        }
        pixels = self.rng.integers(0, 256, (self.frames, *shapes[self.input_layout]))
        if self._happens(0.5):
            pixels[0] = 0
            pixels[1] = 255
        return pixels.astype(np.uint8)

    def _enter(self, pixels) -> Flow:
        self.input_scale = float(self._pick([1.0, 1 / 255, 1 / 256], [0.75, 0.15, 0.1]))
        is_exact = self.input_scale != 1 / 255
        floats = (pixels.astype(np.float64) * self.input_scale).astype(np.float32)
        name = self.builder.add_input(
            self._pick(["input", "image", "x.1", "global_in", "0_input"]), floats
        )
        flow = Flow(name, self.input_layout, is_exact=is_exact)
        if flow.layout == "NHWC" and self._happens(0.6):
            flow = self._to(flow, "NCHW")
        choices = ["plain", "scaled", "centred", "bits", "quant"]
        choice = self._pick(choices, [3, 2, 2, 2, 0 if self.dialect == "onnx" else 2])
        self.features.add(f"input_{choice}")
        match choice:
            case "plain":
                return flow
            case "scaled":
                return self._pixel_scale(flow)
            case "centred":
                return self._pixel_centre(flow)
            case "bits":
                if self._happens(0.5):
                    flow = self._pixel_centre(self._pixel_scale(flow))
                return self._binarize_by_gap(flow, is_shared=True)
            case _:
                return self._pixel_quant(flow)

    def _pixel_scale(self, flow) -> Flow:
        if self.input_scale != 1:
            return flow
        if self._happens(0.5):
            name = self.builder.node("Div", [flow.name, self._scalar(flow, 255)])
            return replace(flow, name=name, is_exact=False)
        factor = self._pick([1 / 255, 1 / 256])
        name = self.builder.node("Mul", self._commuted(flow.name, self._scalar(flow, factor)))
        return replace(flow, name=name, is_exact=flow.is_exact and factor == 1 / 256)

    def _pixel_centre(self, flow) -> Flow:
        top = float(self.builder.value(flow.name).max())
        mean = self._pick([0.5, 0.4914, 0.25, 0.1307]) * top
        if top > 2 and self._happens(0.5):
            mean = 128.0
        if len(flow.layout) == 4 and self._happens(0.15):
            self.features.add("channel_mean")
            count = self._channels(flow)
            constant = self._per_channel(flow, mean * self.rng.uniform(0.7, 1.3, count))
        else:
            constant = self._scalar(flow, mean)
        name = self.builder.node("Sub", [flow.name, constant])
        flow = replace(flow, name=name, takes_zeros=False, is_exact=flow.is_exact and mean == 128)
        if self._happens(0.5):
            operation, factor = self._pick([("Mul", 2.0), ("Div", 0.247), ("Div", 0.5)])
            name = self.builder.node(operation, [flow.name, self._scalar(flow, factor)])
            flow = replace(flow, name=name, is_exact=flow.is_exact and factor != 0.247)
        return flow

    def _pixel_quant(self, flow) -> Flow:
        if self.input_scale == 1 and self._happens(0.5):
            scale, is_signed = 1.0, 0
        else:
            flow = self._pixel_scale(flow)
            two = self.builder.node("Mul", [flow.name, self._scalar(flow, 2)])
            shifted = self.builder.node("Sub", [two, self._scalar(flow, 1)])
            flow = replace(flow, name=shifted)
            scale, is_signed = 2.0**-7, 1
        constants = [self._plain_scalar(value) for value in (scale, 0, 8)]
        name = self.builder.node(
            "Quant",
            [flow.name, *constants],
            domain=self._domain(),
            signed=is_signed,
            narrow=0,
            rounding_mode="ROUND",
        )
        levels = np.unique(self.builder.value(name))
        if len(levels) < 2:
            raise RedrawError
        return replace(flow, name=name, is_exact=True, takes_zeros=True)
