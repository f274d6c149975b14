"""Exports: what leaves Driehoek as PDF, CSV or Excel, by whose right, with which mark."""
