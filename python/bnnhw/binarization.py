"""Weights of frameworks as signs and one factor for each output."""

import numpy as np

HINT = (
    "give strict=False if training took their signs, or weights= to say what the forward pass has"
)


def binarized(weights: np.ndarray, is_strict: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return signs (True = +1, also for 0) and factors with weights = factor * sign.

    The first axis of the weights counts the outputs, each of which has a factor. With `is_strict`
    other weights than such products are refused; without it all factors are 1.
    """
    signs = weights >= 0
    if not is_strict:
        return signs, np.ones(len(weights))
    sizes = np.abs(weights).reshape(len(weights), -1)
    for output in np.flatnonzero((sizes != sizes[:, :1]).any(axis=1)):
        raise ValueError(
            f"the weights of output {output} have magnitudes from {sizes[output].min():g} to "
            f"{sizes[output].max():g}, but expected one magnitude; {HINT}"
        )
    return signs, sizes[:, 0].copy()


def is_refused_by_default(layer, frameworks: tuple[str, ...], strict: bool | None) -> bool:
    """Return whether weights must be binary as they are.

    Layers of the frameworks themselves multiply by the weights as they are. Classes of the user
    are taken to binarize them in their forward pass.
    """
    if strict is not None:
        return strict
    return type(layer).__module__.split(".")[0] in frameworks
