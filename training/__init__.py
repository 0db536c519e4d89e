"""How the reader is made: what it learns from, training, export, measures."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before ONNX Runtime is loaded: see kb.language.network
