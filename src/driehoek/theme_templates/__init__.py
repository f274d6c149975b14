"""Theme templates: a theme with its needs, agreements, reports, norms and steps, ready to take over."""
