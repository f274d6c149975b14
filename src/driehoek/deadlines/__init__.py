"""Every due date there is: recurrence, grace, one reminder, escalation along a route, the late board."""
