"""Surveillance of count series: arrays in, arrays out; no Django and no crime in here."""

from driehoek.statistics.detection import Detection, Status
from driehoek.statistics.ears_batch import ears
from driehoek.statistics.farrington_batch import farrington, farrington_flexible
from driehoek.statistics.parameters import (
    ClassicFarringtonParameters,
    EarsParameters,
    FarringtonParameters,
    ParameterError,
)

__all__ = [
    "ClassicFarringtonParameters",
    "Detection",
    "EarsParameters",
    "FarringtonParameters",
    "ParameterError",
    "Status",
    "ears",
    "farrington",
    "farrington_flexible",
]
