"""EfficientNet-Lite0 (Tan & Le 2019, arXiv:1905.11946; Lite: ReLU6, no squeeze-and-excitation), ImageNet, as INT8 ONNX."""
