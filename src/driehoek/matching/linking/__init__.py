"""Which records look alike, and in what: normal forms, fixed weights, and the linkage itself. No Django in here."""
