"""Kokoro-82M (a StyleTTS 2 network; Li et al. 2023, arXiv:2306.07691), INT8, run by ONNX Runtime: the quality voice."""
