"""The REST API: Dutch resource names, the same rights, the same services."""
