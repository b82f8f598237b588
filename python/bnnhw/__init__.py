"""Build, save, load and evaluate binarized networks for the bnn-hw compiler.

    net = bnnhw.Network("digits", shape=(8, 8, 1), type="uint8", threshold=8)
    net.binary_dense("fc0", weights)
    net.sign("act0")
    net.save("net.json")
    outputs = bnnhw.run(net, images)

The format is described in docs/network-format.md. Bit 1 means +1, bit 0 means -1.
"""

from bnnhw.keras_layers import from_keras
from bnnhw.network import Network
from bnnhw.reader import load
from bnnhw.reference import run
from bnnhw.torch_modules import from_torch

__all__ = ["Network", "from_keras", "from_torch", "load", "run"]
