"""Networks, timeless: arrays in, arrays out. The runtime face needs numpy and ONNX Runtime only; torch lives in the workshop files."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # from 1.32 on, ONNX Runtime tells its maker of each session; it is asked before it is loaded
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"  # the hub's library asks the hub of itself, even for a model that is on this machine
