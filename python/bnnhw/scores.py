"""Scale and bias of the last layer's sums."""

import numpy as np

from bnnhw.affine import Affine
from bnnhw.arrays import rounded
from bnnhw.normalization import Normalization

Number = float | np.ndarray


def scores(
    values: Affine, normalization: Normalization | None, argmax: bool
) -> tuple[Number, Number]:
    """Return scale and bias of the framework's scores over the document's sums.

    With `argmax` only the order of the classes counts: the largest scale is 1 or -1, and a bias
    that all classes have is 0.
    """
    if normalization:
        scale, bias = normalization.scores(values)
    else:
        scale, bias = values.scale, values.offset
    if argmax and np.any(scale != 0):
        largest = np.max(np.abs(scale))
        scale, bias = scale / largest, bias / largest
    scale, bias = _joined(scale), _joined(bias)
    return scale, 0.0 if argmax and np.ndim(scale) == np.ndim(bias) == 0 else bias


def _joined(numbers) -> Number:
    """Return doubles, one for all channels if they have the same."""
    doubles = rounded(numbers)
    return float(doubles.flat[0]) if len(set(doubles.flat)) == 1 else doubles
