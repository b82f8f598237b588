"""A binarized network as PyTorch users write it: trained for seconds, then converted."""

from fractions import Fraction
from pathlib import Path

import bnnhw
import numpy as np
import torch
from torch import nn

DIGITS = Path(__file__).resolve().parents[1] / "digits"


class _StraightThrough(torch.autograd.Function):
    """+1 for x >= 0, else -1; the gradient passes where |x| <= 1."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.where(x >= 0, 1.0, -1.0)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * (ctx.saved_tensors[0].abs() <= 1)


class Sign(nn.Module):
    """A sign activation; `from_torch` knows it by its name."""

    def forward(self, x):
        """Return +1 or -1."""
        return _StraightThrough.apply(x)


class BinaryConv2d(nn.Conv2d):
    """A convolution with the signs of its weights."""

    def forward(self, x):
        """Return the sums."""
        return self._conv_forward(x, _StraightThrough.apply(self.weight), self.bias)


class BinaryLinear(nn.Linear):
    """A fully connected layer with the signs of its weights."""

    def forward(self, x):
        """Return the sums."""
        return nn.functional.linear(x, _StraightThrough.apply(self.weight), self.bias)


def main() -> None:
    """Train on 264 images, convert, and compare on the other 100."""
    torch.manual_seed(0)
    images, labels = (np.load(DIGITS / f"{name}.npy") for name in ("images", "labels"))
    x, y = torch.from_numpy(images[:, None] / np.float32(16)), torch.from_numpy(labels).long()
    model = nn.Sequential(
        *(BinaryConv2d(1, 24, 3, padding=1), nn.BatchNorm2d(24), Sign(), nn.MaxPool2d(2)),
        *(BinaryConv2d(24, 32, 3), nn.BatchNorm2d(32), Sign(), nn.Flatten()),
        *(BinaryLinear(128, 10), nn.BatchNorm1d(10)),
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x[:264]), y[:264]).backward()
        optimizer.step()

    network = bnnhw.Network("pytorch_digits", shape=(8, 8), type="uint8", integers=True)
    bnnhw.from_torch(model, network, scale=Fraction(1, 16))
    network.save("net.json")

    theirs = model.eval()(x[264:]).argmax(1).numpy()
    ours = bnnhw.run("net.json", images[264:])["class"].ravel()
    right = int((ours == labels[264:]).sum())
    print(f"of 100 images, {(ours == theirs).sum()} as in PyTorch, {right} right")


if __name__ == "__main__":
    main()
