"""Effects: before and after with a comparison, displacement, and how certain that is; the map of incidents."""
