"""What must be set before a test imports a framework."""

import os

# Larq needs the Keras 2 that TensorFlow has under this flag.
os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")
