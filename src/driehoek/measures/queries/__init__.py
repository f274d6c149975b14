"""Every read about reports, measures and letters; all of it begins at visible rows."""
