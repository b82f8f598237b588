"""From maps to vectors, and scores and classes."""

from dataclasses import replace

import numpy as np

from .drawing import Drawing, Flow


class Ends(Drawing):
    """Draws what makes a vector of a map, and what stands behind the last layer."""

    def _flatten(self, flow) -> Flow:
        if flow.layout == "NF":
            return flow
        shape = self.builder.value(flow.name).shape
        if flow.layout == "NCHW" and min(shape[2:]) > 1 and self._happens(0.15):
            self.features.add("flatten_channels_last")
            flow = self._to(flow, "NHWC")
            shape = self.builder.value(flow.name).shape
        elif flow.layout == "NHWC" and self._happens(0.5):
            flow = self._to(flow, "NCHW")
            shape = self.builder.value(flow.name).shape
        count = int(np.prod(shape[1:]))
        choice = self._flatten_choice(flow, shape)
        self.features.add(f"flatten_{choice}")
        match choice:
            case "squeeze":
                name = self._with_axes("Squeeze", flow.name, [2, 3])
            case "flatten":
                name = self.builder.node("Flatten", [flow.name], axis=1)
            case "computed":
                name = self._computed_reshape(flow.name)
            case "fixed":
                target = self.builder.constant(self._pick([[1, count], [1, -1]]), np.int64)
                value = self.builder.value(flow.name).reshape(-1, count)
                name = self.builder.node("Reshape", [flow.name, target], known=value)
            case _:
                target = self._pick([[0, -1], [-1, count], [0, count]])
                constant = self.builder.constant(target, np.int64)
                name = self.builder.node("Reshape", [flow.name, constant])
        return replace(flow, name=name, layout="NF")

    def _flatten_choice(self, flow, shape) -> str:
        if flow.layout == "NCHW" and shape[2:] == (1, 1) and self._happens(0.4):
            return "squeeze"
        choices = ["flatten", "reshape"]
        if self.dialect == "onnx":
            choices.append("computed")
            if self.batch == 1:
                choices.append("fixed")
        return self._pick(choices)

    def _computed_reshape(self, source) -> str:
        sizes = self.builder.node("Shape", [source])
        if self._happens(0.5):
            index = self.builder.constant(0, np.int64)
            first = self.builder.node("Gather", [sizes, index], axis=0)
            first = self._with_axes("Unsqueeze", first, [0])
        else:
            bounds = [self.builder.constant([bound], np.int64) for bound in (0, 1)]
            if self.builder.operator_set < 10:
                first = self.builder.node("Slice", [sizes], axes=[0], starts=[0], ends=[1])
            else:
                first = self.builder.node("Slice", [sizes, *bounds])
        rest = self.builder.constant([-1], np.int64)
        target = self.builder.node("Concat", [first, rest], axis=0)
        return self.builder.node("Reshape", [source, target])

    def _end(self, flow) -> None:
        flow = self._score_scale(flow)
        self.scores = flow.name
        name = flow.name
        if self._happens(0.25):
            name = self.builder.node("Softmax", [name], axis=self._class_axis())
            self.features.add("softmax")
        choice = self._pick(["scores", "argmax", "topk"], [0.45, 0.35, 0.2])
        if choice == "topk" and self.builder.operator_set < 10:
            choice = "argmax"
        self.features.add(f"end_{choice}")
        if choice == "scores":
            self.outputs = [name]
            return
        if choice == "argmax":
            keeps = int(self._happens(0.5))
            self.classes = self.builder.node(
                "ArgMax", [name], axis=self._class_axis(), keepdims=keeps
            )
        else:
            self.classes = self._top_one(name)
        self.outputs = [self.classes]

    def _score_scale(self, flow) -> Flow:
        if self._happens(0.08):
            self.features.add("channel_scores")
            values = self.rng.normal(0, 2, self._channels(flow))
            name = self.builder.node("Add", [flow.name, self._per_channel(flow, values)])
            flow = replace(flow, name=name)
        for operation, chance in (("Sub", 0.2), ("Mul", 0.3), ("Div", 0.15), ("Add", 0.25)):
            if self._happens(chance):
                constant = self._scalar(flow, self.rng.uniform(0.1, 3))
                name = self.builder.node(operation, [flow.name, constant])
                flow = replace(flow, name=name)
        return flow

    def _class_axis(self) -> int:
        return int(self._pick([1, -1])) if self.builder.operator_set >= 11 else 1

    def _top_one(self, name) -> str:
        values = f"{name}_top"
        count = self.builder.constant([1], np.int64, as_initializer=True)
        best = self.builder.value(name).argmax(axis=1).reshape(-1, 1)
        index = self.builder.node("TopK", [name, count], known=best, axis=self._class_axis())
        self.builder.nodes[-1].output.insert(0, values)
        return index
