"""The calendar of risk moments: events, matches, hearings, releases, and when they recur."""
