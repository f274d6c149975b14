"""The one importer frame: detect, preview, validate row by row, reject with reasons, load at once."""
