"""Piper's voice `joe` (a VITS network; Kim et al. 2021, arXiv:2106.06103), run by ONNX Runtime."""
