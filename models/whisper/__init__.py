"""Whisper (Radford et al. 2022, arXiv:2212.04356) as two INT8 ONNX graphs, made and run without torch."""
