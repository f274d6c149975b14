"""What rooms on higher floors may listen to; each is sent inside the transaction of the act itself."""

from django.dispatch import Signal

# A problem was opened: `identity` (who acts) and `problem`.
opened = Signal()
# A problem became another kind: `identity`, `problem` (already of the new kind), `before` and `after` (Kind).
# Sent just before the grants of the old kind end, because by those of the new kind the decider may not see the
# problem any more. The decider works on the problem, but need not be a keeper of the position.
retyped = Signal()
