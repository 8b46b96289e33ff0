"""Networks, timeless: arrays in, arrays out. The runtime face needs numpy and ONNX Runtime only; torch lives in the workshop files."""
