"""The safety problem: kind, theme, areas, owner, dossier, timeline."""
