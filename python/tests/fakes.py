"""Objects that look like the modules and layers of frameworks: names of classes, attributes."""

import numpy as np


def fake(name: str, /, bases: tuple[str, ...] = (), origin: str = "user", **attributes):
    """Return an instance of a class of that name, of base classes of those names."""
    parents = tuple(type(base, (), {"__module__": origin}) for base in bases)
    instance = type(name, parents, {"__module__": origin})()
    for key, value in attributes.items():
        setattr(instance, key, value)
    return instance


class Tensor:
    """A parameter on a device, of a type that NumPy does not have."""

    def __init__(self, values, steps: str = ""):
        self.values, self.steps = values, steps

    def detach(self):
        return Tensor(self.values, self.steps + "d")

    def cpu(self):
        assert self.steps == "d"
        return Tensor(self.values, "dc")

    def double(self):
        assert self.steps == "dc"
        return Tensor(self.values, "dcd")

    def numpy(self):
        assert self.steps == "dcd"
        return np.array(self.values, np.float64)
