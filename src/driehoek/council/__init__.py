"""What the council reads, and answers to its questions."""
