"""What can be read of the guide."""
