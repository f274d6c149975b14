"""Documents of a case: versions, lock, classification, text in search, a redacted copy; and the search over dossiers."""
