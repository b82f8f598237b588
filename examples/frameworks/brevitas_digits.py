"""A binarized network of Brevitas' quantized layers: trained for seconds, then converted."""

from fractions import Fraction
from pathlib import Path

import bnnhw
import numpy as np
import torch
from brevitas.nn import QuantConv2d, QuantIdentity, QuantLinear
from brevitas.quant.binary import SignedBinaryActPerTensorConst, SignedBinaryWeightPerTensorConst
from torch import nn

DIGITS = Path(__file__).resolve().parents[1] / "digits"
WEIGHTS = {"bias": False, "weight_quant": SignedBinaryWeightPerTensorConst}


def sign() -> QuantIdentity:
    """Return an activation of one bit."""
    return QuantIdentity(act_quant=SignedBinaryActPerTensorConst)


def main() -> None:
    """Train on 264 images, convert, and compare on the other 100."""
    torch.manual_seed(0)
    images, labels = (np.load(DIGITS / f"{name}.npy") for name in ("images", "labels"))
    x, y = torch.from_numpy(images[:, None] / np.float32(16)), torch.from_numpy(labels).long()
    model = nn.Sequential(
        *(QuantConv2d(1, 24, 3, padding=1, **WEIGHTS), nn.BatchNorm2d(24), sign()),
        nn.MaxPool2d(2),
        *(QuantConv2d(24, 32, 3, **WEIGHTS), nn.BatchNorm2d(32), sign(), nn.Flatten()),
        *(QuantLinear(128, 10, **WEIGHTS), nn.BatchNorm1d(10)),
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x[:264]), y[:264]).backward()
        optimizer.step()

    network = bnnhw.Network("brevitas_digits", shape=(8, 8), type="uint8", integers=True)
    bnnhw.from_torch(model, network, scale=Fraction(1, 16))
    network.save("net.json")

    theirs = model.eval()(x[264:]).argmax(1).numpy()
    ours = bnnhw.run("net.json", images[264:])["class"].ravel()
    right = int((ours == labels[264:]).sum())
    print(f"of 100 images, {(ours == theirs).sum()} as in Brevitas, {right} right")


if __name__ == "__main__":
    main()
