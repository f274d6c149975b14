"""What deviates: surveillance over the figures, ranked, muted and acknowledged with reason."""
