"""The mayor's page: what is going on, what is asked of me, what has changed."""
