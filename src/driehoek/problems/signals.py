"""What rooms on higher floors may listen to; each is sent inside the transaction of the act itself."""

from django.dispatch import Signal

# A problem was opened: `identity` (who acts) and `problem`.
opened = Signal()
# A problem became another kind: `identity`, `problem` (already of the new kind), `before` and `after` (Kind).
# The grants are those of the new kind by then.
retyped = Signal()
