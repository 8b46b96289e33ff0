"""PP-OCRv6 small: finds lines of text in a picture and reads them (PaddlePaddle, Apache-2.0; ONNX by RapidOCR)."""
