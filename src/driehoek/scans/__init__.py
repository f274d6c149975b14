"""Area scans: hot spots, hot groups, hot facilities and priorities; and where they meet what else goes on."""
