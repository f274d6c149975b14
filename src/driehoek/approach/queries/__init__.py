"""Every read about the approach of a case; row-level security decides again what exists for the reader."""
