"""SSD with MobileNetV2 (Liu et al. 2016, arXiv:1512.02325; Sandler et al. 2018, arXiv:1801.04381), trained on COCO, as INT8 ONNX."""
