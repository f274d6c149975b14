"""The course of a case: life domains at fixed moments, scaling down, aftercare, evaluation."""
