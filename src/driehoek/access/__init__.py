"""Who may see what: identity, grants, row-level security, `visible_to`, access with a stated purpose."""
