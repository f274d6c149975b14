"""The weekly briefing on one A4, composed by the adviser."""
