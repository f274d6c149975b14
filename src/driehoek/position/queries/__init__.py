"""Every read of the position."""
