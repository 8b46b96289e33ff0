"""The fusion of words and picture: a compact ViLBERT (Lu et al. 2019, arXiv:1908.02265), trained here, run as INT8 ONNX."""
