"""The layers of a Keras model in the order in which they are called."""

from collections.abc import Iterator

from bnnhw.errors import about


def in_order(model) -> Iterator:
    """Return the layers that are no models, after checking that each reads the one before it."""
    previous = None
    for layer in getattr(model, "layers", model):
        if previous is not None:
            with about(f"layer '{layer.name}' ({type(layer).__name__})"):
                _require_same(_tensor(layer, "input"), _tensor(previous, "output"))
        if hasattr(layer, "layers"):
            yield from in_order(layer)
            previous = None
        else:
            yield layer
            previous = layer
    if previous is not None:
        with about(f"layer '{previous.name}' ({type(previous).__name__})"):
            _require_same(_tensor(previous, "output"), getattr(model, "outputs", None))


def _tensor(layer, key: str):
    """Return the symbolic input or output of a layer's first call, None if it has none."""
    try:
        at = getattr(layer, f"get_{key}_at", None)
        return at(0) if at else getattr(layer, key, None)
    except (AttributeError, ValueError, RuntimeError):
        return None


def _require_same(tensor, other) -> None:
    """Refuse two symbolic tensors if both are known and they are not one and the same."""
    if tensor is None or other is None:
        return
    parts, others = ([one] if not isinstance(one, list | tuple) else one for one in (tensor, other))
    if len(parts) != 1 or len(others) != 1 or parts[0] is not others[0]:
        raise ValueError(
            "the layers are no chain in which each is called once and reads the one before it, "
            "but branches and sums of branches cannot be written"
        )
