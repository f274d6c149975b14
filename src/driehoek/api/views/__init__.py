"""Pages about keys; the API itself is in driehoek.api.rest."""
