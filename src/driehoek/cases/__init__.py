"""Cases: the approach of a complex problem: process models, stages, compartments, who takes part."""
