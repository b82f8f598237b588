"""The number of thresholds that an integer reaches."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import fit_channels, integers, senses

_LIMIT = 1 << 31
_MAXIMUM_LEVELS = 255


@dataclass(frozen=True, eq=False)
class MultiThreshold:
    """y = number of k with x >= T[c][k] or, where `sense` is "<=", with x <= T[c][k].

    `thresholds` is (levels,) or (channels, levels), none less than the one before it; `sense` is one
    word or one for each channel.
    """

    kind: ClassVar[str] = "multi_threshold"
    input_count: ClassVar[int] = 1

    thresholds: np.ndarray
    sense: np.ndarray = ">="

    def __post_init__(self):
        """Check the numbers and the senses."""
        given = np.asarray(self.thresholds)
        if given.ndim not in (1, 2) or not 1 <= given.shape[-1] <= _MAXIMUM_LEVELS:
            raise ValueError(
                f"'thresholds' has shape {given.shape}, but expected (levels,) or "
                f"(channels, levels), 1 to {_MAXIMUM_LEVELS} levels"
            )
        flat = integers(given.ravel(), "thresholds", -_LIMIT, _LIMIT)
        thresholds = flat.reshape(given.shape)
        if (np.diff(thresholds, axis=-1) < 0).any():
            raise ValueError("'thresholds' descend, but expected none less than the one before")
        object.__setattr__(self, "thresholds", thresholds)
        object.__setattr__(self, "sense", senses(self.sense))

    def output_type(self, source: TensorType) -> TensorType:
        """Integers between what the ends of the input's range become."""
        source.require(Element.INTEGER)
        if self.thresholds.ndim == 2:
            fit_channels(self.thresholds, "thresholds", source.channels)
        fit_channels(self.sense, "sense", source.channels)
        ends = self.evaluate(np.array([[source.low], [source.high]]))
        return TensorType(source.shape, Element.INTEGER, int(ends.min()), int(ends.max()))

    def document(self) -> dict:
        """Thresholds and senses, as given."""
        return {"thresholds": self.thresholds.tolist(), "sense": self.sense.tolist()}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to int64."""
        return sum(
            np.where(self.sense == ">=", source >= bounds, source <= bounds).astype(np.int64)
            for bounds in np.moveaxis(self.thresholds, -1, 0)
        )
