"""Documents of a case: versions, lock, classification, text in search, a redacted copy; the search over dossiers."""
