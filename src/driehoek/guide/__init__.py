"""The guide at work: its tips where one can act on them, the scan, the workshop with worked cases."""
