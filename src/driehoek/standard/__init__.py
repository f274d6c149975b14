"""Themes in practice: norms, how far from them, and what they say together."""
