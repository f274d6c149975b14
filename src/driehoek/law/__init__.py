"""The legal-basis engine: facts in, a decision with reasons out. No Django."""
