"""What can go wrong in the workshop, each said in one sentence with its remedy.

ModelError
└── EdgeError
    ├── UnknownNetwork     no network of that name
    ├── UnfitGraph         a file that is no ONNX graph, or one of an opset that cannot be used
    └── UnfitSamples       calibration data that is empty, constant or not finite
"""

from __future__ import annotations

from models.errors import ModelError


class EdgeError(ModelError): ...


class UnknownNetwork(EdgeError): ...


class UnfitGraph(EdgeError): ...


class UnfitSamples(EdgeError): ...


class NotFaithful(EdgeError): ...
