"""Personal data in free text: what to refuse and what to warn about. No Django."""
