"""EfficientNet-Lite0, and Lite3 beside it for its names (Tan & Le 2019, arXiv:1905.11946; Lite: ReLU6, no squeeze-and-excitation),
ImageNet, as INT8 ONNX."""
