"""Municipalities, districts and neighbourhoods by CBS code: names, inhabitants, geometry."""
